"""An analyst's word on what was read: accepted or rejected, corrected, joined, kept apart, a name settled.

Decisions lie beside the documents, never in them, and are applied when incidents are built: with none, nothing
changes; with one undone, all is as it was. Each is bound to reports by an `Anchor`, which finds a report again by its
words after another version of Demarc has read the document anew (the idea of W3C's Web Annotation, TextQuoteSelector).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from extract.types import Actor, Count, Modality, TimeSpan
from geo.merging.reports import Report
from geo.merging.rulings import Ruling, RulingKind, put_together, split_off
from geo.project import Project, key
from geo.types import Evidence, Incident, Place, Resolution, Verdict
from geo.wording import describe_actor, describe_count, describe_date, full_name

CountKind = Literal["fatalities", "injured", "troops", "weapons"]


@dataclass(frozen=True, slots=True)
class SetVerdict:
    """Looked at, and right or no incident at all. A rejected report is on no map, in no table and no file."""

    verdict: Verdict
    field: Literal["verdict"] = "verdict"

    def applied(self, report: Report) -> Report:
        return replace(report, verdict=self.verdict)

    def words(self, report: Report | None = None) -> str:
        return self.verdict.value


@dataclass(frozen=True, slots=True)
class SetPlace:
    """Where it happened, or a deployment's destination; None where the text names no place."""

    place: Place | None
    field: Literal["place"] = "place"

    def applied(self, report: Report) -> Report:
        was = (report.place,) if isinstance(report.place, Place) else ()
        others = tuple(one for one in (*was, *report.others) if self.place is None or one.id != self.place.id)
        return replace(report, place=self.place, others=others)

    def words(self, report: Report | None = None) -> str:
        return f"place set to {_place(self.place)}" + (f" (was {_place(report.place)})" if report else "")


@dataclass(frozen=True, slots=True)
class SetOrigin:
    """Where a deployment came from."""

    place: Place | None
    field: Literal["origin"] = "origin"

    def applied(self, report: Report) -> Report:
        return replace(report, origin=self.place)

    def words(self, report: Report | None = None) -> str:
        return f"origin set to {_place(self.place)}" + (f" (was {_place(report.origin)})" if report else "")


@dataclass(frozen=True, slots=True)
class SetType:
    event_type: str
    sub_event_type: str
    field: Literal["type"] = "type"

    def applied(self, report: Report) -> Report:
        event = replace(report.event, event_type=self.event_type, sub_event_type=self.sub_event_type)
        return replace(report, event=event)

    def words(self, report: Report | None = None) -> str:
        return f"type set to {self.sub_event_type}" + (f" (was {report.event.sub_event_type})" if report else "")


@dataclass(frozen=True, slots=True)
class SetModality:
    modality: Modality
    field: Literal["modality"] = "modality"

    def applied(self, report: Report) -> Report:
        return replace(report, event=replace(report.event, modality=self.modality))

    def words(self, report: Report | None = None) -> str:
        return f"told as set to {self.modality}" + (f" (was {report.event.modality})" if report else "")


@dataclass(frozen=True, slots=True)
class SetDate:
    date: TimeSpan | None
    field: Literal["date"] = "date"

    def applied(self, report: Report) -> Report:
        return replace(report, event=replace(report.event, date=self.date))

    def words(self, report: Report | None = None) -> str:
        return f"date set to {_date(self.date)}" + (f" (was {_date(report.event.date)})" if report else "")


@dataclass(frozen=True, slots=True)
class SetCount:
    """One of the four counts; None where the text gives no such number."""

    kind: CountKind
    count: Count | None
    field: Literal["count"] = "count"

    def applied(self, report: Report) -> Report:
        event = report.event
        return replace(report, event=replace(event, counts=replace(event.counts, **{self.kind: self.count})))

    def words(self, report: Report | None = None) -> str:
        was = f" (was {_count(getattr(report.event.counts, self.kind))})" if report else ""
        return f"{self.kind} set to {_count(self.count)}{was}"


@dataclass(frozen=True, slots=True)
class SetActors:
    """Who took part, each with its role where the text tells it: all of them, as the roles hang together."""

    actors: tuple[Actor, ...]
    field: Literal["actors"] = "actors"

    def applied(self, report: Report) -> Report:
        return replace(report, event=replace(report.event, actors=self.actors))

    def words(self, report: Report | None = None) -> str:
        return f"actors set to {_actors(self.actors)}" + (f" (was {_actors(report.event.actors)})" if report else "")


@dataclass(frozen=True, slots=True)
class SetAttribution:
    """Who claims it; None where it is stated as fact. Several who do are divided by "; ", as merging writes them."""

    attribution: str | None
    field: Literal["attribution"] = "attribution"

    def applied(self, report: Report) -> Report:
        return replace(report, event=replace(report.event, attribution=self.attribution))

    def words(self, report: Report | None = None) -> str:
        was = f" (was {_attribution(report.event.attribution)})" if report else ""
        return f"attribution set to {_attribution(self.attribution)}{was}"


@dataclass(frozen=True, slots=True)
class SetUnit:
    """The military unit that moved; None where the text names none."""

    unit: str | None
    field: Literal["unit"] = "unit"

    def applied(self, report: Report) -> Report:
        return replace(report, event=replace(report.event, unit=self.unit))

    def words(self, report: Report | None = None) -> str:
        return f"unit set to {self.unit or 'none'}" + (f" (was {report.event.unit or 'none'})" if report else "")


Edit = (
    SetVerdict
    | SetPlace
    | SetOrigin
    | SetType
    | SetModality
    | SetDate
    | SetCount
    | SetActors
    | SetAttribution
    | SetUnit
)


def settles(edit: Edit) -> str:
    """The field of an incident that an edit decides, whatever else reports say of it."""
    return edit.kind if isinstance(edit, SetCount) else edit.field


@dataclass(frozen=True, slots=True)
class Correction:
    """One edit of one report, by its `Evidence.report_id`."""

    report_id: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a place name means in this project, wherever it is read from now on."""

    name: str
    place_id: str
    place_name: str

    def __str__(self) -> str:
        return f"“{self.name}” means {self.place_name} in this project"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A report in its own words. `sentence` is its main sentence, white space folded."""

    report_id: str
    document_id: str
    sentence: str
    place_text: str | None
    trigger: str


@dataclass(frozen=True, slots=True)
class Act:
    """What one analyst decided at one moment; undone as a whole. `at` is timezone-aware."""

    by: str
    at: datetime
    why: str = ""
    corrections: tuple[Correction, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    focus: tuple[str, ...] | None = None
    """The countries this project watches from now on (ISO 3166-1 alpha-2); None where the act says nothing of them."""
    anchors: tuple[Anchor, ...] = ()

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ValueError("a correction needs the name of who makes it: give `by`")
        if self.at.tzinfo is None:
            raise ValueError(f"{self.at} has no time zone: give `at` as an aware datetime")

    @property
    def signature(self) -> str:
        return f"by {self.by} on {self.at:%Y-%m-%d}" + (f": {self.why}" if self.why else "")

    def words(self) -> tuple[str, ...]:
        """What was decided, a line each."""
        edits = (correction.edit.words() for correction in self.corrections)
        rulings = (ruling.kind.words for ruling in self.rulings)
        focus = () if self.focus is None else (f"countries watched: {', '.join(self.focus) or 'none'}",)
        return tuple(dict.fromkeys((*edits, *rulings, *map(str, self.meanings), *focus)))

    @property
    def verdict(self) -> Verdict | None:
        """The verdict of an act that is one and nothing else."""
        verdicts = {one.edit.verdict if isinstance(one.edit, SetVerdict) else None for one in self.corrections}
        return verdicts.pop() if len(verdicts) == 1 and not (self.rulings or self.meanings) else None

    @property
    def report_ids(self) -> tuple[str, ...]:
        """Every report it speaks of."""
        ruled = (one for ruling in self.rulings for one in (ruling.report_id, ruling.other_id))
        return tuple(dict.fromkeys((*(correction.report_id for correction in self.corrections), *ruled)))


def edit(incident: Incident, *edits: Edit, by: str, at: datetime, why: str = "") -> Act:
    """The same edits to every report of an incident, which they keep together from now on."""
    anchors = anchors_of(incident)
    corrections = tuple(Correction(anchor.report_id, one) for anchor in anchors for one in edits)
    return Act(by, at, why, corrections=corrections, anchors=anchors)


def split(incident: Incident, report_id: str, *, by: str, at: datetime, why: str = "") -> Act:
    """Take one report out of its incident; ValueError if it is not in it."""
    rulings = split_off(incident, report_id, by=by, at=at, why=why)
    return Act(by, at, why, rulings=tuple(rulings), anchors=anchors_of(incident))


def join(one: Incident, other: Incident, *, by: str, at: datetime, why: str = "") -> Act:
    """Make two incidents one."""
    rulings = put_together(one, other, by=by, at=at, why=why)
    return Act(by, at, why, rulings=tuple(rulings), anchors=(*anchors_of(one), *anchors_of(other)))


def keep_apart(one: Incident, other: Incident, *, by: str, at: datetime, why: str = "") -> Act:
    """Say that two incidents are two, whatever they share."""
    pairs = put_together(one, other, by=by, at=at, why=why)
    rulings = tuple(replace(ruling, kind=RulingKind.APART) for ruling in pairs)
    return Act(by, at, why, rulings=rulings, anchors=(*anchors_of(one), *anchors_of(other)))


def teach(name: str, place: Place, *, by: str, at: datetime, why: str = "") -> Act:
    """Let a name mean a gazetteer place in this project."""
    return Act(by, at, why, meanings=(Meaning(name, place.id, full_name(place)),))


def watch(countries: Iterable[str], *, by: str, at: datetime, why: str = "") -> Act:
    """Set the countries whose places this project's articles likelier mean."""
    return Act(by, at, why, focus=tuple(sorted(countries)))


def project_of(acts: Iterable[Act]) -> Project:
    """What acts say to the resolver, of two on one thing the newer."""
    focus: tuple[str, ...] = ()
    meanings: dict[str, str] = {}
    for act in sorted(acts, key=lambda act: act.at):
        focus = focus if act.focus is None else act.focus
        meanings |= {key(one.name): one.place_id for one in act.meanings}
    return Project(frozenset(focus), meanings)


def anchors_of(incident: Incident) -> tuple[Anchor, ...]:
    """An anchor for each report of an incident, in its order."""
    main: dict[str, Evidence] = {}
    for part in incident.evidence:
        main.setdefault(part.report_id, part)
    return tuple(
        Anchor(part.report_id, part.document_id, folded(part.sentence), part.place_text, part.trigger)
        for part in main.values()
    )


def anchor(report: Report) -> Anchor:
    """The anchor of a report."""
    told = report.as_told
    place_text = told.place.text if told.place else None
    return Anchor(report.id, report.document.id, folded(report.sentence), place_text, report.trigger)


def folded(text: str) -> str:
    """Text with its white space folded: line ends come and go between readings."""
    return " ".join(text.split())


def _place(place: Resolution | None) -> str:
    return full_name(place) if isinstance(place, Place) else "no coordinates" if place else "no place"


def _date(date: TimeSpan | None) -> str:
    return describe_date(date) if date else "no date"


def _count(count: Count | None) -> str:
    return describe_count(count) if count else "none"


def _actors(actors: tuple[Actor, ...]) -> str:
    return ", ".join(map(describe_actor, actors)) or "none"


def _attribution(who: str | None) -> str:
    return who or "stated as fact"
