"""Places, and what happened at them. Longitudes and latitudes are WGS84 degrees (EPSG:4326)."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from extract.types import Actor, Counts, Document, Event, Mention, Modality, Reasons, Span, TimeSpan


class GeoPrecision(IntEnum):
    """ACLED's geo_precision 1 to 3, and 4 for a country or wider."""

    TOWN = 1
    NEAR = 2
    REGION = 3
    COUNTRY = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A located place.

    `id` is "geonames:538560", "iso:RU-KRS", "demarc:dmz-korea" or a user's own scheme. `feature` is a GeoNames
    feature code. `radius_km` is how far the true spot may be from (`lat`, `lon`). `score`, 0 to 1, is the calibrated
    probability that the mention means this place (1.0 for a place that was asked for by its id).
    """

    id: str
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    feature: str
    geo_precision: GeoPrecision
    radius_km: float
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gazetteer entry a name may mean. `name_match` says which kind of name matched.

    `name_match` is one of "name", "alternate", "abbreviation", "demonym", "nickname".
    """

    place: Place
    population: int
    name_match: str
    prominence: float = 0.0
    """0 to 1: how well known the place is, from its population, or from its kind where nobody lives there."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A mention without coordinates, why, and what else it might have been, best first."""

    reason: str
    candidates: tuple[Place, ...] = ()


Resolution = Place | Unresolved


@dataclass(frozen=True, slots=True)
class ResolvedMention:
    mention: Mention
    resolution: Resolution
    others: tuple[Place, ...] = ()
    """The runners-up, best first, for "other places that were considered"."""
    named: Place | None = None
    """The place the name alone means, where a spatial phrase moved `resolution`: Nigeria of "northern Nigeria"."""
    note: str | None = None
    """What the project said of this name (geo.project.Project.meanings), or why it could not be followed."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document."""

    document: Document
    mentions: tuple[ResolvedMention, ...]
    events: tuple[Event, ...]

    def resolution_of(self, mention: Mention | None) -> Resolution | None:
        """The resolution of a mention of this document; None for no mention."""
        return next((m.resolution for m in self.mentions if m.mention == mention), None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One report of an incident: where it was read, and what that source said of it.

    `sentence` is `text[span.start:span.end]` of the document; `before` and `after` are its context.
    """

    document_id: str
    title: str | None
    source: str | None
    url: str | None
    published: date | None
    span: Span
    sentence: str
    before: str
    after: str
    attribution: str | None
    counts: Counts
    date: TimeSpan | None
    place_text: str | None
    confidence: float
    reasons: Reasons = field(default_factory=Reasons)
    report_id: str = ""
    """The report this sentence belongs to: one event of one document. Corrections name reports by it."""
    trigger: str = ""
    """The word or phrase that told the event."""


class Verdict(StrEnum):
    """What an analyst who looked at an incident said of it."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Incident:
    """What one or more reports say happened once. A deployment is an incident with an `origin`.

    `place` is None where the text names none, `Unresolved` where it names one that has no coordinates; for a
    deployment it is the destination. `counts` span the reports: lowest low, highest high, and the best of the newest
    report that has one. `disagreements` says in words what the reports do not agree on. `evidence` is never empty.
    """

    id: str
    event_type: str
    sub_event_type: str
    modality: Modality
    attribution: str | None
    place: Resolution | None
    origin: Resolution | None
    date: TimeSpan | None
    actors: tuple[Actor, ...]
    counts: Counts
    confidence: float
    evidence: tuple[Evidence, ...]
    unit: str | None = None
    disagreements: tuple[str, ...] = ()
    others: tuple[Place, ...] = ()
    """Other places the place mention might have meant."""
    why_merged: tuple[str, ...] = ()
    """A sentence for each report after the first: what it shares with one already here, and by how much."""
    verdict: Verdict | None = None
    """An analyst's word on every report here; None where one of them was never looked at."""
    history: tuple[str, ...] = ()
    """What analysts decided on it, oldest first, a sentence each: what, who, when, why."""
    settled: frozenset[str] = frozenset()
    """The fields an analyst decided: "place", "date", "type", "fatalities", ..."""

    @property
    def is_deployment(self) -> bool:
        return self.event_type == "Deployments"

    @property
    def located(self) -> bool:
        return isinstance(self.place, Place)
