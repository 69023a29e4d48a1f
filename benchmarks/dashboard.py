"""How fast the dashboard feels: `python benchmarks/dashboard.py [1000 10000 100000]` (numbers of incidents).

A store of made-up articles, the dashboard as a user starts it, a Chromium as a reader opens it. Each row of the table:
the first screen of a new server (numbers, then the map drawn) and of one that has been asked before; a filter chosen,
until numbers and map show it; a symbol clicked, until the panel tells of it; a map dragged and zoomed by the wheel, the
longest time it did not answer; a period chosen on the pages of trends and of deployments, until nothing in them changes
any more; the server's memory at its peak. Seconds are medians; in brackets the server's own processor time, which other
work on the machine does not lengthen.
"""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Frame, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made_up import Crowd
from dashboard import words
from dashboard.sidebar import PRESETS
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.map import load_ground
from geo.store import open_store
from paths import ROOT

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
OPENING_MS = 600_000
PATIENCE_MS = 60_000
TYPES = ("Protests", "Battles", "Riots", "Deployments", "Diplomacy")
"""Filters chosen, one after the other."""
CHART_PAGES = ("trends", "deployments")
CHART = '[class*="st-key-drawn-"] svg'
COUNT = ".d-count h1"
WATCH = """() => {
  window.longest = 0;
  new PerformanceObserver((seen) => {
    for (const task of seen.getEntries()) window.longest = Math.max(window.longest, task.duration);
  }).observe({type: "longtask"});
}"""
DRAWN = """(label) => document.querySelector(`iframe[title="${label}"]`)?.contentDocument?.querySelector(".dm-drawn")"""
CHANGES = """() => {
  window.changed = performance.now();
  const seen = new MutationObserver(() => { window.changed = performance.now(); });
  const drawn = {attributes: true, attributeFilter: ["d", "transform", "opacity", "fill", "fill-opacity"]};
  const page = document.querySelector('[data-testid="stMain"]');
  seen.observe(page, {subtree: true, childList: true, characterData: true, ...drawn});
}"""
"""When anything in the page changed last; a chart redraws by attributes of what it has drawn."""
AT_A_TIME = """() => {
  const facts = demarc.model.incidents.filter((i) => i.place && Demarc.isFact(i));
  const towns = new Map();
  for (const i of facts) if (i.place.precision === 1) towns.set(i.place.n, [...(towns.get(i.place.n) || []), i]);
  const least = [...towns.values()].sort((a, b) => a.length - b.length).slice(0, 40);
  return least.map((here) => [here[0].id, here.length, here[0].place.lat, here[0].place.lon]);
}"""
"""Towns where the fewest incidents lie: the first of these, how many, where. Among 100,000 none lies alone."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the clock, and of the server's processor time."""

    seconds: float
    server: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} ({self.server:.2f})"


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table. Times of the first screen are of its numbers and of its map."""

    incidents: int
    new_server: tuple[Took, Took]
    opened_again: tuple[Took, Took]
    filtered: Took
    clicked: Took
    longest_task_ms: float
    trends: Took
    deployments: Took
    server_mb: float

    def row(self) -> str:
        first, again = (" / ".join(map(str, both)) for both in (self.new_server, self.opened_again))
        told = (f"{self.incidents:,}", first, again, self.filtered, self.clicked)
        pages = f"{self.longest_task_ms:.0f} | {self.trends} | {self.deployments}"
        return f"| {' | '.join(map(str, told))} | {pages} | {self.server_mb:,.0f} |"


HEADER = """\
| incidents | new server: numbers / map, s | opened again: numbers / map, s | filter to redraw, s | click to panel, s \
| longest task of pan and zoom, ms | filter on trends, s | filter on deployments, s | server memory, MB |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""


class Server:
    """The dashboard of a store on a free port."""

    def __init__(self, store: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless=true"]
        self.process = subprocess.Popen(  # noqa: S603
            [*command, "--server.address=127.0.0.1", f"--server.port={self.url.rpartition(':')[2]}"],
            cwd=ROOT,
            env=os.environ | {"DEMARC_STORE": str(store)},
            stdout=subprocess.DEVNULL,
        )

    def processor_seconds(self) -> float:
        """So far, on Linux; elsewhere 0."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return 0.0
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> float:
        """End it; its memory at the peak, in megabytes."""
        self.process.terminate()
        _, _, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = 0
        return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


@contextmanager
def serving(store: Path) -> Iterator[Server]:
    """A server that answers, ended at the last."""
    server = Server(store)
    try:
        _wait_for(f"{server.url}/_stcore/health")
        yield server
    finally:
        if server.process.returncode is None:
            server.stop()


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nothing answers at {address}")


class Stopwatch:
    """Times of what one server and its reader do."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.start()

    def start(self) -> None:
        self.began, self.spent = time.perf_counter(), self.server.processor_seconds()

    def read(self) -> Took:
        return Took(time.perf_counter() - self.began, self.server.processor_seconds() - self.spent)


def fill(path: Path, incidents: int, *, gazetteer: Gazetteer) -> None:
    """A store of articles that tell that many incidents, merged as `cli.py ingest` leaves it."""
    with open_store(str(path)) as store:
        for extraction in Crowd(gazetteer).articles(incidents):
            store.add(extraction)
        store.merged()


def measured(store: Path, browser: Browser) -> Result:
    """A store's row of the table."""
    with serving(store) as server:
        watch = Stopwatch(server)
        new_server = _first_screen(browser, server, watch)[1]
        page, opened_again = _first_screen(browser, server, watch)
        total = int("".join(filter(str.isdigit, page.locator(COUNT).inner_text().partition(" of ")[2])))
        frame = map_frame(page)
        longest = moved(page, frame)
        clicked = median(_clicks(page, frame, watch))
        filtered = median(_filters(page, frame, watch))
        page.context.close()
        trends, deployments = (median(_periods(browser, f"{server.url}/{name}", watch)) for name in CHART_PAGES)
        memory = server.stop()
        return Result(total, new_server, opened_again, filtered, clicked, longest, trends, deployments, memory)


def _first_screen(browser: Browser, server: Server, watch: Stopwatch) -> tuple[Page, tuple[Took, Took]]:
    """A new reader's page, and how long until its numbers and its map stood there."""
    page = _new_page(browser)
    watch.start()
    page.goto(server.url)
    page.locator(COUNT).wait_for()
    numbers = watch.read()
    # Asked from the page: Playwright's own wait hangs if it begins while the frame is being attached.
    page.wait_for_function(DRAWN, arg=words.map.LABEL)
    drawn = watch.read()
    _at_rest(page)
    page.set_default_timeout(PATIENCE_MS)
    return page, (numbers, drawn)


def _new_page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(OPENING_MS)
    return page


def map_frame(page: Page) -> Frame:
    return next(frame for frame in page.frames if frame != page.main_frame)


def _at_rest(page: Page) -> None:
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(500)


def moved(page: Page, frame: Frame) -> float:
    """Drag the map to and fro and zoom it by the wheel: the longest task that kept it from answering, in ms."""
    frame.evaluate(WATCH)
    box = page.locator(f'iframe[title="{words.map.LABEL}"]').bounding_box()
    assert box
    x, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4
    for across in (240, -240, 120):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + across, y + 60, steps=12)
        page.mouse.up()
        page.wait_for_timeout(300)
    for wheel in (-240, -240, -240, 240, 240, 240):
        page.mouse.wheel(0, wheel)
        page.wait_for_timeout(500)
    return float(frame.evaluate("window.longest"))


def _clicks(page: Page, frame: Frame, watch: Stopwatch) -> Iterator[Took]:
    """Symbols clicked until the panel tells of the incident; one that stands for several opens their list first."""
    done = 0
    for incident, here, lat, lon in frame.evaluate(AT_A_TIME):
        frame.evaluate("([lat, lon]) => { demarc.map.setView([lat, lon], 11, {animate: false}) }", [lat, lon])
        page.wait_for_timeout(300)
        symbol = frame.locator(f'.dm-marker[data-incident="{incident}"]' if here == 1 else ".dm-cluster").first
        if not symbol.count():
            continue
        before = page.evaluate("document.querySelector('.d-panel')?.textContent ?? ''")
        if here > 1:
            symbol.click()
            symbol = frame.locator(".dm-popup button").first
        watch.start()
        symbol.click()
        page.wait_for_function(
            "(before) => ![before, undefined].includes(document.querySelector('.d-panel')?.textContent)", arg=before
        )
        yield watch.read()
        _at_rest(page)
        done += 1
        if done == len(TYPES):
            return


def _filters(page: Page, frame: Frame, watch: Stopwatch) -> Iterator[Took]:
    """One event type chosen after the other, each until the numbers and the map show it."""
    for name in TYPES:
        box = page.get_by_role("checkbox", name=re.compile(f"^{name}"))
        count, drawn = page.locator(COUNT).inner_text(), _drawn(frame)
        watch.start()
        box.click()
        page.wait_for_function(f"(before) => document.querySelector('{COUNT}')?.innerText !== before", arg=count)
        frame.wait_for_function("(before) => document.querySelector('.dm-shown').textContent !== before", arg=drawn)
        yield watch.read()
        _at_rest(page)


def _periods(browser: Browser, address: str, watch: Stopwatch) -> Iterator[Took]:
    """One period after the other chosen on a page of charts, each until nothing on the page changes any more."""
    page = _new_page(browser)
    page.goto(address)
    page.locator(CHART).first.wait_for()
    _at_rest(page)
    page.set_default_timeout(PATIENCE_MS)
    page.evaluate(CHANGES)
    for days in PRESETS:
        pill = page.get_by_role("radio", name=words.filters.PERIOD_LAST.format(days=days))
        count = page.locator(COUNT).inner_text()
        watch.start()
        clicked = page.evaluate("performance.now()")
        pill.click()
        page.wait_for_function(f"(before) => document.querySelector('{COUNT}')?.innerText !== before", arg=count)
        _at_rest(page)
        yield Took((page.evaluate("window.changed") - clicked) / 1e3, watch.read().server)
    page.context.close()


def _drawn(frame: Frame) -> str | None:
    return frame.locator(".dm-shown").text_content()


def median(times: Iterator[Took]) -> Took:
    found = list(times)
    pick: Callable[[str], float] = lambda name: statistics.median(getattr(took, name) for took in found)  # noqa: E731
    return Took(pick("seconds"), pick("server"))


def results(sizes: Sequence[int]) -> Iterator[Result]:
    """A row a size; stores, servers and browser are gone afterwards."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright, open_gazetteer() as gazetteer:
        load_ground(gazetteer=gazetteer)  # built once a machine, which is set-up's time
        for size in sizes:
            store = Path(folder) / f"{size}.sqlite"
            fill(store, size, gazetteer=gazetteer)
            # A browser of its own for each size, so that none inherits the other's memory.
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
            yield measured(store, browser)
            browser.close()


def main(sizes: Sequence[int]) -> None:
    print(HEADER)
    for result in results(sizes):
        print(result.row(), flush=True)
    print(f"\nLoad of the machine (1, 5, 15 minutes): {os.getloadavg()}, {os.cpu_count()} processors")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or (1_000, 10_000, 100_000))
