"""Incidents as GeoDataFrames: longitude first, EPSG:4326, cut at the antimeridian."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import GeometryCollection, LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from extract.types import Counts
from geo.frames import (
    INCIDENT_COLUMNS,
    arc,
    circle,
    deployment_frame,
    feature_frame,
    incident_frame,
    require_wgs84,
    uncertainty_frame,
    uncertainty_of,
)
from geo.gazetteer import open_gazetteer
from geo.types import GeoPrecision, Place, Verdict
from tests.factories import (
    APIA,
    GOMA,
    NORD_KIVU,
    RWANDA,
    SUVA,
    deployment,
    evidence,
    exactly,
    incident,
    undated,
    unplaced,
)
from tests.geo.shapes import NORD_KIVU_SHAPE, Shapes

SHAPES = Shapes()
WGS84 = Geod(ellps="WGS84")


def test_points_are_longitude_first_in_epsg_4326() -> None:
    frame = incident_frame([incident()], gazetteer=SHAPES)
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.iloc[0] == Point(29.22845, -1.67409)


def test_columns_are_the_documented_ones_even_when_empty() -> None:
    for frame in (incident_frame([], gazetteer=SHAPES), incident_frame([incident()], gazetteer=SHAPES)):
        assert tuple(frame.columns) == (*INCIDENT_COLUMNS, "geometry")
        assert frame.crs.to_epsg() == 4326


def test_what_analysts_decided_is_told_and_a_mere_verdict_is_no_correction() -> None:
    looked_at = incident(verdict=Verdict.ACCEPTED, settled=frozenset({"verdict"}), history=("accepted by Ann",))
    row = incident_frame([looked_at], gazetteer=SHAPES).iloc[0]
    assert (row["verdict"], row["corrections"]) == ("accepted", "accepted by Ann")
    assert pd.isna(row["corrected"])


def test_types_hold_whatever_is_missing() -> None:
    frame = incident_frame([undated(counts=Counts())], gazetteer=SHAPES)
    assert str(frame["start"].dtype).startswith("datetime64")
    assert frame["fatalities_best"].dtype == pd.Int64Dtype()
    assert frame["start"].isna().all()
    assert frame["fatalities_best"].isna().all()


def test_a_row_says_what_the_incident_says() -> None:
    row = incident_frame([incident()], gazetteer=SHAPES).iloc[0]
    assert row["start"] == row["end"] == pd.Timestamp("2025-03-11")
    assert (row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]) == (6, 6, 6)
    assert row["actors"] == "M23; Congolese army"
    assert row["country"] == "CD"
    assert row["evidence"] == evidence().sentence


def test_sources_are_counted_once() -> None:
    told = (evidence(), evidence(sentence="More."), evidence(source="Lake Post"))
    row = incident_frame([incident(evidence=told)], gazetteer=SHAPES).iloc[0]
    assert (row["sources"], row["source_count"]) == ("Lake Post; River Herald", 2)


def test_an_unplaced_incident_has_its_words_and_no_geometry() -> None:
    row = incident_frame([unplaced()], gazetteer=SHAPES).iloc[0]
    assert row["place"] == "Kibaati"
    assert row["geometry"] is None


def test_a_year_beyond_pandas_nanoseconds_is_kept() -> None:
    late = replace(incident(), date=replace(incident().date, start=incident().date.start.replace(year=9999)))  # type: ignore[union-attr, type-var]
    assert incident_frame([late], gazetteer=SHAPES)["start"].iloc[0].year == 9999


def test_deployments_run_from_origin_to_destination() -> None:
    within = deployment(origin=NORD_KIVU)
    frame = deployment_frame([deployment(), incident(), deployment(origin=None), within], gazetteer=SHAPES)
    (line,) = frame.geometry
    assert line.coords[0] == (RWANDA.lon, RWANDA.lat)
    assert line.coords[-1] == (NORD_KIVU.lon, NORD_KIVU.lat)


def test_features_are_arcs_for_deployments_and_points_for_the_rest() -> None:
    frame = feature_frame([deployment(), incident(), unplaced(), deployment(origin=None)], gazetteer=SHAPES)
    assert [shape and shape.geom_type for shape in frame.geometry] == ["LineString", "Point", None, "Point"]


def test_a_region_is_uncertain_by_its_own_polygon() -> None:
    shape = uncertainty_of(NORD_KIVU, gazetteer=SHAPES)
    assert shape is not None
    assert shape.equals(NORD_KIVU_SHAPE)


def test_an_outline_with_stray_lines_is_still_an_outline() -> None:
    class Frayed(Shapes):
        def geometry(self, place_id: str) -> BaseGeometry | None:
            return GeometryCollection([LineString([(20, 0), (21, 1)]), NORD_KIVU_SHAPE])

    shape = uncertainty_of(NORD_KIVU, gazetteer=Frayed())
    assert shape is not None
    assert shape.equals(NORD_KIVU_SHAPE)


def test_a_regions_crossing_rings_are_repaired() -> None:
    class Bowtie(Shapes):
        def geometry(self, place_id: str) -> BaseGeometry | None:
            return Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])

    shape = uncertainty_of(NORD_KIVU, gazetteer=Bowtie())
    assert shape is not None
    assert shape.is_valid
    assert shape.area == pytest.approx(0.5)


@pytest.mark.parametrize(
    "name", ["Fiji", "Russia", "United Kingdom", "Vietnam", "Kursk Oblast", "Chukotka", "Arkansas"]
)
def test_real_regions_are_valid_areas_on_the_map(name: str) -> None:
    with open_gazetteer() as gazetteer:
        places = [candidate.place for candidate in gazetteer.candidates([name])[name]]
        region = next(place for place in places if place.geo_precision >= GeoPrecision.REGION)
        shape = uncertainty_of(region, gazetteer=gazetteer)
    assert shape is not None
    assert shape.is_valid
    assert shape.geom_type in {"Polygon", "MultiPolygon"}
    assert in_bounds(shape)
    assert shape.distance(Point(region.lon, region.lat)) < 1
    assert not shape.equals(circle(region)), "it has an outline of its own"


def test_a_town_is_uncertain_by_a_circle_of_its_radius() -> None:
    shape = uncertainty_of(GOMA, gazetteer=SHAPES)
    assert shape is not None
    assert shape.contains(Point(GOMA.lon, GOMA.lat))
    area_km2 = abs(WGS84.geometry_area_perimeter(shape)[0]) / 1e6
    assert area_km2 == pytest.approx(3.14159 * 10**2, rel=0.01)


def test_a_line_place_is_uncertain_by_a_circle() -> None:
    line = replace(NORD_KIVU, id="demarc:line")
    shape = uncertainty_of(line, gazetteer=SHAPES)
    assert shape is not None
    assert shape.geom_type == "Polygon"


def test_uncertainty_leaves_out_what_has_no_place() -> None:
    assert len(uncertainty_frame([incident(), unplaced()], gazetteer=SHAPES)) == 1


def test_an_arc_over_the_antimeridian_is_cut_there() -> None:
    line = arc(SUVA, APIA)
    assert isinstance(line, MultiLineString)
    first, second = line.geoms
    assert first.coords[0] == (SUVA.lon, SUVA.lat)
    assert first.coords[-1][0] == 180
    assert second.coords[0][0] == -180
    assert second.coords[-1] == (APIA.lon, APIA.lat)


def test_a_circle_over_the_antimeridian_is_cut_there() -> None:
    shape = circle(replace(SUVA, radius_km=400.0))
    assert isinstance(shape, MultiPolygon)
    assert all(-180 <= x <= 180 for part in shape.geoms for x, _ in part.exterior.coords)


def test_a_circle_round_the_pole_holds_the_pole() -> None:
    shape = circle(replace(GOMA, lat=88.0, lon=20.0, radius_km=700.0))
    assert shape.is_valid
    assert shape.covers(Point(-120, 89.9))


def test_an_arc_between_one_place_and_itself_is_a_line() -> None:
    assert arc(GOMA, GOMA).geom_type == "LineString"


def test_another_crs_is_refused_with_what_to_do() -> None:
    frame = incident_frame([incident()], gazetteer=SHAPES).to_crs(3857)
    with pytest.raises(ValueError, match=r"EPSG:3857.*to_crs\(4326\)"):
        require_wgs84(frame)
    with pytest.raises(ValueError, match="None"):
        require_wgs84(gpd.GeoDataFrame(geometry=[Point(0, 0)]))


def spot(lat: float, lon: float, radius_km: float = 1.0) -> Place:
    return Place("x", "X", lat, lon, None, None, "PPL", GeoPrecision.TOWN, radius_km)


spots = st.builds(spot, st.floats(-85, 85), st.floats(-180, 180), st.floats(1, 1500))


def in_bounds(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    return west >= -180 and east <= 180 and south >= -90 and north <= 90


@given(spots, spots)
@example(spot(0, -180), spot(0, 180))
@example(spot(0, -4.7e-218), spot(0, 180))
@settings(max_examples=150, deadline=None)
def test_no_arc_crosses_the_map(origin: Place, destination: Place) -> None:
    line = arc(origin, destination)
    assert in_bounds(line)
    parts = list(line.geoms) if isinstance(line, MultiLineString) else [line]
    for part in parts:
        assert isinstance(part, LineString)
        steps = zip(part.coords, part.coords[1:], strict=False)
        assert all(abs(b[0] - a[0]) <= 180 for a, b in steps)


@given(spots)
@settings(max_examples=150, deadline=None)
def test_circles_are_valid_wherever_they_lie(place: Place) -> None:
    shape = circle(place)
    assert shape.is_valid
    assert in_bounds(shape)
    area_km2 = abs(WGS84.geometry_area_perimeter(shape)[0]) / 1e6
    assert area_km2 == pytest.approx(3.14159 * place.radius_km**2, rel=0.05)


def test_deployment_strength_is_in_the_frame() -> None:
    row = deployment_frame([deployment(counts=Counts(troops=exactly(4000)))], gazetteer=SHAPES).iloc[0]
    assert (row["troops_best"], row["unit"], row["origin_country"]) == (4000, "Special Forces", "RW")
