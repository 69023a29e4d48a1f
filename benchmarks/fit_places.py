"""Fit the weights of place resolution on corpora with located place names.

    python benchmarks/fit_places.py CORPUS.jsonl [CORPUS.jsonl ...]

A line is {"id", "text", "mentions": [{"start", "end", "lat", "lon"}]}. Writes data/lexicons/place_weights.csv and
prints how far its probabilities can be believed. A candidate is right if the gold's point is nearest to it and within
161 km, or within the candidate's own radius where it is a country, a region or a sea: corpora put those points where
they like. A name that a corpus locates elsewhere and passes over here ("United States" in an institution's name)
counts neither way. What the other names of a document say depends on the present weights: run it again until they
settle (three times from scratch).

Calibration is fitted on what the model says of each corpus when its weights come from the others alone. The table shows
each corpus calibrated by the others.
"""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.places import RIGHT_WITHIN_KM, distance_km, located_names, passed_over, tolerance_km
from extract.language import load_language, parse
from extract.mentions import find_mentions
from extract.types import Document, Mention
from geo.context import Context, Floats, context_of, names_of
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.resolve import likeliest
from geo.scoring import CALIBRATION, FEATURES, calibrated, rank, weights
from paths import DATA

# The corpora hold few described units, speaking capitals, seas and zones, and no projects, outlets or other scripts:
# these weights are at least (at most) so much.
AT_LEAST = {"kind_agrees": 1.5, "speaking": 2.0, "natural": 0.0, "abbreviation": -0.3, "focus": 2.3, "outlet": 1.6}
AT_MOST = {"kind_differs": -1.3, "none_script": -1.0, "namesake": -1.5}
_STEPS = 200
_RATE = 0.08
_PENALTY = 1.0
_CORPUS_WEIGHT = 1000.0
_NEWTON_STEPS = 30

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


@dataclass(frozen=True, slots=True)
class Shown:
    """The place that would be shown for a mention: its probability, and whether it is right."""

    p: float
    right: bool


def read_corpus(path: Path, gazetteer: Gazetteer) -> list[Read]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    documents = [Document(str(row["id"]), row["text"]) for row in rows]
    located = located_names(rows)
    read = []
    for (document, doc), row in zip(parse(documents, nlp=load_language()), rows, strict=True):
        mentions = find_mentions(doc, names=gazetteer)
        context = context_of(mentions, document.text, gazetteer.candidates(names_of(mentions)))
        read.append(Read(context, tuple(choices(context, row["mentions"], located))))
    return read


def choices(context: Context, gold: Sequence[dict[str, float]], located: frozenset[str]) -> Iterator[Choice]:
    """What is known of each mention; `located` are the names that the corpus annotates anywhere, folded."""
    for i, sense in enumerate(context.senses):
        for mention in sense.mentions:
            over = [g for g in gold if g["start"] < mention.end and mention.start < g["end"]]
            points = [(g["lat"], g["lon"]) for g in over if g.get("lat") is not None]
            if points or (not over and not passed_over(mention, located)):
                yield Choice(i, right(context, i, mention, points))


def right(context: Context, i: int, mention: Mention, points: Sequence[Point]) -> Floats:
    """1 for each right candidate, else for the last place: "none of these"."""
    places = [candidate.place for candidate in context.senses[i].candidates]
    km = [min((distance_km(*point, p.lat, p.lon) for point in points), default=np.inf) for p in places]
    near = [d for d, p in zip(km, places, strict=True) if d <= tolerance_km(p)]
    bound = max(2 * min(near), min(near) + 8) if near else -1.0
    hits = [float(d <= min(bound, tolerance_km(p))) for d, p in zip(km, places, strict=True)]
    return np.array([*hits, float(not any(hits))])


def fit(corpora: Sequence[Sequence[Read]], weight: Floats) -> Floats:
    """Maximise the conditional likelihood by Adam, the context features as the present weights make them."""
    tables, rights, importance = [], [], []
    for corpus in corpora:
        examples = [e for read in corpus for e in drawn(read, weight)]
        tables += [table for table, _ in examples]
        rights += [hits for _, hits in examples]
        importance += [_CORPUS_WEIGHT / len(examples)] * len(examples)
    return ascend(tables, rights, np.array(importance), weight)


def drawn(read: Read, weight: Floats) -> Iterator[tuple[Floats, Floats]]:
    ranked = rank(read.context, weight=weight)
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


def shown(read: Read, weight: Floats) -> Iterator[Shown]:
    """What would be shown of each judged mention; a unit stands for the town in it, as `resolve` has it."""
    ranked = rank(read.context, weight=weight)
    for choice in read.choices:
        candidates = ranked[choice.sense].sense.candidates
        best = likeliest(ranked[choice.sense])
        if best:
            spot, p = best
            hit = np.flatnonzero(choice.right[:-1])
            rights = [candidates[i].place for i in hit]
            near = any(distance_km(r.lat, r.lon, spot.lat, spot.lon) <= RIGHT_WITHIN_KM for r in rights)
            yield Shown(p, near)


def beta_terms(samples: Sequence[Sequence[Shown]]) -> tuple[float, float, float]:
    """a, b and c of beta calibration by Newton's method, every corpus of the same weight, held near to no change."""
    every = [(s, 1.0 / len(corpus)) for corpus in samples for s in corpus]
    p = np.clip([s.p for s, _ in every], 1e-4, 1 - 1e-4)
    table = np.stack([np.log(p), -np.log1p(-p), np.ones_like(p)], axis=1)
    hits, importance = np.array([float(s.right) for s, _ in every]), np.array([w for _, w in every]) * _CORPUS_WEIGHT
    terms = unchanged = np.array([1.0, 1.0, 0.0])
    for _ in range(_NEWTON_STEPS):
        q = 1 / (1 + np.exp(-table @ terms))
        slope = table.T @ ((hits - q) * importance) - _PENALTY * (terms - unchanged)
        bend = (table * (q * (1 - q) * importance)[:, None]).T @ table + _PENALTY * np.eye(3)
        terms = terms + np.linalg.solve(bend, slope)
        terms[:2] = np.maximum(terms[:2], 0.0)
    return float(terms[0]), float(terms[1]), float(terms[2])


def reliability(names: Sequence[str], samples: Sequence[Sequence[Shown]]) -> Iterator[str]:
    """By tenth of the score: how many places, their mean score and the share that is right, held out."""
    scored = []
    for k, corpus in enumerate(samples):
        terms = beta_terms([*samples[:k], *samples[k + 1 :]])
        scored.append([(calibrated(s.p, terms), s.right) for s in corpus])
    yield f"{'score':10}" + "".join(f"{name[:22]:>24}" for name in [*names, "together"])
    for low in range(10):
        cells = [[(q, hit) for q, hit in part if low <= min(9, int(q * 10)) < low + 1] for part in scored]
        every = [*cells, [pair for cell in cells for pair in cell]]
        yield f"{low / 10:.1f}-{low / 10 + 0.1:.1f}   " + "".join(f"{cell_text(cell):>24}" for cell in every)


def cell_text(cell: Sequence[tuple[float, bool]]) -> str:
    """Number of places, their mean score and the share that is right."""
    if not cell:
        return "-"
    return f"{len(cell)}: {np.mean([q for q, _ in cell]):.2f} {np.mean([hit for _, hit in cell]):.2f} right"


def main(paths: Sequence[Path]) -> None:
    with open_gazetteer() as gazetteer:
        corpora = [read_corpus(path, gazetteer) for path in paths]
    fitted = fit(corpora, np.array([weights().get(name, 0.0) for name in FEATURES]))
    others = [fit([*corpora[:k], *corpora[k + 1 :]], fitted) for k in range(len(corpora))]
    samples = [[s for read in corpus for s in shown(read, w)] for corpus, w in zip(corpora, others, strict=True)]
    rows = [*zip(FEATURES, fitted, strict=True), *zip(CALIBRATION, beta_terms(samples), strict=True)]
    with (DATA / "lexicons" / "place_weights.csv").open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow(["feature", "weight"])
        out.writerows((name, round(float(w), 3)) for name, w in rows)
    print("\n".join(reliability([path.stem for path in paths], samples)))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(f"give at least two corpora, so that one can be held out\n{__doc__}")
    main([Path(argument) for argument in sys.argv[1:]])
