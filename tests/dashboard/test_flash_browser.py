"""What a reader's eye meets between two pages: no bright moment on a dark screen, no dark one on a light screen."""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browsing import OpenPage
from tests.dashboard.conftest import Dashboard

pytestmark = pytest.mark.browser
PAGES = ("review", "", "deployments", "trends", "")
"""Their addresses, in the order they are visited."""


@contextmanager
def brightness(page: Page) -> Iterator[list[np.ndarray[Any, Any]]]:
    """The grey values (0 to 255) of every picture the browser shows meanwhile."""
    seen: list[np.ndarray[Any, Any]] = []
    session = page.context.new_cdp_session(page)

    def look(picture: dict[str, Any]) -> None:
        seen.append(np.asarray(Image.open(io.BytesIO(base64.b64decode(picture["data"]))).convert("L")))
        session.send("Page.screencastFrameAck", {"sessionId": picture["sessionId"]})

    session.on("Page.screencastFrame", look)
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 40, "maxWidth": 640, "maxHeight": 400})
    yield seen
    session.send("Page.stopScreencast")


def drawn(page: Page) -> None:
    expect(page.frame_locator("iframe").locator(".dm-drawn")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_no_page_and_no_map_flashes_while_it_is_made(open_page: OpenPage, dashboard: Dashboard, dark: bool) -> None:
    page = open_page(allowed=(dashboard.url,), dark=dark).page
    with brightness(page) as seen:
        page.goto(dashboard.url)
        drawn(page)
        for name in PAGES:
            page.locator(f'[data-testid="stTopNavLink"][href$="/{name}"]').click()
            page.wait_for_timeout(2_000)
        drawn(page)
    wrong = [float((one > 180).mean() if dark else (one < 75).mean()) for one in seen]
    assert len(wrong) > 20
    assert max(wrong) < 0.05, f"{max(wrong):.0%} of the screen"
