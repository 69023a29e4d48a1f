"""The map page as a reader has it before them, for browser tests."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, FrameLocator, Locator, Page, expect

from dashboard import words
from geo.store import open_store
from tests.browsing import OpenPage, Watched
from tests.dashboard.conftest import Dashboard

PLACED_FACTS = 6
"""Dots of `reports()`: facts with a place."""


@dataclass
class Shown:
    """The dashboard as a reader has it before them."""

    watched: Watched

    @property
    def page(self) -> Page:
        return self.watched.page

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator(f'iframe[title="{words.map.LABEL}"]')

    @property
    def map_frame(self) -> Frame:
        return next(frame for frame in self.page.frames if frame != self.page.main_frame)

    @property
    def dots(self) -> Locator:
        return self.map.locator(".dm-marker")

    @property
    def popup(self) -> Locator:
        """The newest popup: one that closes fades for a moment beside it."""
        return self.map.locator(".leaflet-popup").last

    @property
    def panel(self) -> Locator:
        return self.page.locator(".d-panel")

    def dot(self, document_id: str, store: Path) -> Locator:
        return self.map.locator(f'.dm-marker[data-incident="{incident_id(store, document_id)}"]')

    def settled(self) -> None:
        """Wait until the page's script has run."""
        expect(self.page.locator('[data-testid="stApp"]')).to_have_attribute("data-test-script-state", "notRunning")

    def tick(self, name: str) -> None:
        """Tick a line of a filter's list by its beginning."""
        self.page.get_by_role("checkbox", name=re.compile(f"^{name}")).first.click()

    def count(self, said: str) -> None:
        expect(self.page.locator(".d-count h1")).to_have_text(said)


def incident_id(store: Path, document_id: str) -> str:
    with open_store(str(store)) as opened:
        return next(one.id for one in opened.incidents() if one.evidence[0].document_id == document_id)


def show(open_page: OpenPage, dashboard: Dashboard, address: str = "", **how: Any) -> Shown:
    shown = Shown(open_page(allowed=(dashboard.url,), **{"width": 1400, "height": 900, **how}))
    shown.page.goto(dashboard.url + address)
    expect(shown.map.locator(".dm-drawn")).to_be_visible(timeout=60_000)
    shown.settled()
    return shown
