"""Fit the weights of place resolution on corpora with located place names.

    python benchmarks/fit_places.py CORPUS.jsonl [CORPUS.jsonl ...]

A line is {"id", "text", "mentions": [{"start", "end", "lat", "lon"}]}. Writes data/lexicons/place_weights.csv. A
candidate is right if the gold's point is nearest to it and within 161 km, or within the candidate's own radius where
it is a country, a region or a sea: corpora put those points where they like. What the other names of a document say
depends on the present weights: run it again until they settle (three times from scratch).
"""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.places import distance_km
from extract.language import load_language, parse
from extract.mentions import find_mentions
from extract.types import Document, Mention, MentionKind
from geo.context import Context, Floats, context_of, is_country, names_of
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.scoring import FEATURES, rank, weights
from geo.types import Place
from paths import DATA

# The corpora hold few described units, speaking capitals, seas and zones; these weights are at least (at most) so much.
AT_LEAST = {"kind_agrees": 1.5, "speaking": 2.0, "natural": 0.0, "abbreviation": -0.3, "focus": 2.3}
AT_MOST = {"kind_differs": -1.3}
_STEPS = 200
_RATE = 0.08
_PENALTY = 1.0
_CORPUS_WEIGHT = 1000.0

Point = tuple[float, float]
"""Latitude, longitude."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A mention of sense number `sense`: which of its candidates, or none of them (the last), are right."""

    sense: int
    right: Floats


@dataclass(frozen=True, slots=True)
class Read:
    context: Context
    choices: tuple[Choice, ...]


def read_corpus(path: Path, gazetteer: Gazetteer) -> list[Read]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    documents = [Document(str(row["id"]), row["text"]) for row in rows]
    read = []
    for (document, doc), row in zip(parse(documents, nlp=load_language()), rows, strict=True):
        mentions = find_mentions(doc, names=gazetteer)
        context = context_of(mentions, document.text, gazetteer.candidates(names_of(mentions)))
        read.append(Read(context, tuple(choices(context, row["mentions"]))))
    return read


def choices(context: Context, gold: Sequence[dict[str, float]]) -> Iterator[Choice]:
    for i, sense in enumerate(context.senses):
        for mention in sense.mentions:
            over = [g for g in gold if g["start"] < mention.end and mention.start < g["end"]]
            points = [(g["lat"], g["lon"]) for g in over if g.get("lat") is not None]
            if points or (not over and mention.kind is not MentionKind.DEMONYM):
                yield Choice(i, right(context, i, mention, points))


def right(context: Context, i: int, mention: Mention, points: Sequence[Point]) -> Floats:
    """1 for each right candidate, else for the last place: "none of these"."""
    places = [candidate.place for candidate in context.senses[i].candidates]
    km = [min((distance_km(*point, p.lat, p.lon) for point in points), default=np.inf) for p in places]
    near = [d for d, p in zip(km, places, strict=True) if d <= tolerance(p)]
    bound = max(2 * min(near), min(near) + 8) if near else -1.0
    hits = [float(d <= min(bound, tolerance(p))) for d, p in zip(km, places, strict=True)]
    return np.array([*hits, float(not any(hits))])


def tolerance(place: Place) -> float:
    """How far from the candidate's point the gold's may be, km."""
    if is_country(place):
        return max(161.0, place.radius_km)
    if place.feature == "ADM1":
        return max(161.0, min(400.0, 0.8 * place.radius_km))
    return 161.0 if place.feature.startswith(("PPL", "ADM")) else max(161.0, 2 * place.radius_km)


def fit(corpora: Sequence[Sequence[Read]], weight: Floats) -> Floats:
    """Maximise the conditional likelihood by Adam, the context features as the present weights make them."""
    tables, rights, importance = [], [], []
    for corpus in corpora:
        examples = [e for read in corpus for e in drawn(read)]
        tables += [table for table, _ in examples]
        rights += [hits for _, hits in examples]
        importance += [_CORPUS_WEIGHT / len(examples)] * len(examples)
    return ascend(tables, rights, np.array(importance), weight)


def drawn(read: Read) -> Iterator[tuple[Floats, Floats]]:
    ranked = rank(read.context)
    return ((ranked[choice.sense].features, choice.right) for choice in read.choices)


def ascend(tables: list[Floats], rights: list[Floats], importance: Floats, weight: Floats) -> Floats:
    sizes = np.array([len(hits) for hits in rights])
    starts, owner = np.concatenate([[0], np.cumsum(sizes)[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    table, hits, total = np.vstack(tables), np.concatenate(rights), importance.sum()
    first, second = np.zeros_like(weight), np.zeros_like(weight)
    for step in range(1, _STEPS + 1):
        scores = table @ weight
        exp = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        p = exp / np.add.reduceat(exp, starts)[owner]
        q = p * hits / np.maximum(np.add.reduceat(p * hits, starts)[owner], 1e-12)
        slope = table.T @ ((q - p) * importance[owner]) / total - _PENALTY * weight / total
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weight = weight + _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return bounded(weight)


def bounded(weight: Floats) -> Floats:
    low = np.array([AT_LEAST.get(name, -np.inf) for name in FEATURES])
    high = np.array([AT_MOST.get(name, np.inf) for name in FEATURES])
    return np.clip(weight, low, high)


def main(paths: Sequence[Path]) -> None:
    with open_gazetteer() as gazetteer:
        corpora = [read_corpus(path, gazetteer) for path in paths]
    fitted = fit(corpora, np.array([weights().get(name, 0.0) for name in FEATURES]))
    with (DATA / "lexicons" / "place_weights.csv").open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow(["feature", "weight"])
        out.writerows((name, round(float(w), 3)) for name, w in zip(FEATURES, fitted, strict=True))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main([Path(argument) for argument in sys.argv[1:]])
