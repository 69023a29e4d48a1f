"""What time expressions mean: each phrase turns into a `TimeSpan` against the publication date or an earlier date."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from extract.timespans import Edge, Unit, between, month_span, moved, shifted, span_of, third_of, week_of, year_span
from extract.types import TimePrecision, TimeSpan

NARRATIVE_DAYS = 62
"""How long after an explicitly dated day a yearless date still belongs to the same story."""
UPDATE_DAYS = 10
"""A yearless day up to so long after publication is of this year even in the past tense: articles are updated under
their first date, and a day a year ago is written with its year."""


class Tense(StrEnum):
    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


class Which(StrEnum):
    LAST = "last"
    THIS = "this"
    NEXT = "next"
    EARLIER = "earlier"
    """"Earlier this month": from its first day to publication."""
    LATER = "later"


_PERIOD_PRECISION = {
    Unit.WEEK: TimePrecision.WEEK,
    Unit.MONTH: TimePrecision.MONTH,
    Unit.YEAR: TimePrecision.YEAR,
}
_SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a phrase is read against: the publication date, the last day the text dated, the verb's tense."""

    published: date | None
    previous: date | None = None
    previous_explicit: bool = False
    """Whether `previous` was written with its year."""
    previous_precision: TimePrecision = TimePrecision.DAY
    tense: Tense = Tense.PRESENT
    heading_year: int | None = None
    """Year of the heading the text stands under: "2023" over a list of dated entries."""


class Phrase(Protocol):
    def resolve(self, setting: Setting) -> TimeSpan | None:
        """The days meant; None where the setting lacks what the phrase is relative to, or no such day exists."""
        ...


@dataclass(frozen=True, slots=True)
class Calendar:
    """A date of the calendar, any part of which may be left out: "Nov. 3", "late October 2017", "Friday, June 7"."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    until_day: int | None = None
    """Last day of "December 14-15"."""
    weekday: int | None = None
    edge: Edge | None = None
    which: Which | None = None
    """"Last October", "this June"."""

    def resolve(self, setting: Setting) -> TimeSpan | None:
        span = self._whole(setting)
        return third_of(span, self.edge) if span and self.edge else span

    def _whole(self, setting: Setting) -> TimeSpan | None:
        year = self.year or (setting.heading_year if self.which is None else None)
        if year is not None:
            return self.in_year(year)
        spans = [s for s in map(self.in_year, _years_near(setting)) if s is not None]
        fitting = [s for s in spans if s.start.weekday() == self.weekday]
        return _choose(fitting, setting, self.which) or _choose(spans, setting, self.which)

    def in_year(self, year: int) -> TimeSpan | None:
        """This date in that year; None for February 29 of a common year and the like."""
        if self.month is None:
            return year_span(year)
        if self.day is None:
            return month_span(year, self.month)
        try:
            first = date(year, self.month, self.day)
            return span_of(first, first.replace(day=self.until_day or self.day))
        except ValueError:
            return None

    def same_grain(self, other: "Calendar") -> bool:
        return (self.month is None, self.day is None) == (other.month is None, other.day is None)

    def with_year_before(self, other: "Calendar") -> "Calendar":
        """This date in the year that puts it before `other`: "May and August 2023", "Dec. 30 and Jan. 2, 2024"."""
        if self.year is not None or other.year is None or not self.same_grain(other):
            return self
        later = (self.month or 0, self.day or 0) > (other.month or 0, other.day or 0)
        return replace(self, year=other.year - 1 if later else other.year)


def _years_near(setting: Setting) -> list[int]:
    """Years a yearless date may lie in, nearest to the story's own time first."""
    base = setting.published or (setting.previous if setting.previous_explicit else None)
    if base is None:
        return []
    return sorted(range(base.year - 6, base.year + 2), key=lambda year: abs(year - base.year))


def _choose(spans: list[TimeSpan], setting: Setting, which: Which | None) -> TimeSpan | None:
    """One of the same date in several years, nearest year first."""
    if not spans:
        return None
    story = _in_story(spans, setting)
    if story is not None and which is None:
        return story
    base = setting.published or setting.previous
    assert base is not None
    latest = shifted(base, UPDATE_DAYS) or base
    past = [s for s in spans if s.start <= (latest if s.precision is TimePrecision.DAY else base)]
    ahead = [s for s in spans if s.end >= base]
    if which is Which.LAST:
        past = [s for s in spans if s.end < base]
    if which is Which.NEXT or (setting.tense is Tense.FUTURE and which is not Which.LAST):
        return min(ahead, key=lambda s: s.start, default=None)
    if which is Which.LAST or setting.tense is Tense.PAST:
        return max(past, key=lambda s: s.start, default=None)
    return min(spans, key=lambda s: abs((s.start - base).days))


def _in_story(spans: list[TimeSpan], setting: Setting) -> TimeSpan | None:
    """The one shortly after a day the text has just dated with its year."""
    if setting.previous is None or not setting.previous_explicit:
        return None
    if setting.previous_precision is not TimePrecision.DAY:
        return None
    gaps = [(abs((s.start - setting.previous).days), s) for s in spans]
    near = [
        (gap, s) for gap, s in gaps if gap <= NARRATIVE_DAYS and (s.start >= setting.previous or not setting.published)
    ]
    return min(near, key=lambda pair: pair[0], default=(0, None))[1]


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day of the month of publication or of the one before: "the 7th of this month"."""

    day: int
    which: Which

    def resolve(self, setting: Setting) -> TimeSpan | None:
        if setting.published is None:
            return None
        month = month_span(setting.published.year, setting.published.month - (self.which is Which.LAST))
        if month is None or self.day > month.end.day:
            return None
        return span_of(month.start.replace(day=self.day), month.start.replace(day=self.day))


@dataclass(frozen=True, slots=True)
class Years:
    """Years in a row: "the 1990s", "1950-53"."""

    first: int
    last: int
    edge: Edge | None = None

    def resolve(self, setting: Setting) -> TimeSpan | None:
        span = year_span(self.first, self.last)
        return third_of(span, self.edge) if span and self.edge else span


@dataclass(frozen=True, slots=True)
class Season:
    """Seasons of the northern hemisphere by meteorological months; a winter is named by the year it begins in."""

    name: str
    year: int | None = None
    which: Which | None = None
    edge: Edge | None = None

    def resolve(self, setting: Setting) -> TimeSpan | None:
        if self.year is not None:
            span = self._in_year(self.year)
        else:
            spans = [s for s in map(self._in_year, _years_near(setting)) if s is not None]
            span = _choose(spans, setting, self.which)
        return third_of(span, self.edge) if span and self.edge else span

    def _in_year(self, year: int) -> TimeSpan | None:
        first, last = month_span(year, _SEASON_MONTHS[self.name]), month_span(year, _SEASON_MONTHS[self.name] + 2)
        return span_of(first.start, last.end) if first and last else None


@dataclass(frozen=True, slots=True)
class PartOfYear:
    """Months in a row: "the second quarter of 2024", "the first half of 2023"."""

    year: int
    first_month: int
    months: int

    def resolve(self, setting: Setting) -> TimeSpan | None:
        first, last = month_span(self.year, self.first_month), month_span(self.year, self.first_month + self.months - 1)
        return span_of(first.start, last.end) if first and last else None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, "on Sunday": the last one up to publication for what happened, the next one for what is to come."""

    weekday: int
    which: Which | None = None

    def resolve(self, setting: Setting) -> TimeSpan | None:
        if setting.published is None:
            return None
        back = (setting.published.weekday() - self.weekday) % 7
        ahead = (self.weekday - setting.published.weekday()) % 7
        if self.which is Which.LAST:
            days = -(back or 7)
        elif self.which is Which.NEXT:
            days = ahead or 7
        else:
            days = ahead if setting.tense is Tense.FUTURE else -back
        day = shifted(setting.published, days)
        return between(day, day)


@dataclass(frozen=True, slots=True)
class Weekend:
    which: Which | None = None

    def resolve(self, setting: Setting) -> TimeSpan | None:
        which = None if self.which is Which.THIS else self.which
        saturday = Weekday(5, which).resolve(replace(setting, tense=setting.tense))
        if saturday is None or setting.published is None:
            return None
        if self.which is Which.LAST and setting.published.weekday() == 6:
            saturday = Weekday(5, Which.LAST).resolve(replace(setting, published=saturday.start))
        return None if saturday is None else between(saturday.start, shifted(saturday.start, 1))


@dataclass(frozen=True, slots=True)
class Period:
    """A week, month or year: "this week", "last month", "next year", "earlier this month"."""

    unit: Unit
    which: Which
    edge: Edge | None = None

    def resolve(self, setting: Setting) -> TimeSpan | None:
        if setting.published is None:
            return None
        span = self._whole(setting.published)
        if span is None:
            return None
        if self.edge:
            return third_of(span, self.edge)
        return replace(self._told(span, setting), precision=_PERIOD_PRECISION[self.unit])

    def _told(self, span: TimeSpan, setting: Setting) -> TimeSpan:
        """The part of the period that can be meant: "this week" in the past tense ends with publication."""
        assert setting.published is not None
        past = self.which is Which.EARLIER or (self.which is Which.THIS and setting.tense is not Tense.FUTURE)
        if past:
            return span_of(span.start, setting.published)
        return span if self.which in (Which.LAST, Which.NEXT) else span_of(setting.published, span.end)

    def _whole(self, published: date) -> TimeSpan | None:
        step = {Which.LAST: -1, Which.NEXT: 1}.get(self.which, 0)
        if self.unit is Unit.WEEK:
            day = shifted(published, 7 * step)
            return None if day is None else week_of(day)
        return moved(published, step, self.unit)


@dataclass(frozen=True, slots=True)
class Window:
    """Up to publication: "in the past 48 hours", "over the last three weeks"."""

    count: int
    unit: Unit

    def resolve(self, setting: Setting) -> TimeSpan | None:
        if setting.published is None:
            return None
        if self.unit is Unit.MONTH:
            first = moved(setting.published, -self.count, Unit.MONTH)
            return between(first.start if first else None, setting.published)
        days = {Unit.HOUR: self.count / 24, Unit.DAY: self.count, Unit.WEEK: 7 * self.count}.get(
            self.unit, 365 * self.count
        )
        return between(shifted(setting.published, -round(days)), setting.published)


@dataclass(frozen=True, slots=True)
class Days:
    """Days counted from publication: "today" (0, 0), "overnight" (-1, 0), "last night" (-1, -1)."""

    first: int
    last: int

    def resolve(self, setting: Setting) -> TimeSpan | None:
        if setting.published is None:
            return None
        return between(shifted(setting.published, self.first), shifted(setting.published, self.last))


@dataclass(frozen=True, slots=True)
class Ago:
    count: int
    unit: Unit

    def resolve(self, setting: Setting) -> TimeSpan | None:
        return None if setting.published is None else moved(setting.published, -self.count, self.unit)


@dataclass(frozen=True, slots=True)
class Step:
    """Counted from the last day the text dated: "two days earlier", "the next day", "the same day"."""

    count: int
    unit: Unit

    def resolve(self, setting: Setting) -> TimeSpan | None:
        fine = {Unit.MONTH: TimePrecision.MONTH, Unit.YEAR: TimePrecision.YEAR}.get(self.unit, TimePrecision.DAY)
        if setting.previous is None or setting.previous_precision > fine:
            return None
        if self.unit is Unit.WEEK and self.count == 0:
            return week_of(setting.previous)
        return moved(setting.previous, self.count, self.unit)


@dataclass(frozen=True, slots=True)
class Beside:
    """Beside another event: X of "a day after X" lies a day before the main clause, else before publication."""

    count: int
    unit: Unit
    same_sentence: date | None = None

    def resolve(self, setting: Setting) -> TimeSpan | None:
        base = self.same_sentence
        if base is None and abs(self.count) == 1 and self.unit is Unit.DAY:
            base = setting.published
        return None if base is None else moved(base, self.count, self.unit)


@dataclass(frozen=True, slots=True)
class WeekOf:
    """Monday to Sunday: "the week of March 3"."""

    inner: Phrase

    def resolve(self, setting: Setting) -> TimeSpan | None:
        span = self.inner.resolve(setting)
        return None if span is None else week_of(span.start)


@dataclass(frozen=True, slots=True)
class Since:
    inner: Phrase

    def resolve(self, setting: Setting) -> TimeSpan | None:
        span = self.inner.resolve(replace(setting, tense=Tense.PAST))
        if span is None or setting.published is None or span.start > setting.published:
            return None
        return span_of(span.start, setting.published)


@dataclass(frozen=True, slots=True)
class Range:
    """From one to the other: "between A and B", "from A to B"."""

    first: Phrase
    last: Phrase

    def resolve(self, setting: Setting) -> TimeSpan | None:
        last = self.last.resolve(setting)
        first = self.first.resolve(setting)
        if first is None or last is None or first.start > last.end:
            return last
        return span_of(first.start, last.end)
