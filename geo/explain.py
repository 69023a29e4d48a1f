"""Why a name was given its place: each candidate with its features, their weights and its score, in words."""

from collections.abc import Iterator

from extract.language import load_language, parse
from extract.mentions import find_mentions
from extract.types import Document, Mention, MentionKind
from geo.context import Context, read_context
from geo.gazetteer import Gazetteer
from geo.project import NO_PROJECT, Project
from geo.resolve import resolve
from geo.scoring import FEATURES, Ranked, rank, weights
from geo.types import Place, ResolvedMention, Unresolved

_SHOWN = 5
_WORTH_SHOWING = 0.005


def explain(name: str, *, context: str | None, gazetteer: Gazetteer, project: Project = NO_PROJECT) -> str:
    """Each candidate of `name`, most probable first, and what spoke for and against it, a line a feature.

    `context` is the text the name is read in; without one only the name itself speaks. A name that the text does not
    mention is read as if it followed the text. Above the candidates stands what is made of them: the place with its
    calibrated score, or why there is none.
    """
    document = Document("context", context or name)
    mentions = _mentions(name, document.text, gazetteer)
    read = read_context(mentions, document, gazetteer=gazetteer, project=project)
    ranked = next(r for r in rank(read) if _is(name, r))
    if not ranked.sense.candidates:
        return f"{name}: the gazetteer has no place of that name"
    found = resolve(mentions, document, gazetteer=gazetteer, project=project)
    chosen = next(each for each in found if each.mention in ranked.sense.mentions)
    return "\n".join([_heading(name, ranked, read, context), *_outcome(chosen), *_lines(ranked)])


def _outcome(chosen: ResolvedMention) -> Iterator[str]:
    if chosen.note:
        yield f"   {chosen.note}"
    place = chosen.named or chosen.resolution
    if isinstance(place, Unresolved):
        yield f"   unresolved: {place.reason}"
    else:
        yield f"   shown as {place.name}, {place.country or place.feature}, score {place.score:.2f}"


def _mentions(name: str, text: str, gazetteer: Gazetteer) -> list[Mention]:
    document = Document("context", text)
    doc = next(doc for _, doc in parse([document], nlp=load_language()))
    mentions = find_mentions(doc, names=gazetteer)
    if any(name.casefold() in (m.text.casefold(), m.name.casefold()) for m in mentions):
        return mentions
    return [*mentions, Mention(len(text), len(text), name, MentionKind.LITERAL, name)]


def _is(name: str, ranked: Ranked) -> bool:
    wanted = name.casefold()
    return any(wanted in (m.text.casefold(), m.name.casefold()) for m in ranked.sense.mentions)


def _heading(name: str, ranked: Ranked, read: Context, context: str | None) -> str:
    where = f"read with {len(read.senses) - 1} other names of the text" if context else "read without a text"
    none = 1 - sum(ranked.probabilities)
    return f"{name}: {len(ranked.sense.candidates)} candidates, {where}; none of them {none:.2f}"


def _lines(ranked: Ranked) -> Iterator[str]:
    order = sorted(range(len(ranked.probabilities)), key=lambda i: -ranked.probabilities[i])
    for place, i in enumerate(order[:_SHOWN], start=1):
        yield f"{place}. {ranked.probabilities[i]:.2f}  {_described(ranked.sense.candidates[i].place)}"
        yield from _terms(ranked, i)


def _described(place: Place) -> str:
    parts = [place.name, place.admin1 if place.admin1 != place.name else None, place.country]
    return f"{', '.join(p for p in parts if p)} ({place.feature}, {place.lat:.4f} {place.lon:.4f}, {place.id})"


def _terms(ranked: Ranked, i: int) -> Iterator[str]:
    """Feature, value and contribution to the score, the weightiest first."""
    values = ranked.features[i]
    terms = [(name, float(v), float(v) * weights().get(name, 0.0)) for name, v in zip(FEATURES, values, strict=True)]
    for name, value, weighed in sorted(terms, key=lambda t: -abs(t[2])):
        if abs(weighed) > _WORTH_SHOWING:
            yield f"     {name:16} {value:6.2f}  {weighed:+.2f}"
