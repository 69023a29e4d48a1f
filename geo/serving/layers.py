"""The collections of the live layer, made from the store as it stands when asked."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.filters import Filters
from geo.frames import (
    DATE_COLUMNS,
    Geometries,
    deployment_frame,
    incident_frame,
    place_frame,
    uncertainty_frame,
)
from geo.types import Incident

DECIMALS = 5
"""Of coordinates, as RFC 7946, section 11.2 advises: about a metre."""

Feature = dict[str, object]
"""A GeoJSON feature (RFC 7946)."""


class Incidents(Protocol):
    """The part of a store that the live layer needs."""

    def revision(self) -> str:
        """Changes whenever what is stored does."""
        ...

    def incidents(self) -> list[Incident]:
        """All incidents, merged."""
        ...


@dataclass(frozen=True, slots=True)
class Layer:
    """One collection: its name, what it holds, the geometry of all its features, and the column of their ids."""

    id: str
    title: str
    description: str
    geometry: str
    key: str
    frame: Callable[[Sequence[Incident], Geometries], gpd.GeoDataFrame]


def _placed(incidents: Iterable[Incident]) -> list[Incident]:
    return [incident for incident in incidents if incident.located]


LAYERS: Mapping[str, Layer] = {
    layer.id: layer
    for layer in (
        Layer(
            "incidents",
            "Incidents",
            "One feature an incident, at its place; one without coordinates has no geometry.",
            "Point",
            "id",
            lambda incidents, gazetteer: incident_frame(incidents, gazetteer=gazetteer),
        ),
        Layer(
            "deployments",
            "Deployments",
            "Lines from origin to destination, cut at the antimeridian.",
            "MultiLineString",
            "id",
            lambda incidents, gazetteer: deployment_frame(incidents, gazetteer=gazetteer),
        ),
        Layer(
            "places",
            "Places",
            "Each place of an incident once, with the number of incidents there.",
            "Point",
            "place_id",
            lambda incidents, _: place_frame(incidents),
        ),
        Layer(
            "uncertainty",
            "Uncertainty",
            "Where an incident's place may be: the region's own outline, else a circle of radius_km.",
            "MultiPolygon",
            "id",
            lambda incidents, gazetteer: uncertainty_frame(_placed(incidents), gazetteer=gazetteer),
        ),
    )
}


class LiveLayers:
    """Frames of what the filters leave of a store, made anew when the store has changed. Safe between threads."""

    def __init__(self, store: Incidents, *, gazetteer: Geometries, filters: Filters) -> None:
        self._store = store
        self._gazetteer = gazetteer
        self._filters = filters
        self._lock = Lock()
        self._revision: str | None = None
        self._incidents: Sequence[Incident] = ()
        self._frames: dict[str, gpd.GeoDataFrame] = {}

    def frame(self, layer: Layer) -> gpd.GeoDataFrame:
        """The layer's rows in EPSG:4326, longitude first. StoreError if the store cannot be read."""
        with self._lock:
            revision = self._store.revision()
            if revision != self._revision:
                self._incidents = self._filters.apply(self._store.incidents())
                self._frames, self._revision = {}, revision
            if layer.id not in self._frames:
                self._frames[layer.id] = layer.frame(self._incidents, self._gazetteer)
            return self._frames[layer.id]


def features(frame: gpd.GeoDataFrame, layer: Layer) -> list[Feature]:
    """GeoJSON features of the frame's rows: five decimals, exterior rings counter-clockwise, days as YYYY-MM-DD."""
    keys = frame[layer.key].tolist()
    shapes = _geometries(frame, layer)
    return [
        {"type": "Feature", "id": key, "geometry": shape, "properties": row}
        for key, shape, row in zip(keys, shapes, _properties(frame, layer), strict=True)
    ]


def _geometries(frame: gpd.GeoDataFrame, layer: Layer) -> list[object]:
    rounded = shapely.transform(frame.geometry.array, lambda degrees: np.round(degrees, DECIMALS))
    texts = shapely.to_geojson(shapely.orient_polygons(rounded))
    return [_of_type(json.loads(text), layer.geometry) if text else None for text in texts]


def _of_type(geometry: dict[str, object], wanted: str) -> dict[str, object]:
    """The geometry, or the multi-part one of it where the layer holds those: a GIS wants one type a layer."""
    if geometry["type"] == wanted:
        return geometry
    return {"type": wanted, "coordinates": [geometry["coordinates"]]}


def _properties(frame: gpd.GeoDataFrame, layer: Layer) -> list[dict[str, object]]:
    rows = pd.DataFrame(frame.drop(columns=["geometry", *(["id"] if layer.key == "id" else [])]))
    days = {name: rows[name].dt.strftime("%Y-%m-%d") for name in DATE_COLUMNS if name in rows}
    read: list[dict[str, object]] = json.loads(rows.assign(**days).to_json(orient="records"))
    return read


class _NoShapes:
    """A gazetteer of points alone."""

    def geometry(self, place_id: str) -> None:
        """No place has a polygon or line."""


@cache
def json_types(layer: Layer) -> dict[str, dict[str, str]]:
    """The JSON Schema type of each property, from the columns of the layer's frame, which are always the same."""
    frame = layer.frame([], _NoShapes())
    names = [name for name in frame.columns if name != "geometry" and (name != "id" or layer.key != "id")]
    return {name: _json_type(frame[name]) for name in names}


def _json_type(column: "pd.Series[Any]") -> dict[str, str]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return {"type": "string", "format": "date"}
    if pd.api.types.is_integer_dtype(column):
        return {"type": "integer"}
    return {"type": "number"} if pd.api.types.is_float_dtype(column) else {"type": "string"}
