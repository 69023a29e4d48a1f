"""The collections of the live layer: what each holds, and what its features are drawn from."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from extract.types import TimeSpan
from geo.frames import (
    Geometries,
    arc_of,
    has_arc,
    incident_frame,
    incident_value,
    place_frame,
    place_value,
    point_of,
    uncertainty_of,
    visited,
)
from geo.types import GeoPrecision, Incident, Place

Row = Any
"""An incident, or a place with its number of incidents: whichever the layer shows."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One collection: a feature for each of its rows, which are incidents or places.

    `geometry` is the type of all its features, `key` the column of their ids, `types` the JSON Schema of each property.
    """

    id: str
    title: str
    description: str
    geometry: str
    key: str
    types: Mapping[str, Mapping[str, str]]
    rows: Callable[[Sequence[Incident]], Sequence[Row]]
    value: Callable[[Row, str], object]
    """What a column says of a row."""
    span: Callable[[Row], TimeSpan | None]
    """When it happened; None for what has no date."""
    spot: Callable[[Row], Hashable]
    """What its shape depends on: rows of one spot are drawn alike. None for a row without a shape."""
    draw: Callable[[Row, Geometries], BaseGeometry | None]
    """The shape of a row that has a spot: EPSG:4326, longitude first."""


class _NoShapes:
    """A gazetteer of points alone."""

    def geometry(self, place_id: str) -> None:
        """No place has a polygon or line."""


def _json_types(frame: gpd.GeoDataFrame, *, but: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """The JSON Schema type of each column, which is the same however many rows there are."""
    return {name: _json_type(frame[name]) for name in frame.columns if name not in ("geometry", *but)}


def _json_type(column: "pd.Series[Any]") -> Mapping[str, str]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return {"type": "string", "format": "date"}
    if pd.api.types.is_integer_dtype(column):
        return {"type": "integer"}
    return {"type": "number"} if pd.api.types.is_float_dtype(column) else {"type": "string"}


_INCIDENT_TYPES = _json_types(incident_frame([], gazetteer=_NoShapes()), but=["id"])


def _point(incident: Incident) -> Hashable:
    place = incident.place
    return (place.lon, place.lat) if isinstance(place, Place) else None


def _ends(incident: Incident) -> Hashable:
    return tuple((end.lon, end.lat) for end in (incident.origin, incident.place) if isinstance(end, Place))


def _area(incident: Incident) -> Hashable:
    place = incident.place
    assert isinstance(place, Place)
    outlined = place.id if place.geo_precision >= GeoPrecision.REGION else None
    return outlined, place.lon, place.lat, place.radius_km


LAYERS: Mapping[str, Layer] = {
    layer.id: layer
    for layer in (
        Layer(
            "incidents",
            "Incidents",
            "One feature an incident, at its place; one without coordinates has no geometry.",
            "Point",
            "id",
            _INCIDENT_TYPES,
            rows=lambda incidents: incidents,
            value=incident_value,
            span=lambda incident: incident.date,
            spot=_point,
            draw=lambda incident, _: point_of(incident.place),
        ),
        Layer(
            "deployments",
            "Deployments",
            "Lines from origin to destination, cut at the antimeridian.",
            "MultiLineString",
            "id",
            _INCIDENT_TYPES,
            rows=lambda incidents: [incident for incident in incidents if has_arc(incident)],
            value=incident_value,
            span=lambda incident: incident.date,
            spot=_ends,
            draw=lambda incident, _: arc_of(incident),
        ),
        Layer(
            "places",
            "Places",
            "Each place of an incident once, with the number of incidents there.",
            "Point",
            "place_id",
            _json_types(place_frame([]), but=[]),
            rows=visited,
            value=place_value,
            span=lambda _: None,
            spot=lambda one: (one.place.lon, one.place.lat),
            draw=lambda one, _: point_of(one.place),
        ),
        Layer(
            "uncertainty",
            "Uncertainty",
            "Where an incident's place may be: the region's own outline, else a circle of radius_km.",
            "MultiPolygon",
            "id",
            _INCIDENT_TYPES,
            rows=lambda incidents: [incident for incident in incidents if incident.located],
            value=incident_value,
            span=lambda incident: incident.date,
            spot=_area,
            draw=lambda incident, gazetteer: uncertainty_of(incident.place, gazetteer=gazetteer),
        ),
    )
}
