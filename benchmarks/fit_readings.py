"""Fit the weights of the reading model (literal against associative) on a corpus of labelled names.

    python benchmarks/fit_readings.py train.jsonl [test.jsonl]

A line is {"id", "text", "mentions": [{"start", "end", "kind": "literal" | "associative"}]}. Demarc's weights were
fitted on the training half of ReLocaR (Gritta 2017). Writes data/lexicons/reading_weights.csv and reading_vectors.csv.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from spacy.tokens import Span

from extract.language import load_language, parse
from extract.readings import Floats, features, is_associative, vectors
from extract.types import Document
from paths import DATA

_RARE = 3
_PENALTY_WORDS = 2.0
_PENALTY_VECTORS = 100.0


@dataclass(frozen=True, slots=True)
class Labelled:
    span: Span
    associative: bool


def labelled(path: Path) -> Iterator[Labelled]:
    """Each labelled name of a corpus in its parsed document."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    documents = [Document(row["id"], row["text"]) for row in rows]
    for (_, doc), row in zip(parse(documents, nlp=load_language()), rows, strict=True):
        for mention in row["mentions"]:
            span = doc.char_span(mention["start"], mention["end"], alignment_mode="expand")
            if span is not None and mention["kind"]:
                yield Labelled(span, mention["kind"] == "associative")


def design(names: list[str], examples: list[Labelled]) -> Floats:
    """Shape (examples, features + vector width)."""
    column = {name: i for i, name in enumerate(names)}
    words = np.zeros((len(examples), len(names)))
    for row, example in enumerate(examples):
        for name, value in features(example.span).items():
            if name in column:
                words[row, column[name]] = value
    return np.hstack([words, [vectors(e.span) for e in examples]])


def logistic(table: Floats, labels: Floats, penalty: Floats) -> Floats:
    """Weights of a ridge-penalised logistic regression (Newton's method)."""
    weight = np.zeros(table.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(table @ weight, -30, 30)))
        gradient = table.T @ (p - labels) + penalty * weight
        hessian = (table * (p * (1 - p) + 1e-9)[:, None]).T @ table + np.diag(penalty)
        weight -= np.linalg.solve(hessian, gradient)
    return weight


def fit(train: list[Labelled]) -> None:
    """Fit and write both weight files. Vectors are scaled for the fit and the scale folded into their weights."""
    seen = Counter(name for example in train for name in features(example.span))
    names = sorted(name for name, times in seen.items() if times >= _RARE)
    table = design(names, train)
    width = table.shape[1] - len(names)
    mean, spread = table[:, len(names) :].mean(0), table[:, len(names) :].std(0) + 1e-6
    table[:, len(names) :] = (table[:, len(names) :] - mean) / spread
    penalty = np.array([_PENALTY_WORDS] * len(names) + [_PENALTY_VECTORS] * width)
    weight = logistic(table, np.array([e.associative for e in train], dtype=float), penalty)
    of_vectors = weight[len(names) :] / spread
    of_words = dict(zip(names, weight[: len(names)], strict=True))
    of_words["bias"] -= float(mean @ of_vectors)
    write(of_words, of_vectors)


def write(words: dict[str, float], of_vectors: Floats) -> None:
    with (DATA / "lexicons" / "reading_weights.csv").open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow(["feature", "weight"])
        out.writerows((name, round(value, 3)) for name, value in sorted(words.items()))
    text = "weight\n" + "".join(f"{value:.4f}\n" for value in of_vectors)
    (DATA / "lexicons" / "reading_vectors.csv").write_text(text, encoding="utf-8")


def accuracy(examples: list[Labelled]) -> float:
    return sum(is_associative(e.span) == e.associative for e in examples) / len(examples)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    fit(list(labelled(Path(sys.argv[1]))))
    for path in sys.argv[1:]:
        print(f"{path}: accuracy {accuracy(list(labelled(Path(path)))):.3f}")
