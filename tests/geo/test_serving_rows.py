"""The live layer's rows: what is drawn for which request, and what a box and a column find."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geo.areas import BBox
from geo.filters import Filters
from geo.serving.asked import Asked
from geo.serving.layers import LAYERS, Layer
from geo.serving.rows import Drawings, LiveLayers, Rows
from geo.types import GeoPrecision, Incident, Place
from tests.factories import APIA, GOMA, NORD_KIVU, SUVA, day, deployment, incident, unplaced
from tests.geo.live_layer import Kept
from tests.geo.shapes import Shapes


class Counting(Shapes):
    """Counts how often each place's outline is read."""

    def __init__(self) -> None:
        self.read: Counter[str] = Counter()

    def geometry(self, place_id: str) -> BaseGeometry | None:
        self.read[place_id] += 1
        return super().geometry(place_id)


def rows(layer: str, listed: Sequence[Incident], gazetteer: Shapes | None = None) -> Rows:
    return Rows(LAYERS[layer], listed, Drawings(LAYERS[layer], gazetteer or Shapes()))


REGIONS = [replace(NORD_KIVU, id=f"iso:XX-{number}", lon=float(number)) for number in range(10)]
IN_REGIONS = [incident(id=f"i{number}", place=REGIONS[number % 10]) for number in range(50)]


def test_a_page_draws_its_own_features_alone() -> None:
    gazetteer = Counting()
    listed = rows("uncertainty", IN_REGIONS, gazetteer)
    listed.features([0, 1, 2])
    assert set(gazetteer.read) == {"iso:XX-0", "iso:XX-1", "iso:XX-2"}


def test_finding_by_days_and_properties_draws_nothing() -> None:
    gazetteer = Counting()
    listed = rows("uncertainty", IN_REGIONS, gazetteer)
    assert len(listed.matching(Asked(equal={"place_id": frozenset({"iso:XX-3"})}))) == 5
    assert listed.days is not None
    assert not gazetteer.read


def test_a_place_is_drawn_once_however_many_incidents_and_requests() -> None:
    gazetteer = Counting()
    listed = rows("uncertainty", IN_REGIONS, gazetteer)
    listed.features(range(50))
    listed.features(range(50))
    listed.matching(Asked(bbox=BBox(0, 0, 1, 1)))
    assert set(gazetteer.read.values()) == {1}


def test_a_place_found_with_less_confidence_is_the_same_place() -> None:
    gazetteer = Counting()
    listed = [incident(id=f"i{n}", place=replace(NORD_KIVU, score=n / 10)) for n in range(5)]
    rows("uncertainty", listed, gazetteer).features(range(5))
    assert gazetteer.read == {NORD_KIVU.id: 1}


def test_what_is_drawn_stays_when_the_store_changes() -> None:
    gazetteer, store = Counting(), Kept(IN_REGIONS)
    live = LiveLayers(store, gazetteer=gazetteer, filters=Filters())
    live.rows(LAYERS["uncertainty"]).features(range(50))
    store.change([*IN_REGIONS, incident(id="new")])
    changed = live.rows(LAYERS["uncertainty"])
    changed.features(range(51))
    assert len(changed) == 51
    assert set(gazetteer.read.values()) == {1}


def test_two_towns_of_one_point_with_other_reach_are_drawn_apart() -> None:
    near, far = (incident(id=str(km), place=replace(GOMA, radius_km=km)) for km in (5.0, 50.0))
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in served("uncertainty", [near, far])]
    assert shapes[1].area > 50 * shapes[0].area


def test_a_moved_place_is_drawn_where_it_was_moved_to() -> None:
    moved = incident(id="moved", place=replace(GOMA, lat=GOMA.lat + 1))
    first, second = served("incidents", [incident(), moved])
    assert second["geometry"]["coordinates"][1] == pytest.approx(first["geometry"]["coordinates"][1] + 1)


@pytest.mark.parametrize("name", LAYERS)
def test_an_empty_store_has_no_features_no_bounds_and_no_days(name: str) -> None:
    empty = rows(name, [])
    asked = Asked(bbox=BBox(-180, -90, 180, 90), equal={"country": frozenset({"CD"})})
    assert (len(empty.matching(asked)), empty.bounds, empty.days, empty.number("x")) == (0, None, None, None)


def test_incidents_without_any_place_have_no_bounds_and_match_every_box() -> None:
    nowhere = rows("incidents", [unplaced()])
    assert nowhere.bounds is None
    assert list(nowhere.matching(Asked(bbox=BBox(0, 0, 1, 1)))) == [0]


def test_days_are_found_by_the_text_they_are_served_as() -> None:
    listed = rows("incidents", [incident(), incident(id="later", date=day("2025-03-12"))])
    assert list(listed.matching(Asked(equal={"start": frozenset({"2025-03-12"})}))) == [1]


POLE = Place("x:pole", "Far camp", 89.5, 10.0, None, None, "PPL", GeoPrecision.NEAR, 80.0)


@pytest.mark.parametrize("place", [POLE, replace(GOMA, lon=180.0), replace(SUVA, lon=-179.99, radius_km=50.0)])
def test_areas_at_the_pole_and_the_antimeridian_stay_valid_when_rounded(place: Place) -> None:
    (feature,) = served("uncertainty", [incident(place=place)])
    assert shapely.from_geojson(json.dumps(feature["geometry"])).is_valid


def served(layer: str, listed: Sequence[Incident]) -> list[dict[str, Any]]:
    return [json.loads(text) for text in rows(layer, listed).features(range(len(listed)))]


lons = st.floats(-180, 180, allow_nan=False)
lats = st.floats(-89, 89, allow_nan=False)
spots = st.tuples(lons, lats)


@given(st.lists(st.tuples(spots, spots), max_size=5), spots, spots, st.sampled_from(list(LAYERS.values())))
def test_a_box_finds_exactly_the_served_shapes_it_meets(
    ends: list[tuple[tuple[float, float], tuple[float, float]]],
    one: tuple[float, float],
    other: tuple[float, float],
    layer: Layer,
) -> None:
    moves = [
        deployment(id=str(n), origin=replace(APIA, id=f"a{n}", lon=a[0], lat=a[1]), place=_at(n, b))
        for n, (a, b) in enumerate(ends)
    ]
    bbox = BBox(one[0], min(one[1], other[1]), other[0], max(one[1], other[1]))
    listed = rows(layer.id, moves)
    shapes = [
        shapely.from_geojson(json.dumps(json.loads(text)["geometry"])) for text in listed.features(range(len(listed)))
    ]
    met = [n for n, shape in enumerate(shapes) if any(part.intersects(shape) for part in _boxes(bbox))]
    assert list(listed.matching(Asked(bbox=bbox))) == met


def _at(number: int, spot: tuple[float, float]) -> Any:
    return replace(SUVA, id=f"b{number}", lon=spot[0], lat=spot[1])


def _boxes(bbox: BBox) -> list[BaseGeometry]:
    if bbox.west <= bbox.east:
        return [shapely.box(bbox.west, bbox.south, bbox.east, bbox.north)]
    return [shapely.box(bbox.west, bbox.south, 180, bbox.north), shapely.box(-180, bbox.south, bbox.east, bbox.north)]


@given(st.lists(spots, min_size=1, max_size=8), st.sampled_from(["incidents", "uncertainty"]))
def test_bounds_hold_every_served_shape(places: list[tuple[float, float]], layer: str) -> None:
    listed = rows(layer, [incident(id=str(n), place=_at(n, spot)) for n, spot in enumerate(places)])
    assert listed.bounds is not None
    whole = shapely.box(*listed.bounds)
    shapes = [json.dumps(json.loads(text)["geometry"]) for text in listed.features(np.arange(len(listed)))]
    assert all(whole.covers(shapely.from_geojson(text)) for text in shapes)
