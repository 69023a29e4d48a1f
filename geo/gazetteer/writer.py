"""The gazetteer file: one SQLite database, written once, read many times."""

import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex

import shapely

from geo.gazetteer.entries import Entry, NameMatch
from geo.gazetteer.names import fold

SCHEMA = """
CREATE TABLE IF NOT EXISTS place (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
    country TEXT, admin1 TEXT, feature TEXT NOT NULL, geo_precision INTEGER NOT NULL, radius_km REAL NOT NULL,
    population INTEGER NOT NULL, prominence REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS raw_name (
    folded TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, spelling TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS geometry (place INTEGER PRIMARY KEY, wkb BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS unit (code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS source (
    name TEXT PRIMARY KEY, version TEXT NOT NULL, licence TEXT NOT NULL, places INTEGER NOT NULL, built TEXT NOT NULL
);
"""
_SORTED = """
CREATE TABLE name (
    folded TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, spelling TEXT NOT NULL,
    PRIMARY KEY (folded, place, spelling)
) WITHOUT ROWID;
INSERT OR IGNORE INTO name SELECT folded, place, kind, spelling FROM raw_name ORDER BY folded, place, spelling, kind;
DROP TABLE raw_name;
"""

# How well known a place is that nobody lives in, as the population of a town as often named; by GeoNames code.
_AS_KNOWN_AS = {
    "CONT": 1e9, "OCN": 5e8, "SEA": 5e7, "RGN": 2e7, "GULF": 2e7, "BAY": 2e6, "STRT": 1e7, "PEN": 1e7, "STM": 2e6,
    "MTS": 5e6, "MT": 5e5, "AIRP": 1e5, "AIRB": 1e5,
    "DSRT": 5e6, "LK": 1e6, "ISLS": 1e6, "ISL": 5e5, "CNL": 5e6, "PCL": 3e6, "ZN": 5e6,
}  # fmt: skip
_ELSE_AS_KNOWN_AS = 5e5
_BONUS = {"PCL": 20, "PCLI": 20, "PCLD": 20, "PCLS": 20, "TERR": 20, "PPLC": 5}
"""Countries and capitals are named more than places of their size: else Georgia the state outranks Georgia."""
_TOWN_IN_NEWS = 20_000
_COUNTRY_FLOOR = 3e7
"""However few live there: Micronesia is the country before it is the region of Oceania."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from: `gazetteer info` prints it."""

    name: str
    version: str
    licence: str


def prominence(entry: Entry) -> float:
    """0 to 1, logarithmic in population: 0.1 is ten people, 1.0 the world."""
    feature = entry.place.feature
    known_as = float(entry.population) or (
        0 if feature[:3] in ("PPL", "ADM") else _AS_KNOWN_AS.get(feature, _ELSE_AS_KNOWN_AS)
    )
    known_as = max(known_as * _BONUS.get(feature, 1), _COUNTRY_FLOOR if feature == "PCLI" else 0)
    return round(min(1.0, math.log10(known_as + 1) / 10), 4)


def prominence_in_news(entry: Entry) -> float:
    """Like `prominence`, for towns that are listed because news names them, whose population nobody noted down."""
    town = entry.place.feature.startswith("PPL") and not entry.population
    return prominence(replace(entry, population=_TOWN_IN_NEWS) if town else entry)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """A new or half-written gazetteer file. It is lost if the machine stops half-way: the build starts again."""
    db = sqlite3.connect(path)
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;" + SCHEMA)
    return db


@contextmanager
def new_gazetteer(target: Path) -> Iterator[sqlite3.Connection]:
    """A gazetteer file to write: it is at `target`, complete, after the block, or not at all where that fails.

    Any number of processes may write the same target at once: each has a file of its own, the last to finish stays.
    """
    part = target.with_suffix(f".{token_hex(8)}.part")
    db = open_for_writing(part)
    try:
        yield db
        finish(db)
        part.replace(target)
    finally:
        db.close()
        part.unlink(missing_ok=True)


def write_entries(
    db: sqlite3.Connection, entries: Iterable[Entry], *, prominence_of: Callable[[Entry], float] = prominence
) -> int:
    """Add entries, streaming; an id that is there already only gains names. Returns how many places are new."""
    new = 0
    for entry in entries:
        key, is_new = _place_key(db, entry, prominence_of(entry))
        new += is_new
        db.executemany("INSERT INTO raw_name VALUES (?, ?, ?, ?)", _name_rows(entry, key))
        if entry.geometry is not None:
            wkb = shapely.to_wkb(shapely.set_precision(entry.geometry, 1e-5, mode="pointwise"))
            db.execute("INSERT OR IGNORE INTO geometry VALUES (?, ?)", (key, wkb))
    return new


def _place_key(db: sqlite3.Connection, entry: Entry, known: float) -> tuple[int, bool]:
    p = entry.place
    row = (p.id, p.name, p.lat, p.lon, p.country, p.admin1, p.feature, int(p.geo_precision), p.radius_km)
    sql = "INSERT OR IGNORE INTO place VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    cursor = db.execute(sql, (*row, entry.population, known))
    if cursor.rowcount:
        return int(cursor.lastrowid or 0), True
    return int(db.execute("SELECT key FROM place WHERE id = ?", (p.id,)).fetchone()[0]), False


def _name_rows(entry: Entry, key: int) -> list[tuple[str, int, int, str]]:
    return [
        (folded, key, int(kind), spelling)
        for spelling, kind in entry.names.items()
        if is_name(spelling, kind) and (folded := fold(spelling))
    ]


def write_names(db: sqlite3.Connection, names: Mapping[str, Iterable[str]]) -> None:
    """More spellings for places that are there, by their id."""
    for place_id, spellings in names.items():
        found = db.execute("SELECT key FROM place WHERE id = ?", (place_id,)).fetchone()
        rows = [(fold(spelling), found[0], int(NameMatch.ALTERNATE), spelling) for spelling in spellings if found]
        db.executemany("INSERT INTO raw_name VALUES (?, ?, ?, ?)", rows)


def is_name(spelling: str, kind: NameMatch) -> bool:
    """Whether to keep a spelling: GeoNames' machine transliterations ("swldw") are in lower case; nobody uses them."""
    return kind is NameMatch.NAME or not (spelling.isascii() and spelling == spelling.lower())


def write_source(db: sqlite3.Connection, source: Source, places: int, built: str) -> None:
    """Record where entries came from."""
    row = (source.name, source.version, source.licence, places, built)
    db.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?)", row)


def finish(db: sqlite3.Connection) -> None:
    """Sort the names into place and close: the file is complete only now. What memory cannot hold is sorted on disk."""
    db.commit()
    db.executescript(_SORTED + "ANALYZE;")
    db.commit()
    db.close()
