"""The ground a map stands on: countries with their names, and the lines and zones that news speaks of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.map_payload import Geometries, Json, dumps, encode_shape
from geo.types import Candidate, Place

ZONE_FEATURES = ("BDRY", "ZN", "ZNB")
"""GeoNames feature codes of lines and zones; BDRY is Demarc's for a line that GeoNames has no code for."""
GROUND_FORMAT = 1
"""Raise it with every change of what `ground_json` writes."""
LABEL_TOLERANCE = 0.1
"""Degrees to which the widest spot of a country, where its name is written, is found."""


TOWNS_SHOWN_FROM = ((5_000_000, 4), (1_500_000, 5), (500_000, 6), (250_000, 7))
"""Population of a town, and the zoom from which it is named; smaller ones from `SMALLEST_TOWN` on at zoom 8."""
SMALLEST_TOWN = 120_000


class Places(Geometries, Protocol):
    """A gazetteer that also knows which towns are large, and which places of a kind have outlines."""

    def outlined(self, features: Iterable[str]) -> Sequence[Place]: ...

    def towns(self, *, min_population: int) -> list[Candidate]: ...

    def __hash__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Ground:
    """JSON of countries, towns, lines and zones, each safe inside a script element (`map_payload.dumps`)."""

    areas: str
    towns: str
    zones: str


def ground_json(countries: gpd.GeoDataFrame) -> str:
    """Countries for `data/map/basemap.js`. Takes columns `name`, `disputed` and a geometry in EPSG:4326."""
    if countries.crs is None or countries.crs.to_epsg() != 4326:
        raise ValueError(f"the basemap is in {countries.crs}, a map wants EPSG:4326: use `to_crs(4326)` first")
    rows = zip(countries["name"], countries["disputed"], countries.geometry, strict=True)
    return dumps({"countries": [_country(str(name), bool(disputed), shape) for name, disputed, shape in rows]})


def towns_json(gazetteer: Places) -> str:
    """The towns that a map names, largest first, each with the zoom from which it does."""
    towns = gazetteer.towns(min_population=SMALLEST_TOWN)
    return dumps([[t.place.name, round(t.place.lat, 3), round(t.place.lon, 3), _named_from(t)] for t in towns])


def _named_from(town: Candidate) -> int:
    """The zoom from which a town is named: a capital no later than 5."""
    zoom = next((zoom for population, zoom in TOWNS_SHOWN_FROM if town.population >= population), 8)
    return min(zoom, 5) if town.place.feature == "PPLC" else zoom


def zones_json(gazetteer: Places) -> str:
    """Demarcation lines and zones, by their outlines. A border between states is the basemap's to draw, not a zone."""
    return dumps(list(_zones(gazetteer)))


def _zones(gazetteer: Places) -> Iterator[Mapping[str, Json]]:
    for place in gazetteer.outlined(ZONE_FEATURES):
        geometry = gazetteer.geometry(place.id)
        if geometry is not None and not place.name.lower().endswith(" border"):
            yield {"id": place.id, "name": place.name, "shape": encode_shape(geometry)}


def _country(name: str, disputed: bool, shape: BaseGeometry) -> Mapping[str, Json]:
    return {"name": name, "disputed": disputed, "shape": encode_shape(shape), "label": _label(shape)}


def _label(shape: BaseGeometry) -> list[float]:
    """Longitude, latitude and radius in degrees of the widest circle inside the largest part: room for a name."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    spoke = shapely.maximum_inscribed_circle(largest, tolerance=LABEL_TOLERANCE)
    lon, lat = spoke.coords[0]
    return [round(lon, 2), round(lat, 2), round(spoke.length, 2)]
