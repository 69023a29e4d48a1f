"""Arithmetic of time spans: months, weeks, thirds of a month, and days that stay within the calendar.

ACLED's time precision grows with the width of the span: one day, about a week, about a month, wider.
"""

import calendar
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum

from extract.types import TimePrecision, TimeSpan

WEEK_DAYS = 11
"""A third of a month still counts as about a week: ACLED codes "early May" as it codes "that week"."""


class Unit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Edge(StrEnum):
    """A part of a month, year or season: "late August"."""

    EARLY = "early"
    EARLY_TO_MID = "early-to-mid"
    MID = "mid"
    MID_TO_LATE = "mid-to-late"
    LATE = "late"


_THIRDS = {
    Edge.EARLY: (0, 1),
    Edge.EARLY_TO_MID: (0, 2),
    Edge.MID: (1, 2),
    Edge.MID_TO_LATE: (1, 3),
    Edge.LATE: (2, 3),
}


def span_of(start: date, end: date) -> TimeSpan:
    """A span in order, with the precision of its width."""
    first, last = min(start, end), max(start, end)
    days = (last - first).days + 1
    if days == 1:
        return TimeSpan(first, last, TimePrecision.DAY)
    if days <= WEEK_DAYS:
        return TimeSpan(first, last, TimePrecision.WEEK)
    return TimeSpan(first, last, TimePrecision.MONTH if days <= 31 else TimePrecision.YEAR)


def shifted(day: date, days: int) -> date | None:
    """`day` moved by `days`; None outside the calendar (years 1 to 9999)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_span(year: int, month: int) -> TimeSpan | None:
    """The whole month; months outside 1 to 12 roll into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not MINYEAR <= year <= MAXYEAR:
        return None
    last = calendar.monthrange(year, month)[1]
    return TimeSpan(date(year, month, 1), date(year, month, last), TimePrecision.MONTH)


def year_span(first: int, last: int | None = None) -> TimeSpan | None:
    last = first if last is None else last
    if not MINYEAR <= first <= last <= MAXYEAR:
        return None
    return TimeSpan(date(first, 1, 1), date(last, 12, 31), TimePrecision.YEAR)


def between(start: date | None, end: date | None) -> TimeSpan | None:
    return None if start is None or end is None else span_of(start, end)


def week_of(day: date) -> TimeSpan | None:
    """Monday to Sunday."""
    monday = shifted(day, -day.weekday())
    return None if monday is None else between(monday, shifted(monday, 6))


def third_of(span: TimeSpan, edge: Edge) -> TimeSpan | None:
    """The early, middle or late third: days 1 to 10, 11 to 20 and the rest of a month, four months of a year."""
    low, high = _THIRDS[edge]
    if span.start.year == span.end.year and (span.start.month, span.end.month) == (1, 12):
        first, last = month_span(span.start.year, 4 * low + 1), month_span(span.start.year, 4 * high)
        return span_of(first.start, last.end) if first and last else None
    days = (span.end - span.start).days + 1
    month = span.precision is TimePrecision.MONTH
    bounds = (0, 10, 20, days) if month else (0, days // 3, 2 * days // 3, days)
    return between(shifted(span.start, bounds[low]), shifted(span.start, bounds[high] - 1))


def moved(day: date, count: int, unit: Unit) -> TimeSpan | None:
    """The day, week, month or year `count` units from `day`: "two months ago" is that calendar month."""
    if unit is Unit.MONTH:
        return month_span(day.year, day.month + count)
    if unit is Unit.YEAR:
        return year_span(day.year + count)
    if unit is Unit.WEEK:
        centre = shifted(day, 7 * count)
        return None if centre is None else between(shifted(centre, -3), shifted(centre, 3))
    other = shifted(day, round(count / 24) if unit is Unit.HOUR else count)
    return between(other, other)
