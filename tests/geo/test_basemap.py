"""The basemap: two views of disputed ground, light enough for one HTML file."""

import json

import pytest
import shapely
from geopandas import GeoDataFrame
from shapely.geometry import Point

from geo.basemap import Worldview, load_basemap, read_disputed_areas

PLACES = {
    "Simferopol": (34.1, 44.95),
    "Taipei": (121.45, 24.9),
    "Pristina": (21.15, 42.65),
    "Hargeisa": (44.06, 9.56),
    "Laayoune": (-12.5, 26.5),
    "Sukhumi": (41.3, 42.95),
    "Golan": (35.78, 33.0),
}


def row_at(frame: GeoDataFrame, lon: float, lat: float) -> tuple[str, str | None, bool]:
    hits = frame[frame.geometry.intersects(Point(lon, lat))]
    assert len(hits) == 1, list(hits["name"])
    return hits["name"].iloc[0], hits["iso"].iloc[0], bool(hits["disputed"].iloc[0])


@pytest.mark.parametrize(
    ("town", "de_facto", "un"),
    [
        ("Simferopol", "RU", "UA"),
        ("Taipei", "TW", "CN"),
        ("Pristina", "XK", "RS"),
        ("Hargeisa", None, "SO"),
        ("Laayoune", "MA", "EH"),
        ("Sukhumi", None, "GE"),
        ("Golan", "IL", "SY"),
    ],
)
def test_each_view_gives_disputed_ground_to_its_state(town: str, de_facto: str | None, un: str | None) -> None:
    assert row_at(load_basemap("de-facto"), *PLACES[town])[1:] == (de_facto, True)
    assert row_at(load_basemap("un"), *PLACES[town])[1:] == (un, True)


def test_undisputed_ground_is_the_same_in_both_views() -> None:
    for view in Worldview:
        assert row_at(load_basemap(view), 30.5, 50.4) == ("Ukraine", "UA", False)
        assert row_at(load_basemap(view), 127.0, 36.5) == ("South Korea", "KR", False)


@pytest.mark.parametrize("view", list(Worldview))
def test_every_shape_is_a_valid_polygon(view: Worldview) -> None:
    frame = load_basemap(view)
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.is_valid.all()
    assert not frame.geometry.is_empty.any()
    assert set(frame.geom_type) <= {"Polygon", "MultiPolygon"}


def test_countries_do_not_overlap() -> None:
    shapes = load_basemap().geometry.to_numpy()
    total, union = shapely.area(shapes).sum(), shapely.union_all(shapes).area
    assert total == pytest.approx(union, rel=2e-3)


def test_every_disputed_area_says_why() -> None:
    areas = {area.name: area for area in read_disputed_areas()}
    frame = load_basemap()
    disputed = frame[frame["disputed"]]
    assert set(disputed["name"]) == set(areas)
    assert disputed["note"].str.len().min() > 10


def test_it_is_light() -> None:
    features = json.loads(load_basemap()[["name", "iso", "disputed", "geometry"]].to_json())
    assert len(json.dumps(features, separators=(",", ":"))) < 1_300_000


def test_a_caller_may_change_its_copy() -> None:
    mine = load_basemap()
    mine.loc[0, "name"] = "changed"
    assert load_basemap().loc[0, "name"] != "changed"


def test_an_unknown_view_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'moon': choose one of de-facto, un"):
        load_basemap("moon")
