"""Each page of the dashboard opened by its own address, as from a bookmark or a message."""

import re

import pytest
from playwright.sync_api import expect

from dashboard import words
from tests.browsing import OpenPage
from tests.dashboard.conftest import Dashboard

pytestmark = pytest.mark.browser
PAGES = ("/", "/?type=Protests", "/deployments?type=Deployments", "/trends", "/review", "/add")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_by_its_address_without_a_complaint(
    open_page: OpenPage, dashboard: Dashboard, address: str
) -> None:
    watched = open_page(allowed=(dashboard.url,))
    watched.page.goto(dashboard.url + address)
    expect(watched.page.locator("h1").first).to_be_visible(timeout=60_000)
    app = watched.page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    watched.page.wait_for_load_state("networkidle")
    assert (watched.errors, watched.failed) == ([], [])


def test_the_map_by_its_name_is_the_map_with_its_filters(open_page: OpenPage, dashboard: Dashboard) -> None:
    page = open_page(allowed=(dashboard.url,)).page
    page.goto(f"{dashboard.url}/map?type=Protests")
    expect(page.locator(".d-count h1")).to_have_text("3 of 9 incidents", timeout=60_000)
    expect(page).to_have_url(f"{dashboard.url}/?type=Protests")


def test_links_between_pages_keep_to_their_addresses(open_page: OpenPage, dashboard: Dashboard) -> None:
    page = open_page(allowed=(dashboard.url,)).page
    page.goto(f"{dashboard.url}/trends")
    page.get_by_role("link", name=words.common.ADD_PAGE).click(timeout=60_000)
    expect(page).to_have_url(f"{dashboard.url}/add")
    page.get_by_role("link", name=words.common.MAP_PAGE, exact=True).click()
    expect(page).to_have_url(re.compile(rf"^{dashboard.url}/(\?.*)?$"))
