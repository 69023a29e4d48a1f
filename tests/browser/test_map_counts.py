"""What the map counts is what it draws, whatever is filtered, switched and brushed, and however much there is."""

import base64
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from extract.taxonomy import load_taxonomy
from extract.types import Modality, TimePrecision, TimeSpan
from geo.types import Incident
from tests.factories import GOMA, SAKE, deployment, incident, undated, unplaced
from tests.mapping import Show, switch

pytestmark = pytest.mark.browser
TYPES = [kind.name for kind in load_taxonomy().event_types]
FIRST = date(2024, 1, 1)

DRAWN = """() => {
  const number = (node) => Number(node.textContent.replaceAll(",", ""));
  const sum = (nodes, value) => [...nodes].reduce((total, node) => total + value(node), 0);
  const { incidents, edges, model, from, to } = demarc.timeline;
  const bars = incidents ? Demarc.bars(incidents, edges, model.types.length) : [];
  return {
    symbols: document.querySelectorAll(".dm-marker").length,
    grouped: sum(document.querySelectorAll(".dm-cluster"), (node) => Number(node.dataset.count)),
    legend: sum(document.querySelectorAll(".dm-switch .dm-count"), number),
    bars: Math.round(bars.reduce((total, bar) => total + bar.wide + bar.sure.reduce((a, b) => a + b, 0), 0)),
    told: document.querySelector(".dm-shown").textContent.match(/[\\d,]+/g).map((n) => Number(n.replaceAll(",", ""))),
    unplaced: demarc.side.lists.unplaced.length,
    window: [Demarc.iso(from), Demarc.iso(to)],
  };
}"""


def many(number: int, *, seed: int = 1, places: int = 60) -> list[Incident]:
    """Incidents of all types and modalities at a few places; some without a place, some without a date."""
    chance = random.Random(seed)
    towns = [
        replace(GOMA, id=f"p{n}", name=f"Town {n}", lat=chance.uniform(-60, 70), lon=chance.uniform(-179, 179))
        for n in range(places)
    ]
    towns.append(replace(SAKE, id="other", lat=towns[0].lat, lon=towns[0].lon))  # two places at one spot
    found = []
    for n in range(number):
        first = FIRST + timedelta(days=chance.randrange(400))
        span = TimeSpan(first, first + timedelta(days=chance.choice([0, 0, 0, 9])), TimePrecision.DAY)
        changes: dict[str, Any] = {"id": f"i{n}", "modality": chance.choice([Modality.ASSERTED] * 3 + list(Modality))}
        kind = chance.choice([incident, incident, incident, deployment, undated, unplaced])
        if kind is not undated:
            changes["date"] = span
        if kind is not unplaced:
            changes["place"] = chance.choice(towns)
        if kind is incident:
            changes["event_type"] = chance.choice(TYPES)
        found.append(kind(**changes))
    return found


def bits(chosen: Sequence[bool]) -> str:
    """The mask of `demarc:show`: eight bits a byte, lowest first, in base64."""
    numbers = bytearray((len(chosen) + 7) // 8)
    for n, yes in enumerate(chosen):
        numbers[n >> 3] |= yes << (n & 7)
    return base64.b64encode(bytes(numbers)).decode()


def whole_world(page: Page) -> None:
    page.evaluate("() => { demarc.map.setView([20, 0], 1, { animate: false }) }")


def in_window(one: Incident, window: tuple[str, str]) -> bool:
    return one.date is None or (one.date.start.isoformat() <= window[1] and one.date.end.isoformat() >= window[0])


def test_what_is_counted_is_what_is_drawn(show: Show) -> None:
    """For any mask and any window: symbols, clusters, legend, words and list agree with the incidents themselves."""
    incidents = many(300)
    page = show(incidents).page
    whole_world(page)

    @settings(max_examples=25, deadline=None)
    @given(
        st.sampled_from([0.02, 0.3, 0.9]),
        st.integers(0, 2**32),
        st.integers(0, 400),
        st.integers(0, 200),
        st.booleans(),
    )
    def agrees(share: float, seed: int, day: int, days: int, grouped: bool) -> None:
        chance = random.Random(seed)
        chosen = [chance.random() < share for _ in incidents]
        page.evaluate(f"demarc.showMask('{bits(chosen)}', {len(incidents)})")
        first = FIRST + timedelta(days=day)
        page.evaluate(f"demarc.timeline.any && demarc.setTime('{first}', '{first + timedelta(days=days)}')")
        switch(page, "clusters").set_checked(grouped)
        seen = page.evaluate(DRAWN)
        passing = [one for one, yes in zip(incidents, chosen, strict=True) if yes]
        shown = [one for one in passing if in_window(one, seen["window"])]
        facts = [one for one in shown if one.modality is Modality.ASSERTED]
        placed = [one for one in shown if hasattr(one.place, "lat")]
        moves = sum(one.event_type == "Deployments" for one in facts)
        assert seen["symbols"] + seen["grouped"] == len(placed)
        assert seen["unplaced"] == len(shown) - len(placed)
        assert seen["legend"] == len(shown)
        assert seen["told"][0] == len(facts) - moves
        assert seen["bars"] == sum(one.date is not None for one in passing)

    agrees()


def test_what_stands_at_one_spot_is_one_stack_though_its_places_differ(show: Show) -> None:
    """A town and "near" that town share their coordinates."""
    page = show([incident(id="a"), incident(id="b", place=replace(GOMA, id="near", radius_km=30.0))]).page
    expect(page.locator(".dm-cluster")).to_have_attribute("aria-label", "2 incidents at Goma. Open the list.")


def test_the_list_of_a_spot_holds_what_the_window_lets_through(show: Show) -> None:
    page = show([one for one in many(40, places=1) if one.place is not None]).page
    page.evaluate("demarc.setTime('2024-03-01', '2024-06-30')")
    stack = page.locator(".dm-cluster").first
    count = int(stack.get_attribute("data-count") or 0)
    stack.click()
    expect(page.locator(".leaflet-popup .dm-item")).to_have_count(count)


def test_numbers_are_written_as_the_browser_writes_english(show: Show) -> None:
    numbers = [0, 7, 999, 1000, 12_345, 999_999, 1_000_000, -4321, 7.5, 1234.5]
    own, browser = (
        show([]).page.evaluate(f"(numbers) => numbers.map({write})", numbers)
        for write in ("Demarc.number", "(n) => new Intl.NumberFormat('en').format(n)")
    )
    assert own == browser


@pytest.mark.slow
def test_what_is_too_much_to_draw_is_said_and_the_counts_agree_all_the_same(show: Show) -> None:
    page = show(many(30_000, places=3000)).page
    flows = page.evaluate("Demarc.flows(demarc.chosen.moves).length")
    expect(page.locator(".dm-note", has_text="The 300 largest are drawn")).to_contain_text(f"; {flows - 300:,} more")
    whole_world(page)
    switch(page, "clusters").uncheck()
    expect(page.locator(".dm-note", has_text="More than 1,500 symbols are in view")).to_be_visible()
    seen = page.evaluate(DRAWN)
    assert seen["symbols"] < 1500
    assert seen["symbols"] + seen["grouped"] == page.evaluate(
        "() => demarc.model.incidents.filter((i) => i.place && Demarc.isFact(i)).length"
    )
    page.locator(".dm-open-unplaced").click()
    expect(page.locator(".dm-side .dm-note").last).to_contain_text(f"and {seen['unplaced'] - 500:,} more")
