"""The exported page in a real browser, with the network cut."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import PIL.Image
import pytest
from playwright.sync_api import Locator, Page, expect
from shapely import LineString, box
from shapely.geometry.base import BaseGeometry

from extract.types import Modality
from geo.map import PageText, build_map, map_data, single_file
from geo.map_ground import Ground, ground_json
from geo.map_payload import dumps, encode_shape
from geo.types import Incident
from paths import NODE_MODULES
from tests.browsing import OpenPage, Watched
from tests.factories import NORD_KIVU, SAKE, SUVA, day, deployment, evidence, incident, undated, unplaced

pytestmark = pytest.mark.browser

MADE = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SENTENCE = "Artillery shells killed six people at a market in Goma on Tuesday."
PROTEST = incident(
    id="pro-1",
    event_type="Protests",
    sub_event_type="Peaceful protest",
    place=SUVA,
    date=day("2025-06-20"),
    evidence=(evidence(sentence="Thousands marched in Suva.", title="March in Suva"),),
)
PLANNED = incident(id="plan-1", modality=Modality.PLANNED, place=SAKE, date=day("2025-03-12"))
SOME = [incident(), PROTEST, deployment(), undated(id="und-1"), unplaced(), PLANNED]


class Shapes:
    def geometry(self, place_id: str) -> BaseGeometry | None:
        return box(27.5, -2.0, 30.0, 0.9) if place_id == NORD_KIVU.id else None


def ground() -> Ground:
    countries = gpd.GeoDataFrame(
        {"name": ["Westland", "Eastland"], "disputed": [False, True]},
        geometry=[box(10, -20, 30, 20), box(30, -20, 50, 20)],
        crs=4326,
    )
    line = {"id": "z", "name": "A line", "shape": encode_shape(LineString([(30, -20), (30, 20)]))}
    return Ground(areas=ground_json(countries), towns=dumps([["Midtown", 0.0, 29.0, 4]]), zones=dumps([line]))


GROUND = ground()
Show = Callable[..., Watched]


def page_of(incidents: Sequence[Incident], **text: str) -> str:
    return single_file(
        build_map(incidents, gazetteer=Shapes(), ground=GROUND, text=PageText(made=MADE, **text))  # type: ignore[arg-type]
    )


@pytest.fixture
def show(open_page: OpenPage, tmp_path: Path) -> Show:
    """Open the exported page of some incidents from a file."""

    def show_(incidents: Sequence[Incident] = SOME, **window: Any) -> Watched:
        file = tmp_path / "map.html"
        file.write_text(page_of(incidents, title="Kivu and Suva"), encoding="utf-8")
        watched = open_page(**window)
        watched.page.goto(file.as_uri())
        expect(watched.page.locator(".dm-drawn")).to_be_visible()
        return watched

    return show_


def marker(page: Page, incident_id: str) -> Locator:
    return page.locator(f'.dm-marker[data-incident="{incident_id}"]')


def switch(page: Page, layer: str) -> Locator:
    return page.locator(f'.dm-switch input[data-layer="{layer}"]')


def ground_pixels(page: Page) -> int:
    """How many distinct colours the ground's tiles show."""
    script = """() => {
      const colours = new Set();
      for (const tile of document.querySelectorAll(".leaflet-tile-container canvas")) {
        const data = tile.getContext("2d").getImageData(0, 0, tile.width, tile.height).data;
        for (let n = 0; n < data.length; n += 400) colours.add(data.slice(n, n + 4).join());
      }
      return colours.size;
    }"""
    return int(page.evaluate(script))


def test_the_map_is_drawn_and_asks_the_outside_for_nothing(show: Show) -> None:
    watched = show()
    expect(watched.page.locator("canvas.leaflet-tile").first).to_be_visible()
    assert ground_pixels(watched.page) >= 3
    assert watched.outside == []
    assert watched.errors == []


def test_the_watch_itself_counts_what_a_page_asks(open_page: OpenPage) -> None:
    watched = open_page()
    watched.page.set_content('<img src="https://example.org/spy.png">')
    watched.page.wait_for_timeout(200)
    assert watched.outside == ["https://example.org/spy.png"]


def test_the_page_s_own_policy_stops_a_request_and_the_watch_counts_it(show: Show) -> None:
    watched = show()
    watched.page.evaluate("() => { new Image().src = 'https://example.org/spy.png' }")
    watched.page.wait_for_timeout(200)
    assert len(watched.outside) == 1
    assert "Content Security Policy" in watched.outside[0]


def test_title_filters_counts_and_date_of_making_are_told(show: Show) -> None:
    page = show().page
    expect(page.locator("h1")).to_have_text("Kivu and Suva")
    expect(page.locator(".dm-filters")).to_have_text("All incidents")
    expect(page.locator(".dm-shown")).to_have_text("4 incidents, 1 deployment")
    expect(page.locator(".dm-foot")).to_contain_text("Made 4 May 2026, 09:30 UTC")
    expect(page.locator(".dm-foot")).to_contain_text("GeoNames")


def test_switching_an_event_type_off_takes_its_symbols_away(show: Show) -> None:
    page = show().page
    expect(marker(page, "pro-1")).to_be_visible()
    switch(page, "protests").uncheck()
    expect(marker(page, "pro-1")).to_have_count(0)
    expect(page.locator(".dm-shown")).to_have_text("3 of 4 incidents, 1 deployment")


def test_a_click_opens_the_sentence_in_its_context(show: Show) -> None:
    page = show([incident()]).page
    marker(page, "inc-0001").click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("mark")).to_have_text(SENTENCE)
    expect(popup.locator("blockquote")).to_have_text(
        f"Residents fled at dawn. {SENTENCE} The army blamed the M23 rebels."
    )
    expect(popup.locator("a[target=_blank]")).to_have_attribute("href", "https://example.org/river-herald/0312")


def test_the_popup_says_when_where_who_and_how_many_in_words(show: Show) -> None:
    page = show([deployment()]).page
    marker(page, "dep-0001").click()
    facts = page.locator(".leaflet-popup .dm-facts")
    for words in (
        "January 2025 (month)",
        "Rwanda — country, ±110 km",
        "region, ±190 km",
        "Special Forces",
        "4,000 (3,500 to 4,000)",
        "a UN panel",
        "medium, 74%",
    ):
        expect(facts).to_contain_text(words)


HOSTILE = '<img src=x onerror=window.hacked=1></script><script>window.hacked=1</script>"\' onmouseover="window.hacked=1'


def test_hostile_text_is_shown_and_never_run(show: Show) -> None:
    bad = incident(
        attribution=HOSTILE,
        sub_event_type=HOSTILE,
        evidence=(evidence(sentence=HOSTILE, before=HOSTILE, title=HOSTILE, url="javascript:window.hacked=1"),),
        disagreements=(HOSTILE,),
    )
    watched = show([bad])
    marker(watched.page, "inc-0001").hover()
    marker(watched.page, "inc-0001").click()
    expect(watched.page.locator(".leaflet-popup mark")).to_have_text(HOSTILE)
    expect(watched.page.locator(".dm-source a")).to_have_count(0)
    expect(watched.page.locator(".dm-page img")).to_have_count(0)
    assert watched.page.evaluate("window.hacked") is None
    assert watched.outside == []


def test_what_is_not_a_fact_is_drawn_only_when_switched_on_and_then_hollow(show: Show) -> None:
    page = show([incident(), PLANNED]).page
    expect(marker(page, "plan-1")).to_have_count(0)
    switch(page, "planned").check()
    expect(marker(page, "plan-1").locator(".dm-hollow")).to_have_count(1)
    expect(marker(page, "inc-0001").locator(".dm-solid")).to_have_count(1)
    expect(page.locator(".dm-shown")).to_have_text("1 incident, 0 deployments")


def test_a_claim_carries_a_centre_dot(show: Show) -> None:
    page = show([incident(id="a"), incident(id="b", place=SUVA, attribution="the army")]).page
    expect(marker(page, "a").locator("svg g circle")).to_have_count(0)
    expect(marker(page, "b").locator("svg g circle")).to_have_count(1)


def test_a_region_is_ringed_and_its_reach_is_drawn(show: Show) -> None:
    page = show([deployment()]).page
    expect(marker(page, "dep-0001").locator(".dm-vague")).to_have_count(1)
    reach = page.locator(".leaflet-reach-pane canvas")
    expect(reach).to_have_count(1)
    switch(page, "reach").uncheck()
    assert page.evaluate("demarc.map.hasLayer(demarc.layers.reach)") is False


def test_a_deployment_is_an_arrow_that_tells_its_strength(show: Show) -> None:
    page = show([deployment()]).page
    arrow = page.locator("path.dm-flow")
    expect(arrow).to_have_attribute("aria-label", "Rwanda to Nord Kivu: 1 deployment, 4,000 troops")
    arrow.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup h2")).to_have_text("Troop deployment")
    switch(page, "arcs").uncheck()
    expect(arrow).to_have_count(0)


def test_an_arrow_is_wider_the_more_it_moves(show: Show) -> None:
    widths = show().page.evaluate("[null, 10, 1000, 100000].map(Demarc.flowWidth)")
    assert widths == sorted(widths)
    assert len(set(widths)) == 4


def test_deployments_between_the_same_places_share_one_arrow_that_lists_them(show: Show) -> None:
    page = show([deployment(), deployment(id="dep-2")]).page
    expect(page.locator("path.dm-flow")).to_have_count(1)
    page.locator("path.dm-flow").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup .dm-item")).to_have_count(2)


def test_incidents_at_one_place_open_as_a_list_whose_items_open(show: Show) -> None:
    page = show([incident(id=f"i{n}", date=day(f"2025-03-0{n + 1}")) for n in range(4)]).page
    cluster = page.locator(".dm-cluster")
    expect(cluster.locator("text")).to_have_text("4")
    cluster.click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("h2")).to_have_text("4 incidents at Goma")
    popup.locator(".dm-item").first.click()
    expect(popup.locator("mark")).to_have_text(SENTENCE)
    popup.locator(".dm-back").click()
    expect(popup.locator(".dm-item")).to_have_count(4)


def test_what_is_drawn_anew_as_it_was_keeps_its_element(show: Show) -> None:
    """A press and a release on two elements are no click."""
    page = show([*(incident(id=f"i{n}") for n in range(4)), PROTEST]).page
    page.evaluate(
        "() => document.querySelectorAll('.dm-marker, .dm-cluster').forEach((node) => { node.pressed = true })"
    )
    page.evaluate("() => { demarc.showOnly(['i0', 'i1', 'i2', 'i3', 'pro-1']); demarc.refresh() }")
    assert page.evaluate("[...document.querySelectorAll('.dm-marker, .dm-cluster')].map((node) => node.pressed)") == [
        True,
        True,
    ]
    page.locator(".dm-cluster").click()
    expect(page.locator(".leaflet-popup .dm-item")).to_have_count(4)


def test_no_symbol_starts_under_the_open_legend(show: Show) -> None:
    page = show([incident(), PROTEST], width=1000).page
    legend, symbol = page.locator(".dm-panel").bounding_box(), marker(page, "pro-1").bounding_box()
    assert legend
    assert symbol
    assert symbol["x"] + symbol["width"] <= legend["x"]


def test_a_cluster_s_ring_shows_its_types_in_proportion(show: Show) -> None:
    page = show([incident(id="a"), incident(id="b"), incident(id="c"), incident(id="d", event_type="Battles")]).page
    arcs = page.locator(".dm-cluster circle[stroke-dasharray]")
    lengths = [float(arc.get_attribute("stroke-dasharray").split()[0]) for arc in arcs.all()]  # type: ignore[union-attr]
    assert lengths[0] == pytest.approx(3 * lengths[1], rel=0.01)


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
    assert page.evaluate("demarc.timeline.includes(demarc.model.byId.get('old'))") is True


def test_bars_hold_every_dated_incident_once(show: Show) -> None:
    script = """() => Demarc.bars(demarc.timeline.incidents, demarc.timeline.edges, 12)
      .reduce((sum, bar) => sum + bar.wide + bar.sure.reduce((a, b) => a + b, 0), 0)"""
    assert show().page.evaluate(script) == pytest.approx(4)


def test_incidents_without_a_place_are_listed_with_reason_and_evidence(show: Show) -> None:
    page = show().page
    page.locator(".dm-open-unplaced").click()
    side = page.locator(".dm-side")
    expect(side.locator("h2").first).to_have_text("Without a place (1)")
    side.locator(".dm-item").click()
    expect(side.locator(".dm-facts")).to_contain_text("no gazetteer entry named 'Kibaati'")
    expect(side.locator("mark")).to_have_text(SENTENCE)
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()


def test_the_keyboard_reaches_a_symbol_opens_it_and_comes_back(show: Show) -> None:
    page = show([incident()]).page
    marker(page, "inc-0001").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(marker(page, "inc-0001")).to_be_focused()


def test_the_tab_key_passes_symbols_layers_and_time(show: Show) -> None:
    page = show([incident(place=SAKE), deployment(), undated(id="und-1")]).page
    page.locator("body").click(position={"x": 5, "y": 5})
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.className.baseVal ?? document.activeElement.className"))
    names = " ".join(seen)
    for wanted in ("dm-marker", "dm-flow", "dm-handle", "dm-chip", "dm-play"):
        assert wanted in names


def test_a_phone_shows_it_all_without_scrolling_sideways(show: Show) -> None:
    page = show(width=390, height=844, touch=True).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator(".dm-panel-body")).to_be_hidden()
    map_ = page.locator(".folium-map").bounding_box()
    assert map_
    assert map_["height"] >= 844 / 2, "the map has half of the screen at the least"
    page.locator(".dm-panel summary").tap()
    expect(page.locator(".dm-panel-body")).to_be_visible()
    box_ = page.locator(".dm-panel").bounding_box()
    assert box_
    assert box_["x"] >= 0
    assert box_["x"] + box_["width"] <= 390


def test_a_popup_fits_a_phone(show: Show) -> None:
    page = show([incident()], width=390, height=844, touch=True).page
    marker(page, "inc-0001").tap()
    page.wait_for_timeout(500)
    popup, map_ = page.locator(".leaflet-popup").bounding_box(), page.locator(".folium-map").bounding_box()
    assert popup
    assert map_
    assert popup["x"] >= 0
    assert popup["x"] + popup["width"] <= 390
    assert popup["y"] >= map_["y"]


def test_colours_follow_the_device_and_can_be_chosen(show: Show) -> None:
    page = show(dark=True).page
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.querySelector('.leaflet-container')).backgroundColor")
    page.locator(".dm-theme select").select_option("light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate("getComputedStyle(document.querySelector('.leaflet-container')).backgroundColor") != dark


def test_an_empty_map_says_what_to_do(show: Show) -> None:
    page = show([]).page
    expect(page.locator(".dm-empty-note")).to_have_text(
        "This map has no incidents. Change the filters, or add articles."
    )


def test_names_of_towns_can_be_switched_off(show: Show) -> None:
    page = show([incident()]).page
    ink = "[...document.querySelectorAll('.leaflet-tile-container canvas')].map((c) => c.toDataURL()).join()"
    named = page.evaluate(ink)
    switch(page, "labels").uncheck()
    page.wait_for_function(f"named => {ink} !== named", arg=named)


def test_heat_can_be_switched_on(show: Show) -> None:
    page = show().page
    switch(page, "heat").check()
    painted = page.evaluate("""() => {
      const c = document.querySelector("canvas.dm-heat");
      return c.getContext("2d").getImageData(0, 0, c.width, c.height).data.some((value, n) => n % 4 === 3 && value > 0);
    }""")
    assert painted is True


def test_zones_are_drawn_and_can_be_switched_off(show: Show) -> None:
    page = show().page
    expect(page.locator("path.dm-zone")).to_have_count(1)
    switch(page, "zones").uncheck()
    expect(page.locator("path.dm-zone")).to_have_count(0)


def test_the_address_brings_back_view_time_window_and_types(show: Show) -> None:
    page = show().page
    switch(page, "protests").uncheck()
    page.evaluate("demarc.setTime('2025-03-03', '2025-03-16')")
    page.evaluate("() => { demarc.map.setView([-1, 29], 6, { animate: false }) }")
    page.reload()
    expect(page.locator(".dm-drawn")).to_be_visible()
    expect(switch(page, "protests")).not_to_be_checked()
    expect(page.locator(".dm-range")).to_have_text("3 to 16 Mar 2025")
    assert page.evaluate("demarc.map.getZoom()") == 6


def test_a_broken_address_opens_the_map_all_the_same(show: Show) -> None:
    watched = show()
    watched.page.evaluate("location.hash = '#map=x/y&time=never/ever&off=nothing'")
    watched.page.reload()
    expect(watched.page.locator(".dm-shown")).to_have_text("4 incidents, 1 deployment")
    assert watched.errors == []


def test_the_map_as_seen_is_saved_as_a_picture(show: Show, tmp_path: Path) -> None:
    watched = show([incident(), PROTEST])
    with watched.page.expect_download() as download:
        watched.page.locator(".dm-picture").click()
    file = tmp_path / "picture.png"
    download.value.save_as(file)
    with PIL.Image.open(file) as picture:
        assert picture.size[0] == 2 * 1280
        colours = {colour for _, colour in picture.convert("RGB").getcolors(2**24) or []}
    orange, blue = (0xE8, 0x71, 0x0A), (0x2A, 0x7F, 0xBA)
    assert {orange, blue} <= colours, "both symbols are in the picture"
    assert watched.outside == []


def test_packed_data_opens(show: Show) -> None:
    many = [incident(id=f"i{n}", evidence=(evidence(document_id=f"d{n}", title=f"{n} " * 90),)) for n in range(5000)]
    watched = show(many)
    expect(watched.page.locator(".dm-shown")).to_have_text("5,000 incidents, 0 deployments")
    assert watched.errors == []


AXE = (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_serious_violation(show: Show, dark: bool, width: int) -> None:
    page = show(dark=dark, width=width).page
    page.locator(".dm-panel").evaluate("node => { node.open = true }")
    page.evaluate("demarc.select('inc-0001')")
    page.wait_for_timeout(400)
    page.evaluate(AXE)  # evaluated by the test's own hand, which the page's policy does not bind
    found = page.evaluate("async () => (await axe.run()).violations")
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in serious] == []


@pytest.fixture
def embedded(open_page: OpenPage, tmp_path: Path) -> tuple[Watched, Any]:
    """The page inside another one that keeps what it is told."""
    (tmp_path / "inner.html").write_text(page_of(SOME), encoding="utf-8")
    outer = tmp_path / "outer.html"
    outer.write_text(
        "<script>const told = []; addEventListener('message', (event) => told.push(event.data))</script>"
        "<iframe id=map src=inner.html width=1000 height=700></iframe>"
    )
    watched = open_page()
    watched.page.goto(outer.as_uri())
    frame = watched.page.frame_locator("#map")
    expect(frame.locator(".dm-drawn")).to_be_visible()
    return watched, frame


def send(page: Page, message: str) -> None:
    page.evaluate(f"document.querySelector('#map').contentWindow.postMessage({message}, '*')")


def test_a_click_tells_the_page_around_which_incident_it_was(embedded: tuple[Watched, Any]) -> None:
    watched, frame = embedded
    frame.locator('.dm-marker[data-incident="pro-1"]').click()
    watched.page.wait_for_function("told.some((m) => m.type === 'demarc:select' && m.id === 'pro-1')")


def test_the_page_around_can_open_an_incident(embedded: tuple[Watched, Any]) -> None:
    watched, frame = embedded
    send(watched.page, "{type: 'demarc:select', id: 'pro-1'}")
    expect(frame.locator(".leaflet-popup mark")).to_have_text("Thousands marched in Suva.")


def test_the_page_around_can_send_other_incidents_and_the_view_stays(embedded: tuple[Watched, Any]) -> None:
    watched, frame = embedded
    view = "demarc.map.getCenter().toString()"
    inner = watched.page.frames[1]
    before = inner.evaluate(view)
    data = json.dumps(map_data([PROTEST], gazetteer=Shapes()))
    send(watched.page, f"{{type: 'demarc:data', data: {data}, filters: 'Protests'}}")
    expect(frame.locator(".dm-shown")).to_have_text("1 incident, 0 deployments")
    expect(frame.locator(".dm-filters")).to_have_text("Protests")
    assert inner.evaluate(view) == before


def test_the_time_window_is_told_to_the_page_around(embedded: tuple[Watched, Any]) -> None:
    watched, _ = embedded
    send(watched.page, "{type: 'demarc:time', from: '2025-06-16', to: '2025-06-22'}")
    watched.page.wait_for_function("told.some((m) => m.type === 'demarc:time' && m.from === '2025-06-16')")


def test_messages_of_strangers_are_not_heard(embedded: tuple[Watched, Any]) -> None:
    watched, frame = embedded
    watched.page.evaluate("""() => {
      const stranger = document.createElement("iframe");
      document.body.append(stranger);
      const map = "parent.document.querySelector('#map').contentWindow";
      stranger.contentWindow.eval(map + ".postMessage({type: 'demarc:select', id: 'pro-1'}, '*')");
    }""")
    watched.page.wait_for_timeout(300)
    expect(frame.locator(".leaflet-popup")).to_have_count(0)


def test_a_symbol_is_named_for_those_who_do_not_see_it(show: Show) -> None:
    label = marker(show().page, "pro-1").get_attribute("aria-label")
    assert label == "Peaceful protest, 20 Jun 2025, Suva"
