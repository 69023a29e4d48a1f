"""The map inside another page, and the messages between the two."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.map_view import mask
from geo.map import map_data
from tests.browsing import OpenPage, Watched
from tests.mapping import PROTEST, SOME, Shapes, page_of

pytestmark = pytest.mark.browser


@pytest.fixture
def embedded(open_page: OpenPage, tmp_path: Path) -> tuple[Watched, Any]:
    """The page inside another one that keeps what it is told."""
    return embed(page_of(SOME), open_page, tmp_path)


@pytest.fixture
def without_evidence(open_page: OpenPage, tmp_path: Path) -> tuple[Watched, Any]:
    """The same page made without the sentences."""
    return embed(page_of(SOME, evidence=False), open_page, tmp_path)


def embed(html: str, open_page: OpenPage, tmp_path: Path) -> tuple[Watched, Any]:
    (tmp_path / "inner.html").write_text(html, encoding="utf-8")
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


def bits(*numbers: int) -> str:
    """A mask of `SOME` with those incidents set."""
    return mask([n in numbers for n in range(len(SOME))])


def test_a_mask_shows_the_incidents_whose_bits_are_set(embedded: tuple[Watched, Any]) -> None:
    watched, frame = embedded
    send(watched.page, f"{{type: 'demarc:show', mask: '{bits(1, 3)}', of: {len(SOME)}}}")
    expect(frame.locator(".dm-shown")).to_have_text("2 incidents, 0 deployments")
    expect(frame.locator(".dm-marker")).to_have_count(2)


def test_a_mask_for_other_data_changes_nothing(embedded: tuple[Watched, Any]) -> None:
    watched, frame = embedded
    send(watched.page, f"{{type: 'demarc:show', mask: '{bits(1)}', of: {len(SOME) + 1}}}")
    send(watched.page, "{type: 'demarc:select', id: 'pro-1'}")
    expect(frame.locator(".leaflet-popup")).to_have_count(1)
    expect(frame.locator(".dm-shown")).to_have_text("4 incidents, 1 deployment")


def test_an_open_incident_stays_open_while_it_is_shown(embedded: tuple[Watched, Any]) -> None:
    watched, frame = embedded
    send(watched.page, "{type: 'demarc:select', id: 'pro-1'}")
    expect(frame.locator(".leaflet-popup")).to_have_count(1)
    watched.page.frames[1].evaluate("() => { document.querySelector('.leaflet-popup').kept = true }")
    send(watched.page, f"{{type: 'demarc:show', mask: '{bits(1, 2)}', of: {len(SOME)}}}")
    expect(frame.locator(".dm-shown")).to_have_text("1 incident, 1 deployment")
    assert watched.page.frames[1].evaluate("document.querySelector('.leaflet-popup').kept") is True
    send(watched.page, f"{{type: 'demarc:show', mask: '{bits(2)}', of: {len(SOME)}}}")
    expect(frame.locator(".leaflet-popup")).to_have_count(0)


def test_sentences_that_come_later_fill_the_open_card(without_evidence: tuple[Watched, Any]) -> None:
    watched, frame = without_evidence
    send(watched.page, "{type: 'demarc:select', id: 'pro-1'}")
    expect(frame.locator(".dm-awaited")).to_have_count(1)
    data = json.dumps(map_data([PROTEST], gazetteer=Shapes()))
    send(watched.page, f"{{type: 'demarc:evidence', data: {data}}}")
    expect(frame.locator(".leaflet-popup mark")).to_have_text("Thousands marched in Suva.")
    expect(frame.locator(".leaflet-popup h2")).to_be_focused()


def test_sentences_that_came_are_there_when_the_incident_is_opened_again(without_evidence: tuple[Watched, Any]) -> None:
    watched, frame = without_evidence
    send(watched.page, f"{{type: 'demarc:evidence', data: {json.dumps(map_data([PROTEST], gazetteer=Shapes()))}}}")
    send(watched.page, "{type: 'demarc:select', id: 'pro-1'}")
    expect(frame.locator(".leaflet-popup mark")).to_have_text("Thousands marched in Suva.")
