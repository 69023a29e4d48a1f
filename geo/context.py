"""What a document says about where it is: its names, which lies within which, and which countries it is about."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.types import Mention, MentionKind
from geo.gazetteer import Gazetteer
from geo.project import Project, described_otherwise, missing, settled
from geo.types import Candidate, Place

EARTH_RADIUS_KM = 6371.0

_MOST_CANDIDATES = 40
_ADMIN_KINDS = {"ADM1": {"ADM1"}, "ADM2": {"ADM2"}, "ADM3": {"ADM3", "ADM2"}}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sense:
    """A name as one document uses it: all mentions of it mean the same place (Gale 1992, one sense per discourse)."""

    name: str
    feature: str | None
    mentions: tuple[Mention, ...]
    candidates: tuple[Candidate, ...]
    settled: bool = False
    """Whether the project says that it is the first candidate."""
    note: str | None = None
    """What the project said of the name, or could not say."""

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
    focus: frozenset[str] = frozenset()
    """Countries the project watches, ISO 3166-1 alpha-2."""


def read_context(mentions: Sequence[Mention], text: str, *, gazetteer: Gazetteer, project: Project) -> Context:
    """The context of a document's mentions, with the gazetteer's candidates and what the project says of the names."""
    context = context_of(mentions, text, gazetteer.candidates(names_of(mentions)), focus=project.focus_countries)
    if not project.meanings:
        return context
    senses = tuple(_told(sense, project, gazetteer) for sense in context.senses)
    return replace(context, senses=senses, vectors=tuple(unit_vectors([c.place for c in s.candidates]) for s in senses))


def _told(sense: Sense, project: Project, gazetteer: Gazetteer) -> Sense:
    """The sense with the place the project gives it as its first candidate."""
    place_id = project.meaning([*(m.text for m in sense.mentions if m.kind is not MentionKind.DEMONYM), sense.name])
    if place_id is None:
        return sense
    place = gazetteer.place(place_id)
    if place is None:
        return replace(sense, note=missing(sense.name, place_id))
    meant = next((c for c in sense.candidates if c.place.id == place_id), Candidate(place, 0, "name"))
    if agrees(sense.feature, meant) is False:
        return replace(sense, note=described_otherwise(place))
    others = tuple(c for c in sense.candidates if c.place.id != place_id)
    return replace(sense, candidates=(meant, *others), settled=True, note=settled(place))


def context_of(
    mentions: Sequence[Mention],
    text: str,
    found: dict[str, list[Candidate]],
    *,
    focus: frozenset[str] = frozenset(),
) -> Context:
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
    return Context(senses, links, tuple(unit_vectors([c.place for c in s.candidates]) for s in senses), focus)


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


def agrees(asserted: str | None, candidate: Candidate) -> bool | None:
    """Whether a candidate is of the kind the text asserts; None where the text says nothing usable."""
    if asserted is None:
        return None
    feature = candidate.place.feature
    if asserted in _ADMIN_KINDS:
        return feature in _ADMIN_KINDS[asserted] or (feature.startswith("ADM") and asserted != "ADM1")
    if asserted.startswith("PPL"):
        return feature.startswith("PPL")
    return None if not feature.startswith("PCL") else False


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
