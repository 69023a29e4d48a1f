"""Incidents as GeoDataFrames: longitude first, EPSG:4326, antimeridian cut, one documented schema.

Incident columns (`INCIDENT_COLUMNS`): what a GIS user filters and styles by. Dates are `datetime64`, missing ones NaT;
counts are nullable integers; lists are text joined by "; ", because GeoJSON readers turn arrays into JSON strings.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol

import antimeridian
import geopandas as gpd
import pandas as pd
import shapely
from pyproj import Geod
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from extract.types import Count
from geo.filters import sources_of
from geo.types import GeoPrecision, Incident, Place, Resolution, Unresolved
from geo.wording import writable

CRS = "EPSG:4326"
ELLIPSOID = Geod(ellps="WGS84")
ARC_STEP_KM = 100.0
CIRCLE_POINTS = 64
KM_PER_DEGREE = 110.0
"""Of latitude, at the least."""

INCIDENT_COLUMNS = (
    "id",
    "event_type",
    "sub_event_type",
    "modality",
    "attribution",
    "start",
    "end",
    "time_precision",
    "place",
    "country",
    "admin1",
    "place_id",
    "geo_precision",
    "radius_km",
    "origin",
    "origin_country",
    "unit",
    "actors",
    "fatalities_low",
    "fatalities_best",
    "fatalities_high",
    "injured_low",
    "injured_best",
    "injured_high",
    "troops_low",
    "troops_best",
    "troops_high",
    "weapons_low",
    "weapons_best",
    "weapons_high",
    "confidence",
    "sources",
    "source_count",
    "urls",
    "evidence",
    "disagreements",
)
DATE_COLUMNS = ("start", "end")
_DECIMALS = ("radius_km", "confidence")
_INTEGERS = (
    "time_precision",
    "geo_precision",
    "source_count",
    *(name for name in INCIDENT_COLUMNS if name.endswith(("_low", "_best", "_high"))),
)


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
    listed = [incident for incident in incidents if _has_arc(incident)]
    return _frame(listed, [_arc_of(incident) for incident in listed])


def feature_frame(incidents: Iterable[Incident], *, gazetteer: Geometries) -> gpd.GeoDataFrame:
    """One row an incident: a deployment with both ends located is its arc, anything else its point or nothing."""
    listed = list(incidents)
    return _frame(listed, [_arc_of(i) if _has_arc(i) else point_of(i.place) for i in listed])


def uncertainty_frame(incidents: Iterable[Incident], *, gazetteer: Geometries) -> gpd.GeoDataFrame:
    """One row a located incident; where its place may be: the region's own polygon, else a circle of radius_km."""
    listed = [incident for incident in incidents if incident.located]
    shapes = {place: uncertainty_of(place, gazetteer=gazetteer) for place in {incident.place for incident in listed}}
    return _frame(listed, [shapes[incident.place] for incident in listed])


def place_frame(incidents: Iterable[Incident]) -> gpd.GeoDataFrame:
    """One row a place, origins included, with the number of incidents there; the most frequent first."""
    ends = [place for i in incidents for place in (i.place, i.origin) if isinstance(place, Place)]
    counted = Counter(place.id for place in ends)
    places = {place.id: place for place in ends}
    rows = [_place_row(places[place_id], number) for place_id, number in counted.most_common()]
    points = [point_of(places[place_id]) for place_id, _ in counted.most_common()]
    frame = pd.DataFrame(rows, columns=list(PLACE_COLUMNS)).astype(PLACE_COLUMNS)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(points, crs=CRS))


def point_of(place: Resolution | None) -> Point | None:
    """The place's point; None for no place and for one without coordinates."""
    return Point(place.lon, place.lat) if isinstance(place, Place) else None


def arc(origin: Place, destination: Place) -> BaseGeometry:
    """The geodesic from origin to destination, a vertex about every 100 km, cut where it crosses the antimeridian."""
    ends = (origin.lon, origin.lat, destination.lon, destination.lat)
    steps = max(1, round(ELLIPSOID.inv(*ends)[2] / 1000 / ARC_STEP_KM))
    between = ELLIPSOID.npts(*ends, steps - 1) if steps > 1 else []
    line = _one_side([ends[:2], *between, ends[2:]])
    if all(abs(one[0] - other[0]) < 180 for one, other in pairwise(line)):
        return LineString(line)
    return antimeridian.fix_line_string(LineString(line), great_circle=True)


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
    return _valid(shape) if isinstance(shape, Polygon | MultiPolygon) else circle(place)


def _valid(shape: Polygon | MultiPolygon) -> BaseGeometry:
    """The areas of a shape whose rings may touch or cross, as simplified borders do."""
    if shape.is_valid:
        return shape
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)


def require_wgs84(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The frame itself if its CRS is EPSG:4326; ValueError says which it has and how to change it."""
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        raise ValueError(f"the frame's CRS is {frame.crs}, Demarc works in EPSG:4326: call .to_crs(4326) first")
    return frame


def _frame(incidents: Sequence[Incident], shapes: Sequence[BaseGeometry | None]) -> gpd.GeoDataFrame:
    written = [{name: _writable(value) for name, value in _row(incident).items()} for incident in incidents]
    rows = pd.DataFrame(written, columns=list(INCIDENT_COLUMNS))
    for name in DATE_COLUMNS:
        rows[name] = pd.to_datetime(rows[name])
    for name in _INTEGERS:
        rows[name] = rows[name].astype("Int64")
    for name in _DECIMALS:
        rows[name] = rows[name].astype("float64")
    return gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(list(shapes), crs=CRS))


def _has_arc(incident: Incident) -> bool:
    """Whether it is a deployment from one located place to another; within one place there is no line to draw."""
    ends = (point_of(incident.origin), point_of(incident.place))
    return incident.is_deployment and None not in ends and ends[0] != ends[1]


def _arc_of(incident: Incident) -> BaseGeometry:
    assert isinstance(incident.origin, Place)
    assert isinstance(incident.place, Place)
    return arc(incident.origin, incident.place)


def _row(incident: Incident) -> dict[str, object]:
    place = incident.place if isinstance(incident.place, Place) else None
    origin = incident.origin if isinstance(incident.origin, Place) else None
    reports = incident.evidence
    return {
        "id": incident.id,
        "event_type": incident.event_type,
        "sub_event_type": incident.sub_event_type,
        "modality": incident.modality.value,
        "attribution": incident.attribution,
        "start": incident.date and incident.date.start,
        "end": incident.date and incident.date.end,
        "time_precision": incident.date and int(incident.date.precision),
        "place": place_name(incident),
        "country": place and place.country,
        "admin1": place and place.admin1,
        "place_id": place and place.id,
        "geo_precision": place and int(place.geo_precision),
        "radius_km": place and place.radius_km,
        "origin": origin and origin.name,
        "origin_country": origin and origin.country,
        "unit": incident.unit,
        "actors": joined(actor.name for actor in incident.actors),
        **_count_columns("fatalities", incident.counts.fatalities),
        **_count_columns("injured", incident.counts.injured),
        **_count_columns("troops", incident.counts.troops),
        **_count_columns("weapons", incident.counts.weapons),
        "confidence": round(incident.confidence, 3),
        "sources": joined(sorted(sources_of(incident))),
        "source_count": len(sources_of(incident)),
        "urls": joined(dict.fromkeys(report.url for report in reports if report.url)),
        "evidence": " | ".join(report.sentence for report in reports),
        "disagreements": joined(incident.disagreements),
    }


def _place_row(place: Place, incident_count: int) -> tuple[str, str, str | None, str | None, str, int, float, int]:
    precision = int(place.geo_precision)
    return (
        place.id, place.name, place.country, place.admin1, place.feature, precision, place.radius_km, incident_count
    )  # fmt: skip


def _writable(value: object) -> object:
    return writable(value) if isinstance(value, str) else value


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


def _count_columns(name: str, count: Count | None) -> dict[str, int | None]:
    known = count or Count(None, None, None)
    return {f"{name}_low": known.low, f"{name}_best": known.best, f"{name}_high": known.high}
