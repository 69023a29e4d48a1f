"""A user's own places, from CSV or GeoJSON: they lie in a file of their own and come before all others."""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.countries import addition_names, listed, read_table
from geo.gazetteer.entries import Entry
from geo.gazetteer.names import fold
from geo.gazetteer.writer import SCHEMA, Source, finish, write_entries, write_source
from geo.types import GeoPrecision, Place
from paths import home

_ACCEPTED = (
    "a CSV with the columns name, lat, lon (and, if you like, id, alternates separated by ';', country, admin1, "
    "feature, geo_precision 1-4, radius_km, population), or a GeoJSON with the same as properties"
)
_UNKEYED = """
DELETE FROM place WHERE id IN (SELECT id FROM incoming);
DELETE FROM geometry WHERE place NOT IN (SELECT key FROM place);
DELETE FROM raw_name WHERE place NOT IN (SELECT key FROM place);
DROP TABLE incoming;
"""


_WAIT_S = 60.0


class PlaceFileError(ValueError):
    """A file of places that cannot be read: which file, which row, what is accepted."""


def own_path() -> Path:
    """Where a user's own places are kept."""
    return home() / "gazetteer-own.sqlite"


def add_places(path: Path, *, own: Path | None = None) -> int:
    """Add the places of a CSV or GeoJSON file; one with an id that is there already replaces it. Returns how many.

    Raises FileNotFoundError for a missing file, PlaceFileError for a row that is no place and for a file that another
    process goes on writing; then nothing is added.
    """
    entries = list(_with_ids(_entries(path)))
    target = own or own_path()
    part = target.with_suffix(".part")
    with _alone(target):
        part.unlink(missing_ok=True)
        if target.is_file():
            shutil.copy(target, part)
        _write(part, entries, path)
        part.replace(target)
    return len(entries)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One process at a time: who copies the file while another writes it anew would lose what the other adds."""
    with closing(sqlite3.connect(target.with_suffix(".lock"), timeout=_WAIT_S, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as problem:
            raise PlaceFileError(f"{target} is being written by another process ({problem}): try again") from problem
        yield


def _write(part: Path, entries: list[Entry], path: Path) -> None:
    db = sqlite3.connect(part)
    db.executescript(SCHEMA)
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'name'").fetchone():
        db.executescript("INSERT INTO raw_name SELECT * FROM name; DROP TABLE name;")
    db.execute("CREATE TEMP TABLE incoming (id TEXT)")
    db.executemany("INSERT INTO incoming VALUES (?)", [(entry.place.id,) for entry in entries])
    db.executescript(_UNKEYED)
    write_entries(db, entries, prominence_of=lambda _: 1.0)
    write_source(db, Source(path.name, "your own", "yours"), len(entries), datetime.now(UTC).date().isoformat())
    finish(db)


def _entries(path: Path) -> Iterator[Entry]:
    suffix = path.suffix.casefold()
    if suffix == ".csv":
        for number, row in enumerate(read_table(path), 2):
            yield _entry(row, None, f"{path}, row {number}")
    elif suffix in (".geojson", ".json"):
        for number, feature in enumerate(_features(path), 1):
            where = f"{path}, feature {number}"
            yield _entry(feature.get("properties") or {}, _shape(feature, where), where)
    else:
        raise PlaceFileError(f"{path} is neither .csv nor .geojson: give {_ACCEPTED}")


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise PlaceFileError(f"{path} is no JSON in UTF-8 ({error}): give {_ACCEPTED}") from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise PlaceFileError(f"{path} is no FeatureCollection: give {_ACCEPTED}")
    return features


def _shape(feature: Mapping[str, Any], where: str) -> BaseGeometry:
    try:
        geometry: BaseGeometry = shape(feature["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, ShapelyError) as error:
        raise PlaceFileError(f"{where}: no geometry that can be read ({error})") from error
    if geometry.is_empty:
        raise PlaceFileError(f"{where}: an empty geometry")
    return geometry


def _entry(row: Mapping[str, Any], geometry: BaseGeometry | None, where: str) -> Entry:
    name = str(row.get("name") or "").strip()
    if not name:
        raise PlaceFileError(f"{where}: no name; give {_ACCEPTED}")
    lat, lon = _coordinates(row, geometry, where)
    alternates = row.get("alternates") or ""
    place = Place(
        id=str(row.get("id") or f"own:{_slug(name)}"),
        name=name,
        lat=lat,
        lon=lon,
        country=str(row.get("country") or "").upper() or None,
        admin1=row.get("admin1") or None,
        feature=str(row.get("feature") or "SPOT"),
        geo_precision=GeoPrecision(int(_number(row, "geo_precision", 1, where, at_least=1, at_most=4))),
        radius_km=_number(row, "radius_km", 10.0, where, at_least=0, at_most=20_000),
    )
    outline = None if geometry is None or geometry.geom_type == "Point" else geometry
    names = addition_names(name, alternates if isinstance(alternates, list) else listed(str(alternates)))
    return Entry(place, int(_number(row, "population", 0, where, at_least=0, at_most=10**10)), names, outline)


def _coordinates(row: Mapping[str, Any], geometry: BaseGeometry | None, where: str) -> tuple[float, float]:
    if geometry is not None and not row.get("lat"):
        point = geometry if geometry.geom_type == "Point" else shapely.point_on_surface(geometry)
        row = {**row, "lat": float(shapely.get_y(point)), "lon": float(shapely.get_x(point))}
    for column in ("lat", "lon"):
        if row.get(column) in (None, ""):
            raise PlaceFileError(f"{where}: no {column}; give {_ACCEPTED}")
    lat = _number(row, "lat", 0, where, at_least=-90, at_most=90)
    return lat, _number(row, "lon", 0, where, at_least=-180, at_most=180)


def _number(
    row: Mapping[str, Any], column: str, default: float, where: str, *, at_least: float, at_most: float
) -> float:
    value = row.get(column)
    if value in (None, ""):
        return default
    try:
        number = float(str(value))
    except ValueError as error:
        raise PlaceFileError(f"{where}: {column} is {value!r}, which is no number") from error
    if not at_least <= number <= at_most:
        raise PlaceFileError(f"{where}: {column} is {value}; it must lie between {at_least} and {at_most}")
    return number


def _with_ids(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Refuse two places of one id in a file: the second would silently replace the first."""
    seen: dict[str, str] = {}
    for entry in entries:
        place = entry.place
        if place.id in seen:
            raise PlaceFileError(
                f"{place.name!r} and {seen[place.id]!r} have the same id {place.id!r}: give each an id"
            )
        seen[place.id] = place.name
        yield entry


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", fold(name)).strip("-")
