"""What an incident says that several reports tell: of each of its facts, whom to believe, and who says otherwise."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from math import prod

from extract.types import Actor, Count, Counts, TimeSpan
from geo.merging.reports import Report, evidence
from geo.merging.traits import TOLL
from geo.types import GeoPrecision, Incident, Place, Resolution, Verdict
from geo.wording import claimed_by, describe_count, describe_date, plain

MOST_CONFIDENT = 0.99
"""No number of sources makes an incident certain."""


def fused(told: Sequence[Report], *, why: tuple[str, ...], denials: Mapping[str, Sequence[Report]]) -> Incident:
    """The incident that reports in `Report.order` tell; `why` they are one, `denials` of each by its id."""
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
        disagreements=(*_disagreements(told), *_denied(told, denials)),
        others=place.others,
        why_merged=why,
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
