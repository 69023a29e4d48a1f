"""What opens behind a symbol, and lists of what has none."""

import pytest
from playwright.sync_api import expect

from tests.factories import SUVA, day, deployment, incident
from tests.mapping import SENTENCE, Show, marker

pytestmark = pytest.mark.browser


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


def test_the_popup_says_what_analysts_corrected(show: Show) -> None:
    lines = ("place set to Goma, Nord Kivu, CD (was Gomba, CD) by Ann on 2025-03-14", "accepted by Ben on 2025-03-15")
    page = show([incident(history=lines), incident(id="other", place=SUVA)]).page
    marker(page, "inc-0001").click()
    told = page.locator(".leaflet-popup .dm-row", has_text="Corrections")
    expect(told.locator("li")).to_have_text(lines)
    page.keyboard.press("Escape")
    marker(page, "other").click()
    expect(page.locator(".leaflet-popup .dm-facts")).to_have_count(1)  # the one before fades out
    expect(told).to_have_count(0)


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
