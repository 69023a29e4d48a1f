"""The table of more incidents than a page holds: what it says it shows, its pages and order, and its linked rows."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, expect

from dashboard import words
from dashboard.table import PAGE_ROWS, ROW_PX
from extract.types import Counts, TimePrecision, TimeSpan
from geo.store import open_store
from tests.browsing import OpenPage
from tests.dashboard.conftest import LIMA, RIGA, Dashboard, Serve
from tests.dashboard.showing import Shown, incident_id, show
from tests.factories import SUVA, exactly, report

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

INCIDENTS = PAGE_ROWS + 5
FIRST_DAY = date(2017, 1, 1)
TOWNS = (RIGA, LIMA, SUVA)


@pytest.fixture(scope="module")
def crowded(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Dashboard:
    """One clash every third day, `n` killed in the n-th: a few more than a page of the table holds."""
    path = tmp_path_factory.mktemp("crowded") / "store.sqlite"
    with open_store(str(path)) as store:
        for n in range(INCIDENTS):
            on = FIRST_DAY + timedelta(days=3 * n)
            place = TOWNS[n % len(TOWNS)]
            store.add(
                report(
                    f"Gunmen fought police in {place.name}.",
                    document_id=f"clash-{n}",
                    place=place,
                    event_type="Battles",
                    sub_event_type="Armed clash",
                    date=TimeSpan(on, on, TimePrecision.DAY),
                    counts=Counts(fatalities=exactly((n * 7) % INCIDENTS)),
                )
            )
    return serve(path)


def table(shown: Shown) -> Locator:
    return shown.page.get_by_test_id("stDataFrame").last


def rows(shown: Shown) -> Locator:
    return table(shown).locator("[role=row]")


def says(shown: Shown, text: str) -> None:
    expect(shown.page.get_by_text(text)).to_be_visible()


def turn_to(shown: Shown, page: int) -> None:
    shown.page.locator(".st-key-turn-incidents").get_by_role("button", name=f"Page {page}").click()
    shown.settled()


def test_it_says_which_rows_it_shows_in_what_order(open_page: OpenPage, crowded: Dashboard) -> None:
    shown = show(open_page, crowded)
    says(shown, f"1 to 1,000 of {INCIDENTS:,}, newest first.")
    expect(rows(shown).nth(1)).to_contain_text("2025")
    turn_to(shown, 2)
    says(shown, f"1,001 to {INCIDENTS:,} of {INCIDENTS:,}, newest first.")
    expect(rows(shown)).to_have_count(1 + INCIDENTS - PAGE_ROWS)
    expect(rows(shown).last).to_contain_text("1 Jan 2017")


def test_an_order_sorts_all_pages_and_begins_at_the_first(open_page: OpenPage, crowded: Dashboard) -> None:
    shown = show(open_page, crowded)
    turn_to(shown, 2)
    shown.page.get_by_role("combobox", name=words.map.TABLE_ORDER).click()
    shown.page.get_by_role("option", name=words.map.TABLE_ORDERS["deadliest"]).click()
    says(shown, f"1 to 1,000 of {INCIDENTS:,}, most fatalities first.")
    expect(rows(shown).nth(1)).to_contain_text(f"{INCIDENTS - 1:,}")


def test_fewer_than_a_page_need_no_turning(open_page: OpenPage, crowded: Dashboard) -> None:
    shown = show(open_page, crowded)
    turn_to(shown, 2)
    shown.page.goto(f"{crowded.url}/?country=FJ")
    shown.count(f"{INCIDENTS // 3} of {INCIDENTS:,} incidents")
    expect(shown.page.locator(".st-key-turn-incidents")).to_have_count(0)


def test_the_table_turns_to_the_incident_that_is_opened(open_page: OpenPage, crowded: Dashboard) -> None:
    oldest = incident_id(crowded.store, "clash-0")
    shown = show(open_page, crowded, f"/?incident={oldest}")
    expect(shown.panel).to_contain_text("1 Jan 2017")
    says(shown, f"1,001 to {INCIDENTS:,} of {INCIDENTS:,}, newest first.")
    expect(rows(shown).last).to_have_attribute("aria-selected", "true")
    shown.page.get_by_role("button", name=words.map.CLOSE).click()
    expect(rows(shown).last).not_to_have_attribute("aria-selected", "true")
    says(shown, f"1,001 to {INCIDENTS:,} of {INCIDENTS:,}, newest first.")


def test_a_row_of_a_later_page_opens_its_incident_and_the_page_stays(open_page: OpenPage, crowded: Dashboard) -> None:
    shown = show(open_page, crowded)
    turn_to(shown, 2)
    expect(rows(shown)).to_have_count(1 + INCIDENTS - PAGE_ROWS)
    table(shown).scroll_into_view_if_needed()
    table(shown).click(position={"x": 16, "y": ROW_PX * (INCIDENTS - PAGE_ROWS) + ROW_PX / 2})
    expect(shown.panel).to_contain_text("1 Jan 2017")
    expect(rows(shown).last).to_have_attribute("aria-selected", "true")
    says(shown, f"1,001 to {INCIDENTS:,} of {INCIDENTS:,}, newest first.")


def test_an_opened_row_deep_in_a_page_is_scrolled_into_sight(open_page: OpenPage, crowded: Dashboard) -> None:
    middle = incident_id(crowded.store, f"clash-{INCIDENTS // 2}")
    shown = show(open_page, crowded, f"/?incident={middle}")
    expect(table(shown).locator("[aria-selected=true][role=row]")).to_have_count(1)
    deep = incident_id(crowded.store, "clash-100")
    shown.page.goto(f"{crowded.url}/?incident={deep}&type=Battles")
    expect(table(shown).locator("[aria-selected=true][role=row]")).to_contain_text("28 Oct 2017")
