"""Size and speed of the map page: `python benchmarks/map.py [1000 10000 100000]`.

Incidents are made up: random towns, types and dates, 1.3 reports each, sentences and context as long as news has them,
from a vocabulary whose words are as unevenly used as English words are (Zipf), so that packing saves what it would.
"""

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extract.taxonomy import EventType, load_taxonomy
from extract.types import Actor, Count, Counts, Modality, Span, TimePrecision, TimeSpan
from geo.gazetteer import open_gazetteer
from geo.map import render_html
from geo.types import Evidence, GeoPrecision, Incident, Place

MADE = datetime(2026, 1, 1, tzinfo=UTC)
TOWNS = 4000
SYLLABLES = ("ka", "ro", "mi", "ter", "an", "dol", "es", "un", "pra", "li", "von", "qui", "sha", "be", "o")


class Crowd:
    """A source of made-up incidents; the same seed makes the same."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets
        self.words = ["".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))) for _ in range(20_000)]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.towns = [self._town(number) for number in range(TOWNS)]
        self.types = load_taxonomy().event_types

    def incidents(self, number: int) -> Iterator[Incident]:
        for n in range(number):
            event_type = self.random.choice(self.types)
            made = self._incident(n, event_type)
            moved = event_type.name == "Deployments"
            yield replace(made, origin=self.random.choice(self.towns)) if moved else made

    def _incident(self, n: int, event_type: EventType) -> Incident:
        day = date(2022, 1, 1) + timedelta(days=self.random.randrange(1500))
        size = self.random.choice([5, 60, 700, 12_000])
        return Incident(
            id=f"made-{n}",
            event_type=event_type.name,
            sub_event_type=self.random.choice(event_type.sub_event_types).name,
            modality=Modality.ASSERTED,
            attribution=self._text(3) if n % 3 == 0 else None,
            place=self.random.choice(self.towns),
            origin=None,
            date=TimeSpan(day, day, TimePrecision.DAY),
            actors=(Actor(self._text(2)), Actor(self._text(2))),
            counts=Counts(troops=Count(size, size, size)),
            confidence=self.random.random(),
            evidence=tuple(self._report(f"{n}-{k}", day) for k in range(1 if self.random.random() < 0.7 else 2)),
        )

    def _report(self, name: str, day: date) -> Evidence:
        sentence = self._text(24)
        return Evidence(
            document_id=name,
            title=self._text(9),
            source=self.random.choice(self.words),
            url=f"https://example.org/{day:%Y/%m}/{self._text(7).replace(' ', '-')}",
            published=day,
            span=Span(0, len(sentence)),
            sentence=sentence,
            before=self._text(30),
            after=self._text(30),
            attribution=None,
            counts=Counts(),
            date=None,
            place_text=None,
            confidence=0.5,
        )

    def _town(self, number: int) -> Place:
        lat, lon = self.random.uniform(-35, 60), self.random.uniform(-120, 150)
        return Place(f"made:{number}", self._text(1), lat, lon, "XX", None, "PPL", GeoPrecision.TOWN, 8.0)

    def _text(self, words: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=words)).capitalize()


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
            incidents = list(Crowd().incidents(size))
            began = time.perf_counter()
            html = render_html(incidents, gazetteer=gazetteer, made=MADE, title="Benchmark")
            made = time.perf_counter() - began
            drawn, brushed, zoomed = timed_in_browser(html)
            megabytes = len(html.encode()) / 1e6
            print(
                f"| {size:,} | {megabytes:.1f} | {made:.1f} | {drawn:.1f} | {brushed:.2f} | {zoomed:.2f} |", flush=True
            )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or (1_000, 10_000, 100_000))
