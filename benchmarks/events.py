"""Score event extraction on sentences annotated by hand.

    python benchmarks/events.py [GOLD.jsonl]     default: tests/gold/events.jsonl

A line of gold is {"id", "text", "published", "places": [{"text", "kind", "name", "feature"}], "events": [...]}, an
event {"sub_event_type", "modality", "place", "extra": {"fatalities", "injured", "troops", "weapons", "origin"}}.
Places are given, so that only events are judged.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extract.events import find_events
from extract.language import load_language, parse
from extract.taxonomy import load_taxonomy
from extract.types import Document, Event, Mention, MentionKind, PlaceHint
from paths import ROOT

GOLD = ROOT / "tests" / "gold" / "events.jsonl"
COUNTS = ("fatalities", "injured", "troops", "weapons")


@dataclass(frozen=True, slots=True)
class Wanted:
    sub_event_type: str
    modality: str
    place: str | None
    origin: str | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    document: Document
    mentions: tuple[Mention, ...]
    hints: dict[Mention, PlaceHint]
    wanted: tuple[Wanted, ...]


@dataclass(slots=True)
class Tally:
    """How many of each were wanted, found and right; `misses` says where it went wrong."""

    wanted: int = 0
    found: int = 0
    typed: int = 0
    modal: int = 0
    placed: int = 0
    originated: int = 0
    origins: int = 0
    counted: int = 0
    counts: int = 0
    invented: int = 0
    """Asserted events where the text has none, or where it only plans, supposes or denies them."""
    misses: list[str] = field(default_factory=list)

    @property
    def rates(self) -> dict[str, float]:
        """Recall and precision of sub-types; of those found: modality, place, origin, counts."""
        return {
            "recall": self.typed / max(1, self.wanted),
            "precision": self.typed / max(1, self.found),
            "modality": self.modal / max(1, self.typed),
            "place": self.placed / max(1, self.typed),
            "origin": self.originated / max(1, self.origins),
            "counts": self.counted / max(1, self.counts),
        }


def read_gold(path: Path = GOLD) -> Iterator[Sentence]:
    """The annotated sentences of a JSONL file."""
    for line in filter(str.strip, path.read_text(encoding="utf-8").split("\n")):
        row = json.loads(line)
        published = date.fromisoformat(row["published"]) if row["published"] else None
        hints = dict(_mentions(row))
        wanted = tuple(_wanted(event) for event in row["events"])
        yield Sentence(Document(row["id"], row["text"], published=published), tuple(hints), hints, wanted)


def _mentions(row: dict[str, object]) -> Iterator[tuple[Mention, PlaceHint]]:
    text, places = str(row["text"]), row["places"]
    assert isinstance(places, list)
    for place in places:
        start = text.index(place["text"])
        kind = MentionKind(place["kind"])
        mention = Mention(start, start + len(place["text"]), place["text"], kind, place["name"])
        yield mention, PlaceHint(feature=place["feature"], country=None)


def _wanted(event: dict[str, object]) -> Wanted:
    extra = event.get("extra") or {}
    assert isinstance(extra, dict)
    place = event["place"]
    return Wanted(
        sub_event_type=str(event["sub_event_type"]),
        modality=str(event["modality"]),
        place=str(place) if place else None,
        origin=extra.get("origin"),
        counts={name: extra[name] for name in COUNTS if name in extra},
    )


def score(sentences: Iterable[Sentence]) -> Tally:
    """Extract each sentence's events and compare them with what was wanted."""
    tally, taxonomy = Tally(), load_taxonomy()
    by_id = {s.document.id: s for s in sentences}
    for document, doc in parse((s.document for s in by_id.values()), nlp=load_language()):
        sentence = by_id[document.id]
        found = find_events(document, doc, sentence.mentions, hints=sentence.hints, taxonomy=taxonomy)
        _compare(sentence, found, tally)
    return tally


def _compare(sentence: Sentence, found: list[Event], tally: Tally) -> None:
    tally.wanted += len(sentence.wanted)
    tally.found += len(found)
    real = {w.sub_event_type for w in sentence.wanted if w.modality == "asserted"}
    invented = [e for e in found if e.modality == "asserted" and (not sentence.wanted or not real)]
    tally.invented += len(invented)
    for wanted in sentence.wanted:
        event = next((e for e in found if e.sub_event_type == wanted.sub_event_type), None)
        if event is None:
            told = ", ".join(e.sub_event_type for e in found) or "nothing"
            tally.misses.append(f"{sentence.document.id} {wanted.sub_event_type} -> {told}: {sentence.document.text}")
            continue
        _judge(event, wanted, tally, f"{sentence.document.id} {sentence.document.text}")
    tally.misses += [f"{sentence.document.id} invented {e.sub_event_type}: {sentence.document.text}" for e in invented]


def _judge(event: Event, wanted: Wanted, tally: Tally, where: str) -> None:
    tally.typed += 1
    tally.modal += event.modality == wanted.modality
    place = event.place.text if event.place else None
    right_place = wanted.place is None or place == wanted.place
    tally.placed += right_place
    if wanted.origin:
        tally.origins += 1
        tally.originated += event.origin is not None and event.origin.text == wanted.origin
    for name, number in wanted.counts.items():
        count = getattr(event.counts, name)
        tally.counts += 1
        right = count is not None and number in {count.best, count.low}
        tally.counted += right
        if not right:
            tally.misses.append(f"{name} {number} -> {count}: {where}")
    if event.modality != wanted.modality:
        tally.misses.append(f"{wanted.modality} -> {event.modality}: {where}")
    if not right_place:
        tally.misses.append(f"place {wanted.place} -> {place}: {where}")


def main(arguments: list[str]) -> None:
    path = Path(arguments[0]) if arguments else GOLD
    tally = score(read_gold(path))
    print(f"{tally.wanted} events wanted, {tally.found} found, {tally.invented} invented")
    for name, rate in tally.rates.items():
        print(f"{name:10} {rate:.3f}")
    for miss in tally.misses:
        print("  ", miss)


if __name__ == "__main__":
    main(sys.argv[1:])
