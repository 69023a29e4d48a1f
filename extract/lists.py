"""Lists: strikes on three towns are three events, drills in March and May are two."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from extract.dates import DatedSpan
from extract.located import Located, Map, specificity
from extract.retelling import Reading
from extract.timing import Timing
from extract.types import Counts, MentionKind, Modality

_ONCE = frozenset({"Diplomacy", "Losses", "Symbolic", "Strategic developments"})
_BUT = frozenset({"Disrupted weapons use", "Arrests", "Looting/property destruction"})
"""A tour of three towns is one visit, a toll over two provinces one toll; arms found in two villages are two finds."""


def split_lists(readings: Sequence[Reading], places: Map, timing: Timing) -> list[Reading]:
    """One reading for each place and each day that a list names; the numbers stay with the first."""
    return [part for reading in readings for part in _parts(reading, places, timing)]


def _parts(reading: Reading, places: Map, timing: Timing) -> Iterator[Reading]:
    yield reading
    if reading.modality is not Modality.ASSERTED or (
        reading.event_type in _ONCE and reading.sub_event_type not in _BUT
    ):
        return
    for place in _listed_places(reading, places):
        yield replace(
            reading,
            place=place.mention,
            place_reason=f"“{place.mention.text}” is listed with “{_text(reading)}”",
            counts=Counts(),
            listed=True,
        )
    for dated in _listed_dates(reading, timing):
        yield replace(
            reading,
            date=dated.time,
            date_reason=f"“{dated.span.text}” is listed with another day",
            counts=Counts(),
            listed=True,
        )


def _text(reading: Reading) -> str:
    return reading.place.text if reading.place else ""


def _listed_places(reading: Reading, places: Map) -> list[Located]:
    """Literal places coordinated with the one that was chosen, and of its size: "Jos, Plateau state" is one place."""
    here = places.of(reading.token)
    own = next((p for p in here if p.mention is reading.place), None)
    if own is None or reading.place is None or reading.place.kind is not MentionKind.LITERAL:
        return []
    if _is_between(own) or not (own.preposition or own.root.dep_ == "dobj" or own.root.head.lower_ == "of"):
        return []
    listed = {t.i for t in (*own.root.conjuncts, *_head(own).conjuncts)}
    size = specificity(own.mention, places.hints)
    alike = [p for p in here if p.mention.kind is MentionKind.LITERAL and specificity(p.mention, places.hints) == size]
    beside = (_is_in_like_phrase, _is_of_another)
    return [p for p in alike if p is not own and (_head(p).i in listed or any(is_so(p, own) for is_so in beside))]


def _head(place: Located) -> Token:
    """The word a list joins: "centre" of "Rutshuru-centre", "village" of "Hees village"."""
    return place.root.head if place.root.dep_ in {"compound", "nmod"} else place.root


def _is_in_like_phrase(place: Located, own: Located) -> bool:
    """ "near A and in B", "at the base in A and at one in B": under a preposition coordinated with the place's own."""
    above = [own.root, *own.root.ancestors]
    beside = {c for t in above if t.dep_ == "prep" for c in t.conjuncts if c.pos_ == "ADP"}
    return any(t in beside for t in place.root.ancestors)


def _is_of_another(place: Located, own: Located) -> bool:
    """ "one from A and another from B", told by the order of words: the parse hangs both on whatever is near."""
    return place.preposition == own.preposition and _part_at(place) is not None and _part_at(own) is not None


def _part_at(place: Located) -> Token | None:
    """The "another" of "another from B"."""
    at = place.root.left_edge.i - 2
    part = place.root.doc[at] if at >= place.root.sent.start else None
    return part if part is not None and part.lower_ in _PARTS else None


_PARTS = frozenset({"one", "two", "three", "four", "some", "another", "others", "other"})


def _is_between(place: Located) -> bool:
    """ "on the road between A and B" is one place."""
    return place.preposition == "between" and any(place.root.conjuncts)


def _listed_dates(reading: Reading, timing: Timing) -> list[DatedSpan]:
    """Days coordinated with the one that was chosen, neither of them inside the other."""
    here = timing.of(reading.token)
    own = next((d for d in here if d.time is reading.date), None)
    if own is None:
        return []
    listed = {t.i for t in own.span.root.conjuncts}
    apart = (d for d in here if d.time.start > own.time.end or d.time.end < own.time.start)
    return [d for d in apart if d.span.root.i in listed]
