"""Filters and linked views in a real browser: map, table, timeline, address and downloads agree, on every page."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard import words
from extract.types import Counts
from geo.store import open_store
from geo.types import Extraction, ResolvedMention
from tests.browsing import OpenPage
from tests.dashboard.conftest import LIMA, RIGA, Dashboard, Serve
from tests.dashboard.showing import Shown, incident_id, show
from tests.factories import exactly, mention, month, report

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

PACIFIC = "150_-30_210_-30_210_70_150_70"
"""Holds Suva and, across the antimeridian, Nome."""
CHART_PAGES = {"deployments": "flows", "trends": "types"}


def downloaded(page: Page, button: str, *, within: str | None = None) -> bytes:
    """What a download button gives."""
    place: Page | Locator = page.locator(within) if within else page
    with page.expect_download(timeout=60_000) as coming:
        place.get_by_role("button", name=button, exact=True).click()
    return Path(coming.value.path()).read_bytes()


def table_rows(shown: Shown) -> Locator:
    return shown.page.get_by_test_id("stDataFrame").last.locator("[role=row]")


def all_agree(shown: Shown, *, incidents: int, dots: int) -> None:
    """Number, dots, table and files hold the same incidents."""
    shown.count(f"{incidents} of 9 incidents")
    expect(shown.dots).to_have_count(dots)
    expect(table_rows(shown)).to_have_count(1 + incidents)
    rows = list(csv.reader(io.StringIO(downloaded(shown.page, words.downloads.CSV).decode("utf-8-sig"))))
    assert len(rows) == 1 + incidents
    features = json.loads(downloaded(shown.page, words.downloads.GEOJSON))["features"]
    assert len(features) == incidents


def draw(shown: Shown, corners: Sequence[tuple[float, float]]) -> None:
    """Click corners, given as longitude and latitude, and finish by the keyboard."""
    shown.map.locator(".dm-area-box summary").click()
    shown.map.get_by_role("button", name="Draw an area").click()
    for lon, lat in corners:
        at = shown.map_frame.evaluate(
            "([lat, lon]) => { const p = demarc.map.latLngToContainerPoint([lat, lon]); return [p.x, p.y]; }",
            [lat, lon],
        )
        shown.map.locator(".folium-map").click(position={"x": at[0], "y": at[1]})
    shown.page.keyboard.press("Enter")


def test_a_drawn_area_filters_everything_and_lives_in_the_address(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.map_frame.evaluate("() => demarc.map.setView([10, 25], 2, {animate: false})")
    draw(shown, [(5, -20), (60, -20), (60, 20), (5, 20)])
    all_agree(shown, incidents=1, dots=1)
    expect(shown.page).to_have_url(re.compile("polygon="))
    assert "polygon" in json.loads(downloaded(shown.page, words.downloads.GEOJSON))["metadata"]["filters"]
    shown.page.reload()
    expect(shown.map.locator(".dm-area")).to_have_count(1, timeout=60_000)
    shown.count("1 of 9 incidents")
    shown.page.get_by_role("button", name=words.filters.CLEAR_AREA).click()
    shown.count("8 of 9 incidents")
    expect(shown.map.locator(".dm-area")).to_have_count(0)
    expect(shown.page).not_to_have_url(re.compile("polygon="))


def test_a_region_that_reaches_beyond_an_area_is_listed_as_perhaps_in_it(
    open_page: OpenPage, dashboard: Dashboard
) -> None:
    shown = show(open_page, dashboard, "/?bbox=67,25,70,27")
    shown.count("0 of 9 incidents")
    expect(shown.dots).to_have_count(0)
    shown.page.get_by_role("tab", name=words.map.TOO_WIDE.format(n=1)).click()
    listed = shown.page.get_by_test_id("stDataFrame").locator("visible=true")
    expect(listed.locator("[role=row]").nth(1)).to_contain_text("Sindh")
    listed.click(position={"x": 16, "y": 35 + 17})
    expect(shown.panel).to_contain_text("4,000 soldiers went to Sindh")
    expect(shown.page.get_by_text(words.map.STALE_SELECTION)).to_be_visible()
    shown.page.goto(f"{dashboard.url}/?bbox=60,20,78,32")
    shown.count("1 of 9 incidents")
    expect(shown.dots).to_have_count(1)


def test_an_area_whose_edges_cross_is_not_taken(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.map_frame.evaluate("() => demarc.map.setView([10, 25], 2, {animate: false})")
    draw(shown, [(5, -20), (60, 20), (60, -20), (5, 20)])
    expect(shown.map.locator(".dm-area-doing [role=status]")).to_contain_text("cross")
    shown.count("8 of 9 incidents")
    shown.page.keyboard.press("Escape")
    expect(shown.map.get_by_role("button", name="Draw an area")).to_be_visible()


def test_what_the_map_shows_is_an_area_across_the_antimeridian(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.map_frame.evaluate("() => demarc.map.setView([20, 190], 2, {animate: false})")
    shown.map.locator(".dm-area-box summary").click()
    shown.map.get_by_role("button", name="Take what the map shows").press("Enter")
    expect(shown.page).to_have_url(re.compile("polygon=[^&]*~~"))
    shown.page.goto(f"{dashboard.url}/?polygon={PACIFIC}")
    all_agree(shown, incidents=2, dots=2)


def test_a_type_and_another_types_part_are_chosen_together(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.tick("Protests")
    shown.count("3 of 9 incidents")
    shown.page.get_by_role("button", name="Parts of Battles").click()
    shown.tick("Armed clash")
    all_agree(shown, incidents=6, dots=4)
    shown.page.get_by_role("button", name="Parts of Protests").click()
    expect(shown.page.get_by_role("checkbox", name=re.compile("^Peaceful protest"))).to_be_checked()


def test_a_choices_number_is_what_choosing_it_leaves(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard, "/?q=lima")
    line = shown.page.get_by_role("checkbox", name=re.compile("^Battles"))
    expect(line).to_have_accessible_name("Battles 1")
    line.click()
    shown.count("1 of 9 incidents")
    expect(shown.page.get_by_role("checkbox", name=re.compile("^Battles"))).to_be_checked()


def test_every_filter_of_an_address_is_restored_and_cleared_at_once(open_page: OpenPage, dashboard: Dashboard) -> None:
    address = "/?country=FJ&admin1=LV%2FRiga&type=Protests&claimed=no&geo_precision=1&time_precision=1&confidence=0.1"
    shown = show(open_page, dashboard, address)
    shown.count("2 of 9 incidents")
    expect(shown.page.get_by_role("checkbox", name=re.compile("^Fiji"))).to_be_checked()
    expect(shown.page.get_by_role("checkbox", name=re.compile("^Riga"))).to_be_checked()
    shown.page.get_by_role("button", name=words.filters.CLEAR).click()
    shown.count("8 of 9 incidents")
    expect(shown.page).to_have_url(re.compile(r"/(\?)?$"))


def test_filters_and_the_opened_incident_come_along_to_other_pages_and_back(
    open_page: OpenPage, dashboard: Dashboard
) -> None:
    shown = show(open_page, dashboard)
    shown.tick("Protests")
    shown.count("3 of 9 incidents")
    for title, said in (
        (words.common.TRENDS_PAGE, "2 incidents counted"),
        (words.common.DEPLOYMENTS_PAGE, "None of the 3 incidents"),
    ):
        shown.page.get_by_role("link", name=title).click()
        expect(shown.page.get_by_text(re.compile(said)).first).to_be_visible()
        shown.count("3 of 9 incidents")
        expect(shown.page).to_have_url(re.compile("type=Protests"))
    shown.page.get_by_role("link", name=words.common.MAP_PAGE, exact=True).click()
    shown.count("3 of 9 incidents")
    expect(shown.dots).to_have_count(2)


def test_a_dot_selects_its_table_row_and_marks_its_bar(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard, "/?q=dockers")
    shown.dot("suva", dashboard.store).click()
    expect(table_rows(shown).nth(1)).to_have_attribute("aria-selected", "true")
    expect(shown.map.locator(".dm-opened-at")).to_be_visible()
    shown.page.get_by_role("button", name=words.map.CLOSE).click()
    expect(table_rows(shown).nth(1)).not_to_have_attribute("aria-selected", "true")
    expect(shown.map.locator(".dm-opened-at")).to_be_hidden()


def test_a_table_row_marks_its_bar_and_opens_its_dot(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard, "/?q=dockers")
    table = shown.page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    table.click(position={"x": 16, "y": 35 + 17})
    expect(shown.map.locator(".dm-opened-at")).to_have_attribute("title", re.compile("2 April 2025|2 Apr 2025"))
    expect(shown.popup).to_contain_text("Dockers marched through Suva.")


def test_a_bar_of_the_timeline_filters_table_and_dots(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard, "/?type=Protests")
    stage = shown.map.locator(".dm-stage")
    box = stage.bounding_box()
    assert box is not None
    stage.click(position={"x": box["width"] - 8, "y": box["height"] / 2})
    shown.count("1 of 9 incidents")
    expect(shown.dots).to_have_count(1)
    expect(table_rows(shown)).to_have_count(2)
    expect(shown.page).to_have_url(re.compile("from=2025-06.*to=2025-06"))


def charted(open_page: OpenPage, dashboard: Dashboard, page: str, **how: bool | int) -> Shown:
    """A page with charts, once its first chart is drawn."""
    shown = Shown(open_page(allowed=(dashboard.url,), **{"width": 1400, "height": 900, **how}))  # type: ignore[arg-type]
    shown.page.goto(f"{dashboard.url}/{page}")
    expect(
        shown.page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first
    ).to_be_visible(timeout=60_000)
    shown.settled()
    return shown


@pytest.mark.parametrize("page", CHART_PAGES)
def test_chart_pages_fit_a_phone(open_page: OpenPage, dashboard: Dashboard, page: str) -> None:
    shown = charted(open_page, dashboard, page, width=390, height=844, touch=True)
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 390
    chart = shown.page.get_by_test_id("stVegaLiteChart").first.bounding_box()
    assert chart is not None
    assert chart["width"] <= 390


@pytest.mark.parametrize(("page", "chart"), CHART_PAGES.items())
def test_a_chart_downloads_as_png_svg_and_csv(open_page: OpenPage, dashboard: Dashboard, page: str, chart: str) -> None:
    shown = charted(open_page, dashboard, page)
    files = f".st-key-files-{chart}"
    assert downloaded(shown.page, "PNG", within=files).startswith(b"\x89PNG")
    assert b"<svg" in downloaded(shown.page, "SVG", within=files)[:200]
    assert len(downloaded(shown.page, "CSV", within=files).splitlines()) > 1
    assert shown.watched.outside == []


def test_a_deployments_row_opens_its_evidence_and_its_dot(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = charted(open_page, dashboard, "deployments")
    units = shown.page.get_by_test_id("stDataFrame").last
    units.scroll_into_view_if_needed()
    units.click(position={"x": 16, "y": 35 + 17})
    expect(shown.panel).to_contain_text("4,000 soldiers went to Sindh")
    expect(shown.popup).to_contain_text("Sindh")
    expect(shown.page).to_have_url(re.compile(f"incident={incident_id(dashboard.store, 'sindh')}"))


def test_how_a_page_counts_lives_in_its_address(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = charted(open_page, dashboard, "trends?by=month&regions=province")
    expect(shown.page.get_by_role("heading", name="Incidents by region, months")).to_be_visible()
    expect(shown.page.get_by_role("radio", name="Provinces")).to_be_checked()
    shown.page.get_by_role("radio", name="Weeks").click()
    expect(shown.page.get_by_role("heading", name="Incidents by region, weeks")).to_be_visible()
    expect(shown.page).to_have_url(re.compile("by=week"))


def test_the_number_of_incidents_stays_in_sight(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = charted(open_page, dashboard, "trends")
    shown.page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 500)")
    expect(shown.page.locator(".d-count h1")).to_be_in_viewport()


def moved() -> Extraction:
    """One deployment with both its ends on the map."""
    sentence = "Some 900 soldiers left Riga for Lima in May."
    origin = mention(sentence, "Riga")
    made = report(
        sentence,
        document_id="moved",
        place=LIMA,
        event_type="Deployments",
        sub_event_type="Troop deployment",
        origin=origin,
        counts=Counts(troops=exactly(900)),
        date=month(2025, 5),
    )
    return replace(made, mentions=(*made.mentions, ResolvedMention(origin, RIGA)))


def test_an_arc_opens_its_deployment_in_panel_rows_and_timeline(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    path = tmp_path / "arc.sqlite"
    with open_store(str(path)) as store:
        store.add(moved())
    shown = charted(open_page, serve(path), "deployments")
    arc = shown.map.locator("path.dm-flow")
    expect(arc).to_have_count(1)
    arc.press("Enter")
    expect(shown.panel).to_contain_text("900 soldiers left Riga for Lima")
    expect(table_rows(shown).nth(1)).to_have_attribute("aria-selected", "true")
    expect(shown.map.locator(".dm-opened-at")).to_be_visible()
    flow = shown.page.get_by_test_id("stDataFrame").first.locator("[role=row]").nth(1)
    expect(flow).to_have_attribute("aria-selected", "true")
    expect(flow).to_contain_text("Latvia")
