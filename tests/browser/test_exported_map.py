"""The exported page in a real browser, with the network cut: what it asks, tells and gives away."""

from pathlib import Path

import PIL.Image
import pytest
from playwright.sync_api import Page, expect

from geo.map import Options, Theme
from geo.map_payload import Beside
from tests.browsing import OpenPage
from tests.factories import CONGO, evidence, incident, undated, unplaced
from tests.mapping import PROTEST, SENTENCE, Show, marker, switch

pytestmark = pytest.mark.browser


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


HOSTILE = '<img src=x onerror=window.hacked=1></script><script>window.hacked=1</script>"\' onmouseover="window.hacked=1'


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


def test_hostile_text_is_shown_and_never_run(show: Show) -> None:
    bad = incident(
        attribution=HOSTILE,
        sub_event_type=HOSTILE,
        evidence=(evidence(sentence=HOSTILE, before=HOSTILE, title=HOSTILE, url="javascript:window.hacked=1"),),
        disagreements=(HOSTILE,),
        history=(HOSTILE,),
    )
    watched = show([bad])
    marker(watched.page, "inc-0001").hover()
    marker(watched.page, "inc-0001").click()
    expect(watched.page.locator(".leaflet-popup mark")).to_have_text(HOSTILE)
    expect(watched.page.locator(".dm-source a")).to_have_count(0)
    expect(watched.page.locator(".dm-page img")).to_have_count(0)
    assert watched.page.evaluate("window.hacked") is None
    assert watched.outside == []


def test_an_empty_map_says_what_to_do(show: Show) -> None:
    page = show([]).page
    expect(page.locator(".dm-empty-note")).to_have_text(
        "This map has no incidents. Change the filters, or add articles."
    )


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
        told = picture.text  # type: ignore[attr-defined]
        colours = {colour for _, colour in picture.convert("RGB").getcolors(2**24) or []}
    orange, blue = (0xE8, 0x71, 0x0A), (0x2A, 0x7F, 0xBA)
    assert {orange, blue} <= colours, "both symbols are in the picture"
    assert told["Title"] == "Kivu and Suva"
    assert told["Description"].startswith("All incidents. All dates: 10 Mar 2025 to 22 Jun 2025. 2 incidents")
    assert "GeoNames (CC BY 4.0)" in told["Source"]
    assert watched.outside == []


def test_packed_data_opens(show: Show) -> None:
    many = [incident(id=f"i{n}", evidence=(evidence(document_id=f"d{n}", title=f"{n} " * 90),)) for n in range(5000)]
    watched = show(many)
    expect(watched.page.locator(".dm-shown")).to_have_text("5,000 incidents, 0 deployments")
    assert watched.errors == []


KIVU = ((((28.0, -3.0), (30.5, -3.0), (30.5, 0.5), (28.0, 0.5), (28.0, -3.0)),),)
"""Coordinates of a MultiPolygon around Goma."""
AREA_COLOUR = (0xB3, 0x00, 0x6B)


def test_the_area_asked_for_is_outlined_and_told_without_a_request(show: Show) -> None:
    watched = show([incident()], page={"options": Options(areas=[KIVU])})
    expect(watched.page.locator("path.dm-area")).to_have_count(1)
    expect(watched.page.locator(".dm-area-note")).to_have_text("Area asked for: what lies outside is left out")
    drawn = watched.page.evaluate(
        "() => { const b = demarc.asked.getBounds(); return demarc.map.getBounds().contains(b) }"
    )
    assert drawn, "the whole outline is in the first view"
    assert watched.outside == []
    assert watched.errors == []


def test_a_page_of_no_area_speaks_of_none_and_offers_no_drawing(show: Show) -> None:
    page = show().page
    expect(page.locator("path.dm-area")).to_have_count(0)
    expect(page.locator(".dm-area-note")).to_have_count(0)
    expect(page.locator(".dm-area-box")).to_have_count(0)


def test_a_picture_has_the_area_s_outline(show: Show, tmp_path: Path) -> None:
    page = show([incident()], page={"options": Options(areas=[KIVU], theme=Theme.LIGHT)}).page
    with page.expect_download() as download:
        page.locator(".dm-picture").click()
    download.value.save_as(tmp_path / "picture.png")
    with PIL.Image.open(tmp_path / "picture.png") as picture:
        assert AREA_COLOUR in {colour for _, colour in picture.convert("RGB").getcolors(2**24) or []}


def test_what_filters_cannot_judge_is_listed_and_neither_drawn_nor_counted(show: Show) -> None:
    beside = Beside(lacking=[undated(id="und-1"), unplaced()], too_wide=[incident(id="wide-1", place=CONGO)])
    page = show([incident()], page={"beside": beside}).page
    expect(page.locator(".dm-shown")).to_have_text("1 incident, 0 deployments")
    expect(page.locator(".dm-marker")).to_have_count(1)
    expect(marker(page, "inc-0001")).to_be_visible()
    for name, told in (("unplaced", "1 without a place"), ("undated", "1 undated"), ("wide", "1 perhaps in the area")):
        chip = page.locator(f".dm-open-{name}")
        expect(chip).to_have_text(told)
        chip.click()
        page.locator(".dm-side .dm-item").click()
        expect(page.locator(".dm-side mark")).to_have_text(SENTENCE)
        expect(page.locator(".leaflet-popup")).to_have_count(0)


def test_a_window_of_days_holds_for_what_is_listed_beside(show: Show) -> None:
    page = show([incident(), PROTEST], page={"beside": Beside(lacking=[unplaced()])}).page
    expect(page.locator(".dm-open-unplaced")).to_be_visible()
    page.evaluate("demarc.setTime('2025-06-01', '2025-06-30')")
    expect(page.locator(".dm-open-unplaced")).to_be_hidden()
