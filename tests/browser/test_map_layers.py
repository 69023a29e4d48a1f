"""Layers of the map: symbols, clusters, arrows, reach, heat, zones, names."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from extract.taxonomy import load_taxonomy
from geo.exporting.symbols import PATHS
from tests.factories import SAKE, SUVA, deployment, incident
from tests.mapping import PLANNED, PROTEST, Show, marker, switch

pytestmark = pytest.mark.browser


def test_switching_an_event_type_off_takes_its_symbols_away(show: Show) -> None:
    page = show().page
    expect(marker(page, "pro-1")).to_be_visible()
    switch(page, "protests").uncheck()
    expect(marker(page, "pro-1")).to_have_count(0)
    expect(page.locator(".dm-shown")).to_have_text("3 of 4 incidents, 1 deployment")


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


def test_too_many_symbols_are_grouped_and_the_legend_says_so(show: Show) -> None:
    places = (replace(SAKE, id=f"p{n}", lat=-50 + n % 50 * 2, lon=-150 + n // 50 * 8) for n in range(1600))
    page = show([incident(id=f"i{n}", place=place) for n, place in enumerate(places)], height=900).page
    switch(page, "clusters").uncheck()
    note = page.locator(".dm-note", has_text="close ones are grouped until you zoom in")
    expect(note).to_be_visible()
    assert page.locator(".leaflet-marker-icon").count() < 1500
    page.evaluate("() => { demarc.map.setView([0, 0], 5, { animate: false }) }")
    expect(note).to_be_hidden()


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


def test_exported_icons_have_the_outlines_of_the_map_s_symbols(show: Show) -> None:
    script = r"""shapes => Object.fromEntries(shapes.map((shape) => [
      shape, Demarc.symbol({ shape, colour: "#000000" }).querySelector("path").getAttribute("d")
        .replace(/\d+\.\d{3,}/g, (long) => Number(long).toFixed(1))]))"""
    assert show().page.evaluate(script, list(PATHS)) == PATHS
    assert {kind.shape for kind in load_taxonomy().event_types} == set(PATHS)
