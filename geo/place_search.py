"""Places an analyst may mean: by name, or by a point given as coordinates."""

import re
from dataclasses import dataclass, replace
from functools import cache

import geopandas as gpd
from pyproj import Geod
from shapely.geometry import Point

from geo.basemap import load_basemap
from geo.gazetteer import Gazetteer
from geo.merging.agreement import distance_km
from geo.types import GeoPrecision, Place

POINT_RADIUS_KM = 1.0
"""How exact a click or a pair of coordinates is taken to be."""
_AROUND_KM = 60.0
_ELLIPSOID = Geod(ellps="WGS84")
_COORDINATES = re.compile(r"\s*([+-]?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*")
_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@dataclass(frozen=True, slots=True)
class Found:
    """A place, and how far it is from the place an incident has now; None where that has none."""

    place: Place
    away_km: float | None


def search(query: str, *, gazetteer: Gazetteer, now: Place | None, limit: int = 8) -> list[Found]:
    """Candidates for a name, best known first; for "latitude, longitude" that point, then the towns around it.

    "Springfield, Ohio" keeps those in Ohio. A name the gazetteer lacks finds the names that begin like it.
    """
    point = read_point(query)
    if point:
        near = gazetteer.nearest(*point, within_km=_AROUND_KM, limit=limit - 1)
        places = [point_place(*point, near=near[0] if near else None), *near]
    else:
        places = _named(query, gazetteer)[:limit]
    return [Found(place, distance_km(place, now) if now else None) for place in places]


def _named(query: str, gazetteer: Gazetteer) -> list[Place]:
    name, _, area = (part.strip() for part in query.partition(","))
    if not name:
        return []
    found = gazetteer.candidates([name])[name] or gazetteer.beginning(name, limit=40)
    if not area:
        return [candidate.place for candidate in found]
    held = [candidate.place for candidate in gazetteer.candidates([area])[area]]
    return [one.place for one in found if any(_lies_in(one.place, unit) for unit in held)]


def _lies_in(place: Place, unit: Place) -> bool:
    whole_country = unit.feature.startswith("PCL")
    return place.country == unit.country and (
        whole_country or (unit.admin1 is not None and place.admin1 == unit.admin1)
    )


def read_point(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) of "48.01, 37.8"; None for what is no pair of degrees."""
    found = _COORDINATES.fullmatch(text)
    if not found:
        return None
    lat, lon = float(found[1]), float(found[2])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def point_place(lat: float, lon: float, *, near: Place | None) -> Place:
    """A spot without a name of its own: called by the nearest town, with GeoNames' code for a locality."""
    country = country_at(lat, lon)
    spot = Place(
        id=f"point:{lat:.5f},{lon:.5f}",
        name=f"{lat:.4f}, {lon:.4f}",
        lat=lat,
        lon=lon,
        country=country,
        admin1=near.admin1 if near and near.country == country else None,
        feature="LCTY",
        geo_precision=GeoPrecision.TOWN,
        radius_km=POINT_RADIUS_KM,
    )
    return replace(spot, name=_called(spot, near)) if near else spot


def _called(spot: Place, near: Place) -> str:
    """ "3 km NW of Goma"; the town's own name for a spot in its middle."""
    bearing_deg, _, metres = _ELLIPSOID.inv(near.lon, near.lat, spot.lon, spot.lat)
    if metres < POINT_RADIUS_KM * 1000:
        return near.name
    return f"{metres / 1000:.0f} km {_COMPASS[round(bearing_deg / 45) % 8]} of {near.name}"


def is_point(place: Place) -> bool:
    """Whether a place is a spot an analyst chose, which no gazetteer has."""
    return place.id.startswith("point:")


def country_at(lat: float, lon: float) -> str | None:
    """ISO 3166-1 alpha-2 of the state that holds a point on the map's ground; None at sea."""
    ground = _ground()
    held = ground[ground.contains(Point(lon, lat))]
    return None if held.empty else held.iloc[0]["iso"]


@cache
def _ground() -> gpd.GeoDataFrame:
    return load_basemap()
