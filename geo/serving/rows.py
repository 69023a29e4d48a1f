"""The rows of a layer: found by columns that cost little, drawn when a page shows them."""

import json
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, STRtree, box
from shapely.geometry.base import BaseGeometry

from geo.areas import BBox
from geo.filters import Filters
from geo.frames import Geometries
from geo.serving.asked import Asked, Interval, Value
from geo.serving.layers import LAYERS, Layer
from geo.types import Incident

DECIMALS = 5
"""Of coordinates, as RFC 7946, section 11.2 advises: about a metre."""

Mask = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.intp]
"""Which rows, counted from 0."""


class Incidents(Protocol):
    """The part of a store that the live layer needs."""

    def revision(self) -> str:
        """Changes whenever what is stored does."""
        ...

    def incidents(self) -> list[Incident]:
        """All incidents, merged."""
        ...


class Drawings:
    """The shapes of a layer as they are served, each drawn when it is first asked for and kept.

    EPSG:4326, longitude first, five decimals, exterior rings counter-clockwise, all of the layer's type: a GIS wants
    one type a layer. What a bounding box meets is what is served, to the last decimal.
    """

    def __init__(self, layer: Layer, gazetteer: Geometries) -> None:
        self._layer = layer
        self._gazetteer = gazetteer
        self._shapes: dict[Hashable, BaseGeometry] = {}
        self._texts: dict[Hashable, str] = {None: "null"}

    def shape(self, spot: Hashable, row: object) -> BaseGeometry:
        """The shape of a row and of all others at its spot."""
        if spot not in self._shapes:
            drawn = self._layer.draw(row, self._gazetteer)
            assert drawn is not None, f"{spot} has no shape"
            rounded = shapely.transform(drawn, lambda degrees: np.round(degrees, DECIMALS))
            self._shapes[spot] = self._of_type(shapely.orient_polygons(rounded))
        return self._shapes[spot]

    def text(self, spot: Hashable, row: object) -> str:
        """The same as a GeoJSON geometry; "null" for a row without a spot."""
        if spot not in self._texts:
            self._texts[spot] = shapely.to_geojson(self.shape(spot, row))
        return self._texts[spot]

    def _of_type(self, shape: BaseGeometry) -> BaseGeometry:
        wanted = self._layer.geometry
        made: BaseGeometry = shape if shape.geom_type == wanted else getattr(shapely, wanted)([shape])
        return made


class Rows:
    """The rows of a layer at one revision of the store, in one order, so that pages follow each other."""

    def __init__(self, layer: Layer, incidents: Sequence[Incident], drawings: Drawings) -> None:
        self._layer = layer
        self._listed = layer.rows(incidents)
        self._drawings = drawings
        self._columns: dict[str, list[Value | None]] = {}

    def __len__(self) -> int:
        return len(self._listed)

    def matching(self, asked: Asked) -> Numbers:
        """The rows asked for, all pages of them.

        As the standard has it, a feature without a date matches every `datetime` and one without a geometry every
        `bbox` (requirements /req/core/fc-time-response C and /req/core/fc-bbox-response C).
        """
        keep = np.ones(len(self), dtype=bool)
        if asked.bbox:
            keep &= self._touching(asked.bbox)
        if asked.interval:
            keep &= self._within(asked.interval)
        for name, values in asked.equal.items():
            keep &= self._having(name, values)
        return np.flatnonzero(keep)

    def number(self, feature: str) -> int | None:
        """The row of that feature id; None where there is none."""
        return self._by_key.get(feature)

    def features(self, numbers: Iterable[int]) -> list[str]:
        """GeoJSON features (RFC 7946) of those rows, each as text; days as YYYY-MM-DD."""
        return [self._feature(self._listed[number]) for number in numbers]

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north of all shapes, in degrees; None where nothing has a place."""
        if not self._spots:
            return None
        west, south, east, north = shapely.total_bounds(self._tree.geometries)
        return float(west), float(south), float(east), float(north)

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which anything may have happened; None where nothing has a date."""
        spans = [span for span in map(self._layer.span, self._listed) if span]
        return (min(span.start for span in spans), max(span.end for span in spans)) if spans else None

    def _feature(self, row: object) -> str:
        layer = self._layer
        told = {name: _json_value(layer.value(row, name)) for name in layer.types}
        geometry = self._drawings.text(layer.spot(row), row)
        key, properties = dumps(layer.value(row, layer.key)), dumps(told)
        return f'{{"type":"Feature","id":{key},"geometry":{geometry},"properties":{properties}}}'

    @cached_property
    def _by_key(self) -> Mapping[str, int]:
        return {str(self._layer.value(row, self._layer.key)): number for number, row in enumerate(self._listed)}

    @cached_property
    def _spots(self) -> Mapping[Hashable, int]:
        """The rows' spots, numbered as they come."""
        spots = dict.fromkeys(map(self._layer.spot, self._listed))
        spots.pop(None, None)
        return {spot: number for number, spot in enumerate(spots)}

    @cached_property
    def _spot_of_row(self) -> Numbers:
        """The number of each row's spot, -1 for none."""
        spots = (self._spots.get(self._layer.spot(row), -1) for row in self._listed)
        return np.fromiter(spots, dtype=np.intp, count=len(self))

    @cached_property
    def _tree(self) -> STRtree:
        """All shapes, by the numbers of their spots."""
        rows = {self._layer.spot(row): row for row in self._listed}
        return STRtree([self._drawings.shape(spot, rows[spot]) for spot in self._spots])

    def _touching(self, bbox: BBox) -> Mask:
        hit = np.zeros(len(self._spots) + 1, dtype=bool)
        hit[-1] = True  # where the -1 of rows without a spot points
        hit[self._tree.query(_area(bbox), predicate="intersects")] = True
        return hit[self._spot_of_row]

    @cached_property
    def _spans(self) -> tuple[Days, Days]:
        """The first and the last day of each row; not-a-time for none."""
        spans = [self._layer.span(row) for row in self._listed]
        first, last = [span and span.start for span in spans], [span and span.end for span in spans]
        return np.array(first, dtype="datetime64[D]"), np.array(last, dtype="datetime64[D]")

    def _within(self, interval: Interval) -> Mask:
        """Whether it may have happened then: an incident's last day ends where the next begins."""
        first, last = self._spans
        hit = np.ones(len(self), dtype=bool)
        if interval.since:
            hit &= last + np.timedelta64(1, "D") > np.datetime64(interval.since)
        if interval.until:
            hit &= first <= np.datetime64(interval.until)
        return hit | np.isnat(first)

    def _having(self, name: str, values: Collection[Value]) -> Mask:
        if name not in self._columns:
            self._columns[name] = [_json_value(self._layer.value(row, name)) for row in self._listed]
        return np.fromiter((value in values for value in self._columns[name]), dtype=bool, count=len(self))


class LiveLayers:
    """The rows of what the filters leave of a store, listed anew when the store has changed. Safe between threads."""

    def __init__(self, store: Incidents, *, gazetteer: Geometries, filters: Filters) -> None:
        self._store = store
        self._filters = filters
        self._drawings = {layer.id: Drawings(layer, gazetteer) for layer in LAYERS.values()}
        self._lock = Lock()
        self._revision: str | None = None
        self._incidents: Sequence[Incident] = ()
        self._rows: dict[str, Rows] = {}

    def rows(self, layer: Layer) -> Rows:
        """The layer's rows as the store stands now. StoreError if it cannot be read."""
        with self._lock:
            revision = self._store.revision()
            if revision != self._revision:
                self._incidents = self._filters.apply(self._store.incidents())
                self._rows, self._revision = {}, revision
            if layer.id not in self._rows:
                self._rows[layer.id] = Rows(layer, self._incidents, self._drawings[layer.id])
            return self._rows[layer.id]


def dumps(value: object) -> str:
    """JSON without a space too many."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _json_value(value: Any) -> Value | None:
    """A column's value as a feature's property has it."""
    made: Value | None = value.isoformat() if isinstance(value, date) else value
    return made


def _area(bbox: BBox) -> MultiPolygon:
    """The box as areas: two where it crosses the antimeridian."""
    if bbox.west <= bbox.east:
        return MultiPolygon([box(bbox.west, bbox.south, bbox.east, bbox.north)])
    return MultiPolygon([box(bbox.west, bbox.south, 180, bbox.north), box(-180, bbox.south, bbox.east, bbox.north)])
