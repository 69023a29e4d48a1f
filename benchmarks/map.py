"""Size and speed of the map page: `python benchmarks/map.py [1000 10000 100000]`.

Incidents are merged from made-up articles (`benchmarks.made_up`), whose sentences and context are as long as news has
them; a table's rows say how many came of as many as were asked for.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made_up import Crowd
from geo.gazetteer import open_gazetteer
from geo.incidents import merge
from geo.map import render_html

MADE = datetime(2026, 1, 1, tzinfo=UTC)


def timed_in_browser(html: str) -> tuple[float, float, float]:
    """Seconds to the first drawing, of a filter change, and of a zoom, in Chromium."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "map.html"
        file.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        began = time.perf_counter()
        page.goto(file.as_uri())
        page.wait_for_selector(".dm-drawn", timeout=120_000)
        drawn = time.perf_counter() - began
        clock = "(act) => { const began = performance.now(); act(); return (performance.now() - began) / 1000 }"
        brushed = page.evaluate(f"({clock})(() => demarc.setTime('2022-06-01', '2024-06-30'))")
        zoomed = page.evaluate(f"({clock})(() => demarc.map.setZoom(5, {{ animate: false }}))")
        browser.close()
    return drawn, float(brushed), float(zoomed)


def main(sizes: Sequence[int]) -> None:
    print("| incidents | file, MB | made, s | first drawn, s | time window moved, s | zoomed, s |")
    print("|---:|---:|---:|---:|---:|---:|")
    with open_gazetteer() as gazetteer:
        render_html([], gazetteer=gazetteer, made=MADE)
        for size in sizes:
            incidents = merge(Crowd(gazetteer).articles(size))
            began = time.perf_counter()
            html = render_html(incidents, gazetteer=gazetteer, made=MADE, title="Benchmark")
            made = time.perf_counter() - began
            row = (len(html.encode()) / 1e6, made, *timed_in_browser(html))
            print(f"| {len(incidents):,} | {' | '.join(f'{value:.2f}' for value in row)} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or (1_000, 10_000, 100_000))
