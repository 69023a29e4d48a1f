"""What a document says about where it is: its names, which lies within which, and which countries it is about."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.types import Mention, MentionKind
from geo.types import Candidate, Place

EARTH_RADIUS_KM = 6371.0

_MOST_CANDIDATES = 40

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sense:
    """A name as one document uses it: all mentions of it mean the same place (Gale 1992, one sense per discourse)."""

    name: str
    feature: str | None
    mentions: tuple[Mention, ...]
    candidates: tuple[Candidate, ...]

    @property
    def speaks(self) -> bool:
        """Whether the name stands for a government somewhere in the document, as capitals and countries do."""
        return any(mention.kind is MentionKind.ASSOCIATIVE for mention in self.mentions)


@dataclass(frozen=True, slots=True)
class Link:
    """The text puts sense `inner` within sense `outer`: "Alexandria, La.", "Sudzha in Kursk region"."""

    inner: int
    outer: int
    cue: str


@dataclass(frozen=True, slots=True)
class Context:
    """The senses of a document, the links between them, and their candidates as unit vectors."""

    senses: tuple[Sense, ...]
    links: tuple[Link, ...]
    vectors: tuple[Floats, ...]
    """One array of shape (candidates, 3) a sense."""


def context_of(mentions: Sequence[Mention], text: str, found: dict[str, list[Candidate]]) -> Context:
    """Group mentions to senses and read the links between them; `found` is the gazetteer's answer by name."""
    groups: defaultdict[tuple[str, str | None], list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.name.casefold().replace(".", ""), mention.feature].append(mention)
    senses = tuple(
        Sense(ms[0].name, feature, tuple(ms), tuple(found.get(ms[0].name, ())[:_MOST_CANDIDATES]))
        for (_, feature), ms in groups.items()
    )
    number = {mention: i for i, sense in enumerate(senses) for mention in sense.mentions}
    links = tuple(dict.fromkeys(Link(number[a], number[b], cue) for a, b, cue in _nested(mentions, text)))
    return Context(senses, links, tuple(unit_vectors([c.place for c in s.candidates]) for s in senses))


_COMMA = re.compile(r"(?:'s|’s)?\.?(?:,\s*|\s*\(\s*|\s+)")
_WITHIN = re.compile(
    r",?\s+(?:(?:city|town|village|region|province|district|county|oblast|area|state|municipality)\s*,?\s+)?"
    r"(?:in|of)\s+(?:(?:the|its|north|south|east|west|central)\w*\s+){0,2}"
    r"(?:(?:province|region|state|district|county|governorate|oblast|republic|department)\s+of\s+)?"
)
_OWNED = re.compile(
    r"(?:['’]s)?\s+(?:(?:[a-z-]+\s+){0,3}(?:of|capital|city|town|village|region|province|port|district|state|area)\s+)?"
    r"(?:the\s+)?|['’]s\s+"
)


def _nested(mentions: Sequence[Mention], text: str) -> Iterator[tuple[Mention, Mention, str]]:
    """(inner, outer, cue) for neighbours in the text. A whole country is never the inner one of "'s"."""
    for first, second in pairwise(mentions):
        between = text[first.end : second.start]
        if len(between) > 40 or "\n\n" in between:
            continue
        if second.kind is not MentionKind.DEMONYM and _COMMA.fullmatch(between):
            yield first, second, "comma"
        elif second.kind is not MentionKind.DEMONYM and _WITHIN.fullmatch(between):
            yield first, second, "in"
        if (first.kind is MentionKind.DEMONYM or between[:1] in "'’") and between and _OWNED.fullmatch(between):
            yield second, first, "owner"


def unit_vectors(places: Sequence[Place]) -> Floats:
    """Shape (n, 3): the places as points on the unit sphere."""
    lat = np.radians([p.lat for p in places])
    lon = np.radians([p.lon for p in places])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def distances_km(one: Floats, other: Floats) -> Floats:
    """Great-circle distances of all pairs, shape (len(one), len(other))."""
    return EARTH_RADIUS_KM * np.arccos(np.clip(one @ other.T, -1.0, 1.0))


def is_country(place: Place) -> bool:
    return place.feature.startswith("PCL") or place.feature == "TERR"


def lies_within(inner: Place, outer: Place, distance_km: float) -> bool:
    """Whether `inner` is in `outer`, by country and first-level unit where outer is one, else by distance."""
    if inner.id == outer.id:
        return False
    if is_country(outer) and outer.country:
        return inner.country == outer.country
    if outer.feature == "ADM1":
        return inner.country == outer.country and inner.admin1 == outer.admin1
    same_country = outer.country is None or inner.country == outer.country
    return same_country and distance_km <= 1.5 * outer.radius_km + 15


def names_of(mentions: Iterable[Mention]) -> set[str]:
    return {mention.name for mention in mentions}
