"""Map pages in a real browser."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from playwright.sync_api import expect

from geo.types import Incident
from tests.browsing import OpenPage, Watched
from tests.mapping import SOME, Show, page_of


@pytest.fixture
def show(open_page: OpenPage, tmp_path: Path) -> Show:
    """Open the exported page of some incidents from a file; `page` has further arguments of `page_of`."""

    def show_(
        incidents: Sequence[Incident] = SOME, *, page: Mapping[str, Any] = MappingProxyType({}), **window: Any
    ) -> Watched:
        file = tmp_path / "map.html"
        file.write_text(page_of(incidents, title="Kivu and Suva", **page), encoding="utf-8")
        watched = open_page(**window)
        watched.page.goto(file.as_uri())
        expect(watched.page.locator(".dm-drawn")).to_be_visible()
        return watched

    return show_
