"""Deployments as movements: from where to where, how strong, when.

Reports of troops overlap: 3,000 in March may be among the 11,000 of May. No figure here is a sum unless it says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from extract.types import Count
from geo.trends import Unit, after, start_of
from geo.types import Incident, Place, Resolution

WITHDRAWAL = "Troop withdrawal"
ARMS = "Arms transfer"


class Period(StrEnum):
    """How finely flows are told apart by date."""

    WHOLE = "whole"
    YEAR = "year"
    MONTH = "month"


class Ends(StrEnum):
    """What the ends of a flow are: places as the reports name them, or their countries."""

    PLACE = "place"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class End:
    """One end of a flow; `name` is a place's name or a country's code, None where the reports do not tell."""

    name: str | None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Deployments of one kind between the same ends in one period.

    `largest` is the strongest single incident's count, the least that moved if all others are part of it.
    `if_separate` sums all counts, the most that moved if no two overlap. Both are None where no report gives a number.
    """

    first_day: date | None
    """Of its year or month; None for the whole time, and for what is not known to fall into one."""
    origin: End
    destination: End
    kind: str
    incidents: tuple[Incident, ...]
    largest: Count | None
    if_separate: Count | None


@dataclass(frozen=True, slots=True)
class Strength:
    """What the reports of one month say of troops sent, as an envelope: nothing is added up."""

    first_day: date
    low: int
    best: int
    high: int
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class Strengths:
    """Months that have a figure, and the deployments that have none or no month."""

    months: tuple[Strength, ...]
    without_number: int
    without_month: int


def flows(incidents: Iterable[Incident], *, period: Period, ends: Ends) -> tuple[Flow, ...]:
    """Deployments grouped by ends, kind and period; the strongest first, those of unknown strength last."""
    groups: dict[tuple[date | None, End, End, str], list[Incident]] = defaultdict(list)
    for one in incidents:
        if one.is_deployment:
            day = _period_start(one, period)
            groups[day, _end(one.origin, ends), _end(one.place, ends), one.sub_event_type].append(one)
    made = [_flow(key, members) for key, members in groups.items()]
    return tuple(sorted(made, key=lambda flow: (-_weight(flow.largest), -len(flow.incidents), str(flow.destination))))


def strength_of(incident: Incident) -> Count | None:
    """Troops of a movement of troops, weapons of a transfer of arms."""
    return incident.counts.weapons if incident.sub_event_type == ARMS else incident.counts.troops


def bounds(count: Count) -> tuple[int, int, int]:
    """Low, best and high, each bound that is not given taken from the nearest that is."""
    given = [value for value in (count.best, count.low, count.high) if value is not None]
    best = given[0] if given else 0
    low = count.low if count.low is not None else best
    high = count.high if count.high is not None else max(best, low)
    return low, best, high


def strengths(incidents: Iterable[Incident]) -> Strengths:
    """Month by month the lowest low, the largest best and the highest high that reports of troops sent give.

    Withdrawals and arms are other things and stay out. A deployment counts in the one month that holds all its days.
    """
    sent = [one for one in incidents if one.is_deployment and one.sub_event_type not in (WITHDRAWAL, ARMS)]
    numbered = [one for one in sent if one.counts.troops is not None]
    by_month: dict[date, list[Incident]] = defaultdict(list)
    for one in numbered:
        if day := _period_start(one, Period.MONTH):
            by_month[day].append(one)
    months = tuple(_strength(day, members) for day, members in sorted(by_month.items()))
    placed = sum(len(month.incidents) for month in months)
    return Strengths(months, len(sent) - len(numbered), len(numbered) - placed)


def _strength(first_day: date, members: Sequence[Incident]) -> Strength:
    figures = [bounds(one.counts.troops) for one in members if one.counts.troops]
    lows, bests, highs = zip(*figures, strict=True)
    return Strength(first_day, min(lows), max(bests), max(highs), tuple(members))


def _flow(key: tuple[date | None, End, End, str], members: Sequence[Incident]) -> Flow:
    counts = [count for one in members if (count := strength_of(one))]
    summed = Count(*(sum(part) for part in zip(*map(bounds, counts), strict=True))) if counts else None
    return Flow(*key, tuple(members), max(counts, key=_weight, default=None), summed)


def _weight(count: Count | None) -> int:
    return bounds(count)[1] if count else -1


def _end(place: Resolution | None, ends: Ends) -> End:
    if not isinstance(place, Place):
        return End(None)
    return End(place.country, place.country) if ends is Ends.COUNTRY else End(place.name, place.country)


def _period_start(incident: Incident, period: Period) -> date | None:
    span = incident.date
    if span is None or period is Period.WHOLE:
        return None
    if period is Period.YEAR:
        return date(span.start.year, 1, 1) if span.start.year == span.end.year else None
    first = start_of(span.start, Unit.MONTH)
    return first if span.end < after(first, Unit.MONTH) else None
