"""A real browser for tests, with every request to the outside blocked and counted."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browsing import OpenPage, Watched, watch

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing(what: str) -> NoReturn:
    """Skip a test for want of a component; fail it where everything should be there (CI=true)."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"{what} is missing, and CI=true says nothing may be")
    pytest.skip(f"{what} is missing")


def _launch(playwright: Playwright) -> Browser | None:
    """A Chromium or Chrome of this machine, else Playwright's own, else None."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and not Path(playwright.chromium.executable_path).exists():
        return None
    return playwright.chromium.launch(executable_path=found, args=list(FLAGS))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each test opens its own page in it."""
    with sync_playwright() as playwright:
        browser = _launch(playwright)
        if browser is None:
            missing("Chromium (none of " + ", ".join(BROWSERS) + " on the PATH, and none of Playwright's)")
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Pages whose requests to the outside are blocked and counted in `Watched.outside`."""
    contexts = []

    def open_(
        *, width: int = 1280, height: int = 800, dark: bool = False, allowed: tuple[str, ...] = (), touch: bool = False
    ) -> Watched:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            service_workers="block",
        )
        contexts.append(context)
        return watch(context.new_page(), allowed=allowed)

    yield open_
    for context in contexts:
        context.close()
