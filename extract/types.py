"""The records that pass between reading, mentions and events.

All offsets are character offsets into `Document.text`: `text[start:end]` is what was found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `text` is the text as read; every offset in Demarc points into it."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()
    """What the reader should know: which reading of "11/05/2025" was taken, which bytes were replaced."""
    origin: str | None = None
    """The file whose name `id` comes from, with its folder; None where the id is the article's own. No record has it:
    a store keeps it, to tell two files of one name from one file that changed."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a page, to ask it later whether that changed (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that could not be read: its name and one line that says why and what to do."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    start: int
    end: int


class MentionKind(StrEnum):
    """How a place name is meant (literal against metonymic: Gritta 2017, "Vancouver welcomes you?")."""

    LITERAL = "literal"
    ASSOCIATIVE = "associative"
    DEMONYM = "demonym"


class RelationKind(StrEnum):
    """How an event's location stands to the named place."""

    NEAR = "near"
    OFFSET = "offset"
    """A distance, a bearing or both from the place: "30 km north of Goma"."""
    PART = "part"
    """A part of the place: "eastern Donetsk region"."""
    BORDER = "border"
    """Along the place's border: "near the border with Chad"."""
    OFFSHORE = "offshore"
    """In the water by the place: "off Wonsan"."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A spatial phrase around a toponym. `bearing_deg` is clockwise from north."""

    kind: RelationKind
    distance_km: float | None = None
    bearing_deg: float | None = None
    other: Span | None = None
    """The second place of "the border between A and B"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A toponym in the text, without "the" and "'s"; `name` is the form to look up.

    `name` differs from `text` for coordinated halves ("North" of "North and South Korea" is "North Korea"),
    demonyms ("North Korean" is "North Korea"), inflected forms and names the text itself defined.
    `feature` is a GeoNames feature code or class the text asserts ("Kursk region": ADM1), None where it says nothing.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    name: str
    feature: str | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What a gazetteer knows of a name as a word: what it may be, how big, how it is written."""

    features: frozenset[str]
    """GeoNames feature codes of all entries of that name."""
    population: int
    """Of the largest one."""
    spellings: frozenset[str]
    """The name as the gazetteer writes it, case and accents kept."""
    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2 codes of the countries the entries lie in or are."""


class NameIndex(Protocol):
    """The part of a gazetteer that recognition needs: which strings are place names."""

    def known(self, names: Iterable[str]) -> Mapping[str, NameFacts]:
        """Facts for those of `names` that are place names, keyed as given; matching ignores case and accents."""
        ...


@dataclass(frozen=True, slots=True)
class PlaceHint:
    """What resolution tells events of a mention, in words: no coordinates."""

    feature: str
    """GeoNames feature code: PCLI, ADM1, PPL, SEA, MILB, ..."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None


class Modality(StrEnum):
    """PLOVER's auxiliary modes, as one choice."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


class TimePrecision(IntEnum):
    """ACLED's time_precision 1 to 3, and 4 for anything wider."""

    DAY = 1
    WEEK = 2
    MONTH = 3
    YEAR = 4


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """First and last possible day, both included."""

    start: date
    end: date
    precision: TimePrecision


@dataclass(frozen=True, slots=True)
class Count:
    """UCDP's low / best / high. `best` is None for vague words ("dozens": low 12, best unknown)."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    fatalities: Count | None = None
    injured: Count | None = None
    troops: Count | None = None
    weapons: Count | None = None


class ActorRole(StrEnum):
    SIDE_A = "side_a"
    SIDE_B = "side_b"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Actor:
    name: str
    role: ActorRole | None = None


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why an event reads as it does, a sentence each; `extract --explain` prints them."""

    trigger: str = ""
    frame: str = ""
    place: str = ""
    date: str = ""
    modality: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something the text says happened, is planned, might happen or did not.

    `place` and `origin` are mentions of the same document: coordinates are `geo`'s business.
    `evidence` is the sentence, list item or table row it was read from; `more_evidence` holds the others
    that tell the same event in the same document.
    """

    event_type: str
    sub_event_type: str
    modality: Modality
    evidence: Span
    trigger: Span
    attribution: str | None = None
    place: Mention | None = None
    origin: Mention | None = None
    date: TimeSpan | None = None
    actors: tuple[Actor, ...] = ()
    counts: Counts = field(default_factory=Counts)
    confidence: float = 0.5
    more_evidence: tuple[Span, ...] = ()
    unit: str | None = None
    """The military unit that moved, where a deployment names one."""
    spot: str | None = None
    """The name of its own place where no gazetteer lists it; `place` is then what the text says holds it."""
    reasons: Reasons = field(default_factory=Reasons)
