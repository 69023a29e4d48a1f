"""Give each mention its place, or the reason why it has none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.types import Document, Mention, PlaceHint
from geo.context import context_of, names_of
from geo.explain import explain
from geo.gazetteer import Gazetteer
from geo.relations import moved
from geo.scoring import Ranked, rank
from geo.types import Place, ResolvedMention, Unresolved

__all__ = ["ACCEPT", "explain", "hints", "resolve"]

ACCEPT = 0.5
"""A place is shown only if it is likelier right than wrong: a wrong dot is worse than a missing one."""

_RUNNERS_UP = 4
_WORTH_NAMING = 0.01


def resolve(
    mentions: Sequence[Mention],
    document: Document,
    *,
    gazetteer: Gazetteer,
    without: frozenset[str] = frozenset(),
) -> list[ResolvedMention]:
    """Resolve a document's mentions together, in the order given. `Place.score` is a calibrated probability.

    Spatial phrases ("30 km north of Goma") move the place and widen its radius. `without` names features of
    `geo.scoring` to leave out, for ablations.
    """
    found = gazetteer.candidates(names_of(mentions))
    chosen: dict[Mention, ResolvedMention] = {}
    for ranked in rank(context_of(mentions, document.text, found), switched_off=without):
        best = _best_first(ranked)
        for mention in ranked.sense.mentions:
            chosen[mention] = _resolved(mention, best)
    return [_placed(chosen[mention], chosen, gazetteer) for mention in mentions]


def hints(resolved: Sequence[ResolvedMention]) -> dict[Mention, PlaceHint]:
    """What each resolved mention is, in words; unresolved ones are absent."""
    return {
        r.mention: PlaceHint(r.resolution.feature, r.resolution.country, r.resolution.admin1)
        for r in resolved
        if isinstance(r.resolution, Place)
    }


def _best_first(ranked: Ranked) -> list[Place]:
    """The candidates with their scores, the most probable first."""
    pairs = zip(ranked.probabilities, ranked.sense.candidates, strict=True)
    places = [replace(candidate.place, score=round(p, 3)) for p, candidate in pairs]
    return sorted(places, key=lambda place: -place.score)


def _resolved(mention: Mention, best: list[Place]) -> ResolvedMention:
    others = tuple(place for place in best[1 : 1 + _RUNNERS_UP] if place.score >= _WORTH_NAMING)
    if best and best[0].score >= ACCEPT:
        return ResolvedMention(mention, best[0], others)
    return ResolvedMention(mention, Unresolved(_reason(mention, best), tuple(best[: 1 + _RUNNERS_UP])), others)


def _reason(mention: Mention, best: list[Place]) -> str:
    if not best:
        return f"the gazetteer has no place named {mention.name!r}"
    if len(best) > 1 and best[1].score > best[0].score / 2:
        return f"{len(best)} places are named {mention.name!r} and the text does not say which"
    return f"{best[0].name} ({best[0].country or best[0].feature}) is too unlikely here: score {best[0].score:.2f}"


def _placed(
    resolved: ResolvedMention, chosen: Mapping[Mention, ResolvedMention], gazetteer: Gazetteer
) -> ResolvedMention:
    """The mention with its spatial phrase applied."""
    relation = resolved.mention.relation
    if relation is None or not isinstance(resolved.resolution, Place):
        return resolved
    other = next((r.resolution for m, r in chosen.items() if relation.other and m.start == relation.other.start), None)
    place = moved(resolved.resolution, relation, other=other if isinstance(other, Place) else None, gazetteer=gazetteer)
    return replace(resolved, resolution=place, named=resolved.resolution)
