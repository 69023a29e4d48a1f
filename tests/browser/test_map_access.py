"""The map by keyboard, on a phone, in light and dark, and as axe judges it."""

import pytest
from playwright.sync_api import expect

from tests.axe import serious
from tests.factories import SAKE, deployment, incident, undated
from tests.mapping import Show, marker

pytestmark = pytest.mark.browser


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


def test_colours_follow_the_device_and_can_be_chosen(show: Show) -> None:
    page = show(dark=True).page
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.querySelector('.leaflet-container')).backgroundColor")
    page.locator(".dm-theme select").select_option("light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate("getComputedStyle(document.querySelector('.leaflet-container')).backgroundColor") != dark


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_serious_violation(show: Show, dark: bool, width: int) -> None:
    page = show(dark=dark, width=width).page
    page.locator(".dm-panel").evaluate("node => { node.open = true }")
    page.evaluate("demarc.select('inc-0001')")
    page.wait_for_timeout(400)
    assert serious(page) == []


def test_a_symbol_is_named_for_those_who_do_not_see_it(show: Show) -> None:
    label = marker(show().page, "pro-1").get_attribute("aria-label")
    assert label == "Peaceful protest, 20 Jun 2025, Suva"
