"""Give each mention its place, or the reason why it has none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from extract.types import Document, Mention, MentionKind, PlaceHint
from geo.context import Floats, distances_km, is_country, read_context, unit_vectors
from geo.gazetteer import Gazetteer
from geo.project import NO_PROJECT, Project
from geo.relations import moved
from geo.scoring import Ranked, calibrated, rank
from geo.types import Place, ResolvedMention, Unresolved

__all__ = ["ACCEPT", "considered", "hints", "resolve"]

ACCEPT = 0.5
"""A place is shown only if it is likelier right than wrong: a wrong dot is worse than a missing one."""

_RUNNERS_UP = 4
_LIKELY = 6
"""Candidates that may share their probability; the others hold next to none."""
_WORTH_NAMING = 0.01
_ONE_SPOT_KM = 161.0
"""100 miles, the distance within which toponym resolution is commonly scored as right (Leidner 2008)."""


def resolve(
    mentions: Sequence[Mention],
    document: Document,
    *,
    gazetteer: Gazetteer,
    project: Project = NO_PROJECT,
    without: frozenset[str] = frozenset(),
) -> list[ResolvedMention]:
    """Resolve a document's mentions together, in the order given. `Place.score` is a calibrated probability.

    What `project` says of a name is so, with score 1; its focus countries are evidence among the rest.
    Spatial phrases ("30 km north of Goma") move the place and widen its radius. `without` names features of
    `geo.scoring` to leave out, for ablations.
    """
    context = read_context(mentions, document, gazetteer=gazetteer, project=project)
    chosen: dict[Mention, ResolvedMention] = {}
    for ranked in rank(context, switched_off=without):
        best = _best_first(ranked)
        for mention in ranked.sense.mentions:
            chosen[mention] = replace(_resolved(mention, best), note=ranked.sense.note)
    return [_placed(chosen[mention], chosen, gazetteer) for mention in mentions]


def considered(name: str, *, gazetteer: Gazetteer, project: Project = NO_PROJECT) -> list[Place]:
    """The places a name by itself may mean, the most probable first; best known first where the project says nothing.

    Without a text there is no probability worth showing: `Place.score` is left at 1.
    """
    found = gazetteer.candidates([name])[name]
    if project == NO_PROJECT:
        return [candidate.place for candidate in found]
    mention = Mention(0, len(name), name, MentionKind.LITERAL, name)
    (ranked,) = rank(read_context([mention], Document(name, name), gazetteer=gazetteer, project=project))
    return [place for _, place in _by_probability(ranked)]


def hints(resolved: Sequence[ResolvedMention]) -> dict[Mention, PlaceHint]:
    """What each resolved mention is, in words; unresolved ones are absent."""
    return {
        r.mention: PlaceHint(r.resolution.feature, r.resolution.country, r.resolution.admin1)
        for r in resolved
        if isinstance(r.resolution, Place)
    }


def likeliest(ranked: Ranked) -> tuple[Place, float] | None:
    """The place to show for a sense, and the model's probability for its spot; None where there is no candidate.

    A town and the unit around it share their probability: which of the two is meant may be open, where it is is not.
    Unless the text says which, the town is shown ("Kursk" is the city, "Kursk region" the oblast).
    """
    likely = _by_probability(ranked)[:_LIKELY]
    if not likely or ranked.sense.settled:
        return (likely[0][1], likely[0][0]) if likely else None
    near = _in_one_spot([place for _, place in likely])
    shared = near @ np.array([p for p, _ in likely])
    spot = np.flatnonzero(near[np.argmax(np.round(shared, 6))])
    towns = (i for i in spot if ranked.sense.feature is None and likely[i][1].feature.startswith("PPL"))
    best = int(next(towns, spot[0]))
    return likely[best][1], float(shared[best])


def _by_probability(ranked: Ranked) -> list[tuple[float, Place]]:
    pairs = zip(ranked.probabilities, ranked.sense.candidates, strict=True)
    return sorted(((p, candidate.place) for p, candidate in pairs), key=lambda pair: -pair[0])


def _best_first(ranked: Ranked) -> list[Place]:
    """The candidates with their scores, the one to show first; the others share what it leaves."""
    best = likeliest(ranked)
    if best is None:
        return []
    place, p = best
    score = p if ranked.sense.settled else calibrated(p)
    left = (1 - score) / max(1 - p, 1 - score, 1e-9)
    others = [replace(other, score=round(q * left, 3)) for q, other in _by_probability(ranked) if other.id != place.id]
    return [replace(place, score=round(score, 3)), *others]


def _in_one_spot(places: Sequence[Place]) -> Floats:
    """Shape (n, n): 1 where one place's point lies within the other's radius. A country is no spot but itself."""
    points = unit_vectors(places)
    radii = np.array([0.0 if is_country(place) else place.radius_km for place in places])
    reach = np.minimum(np.maximum.outer(radii, radii), _ONE_SPOT_KM) * np.outer(radii > 0, radii > 0)
    near: Floats = np.maximum((distances_km(points, points) <= reach) * 1.0, np.eye(len(places)))
    return near


def _resolved(mention: Mention, best: list[Place]) -> ResolvedMention:
    others = tuple(place for place in best[1 : 1 + _RUNNERS_UP] if place.score >= _WORTH_NAMING)
    if best and best[0].score >= ACCEPT:
        return ResolvedMention(mention, best[0], others)
    return ResolvedMention(mention, Unresolved(_reason(mention, best), tuple(best[: 1 + _RUNNERS_UP])), others)


def _reason(mention: Mention, best: list[Place]) -> str:
    if not best:
        return f"the gazetteer has no place named {mention.name!r}"
    if sum(other.score for other in best[1:]) > best[0].score / 2:
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
