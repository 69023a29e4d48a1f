"""The time brush of the map: window, bars, play."""

import pytest
from playwright.sync_api import expect

from tests.factories import day, deployment, incident
from tests.mapping import PROTEST, Show, marker

pytestmark = pytest.mark.browser


def test_the_time_window_filters_map_counts_and_legend(show: Show) -> None:
    page = show().page
    page.locator(".dm-upper").focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    page.locator(".dm-undated input").uncheck()
    expect(marker(page, "pro-1")).to_have_count(0)
    expect(page.locator('.dm-switch[data-type="protests"] .dm-count')).to_have_text("0")
    expect(page.locator(".dm-shown")).to_contain_text("of 4 incidents")
    page.locator(".dm-reset").click()
    expect(marker(page, "pro-1")).to_be_visible()


def test_dragging_over_the_bars_sets_the_window(show: Show) -> None:
    page = show().page
    stage = page.locator(".dm-stage").bounding_box()
    assert stage
    page.mouse.move(stage["x"] + stage["width"] * 0.9, stage["y"] + 30)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] * 0.99, stage["y"] + 30, steps=4)
    page.mouse.up()
    expect(page.locator(".dm-shown")).to_have_text("2 of 4 incidents, 0 of 1 deployment")
    assert page.evaluate("demarc.timeline.whole") is False


def test_an_imprecise_date_is_in_every_window_it_may_fall_into(show: Show) -> None:
    page = show([deployment(), PROTEST]).page
    page.evaluate("demarc.setTime('2025-01-13', '2025-01-13')")
    expect(page.locator(".dm-shown")).to_have_text("0 of 1 incident, 1 deployment")


def test_undated_incidents_are_counted_beside_and_can_be_left_out(show: Show) -> None:
    page = show().page
    page.evaluate("demarc.setTime('2025-06-16', '2025-06-22')")
    expect(page.locator(".dm-undated")).to_have_text("Undated (1)")
    expect(page.locator(".dm-open-undated")).to_have_text("1 undated")
    page.locator(".dm-undated input").uncheck()
    expect(page.locator(".dm-open-undated")).to_be_hidden()


def test_play_moves_the_window_and_stops_at_the_end(show: Show) -> None:
    page = show().page
    page.locator(".dm-tools select").first.select_option("2")
    page.locator(".dm-play").click()
    first = page.locator(".dm-range").inner_text()
    expect(page.locator(".dm-range")).not_to_have_text(first)
    expect(page.get_by_role("button", name="Play")).to_be_visible(timeout=15_000)
    assert page.evaluate("demarc.timeline.to >= demarc.timeline.last") is True


@pytest.mark.parametrize(("unit", "bars"), [("day", 171), ("month", 6), ("year", 1)])
def test_bars_can_be_days_weeks_months_or_years(show: Show, unit: str, bars: int) -> None:
    page = show().page
    page.locator(".dm-unit select").select_option(unit)
    assert page.evaluate("demarc.timeline.edges.length - 1") == bars


def test_a_few_early_dates_share_one_bar_and_leave_the_others_room(show: Show) -> None:
    late = [incident(id=f"i{n}", date=day(f"2025-03-{n + 1:02}")) for n in range(20)]
    page = show([incident(id="old", date=day("1994-07-08")), *late]).page
    assert page.evaluate("demarc.timeline.edges.length - 1") == 21
    expect(page.locator(".dm-axis span").first).to_have_text("Earlier")
    assert page.evaluate("demarc.timeline.includes(demarc.model.find('old'))") is True


def test_bars_hold_every_dated_incident_once(show: Show) -> None:
    script = """() => Demarc.bars(demarc.timeline.incidents, demarc.timeline.edges, 12)
      .reduce((sum, bar) => sum + bar.wide + bar.sure.reduce((a, b) => a + b, 0), 0)"""
    assert show().page.evaluate(script) == pytest.approx(4)
