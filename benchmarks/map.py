"""Size and speed of the map page: `python benchmarks/map.py [1000 10000 100000]`.

Incidents are merged from made-up articles (`benchmarks.made_up`), whose sentences and context are as long as news has
them; a table's rows say how many came of as many as were asked for. Measured is the page the dashboard shows, without
sentences, and of the exported one, with them, what it costs to make. All times are processor time: of Python, and of
the page's main thread in a Chromium that draws without a graphics card; other work on the machine
hardly lengthens them.
"""

import base64
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made_up import Crowd
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.incidents import merge
from geo.map import Options, Part, render_html
from geo.types import Incident

MADE = datetime(2026, 1, 1, tzinfo=UTC)
EMBEDDED = Options(without=frozenset({Part.BAR, Part.FOOT}))
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
HEADER = """\
| incidents | made, s | MB | made with sentences, s | MB | first drawn, s | heap, MB | filter, ms | brush, ms \
| play, ms | pan, zoom, ms | popup, ms |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""
"""Brush, play, pan and zoom tell the longest task, which is the longest that the page did not answer."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one number of incidents costs: seconds, megabytes (10^6 bytes), milliseconds."""

    incidents: int
    made: tuple[float, float]
    made_with_sentences: tuple[float, float]
    drawn_s: float
    heap_mb: float
    filter_ms: float
    brush_ms: float
    play_ms: float
    move_ms: float
    popup_ms: float

    def __str__(self) -> str:
        sizes = (f"{value:.1f}" for value in (*self.made, *self.made_with_sentences, self.drawn_s))
        whole = (self.heap_mb, self.filter_ms, self.brush_ms, self.play_ms, self.move_ms, self.popup_ms)
        return f"| {self.incidents:,} | {' | '.join((*sizes, *(f'{value:.0f}' for value in whole)))} |"


@contextmanager
def tasks(browser: Browser, page: Page) -> Iterator[list[float]]:
    """Processor milliseconds of each task of the page's main thread meanwhile, and until it rests."""
    found = [0.0]
    browser.start_tracing(page=page, categories=TRACED)
    yield found
    page.wait_for_timeout(700)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    named = (event for event in events if event.get("name") == "thread_name")
    main = {(event["pid"], event["tid"]) for event in named if event["args"]["name"] == "CrRendererMain"}
    runs = (event for event in events if event.get("name") == "RunTask" and (event["pid"], event["tid"]) in main)
    found += [event.get("tdur", event.get("dur", 0)) / 1000 for event in runs]


def made(incidents: Sequence[Incident], gazetteer: Gazetteer, *, evidence: bool) -> tuple[str, tuple[float, float]]:
    """A page, the processor seconds it took to make and its megabytes."""
    began = time.process_time()
    html = render_html(incidents, gazetteer=gazetteer, made=MADE, options=EMBEDDED, evidence=evidence)
    return html, (time.process_time() - began, len(html.encode()) / 1e6)


def measured(incidents: Sequence[Incident], *, gazetteer: Gazetteer, browser: Browser) -> Row:
    """A row of the table."""
    html, alone = made(incidents, gazetteer, evidence=False)
    with_sentences = made(incidents, gazetteer, evidence=True)[1]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "map.html"
        file.write_text(html, encoding="utf-8")
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        with tasks(browser, page) as first:
            page.goto(file.as_uri(), wait_until="commit")
            page.wait_for_selector(".dm-drawn", timeout=120_000)
        row = Row(len(incidents), alone, with_sentences, sum(first) / 1000, heap_mb(page), *acted(browser, page))
        page.close()
    return row


def heap_mb(page: Page) -> float:
    """What the page's scripts hold."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "JSHeapUsedSize") / 1e6


def acted(browser: Browser, page: Page) -> Iterator[float]:
    """Milliseconds of a filter, the longest task of brush, play, pan and zoom, and of a popup."""
    count = int(page.evaluate("demarc.model.held.length"))
    half = base64.b64encode(random.Random(1).randbytes((count + 7) // 8)).decode()  # noqa: S311 - not for secrets
    with tasks(browser, page) as filtered:
        page.evaluate(f"() => {{ demarc.showMask('{half}', {count}) }}")
    yield sum(filtered)
    page.evaluate("() => { demarc.showOnly(null) }")
    for act in (brush, play, move):
        with tasks(browser, page) as longest:
            act(page)
        yield max(longest)
    with tasks(browser, page) as opened:
        page.evaluate("() => { demarc.select(demarc.chosen.facts.list[0].id) }")
        page.locator(".leaflet-popup").wait_for()
    yield sum(opened)


def brush(page: Page) -> None:
    """Drag over the bars, and give all dates back."""
    box = page.locator(".dm-stage").bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 30, steps=40)
    page.mouse.up()


def play(page: Page) -> None:
    """Two seconds at the highest speed, and all dates again."""
    page.evaluate("() => { demarc.timeline.reset(); demarc.timeline.speed = 2; demarc.timeline.play() }")
    page.wait_for_timeout(2000)
    page.evaluate("() => { demarc.timeline.reset() }")


def move(page: Page) -> None:
    """Drag the map to and fro, turn the wheel in and out."""
    for across in (240, -240):
        page.mouse.move(500, 350)
        page.mouse.down()
        page.mouse.move(500 + across, 390, steps=12)
        page.mouse.up()
        page.wait_for_timeout(300)
    for wheel in (-240, -240, 240, 240):
        page.mouse.wheel(0, wheel)
        page.wait_for_timeout(500)


def main(sizes: Sequence[int]) -> None:
    print(HEADER)
    with open_gazetteer() as gazetteer, sync_playwright() as playwright:
        render_html([], gazetteer=gazetteer, made=MADE)  # the ground, built once a machine
        for size in sizes:
            incidents = merge(Crowd(gazetteer).articles(size))
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            print(measured(incidents, gazetteer=gazetteer, browser=browser), flush=True)
            browser.close()
    print(f"\nLoad of the machine (1, 5, 15 minutes): {os.getloadavg()}, {os.cpu_count()} processors")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or (1_000, 10_000, 100_000))
