"""Incidents as GeoDataFrames: longitude first, EPSG:4326, antimeridian cut, one documented schema.

Incident columns (`INCIDENT_COLUMNS`): what a GIS user filters and styles by. Dates are `datetime64`, missing ones NaT;
counts are nullable integers; lists are text joined by "; ", because GeoJSON readers turn arrays into JSON strings.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Protocol

import antimeridian
import geopandas as gpd
import pandas as pd
import shapely
from pyproj import Geod
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.columns import sources_of
from geo.types import GeoPrecision, Incident, Place, Resolution, Unresolved
from geo.wording import writable

CRS = "EPSG:4326"
ELLIPSOID = Geod(ellps="WGS84")
ARC_STEP_KM = 100.0
CIRCLE_POINTS = 64
KM_PER_DEGREE = 110.0
"""Of latitude, at the least."""

DATE_COLUMNS = ("start", "end")
_DECIMALS = ("radius_km", "confidence")

PLACE_COLUMNS = {
    "place_id": "str",
    "name": "str",
    "country": "str",
    "admin1": "str",
    "feature": "str",
    "geo_precision": "Int64",
    "radius_km": "float64",
    "incident_count": "Int64",
}

Column = Callable[[Incident], object]


class Geometries(Protocol):
    """The part of a gazetteer that knows shapes."""

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """The place's polygon or line in EPSG:4326; None for a place that is only a point."""
        ...


def incident_frame(incidents: Iterable[Incident], *, gazetteer: Geometries) -> gpd.GeoDataFrame:
    """One row an incident; a Point at its place, no geometry for an unplaced one. Columns: INCIDENT_COLUMNS."""
    listed = list(incidents)
    return _frame(listed, [point_of(incident.place) for incident in listed])


def deployment_frame(incidents: Iterable[Incident], *, gazetteer: Geometries) -> gpd.GeoDataFrame:
    """One row a deployment with both ends located; a geodesic from origin to destination, cut at the antimeridian."""
    listed = [incident for incident in incidents if has_arc(incident)]
    return _frame(listed, [arc_of(incident) for incident in listed])


def feature_frame(incidents: Iterable[Incident], *, gazetteer: Geometries) -> gpd.GeoDataFrame:
    """One row an incident: a deployment with both ends located is its arc, anything else its point or nothing."""
    listed = list(incidents)
    return _frame(listed, [arc_of(i) if has_arc(i) else point_of(i.place) for i in listed])


def uncertainty_frame(incidents: Iterable[Incident], *, gazetteer: Geometries) -> gpd.GeoDataFrame:
    """One row a located incident; where its place may be: the region's own polygon, else a circle of radius_km."""
    listed = [incident for incident in incidents if incident.located]
    shapes = {place: uncertainty_of(place, gazetteer=gazetteer) for place in {incident.place for incident in listed}}
    return _frame(listed, [shapes[incident.place] for incident in listed])


@dataclass(frozen=True, slots=True)
class Visited:
    """A place, and how many incidents happened there or began there."""

    place: Place
    incident_count: int


def visited(incidents: Iterable[Incident]) -> list[Visited]:
    """The places of incidents, origins included, the most frequent first; a place counts once, by its id."""
    ends = [place for i in incidents for place in (i.place, i.origin) if isinstance(place, Place)]
    places = {place.id: place for place in ends}
    return [Visited(places[one], number) for one, number in Counter(place.id for place in ends).most_common()]


def place_frame(incidents: Iterable[Incident]) -> gpd.GeoDataFrame:
    """One row a place of `visited`; a Point. Columns: PLACE_COLUMNS."""
    listed = visited(incidents)
    rows = [[place_value(one, name) for name in PLACE_COLUMNS] for one in listed]
    frame = pd.DataFrame(rows, columns=list(PLACE_COLUMNS)).astype(PLACE_COLUMNS)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries([point_of(one.place) for one in listed], crs=CRS))


def incident_value(incident: Incident, name: str) -> object:
    """What a column of INCIDENT_COLUMNS says of an incident: text that every format can hold, a number, a date."""
    return _writable(_INCIDENT_VALUES[name](incident))


def place_value(one: Visited, name: str) -> object:
    """What a column of PLACE_COLUMNS says of a place."""
    return _writable(_PLACE_VALUES[name](one))


def point_of(place: Resolution | None) -> Point | None:
    """The place's point; None for no place and for one without coordinates."""
    ends = _lon_lat(place)
    return Point(ends) if ends else None


def arc(origin: Place, destination: Place) -> BaseGeometry:
    """The geodesic from origin to destination, a vertex about every 100 km, cut where it crosses the antimeridian."""
    ends = (origin.lon, origin.lat, destination.lon, destination.lat)
    steps = max(1, round(ELLIPSOID.inv(*ends)[2] / 1000 / ARC_STEP_KM))
    between = ELLIPSOID.npts(*ends, steps - 1) if steps > 1 else []
    parts = _cut(_one_side([ends[:2], *between, ends[2:]]))
    return LineString(parts[0]) if len(parts) == 1 else MultiLineString(parts)


def _cut(line: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """The line's parts on either side of the antimeridian. Only the steps across it are asked for where they cross."""
    parts = [[line[0]]]
    for one, other in pairwise(line):
        if abs(one[0] - other[0]) >= 180:
            cut = antimeridian.fix_line_string(LineString([one, other]), great_circle=True)
            lat = float(shapely.get_coordinates(cut)[1, 1])
            parts[-1].append((math.copysign(180.0, one[0]), lat))
            parts.append([(math.copysign(180.0, other[0]), lat)])
        parts[-1].append(other)
    return parts


def _one_side(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The line with vertices on the antimeridian written as 180 or -180, whichever their neighbour lies on."""
    turned: list[tuple[float, float]] = []
    for at, (lon, lat) in enumerate(line):
        beside = turned[-1][0] if turned else line[at + 1][0]
        turned.append((math.copysign(180.0, beside), lat) if abs(lon) == 180 and beside else (lon, lat))
    return turned


def circle(place: Place) -> BaseGeometry:
    """All spots within radius_km of the place's point, as a polygon of 64 corners, cut at the antimeridian."""
    count = CIRCLE_POINTS
    azimuths = [-360 * step / count for step in range(count)]
    lons, lats, _ = ELLIPSOID.fwd([place.lon] * count, [place.lat] * count, azimuths, [place.radius_km * 1000] * count)
    corners = Polygon(zip(lons, lats, strict=True))
    reaches_pole = abs(place.lat) + place.radius_km / KM_PER_DEGREE > 89
    crosses = max(lons) - min(lons) > 180
    return antimeridian.fix_polygon(corners) if crosses or reaches_pole else corners


def uncertainty_of(place: Resolution | None, *, gazetteer: Geometries) -> BaseGeometry | None:
    """Where the true spot may be: a region's or country's own polygon, else a circle; None without coordinates."""
    if not isinstance(place, Place):
        return None
    shape = gazetteer.geometry(place.id) if place.geo_precision >= GeoPrecision.REGION else None
    return (_areas(shape, place.radius_km) if shape else None) or circle(place)


def _areas(shape: BaseGeometry, radius_km: float) -> BaseGeometry | None:
    """The areas of an outline, whose rings may touch or cross as simplified borders do; None where it has none.

    Detail below a thousandth of the radius is left out: every incident "in Russia" carries Russia.
    """
    outline = shape.simplify(radius_km / KM_PER_DEGREE / 1000)
    valid = shapely.orient_polygons(shapely.make_valid(outline, method="structure", keep_collapsed=False))
    parts = [part for part in shapely.get_parts(valid) if isinstance(part, Polygon)]
    return None if not parts else parts[0] if len(parts) == 1 else MultiPolygon(parts)


def require_wgs84(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The frame itself if its CRS is EPSG:4326; ValueError says which it has and how to change it."""
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        raise ValueError(f"the frame's CRS is {frame.crs}, Demarc works in EPSG:4326: call .to_crs(4326) first")
    return frame


def _frame(incidents: Sequence[Incident], shapes: Sequence[BaseGeometry | None]) -> gpd.GeoDataFrame:
    written = [[incident_value(incident, name) for name in INCIDENT_COLUMNS] for incident in incidents]
    rows = pd.DataFrame(written, columns=list(INCIDENT_COLUMNS))
    for name in DATE_COLUMNS:
        rows[name] = pd.to_datetime(rows[name])
    for name in _INTEGERS:
        rows[name] = rows[name].astype("Int64")
    for name in _DECIMALS:
        rows[name] = rows[name].astype("float64")
    return gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(list(shapes), crs=CRS))


def has_arc(incident: Incident) -> bool:
    """Whether it is a deployment from one located place to another; within one place there is no line to draw."""
    ends = (_lon_lat(incident.origin), _lon_lat(incident.place))
    return incident.is_deployment and None not in ends and ends[0] != ends[1]


def _lon_lat(place: Resolution | None) -> tuple[float, float] | None:
    return (place.lon, place.lat) if isinstance(place, Place) else None


def arc_of(incident: Incident) -> BaseGeometry:
    """The arc of an incident that `has_arc`."""
    assert isinstance(incident.origin, Place)
    assert isinstance(incident.place, Place)
    return arc(incident.origin, incident.place)


def place_name(incident: Incident) -> str | None:
    """The place's name, or the text's own words for one without coordinates."""
    if isinstance(incident.place, Place):
        return incident.place.name
    if isinstance(incident.place, Unresolved):
        return next((report.place_text for report in incident.evidence if report.place_text), None)
    return None


def joined(values: Iterable[str]) -> str:
    """List values as one text."""
    return "; ".join(values)


def _writable(value: object) -> object:
    return writable(value) if isinstance(value, str) else value


def _of(end: str, name: str) -> Column:
    """A field of the place at one end of an incident, "place" or "origin"; None where that has no coordinates."""
    return lambda incident: getattr(place, name) if isinstance(place := getattr(incident, end), Place) else None


def _count(name: str, bound: str) -> Column:
    return lambda incident: getattr(getattr(incident.counts, name), bound, None)


_INCIDENT_VALUES: Mapping[str, Column] = {
    "id": attrgetter("id"),
    "event_type": attrgetter("event_type"),
    "sub_event_type": attrgetter("sub_event_type"),
    "modality": attrgetter("modality.value"),
    "attribution": attrgetter("attribution"),
    "start": lambda incident: incident.date and incident.date.start,
    "end": lambda incident: incident.date and incident.date.end,
    "time_precision": lambda incident: incident.date and incident.date.precision,
    "place": place_name,
    "country": _of("place", "country"),
    "admin1": _of("place", "admin1"),
    "place_id": _of("place", "id"),
    "geo_precision": _of("place", "geo_precision"),
    "radius_km": _of("place", "radius_km"),
    "origin": _of("origin", "name"),
    "origin_country": _of("origin", "country"),
    "unit": attrgetter("unit"),
    "actors": lambda incident: joined(actor.name for actor in incident.actors),
    **{
        f"{name}_{bound}": _count(name, bound)
        for name in ("fatalities", "injured", "troops", "weapons")
        for bound in ("low", "best", "high")
    },
    "confidence": lambda incident: round(incident.confidence, 3),
    "sources": lambda incident: joined(sorted(sources_of(incident))),
    "source_count": lambda incident: len(sources_of(incident)),
    "urls": lambda incident: joined(dict.fromkeys(report.url for report in incident.evidence if report.url)),
    "evidence": lambda incident: " | ".join(report.sentence for report in incident.evidence),
    "disagreements": lambda incident: joined(incident.disagreements),
    "verdict": lambda incident: incident.verdict and incident.verdict.value,
    "corrected": lambda incident: joined(sorted(incident.settled - {"verdict"})) or None,
    "corrections": lambda incident: " | ".join(incident.history) or None,
}
INCIDENT_COLUMNS = tuple(_INCIDENT_VALUES)
"""docs/columns.md tells what each holds."""
_INTEGERS = (
    "time_precision",
    "geo_precision",
    "source_count",
    *(name for name in INCIDENT_COLUMNS if name.endswith(("_low", "_best", "_high"))),
)
_PLACE_VALUES: Mapping[str, Callable[[Visited], object]] = {
    "place_id": attrgetter("place.id"),
    **{name: attrgetter(f"place.{name}") for name in ("name", "country", "admin1", "feature")},
    "geo_precision": attrgetter("place.geo_precision"),
    "radius_km": attrgetter("place.radius_km"),
    "incident_count": attrgetter("incident_count"),
}
