"""Drawn areas: RFC 7946 rings, the antimeridian, and the way into a URL and back."""

import json
from dataclasses import replace
from math import cos, pi, sin
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from geo.areas import Area, BBox, FilterError, Ground, Spot, judge
from geo.types import GeoPrecision, Place
from tests.factories import APIA, GOMA, NORD_KIVU, SUVA

AROUND_FIJI_AND_SAMOA = "170_-30_200_-30_200_0_170_0"
RING_WITH_HOLE = "0_0_10_0_10_10_0_10~4_4_6_4_6_6_4_6"


@st.composite
def stars(draw: st.DrawFn) -> Polygon:
    """Polygons around a point, anywhere on the globe, some across the antimeridian."""
    lon, lat = draw(st.floats(-200, 200)), draw(st.floats(-60, 60))
    reaches = draw(st.lists(st.floats(0.5, 25), min_size=3, max_size=9))
    turns = [2 * pi * n / len(reaches) for n in range(len(reaches))]
    corners = [(lon + reach * cos(turn), lat + reach * sin(turn)) for reach, turn in zip(reaches, turns, strict=True)]
    return Polygon(corners)


def verdict(ground: Ground, place: Place) -> bool | None:
    """Whether the ground holds the place; None where that cannot be told."""
    (held,), (untold,) = judge(ground, [Spot.of(place)])
    return None if untold else bool(held)


def holds(ground: Ground, place: Place) -> bool:
    """Whether it surely does."""
    return verdict(ground, place) is True


@given(stars())
def test_an_area_survives_the_way_through_its_text(drawn: Polygon) -> None:
    assume(drawn.is_valid)
    area = Area.of(drawn)
    assert Area.parse(str(area)) == area


@given(stars())
def test_rings_are_closed_wound_and_on_the_globe(drawn: Polygon) -> None:
    assume(drawn.is_valid)
    for outer, *holes in Area.of(drawn).polygons:
        assert outer[0] == outer[-1]
        assert shapely.is_ccw(shapely.LinearRing(outer))
        assert not any(shapely.is_ccw(shapely.LinearRing(hole)) for hole in holes)
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in outer)


@given(stars(), st.integers(-1, 1))
def test_a_turn_around_the_globe_changes_nothing(drawn: Polygon, turns: int) -> None:
    assume(drawn.is_valid)
    moved = shapely.transform(drawn, lambda corners: np.add(corners, (360 * turns, 0)))
    assume(moved.is_valid)
    assert Area.of(moved).geometry.symmetric_difference(Area.of(drawn).geometry).area < 1e-2


def test_the_direction_it_was_drawn_in_and_the_first_corner_do_not_matter() -> None:
    one = Area.of(Polygon([(0, 0), (4, 0), (4, 4), (0, 4)]))
    assert one == Area.of(Polygon([(4, 4), (4, 0), (0, 0), (0, 4)]))


def test_an_area_across_the_antimeridian_is_cut_and_holds_both_sides() -> None:
    area = Area.parse(AROUND_FIJI_AND_SAMOA)
    assert len(area.polygons) == 2
    assert holds(area, SUVA)
    assert holds(area, APIA)
    assert not holds(area, GOMA)


@pytest.mark.parametrize("lon", [180.0, -180.0])
def test_a_place_on_the_antimeridian_is_inside_by_either_name(lon: float) -> None:
    assert holds(Area.parse(AROUND_FIJI_AND_SAMOA), replace(SUVA, lon=lon))
    assert holds(Area.parse("170_-30_180_-30_180_0_170_0"), replace(SUVA, lon=lon))


def test_a_hole_is_outside_and_its_edge_inside() -> None:
    area = Area.parse(RING_WITH_HOLE)
    assert holds(area, replace(GOMA, lon=1, lat=1))
    assert not holds(area, replace(GOMA, lon=5, lat=5))
    assert holds(area, replace(GOMA, lon=0, lat=5))


def test_its_text_needs_no_escaping_in_a_url() -> None:
    assert set(str(Area.parse(RING_WITH_HOLE))) <= set("0123456789-._~")


@pytest.mark.parametrize(
    ("text", "teaches"),
    [
        ("", "three corners"),
        ("1_2_3", "three corners"),
        ("north_south", "three corners"),
        ("0_0_10_10_10_0_0_10", "cross"),
        ("0_0_1_1_2_2", "cross or touch"),
        ("0_95_1_95_1_99", "longitude comes first"),
        ("nan_0_1_0_1_1", "polygon"),
    ],
)
def test_bad_corners_teach(text: str, teaches: str) -> None:
    with pytest.raises(FilterError, match=teaches):
        Area.parse(text)


def test_every_polygon_of_a_geojson_file_counts(tmp_path: Path) -> None:
    squares = [shapely.box(0, 0, 1, 1), MultiPolygon([shapely.box(5, 5, 6, 6), shapely.box(8, 8, 9, 9)])]
    features = [{"type": "Feature", "properties": None, "geometry": shapely.geometry.mapping(one)} for one in squares]
    path = tmp_path / "areas.geojson"
    path.write_text("\ufeff" + json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert len(Area.from_file(path).polygons) == 3


@pytest.mark.parametrize(
    ("text", "teaches"),
    [
        ("{", "not GeoJSON"),
        ("[1]", "not GeoJSON"),
        ('{"type": "Point", "coordinates": [1, 2]}', "no inside"),
        ('{"type": "FeatureCollection", "features": []}', "no geometry"),
        ('{"type": "Polygon", "coordinates": [1]}', "not GeoJSON"),
        ('{"type": "Polygon", "coordinates": []}', "no corners"),
    ],
)
def test_a_file_that_holds_no_area_says_so_by_its_name(tmp_path: Path, text: str, teaches: str) -> None:
    path = tmp_path / "mine.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FilterError, match=teaches) as raised:
        Area.from_file(path)
    assert "mine.geojson" in str(raised.value)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FilterError, match="cannot be read"):
        Area.from_file(tmp_path / "none.geojson")


def region(lon: float, lat: float, radius_km: float) -> Place:
    return replace(NORD_KIVU, lon=lon, lat=lat, radius_km=radius_km)


SQUARE = BBox(10, -5, 20, 5)
"""About 1,100 km wide and high."""


@pytest.mark.parametrize(
    ("lon", "radius_km", "told"),
    [
        (15, 500, True),
        (15, 600, None),
        (19, 100, True),
        (19, 150, None),
        (21, 150, None),
        (21, 100, False),
        (15, 9_000, None),
        (100, 500, False),
    ],
)
@pytest.mark.parametrize("ground", [SQUARE, Area.parse("10_-5_20_-5_20_5_10_5")], ids=["box", "polygon"])
def test_a_region_is_held_only_whole_and_kept_out_only_whole(
    ground: Ground, lon: float, radius_km: float, told: bool | None
) -> None:
    assert verdict(ground, region(lon, 0, radius_km)) is told


@pytest.mark.parametrize("precision", [GeoPrecision.TOWN, GeoPrecision.NEAR])
def test_a_town_or_small_area_is_judged_by_its_point(precision: GeoPrecision) -> None:
    near_the_edge = replace(region(19.99, 0, 30), geo_precision=precision)
    assert verdict(SQUARE, near_the_edge) is True


def test_a_region_within_a_hole_is_outside_and_one_across_its_edge_untold() -> None:
    area = Area.parse("0_0_30_0_30_30_0_30~10_10_20_10_20_20_10_20")
    assert verdict(area, region(15, 15, 400)) is False
    assert verdict(area, region(15, 15, 700)) is None


@pytest.mark.parametrize("ground", [BBox(170, -30, -160, 0), Area.parse(AROUND_FIJI_AND_SAMOA)], ids=["box", "polygon"])
@pytest.mark.parametrize("lon", [179.5, 180.0, -180.0, -179.5])
def test_the_antimeridian_is_no_edge(ground: Ground, lon: float) -> None:
    assert verdict(ground, region(lon, -15, 500)) is True
    assert verdict(ground, region(lon, -15, 1_500)) is None


@pytest.mark.parametrize("ground", [BBox(-180, -90, 180, 90), Area.of(shapely.box(-180, -90, 180, 90))])
def test_the_whole_globe_holds_every_region(ground: Ground) -> None:
    for lon, lat in [(180, 0), (0, 89), (0, -90), (30, 10)]:
        assert verdict(ground, region(lon, lat, 5_000)) is True


def test_a_cap_around_a_pole_has_no_meridian_for_an_edge() -> None:
    arctic = BBox(-180, 60, 180, 90)
    assert verdict(arctic, region(180, 89, 2_000)) is True
    assert verdict(arctic, region(0, 70, 2_000)) is None


@given(st.floats(-180, 180), st.floats(-80, 80), st.floats(1, 3_000), stars())
def test_a_wider_region_is_never_told_better(lon: float, lat: float, radius_km: float, drawn: Polygon) -> None:
    assume(drawn.is_valid)
    area = Area.of(drawn)
    narrow, wide = (verdict(area, region(lon, lat, radius)) for radius in (radius_km, 2 * radius_km))
    assert wide in (None, narrow)
