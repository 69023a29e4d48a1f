"""Turn spatial phrases into points: "30 km north of Goma" lies 30 km north of Goma, give or take.

Outlines are longitude-first (shapely); distances are kilometres on a sphere, bearings degrees clockwise from north.
"""

import math
from dataclasses import replace

from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from extract.types import Relation, RelationKind
from geo.gazetteer import Gazetteer
from geo.types import GeoPrecision, Place

_KM_PER_DEGREE = 111.195
_DEFAULT_BEARING_KM = 15.0
"""How far "north of Goma" is where no distance is given."""
_OFFSHORE_KM = 30.0
_NEAR_KM = 15.0
_NEAR_TOWNS_KM = 120.0
"""Between two places farther apart than this is a region, not near either."""


def moved(place: Place, relation: Relation, *, other: Place | None, gazetteer: Gazetteer) -> Place:
    """The place a spatial phrase describes; `other` is the second place of "between A and B"."""
    if other is not None:
        return _between(place, other)
    if relation.kind is RelationKind.OFFSET:
        return _offset(place, relation)
    if relation.kind is RelationKind.PART:
        return _part(place, relation, gazetteer.geometry(place.id))
    if relation.kind is RelationKind.OFFSHORE:
        return _offshore(place, relation)
    if relation.kind is RelationKind.NEAR:
        return replace(place, geo_precision=_at_least_near(place), radius_km=max(place.radius_km * 1.5, _NEAR_KM))
    return replace(place, geo_precision=_at_least_near(place))


def travelled(lat: float, lon: float, *, bearing_deg: float, km: float) -> tuple[float, float]:
    """(latitude, longitude) reached from a point along a great circle."""
    angle, course, phi = km / 6371.0, math.radians(bearing_deg), math.radians(lat)
    new_phi = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(course))
    turn = math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(new_phi)
    )
    return math.degrees(new_phi), (lon + math.degrees(turn) + 540) % 360 - 180


def _at_least_near(place: Place) -> GeoPrecision:
    return max(place.geo_precision, GeoPrecision.NEAR)


def _is_spot(place: Place) -> bool:
    """Small enough that a distance or a bearing from its point means something."""
    return place.geo_precision <= GeoPrecision.NEAR


def _offset(place: Place, relation: Relation) -> Place:
    """A bearing moves the point; a distance without one only widens the radius."""
    if relation.bearing_deg is None:
        return replace(
            place, geo_precision=_at_least_near(place), radius_km=max(place.radius_km, relation.distance_km or _NEAR_KM)
        )
    km = relation.distance_km if relation.distance_km is not None else _DEFAULT_BEARING_KM
    if not _is_spot(place):
        km += place.radius_km / 2
    lat, lon = travelled(place.lat, place.lon, bearing_deg=relation.bearing_deg, km=km)
    radius = max(5.0, place.radius_km / 2, km * (0.25 if relation.distance_km is not None else 1.0))
    return replace(place, lat=lat, lon=lon, geo_precision=_at_least_near(place), radius_km=round(radius, 1))


def _part(place: Place, relation: Relation, outline: BaseGeometry | None) -> Place:
    """ "Eastern Donetsk region": half-way from the middle to that side, inside the outline where one is known."""
    if relation.bearing_deg is None or place.geo_precision is GeoPrecision.TOWN:
        return place
    lat, lon = travelled(place.lat, place.lon, bearing_deg=relation.bearing_deg, km=place.radius_km / 3)
    if outline is not None and outline.geom_type in {"Polygon", "MultiPolygon"}:
        side = _towards_edge(place, relation.bearing_deg, outline)
        lat, lon = (side.y, side.x) if side else (lat, lon)
    precision = GeoPrecision.REGION if place.geo_precision is GeoPrecision.COUNTRY else place.geo_precision
    return replace(place, lat=lat, lon=lon, geo_precision=precision, radius_km=round(place.radius_km * 0.6, 1))


def _towards_edge(place: Place, bearing_deg: float, outline: BaseGeometry) -> Point | None:
    """The middle of the way from the place's point to its outline's far edge in that direction."""
    end_lat, end_lon = travelled(place.lat, place.lon, bearing_deg=bearing_deg, km=place.radius_km * 3)
    if abs(end_lon - place.lon) > 180:
        return None  # the ray crosses the date line, where a straight line in degrees means nothing
    inside = LineString([(place.lon, place.lat), (end_lon, end_lat)]).intersection(outline)
    if inside.is_empty:
        return None
    middle = inside.centroid
    nearest, _ = nearest_points(outline, middle)
    return Point(nearest.x, nearest.y)


def _offshore(place: Place, relation: Relation) -> Place:
    """In the water by the place. Without a bearing the point stays on the coast and the radius reaches out to sea."""
    km = relation.distance_km if relation.distance_km is not None else _OFFSHORE_KM
    precision = _at_least_near(place)
    if relation.bearing_deg is None or not _is_spot(place):
        return replace(place, geo_precision=precision, radius_km=max(place.radius_km, km))
    lat, lon = travelled(place.lat, place.lon, bearing_deg=relation.bearing_deg, km=km)
    return replace(place, lat=lat, lon=lon, geo_precision=precision, radius_km=max(place.radius_km, km))


def _between(place: Place, other: Place) -> Place:
    """Half-way between two places, as far off as the nearer end of either."""
    east = math.radians(other.lon - place.lon)
    phi, phi2 = math.radians(place.lat), math.radians(other.lat)
    x, y = math.cos(phi2) * math.cos(east), math.cos(phi2) * math.sin(east)
    lat = math.degrees(math.atan2(math.sin(phi) + math.sin(phi2), math.hypot(math.cos(phi) + x, y)))
    lon = place.lon + math.degrees(math.atan2(y, math.cos(phi) + x))
    apart = math.hypot(other.lat - place.lat, (other.lon - place.lon) * math.cos(phi)) * _KM_PER_DEGREE
    precision = max(_at_least_near(place), GeoPrecision.REGION if apart > _NEAR_TOWNS_KM else GeoPrecision.NEAR)
    return replace(
        place, lat=lat, lon=(lon + 540) % 360 - 180, geo_precision=precision, radius_km=round(max(apart / 2, 15.0), 1)
    )
