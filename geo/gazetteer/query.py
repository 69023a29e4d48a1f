"""Query the gazetteer: names in, ranked candidates out.

    with open_gazetteer() as gazetteer:
        gazetteer.candidates(["Kursk", "the DMZ"])["Kursk"][0].place

A user's own places (`gazetteer add`) lie in a file of their own and come before all others.
"""

import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import shapely
from shapely.geometry.base import BaseGeometry

from extract.types import NameFacts
from geo.gazetteer.build import build_embedded, embedded_path, mark_used
from geo.gazetteer.entries import NameMatch
from geo.gazetteer.geonames import full_path
from geo.gazetteer.names import FIRST_OTHER_SCRIPT, fold, written_as_abbreviation
from geo.gazetteer.own import own_path
from geo.types import Candidate, GeoPrecision, Place

_COLUMNS = "id, name, lat, lon, country, admin1, feature, geo_precision, radius_km, population, prominence"
_MATCHES = tuple(match.name.lower() for match in NameMatch)
_PRECISIONS = {int(precision): precision for precision in GeoPrecision}
_BATCH = 400
_KM_PER_DEGREE = 111.195
_SHORTEST_BEGINNING = 3
_PAGE_CACHE_KB = 32_768
_CACHED_NAMES = 200_000

# A name shared by a town and the unit around it means the town unless the text says otherwise ("Kursk", "Kyoto"). What
# is called so today outranks what was once, or is in another language (Engels was Pokrovsk; Casablanca is White House).
_SHARED_WITH_TOWN = 0.1
_OTHER_NAME = 0.1
_NICKNAME = 0.05


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One source of a gazetteer: how many places came from it, when, under which licence."""

    name: str
    version: str
    licence: str
    places: int
    built: str


@dataclass(frozen=True, slots=True)
class GazetteerInfo:
    """What a gazetteer holds and where it came from."""

    path: Path
    places: int
    names: int
    geometries: int
    sources: tuple[SourceInfo, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A candidate under one of its spellings."""

    spelling: str
    candidate: Candidate

    def may_be(self, form: str) -> bool:
        if self.candidate.name_match != "abbreviation":
            return True
        return written_as_abbreviation(form.removeprefix("the ").removeprefix("The "), self.spelling)


class Gazetteer:
    """A gazetteer file, open for reading. Look-ups are batched and cached; safe to share between threads."""

    def __init__(self, path: Path, *, own: Path | None = None) -> None:
        """Open the gazetteer at `path`, and the user's own places at `own` where that file exists.

        Raises FileNotFoundError where `path` is no file.
        """
        if not path.is_file():
            raise FileNotFoundError(f"no gazetteer at {path}: build one with `python cli.py gazetteer build`")
        self.path = path
        self._files = [_open(file) for file in (own, path) if file and file.is_file()]
        self._cache: dict[str, tuple[_Named, ...]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; the gazetteer cannot be asked again."""
        for file in self._files:
            file.close()

    def candidates(self, names: Iterable[str]) -> dict[str, list[Candidate]]:
        """The places each name may mean, best known first; an empty list for a name of no place.

        Keyed by name as given. Case, accents, dots, apostrophes and hyphens make no difference, save that an
        abbreviation must be written as one: "US" and "U.S." are the United States, "us" is not.
        """
        wanted = list(dict.fromkeys(names))
        self._load({fold(name) for name in wanted})
        return {name: _best_spelling(self._cache[fold(name)], name) for name in wanted}

    def known(self, names: Iterable[str]) -> Mapping[str, NameFacts]:
        """Facts for those of `names` that are place names, keyed as given (extract.types.NameIndex)."""
        wanted = list(dict.fromkeys(names))
        self._load({fold(name) for name in wanted})
        found = {name: [n for n in self._cache[fold(name)] if n.may_be(name)] for name in wanted}
        return {name: _facts(named) for name, named in found.items() if named}

    def place(self, place_id: str) -> Place | None:
        """The place of that id ("geonames:538560", "demarc:korean-dmz"); None where there is none."""
        for file in self._files:
            row = file.execute(f"SELECT {_COLUMNS} FROM place WHERE id = ?", (place_id,)).fetchone()  # noqa: S608
            if row:
                return _place(row)
        return None

    def beginning(self, name: str, *, limit: int) -> list[Candidate]:
        """Places with a name that begins like this one, best known first; for a reader who types."""
        key = fold(name)
        if len(key) < _SHORTEST_BEGINNING:
            return []
        sql = f"""SELECT DISTINCT {_COLUMNS} FROM name JOIN place ON key = place
            WHERE folded >= ? AND folded < ? ORDER BY prominence DESC LIMIT ?"""  # noqa: S608
        bounds = (key, key + "\U0010ffff", limit)
        rows = [row for file in self._files for row in file.execute(sql, bounds)]
        return [Candidate(_place(row), row[9], "name", row[10]) for row in rows]

    def nearest(self, lat: float, lon: float, *, within_km: float, limit: int) -> list[Place]:
        """Populated places around a point, the nearest first."""
        tall = within_km / _KM_PER_DEGREE
        wide = min(180.0, tall / max(math.cos(math.radians(lat)), 0.01))
        sql = f"""SELECT {_COLUMNS} FROM place WHERE feature LIKE 'PPL%' AND lat BETWEEN ? AND ?
            AND (abs(lon - ?) <= ? OR 360 - abs(lon - ?) <= ?)"""  # noqa: S608
        bounds = (lat - tall, lat + tall, lon, wide, lon, wide)
        found = [_place(row) for file in self._files for row in file.execute(sql, bounds)]
        away = {place.id: _km_between(lat, lon, place) for place in found}
        near = sorted((place for place in found if away[place.id] <= within_km), key=lambda place: away[place.id])
        return near[:limit]

    def towns(self, *, min_population: int) -> list[Candidate]:
        """Capitals, and populated places of at least that many people, largest first."""
        sql = f"SELECT {_COLUMNS} FROM place WHERE feature = 'PPLC' OR feature LIKE 'PPL%' AND population >= ?"  # noqa: S608
        rows = [row for file in self._files for row in file.execute(sql, (min_population,))]
        found = [Candidate(_place(row), int(row[9]), "name") for row in rows if row[6] != "PPLX"]
        return sorted(found, key=lambda town: -town.population)

    def outlined(self, features: Iterable[str]) -> list[Place]:
        """The places of those GeoNames feature codes that `geometry` draws, by id."""
        wanted = list(features)
        marks = ",".join("?" * len(wanted))
        sql = f"SELECT {_COLUMNS} FROM geometry JOIN place ON place = key WHERE feature IN ({marks}) ORDER BY id"  # noqa: S608
        return [_place(row) for file in self._files for row in file.execute(sql, wanted)]

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """The outline or line of a place, longitude first, EPSG:4326; None where no source draws one."""
        sql = "SELECT wkb FROM geometry JOIN place ON place = key WHERE id = ?"
        for file in self._files:
            row = file.execute(sql, (place_id,)).fetchone()
            if row:
                shape: BaseGeometry = shapely.from_wkb(row[0])
                return shape
        return None

    def info(self) -> GazetteerInfo:
        """Sources, counts, dates and licences."""
        places, names, geometries = (_count(self._files, table) for table in ("place", "name", "geometry"))
        rows = [
            row
            for file in self._files
            for row in file.execute("SELECT name, version, licence, places, built FROM source")
        ]
        return GazetteerInfo(self.path, places, names, geometries, tuple(SourceInfo(*row) for row in rows))

    def _load(self, keys: set[str]) -> None:
        missing = [key for key in keys if key not in self._cache]
        if len(self._cache) + len(missing) > _CACHED_NAMES:
            self._cache.clear()
            missing = list(keys)
        rows: dict[str, list[_Named]] = {key: [] for key in missing}
        for file in self._files:
            # File by file: the user's own places come first, whatever their size.
            for key, named in _named(file, missing).items():
                rows[key] += _ranked(named)
        self._cache.update({key: tuple(named) for key, named in rows.items()})


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """Open a gazetteer: the one given, else the full one of `gazetteer build`, else the embedded one.

    The embedded one is built on first use, about a minute, with a progress bar on a terminal.
    """
    full = full_path()
    return Gazetteer(path or (full if full.is_file() else _embedded()), own=own_path())


def _embedded() -> Path:
    """The embedded gazetteer, built where there is none yet."""
    path = embedded_path()
    if not path.is_file():
        build_embedded()
    mark_used(path)
    return path


def _km_between(lat: float, lon: float, place: Place) -> float:
    """Great-circle distance, by the haversine."""
    phi, phi2 = math.radians(lat), math.radians(place.lat)
    turn = math.sin(math.radians(place.lon - lon) / 2) ** 2
    half = math.sin((phi2 - phi) / 2) ** 2 + math.cos(phi) * math.cos(phi2) * turn
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    db.execute(f"PRAGMA cache_size = -{_PAGE_CACHE_KB}")  # mapping the file instead is no faster and takes 200 MB more
    return db


def _count(files: Sequence[sqlite3.Connection], table: str) -> int:
    return sum(int(file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for file in files)  # noqa: S608


def _named(file: sqlite3.Connection, keys: Sequence[str]) -> dict[str, list[_Named]]:
    """Every place and spelling under each key that has one."""
    found: dict[str, list[_Named]] = {}
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        marks = ",".join("?" * len(batch))
        sql = f"SELECT folded, kind, spelling, {_COLUMNS} FROM name JOIN place ON key = place WHERE folded IN ({marks})"  # noqa: S608
        for folded, kind, spelling, *row in file.execute(sql, batch):
            candidate = Candidate(_place(row), row[9], _MATCHES[kind], row[10])
            found.setdefault(folded, []).append(_Named(spelling, candidate))
    return found


def _place(row: Sequence[object]) -> Place:
    id_, name, lat, lon, country, admin1, feature, precision, radius_km, *_ = row
    return Place(id_, name, lat, lon, country, admin1, feature, _PRECISIONS[precision], radius_km)  # type: ignore[arg-type, index]


def _ranked(named: list[_Named]) -> list[_Named]:
    """Best known first; of one place's spellings, its own name first."""
    if len(named) == 1:
        return named
    towns = [n.candidate for n in named if n.candidate.place.feature.startswith("PPL")]
    weights = {id(n): _weight(n, towns) for n in named}
    return sorted(named, key=lambda n: (-weights[id(n)], _MATCHES.index(n.candidate.name_match)))


def _weight(named: _Named, towns: Sequence[Candidate]) -> float:
    candidate = named.candidate
    weight = float(10 ** (candidate.prominence * 10))
    if candidate.name_match in ("nickname", "demonym"):
        return weight * _NICKNAME
    if candidate.place.feature in ("ADM1", "ADM2") and any(_is_seat(town, candidate) for town in towns):
        return weight * _SHARED_WITH_TOWN
    if candidate.place.feature.startswith("PPL") and not _is_its_name(named):
        return weight * _OTHER_NAME
    return weight


def _is_its_name(named: _Named) -> bool:
    """Whether a town is shown under the name that matched, or one that holds it ("New York" of New York City).

    In other scripts every name is an alternate one, so there it says nothing.
    """
    if ord(named.spelling[0]) >= FIRST_OTHER_SCRIPT:
        return True
    own, spelled = (set(fold(name).split(" ")) for name in (named.candidate.place.name, named.spelling))
    return own <= spelled or spelled <= own


def _is_seat(town: Candidate, unit: Candidate) -> bool:
    """Whether a town that shares a unit's name is its main one: by name in it, or by people much of it."""
    share = town.population / max(unit.population, 1)
    same_country = town.place.country == unit.place.country
    enough = share > (0.02 if town.name_match == "name" else 0.25)
    return same_country and enough and _degrees(town.place, unit.place) * 111 < unit.place.radius_km


def _degrees(a: Place, b: Place) -> float:
    """Rough angular distance: good enough to tell the same region from another one."""
    return math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians(a.lat)))


def _best_spelling(named: Iterable[_Named], form: str) -> list[Candidate]:
    """One candidate a place, the first of its spellings that the written form allows."""
    places: dict[str, Candidate] = {}
    for each in named:
        if each.may_be(form):
            places.setdefault(each.candidate.place.id, each.candidate)
    return list(places.values())


def _facts(named: Sequence[_Named]) -> NameFacts:
    return NameFacts(
        features=frozenset(n.candidate.place.feature for n in named),
        population=max(n.candidate.population for n in named),
        spellings=frozenset(n.spelling for n in named),
        countries=frozenset(n.candidate.place.country for n in named if n.candidate.place.country),
    )
