"""Fit the weights of name recognition on corpora with annotated place names.

    python benchmarks/fit_names.py CORPUS.jsonl [CORPUS.jsonl ...]

A line is {"id", "text", "mentions": [{"start", "end"}]}. Prints, for each corpus, how the weights fitted on the others
do on it, then writes those fitted on all to data/lexicons/name_weights.csv. Every corpus counts the same, whatever its
size. Demarc's weights were fitted on LGL, TR-News, GeoVirus and short war reports.
"""

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from extract.candidates import end_char, name_candidates
from extract.language import load_language, parse
from extract.lexicon import demonyms
from extract.naming import DocumentNames, features
from extract.readings import Floats
from extract.types import Document, NameIndex
from geo.gazetteer import open_gazetteer
from paths import DATA

# What news of war says often and the corpora hardly ever: set by hand, the other weights are fitted around them.
SET_BY_HAND = {
    "taken": 1.6, "named_feature": 4.0, "single_feature": 4.0, "wide": 0.4, "military": 3.0, "lower_country": 5.0,
    "before_unit": 2.0, "long_known": 1.0, "tokens": 0.0,
    "follows_kind": 2.5, "precedes_kind": 0.3, "precedes_settlement": 2.5, "is_explained": 2.0, "is_near": 1.0,
    "disease": -3.5, "hamlet_at_home": 2.0,
}  # fmt: skip
_PENALTY = 2.0
_CORPUS_WEIGHT = 4000.0


@dataclass(frozen=True, slots=True)
class Examples:
    values: tuple[dict[str, float], ...]
    is_name: Floats


def read_examples(path: Path, names: NameIndex) -> Examples:
    """The features of every candidate of a corpus, and whether its gold has exactly that span."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    values: list[dict[str, float]] = []
    labels: list[bool] = []
    documents = [Document(str(row["id"]), row["text"]) for row in rows]
    for (_, doc), row in zip(parse(documents, nlp=load_language()), rows, strict=True):
        gold = {(m["start"], m["end"]) for m in row["mentions"]}
        candidates = name_candidates(doc, names=names)
        document = DocumentNames.of(doc, candidates)
        for c in (c for c in candidates if c.text not in demonyms()):
            values.append(features(doc, c, document))
            labels.append((doc[c.start].idx, end_char(doc, c.end)) in gold)
    return Examples(tuple(values), np.array(labels, dtype=float))


def fit(corpora: Sequence[Examples]) -> dict[str, float]:
    """Ridge-penalised logistic regression (Newton's method)."""
    names = sorted({name for corpus in corpora for row in corpus.values for name in row})
    table = np.vstack([design(names, corpus) for corpus in corpora])
    labels = np.concatenate([corpus.is_name for corpus in corpora])
    importance = np.concatenate([np.full(len(c.values), _CORPUS_WEIGHT / len(c.values)) for c in corpora])
    by_hand = np.array([SET_BY_HAND.get(name, 0.0) for name in names])
    offset, free = table @ by_hand, np.array([name not in SET_BY_HAND for name in names])
    table = table * free
    weight = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(table @ weight + offset, -30, 30)))
        gradient = table.T @ (importance * (p - labels)) + _PENALTY * weight
        hessian = (table * (importance * p * (1 - p) + 1e-9)[:, None]).T @ table + _PENALTY * np.eye(len(names))
        weight -= np.linalg.solve(hessian, gradient)
    return dict(zip(names, np.where(free, weight, by_hand).tolist(), strict=True))


def design(names: Sequence[str], corpus: Examples) -> Floats:
    return np.array([[row.get(name, 0.0) for name in names] for row in corpus.values])


def f1(weights: dict[str, float], corpus: Examples) -> float:
    """F1 of the single decisions, before overlapping names are settled."""
    said = np.array([sum(weights.get(n, 0.0) * v for n, v in row.items()) > 0 for row in corpus.values])
    right = float((said * corpus.is_name).sum())
    return 2 * right / (float(said.sum()) + float(corpus.is_name.sum()))


def write(weights: dict[str, float]) -> None:
    with (DATA / "lexicons" / "name_weights.csv").open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow(["feature", "weight"])
        out.writerows((name, round(weight, 3)) for name, weight in sorted(weights.items()))


def main(paths: Sequence[Path]) -> None:
    with open_gazetteer() as gazetteer:
        corpora = {path.name: read_examples(path, gazetteer) for path in paths}
    for name, corpus in corpora.items():
        others = [other for key, other in corpora.items() if key != name]
        if others:
            print(f"{name}: F1 {f1(fit(others), corpus):.3f} with weights fitted on the others")
    write(fit(list(corpora.values())))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main([Path(argument) for argument in sys.argv[1:]])
