"""Speed and accuracy of merging: `python benchmarks/merging.py [1000 10000 50000]` (numbers of reports).

Incidents are made up, one to four sources report each as sources do: a town or only its region or country, a day or a
day off or a week or no date, the same toll or another or none, some of the actors, half of the words. Accuracy is
B-cubed (Bagga and Baldwin 1998): for each report, how many of those it is merged with are of its incident (precision),
how many of its incident's it is merged with (recall). `near` counts the pairs of incidents shown as possible
duplicates, `one` says how many of these are one. `--pasted` leaves out publication dates, too.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extract.types import (
    Actor,
    Count,
    Counts,
    Document,
    Event,
    Mention,
    MentionKind,
    Modality,
    Span,
    TimePrecision,
    TimeSpan,
)
from geo.incidents import Merged, merge_all
from geo.types import Extraction, GeoPrecision, Incident, Place, ResolvedMention

FIRST_DAY, DAYS = date(2023, 1, 1), 1000
TYPES = (
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Battles", "Armed clash"),
    ("Protests", "Peaceful protest"),
    ("Violence against civilians", "Attack"),
)
ACTORS = ("Northern army", "Southern army", "Hill Front", "River Brigade", "Harbour Union", "Valley militia")


@dataclass(frozen=True, slots=True)
class Truth:
    """What happened."""

    kind: tuple[str, str]
    town: Place
    day: date
    dead: int | None
    actors: tuple[str, ...]
    words: tuple[str, ...]


class Press:
    """Makes up what happened and what is written of it; the same seed makes the same."""

    def __init__(self, seed: int = 1, *, pasted: bool = False) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets
        self.pasted = pasted
        self.words = [f"w{self.random.randrange(36**5):05d}" for _ in range(4000)]
        self.country = Place("c", "Country", 49, 32, "XA", None, "PCLI", GeoPrecision.COUNTRY, 700)
        self.regions = [self._place(n, GeoPrecision.REGION, 150) for n in range(25)]
        self.towns = [self._town(n) for n in range(600)]

    def _place(self, number: int, precision: GeoPrecision, radius_km: float) -> Place:
        lat, lon = self.random.uniform(45, 52), self.random.uniform(24, 40)
        return Place(f"{precision}-{number}", f"A{number}", lat, lon, "XA", f"A{number}", "ADM1", precision, radius_km)

    def _town(self, number: int) -> Place:
        region = self.random.choice(self.regions)
        lat, lon = region.lat + self.random.uniform(-0.8, 0.8), region.lon + self.random.uniform(-0.8, 0.8)
        return Place(f"t-{number}", f"T{number}", lat, lon, "XA", region.admin1, "PPL", GeoPrecision.TOWN, 10)

    def truth(self) -> Truth:
        pick = self.random
        return Truth(
            kind=pick.choice(TYPES),
            town=pick.choice(self.towns),
            day=FIRST_DAY + timedelta(days=pick.randrange(DAYS)),
            dead=pick.choice([None, None, 1, 2, 3, 5, 8, 13, 40]),
            actors=tuple(pick.sample(ACTORS, pick.randint(1, 2))),
            words=tuple(pick.sample(self.words, 12)),
        )

    def report(self, truth: Truth, number: int) -> Extraction:
        pick = self.random
        place = self._told_place(truth)
        said = [*pick.sample(truth.words, 6), *pick.sample(self.words, 6)]
        text = f"{place.name} {' '.join(said)}."
        published = None if self.pasted else truth.day + timedelta(days=pick.choice([0, 1, 1, 2]))
        mention = Mention(0, len(place.name), place.name, MentionKind.LITERAL, place.name)
        event = Event(
            *truth.kind,
            Modality.ASSERTED,
            evidence=Span(0, len(text)),
            trigger=Span(0, 0),
            place=mention,
            date=self._told_date(truth.day),
            actors=tuple(Actor(name) for name in truth.actors if pick.random() < 0.7),
            counts=Counts(fatalities=self._told_count(truth.dead)),
            confidence=0.7,
        )
        document = Document(f"d{number}", text, None, published, f"source {number % 40}")
        return Extraction(document, (ResolvedMention(mention, place),), (event,))

    def _told_place(self, truth: Truth) -> Place:
        region = next(region for region in self.regions if region.admin1 == truth.town.admin1)
        return self.random.choices([truth.town, region, self.country], [0.8, 0.14, 0.06])[0]

    def _told_date(self, day: date) -> TimeSpan | None:
        off = day + timedelta(days=self.random.choice([-1, 1]))
        monday = day - timedelta(days=day.weekday())
        week = TimeSpan(monday, monday + timedelta(days=6), TimePrecision.WEEK)
        days = [TimeSpan(one, one, TimePrecision.DAY) for one in (day, off)]
        return self.random.choices([*days, week, None], [0.78, 0.06, 0.08, 0.08])[0]

    def _told_count(self, dead: int | None) -> Count | None:
        told = self.random.choices([dead, dead and dead + 1, None], [0.7, 0.15, 0.15])[0]
        return None if told is None else Count(told, told, told)


def corpus(number: int, *, pasted: bool) -> Iterator[tuple[int, Extraction]]:
    """Reports with the number of the incident each tells."""
    press = Press(pasted=pasted)
    made = 0
    incident = 0
    while made < number:
        truth = press.truth()
        for _ in range(press.random.choices([1, 2, 3, 4], [0.6, 0.2, 0.12, 0.08])[0]):
            yield incident, press.report(truth, made)
            made += 1
        incident += 1


def b_cubed(incidents: Sequence[Incident], truth: dict[str, int]) -> tuple[float, float]:
    """Precision and recall over reports, each between 0 and 1."""
    sizes = Counter(truth.values())
    precision = recall = 0.0
    for found in incidents:
        together = Counter(truth[report.document_id] for report in found.evidence)
        for incident, shared in together.items():
            precision += shared * shared / len(found.evidence)
            recall += shared * shared / sizes[incident]
    return precision / len(truth), recall / len(truth)


def near_right(merged: Merged, truth: dict[str, int]) -> float:
    """Of the pairs shown as possible duplicates, the share in which some report of each tells one incident."""
    told = {one.id: {truth[report.document_id] for report in one.evidence} for one in merged.incidents}
    right = sum(not told[pair.one].isdisjoint(told[pair.other]) for pair in merged.near)
    return right / max(len(merged.near), 1)


def main(arguments: Sequence[str]) -> None:
    sizes = [int(word) for word in arguments if word.isdigit()] or [1000, 10_000, 50_000]
    print(
        f"{'reports':>8} {'incidents':>9} {'seconds':>8} {'precision':>9} {'recall':>7} {'near':>7} {'one':>5}"
        "   (B-cubed; CPU seconds)"
    )
    for number in sizes:
        told = list(corpus(number, pasted="--pasted" in arguments))
        truth = {extraction.document.id: incident for incident, extraction in told}
        began = time.process_time()
        merged = merge_all(extraction for _, extraction in told)
        seconds = time.process_time() - began
        incidents = merged.incidents
        precision, recall = b_cubed(incidents, truth)
        scores = f"{precision:>9.3f} {recall:>7.3f} {len(merged.near):>7} {near_right(merged, truth):>5.2f}"
        print(f"{len(told):>8} {len(incidents):>9} {seconds:>8.1f} {scores}")


if __name__ == "__main__":
    main(sys.argv[1:])
