"""Picks in charts: a click filters, a second one lets go, and the chart goes on showing what lies around."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import picks, state
from dashboard.picks import PERIOD, REGIONS, TYPES
from geo.filters import Filters

MARCH: dict[str, Any] = {"since": date(2025, 3, 1), "until": date(2025, 3, 31)}
WEEK: dict[str, Any] = {"since": date(2025, 3, 3), "until": date(2025, 3, 9)}
BATTLES = Filters(**WEEK, event_types=frozenset({"Battles"}))
RIOTS = Filters(since=date(2025, 3, 10), until=date(2025, 3, 16), event_types=frozenset({"Riots"}))
UKRAINE = Filters(**WEEK, countries=frozenset({"UA"}))


def session(**given: Any) -> state.Session:
    """A reader's session with these filters."""
    made: state.Session = {}
    state.set_filters(made, Filters(modalities=state.DEFAULT.modalities, **given))
    return made


def click(reader: state.Session, part: Filters, chart: str = "types") -> Filters:
    picks.clicked(reader, chart, picks.mark(part))
    return now(reader)


def now(reader: state.Session) -> Filters:
    return state.collect(reader)[0]


def test_a_click_filters_by_what_its_mark_stands_for() -> None:
    filters = click(session(text="shell"), BATTLES)
    assert (filters.since, filters.until) == (WEEK["since"], WEEK["until"])
    assert filters.event_types == {"Battles"}
    assert filters.text == "shell"


def test_a_click_takes_the_place_of_what_was_chosen_of_the_same_tree() -> None:
    filters = click(session(sub_event_types=frozenset({"Grenade"})), BATTLES)
    assert filters.event_types == {"Battles"}
    assert not filters.sub_event_types


def test_the_chart_keeps_what_lies_around_and_marks_what_is_picked() -> None:
    reader = session(**MARCH)
    filters = click(reader, BATTLES)
    around = picks.around(reader, filters, PERIOD, TYPES)
    assert around == Filters(**MARCH, modalities=state.DEFAULT.modalities)
    assert picks.marked(reader, filters, PERIOD, TYPES) == BATTLES


def test_another_chart_keeps_the_weeks_around_and_only_the_type_that_was_picked() -> None:
    reader = session(**MARCH)
    filters = click(reader, BATTLES)
    around = picks.around(reader, filters, PERIOD, REGIONS)
    assert around.since == MARCH["since"]
    assert around.event_types == {"Battles"}
    assert picks.marked(reader, filters, PERIOD, REGIONS) == Filters(**WEEK)


def test_a_second_click_on_a_mark_lets_go() -> None:
    reader = session(**MARCH)
    before = now(reader)
    click(reader, BATTLES)
    assert click(reader, BATTLES) == before
    assert not picks.held(reader, before)


def test_a_click_on_another_mark_moves_the_pick_and_still_knows_what_was_before() -> None:
    reader = session(**MARCH)
    before = now(reader)
    click(reader, BATTLES)
    assert click(reader, RIOTS).event_types == {"Riots"}
    picks.let_go(reader)
    assert now(reader) == before


def test_picks_in_two_charts_add_up_and_are_let_go_together() -> None:
    reader = session(**MARCH)
    before = now(reader)
    click(reader, BATTLES)
    filters = click(reader, UKRAINE, "regions")
    assert filters.event_types == {"Battles"}
    assert filters.countries == {"UA"}
    picks.let_go(reader)
    assert now(reader) == before


def test_a_period_changed_in_the_sidebar_is_picked_no_more() -> None:
    reader = session()
    click(reader, BATTLES)
    reader[state.widget_key("until")] = date(2025, 4, 1)
    filters = now(reader)
    assert set(picks.held(reader, filters)) == {TYPES}
    assert picks.around(reader, filters, PERIOD, TYPES).until == date(2025, 4, 1)


@pytest.mark.parametrize(
    ("part", "inside"),
    [
        (BATTLES, True),
        (RIOTS, False),
        (Filters(**WEEK, event_types=frozenset({"Riots"})), False),
        (Filters(since=date(2025, 3, 9), until=date(2025, 3, 9), event_types=frozenset({"Battles"})), True),
        (Filters(since=date(2025, 3, 10), until=date(2025, 3, 10), event_types=frozenset({"Battles"})), False),
    ],
)
def test_marks_in_what_is_picked_are_told_from_the_others(part: Filters, inside: bool) -> None:
    assert picks.covers(part, BATTLES) is inside


def test_everything_is_covered_where_nothing_is_picked() -> None:
    assert picks.covers(UKRAINE, Filters())


@given(st.lists(st.sampled_from([BATTLES, RIOTS, UKRAINE, Filters(**WEEK)]), max_size=6), st.integers(0, 400))
def test_however_often_something_is_picked_letting_go_restores_what_was(parts: list[Filters], days: int) -> None:
    reader = session(since=date(2025, 1, 1), until=date(2025, 1, 1) + timedelta(days=days))
    before = now(reader)
    for part in parts:
        click(reader, part)
    picks.let_go(reader)
    assert now(reader) == before
