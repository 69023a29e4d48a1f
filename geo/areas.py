"""Areas that filters ask for: a box, or polygons drawn on the map or read from a file. Longitude first, degrees.

An area holds a town by its point. Of a region or a country it knows no outline, only how far it reaches: what may lie
in the area and may not is for nobody to say (docs/decisions/areas.md).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Polygon
from shapely.affinity import translate
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from geo.types import GeoPrecision, Place

DECIMALS = 5
"""Of a degree, as RFC 7946, section 11.2 advises: about a metre."""
_WORLD = shapely.box(-180, -90, 180, 90)
_NUMBERS, _RINGS, _POLYGONS = "_", "~", "~~"
"""Separators that a URL need not escape (RFC 3986, section 2.3)."""
_HOLDERS = ("Feature", "FeatureCollection", "GeometryCollection")


EARTH_KM = 6371.0
_STEP_DEG = 0.1
"""Between points of an edge to measure from: a distance comes out at most a few km too long, at 20 km half a km."""
_MOST_AT_ONCE = 2_000_000

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


Ring = tuple[tuple[float, float], ...]
"""Corners as (longitude, latitude), the first again at the end (RFC 7946, section 3.1.6)."""
Polygons = tuple[tuple[Ring, ...], ...]
"""Coordinates of a MultiPolygon."""


class FilterError(ValueError):
    """A filter that cannot be meant: which one, what was given, what is accepted."""


class Spot(NamedTuple):
    """What is known of where a place lies: a point or, of a region or a country, how far from it the place reaches."""

    lon: float
    lat: float
    reach_km: float

    @classmethod
    def of(cls, place: Place) -> "Spot":
        """A town or a small area is its point, as ACLED's geo_precision 1 and 2 have it."""
        wide = place.geo_precision >= GeoPrecision.REGION
        return cls(place.lon, place.lat, place.radius_km if wide else 0.0)


class Ground(Protocol):
    """A box or polygons."""

    def holds_points(self, lons: Floats, lats: Floats) -> Mask:
        """Which points lie inside or on the edge."""
        ...

    @property
    def edge(self) -> Floats:
        """Points along its edge, on the unit sphere, as rows of x, y, z."""
        ...


def judge(ground: Ground, spots: Sequence[Spot]) -> tuple[Mask, Mask]:
    """Of each spot whether the ground holds it, and whether it may or may not: part of its circle lies within."""
    lons, lats, reach_km = np.array(spots, np.float64).reshape(-1, 3).T
    held = ground.holds_points(lons, lats)
    wide = np.flatnonzero(reach_km)
    untold = np.zeros(len(spots), bool)
    untold[wide] = _far_km(ground.edge, lons[wide], lats[wide]) < reach_km[wide]
    return held & ~untold, untold


def _far_km(edge: Floats, lons: Floats, lats: Floats) -> Floats:
    """Great-circle distance of points to the nearest point of an edge; infinite where it has none."""
    if not len(edge):
        return np.full(len(lons), np.inf)
    at_once = max(1, _MOST_AT_ONCE // len(edge))
    parts = [slice(first, first + at_once) for first in range(0, len(lons), at_once)]
    nearest = [(_on_sphere(lons[part], lats[part]) @ edge.T).max(axis=1) for part in parts]
    cosines: Floats = np.clip(np.concatenate([*nearest, []]), -1, 1)
    return EARTH_KM * np.arccos(cosines)


def _on_sphere(lons: Floats, lats: Floats) -> Floats:
    east, north = np.radians(lons), np.radians(lats)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def _along(rings: BaseGeometry) -> Floats:
    """Longitudes and latitudes along rings; the poles are no edge."""
    points = shapely.get_coordinates(shapely.segmentize(rings, _STEP_DEG))
    return points[np.abs(points[:, 1]) < 90]


@dataclass(frozen=True)
class BBox:
    """RFC 7946, section 5: west, south, east, north in degrees. West beyond east crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not (-180 <= self.west <= 180 and -180 <= self.east <= 180):
            raise FilterError(f"bbox {self}: west and east are longitudes from -180 to 180")
        if not -90 <= self.south <= self.north <= 90:
            raise FilterError(f"bbox {self}: south and north are latitudes from -90 to 90, south first")

    def __str__(self) -> str:
        return f"{self.west},{self.south},{self.east},{self.north}"

    @classmethod
    def parse(cls, text: str) -> "BBox":
        """Read "west,south,east,north"; FilterError for anything else."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError as problem:
            raise FilterError(
                f"bbox {text!r}: give four numbers as west,south,east,north, such as 124,33,131,43"
            ) from problem
        return cls(west, south, east, north)

    @property
    def polygons(self) -> Polygons:
        """Its outline; two where it crosses the antimeridian."""
        crosses = self.west > self.east
        spans = [(self.west, 180.0), (-180.0, self.east)] if crosses else [(self.west, self.east)]
        return tuple((self._ring(west, east),) for west, east in spans)

    def _ring(self, west: float, east: float) -> Ring:
        south, north = self.south, self.north
        return (west, south), (east, south), (east, north), (west, north), (west, south)

    def holds_points(self, lons: Floats, lats: Floats) -> Mask:
        """Which points lie inside or on the edge."""
        across = (lons >= self.west) & (lons <= self.east)
        if self.west > self.east:
            across = (lons >= self.west) | (lons <= self.east)
        return across & (lats >= self.south) & (lats <= self.north)

    @cached_property
    def edge(self) -> Floats:
        """Points along its edge on the unit sphere; a box around the globe has no east and no west."""
        east = self.east + (360 if self.west > self.east else 0)
        points = _along(shapely.box(self.west, self.south, east, self.north).exterior)
        around = east - self.west >= 360
        return _on_sphere(*(points[~np.isin(points[:, 0], (self.west, east))] if around else points).T)


@dataclass(frozen=True)
class Area:
    """Polygons by RFC 7946: of each the outer ring first, counterclockwise, then its holes, clockwise.

    Edges are straight in longitude and latitude (section 3.1.1). None crosses the antimeridian: `of` cuts there
    (section 3.1.9). Equal areas compare equal however they were drawn, because rings begin at their least corner.
    """

    polygons: Polygons

    @classmethod
    def of(cls, geometry: BaseGeometry) -> "Area":
        """From a polygon or several, in degrees; longitudes beyond 180 run on across the antimeridian.

        FilterError for lines and points, edges that cross, latitudes off the globe, and nothing at all.
        """
        drawn = shapely.set_precision(geometry, 10**-DECIMALS, mode="pointwise")
        _check(drawn)
        turned = [translate(drawn, 360 * turns).intersection(_WORLD) for turns in (-2, -1, 0, 1, 2)]
        rounded = shapely.set_precision(shapely.union_all(turned), 10**-DECIMALS).normalize()
        parts = [part for part in shapely.get_parts(rounded) if isinstance(part, Polygon) and not part.is_empty]
        if not parts:
            raise FilterError("polygon: it has no area; give at least three corners that are not in one line")
        return cls(tuple(tuple(map(_ring, (p.exterior, *p.interiors))) for p in map(_wound, parts)))

    @classmethod
    def parse(cls, text: str) -> "Area":
        """Read what `str` wrote: "lon_lat_lon_lat_lon_lat", rings after a "~", polygons after a "~~"."""
        try:
            polygons = [[_corners(ring) for ring in part.split(_RINGS)] for part in text.split(_POLYGONS)]
            return cls.of(MultiPolygon([Polygon(outer, holes) for outer, *holes in polygons]))
        except (ValueError, ShapelyError) as problem:
            if isinstance(problem, FilterError):
                raise
            raise FilterError(
                f"polygon {text[:60]!r}: give longitude_latitude of three corners or more, such as 124_33_131_33_131_43"
            ) from problem

    @classmethod
    def from_geojson(cls, text: str) -> "Area":
        """All polygons of a GeoJSON text: a geometry, a Feature or a FeatureCollection; FilterError if none."""
        try:
            found = [shape(dict(geometry)) for geometry in _geometries(json.loads(text))]
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, ShapelyError) as problem:
            raise FilterError(f"not GeoJSON with a Polygon or MultiPolygon in it: {problem}") from problem
        if not found:
            raise FilterError("this GeoJSON holds no geometry; give a Polygon or MultiPolygon")
        for one in found:
            _check(one)
        return cls.of(shapely.union_all(found))

    @classmethod
    def from_file(cls, path: Path) -> "Area":
        """`from_geojson` of a file; FilterError names it."""
        try:
            return cls.from_geojson(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as problem:
            raise FilterError(f"polygon file {path} cannot be read: {problem}") from problem
        except FilterError as problem:
            raise FilterError(f"polygon file {path}: {problem}") from problem

    def __str__(self) -> str:
        return _POLYGONS.join(_RINGS.join(map(_words, rings)) for rings in self.polygons)

    @cached_property
    def geometry(self) -> MultiPolygon:
        """EPSG:4326, prepared for many questions."""
        made = MultiPolygon([Polygon(outer, holes) for outer, *holes in self.polygons])
        shapely.prepare(made)
        return made

    @property
    def corners(self) -> int:
        """How many corners its rings have."""
        return sum(len(ring) - 1 for rings in self.polygons for ring in rings)

    def holds_points(self, lons: Floats, lats: Floats) -> Mask:
        """Which points lie inside or on the edge."""
        held = shapely.intersects_xy(self.geometry, lons, lats)
        # A point at 180 lies on the cut edge of both halves.
        cut = np.abs(lons) == 180
        held[cut] |= shapely.intersects_xy(self.geometry, -lons[cut], lats[cut])
        return np.asarray(held, bool)

    @cached_property
    def edge(self) -> Floats:
        """Points along its edge on the unit sphere; where the antimeridian cuts it, it has none."""
        lons, lats = _along(shapely.boundary(self.geometry)).T
        other_side = (np.abs(lons) == 180) & shapely.intersects_xy(self.geometry, -lons, lats)
        return _on_sphere(lons[~other_side], lats[~other_side])

    def as_geojson(self) -> Mapping[str, object]:
        """An RFC 7946 geometry object."""
        return dict(mapping(self.geometry))


def _check(drawn: BaseGeometry) -> None:
    if not isinstance(drawn, (Polygon, MultiPolygon)):
        raise FilterError(f"polygon: a {drawn.geom_type} has no inside; give a Polygon or MultiPolygon")
    if drawn.is_empty:
        raise FilterError("polygon: it has no corners; give at least three")
    west, south, east, north = drawn.bounds
    if not (-90 <= south <= north <= 90 and -900 <= west <= east <= 900):
        raise FilterError(f"polygon: {west:g},{south:g} to {east:g},{north:g} is off the globe; longitude comes first")
    if not drawn.is_valid:
        raise FilterError(f"polygon: its edges cross or touch ({explain_validity(drawn)}); draw it without a crossing")


def _wound(polygon: Polygon) -> Polygon:
    """Outer ring counterclockwise, holes clockwise (RFC 7946, section 3.1.6)."""
    return shapely.orient_polygons(polygon)


def _ring(line: BaseGeometry) -> Ring:
    """From its least corner, so that one ring has one way to be written."""
    open_ring = [(_tidy(lon), _tidy(lat)) for lon, lat in shapely.get_coordinates(line)[:-1]]
    least = open_ring.index(min(open_ring))
    turned = open_ring[least:] + open_ring[:least]
    return (*turned, turned[0])


def _tidy(degrees: float) -> float:
    return round(float(degrees), DECIMALS) + 0.0  # no negative zero


def _words(ring: Ring) -> str:
    return _NUMBERS.join(re.sub(r"\.?0+$", "", f"{number:.{DECIMALS}f}") for corner in ring[:-1] for number in corner)


def _corners(text: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in text.split(_NUMBERS)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _geometries(node: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Every geometry object under a GeoJSON object."""
    if node["type"] not in _HOLDERS:
        yield node
        return
    held = node.get("features") or node.get("geometries") or [node.get("geometry")]
    for one in held if isinstance(held, Sequence) else ():
        if isinstance(one, Mapping):
            yield from _geometries(one)
