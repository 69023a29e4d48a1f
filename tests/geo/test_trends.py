"""Counts over time: each incident once or said to be left out, and the week against the four before."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.types import TimePrecision, TimeSpan
from geo.filters import Filters
from geo.trends import (
    MOST_BUCKETS,
    Unit,
    Window,
    after,
    buckets,
    count_days,
    count_series,
    fitting_unit,
    last_whole_week,
    moving_average,
    start_of,
    weekly_change,
)
from geo.types import Incident
from tests.factories import day, evidence, incident, month, undated

MONDAY = date(2025, 3, 3)
YEAR = Window(date(2024, 6, 1), date(2025, 5, 31))
days = st.dates(date(2024, 1, 1), date(2025, 12, 31))
spans = st.builds(
    lambda first, length: TimeSpan(first, first + timedelta(days=length), TimePrecision.DAY),
    days,
    st.sampled_from([0, 0, 0, 3, 6, 30, 364]),
)
incidents = st.lists(
    st.builds(lambda span, kind: incident(date=span, event_type=kind), st.none() | spans, st.sampled_from("AB"))
)
units = st.sampled_from(Unit)
windows = st.builds(lambda first, length: Window(first, first + timedelta(days=length)), days, st.integers(0, 900))


def kind(one: Incident) -> str:
    return one.event_type


def on(text: str, event_type: str = "Battles") -> Incident:
    return incident(date=day(text), event_type=event_type)


@given(incidents, windows, units)
def test_every_incident_is_counted_once_or_said_to_be_left_out(
    listed: list[Incident], window: Window, unit: Unit
) -> None:
    series = count_series(listed, key=kind, window=window, unit=unit)
    assert series.counted + series.undated + series.imprecise + series.outside == len(listed)


@given(incidents, windows, units)
def test_an_incident_counts_only_where_all_its_days_lie(listed: list[Incident], window: Window, unit: Unit) -> None:
    series = count_series(listed, key=kind, window=window, unit=unit)
    for at, bar in enumerate(series.buckets):
        within = [one for one in listed if one.date and bar.first <= one.date.start <= one.date.end <= bar.last]
        assert sum(row[at] for row in series.counts.values()) == len(within)


@given(windows, units)
def test_buckets_follow_one_another_without_a_gap_to_the_end_of_the_window(window: Window, unit: Unit) -> None:
    bars = buckets(window, unit)
    assert bars[-1].first <= window.last <= bars[-1].last
    assert len(bars) <= MOST_BUCKETS[unit]
    for one, following in pairwise(bars):
        assert one.last + timedelta(days=1) == following.first


@given(days, units)
def test_a_bucket_holds_its_day_and_begins_where_the_last_one_ended(on_day: date, unit: Unit) -> None:
    first = start_of(on_day, unit)
    assert first <= on_day < after(first, unit)
    assert start_of(after(first, unit), unit) == after(first, unit)


def test_weeks_begin_on_monday() -> None:
    assert start_of(date(2025, 3, 9), Unit.WEEK) == MONDAY


def test_december_is_followed_by_january() -> None:
    assert after(date(2024, 12, 1), Unit.MONTH) == date(2025, 1, 1)


def test_a_month_is_too_inexact_for_weeks_and_fits_months() -> None:
    listed = [incident(date=month(2025, 1))]
    assert count_series(listed, key=kind, window=YEAR, unit=Unit.WEEK).imprecise == 1
    assert count_series(listed, key=kind, window=YEAR, unit=Unit.MONTH).counted == 1


def test_a_week_the_period_cuts_and_one_the_articles_do_not_reach_are_partial() -> None:
    window = Window(date(2025, 3, 5), date(2025, 3, 26), since=date(2025, 3, 5), reported_to=date(2025, 3, 26))
    assert [bar.partial for bar in buckets(window, Unit.WEEK)] == [True, False, False, True]


def test_the_window_is_the_filters_period_where_there_is_one() -> None:
    filters = Filters(since=date(2025, 3, 1), until=date(2025, 3, 10))
    assert Window.of([on("2025-03-04")], [on("2025-03-04")], filters) == Window(
        date(2025, 3, 1), date(2025, 3, 10), date(2025, 3, 1), date(2025, 3, 12)
    )


def test_the_window_runs_to_the_newest_article_whatever_the_filters_show() -> None:
    later = incident(evidence=(evidence(published=date(2025, 5, 1)),))
    window = Window.of([on("2025-03-04")], [on("2025-03-04"), later], Filters())
    assert window is not None
    assert (window.first, window.last) == (date(2025, 3, 4), date(2025, 5, 1))


def test_without_a_date_there_is_no_window() -> None:
    assert Window.of([undated()], [undated()], Filters()) is None


@pytest.mark.parametrize(("weeks", "unit"), [(52, Unit.WEEK), (60, Unit.MONTH)])
def test_a_year_is_shown_in_weeks_and_more_in_months(weeks: int, unit: Unit) -> None:
    assert fitting_unit(Window(MONDAY, MONDAY + timedelta(weeks=weeks))) is unit


def five_weeks(*counts: int) -> list[Incident]:
    """Incidents in weeks that follow one another, the last of them that of MONDAY."""
    first = MONDAY - timedelta(weeks=len(counts) - 1)
    return [
        incident(date=day((first + timedelta(weeks=n, days=2)).isoformat()))
        for n, count in enumerate(counts)
        for _ in range(count)
    ]


def window_to(last: date, *, first: date = date(2025, 1, 1), since: date | None = None) -> Window:
    return Window(first, last, since, reported_to=last)


def test_the_last_whole_week_is_measured_against_the_mean_of_the_four_before() -> None:
    (change,) = weekly_change(five_weeks(1, 2, 3, 4, 5), key=kind, window=window_to(date(2025, 3, 9)))
    assert (change.now, change.before, change.difference, change.ratio) == (5, 2.5, 2.5, 1.0)


def test_a_week_that_is_not_over_is_no_last_week() -> None:
    window = window_to(date(2025, 3, 7))
    week = last_whole_week(window)
    assert week is not None
    assert week.last == date(2025, 3, 2)
    (change,) = weekly_change(five_weeks(1, 2, 3, 4, 5), key=kind, window=window)
    assert change.now == 4


def test_weeks_before_the_period_are_no_zeros() -> None:
    window = window_to(date(2025, 3, 9), first=date(2025, 2, 20), since=date(2025, 2, 20))
    (change,) = weekly_change(five_weeks(3, 3, 3, 3, 5), key=kind, window=window)
    assert (change.now, change.before, change.difference, change.ratio) == (5, None, None, None)


def test_from_nothing_there_is_a_difference_and_no_percent() -> None:
    (change,) = weekly_change(five_weeks(0, 0, 0, 0, 2), key=kind, window=window_to(date(2025, 3, 9)))
    assert (change.before, change.difference, change.ratio) == (0, 2, None)


def test_what_stopped_is_told_too() -> None:
    (change,) = weekly_change(five_weeks(4, 4, 4, 4, 0), key=kind, window=window_to(date(2025, 3, 9)))
    assert (change.now, change.before, change.ratio) == (0, 4, -1)


def test_the_average_line_needs_four_whole_weeks() -> None:
    window = window_to(date(2025, 3, 9), first=date(2025, 2, 5), since=date(2025, 2, 5))
    series = count_series(five_weeks(9, 2, 2, 2, 6), key=kind, window=window, unit=Unit.WEEK)
    assert list(moving_average(series)) == []
    whole = count_series(
        five_weeks(2, 2, 2, 6, 1), key=kind, window=window_to(date(2025, 3, 9), first=date(2025, 2, 3)), unit=Unit.WEEK
    )
    assert [mean for _, mean in moving_average(whole)] == [3]


@given(incidents)
def test_the_calendar_holds_days_alone_and_counts_the_rest(listed: list[Incident]) -> None:
    found, others = count_days(listed, window=YEAR)
    assert sum(found.values()) + others == len(listed)
    assert all(YEAR.first <= on_day <= YEAR.last for on_day in found)
