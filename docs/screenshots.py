"""Make the pictures of docs/images from the running dashboard: `python docs/screenshots.py`.

Reads data/sample into a store of its own, so that the pictures show what a new user sees.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dashboard import words
from extract.read import read
from extract.types import Document, Modality
from geo.store import Store, open_store
from geo.types import Incident, Place
from paths import ROOT
from pipeline import extract, load_tools

IMAGES = ROOT / "docs" / "images"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
ARTICLE = """Harbour Gazette, 3 June 2025

Drone boats struck two fuel depots near Odesa on Monday night, killing three dock workers and injuring at least nine, \
the regional governor said.

In Warsaw, several hundred people marched peacefully on Tuesday against the attack. A second shipment of air-defence \
missiles will arrive in Ukraine next week, the prime minister said.
"""


def main() -> None:
    """Write a picture of every page, and of the map in the dark and on a phone."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "sample.sqlite"
        with open_store(str(path)) as store:
            fill(store)
            opened = strongest_deployment(store.incidents())
        with serving(path) as url:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
            address = f"{url}/?incident={opened.id}"
            shot(without_popup(map_page(browser, address, 1440, 900, dark=False), opened), "dashboard")
            shot(map_page(browser, address, 1440, 900, dark=True), "dashboard-dark")
            shot(map_page(browser, address, 390, 844, dark=False), "dashboard-phone")
            shot(charts_page(browser, f"{url}/deployments", 1440, 1650), "deployments")
            shot(charts_page(browser, f"{url}/trends?from=2024-09-01&to=2025-05-31", 1440, 1250), "trends")
            shot(add_page(browser, f"{url}/add"), "add")
            shot(review_page(browser, f"{url}/review"), "review")
            browser.close()


def fill(store: Store) -> None:
    """The sample articles, read and stored."""
    documents = (one for one in read([str(ROOT / "data" / "sample")]) if isinstance(one, Document))
    for extraction in extract(documents, tools=load_tools()):
        store.add(extraction)


def strongest_deployment(incidents: list[Incident]) -> Incident:
    """The deployment of most troops with both ends on the map, told as a fact."""
    facts = [one for one in incidents if one.is_deployment and one.modality is Modality.ASSERTED]
    drawn = [one for one in facts if one.located and isinstance(one.origin, Place)]
    return max(drawn, key=lambda one: (one.counts.troops and one.counts.troops.best) or 0)


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """The dashboard on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless=true"]
    process = subprocess.Popen(  # noqa: S603
        [*command, "--server.address=127.0.0.1", f"--server.port={port}"],
        cwd=ROOT,
        env=os.environ | {"DEMARC_ANALYST": "Jo Analyst", "DEMARC_STORE": str(store)},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/_stcore/health")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str) -> None:
    """Until a starting server answers, a minute at most."""
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"nothing answers at {address}")


def map_page(browser: Browser, url: str, width: int, height: int, *, dark: bool) -> Page:
    """The map with an incident opened."""
    page = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", device_scale_factor=2
    ).new_page()
    page.goto(url)
    wait_in_map(page, words.map.LABEL, ".leaflet-popup")
    return page


def wait_in_map(page: Page, label: str, selector: str) -> None:
    """Until a map shows it. Asked from the page: Playwright's own wait hangs if it begins while the frame is made."""
    script = """([label, selector]) =>
        document.querySelector(`iframe[title="${label}"]`)?.contentDocument?.querySelector(selector)"""
    page.wait_for_function(script, arg=[label, selector], timeout=120_000)


def charts_page(browser: Browser, url: str, width: int, height: int) -> Page:
    """A page with charts, once they are drawn."""
    page = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=2).new_page()
    page.goto(url)
    page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for(
        timeout=120_000
    )
    return page


def without_popup(page: Page, opened: Incident) -> Page:
    """The whole way of a deployment on the map, its incident in the panel alone."""
    frame = next(one for one in page.frames if one != page.main_frame)
    ends = [[place.lat, place.lon] for place in (opened.place, opened.origin) if isinstance(place, Place)]
    frame.evaluate(
        "(ends) => { demarc.map.closePopup(); demarc.map.fitBounds(ends, {padding: [90, 90], animate: false}); }", ends
    )
    return page


def add_page(browser: Browser, url: str) -> Page:
    """What was found in an article, before it is stored."""
    page = browser.new_context(viewport={"width": 1440, "height": 1100}, device_scale_factor=2).new_page()
    page.goto(url)
    page.get_by_label(words.add.PASTE_LABEL).fill(ARTICLE)
    page.get_by_role("button", name=words.add.READ, exact=True).click()
    wait_in_map(page, words.add.PREVIEW_MAP_LABEL, ".dm-drawn")
    return page


def review_page(browser: Browser, url: str) -> Page:
    """An incident whose place is in doubt, with its candidates on the map."""
    page = browser.new_context(viewport={"width": 1440, "height": 1200}, device_scale_factor=2).new_page()
    page.goto(url)
    page.get_by_role("button", name=words.review.REASONS["place in doubt"]).click()
    wait_in_map(page, words.review.PICK_MAP_LABEL, ".dm-pin")
    return page


def shot(page: Page, name: str) -> None:
    """A picture of what the page shows once it is at rest."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(2_000)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    # 256 colours are enough for an interface and a third of the bytes of a repository's pictures.
    picture.quantize(256, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
