"""The running dashboard in a real browser: what people see, and that nothing leaves the machine."""

import csv
import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import geopandas as gpd
import PIL.Image
import pyogrio
import pytest
from click.testing import CliRunner
from playwright.sync_api import Dialog, Page, expect

from cli import main
from dashboard import words
from tests.browsing import OpenPage
from tests.dashboard.conftest import Dashboard
from tests.dashboard.showing import PLACED_FACTS, Shown, incident_id, show

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)  # a rerun takes half a second; a busy machine takes its time


def test_it_opens_without_one_request_to_the_outside(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.count("8 of 9 incidents")
    expect(shown.dots).to_have_count(PLACED_FACTS)
    shown.dots.first.click()
    shown.page.get_by_role("link", name=words.common.ADD_PAGE).click()
    expect(shown.page.get_by_role("heading", name=words.add.TITLE)).to_be_visible(timeout=60_000)
    assert shown.watched.outside == []


def test_the_ground_of_the_map_is_drawn(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    inked = shown.map_frame.evaluate(
        """() => Math.max(...[...document.querySelectorAll("canvas")].map((canvas) => {
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            return new Set(new Uint32Array(data.buffer)).size;
        }))"""
    )
    assert inked > 20, "a canvas of land, sea and borders holds many colours"


def test_a_filter_changes_the_dots_the_table_and_the_count(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.tick("Protests")
    shown.count("3 of 9 incidents")
    expect(shown.dots).to_have_count(2)
    expect(shown.page.get_by_test_id("stDataFrame").last.locator("[role=row]")).to_have_count(1 + 3)


def test_a_filter_keeps_the_view_of_the_map(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.map_frame.evaluate("() => demarc.map.setView([10, 20], 4, {animate: false})")
    shown.tick("Protests")
    shown.count("3 of 9 incidents")
    expect(shown.dots).not_to_have_count(PLACED_FACTS)
    assert shown.map_frame.evaluate("() => [demarc.map.getZoom(), Math.round(demarc.map.getCenter().lat)]") == [4, 10]


def test_moving_the_map_does_not_rerun_the_page(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.page.evaluate(
        """() => {
            window.runs = 0;
            const watch = new MutationObserver(() => (window.runs += 1));
            const app = document.querySelector("[data-testid=stApp]");
            watch.observe(app, {attributeFilter: ["data-test-script-state"]});
        }"""
    )
    shown.map_frame.evaluate("() => demarc.map.panBy([120, 40], {animate: false})")
    shown.map.get_by_label("Zoom in").click()
    shown.page.wait_for_timeout(1500)
    assert shown.page.evaluate("window.runs") == 0


def test_opening_an_incident_draws_nothing_anew(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.map_frame.evaluate(
        """() => {
            window.told = [];
            window.addEventListener("message", (event) => window.told.push(event.data.type));
        }"""
    )
    shown.dot("suva", dashboard.store).click()
    expect(shown.panel).to_contain_text("Dockers")
    shown.page.get_by_role("button", name=words.map.CLOSE).click()
    expect(shown.panel).to_have_count(0)
    expect(shown.popup).to_have_count(0)
    assert shown.map_frame.evaluate("window.told") == ["demarc:evidence", "demarc:select"]


def test_a_plan_is_drawn_only_when_chosen(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    plan = shown.dot("plan", dashboard.store)
    expect(plan).to_have_count(0)
    shown.page.get_by_role("button", name=words.incident.MODALITY_ASSERTED).click()
    shown.page.get_by_role("button", name=words.incident.MODALITY_PLANNED).click()
    expect(plan).to_have_count(1)
    expect(plan.locator(".dm-hollow")).to_have_count(1)


def test_a_dot_opens_its_sentence_on_the_map_and_in_the_panel(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.dot("suva", dashboard.store).click()
    expect(shown.popup).to_contain_text("Dockers marched through Suva.")
    expect(shown.panel.locator("mark.d-event").first).to_contain_text("Dockers marched through")
    expect(shown.page).to_have_url(re.compile("incident="))


def test_a_table_row_opens_its_dot(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard, "/?q=dockers")
    table = shown.page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    table.click(position={"x": 16, "y": 35 + 17})
    expect(shown.panel).to_contain_text("Dockers marched through")
    expect(shown.popup).to_contain_text("Dockers marched through Suva.")


def test_closing_the_panel_closes_the_popup(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.dot("riga", dashboard.store).click()
    expect(shown.panel).to_be_visible()
    shown.page.get_by_role("button", name=words.map.CLOSE).click()
    expect(shown.panel).to_have_count(0)
    expect(shown.popup).to_have_count(0)
    expect(shown.page).not_to_have_url(re.compile("incident="))


def test_the_popup_that_was_open_stays_when_a_filter_lets_it_through(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.dot("riga", dashboard.store).click()
    expect(shown.panel).to_contain_text("Students")
    shown.tick("Protests")
    shown.count("3 of 9 incidents")
    expect(shown.popup).to_contain_text("Students filled a square in Riga.")


def test_what_has_no_place_is_listed_beside_the_map_and_opens(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    expect(shown.page.get_by_role("tab", name="No place: 2")).to_be_visible()
    expect(shown.page.get_by_role("tab", name="No date: 2")).to_be_visible()
    table = shown.page.get_by_role("tabpanel").get_by_test_id("stDataFrame").first
    table.click(position={"x": 16, "y": 35 + 17})
    expect(shown.panel).to_contain_text(re.compile("Fighting broke out at|A crowd gathered"))


def test_a_period_dragged_on_the_map_filters_the_page(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.map_frame.evaluate("() => demarc.setTime('2025-04-01', '2025-06-30')")
    shown.count("2 of 9 incidents")
    expect(shown.page).to_have_url(re.compile(r"from=2025-0[34]-\d\d&to=2025-0[67]-\d\d"))
    expect(shown.dots).to_have_count(2)
    shown.map.get_by_role("button", name="All dates").last.click()
    shown.count("8 of 9 incidents")


def test_two_acts_on_the_map_at_once_both_count(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    suva = incident_id(dashboard.store, "suva")
    shown.map_frame.evaluate("(id) => { demarc.setTime('2025-04-01', '2025-06-30'); demarc.select(id) }", suva)
    shown.count("2 of 9 incidents")
    expect(shown.panel).to_contain_text("Dockers")
    expect(shown.page).to_have_url(re.compile(f"from=2025-0[34]-.*incident={suva}"))
    expect(shown.popup).to_contain_text("Dockers marched through Suva.")


def test_a_reload_restores_filters_and_opened_incident(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard)
    shown.tick("Protests")
    shown.count("3 of 9 incidents")
    shown.dot("riga", dashboard.store).click()
    expect(shown.page).to_have_url(re.compile("type=Protests.*incident="))
    shown.settled()
    shown.page.reload()
    shown.count("3 of 9 incidents")
    expect(shown.panel).to_contain_text("Students")
    expect(shown.popup).to_contain_text("Students filled a square in Riga.")


def test_filters_survive_a_look_at_the_other_page(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard, "/?q=dockers")
    shown.page.get_by_role("link", name=words.common.ADD_PAGE).click()
    expect(shown.page.get_by_role("heading", name=words.add.TITLE)).to_be_visible(timeout=60_000)
    shown.page.get_by_role("link", name=words.common.MAP_PAGE).click()
    shown.count("1 of 9 incidents")


def test_downloads_hold_exactly_what_the_filters_show(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard, "/?type=Protests")
    files = {
        name: saved(shown.page, name) for name in (words.downloads.CSV, words.downloads.GEOJSON, words.downloads.HTML)
    }
    wanted = {incident_id(dashboard.store, name) for name in ("suva", "riga", "nowhere")}
    rows = list(csv.DictReader(io.StringIO(files[words.downloads.CSV])))
    assert {value for row in rows for value in row.values()} >= wanted
    assert len(rows) == len(wanted)
    features = json.loads(files[words.downloads.GEOJSON])["features"]
    assert {feature["id"] for feature in features} == wanted
    for name in ("suva", "riga", "nowhere", "goma", "nome"):
        assert (incident_id(dashboard.store, name) in files[words.downloads.HTML]) == (
            name in ("suva", "riga", "nowhere")
        )


def saved(page: Page, name: str) -> str:
    return saved_file(page, name).read_text(encoding="utf-8-sig")


def saved_file(page: Page, name: str) -> Path:
    """The file a download button gives, under the name it suggests."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    kept = Path(download.value.path())
    return kept.rename(kept.with_name(download.value.suggested_filename))


def test_the_map_file_is_the_one_of_the_command_line_with_what_cannot_be_judged(
    open_page: OpenPage, dashboard: Dashboard, tmp_path: Path
) -> None:
    page = show(open_page, dashboard, "/?from=2025-01-01&polygon=-180_-60_180_-60_180_60_-180_60").page
    downloaded, written = saved(page, words.downloads.HTML), tmp_path / "map.html"
    area = tmp_path / "area.geojson"
    area.write_text(
        json.dumps({"type": "Polygon", "coordinates": [[[-180, -60], [180, -60], [180, 60], [-180, 60], [-180, -60]]]})
    )
    choices = ["--from", "2025-01-01", "--polygon", area, "--modality", "asserted"]
    done = CliRunner().invoke(main, list(map(str, ["map", "--store", dashboard.store, "--out", written, *choices])))
    assert done.exit_code == 0, done.output
    for name in ("data", "areas", "zones"):
        assert block(downloaded, name) == block(written.read_text("utf-8"), name)
    held = json.loads(block(downloaded, "data"))
    assert held["beside"] == [3, 0]
    assert incident_id(dashboard.store, "lima") in held["incidents"]["id"][-3:]
    watched = open_page()
    watched.page.goto(written.as_uri())
    expect(watched.page.locator("path.dm-area")).to_have_count(1)
    expect(watched.page.locator(".dm-open-undated")).to_have_text("2 undated")
    expect(watched.page.locator(".dm-open-unplaced")).to_have_text("2 without a place")
    assert watched.outside == []


def block(page: str, name: str) -> str:
    """The JSON text of a data block of a map page."""
    found = re.search(rf'<script type="application/json" id="dm-{name}">(.*?)</script>', page)
    assert found
    return found[1]


def test_a_csv_says_its_filters_and_credit_and_its_archive_describes_it(
    open_page: OpenPage, dashboard: Dashboard
) -> None:
    page = show(open_page, dashboard, "/?type=Protests").page
    rows = list(csv.DictReader(io.StringIO(saved(page, words.downloads.CSV))))
    assert all(row["about"].startswith("type Protests; modality asserted; made by Demarc") for row in rows)
    assert all("GeoNames (CC BY 4.0)" in row["about"] for row in rows)
    with ZipFile(saved_file(page, words.downloads.CSV_ZIP)) as archive:
        name, metadata = archive.namelist()
        about = json.loads(archive.read(metadata))
        same = csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")))
        assert [row["event_id_cnty"] for row in same] == [row["event_id_cnty"] for row in rows]
    assert (about["url"], metadata) == (name, f"{name}-metadata.json")
    assert "3 of 9 incidents (type Protests; modality asserted)" in about["dc:description"]
    assert "CC BY 4.0" in about["dc:rights"]
    assert [column["name"] for column in about["tableSchema"]["columns"]] == [*rows[0]]


def test_every_map_format_downloads_and_opens(open_page: OpenPage, dashboard: Dashboard) -> None:
    page = show(open_page, dashboard, "/?type=Protests").page
    wanted = {incident_id(dashboard.store, name) for name in ("suva", "riga", "nowhere")}
    placed = wanted - {incident_id(dashboard.store, "nowhere")}
    package = saved_file(page, words.downloads.GPKG)
    assert set(pyogrio.read_dataframe(package, layer="incidents")["id"]) == placed
    assert "layer_styles" in dict(pyogrio.list_layers(package))
    assert set(pyogrio.read_dataframe(saved_file(page, words.downloads.KMZ), layer="incidents")["id"]) == wanted
    assert set(gpd.read_parquet(saved_file(page, words.downloads.PARQUET))["id"]) == wanted


def test_a_picture_of_the_map_says_how_it_is_filtered(open_page: OpenPage, dashboard: Dashboard) -> None:
    shown = show(open_page, dashboard, "/?type=Protests")
    shown.map.locator(".dm-panel summary").click()
    with shown.page.expect_download() as download:
        shown.map.locator(".dm-picture").click()
    with PIL.Image.open(download.value.path()) as picture:
        told = picture.text["Description"]  # type: ignore[attr-defined]
    assert told.startswith("Type Protests; modality asserted. All dates: ")
    assert "3 incidents" in told


def test_markup_in_an_article_never_runs(open_page: OpenPage, dashboard: Dashboard) -> None:
    watched = open_page(allowed=(dashboard.url,), width=1400, height=900)
    alarms: list[str] = []

    def alarm(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    watched.page.on("dialog", alarm)
    watched.page.goto(f"{dashboard.url}/?incident={incident_id(dashboard.store, 'nome')}")
    shown = Shown(watched)
    expect(shown.panel).to_contain_text("<img src=x onerror=alert(1)>", timeout=60_000)
    expect(shown.popup).to_contain_text("<img src=x onerror=alert(1)>")
    assert alarms == []
    assert watched.outside == []
