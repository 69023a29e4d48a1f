"""Incidents from reports: events joined with their places, reports of one thing merged, every source kept."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import prod

from extract.types import Actor, Count, Counts, Modality, TimeSpan
from geo.corrections import Act
from geo.merging.clusters import Cluster, NearMiss, cluster
from geo.merging.decisions import decide
from geo.merging.denials import denials
from geo.merging.reports import Report, evidence, reports
from geo.merging.traits import TOLL
from geo.types import Extraction, GeoPrecision, Incident, Place, Resolution, Verdict
from geo.wording import claimed_by, describe_count, describe_date, plain

MOST_CONFIDENT = 0.99
"""No number of sources makes an incident certain."""


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Two incidents, by id, that merging nearly made one; `why` names what they share, and the points."""

    one: str
    other: str
    points: float
    why: str


@dataclass(frozen=True, slots=True)
class Merged:
    """All that the reports make. A rejected incident is on no map, in no table and in no file."""

    incidents: tuple[Incident, ...]
    rejected: tuple[Incident, ...] = ()
    lost: frozenset[str] = frozenset()
    """Report ids that an analyst's decisions speak of and that no document tells any more."""
    near: tuple[PossibleDuplicate, ...] = ()
    """Most points first, a pair of incidents once."""


def merge(extractions: Iterable[Extraction], *, acts: Iterable[Act] = ()) -> list[Incident]:
    """Incidents of all documents, by date, undated last; the documents' order makes no difference.

    Reports join when type, place, date, actors, counts and wording agree enough (`geo.merging.agreement` has the
    weights); the events of one document never do, nor do facts with plans or denials. An analyst's acts come before
    all of that. An incident's id is its earliest report's.
    """
    return list(merge_all(extractions, acts=acts).incidents)


def merge_all(extractions: Iterable[Extraction], *, acts: Iterable[Act] = ()) -> Merged:
    """Like `merge`, with what an analyst rejected and which corrections wait for their report."""
    return merge_reports(reports(extractions), acts=acts)


def merge_reports(told: Sequence[Report], *, acts: Iterable[Act] = ()) -> Merged:
    """Merge reports in `Report.order`.

    A rejected report joins no incident, so that a new report of the same thing is looked at by itself.
    """
    decided = decide(told, acts)
    kept = [report for report in decided.reports if report.verdict is not Verdict.REJECTED]
    rejected = [report for report in decided.reports if report.verdict is Verdict.REJECTED]
    found = cluster(kept, rulings=decided.rulings)
    incidents = _incidents(found.clusters, kept)
    out = _incidents(cluster(rejected, rulings=decided.rulings).clusters, rejected)
    return Merged(incidents, out, decided.lost, _near(found.near, incidents))


def _incidents(clusters: Sequence[Cluster], told: Sequence[Report]) -> tuple[Incident, ...]:
    denied = denials(told)
    return tuple(sorted((_incident(found, denied) for found in clusters), key=_by_date))


def judged(merged: Merged, act: Act) -> Merged | None:
    """The same as merging anew after one more act, in no time; None where only merging can tell.

    A verdict on a whole incident leaves all others as they are, save that a denial may have spoken of them.
    """
    known = {part.report_id: one for one in merged.incidents for part in one.evidence}
    was = next((known[one] for one in act.report_ids if one in known), None)
    if act.verdict is None or was is None or {part.report_id for part in was.evidence} != set(act.report_ids):
        return None
    history = tuple(dict.fromkeys((*was.history, f"{act.verdict} {act.signature}")))
    now = replace(was, verdict=act.verdict, history=history, settled=was.settled | {"verdict"})
    if act.verdict is Verdict.ACCEPTED:
        return replace(merged, incidents=tuple(now if one is was else one for one in merged.incidents))
    if was.modality is Modality.DENIED:
        return None
    return Merged(
        tuple(one for one in merged.incidents if one is not was),
        tuple(sorted((*merged.rejected, now), key=_by_date)),
        merged.lost,
        tuple(pair for pair in merged.near if was.id not in (pair.one, pair.other)),
    )


def _near(pairs: Sequence[NearMiss], incidents: Sequence[Incident]) -> tuple[PossibleDuplicate, ...]:
    home = {part.report_id: incident.id for incident in incidents for part in incident.evidence}
    best: dict[frozenset[str], PossibleDuplicate] = {}
    for pair in pairs:
        one, other = home[pair.report_id], home[pair.other_id]
        best.setdefault(frozenset((one, other)), PossibleDuplicate(one, other, pair.points, pair.why))
    return tuple(best.values())


def _by_date(incident: Incident) -> tuple[bool, int, str]:
    return (incident.date is None, incident.date.start.toordinal() if incident.date else 0, incident.id)


def _incident(found: Cluster, denied: Mapping[str, Sequence[Report]]) -> Incident:
    told = found.reports
    place = _placed(_heard(told, "place"))
    leading = _leading(_heard(told, "type"))
    return Incident(
        id=told[0].id,
        event_type=leading.event.event_type,
        sub_event_type=leading.event.sub_event_type,
        modality=_heard(told, "modality")[0].event.modality,
        attribution=_attribution(_heard(told, "attribution")),
        place=place.place,
        origin=_sharpest([report.origin for report in _heard(told, "origin")]),
        date=_date(_heard(told, "date")),
        actors=_actors(_heard(told, "actors")),
        counts=_counts(told),
        confidence=_confidence(told),
        evidence=tuple(part for report in told for part in evidence(report)),
        unit=next((report.event.unit for report in _heard(told, "unit") if report.event.unit), None),
        disagreements=(*_disagreements(told), *_denied(told, denied)),
        others=place.others,
        why_merged=found.why,
        verdict=_verdict(told),
        history=_history(told),
        settled=frozenset().union(*(report.settled for report in told)),
    )


def _heard(told: Sequence[Report], field: str) -> Sequence[Report]:
    """Whom to believe: the reports of which an analyst decided the field, where there are such; else all."""
    return [report for report in told if field in report.settled] or told


def _history(told: Sequence[Report]) -> tuple[str, ...]:
    noted = dict.fromkeys(line for report in told for line in report.history)
    return tuple(dict.fromkeys(line for _, line in sorted(noted, key=lambda one: one[0])))


def _verdict(told: Sequence[Report]) -> Verdict | None:
    verdicts = {report.verdict for report in told}
    return verdicts.pop() if len(verdicts) == 1 else None


def _leading(told: Sequence[Report]) -> Report:
    """The surest report of the sub-type most reports give; a bare toll says nothing of what happened."""
    votes = Counter(report.event.sub_event_type for report in told)

    def rank(report: Report) -> tuple[bool, int, float]:
        kind = report.event.sub_event_type
        return (kind != TOLL, votes[kind], report.event.confidence)

    return max(told, key=rank)


def _placed(told: Sequence[Report]) -> Report:
    """The report whose place the incident takes: the finest, then what most reports name, then the likeliest.

    Of a district and its province, the district is the finer.
    """
    votes = Counter(report.place.id for report in told if isinstance(report.place, Place))

    def rank(report: Report) -> tuple[bool, bool, float, float, int, float]:
        place = report.place
        if not isinstance(place, Place):
            return (False, place is not None, 0, 0, 0, 0)
        wide_km = place.radius_km if place.geo_precision >= GeoPrecision.REGION else 0
        return (True, True, -place.geo_precision, -wide_km, votes[place.id], place.score)

    return max(told, key=rank)


def _sharpest(places: Sequence[Resolution | None]) -> Resolution | None:
    """The finest located place; else the first named one."""
    located = [place for place in places if isinstance(place, Place)]
    if located:
        return min(located, key=lambda place: (place.geo_precision, -place.score))
    return next((place for place in places if place), None)


def _date(told: Sequence[Report]) -> TimeSpan | None:
    """The finest date; among equals the one most reports give, then the earliest."""
    dates = [report.event.date for report in told if report.event.date]
    votes = Counter(dates)
    return min(dates, key=lambda time: (time.precision, -votes[time], time.start, time.end), default=None)


def _attribution(told: Sequence[Report]) -> str | None:
    """None as soon as one report states it as fact; else everyone who claims it."""
    claims = [report.event.attribution for report in told]
    known = [claim for claim in claims if claim is not None]
    return claimed_by(known) if len(known) == len(claims) else None


def _actors(told: Sequence[Report]) -> tuple[Actor, ...]:
    """Every actor once, by folded name, with the first role a report gives it."""
    found: dict[str, Actor] = {}
    for actor in (actor for report in told for actor in report.event.actors):
        known = found.get(plain(actor.name))
        if known is None or (known.role is None and actor.role):
            found[plain(actor.name)] = actor if known is None else Actor(known.name, actor.role)
    return tuple(found.values())


def _counts(told: Sequence[Report]) -> Counts:
    return Counts(**{kind: _range([getattr(one.event.counts, kind) for one in _heard(told, kind)]) for kind in _KINDS})


def _range(counts: Sequence[Count | None]) -> Count | None:
    """Lowest low, highest high, and the newest best; a bound no report gives stays unknown."""
    known = [count for count in counts if count]
    if not known:
        return None
    numbers = [[n for n in (count.low, count.best, count.high) if n is not None] for count in known]
    lows = [min(given) for given in numbers if given]
    highs = [count.high if count.high is not None else count.best for count in known]
    bests = [count.best for count in known if count.best is not None]
    return Count(
        min(lows, default=None),
        bests[-1] if bests else None,
        max((high for high in highs if high is not None), default=None),
    )


def _confidence(told: Sequence[Report]) -> float:
    """Noisy-or over independent sources: a source counts once, and so does a sentence however many carry it."""
    best: dict[str, Report] = {}
    for report in told:
        known = best.get(report.source)
        if known is None or report.event.confidence > known.event.confidence:
            best[report.source] = report
    independent = {" ".join(plain(report.sentence).split()): report.event.confidence for report in best.values()}
    doubt = prod(1 - confidence for confidence in independent.values())
    return max(min(1 - doubt, MOST_CONFIDENT), max(report.event.confidence for report in told))


def _disagreements(told: Sequence[Report]) -> Iterable[str]:
    """What reports say differently, each value with the sources that give it."""
    for name, (field, said) in _SAID.items():
        given = [(value, report) for report in _heard(told, field) if (value := said(report)) is not None]
        if len({value for value, _ in given}) > 1:
            values = _in_turn(given) if name in _CORRECTED else _by_value(given)
            yield f"{name}: " + ", ".join(f"{value} ({', '.join(sources)})" for value, sources in values)


def _by_value(given: Sequence[tuple[str, Report]]) -> Iterable[tuple[str, Iterable[str]]]:
    sources: dict[str, dict[str, None]] = {}
    for value, report in given:
        sources.setdefault(value, {})[report.source] = None
    return sources.items()


_CORRECTED = frozenset({"fatalities", "injured", "troops", "weapons"})
"""Numbers that sources correct as days go by, and correct again."""


def _in_turn(given: Sequence[tuple[str, Report]]) -> Iterable[tuple[str, Iterable[str]]]:
    """Values in the order they were published: a number taken back and given again stands there twice, with its day."""
    days = {report.document.published for _, report in given}
    if len(days) == 1:
        return _by_value(given)
    runs = groupby(given, key=lambda pair: pair[0])
    return [(value, dict.fromkeys(_source_and_day(report) for _, report in run)) for value, run in runs]


def _source_and_day(report: Report) -> str:
    published = report.document.published
    return f"{report.source}, {published}" if published else report.source


def _denied(told: Sequence[Report], denied: Mapping[str, Sequence[Report]]) -> Iterable[str]:
    """Who denies that it happened, a line each."""
    lines = (_denial(denial) for report in told for denial in denied.get(report.id, ()))
    return dict.fromkeys(lines)


def _denial(report: Report) -> str:
    who = f"{report.event.attribution}, in {report.source}" if report.event.attribution else report.source
    return f"denied by {who}: {' '.join(report.sentence.split())}"


def _told_count(kind: str) -> Callable[[Report], str | None]:
    def said(report: Report) -> str | None:
        count: Count | None = getattr(report.event.counts, kind)
        return describe_count(count) if count else None

    return said


def _told_date(report: Report) -> str | None:
    return describe_date(report.event.date) if report.event.date else None


def _told_place(report: Report) -> str | None:
    return report.place.name if isinstance(report.place, Place) else None


_KINDS = ("fatalities", "injured", "troops", "weapons")

_SAID: dict[str, tuple[str, Callable[[Report], str | None]]] = {
    "sub-event type": ("type", lambda report: report.event.sub_event_type),
    "place": ("place", _told_place),
    "date": ("date", _told_date),
    **{kind: (kind, _told_count(kind)) for kind in _KINDS},
    "attribution": ("attribution", lambda report: report.event.attribution or "stated as fact"),
}
