"""Incidents counted by week or month, and against the weeks before.

An incident counts in the one week or month that holds every day it may have happened on. One that is known less
exactly, or not at all, is counted beside the series and never spread over it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from geo.filters import Filters
from geo.types import Incident

BASE_WEEKS = 4
"""Weeks whose average a week is measured against, as in ACLED's weekly comparisons."""
MOST_BUCKETS = {"week": 53, "month": 120}
"""A chart of more has bars too thin to read; what is earlier is counted."""


class Unit(StrEnum):
    """What a bar holds: a week from Monday to Sunday (ISO 8601), or a calendar month."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Window:
    """The days asked about. `reported_to` is the last day that the reports can tell of."""

    first: date
    last: date
    since: date | None = None
    reported_to: date = date.max

    @classmethod
    def of(cls, shown: Sequence[Incident], known: Iterable[Incident], filters: Filters) -> "Window | None":
        """From the filters' period, else from the days of what is shown; None where nothing shown has a date.

        The reports end with the newest article of all that is `known`, whatever the filters.
        """
        dated = [one.date for one in shown if one.date]
        if not dated:
            return None
        told = [report.published for one in known for report in one.evidence if report.published]
        exact = [span.end for span in dated if span.end - span.start < timedelta(days=31)]
        newest = max([*told, *exact], default=max(span.end for span in dated))
        last = min(filters.until or newest, newest)
        first = filters.since or min(span.start for span in dated)
        return cls(min(first, last), last, filters.since, max(told, default=newest))


@dataclass(frozen=True, slots=True)
class Bucket:
    """A week or a month, both days included. `partial`: the period or the reports do not cover all of it."""

    first: date
    last: date
    partial: bool


@dataclass(frozen=True, slots=True)
class Series:
    """Counts by name and bucket, with what could not be counted.

    `imprecise` are known too inexactly for one bucket, `outside` lie before the first bucket or after the last.
    """

    unit: Unit
    buckets: tuple[Bucket, ...]
    counts: Mapping[str, tuple[int, ...]]
    undated: int
    imprecise: int
    outside: int

    @property
    def counted(self) -> int:
        """Incidents in the buckets."""
        return sum(map(sum, self.counts.values()))


@dataclass(frozen=True, slots=True)
class Change:
    """One week of one name against the mean of the weeks before; `before` is None where these are not all covered."""

    name: str
    now: int
    before: float | None

    @property
    def difference(self) -> float | None:
        """Incidents more than the average, or less."""
        return None if self.before is None else self.now - self.before

    @property
    def ratio(self) -> float | None:
        """The difference as a part of the average; None where the average is 0 or unknown."""
        return (self.now - self.before) / self.before if self.before else None


Key = Callable[[Incident], str]
"""What an incident is counted under."""


def start_of(day: date, unit: Unit) -> date:
    """First day of the week or month that holds a day."""
    return day - timedelta(days=day.weekday()) if unit is Unit.WEEK else day.replace(day=1)


def after(first: date, unit: Unit) -> date:
    """First day of the next week or month."""
    if unit is Unit.WEEK:
        return first + timedelta(days=7)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def fitting_unit(window: Window) -> Unit:
    """Weeks where a year of them shows everything, else months."""
    return Unit.WEEK if (window.last - window.first).days < 7 * MOST_BUCKETS[Unit.WEEK] else Unit.MONTH


def buckets(window: Window, unit: Unit) -> tuple[Bucket, ...]:
    """The newest weeks or months of the window, empty ones too, oldest first."""
    found = []
    first = start_of(window.first, unit)
    while first <= window.last:
        following = after(first, unit)
        last = following - timedelta(days=1)
        cut = bool(window.since and first < window.since) or last > min(window.last, window.reported_to)
        found.append(Bucket(first, last, cut))
        first = following
    return tuple(found[-MOST_BUCKETS[unit] :])


def count_series(incidents: Iterable[Incident], *, key: Key, window: Window, unit: Unit) -> Series:
    """Incidents by `key` in each bucket of the window."""
    bars = buckets(window, unit)
    at = {bar.first: n for n, bar in enumerate(bars)}
    counts: dict[str, list[int]] = {}
    lost: Counter[str] = Counter()
    for incident in incidents:
        if (first := _only_bucket(incident, unit)) is None:
            lost["imprecise" if incident.date else "undated"] += 1
        elif first not in at:
            lost["outside"] += 1
        else:
            counts.setdefault(key(incident), [0] * len(bars))[at[first]] += 1
    ordered = sorted(counts.items(), key=lambda item: (-sum(item[1]), item[0]))
    rows = {name: tuple(row) for name, row in ordered}
    return Series(unit, bars, rows, lost["undated"], lost["imprecise"], lost["outside"])


def last_whole_week(window: Window) -> Bucket | None:
    """The newest week that the period and the reports cover from Monday to Sunday."""
    whole = [bar for bar in buckets(window, Unit.WEEK) if not bar.partial]
    return whole[-1] if whole else None


def weekly_change(incidents: Iterable[Incident], *, key: Key, window: Window) -> tuple[Change, ...]:
    """The last whole week against the mean of the four before it, by name; most incidents in that week first."""
    week = last_whole_week(window)
    if week is None:
        return ()
    weeks = [week.first - timedelta(weeks=n) for n in range(BASE_WEEKS + 1)]
    seen: dict[str, Counter[date]] = {}
    for incident in incidents:
        first = _only_bucket(incident, Unit.WEEK)
        if first in weeks:
            seen.setdefault(key(incident), Counter())[first] += 1
    covered = weeks[-1] >= (window.since or start_of(window.first, Unit.WEEK))
    changes = [_change(name, counts, weeks, covered=covered) for name, counts in seen.items()]
    return tuple(sorted(changes, key=lambda one: (-one.now, -(one.before or 0), one.name)))


def _change(name: str, counts: Counter[date], weeks: Sequence[date], *, covered: bool) -> Change:
    before = sum(counts[week] for week in weeks[1:]) / BASE_WEEKS
    return Change(name, counts[weeks[0]], before if covered else None)


def moving_average(series: Series) -> Iterator[tuple[Bucket, float]]:
    """Each bucket's mean of the four before it, from the first that has four whole ones."""
    totals = [sum(column) for column in zip(*series.counts.values(), strict=True)]
    for n, bucket in enumerate(series.buckets[BASE_WEEKS:], start=BASE_WEEKS):
        before = slice(n - BASE_WEEKS, n)
        if totals and not any(bar.partial for bar in series.buckets[before]):
            yield bucket, sum(totals[before]) / BASE_WEEKS


def count_days(incidents: Iterable[Incident], *, window: Window) -> tuple[Mapping[date, int], int]:
    """Incidents of each day of the window, of those known to the day; and how many others there are."""
    listed = list(incidents)
    exact = [one.date.start for one in listed if one.date and one.date.start == one.date.end]
    inside = Counter(day for day in exact if window.first <= day <= window.last)
    return dict(sorted(inside.items())), len(listed) - inside.total()


def _only_bucket(incident: Incident, unit: Unit) -> date | None:
    """First day of the week or month that holds every day the incident may have had."""
    if incident.date is None:
        return None
    first = start_of(incident.date.start, unit)
    return first if incident.date.end < after(first, unit) else None
