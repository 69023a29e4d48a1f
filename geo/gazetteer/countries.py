"""Countries and territories, and Demarc's own additions: the tables in data/gazetteer."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from babel import Locale
from pycountry import countries as iso_countries
from shapely.geometry.base import BaseGeometry

from geo.basemap import cut_at_antimeridian
from geo.gazetteer.entries import Entry, NameMatch
from geo.gazetteer.names import written_as_acronym
from geo.types import GeoPrecision, Place
from paths import DATA, NODE_MODULES

TABLES = DATA / "gazetteer"

_OTHER_SCRIPTS = (
    "am",
    "ar",
    "bg",
    "bn",
    "el",
    "fa",
    "he",
    "hi",
    "ja",
    "ka",
    "kk",
    "km",
    "ko",
    "mk",
    "my",
    "ru",
    "sr",
    "th",
    "uk",
    "ur",
    "zh",
    "zh_Hant",
)
"""CLDR locales that name countries in other scripts; Latin ones would add English words ("Grenade" is Grenada)."""
_REMARK = re.compile(r"\s*[(（].*[)）]$")
"""CLDR adds second names in brackets: "ミャンマー (ビルマ)"."""
_SIMPLIFIED_DEG = 0.02


def listed(cell: str) -> list[str]:
    """The parts of a table cell that holds several, split at semicolons."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV table in UTF-8, as text."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def country_entries() -> Iterator[Entry]:
    """Every row of countries.csv at GeoNames' own point, with its outline and its names in other scripts."""
    outlines = _outlines()
    for row in read_table(TABLES / "countries.csv"):
        own = row["id"].startswith("demarc:")
        shape = outlines.get(row["outline"] or row["iso2"])
        names = _country_names(row) | ({} if own else _names_in_other_scripts(row["iso2"]))
        place = Place(
            id=row["id"],
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            country=row["iso2"] or None,
            admin1=None,
            feature=row["feature"],
            geo_precision=GeoPrecision.REGION if own else GeoPrecision.COUNTRY,
            radius_km=float(row["radius_km"]),
        )
        yield Entry(place, int(row["population"]), names, shape)


def _country_names(row: dict[str, str]) -> dict[str, NameMatch]:
    names = dict.fromkeys(listed(row["demonyms"]), NameMatch.DEMONYM)
    names |= dict.fromkeys(listed(row["nicknames"]), NameMatch.NICKNAME)
    names |= dict.fromkeys(listed(row["abbreviations"]), NameMatch.ABBREVIATION)
    names |= dict.fromkeys([*listed(row["other_names"]), row["official_name"]], NameMatch.ALTERNATE)
    names |= {row["name"]: NameMatch.NAME}
    names.pop("", None)
    return names


@cache
def _locales() -> tuple[Locale, ...]:
    return tuple(Locale.parse(code) for code in _OTHER_SCRIPTS)


def _names_in_other_scripts(iso2: str) -> dict[str, NameMatch]:
    given = [locale.territories.get(iso2, "") for locale in _locales()]
    bare = (_REMARK.sub("", name) for name in given)
    return dict.fromkeys((name for name in [*given, *bare] if name and not name[0].isascii()), NameMatch.ALTERNATE)


def _outlines() -> dict[str, BaseGeometry]:
    """Country outlines by ISO code, or by name for those without one (Natural Earth 1:10m, npm world-atlas)."""
    frame = gpd.read_file(NODE_MODULES / "world-atlas" / "countries-10m.json", layer="countries")
    whole = shapely.make_valid([cut_at_antimeridian(shape) for shape in frame.geometry])
    simple = shapely.simplify(whole, _SIMPLIFIED_DEG)
    shapes = shapely.make_valid(simple, method="structure", keep_collapsed=False)  # islets would stay as lines
    keys = [_iso2(code) or str(name) for code, name in zip(frame["id"], frame["name"], strict=True)]
    parts: dict[str, list[BaseGeometry]] = {}
    for key, shape in zip(keys, shapes, strict=True):
        parts.setdefault(key, []).append(shape)
    return {key: shapely.union_all(group) for key, group in parts.items()}


def _iso2(numeric: Any) -> str | None:
    found = iso_countries.get(numeric=str(numeric).zfill(3)) if numeric else None
    return found.alpha_2 if found else None


def addition_entries() -> Iterator[Entry]:
    """The places of additions.csv that news names and town lists lack, with the outlines of additions.geojson."""
    shapes = gpd.read_file(TABLES / "additions.geojson").set_index("id").geometry
    for row in read_table(TABLES / "additions.csv"):
        place = Place(
            id=row["id"],
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            country=row["country"] or None,
            admin1=row["admin1"] or None,
            feature=row["feature"],
            geo_precision=GeoPrecision(int(row["geo_precision"])),
            radius_km=float(row["radius_km"]),
        )
        names = dict.fromkeys(listed(row["demonyms"]), NameMatch.DEMONYM)
        names |= addition_names(row["name"], listed(row["alternates"]))
        yield Entry(place, 0, names, shapes.get(row["id"]))


def addition_names(name: str, alternates: list[str]) -> dict[str, NameMatch]:
    """Names of an added place; alternates in capitals ("JSA") are abbreviations."""
    names = {alt: NameMatch.ABBREVIATION if written_as_acronym(alt) else NameMatch.ALTERNATE for alt in alternates}
    return names | {name: NameMatch.NAME}
