"""How likely each candidate is the place a document means: a conditional logit with "none of these" among the choices.

The features are those of the toponym resolution literature: prominence and kind of place, how its name matched, what
the text says it lies in (Lieberman 2010, comma groups), and the company it keeps (Buscaldi 2011). Probabilities come
out calibrated because "none of these" competes. Weights: `data/lexicons/place_weights.csv`, from
`benchmarks/fit_places.py`.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from geo.context import Context, Floats, Sense, agrees, distances_km, is_country, lies_within
from geo.types import Candidate, Place
from paths import DATA

FEATURES = (
    "none", "none_single", "none_kind", "none_many", "only", "prominence", "small", "best",
    "country", "admin1", "admin2", "capital", "speaking", "natural", "alternate", "abbreviation", "nickname", "focus",
    "kind_agrees", "kind_differs", "unit_of_town",
    "within_comma", "without_comma", "within_in", "without_in", "within_owner", "without_owner", "holds",
    "country_share", "country_named", "admin1_named", "admin1_share", "near_100", "near_500",
)  # fmt: skip
_AT = {name: i for i, name in enumerate(FEATURES)}
_ROUNDS = 2

_ENOUGH_MENTIONS = 3
_NEGLIGIBLE = 0.02
_LIKELY = 0.3

Area = tuple[str, str | None]
"""A country, or a first-level unit of it."""

Mass = dict[Area, float]
"""Probability mass by area."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of a sense with their probabilities, which with that of "none of these" add up to 1."""

    sense: Sense
    probabilities: tuple[float, ...]
    features: Floats
    """Shape (candidates + 1, features); the last row is "none of these"."""


def rank(context: Context, *, switched_off: frozenset[str] = frozenset()) -> list[Ranked]:
    """Score every sense. `switched_off` are feature names to do without, for ablations."""
    weight = np.array([0.0 if name in switched_off else weights().get(name, 0.0) for name in FEATURES])
    tables = [_own_features(sense, context.focus) for sense in context.senses]
    chances = _chances(context, tables, weight)
    for _ in range(_ROUNDS):
        for i, table in enumerate(context_features(context, chances)):
            tables[i] = np.where(np.isnan(table), tables[i], table)
        chances = _chances(context, tables, weight)
    return [
        Ranked(sense, tuple(float(p) for p in chance[:-1]), table)
        for sense, chance, table in zip(context.senses, chances, tables, strict=True)
    ]


def _chances(context: Context, tables: list[Floats], weight: Floats) -> list[Floats]:
    """By sense: the probability of each candidate, the last that of none. What the project settled is certain."""
    return [
        np.eye(1, len(table))[0] if sense.settled else softmax(table @ weight)
        for sense, table in zip(context.senses, tables, strict=True)
    ]


def softmax(scores: Floats) -> Floats:
    exp = np.exp(scores - scores.max())
    return np.asarray(exp / exp.sum(), dtype=np.float64)


def _own_features(sense: Sense, focus: frozenset[str]) -> Floats:
    """What is known of each candidate without the rest of the document."""
    table = np.zeros((len(sense.candidates) + 1, len(FEATURES)))
    for row, candidate in enumerate(sense.candidates):
        for name, value in _candidate_features(candidate, sense, row).items():
            table[row, _AT[name]] = value
        table[row, _AT["focus"]] = float(candidate.place.country in focus)
    for row in _units_of_towns(sense):
        table[row, _AT["unit_of_town"]] = 1.0
    last = table[-1]
    last[_AT["none"]] = 1.0
    last[_AT["none_single"]] = float(" " not in sense.name)
    last[_AT["none_kind"]] = float(sense.feature is not None)
    last[_AT["none_many"]] = min(len(sense.candidates), 20) / 20
    return table


def _units_of_towns(sense: Sense) -> Iterator[int]:
    """Rows of units that share their bare name with a town of theirs: "Tripoli" is the town, not the district."""
    if sense.feature is not None and not sense.feature.startswith("PPL"):
        return
    towns = {(c.place.country, c.place.admin1) for c in sense.candidates if c.place.feature.startswith("PPL")}
    for row, candidate in enumerate(sense.candidates):
        place = candidate.place
        bare = candidate.name_match == "alternate" and place.feature.startswith("ADM")
        if bare and (place.country, place.admin1) in towns:
            yield row


def _candidate_features(candidate: Candidate, sense: Sense, row: int) -> dict[str, float]:
    feature = candidate.place.feature
    kind_agrees = agrees(sense.feature, candidate)
    return {
        "prominence": candidate.prominence * 10,
        "small": float(candidate.prominence < 0.4),
        "country": float(is_country(candidate.place)),
        "admin1": float(feature == "ADM1"),
        "admin2": float(feature.startswith("ADM") and feature != "ADM1"),
        "capital": float(feature == "PPLC"),
        "speaking": float(sense.speaks and (feature == "PPLC" or is_country(candidate.place))),
        "natural": float(not feature.startswith(("PPL", "ADM", "PCL"))),
        "alternate": float(candidate.name_match == "alternate" and not kind_agrees),
        "abbreviation": float(candidate.name_match == "abbreviation"),
        "nickname": float(candidate.name_match in {"nickname", "demonym"}),
        "best": float(row == 0),
        "only": float(len(sense.candidates) == 1) * candidate.prominence,
        "kind_agrees": float(kind_agrees is True),
        "kind_differs": float(kind_agrees is False),
    }


def context_features(context: Context, chances: list[Floats]) -> list[Floats]:
    """Features that depend on the other senses' probabilities so far; NaN where nothing changes."""
    tables = [np.full((len(s.candidates) + 1, len(FEATURES)), np.nan) for s in context.senses]
    masses = _shares(context, chances)
    together: Mass = defaultdict(float)
    for mass in masses:
        for area, p in mass.items():
            together[area] += p
    named = [_names_outright(sense, chance) for sense, chance in zip(context.senses, chances, strict=True)]
    tops = [int(np.argmax(c[:-1])) if len(c) > 1 and c[:-1].max() > _LIKELY else None for c in chances]
    for i, sense in enumerate(context.senses):
        if sense.candidates:
            around = {area: p - masses[i].get(area, 0.0) for area, p in together.items()}
            _add_company(tables[i], i, context, around, named)
            _add_nearness(tables[i], i, context, tops)
    _add_links(tables, context, chances)
    return tables


def _shares(context: Context, chances: list[Floats]) -> list[Mass]:
    """By sense: how much of its mentions' probability lies in each country and first-level unit."""
    return [_mass(sense, chance) for sense, chance in zip(context.senses, chances, strict=True)]


def _mass(sense: Sense, chance: Floats) -> Mass:
    mass: Mass = defaultdict(float)
    times = min(len(sense.mentions), _ENOUGH_MENTIONS)
    for candidate, p in zip(sense.candidates, chance[:-1], strict=True):
        if p > _NEGLIGIBLE:
            for area in _areas(candidate.place):
                mass[area] += float(p) * times
    return mass


def _areas(place: Place) -> Iterator[Area]:
    """The country and the first-level unit a place lies in."""
    if place.country:
        yield place.country, None
        if place.admin1 and not is_country(place):
            yield place.country, place.admin1


def _add_company(table: Floats, i: int, context: Context, around: Mass, named: list[Mass]) -> None:
    """What the other senses say for each candidate of sense `i`: `around` is their mass, `named` what each names."""
    total = sum(p for (_, unit), p in around.items() if unit is None) + 1.0
    outright: Mass = defaultdict(float)
    for j, areas in enumerate(named):
        for area, p in areas.items() if j != i else ():
            outright[area] = max(outright[area], p)
    for row, candidate in enumerate(context.senses[i].candidates):
        place = candidate.place
        country, unit = (place.country or "", None), (place.country or "", place.admin1 or "")
        inside = not is_country(place)
        table[row, _AT["country_share"]] = around.get(country, 0.0) / total
        table[row, _AT["admin1_share"]] = around.get(unit, 0.0) / total if inside else 0.0
        table[row, _AT["country_named"]] = outright[country] if inside else 0.0
        table[row, _AT["admin1_named"]] = outright[unit] if inside and place.feature != "ADM1" else 0.0


def _names_outright(sense: Sense, chance: Floats) -> Mass:
    """Countries and first-level units that the sense itself is, with the probability that it is."""
    areas: Mass = defaultdict(float)
    for candidate, p in zip(sense.candidates, chance[:-1], strict=True):
        place = candidate.place
        if place.country and (is_country(place) or (place.feature == "ADM1" and place.admin1)):
            area = (place.country, None if is_country(place) else place.admin1)
            areas[area] = max(areas[area], float(p))
    return areas


def _add_nearness(table: Floats, i: int, context: Context, tops: list[int | None]) -> None:
    """How many other likely places lie within 100 and 500 km of each candidate; countries are everywhere."""
    company = [
        context.vectors[j][top]
        for j, top in enumerate(tops)
        if j != i and top is not None and not _is_wide(context.senses[j].candidates[top])
    ]
    if not company:
        return
    km = distances_km(context.vectors[i], np.array(company))
    table[:-1, _AT["near_100"]] = np.minimum((km < 100).sum(axis=1), 4) / 4
    table[:-1, _AT["near_500"]] = (km < 500).sum(axis=1) / len(company)


def _is_wide(candidate: Candidate) -> bool:
    return is_country(candidate.place) or candidate.place.radius_km > 400


def _add_links(tables: list[Floats], context: Context, chances: list[Floats]) -> None:
    """Evidence from "A, B": candidates of A inside likely B are supported, the others are contradicted."""
    for link in context.links:
        inner, outer = context.senses[link.inner], context.senses[link.outer]
        if not inner.candidates or not outer.candidates:
            continue
        km = distances_km(context.vectors[link.inner], context.vectors[link.outer])
        held = np.array(
            [[lies_within(a.place, b.place, d) for b, d in zip(outer.candidates, row, strict=True)]
             for a, row in zip(inner.candidates, km, strict=True)], dtype=float
        )  # fmt: skip
        support = held @ chances[link.outer][:-1]
        if support.max() < 0.2:
            continue
        table = tables[link.inner]
        table[:-1, _AT[f"within_{link.cue}"]] = support
        table[:-1, _AT[f"without_{link.cue}"]] = 1 - support
        back = chances[link.inner][:-1] @ held
        tables[link.outer][:-1, _AT["holds"]] = back


@cache
def weights() -> dict[str, float]:
    with (DATA / "lexicons" / "place_weights.csv").open(encoding="utf-8", newline="") as lines:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(lines)}
