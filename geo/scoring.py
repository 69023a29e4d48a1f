"""How likely each candidate is the place a document means: a conditional logit with "none of these" among the choices.

The features are those of the toponym resolution literature: prominence and kind of place, how its name matched, what
the text says it lies in (Lieberman 2010, comma groups), and the company it keeps (Buscaldi 2011). "None of these"
competes; what is left of over-confidence, `calibrated` takes off. Weights: `data/lexicons/place_weights.csv`, from
`benchmarks/fit_places.py`.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from extract.lexicon import place_nouns
from geo.context import Context, Floats, Link, Sense, agrees, alike, distances_km, is_country, lies_within
from geo.gazetteer.names import FIRST_OTHER_SCRIPT
from geo.types import Candidate, Place
from paths import DATA

FEATURES = (
    "none", "none_single", "none_kind", "none_many", "none_script", "none_within",
    "only", "prominence", "small", "best", "country", "admin1", "admin2", "capital", "speaking", "natural",
    "dateline", "focus", "outlet", "namesake",
    "alternate", "spelling", "abbreviation", "nickname", "kind_agrees", "kind_named", "kind_differs",
    "unit_of_town", "town_share", "sibling",
    "within_comma", "without_comma", "within_in", "without_in", "within_owner", "without_owner", "holds",
    "country_share", "country_named", "admin1_named", "admin1_share", "near_100", "near_500",
)  # fmt: skip
_AT = {name: i for i, name in enumerate(FEATURES)}
_ROUNDS = 2

_ENOUGH_MENTIONS = 3
_NEGLIGIBLE = 0.02
_SURE = 1e-4
"""Nearer to certainty than this no probability is believed."""
_LIKELY = 0.3
_SURELY = 0.6
_WELL_KNOWN = 0.5

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


def rank(context: Context, *, switched_off: frozenset[str] = frozenset(), weight: Floats | None = None) -> list[Ranked]:
    """Score every sense. `switched_off` are feature names to do without; `weight` are others than those kept."""
    if weight is None:
        weight = np.array([0.0 if name in switched_off else weights().get(name, 0.0) for name in FEATURES])
    tables = [_own_features(sense, context) for sense in context.senses]
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


def _own_features(sense: Sense, context: Context) -> Floats:
    """What is known of each candidate without the rest of the document."""
    table = np.zeros((len(sense.candidates) + 1, len(FEATURES)))
    for row, candidate in enumerate(sense.candidates):
        for name, value in _candidate_features(candidate, sense, row).items():
            table[row, _AT[name]] = value
        table[row, _AT["focus"]] = float(candidate.place.country in context.focus)
        table[row, _AT["outlet"]] = float(candidate.place.country in context.home)
        table[row, _AT["namesake"]] = float(_is_foreign_namesake(candidate, sense, context.home))
    for row, share in _units_of_towns(sense):
        table[row, _AT["unit_of_town"]], table[row, _AT["town_share"]] = 1.0, share
    last = table[-1]
    last[_AT["none"]] = 1.0
    last[_AT["none_single"]] = float(" " not in sense.name)
    last[_AT["none_kind"]] = float(sense.feature is not None)
    last[_AT["none_script"]] = float(ord(sense.name[0]) >= FIRST_OTHER_SCRIPT)
    last[_AT["none_many"]] = min(len(sense.candidates), 20) / 20
    return table


def _units_of_towns(sense: Sense) -> Iterator[tuple[int, float]]:
    """Rows of units that share their bare name with a town of theirs, and how much of their people it holds.

    "Tripoli" is the town, not the district; "Quebec" is the province more often than its capital.
    """
    if sense.feature is not None and not sense.feature.startswith("PPL"):
        return
    towns: dict[Area, int] = {}
    for candidate in sense.candidates:
        area = (candidate.place.country or "", candidate.place.admin1)
        if candidate.place.feature.startswith("PPL"):
            towns[area] = max(towns.get(area, 0), candidate.population)
    for row, candidate in enumerate(sense.candidates):
        area = (candidate.place.country or "", candidate.place.admin1)
        if candidate.place.feature.startswith("ADM") and area in towns:
            yield row, min(1.0, towns[area] / max(candidate.population, 1))


def _candidate_features(candidate: Candidate, sense: Sense, row: int) -> dict[str, float]:
    feature, match = candidate.place.feature, candidate.name_match
    described = agrees(sense.feature, candidate)
    named = sense.feature is None and agrees(_kind_in_name(sense.name), candidate) is True
    alternate = match == "alternate"
    spelling = alternate and alike(sense.name, candidate.place.name) and not _lacks_its_kind(sense, candidate)
    return {
        "prominence": candidate.prominence * 10,
        "small": float(candidate.prominence < 0.4),
        "country": float(is_country(candidate.place)),
        "admin1": float(feature == "ADM1"),
        "admin2": float(feature.startswith("ADM") and feature != "ADM1"),
        "capital": float(feature == "PPLC"),
        "speaking": float(sense.speaks and (feature == "PPLC" or is_country(candidate.place))),
        "natural": float(not feature.startswith(("PPL", "ADM", "PCL"))),
        "dateline": float(sense.opens and feature.startswith("PPL")),
        "alternate": float(alternate and not (described or named or spelling)),
        "spelling": float(spelling and not (described or named)),
        "abbreviation": float(match == "abbreviation"),
        "nickname": float(match in {"nickname", "demonym"}),
        "best": float(row == 0),
        "only": float(len(sense.candidates) == 1) * candidate.prominence,
        "kind_agrees": float(described is True),
        "kind_named": float(named),
        "kind_differs": float(described is False),
    }


def _lacks_its_kind(sense: Sense, candidate: Candidate) -> bool:
    """Whether a unit is named without its kind in another script, where a well-known town has the name.

    English says "Washington" for both; "Вашингтон", "워싱턴" and "华盛顿" alone are the capital.
    """
    unit = candidate.place.feature.startswith("ADM") and ord(sense.name[0]) >= FIRST_OTHER_SCRIPT
    return unit and any(c.place.feature.startswith("PPL") and c.prominence >= _WELL_KNOWN for c in sense.candidates)


def _is_foreign_namesake(candidate: Candidate, sense: Sense, home: frozenset[str]) -> bool:
    """Whether a text in another script would mean a place abroad while a far better known one has the name.

    No Korean paper means Washington, Illinois, without saying so.
    """
    if ord(sense.name[0]) < FIRST_OTHER_SCRIPT or candidate.place.country in home:
        return False
    return candidate.prominence < max(c.prominence for c in sense.candidates) - 0.1


def _kind_in_name(name: str) -> str | None:
    """The GeoNames feature code a name's own last word says: ADM2 of "Butler County"."""
    noun = place_nouns().get(name.rpartition(" ")[2].lower()) if " " in name else None
    return noun.feature if noun else None


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
    _add_siblings(tables, context, chances)
    _add_links(tables, context, chances)
    return tables


def _shares(context: Context, chances: list[Floats]) -> list[Mass]:
    """By sense: how much of its mentions' probability lies in each country and first-level unit."""
    return [_mass(sense, chance) for sense, chance in zip(context.senses, chances, strict=True)]


def _mass(sense: Sense, chance: Floats) -> Mass:
    mass: Mass = defaultdict(float)
    times = min(max(len(sense.mentions), 1), _ENOUGH_MENTIONS)
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


def _add_siblings(tables: list[Floats], context: Context, chances: list[Floats]) -> None:
    """Names counted up side by side are of one kind, towns and units of one country too (Lieberman 2010)."""
    kinds = {i: _kinds(context.senses[i], chances[i]) for i in {i for run in context.lists for i in run}}
    support: defaultdict[int, list[Floats]] = defaultdict(list)
    for run in context.lists:
        for a, b in pairwise(run):
            if a != b:
                support[a].append(_shared_kind(context.senses[a], kinds[b]))
                support[b].append(_shared_kind(context.senses[b], kinds[a]))
    for i, each in support.items():
        tables[i][:-1, _AT["sibling"]] = np.mean(each, axis=0)


def _kinds(sense: Sense, chance: Floats) -> Mass:
    mass: Mass = defaultdict(float)
    for candidate, p in zip(sense.candidates, chance[:-1], strict=True):
        mass[_kind(candidate.place)] += float(p)
    return mass


def _shared_kind(sense: Sense, other: Mass) -> Floats:
    return np.array([other.get(_kind(candidate.place), 0.0) for candidate in sense.candidates])


def _kind(place: Place) -> Area:
    """What a place is, and in which country where it is none itself."""
    if is_country(place):
        return "", "PCL"
    return place.country or "", "PPL" if place.feature.startswith("PPL") else place.feature


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
            if (
                link.cue in {"comma", "in"}
                and not _are_listed(link, context)
                and _is_wide_unit(outer, chances[link.outer])
            ):
                tables[link.inner][-1, _AT["none_within"]] = 1.0
            continue
        table = tables[link.inner]
        table[:-1, _AT[f"within_{link.cue}"]] = support
        table[:-1, _AT[f"without_{link.cue}"]] = 1 - support
        back = chances[link.inner][:-1] @ held
        tables[link.outer][:-1, _AT["holds"]] = back


CALIBRATION = ("calibration_low", "calibration_high", "calibration_offset")
"""Rows of the weights file: a, b and c of beta calibration."""


def calibrated(p: float, terms: tuple[float, float, float] | None = None) -> float:
    """The share of places given probability `p` by the model that are right, in texts it was not fitted on.

    Beta calibration (Kull 2017): logit = a ln p - b ln(1 - p) + c, monotone as a and b are not negative.
    """
    low, high, offset = terms or tuple(weights()[name] for name in CALIBRATION)
    p = min(max(p, _SURE), 1 - _SURE)
    return 1 / (1 + math.exp(high * math.log1p(-p) - low * math.log(p) - offset))


def _are_listed(link: Link, context: Context) -> bool:
    return any(link.inner in run and link.outer in run for run in context.lists)


def _is_wide_unit(sense: Sense, chance: Floats) -> bool:
    """Whether a sense surely is a country or a first-level unit, which a name before it then lies in."""
    units = (is_country(c.place) or c.place.feature == "ADM1" for c in sense.candidates)
    return sum(float(p) for p, unit in zip(chance[:-1], units, strict=True) if unit) > _SURELY


@cache
def weights() -> dict[str, float]:
    with (DATA / "lexicons" / "place_weights.csv").open(encoding="utf-8", newline="") as lines:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(lines)}
