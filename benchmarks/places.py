"""Score place recognition and resolution on a corpus with annotated place names.

    python benchmarks/places.py [CORPUS.jsonl ...] [--ablate]     default: tests/gold/places.jsonl

A line is {"id", "text", "mentions": [{"start", "end", "lat"?, "lon"?, "kind"?}]}: character offsets, WGS84 degrees.
Prints, for each corpus, the measures of the field and what they cost; then a reliability table: of the places scored
0.8 to 0.9, how many were right. `--ablate` repeats it with each component off.

The reliability table leaves out what is only a corpus's convention: a country, region or sea is right where the gold's
point lies within it (one gazetteer's middle of Russia is 1,900 km from another's), and a name that the corpus locates
elsewhere but passes over here ("the United States" in an institution's name) is not judged. On the corpora that the
weights were fitted on, `benchmarks/fit_places.py` prints it held out.

Exact-span F1 follows CoNLL; a place is right within 161 km (100 miles; Leidner 2008). End-to-end recall divides by all
located gold names, precision by all located predictions over names the gold locates, or over no name at all.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from spacy.tokens import Doc

from extract.language import load_language, parse
from extract.mentions import find_mentions
from extract.types import Document, Mention, MentionKind, NameFacts, NameIndex
from geo.context import is_country
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.gazetteer.names import fold
from geo.resolve import resolve
from geo.types import Place, ResolvedMention
from paths import ROOT

GOLD = ROOT / "tests" / "gold" / "places.jsonl"
RIGHT_WITHIN_KM = 161.0
BANDS = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name of the gold: where it stands, where it is (WGS84 degrees) and how it is meant, as far as annotated."""

    start: int
    end: int
    lat: float | None
    lon: float | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Case:
    document: Document
    doc: Doc
    wanted: tuple[Wanted, ...]
    located: frozenset[str] = frozenset()
    """Names that the corpus locates somewhere, folded."""


@dataclass(slots=True)
class Tally:
    gold: int = 0
    found: int = 0
    exact: int = 0
    located_gold: int = 0
    right_gold: int = 0
    judged: int = 0
    right: int = 0
    kinds: int = 0
    right_kinds: int = 0
    seconds: float = 0.0
    bands: list[list[float]] = field(default_factory=lambda: [[0.0, 0.0, 0.0] for _ in range(BANDS)])
    """By tenth of the score: places judged, places right, sum of scores."""

    @property
    def f1(self) -> float:
        return ratio(2 * self.exact, self.gold + self.found)

    @property
    def recall(self) -> float:
        return ratio(self.right_gold, self.located_gold)

    @property
    def precision(self) -> float:
        return ratio(self.right, self.judged)

    @property
    def reading(self) -> float:
        return ratio(self.right_kinds, self.kinds)

    def row(self) -> str:
        spans = f"{ratio(self.exact, self.found):.3f} {ratio(self.exact, self.gold):.3f} {self.f1:.3f}"
        return f"{spans}   {self.recall:.3f}   {self.precision:.3f}   {self.reading:.3f}   {self.seconds:6.1f}"


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to run: all of it, or with a component off."""

    name: str
    names: Callable[[Gazetteer], NameIndex] = lambda gazetteer: gazetteer
    keep: Callable[[Mention], bool] = lambda mention: True
    without: frozenset[str] = frozenset()


class NoNames:
    """A name index that knows nothing: recognition by the language model alone."""

    def known(self, names: Iterable[str]) -> Mapping[str, NameFacts]:
        return {}


CUES = frozenset(f"{side}_{cue}" for side in ("within", "without") for cue in ("comma", "in", "owner")) | {"holds"}
COMPANY = frozenset({"country_share", "country_named", "admin1_named", "admin1_share", "near_100", "near_500"})
KIND = frozenset({"kind_agrees", "kind_differs", "unit_of_town"})

WHOLE = Variant("everything on")
ABLATIONS = (
    Variant("no gazetteer in recognition", names=lambda gazetteer: NoNames()),
    Variant("no demonyms", keep=lambda mention: mention.kind is not MentionKind.DEMONYM),
    Variant("no administrative cues", without=CUES),
    Variant("no company of other places", without=COMPANY),
    Variant("no kind of place", without=KIND),
    Variant("prominence alone", without=CUES | COMPANY | KIND),
)


def read_cases(path: Path) -> tuple[list[Case], float]:
    """The corpus, parsed, and how long parsing took in seconds of processor time."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    documents = [Document(str(row["id"]), row["text"], row.get("title")) for row in rows]
    nlp = load_language()
    began = time.process_time()
    parsed = list(parse(documents, nlp=nlp))
    seconds = time.process_time() - began
    located = located_names(rows)
    return [Case(d, doc, tuple(wanted(row)), located) for (d, doc), row in zip(parsed, rows, strict=True)], seconds


def located_names(rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Every name that a corpus locates, folded."""
    return frozenset(fold(row["text"][m["start"] : m["end"]]) for row in rows for m in row["mentions"])


def wanted(row: Mapping[str, Any]) -> Iterator[Wanted]:
    for m in row["mentions"]:
        yield Wanted(m["start"], m["end"], m.get("lat"), m.get("lon"), m.get("kind"))


def run(cases: Sequence[Case], variant: Variant, gazetteer: Gazetteer) -> Tally:
    tally = Tally()
    names = variant.names(gazetteer)
    for case in cases:
        began = time.process_time()
        mentions = [m for m in find_mentions(case.doc, names=names) if variant.keep(m)]
        resolved = resolve(mentions, case.document, gazetteer=gazetteer, without=variant.without)
        tally.seconds += time.process_time() - began
        count(tally, case, resolved)
    return tally


def count(tally: Tally, case: Case, resolved: Sequence[ResolvedMention]) -> None:
    spans = {(r.mention.start, r.mention.end) for r in resolved}
    tally.gold += len(case.wanted)
    tally.found += len(resolved)
    tally.exact += sum((w.start, w.end) in spans for w in case.wanted)
    for w in case.wanted:
        hits = [r for r in resolved if touches(w, r.mention)]
        count_reading(tally, w, hits)
        if w.lat is not None and w.lon is not None:
            tally.located_gold += 1
            tally.right_gold += any(is_right(w, r) for r in hits)
    for r in resolved:
        over = [w for w in case.wanted if touches(w, r.mention)]
        judge(tally, r, over)
        if over or not passed_over(r.mention, case.located):
            believe(tally, r, over)


def count_reading(tally: Tally, w: Wanted, hits: Sequence[ResolvedMention]) -> None:
    if w.kind and hits:
        tally.kinds += 1
        tally.right_kinds += (w.kind == "literal") == (hits[0].mention.kind is MentionKind.LITERAL)


def judge(tally: Tally, resolved: ResolvedMention, over: Sequence[Wanted]) -> None:
    """Count one located prediction, unless the gold has the name but not its place."""
    place = resolved.resolution
    if not isinstance(place, Place) or (over and all(w.lat is None for w in over)):
        return
    tally.judged += 1
    tally.right += any(is_right(w, resolved) for w in over)


def believe(tally: Tally, resolved: ResolvedMention, over: Sequence[Wanted]) -> None:
    """Count one located prediction in the reliability table: right means within the place's own size."""
    place = resolved.named or resolved.resolution
    if not isinstance(place, Place) or (over and all(w.lat is None for w in over)):
        return
    points = [(w.lat, w.lon) for w in over if w.lat is not None and w.lon is not None]
    right = any(distance_km(*point, place.lat, place.lon) <= tolerance_km(place) for point in points)
    band = tally.bands[min(BANDS - 1, int(place.score * BANDS))]
    band[0], band[1], band[2] = band[0] + 1, band[1] + right, band[2] + place.score


def passed_over(mention: Mention, located: frozenset[str]) -> bool:
    """Whether a name outside the gold is one the corpus locates elsewhere: left out here by convention or oversight."""
    return mention.kind is MentionKind.DEMONYM or bool(located & {fold(mention.text), fold(mention.name)})


def tolerance_km(place: Place) -> float:
    """How far from a place's point the gold's may be and still mean it: corpora put wide places where they like."""
    if is_country(place):
        return max(RIGHT_WITHIN_KM, place.radius_km)
    if place.feature == "ADM1":
        return max(RIGHT_WITHIN_KM, min(400.0, 0.8 * place.radius_km))
    return RIGHT_WITHIN_KM if place.feature.startswith(("PPL", "ADM")) else max(RIGHT_WITHIN_KM, 2 * place.radius_km)


def touches(w: Wanted, mention: Mention) -> bool:
    return w.start < mention.end and mention.start < w.end


def is_right(w: Wanted, resolved: ResolvedMention) -> bool:
    place = resolved.named or resolved.resolution  # gold locates the name, not "30 km north of" it
    if not isinstance(place, Place) or w.lat is None or w.lon is None:
        return False
    return distance_km(w.lat, w.lon, place.lat, place.lon) <= RIGHT_WITHIN_KM


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance on a sphere of radius 6371 km; degrees in."""
    phi1, phi2, dlon = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    half = math.sin((phi2 - phi1) / 2) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(dlon / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


HEAD = f"{'':30} span P  R     F1     rec161  prec161 reading seconds"


def reliability(tally: Tally) -> Iterator[str]:
    yield "  score      places  mean score  right"
    for band, (places, right, score) in enumerate(tally.bands):
        if places:
            low = band / BANDS
            yield f"  {low:.1f}-{low + 0.1:.1f}  {places:9.0f}  {score / places:10.2f}  {right / places:5.2f}"


def report(path: Path, variants: Sequence[Variant], gazetteer: Gazetteer) -> None:
    cases, seconds = read_cases(path)
    print(f"{path.name}: {len(cases)} documents, parsed in {seconds:.1f} s of processor time\n{HEAD}")
    for variant in variants:
        tally = run(cases, variant, gazetteer)
        print(f"{variant.name:30} {tally.row()}")
        if variant is WHOLE:
            whole = tally
    print("\n".join(reliability(whole)) + "\n")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", type=Path, default=[GOLD])
    parser.add_argument("--ablate", action="store_true", help="repeat with each component off")
    options = parser.parse_args(arguments)
    with open_gazetteer() as gazetteer:
        for path in options.corpora:
            report(path, (WHOLE, *ABLATIONS) if options.ablate else (WHOLE,), gazetteer)


if __name__ == "__main__":
    main(sys.argv[1:])
