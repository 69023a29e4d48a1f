"""Made-up articles for the benchmarks of map and dashboard, as many incidents as asked for.

Towns are the gazetteer's, the larger the more often in the news; one place in seven is a region or a country, one in
ten has no coordinates, one date in twelve is missing. Each incident is told by 1.3 articles, each article tells 2.5
incidents among other sentences, from a vocabulary as unevenly used as English is (Zipf), so that packing and searching
cost what they would.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice

from extract.taxonomy import EventType, load_taxonomy
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
from geo.gazetteer import Gazetteer
from geo.types import Extraction, Place, ResolvedMention, Unresolved

FIRST_DAY, DAYS = date(2022, 1, 1), 1500
LARGEST_TOWNS = 4000
REGIONS = ("ADM1", "PCLI")
SYLLABLES = ("ka", "ro", "mi", "ter", "an", "dol", "es", "un", "pra", "li", "von", "qui", "sha", "be", "o")
NOWHERE = Unresolved("no gazetteer entry of that name")


@dataclass(frozen=True, slots=True)
class _Truth:
    """What happened, as every report of it tells it."""

    kind: EventType
    sub_event_type: str
    modality: Modality
    place: Place | Unresolved | None
    origin: Place | None
    day: date
    time: TimeSpan | None
    actors: tuple[Actor, ...]
    counts: Counts
    attribution: str | None
    confidence: float


class Crowd:
    """A source of made-up articles; the same seed makes the same."""

    def __init__(self, gazetteer: Gazetteer, *, seed: int = 1) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets
        self.words = ["".join(self._some(SYLLABLES, 1, 4)) for _ in range(20_000)]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.names = [self._text(2).title() for _ in range(400)]
        self.sources = [self._text(2).title() for _ in range(60)]
        self.types = load_taxonomy().event_types
        towns = gazetteer.towns(min_population=100_000)[:LARGEST_TOWNS]
        self.towns = [town.place for town in towns]
        self.people = list(accumulate(max(1, town.population) ** 0.5 for town in towns))
        self.regions = gazetteer.outlined(REGIONS)

    def articles(self, incidents: int) -> Iterator[Extraction]:
        """Articles that tell that many incidents."""
        reports = [truth for _ in range(incidents) for truth in self._told_of(self._truth())]
        self.random.shuffle(reports)  # no article tells one thing twice, or hardly any
        untold, number = iter(reports), 0
        while told := list(islice(untold, self.random.choice([1, 2, 3, 4]))):
            yield self._article(number, told)
            number += 1

    def _told_of(self, truth: _Truth) -> list[_Truth]:
        return [truth] * self.random.choices([1, 2, 3], [0.75, 0.2, 0.05])[0]

    def _truth(self) -> _Truth:
        kind = self.random.choice(self.types)
        day = FIRST_DAY + timedelta(days=self.random.randrange(DAYS))
        size = self.random.choice([5, 60, 700, 12_000])
        moved = kind.name == "Deployments"
        return _Truth(
            kind=kind,
            sub_event_type=self.random.choice(kind.sub_event_types).name,
            modality=self.random.choices(list(Modality), [0.85, 0.08, 0.05, 0.02])[0],
            place=self._place(),
            origin=self._town() if moved else None,
            day=day,
            time=self._time(day),
            actors=tuple(Actor(name) for name in self.random.sample(self.names, 2)),
            counts=Counts(troops=_exactly(size))
            if moved
            else Counts(fatalities=_exactly(self.random.randrange(1, 90))),
            attribution=self.random.choice(self.names) if self.random.random() < 0.3 else None,
            confidence=round(self.random.uniform(0.2, 0.95), 2),
        )

    def _place(self) -> Place | Unresolved | None:
        kind = self.random.choices(["town", "region", "unknown", "none"], [0.76, 0.14, 0.05, 0.05])[0]
        if kind == "town":
            return self._town()
        return self.random.choice(self.regions) if kind == "region" else NOWHERE if kind == "unknown" else None

    def _town(self) -> Place:
        return self.random.choices(self.towns, cum_weights=self.people)[0]

    def _time(self, day: date) -> TimeSpan | None:
        month = day.replace(day=1)
        spans = (
            TimeSpan(day, day, TimePrecision.DAY),
            TimeSpan(day - timedelta(days=day.weekday()), day + timedelta(days=6 - day.weekday()), TimePrecision.WEEK),
            TimeSpan(month, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1), TimePrecision.MONTH),
            None,
        )
        return self.random.choices(spans, [0.8, 0.06, 0.06, 0.08])[0]

    def _article(self, number: int, told: Sequence[_Truth]) -> Extraction:
        parts: list[str] = []
        found = [self._sentence(truth, parts) for truth in told]
        parts += [self._text(22) + ". " for _ in range(4)]
        published = max(truth.day for truth in told) + timedelta(days=1)
        source = self.random.choice(self.sources)
        address = f"https://example.org/{published:%Y/%m}/{number}-{self._text(5).replace(' ', '-')}"
        document = Document(f"made-{number}", "".join(parts), self._text(8), published, source, address)
        mentions = {each.mention: each for _, named in found for each in named}
        return Extraction(document, tuple(mentions.values()), tuple(event for event, _ in found))

    def _sentence(self, truth: _Truth, parts: list[str]) -> tuple[Event, list[ResolvedMention]]:
        """Write a sentence that tells `truth`, and one more beside it, at the end of the text so far."""
        start = sum(map(len, parts))
        named = []
        for resolution in (truth.place, truth.origin):
            if resolution is None:
                continue
            parts.append(self._text(6) + " in ")
            named.append(self._named(resolution, parts))
        parts.append(f" {self._text(12)}. ")
        end = sum(map(len, parts)) - 1
        parts.append(f"{self._text(20)}. ")
        event = Event(
            truth.kind.name,
            truth.sub_event_type,
            truth.modality,
            evidence=Span(start, end),
            trigger=Span(start, start + 5),
            attribution=truth.attribution,
            place=named[0].mention if truth.place else None,
            origin=named[-1].mention if truth.origin else None,
            date=truth.time,
            actors=truth.actors,
            counts=truth.counts,
            confidence=truth.confidence,
        )
        return event, named

    def _named(self, resolution: Place | Unresolved, parts: list[str]) -> ResolvedMention:
        name = resolution.name if isinstance(resolution, Place) else self._text(1)
        at = sum(map(len, parts))
        parts.append(name)
        return ResolvedMention(Mention(at, at + len(name), name, MentionKind.LITERAL, name), resolution)

    def _text(self, words: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=words)).capitalize()

    def _some(self, of: Sequence[str], least: int, most: int) -> list[str]:
        return self.random.choices(of, k=self.random.randint(least, most))


def _exactly(number: int) -> Count:
    return Count(number, number, number)
