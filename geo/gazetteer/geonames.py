"""Build the full gazetteer from GeoNames' own dump: allCountries.zip and, if given, alternateNamesV2.zip.

    https://download.geonames.org/export/dump/ says what the columns are.

Lines are read out of the zip one by one and written in batches, so that memory stays small however large the dump is.
Each batch is one transaction that also notes how far it came: a build that was stopped goes on where it was.
"""

import csv
import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from geo.gazetteer.build import BUILDER, TOWNS, build_embedded, embedded_path, names_in_scripts, unit_names_by_code
from geo.gazetteer.cities import town_names
from geo.gazetteer.entries import Entry, NameMatch, town_radius
from geo.gazetteer.names import fold
from geo.gazetteer.writer import SCHEMA, Source, finish, is_name, write_entries, write_names, write_source
from geo.types import GeoPrecision, Place
from paths import home

_BATCH_LINES = 50_000
_CODES_NOT_NAMES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon"})
_COLUMNS = 19
_NAME_COLUMNS = 4

# How far off the point of a feature may be, by GeoNames code, in km; class decides for what is not listed.
_RADIUS_KM = {
    "PCLI": 600, "PCLD": 100, "PCLS": 100, "TERR": 300, "ADM1": 150, "ADM2": 40, "ADM3": 20, "ADM4": 10, "CONT": 3000,
    "OCN": 4000, "SEA": 300, "GULF": 200, "BAY": 30, "STRT": 80, "STM": 100, "LK": 20, "MTS": 100, "MT": 10,
    "DSRT": 300, "ISLS": 80, "ISL": 30, "PEN": 80, "RGN": 200, "AREA": 30, "VAL": 30, "PRK": 30, "FRST": 30,
}  # fmt: skip
_CLASS_RADIUS_KM = {"A": 20, "H": 10, "L": 20, "S": 5, "T": 10, "U": 100, "V": 20, "R": 20}


class DumpError(ValueError):
    """A file that is not what GeoNames publishes under that name."""


def full_path() -> Path:
    """Where the full gazetteer belongs; `open_gazetteer` takes it where it is there."""
    return home() / "gazetteer-full.sqlite"


def build_geonames(
    all_countries: Path, *, alternate_names: Path | None = None, path: Path | None = None, progress: bool = True
) -> Path:
    """Build the full gazetteer: Demarc's countries, units and additions, and every place of the dump. Returns its path.

    Goes on with a build of the same files that was stopped. Raises FileNotFoundError for a missing zip and DumpError
    for one that is no GeoNames dump.
    """
    target = path or full_path()
    part = target.with_suffix(".part")
    _forget_other(part, _build_id(all_countries, alternate_names))
    with closing(sqlite3.connect(part)) as db:
        _prepare(db, _build_id(all_countries, alternate_names))
        _read_places(db, all_countries, progress)
        if alternate_names:
            _read_names(db, alternate_names, progress)
        write_names(db, names_in_scripts())
        finish(db)
    part.replace(target)
    return target


def _build_id(*zips: Path | None) -> str:
    """Which files a half-written build is of."""
    known = (f"{z.resolve()} {z.stat().st_size} {z.stat().st_mtime_ns}" for z in zips if z)
    return f"builder {BUILDER}; " + "; ".join(known)


def _forget_other(part: Path, build_id: str) -> None:
    if part.is_file() and _stage_of(part, "build") != build_id:
        part.unlink()


def _stage_of(part: Path, name: str) -> str | None:
    with closing(sqlite3.connect(part)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'stage'").fetchone():
            return None
        row = db.execute("SELECT value FROM stage WHERE name = ?", (name,)).fetchone()
    return row and str(row[0])


def _prepare(db: sqlite3.Connection, build_id: str) -> None:
    """Start from the countries, units and additions of the embedded gazetteer."""
    db.executescript(
        "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -131072;" + SCHEMA
    )
    db.execute("CREATE TABLE IF NOT EXISTS stage (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    if db.execute("SELECT 1 FROM stage WHERE name = 'build'").fetchone():
        return
    base = embedded_path() if embedded_path().is_file() else build_embedded()
    db.execute("ATTACH ? AS base", (str(base),))
    kept = f"name NOT IN ({', '.join('?' * len(TOWNS))})"
    (last,) = db.execute(f"SELECT sum(places) FROM base.source WHERE {kept}", TOWNS).fetchone()  # noqa: S608
    db.execute("INSERT INTO place SELECT * FROM base.place WHERE key <= ?", (last,))
    db.execute("INSERT INTO raw_name SELECT * FROM base.name WHERE place <= ?", (last,))
    db.execute("INSERT INTO geometry SELECT * FROM base.geometry WHERE place <= ?", (last,))
    db.execute("INSERT INTO unit SELECT * FROM base.unit")
    db.execute(f"INSERT INTO source SELECT * FROM base.source WHERE {kept}", TOWNS)  # noqa: S608
    db.execute("INSERT INTO stage VALUES ('build', ?)", (build_id,))
    db.commit()
    db.execute("DETACH base")


def _read_places(db: sqlite3.Connection, dump: Path, progress: bool) -> None:
    units = unit_names_by_code(db)
    places = int(_stage(db, "places"))
    for number, rows in _batches(db, dump, "allCountries.txt", _COLUMNS, progress):
        places += write_entries(db, (entry for row in rows if (entry := _entry(row, units))))
        _note(db, "places", places)
        _note(db, "allCountries.txt", number)
        db.commit()
    write_source(db, _source("GeoNames", dump), places, _today())


def _read_names(db: sqlite3.Connection, dump: Path, progress: bool) -> None:
    for number, rows in _batches(db, dump, "alternateNamesV2.txt", _NAME_COLUMNS, progress):
        db.executemany("INSERT INTO raw_name VALUES (?, ?, ?, ?)", _alternate_names(db, rows))
        _note(db, "alternateNamesV2.txt", number)
        db.commit()
    write_source(db, _source("GeoNames alternate names", dump), 0, _today())


def _batches(
    db: sqlite3.Connection, dump: Path, member: str, columns: int, progress: bool
) -> Iterator[tuple[int, list[list[str]]]]:
    """Rows of a dump from where the build was stopped, each batch with the number of its last line."""
    number = int(_stage(db, member))
    with _lines(dump, member) as lines:
        bar = tqdm(
            islice(lines, number, None), initial=number, desc=member, unit=" lines", disable=None if progress else True
        )
        rows = csv.reader(bar, delimiter="\t", quoting=csv.QUOTE_NONE)
        while batch := list(islice(rows, _BATCH_LINES)):
            _check_columns(batch, dump, number, columns)
            number += len(batch)
            yield number, batch


def _check_columns(batch: Sequence[Sequence[str]], dump: Path, before: int, columns: int) -> None:
    for line, row in enumerate(batch, before + 1):
        if len(row) < columns:
            raise DumpError(
                f"{dump}, line {line}: {len(row)} columns where GeoNames has {columns}; download the file again from "
                "https://download.geonames.org/export/dump/"
            )


def _lines(dump: Path, member: str) -> io.TextIOWrapper:
    """The text inside a zip, as it streams out."""
    try:
        archive = zipfile.ZipFile(dump)
    except zipfile.BadZipFile as error:
        raise DumpError(f"{dump} is no zip file: give the {member.replace('.txt', '.zip')} of GeoNames") from error
    if member not in archive.namelist():
        held = ", ".join(archive.namelist()[:5]) or "nothing"
        raise DumpError(f"{dump} holds no {member} (it holds {held}): give GeoNames' {member.replace('.txt', '.zip')}")
    return io.TextIOWrapper(archive.open(member), encoding="utf-8", newline="")


def _entry(row: Sequence[str], units: dict[str, str]) -> Entry | None:
    """A line of allCountries.txt as an entry; None for one without a feature code: GeoNames is not sure of it yet."""
    id_, name, _ascii, alternates, lat, lon, feature_class, feature, country, _cc2, admin1, *rest = row
    if not feature or not name:
        return None
    population = int(rest[3] or 0)
    place = Place(
        id=f"geonames:{id_}",
        name=name,
        lat=float(lat),
        lon=float(lon),
        country=country or None,
        admin1=units.get(f"{country}.{admin1}"),
        feature=feature,
        geo_precision=_precision(feature_class, feature),
        radius_km=_radius_km(feature_class, feature, population),
    )
    return Entry(place, population, town_names(name, alternates.split(",") if alternates else []))


def _precision(feature_class: str, feature: str) -> GeoPrecision:
    if feature.startswith("PCL") or feature in ("CONT", "OCN", "TERR"):
        return GeoPrecision.COUNTRY
    if feature_class in ("P", "S"):
        return GeoPrecision.TOWN
    return (
        GeoPrecision.NEAR
        if _RADIUS_KM.get(feature, _CLASS_RADIUS_KM.get(feature_class, 20)) <= 30
        else GeoPrecision.REGION
    )


def _radius_km(feature_class: str, feature: str, population: int) -> float:
    if feature_class == "P":
        return town_radius(population)
    return float(_RADIUS_KM.get(feature, _CLASS_RADIUS_KM.get(feature_class, 20)))


def _alternate_names(db: sqlite3.Connection, rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, int, int, str]]:
    for _, geonames_id, language, name, *flags in rows:
        found = db.execute("SELECT key FROM place WHERE id = ?", (f"geonames:{geonames_id}",)).fetchone()
        kind = _kind(language, flags)
        if found and language not in _CODES_NOT_NAMES and is_name(name, kind) and fold(name):
            yield fold(name), found[0], int(kind), name


def _kind(language: str, flags: Sequence[str]) -> NameMatch:
    """`flags` are isPreferredName, isShortName, isColloquial, isHistoric: "1" or empty."""
    if language == "abbr":
        return NameMatch.ABBREVIATION
    return NameMatch.NICKNAME if len(flags) > 2 and flags[2] == "1" else NameMatch.ALTERNATE


def _stage(db: sqlite3.Connection, name: str) -> str:
    row = db.execute("SELECT value FROM stage WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else "0"


def _note(db: sqlite3.Connection, name: str, value: int) -> None:
    db.execute("INSERT OR REPLACE INTO stage VALUES (?, ?)", (name, str(value)))


def _source(name: str, dump: Path) -> Source:
    made = datetime.fromtimestamp(dump.stat().st_mtime, tz=UTC).date().isoformat()
    return Source(name, f"{dump.name} of {made}", "CC BY 4.0")


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
