"""What a map stands on: outlines with their names, towns, zones."""

import json

import geopandas as gpd
import pytest
from shapely import box

from geo.map_ground import ground_json, towns_json, zones_json
from tests.mapping import Gazette


def test_ground_names_a_country_inside_it() -> None:
    frame = gpd.GeoDataFrame({"name": ["Boxland"], "disputed": [False]}, geometry=[box(10, 20, 30, 24)], crs=4326)
    lon, lat, radius = json.loads(ground_json(frame))["countries"][0]["label"]
    assert box(10, 20, 30, 24).contains(box(lon - 1, lat - 1, lon + 1, lat + 1))
    assert radius == pytest.approx(2, abs=0.2)


def test_ground_in_another_crs_is_refused_with_what_to_do() -> None:
    frame = gpd.GeoDataFrame({"name": ["B"], "disputed": [False]}, geometry=[box(0, 0, 1, 1)], crs=3857)
    with pytest.raises(ValueError, match=r"EPSG:3857.*to_crs\(4326\)"):
        ground_json(frame)


def test_large_towns_and_capitals_are_named_sooner_than_others() -> None:
    zooms = {name: zoom for name, _, _, zoom in json.loads(towns_json(Gazette()))}
    assert zooms == {"Goma": 4, "Capital": 5}


def test_zones_are_lines_that_are_no_border_between_states() -> None:
    assert [zone["name"] for zone in json.loads(zones_json(Gazette()))] == ["A line"]
