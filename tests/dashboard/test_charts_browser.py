"""Charts that are clicked, in a real browser: the page, its address and the map follow, and a way leads back."""

import re

import pytest
from playwright.sync_api import Locator, expect

from dashboard import words
from tests.browsing import OpenPage
from tests.dashboard.conftest import Dashboard
from tests.dashboard.showing import Shown
from tests.dashboard.test_filters_browser import charted

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)


def marks(shown: Shown, chart: str) -> Locator:
    """The marks of a chart that answer to a click."""
    return shown.page.locator(f".st-key-drawn-{chart} svg path[aria-roledescription='rect mark']")


def mark(shown: Shown, chart: str, *said: str) -> Locator:
    """The mark that says all of this."""
    found = marks(shown, chart)
    for one in said:
        found = found.and_(shown.page.locator(f'[aria-label*="{one}"]'))
    return found.last


def test_a_bar_filters_page_address_and_map_and_leaves_the_others_around_it(
    open_page: OpenPage, dashboard: Dashboard
) -> None:
    shown = charted(open_page, dashboard, "trends?by=month")
    before = marks(shown, "types").count()
    mark(shown, "types", "Protests", "June 2025").click()
    shown.count("1 of 9 incidents")
    expect(shown.page).to_have_url(re.compile(r"from=2025-06-01&to=2025-06-30&type=Protests"))
    expect(shown.page.get_by_text("Picked: from 2025-06-01; to 2025-06-30; type Protests")).to_be_visible()
    expect(marks(shown, "types")).to_have_count(before)
    shown.page.get_by_role("link", name=words.common.SEE_ON_MAP).click()
    expect(shown.map.locator(".dm-drawn")).to_be_visible(timeout=60_000)
    shown.count("1 of 9 incidents")
    expect(shown.dots).to_have_count(1)
    expect(shown.dot("riga", dashboard.store)).to_be_visible()


def test_a_second_click_lets_go_and_so_does_a_key(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = charted(open_page, dashboard, "trends?by=month")
    protests = mark(shown, "types", "Protests", "June 2025")
    protests.click()
    shown.count("1 of 9 incidents")
    shown.settled()
    protests.click()
    shown.count("8 of 9 incidents")
    shown.settled()
    protests.click()
    shown.count("1 of 9 incidents")
    shown.settled()
    shown.page.get_by_role("button", name=words.trends.LET_GO).press("Enter")
    shown.count("8 of 9 incidents")
    expect(shown.page.get_by_text(words.trends.PICK_HINT)).to_be_visible()
    expect(shown.page).not_to_have_url(re.compile("from="))


def test_a_region_and_a_month_are_filtered_together(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = charted(open_page, dashboard, "trends?by=month")
    mark(shown, "regions", "Fiji", "April 2025").click()
    shown.count("1 of 9 incidents")
    expect(shown.page).to_have_url(re.compile(r"from=2025-04-01&to=2025-04-30&country=FJ"))
    expect(mark(shown, "regions", "Latvia", "June 2025")).to_be_visible()


def test_a_day_of_the_calendar_is_filtered(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = charted(open_page, dashboard, "trends")
    mark(shown, "calendar", "20 Jun 2025").click()
    shown.count("1 of 9 incidents")
    expect(shown.page).to_have_url(re.compile("from=2025-06-20&to=2025-06-20"))


def test_a_picked_period_can_be_changed_in_the_sidebar(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = charted(open_page, dashboard, "trends?by=month")
    mark(shown, "types", "Protests", "June 2025").click()
    shown.count("1 of 9 incidents")
    shown.page.get_by_role("button", name=words.filters.CLEAR).click()
    shown.count("8 of 9 incidents")
    expect(shown.page.get_by_text(words.trends.PICK_HINT)).to_be_visible()


def test_a_month_of_strength_filters_the_deployments(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = charted(open_page, dashboard, "deployments")
    month = mark(shown, "strength", "January 2025")
    month.scroll_into_view_if_needed()
    month.click()
    shown.count("1 of 9 incidents")
    expect(shown.page).to_have_url(re.compile("from=2025-01-01&to=2025-01-31"))
    expect(shown.map.locator(".dm-drawn")).to_be_visible(timeout=60_000)


def test_the_page_stays_where_it_is_when_a_chart_is_clicked(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = charted(open_page, dashboard, "trends")
    day = mark(shown, "calendar", "20 Jun 2025")
    day.scroll_into_view_if_needed()
    day.click()
    shown.count("1 of 9 incidents")
    shown.settled()
    expect(mark(shown, "calendar", "20 Jun 2025")).to_be_in_viewport()
