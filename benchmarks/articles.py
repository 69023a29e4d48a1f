"""Score events with their places on whole articles, from the text to the point.

    python benchmarks/articles.py [GOLD.jsonl] [--misses]     default: tests/gold/articles.jsonl

A line is {"id", "text", "published", "events": [{"event_type", "sub_event_type", "modality", "place", "date",
"counts"}]}: a place {"lat", "lon", "radius_km"} in WGS84 degrees with how far off a point may be, a date {"start",
"end"}, counts {"fatalities", "injured", "troops"}; each may be null.

Asserted events are paired by type, the nearest pairs first. Prints F1 of the type, of type and place, and of type,
place and date; of the paired, how many sub-types and counts are right; and false facts: events asserted that the
article only plans, supposes or denies. A place is right within its radius (25 km at least), a date where it overlaps.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.places import distance_km
from extract.types import Document, Event, Modality
from geo.types import Extraction, Place
from paths import ROOT
from pipeline import Tools, extract, load_tools

GOLD = ROOT / "tests" / "gold" / "articles.jsonl"
COUNTS = ("fatalities", "injured", "troops")
LEAST_RADIUS_KM = 25.0
WIDER_DAYS = 31
"""A date may be this much wider than the gold's before it tells too little to be right."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An event of the gold; what it leaves open is None and right whatever is found."""

    event_type: str
    sub_event_type: str
    modality: str
    place: Mapping[str, float] | None
    days: tuple[date, date] | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    event: Event
    place: Place | None


@dataclass(slots=True)
class Tally:
    """How many of each; `misses` says, article by article, what was wanted and not found, or found and not wanted."""

    wanted: int = 0
    found: int = 0
    typed: int = 0
    placed: int = 0
    dated: int = 0
    sub_typed: int = 0
    counts: int = 0
    counted: int = 0
    false_facts: int = 0
    misses: list[str] = field(default_factory=list)

    def f1(self, right: int) -> float:
        return 2 * right / max(1, self.wanted + self.found)

    @property
    def rates(self) -> dict[str, float]:
        return {
            "type F1": self.f1(self.typed),
            "type and place F1": self.f1(self.placed),
            "type, place and date F1": self.f1(self.dated),
            "sub-type, of the paired": self.sub_typed / max(1, self.typed),
            "counts, of the paired": self.counted / max(1, self.counts),
        }


def read_gold(path: Path = GOLD) -> list[tuple[Document, list[Wanted]]]:
    """The annotated articles of a JSONL file."""
    rows = map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").split("\n")))
    return [(_document(row), [_wanted(event) for event in row["events"]]) for row in rows]


def _document(row: Mapping[str, Any]) -> Document:
    published = date.fromisoformat(row["published"]) if row["published"] else None
    return Document(row["id"], row["text"], title=row.get("title"), published=published)


def _wanted(event: Mapping[str, Any]) -> Wanted:
    told, counts = event["date"], event["counts"] or {}
    return Wanted(
        event_type=event["event_type"],
        sub_event_type=event["sub_event_type"],
        modality=event["modality"],
        place=event["place"],
        days=(date.fromisoformat(told["start"]), date.fromisoformat(told["end"])) if told else None,
        counts={name: counts[name] for name in COUNTS if counts.get(name) is not None},
    )


def score(gold: Iterable[tuple[Document, list[Wanted]]], tools: Tools) -> Tally:
    """Extract each article's events and compare them with what was wanted."""
    by_id = {document.id: (document, wanted) for document, wanted in gold}
    tally = Tally()
    for read in extract((document for document, _ in by_id.values()), tools=tools):
        _compare(by_id[read.document.id][1], list(_asserted(read)), tally, read.document.id)
    return tally


def _asserted(read: Extraction) -> Iterator[Found]:
    for event in read.events:
        if event.modality is Modality.ASSERTED:
            place = read.resolution_of(event.place) if event.place is not None else None
            yield Found(event, place if isinstance(place, Place) else None)


def _compare(wanted: list[Wanted], found: list[Found], tally: Tally, where: str) -> None:
    facts = [w for w in wanted if w.modality == "asserted"]
    tally.wanted += len(facts)
    tally.found += len(found)
    left_over = list(found)
    missed: list[str] = []
    for want, got in _pairs(facts, found):
        left_over.remove(got)
        missed += _judge(want, got, tally)
    paired = {id(want) for want, _ in _pairs(facts, found)}
    missed += [f"no {want.sub_event_type}" for want in facts if id(want) not in paired]
    missed += [f"not wanted: {got.event.sub_event_type}" for got in left_over]
    unreal = [w for w in wanted if w.modality != "asserted"]
    tally.false_facts += sum(any(_is_same_kind(u, got) and is_there(u, got) for u in unreal) for got in left_over)
    tally.misses += [f"{where} {miss}" for miss in missed]


def _pairs(wanted: list[Wanted], found: list[Found]) -> Iterator[tuple[Wanted, Found]]:
    """Wanted and found events of one type, each in one pair, those that agree most first."""
    options = [(w, f) for w in wanted for f in found if _is_same_kind(w, f)]
    options.sort(key=lambda pair: _agreement(*pair), reverse=True)
    used: set[int] = set()
    for want, got in options:
        if used.isdisjoint({id(want), id(got)}):
            used |= {id(want), id(got)}
            yield want, got


def _is_same_kind(want: Wanted, got: Found) -> bool:
    return want.event_type == got.event.event_type


def _agreement(want: Wanted, got: Found) -> tuple[bool, bool, bool]:
    return is_there(want, got), is_then(want, got), want.sub_event_type == got.event.sub_event_type


def _judge(want: Wanted, got: Found, tally: Tally) -> Iterator[str]:
    there, then, sub = _agreement(want, got)
    tally.typed += 1
    tally.placed += there
    tally.dated += there and then
    tally.sub_typed += sub
    if not there:
        yield f"{want.sub_event_type} at {got.place.name if got.place else 'no place'}"
    if there and not then:
        yield f"{want.sub_event_type} on {got.event.date}"
    if not sub:
        yield f"{want.sub_event_type} as {got.event.sub_event_type}"
    for name, number in want.counts.items():
        count = getattr(got.event.counts, name)
        right = count is not None and (count.low, count.high) == (number, number)
        tally.counts += 1
        tally.counted += right
        if not right:
            yield f"{want.sub_event_type}: {name} {number}, found {count}"


def is_there(want: Wanted, got: Found) -> bool:
    """Whether the point lies within the gold's radius; True where the gold has no place."""
    if want.place is None:
        return True
    if got.place is None:
        return False
    allowed = max(LEAST_RADIUS_KM, want.place["radius_km"])
    return distance_km(want.place["lat"], want.place["lon"], got.place.lat, got.place.lon) <= allowed


def is_then(want: Wanted, got: Found) -> bool:
    """Whether the days overlap and are not much wider; True where the gold has none."""
    if want.days is None:
        return True
    span = got.event.date
    if span is None:
        return False
    wide = (span.end - span.start).days - (want.days[1] - want.days[0]).days > WIDER_DAYS
    return span.start <= want.days[1] and want.days[0] <= span.end and not wide


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Score events with their places on whole articles.")
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--misses", action="store_true", help="list what was wrong, article by article")
    options = parser.parse_args(arguments)
    tally = score(read_gold(options.gold), load_tools())
    print(f"{tally.wanted} events wanted, {tally.found} found, {tally.false_facts} false facts")
    for name, rate in tally.rates.items():
        print(f"{name:24} {rate:.3f}")
    for miss in tally.misses if options.misses else ():
        print("  ", miss)


if __name__ == "__main__":
    main(sys.argv[1:])
