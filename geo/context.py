"""What a document says about where it is: its names, which lies within which, and which countries it is about."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.lexicon import words
from extract.types import Document, Mention, MentionKind
from geo.gazetteer import Gazetteer
from geo.gazetteer.names import FIRST_OTHER_SCRIPT, fold
from geo.outlet import home_countries, places_in_name
from geo.project import Project, described_otherwise, missing, settled
from geo.types import Candidate, Place

EARTH_RADIUS_KM = 6371.0

_MOST_CANDIDATES = 40
_ALIKE = 0.5
_ADMIN_KINDS = {"ADM1": {"ADM1"}, "ADM2": {"ADM2"}, "ADM3": {"ADM3", "ADM2"}}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sense:
    """A name as one document uses it: all mentions of it mean the same place (Gale 1992, one sense per discourse)."""

    name: str
    feature: str | None
    mentions: tuple[Mention, ...]
    candidates: tuple[Candidate, ...]
    speaks: bool = False
    """Whether it somewhere stands for a government, as capitals and countries do: "Moscow denies"."""
    opens: bool = False
    """Whether a mention of it opens the article as its dateline: "GOMA, March 3 (AFP) -"."""
    settled: bool = False
    """Whether the project says that it is the first candidate."""
    note: str | None = None
    """What the project said of the name, or could not say."""


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
    lists: tuple[tuple[int, ...], ...] = ()
    """Senses the text counts up side by side: "Alabama, Georgia and Ohio"."""
    focus: frozenset[str] = frozenset()
    """Countries the project watches, ISO 3166-1 alpha-2."""
    home: frozenset[str] = frozenset()
    """Countries the document was published in, or those that speak its language."""


def read_context(mentions: Sequence[Mention], document: Document, *, gazetteer: Gazetteer, project: Project) -> Context:
    """The context of a document's mentions: the gazetteer's candidates, its outlet, what the project says of names.

    Places in the outlet's own name are senses without mentions at the end.
    """
    context = context_of(mentions, document.text, gazetteer.candidates(names_of(mentions)))
    outlet = places_in_name(document.source, gazetteer=gazetteer)
    senses = (
        *(_told(sense, project, gazetteer) for sense in context.senses),
        *(Sense(name, None, (), tuple(some)) for name, some in outlet.items()),
    )
    vectors = tuple(unit_vectors([c.place for c in s.candidates]) for s in senses)
    focus, home = project.focus_countries, home_countries(document)
    return replace(context, senses=senses, vectors=vectors, focus=focus, home=home)


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


def context_of(mentions: Sequence[Mention], text: str, found: dict[str, list[Candidate]]) -> Context:
    """Group mentions to senses and read the links between them; `found` is the gazetteer's answer by name."""
    groups = _grouped(mentions)
    senses = tuple(
        Sense(
            ms[0].name,
            feature,
            tuple(ms),
            tuple(found.get(ms[0].name, ())[:_MOST_CANDIDATES]),
            speaks=any(_speaks(m, text) for m in ms),
            opens=any(_is_dateline(m, text) for m in ms),
        )
        for (_, feature), ms in groups.items()
    )
    number = {mention: i for i, sense in enumerate(senses) for mention in sense.mentions}
    links = tuple(dict.fromkeys(Link(number[a], number[b], cue) for a, b, cue in _nested(mentions, text)))
    lists = tuple(tuple(number[m] for m in run) for run in _listed(mentions, text))
    return Context(senses, links, tuple(unit_vectors([c.place for c in s.candidates]) for s in senses), lists)


def _grouped(mentions: Sequence[Mention]) -> dict[tuple[str, str | None], list[Mention]]:
    """Mentions by name and asserted kind. A text that once says "the town of Palma" means it by "Palma" too."""
    groups: defaultdict[tuple[str, str | None], list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.name.casefold().replace(".", ""), mention.feature].append(mention)
    for name in [name for name, feature in groups if feature is None]:
        kinds = [feature for other, feature in groups if other == name and feature]
        if len(kinds) == 1 and kinds[0].startswith("PPL"):
            groups[name, kinds[0]] += groups.pop((name, None))
    return groups


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
_DESCRIBED = re.compile(
    r"(?:['’]s)?\s+(?:[a-z-]+\s+){0,2}(?:capital|city|town|village|settlement|port|resort|hamlet|province|region|state"
    r"|district|county|oblast|governorate|island|peninsula|desert|valley)(?:\s+of)?\s+"
)
"""Between "Mozambican" and "Palma" in "the Mozambican town of Palma": as good as "Palma, Mozambique"."""


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
        if (first.kind is MentionKind.DEMONYM or between[:1] in "'’") and between:
            if _DESCRIBED.fullmatch(between):
                yield second, first, "comma"
            elif _OWNED.fullmatch(between):
                yield second, first, "owner"


_LISTED = re.compile(r"\s*(?:[,;/&]|,?\s*\b(?:and|or)\b)\s*(?:(?:in|the|in the)\s+)?")
_AND = re.compile(r"[&/]|\b(?:and|or)\b")


def _listed(mentions: Sequence[Mention], text: str) -> Iterator[list[Mention]]:
    """Runs of names that only commas and conjunctions part: three or more, or two with a conjunction."""
    run: list[Mention] = []
    for mention in mentions:
        if run and _LISTED.fullmatch(text[run[-1].end : mention.start]):
            run.append(mention)
            continue
        if _is_list(run, text):
            yield run
        run = [mention]
    if _is_list(run, text):
        yield run


def _is_list(run: Sequence[Mention], text: str) -> bool:
    return len(run) > 2 or (len(run) == 2 and bool(_AND.search(text[run[0].end : run[1].start])))


_STATE = (
    "foreign|defen[cs]e|government|regime|authorities|leadership|embassy|ambassador|diplomats?|troops|army|military"
)
_SPEAKS = re.compile(
    rf"\s+(?:has |have |had |also |again |later |officially )*(?:{'|'.join(sorted(words('speaking_verbs')))})\b"
    rf"|(?:['’]s)?\s+(?:{_STATE})\b"
)


def _speaks(mention: Mention, text: str) -> bool:
    """Whether a state speaks or acts in a mention: "London denies", not "London police", which any London has."""
    after = text[mention.end : mention.end + 60]
    return mention.kind is MentionKind.ASSOCIATIVE and bool(_SPEAKS.match(after))


_BEFORE_DATELINE = re.compile(r"(?:^|\n|[.!?]\s)\s*$")
_AFTER_DATELINE = re.compile(
    r"(?:, [A-Z][\w. ]{1,25})?(?:,? \(?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?\)?)?\s*"
    r"(?:\([A-Z][^)\n]{1,40}\)|/[A-Z ]+/\s*--?|--|[–—]|-\s)"
)
_AFTER_CAPITALS = re.compile(r" (?:[A-Z][a-z]|An? [a-z])")


def _is_dateline(mention: Mention, text: str) -> bool:
    """Whether a mention stands where wire copy says whence it was filed."""
    if not _BEFORE_DATELINE.search(text[max(0, mention.start - 4) : mention.start]):
        return False
    after = text[mention.end : mention.end + 90]
    loud = len(mention.text) > 3 and mention.text.isupper()
    return bool(_AFTER_DATELINE.match(after)) or (loud and mention.start < 3 and bool(_AFTER_CAPITALS.match(after)))


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


@lru_cache(maxsize=50_000)
def alike(name: str, other: str) -> bool:
    """Whether two names are spellings of one: half of their letter pairs are the same, or one is within the other.

    Names in other scripts are nobody's main name in a gazetteer: there an alternate name is as good as any.
    """
    if ord(name[0]) >= FIRST_OTHER_SCRIPT:
        return True
    one, two = fold(name), fold(other)
    if set(one.split(" ")) <= set(two.split(" ")) or set(two.split(" ")) <= set(one.split(" ")):
        return True
    pairs, others = Counter(pairwise(one)), Counter(pairwise(two))
    return 2 * (pairs & others).total() >= _ALIKE * (pairs.total() + others.total())


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
