"""Incidents by columns, so that a filter is one look along an array and a facet one count.

A column is made when a filter first asks for it: one look at a list costs little more than the columns it needs, and
who keeps the `Columns` of a store pays once for each state of it.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import compress
from typing import Generic, Self, TypeVar

import numpy as np
import numpy.typing as npt

from extract.types import ActorRole, Modality, TimeSpan
from geo.areas import Floats, Mask, Spot
from geo.types import Evidence, Incident, Place
from geo.wording import plain

Days = npt.NDArray[np.int32]
"""Proleptic Gregorian ordinals, as `date.toordinal` gives them."""
Rows = npt.NDArray[np.intp]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Column(Generic[K]):
    """Values of incidents, of each none, one or several: incident `rows[n]` has the value `values[codes[n]]`."""

    length: int
    """Incidents, those without a value among them."""
    values: tuple[K, ...]
    """Each once, in the order of their names."""
    rows: npt.NDArray[np.int32]
    codes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, held: Iterable[Iterable[K]]) -> Self:
        """From the values of each incident, none of them twice."""
        known: dict[K, int] = {}
        rows, codes, length = [], [], 0
        for row, values in enumerate(held):
            length += 1
            for value in values:
                rows.append(row)
                codes.append(known.setdefault(value, len(known)))
        by_name = sorted(known, key=str)
        rank = np.empty(len(known), np.int32)
        rank[[known[value] for value in by_name]] = np.arange(len(known))
        return cls(length, tuple(by_name), np.array(rows, np.int32), rank[np.array(codes, np.int32)])

    def having(self, wanted: Collection[K]) -> Mask:
        """Incidents with any of these values."""
        return self.marked(np.fromiter((value in wanted for value in self.values), bool, len(self.values)))

    def marked(self, flags: Mask) -> Mask:
        """Incidents with any of the values flagged, in the order of `values`."""
        found = np.zeros(self.length, bool)
        found[self.rows[flags[self.codes]]] = True
        return found

    def tally(self, among: Mask) -> dict[K, int]:
        """Of the incidents among these, how many have each value: the most frequent first, then by name."""
        counts = np.bincount(self.codes[among[self.rows]], minlength=len(self.values))
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        return {self.values[code]: int(counts[code]) for code in order.tolist()}


class Columns:
    """What filters and lists ask of incidents, in the order given."""

    def __init__(self, incidents: Iterable[Incident]) -> None:
        self.incidents = tuple(incidents)

    @classmethod
    def of(cls, incidents: "Iterable[Incident] | Columns") -> "Columns":
        """As given where it has columns already."""
        return incidents if isinstance(incidents, Columns) else cls(incidents)

    def __len__(self) -> int:
        return len(self.incidents)

    def take(self, among: Mask) -> tuple[Incident, ...]:
        """The incidents flagged, in their order."""
        return tuple(compress(self.incidents, among.tolist()))

    def all(self) -> Mask:
        """Every incident."""
        return np.ones(len(self), bool)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Where each incident stands, by its id."""
        return {incident.id: row for row, incident in enumerate(self.incidents)}

    @cached_property
    def home_of(self) -> dict[str, str]:
        """The id of the incident that each report is part of, by the report's id."""
        return {report.report_id: incident.id for incident in self.incidents for report in incident.evidence}

    @cached_property
    def event_types(self) -> Column[str]:
        return Column.of((incident.event_type,) for incident in self.incidents)

    @cached_property
    def sub_event_types(self) -> Column[str]:
        return Column.of((incident.sub_event_type,) for incident in self.incidents)

    @cached_property
    def modalities(self) -> Column[Modality]:
        return Column.of((incident.modality,) for incident in self.incidents)

    @cached_property
    def claimed(self) -> Column[bool]:
        return Column.of((incident.attribution is not None,) for incident in self.incidents)

    @cached_property
    def countries(self) -> Column[str]:
        return Column.of(map(countries_of, self.incidents))

    @cached_property
    def admin1s(self) -> Column[str]:
        return Column.of(map(admin1s_of, self.incidents))

    @cached_property
    def sources(self) -> Column[str]:
        return Column.of(map(sources_of, self.incidents))

    @cached_property
    def source_counts(self) -> Column[int]:
        return Column.of((int(n),) for n in np.bincount(self.sources.rows, minlength=len(self)))

    @cached_property
    def actors(self) -> Column[str]:
        return Column.of({actor.name for actor in incident.actors} for incident in self.incidents)

    @cached_property
    def side_a(self) -> Column[str]:
        return self._acting(ActorRole.SIDE_A)

    @cached_property
    def side_b(self) -> Column[str]:
        return self._acting(ActorRole.SIDE_B)

    @cached_property
    def targets(self) -> Column[str]:
        return self._acting(ActorRole.TARGET)

    def _acting(self, role: ActorRole) -> Column[str]:
        return Column.of({actor.name for actor in incident.actors if actor.role is role} for incident in self.incidents)

    @cached_property
    def geo_precisions(self) -> Column[int]:
        """Of the place, or a deployment's destination."""
        places = (incident.place for incident in self.incidents)
        return Column.of((int(place.geo_precision),) if isinstance(place, Place) else () for place in places)

    @cached_property
    def time_precisions(self) -> Column[int]:
        return Column.of((int(incident.date.precision),) if incident.date else () for incident in self.incidents)

    @cached_property
    def spots(self) -> Column[Spot]:
        """Of place and origin."""
        return Column.of({Spot.of(place) for place in _places(incident)} for incident in self.incidents)

    @cached_property
    def placed(self) -> Mask:
        """Those with a place or an origin that has coordinates."""
        found = np.zeros(len(self), bool)
        found[self.spots.rows] = True
        return found

    @cached_property
    def located(self) -> Mask:
        """Those that can be drawn: the place, or a deployment's destination, has coordinates."""
        return self._flags(lambda incident: incident.located)

    @cached_property
    def deployments(self) -> Mask:
        return self._flags(lambda incident: incident.is_deployment)

    @cached_property
    def dated(self) -> Mask:
        return self._flags(lambda incident: incident.date is not None)

    @cached_property
    def first_days(self) -> Days:
        """First possible days; 0 for the undated."""
        return self._days(lambda span: span.start)

    @cached_property
    def last_days(self) -> Days:
        """Last possible days, likewise."""
        return self._days(lambda span: span.end)

    @cached_property
    def confidences(self) -> Floats:
        return np.fromiter((incident.confidence for incident in self.incidents), np.float64, len(self))

    @cached_property
    def fatalities(self) -> Floats:
        """The best number killed, else the one bound that is told; -1 where none is."""
        return np.fromiter(map(_killed, self.incidents), np.float64, len(self))

    @cached_property
    def newest_first(self) -> Rows:
        """All rows by last day, the undated last; the surer before the less sure on one day."""
        return np.lexsort((-self.confidences, -self.last_days))

    @cached_property
    def oldest_first(self) -> Rows:
        """All rows by first day, the undated last."""
        return np.lexsort((-self.confidences, self.first_days, ~self.dated))

    @cached_property
    def deadliest_first(self) -> Rows:
        """All rows by `fatalities`, the newest first among equals."""
        return self._newest_by(-self.fatalities)

    @cached_property
    def surest_first(self) -> Rows:
        """All rows by confidence, likewise."""
        return self._newest_by(-self.confidences)

    @cached_property
    def most_told_first(self) -> Rows:
        """All rows by their number of sources, likewise."""
        return self._newest_by(-np.bincount(self.sources.rows, minlength=len(self)))

    @cached_property
    def texts(self) -> Sequence[str]:
        """What a text search looks at, in lower case without accents."""
        return [plain("\n".join(_told(incident))) for incident in self.incidents]

    def _newest_by(self, key: npt.NDArray[np.generic]) -> Rows:
        return self.newest_first[np.argsort(key[self.newest_first], kind="stable")]

    def _flags(self, holds: Callable[[Incident], bool]) -> Mask:
        return np.fromiter(map(holds, self.incidents), bool, len(self))

    def _days(self, pick: Callable[[TimeSpan], date]) -> Days:
        spans = (incident.date for incident in self.incidents)
        return np.fromiter((pick(span).toordinal() if span else 0 for span in spans), np.int32, len(self))


def _killed(incident: Incident) -> float:
    told = incident.counts.fatalities
    known = (told.best, told.low, told.high) if told else ()
    return next((number for number in known if number is not None), -1)


def sources_of(incident: Incident) -> frozenset[str]:
    """Names of the sources that report it; a document without one stands for itself."""
    return frozenset(report.source or report.document_id for report in incident.evidence)


def countries_of(incident: Incident) -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes of its place and origin."""
    return frozenset(place.country for place in _places(incident) if place.country)


def admin1s_of(incident: Incident) -> frozenset[str]:
    """Provinces of its place and origin, each with its country's code: "CD/Nord Kivu"."""
    return frozenset(name for place in _places(incident) if (name := province(place)))


def province(place: Place) -> str | None:
    """The place's province with its country's code, since many countries have a Central: "FJ/Central"."""
    return f"{place.country}/{place.admin1}" if place.country and place.admin1 else None


def _places(incident: Incident) -> list[Place]:
    return [place for place in (incident.place, incident.origin) if isinstance(place, Place)]


def _told(incident: Incident) -> Iterator[str]:
    yield from (place.name for place in _places(incident))
    yield from (actor.name for actor in incident.actors)
    for report in incident.evidence:
        yield from _worded(report)
    yield incident.sub_event_type
    yield incident.unit or ""


def _worded(report: Evidence) -> Iterator[str]:
    return (part for part in (report.sentence, report.title, report.place_text) if part)
