"""Exported files, read back by GDAL and by the standards' own rules."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
from shapely import Polygon

from geo.export import ExportError, Format, export, exported
from geo.exporting.columns import GIS, page
from geo.filters import Filters
from geo.frames import INCIDENT_COLUMNS
from paths import ROOT
from tests.factories import (
    SUVA,
    evidence,
    incident,
)
from tests.geo.exporting import CORRECTED, KML, LISTED, MADE, SHAPES, geojson, rows, write

pytestmark = pytest.mark.filterwarnings("error")


class TestGeoJson:
    def test_it_has_no_crs_member(self, tmp_path: Path) -> None:
        assert "crs" not in geojson(tmp_path)

    def test_each_incident_is_one_feature_with_its_id(self, tmp_path: Path) -> None:
        features = geojson(tmp_path)["features"]
        assert [feature["id"] for feature in features] == [one.id for one in LISTED]

    def test_geometry_is_point_arc_cut_arc_or_null(self, tmp_path: Path) -> None:
        kinds = [f["geometry"] and f["geometry"]["type"] for f in geojson(tmp_path)["features"]]
        assert kinds == ["Point", "LineString", "MultiLineString", "Point", None]

    def test_coordinates_are_longitude_first_with_five_decimals(self, tmp_path: Path) -> None:
        place = replace(SUVA, lat=-18.123456789, lon=178.987654321)
        (feature,) = geojson(tmp_path, [incident(place=place)])["features"]
        assert feature["geometry"]["coordinates"] == [178.98765, -18.12346]

    def test_start_and_end_are_plain_days(self, tmp_path: Path) -> None:
        properties = geojson(tmp_path)["features"][1]["properties"]
        assert (properties["start"], properties["end"]) == ("2025-01-01", "2025-01-31")

    def test_lists_are_text(self, tmp_path: Path) -> None:
        properties = geojson(tmp_path)["features"][0]["properties"]
        assert properties["actors"] == "M23; Congolese army"
        assert not any(isinstance(value, list | dict) for value in properties.values())

    def test_it_says_what_it_holds(self, tmp_path: Path) -> None:
        about = geojson(tmp_path, filters=Filters(since=date(2025, 1, 1)))["metadata"]
        assert about["filters"] == "from 2025-01-01"
        assert (about["incidents"], about["incidents_before_filters"], about["undated"]) == (4, 5, 1)
        assert about["made"] == "2025-04-01T12:30:00+00:00"
        assert "GeoNames cities500 (CC BY 4.0)" in about["attribution"]

    def test_gdal_reads_days_numbers_and_epsg_4326(self, tmp_path: Path) -> None:
        info = pyogrio.read_info(write(tmp_path, Format.GEOJSON))
        types = dict(zip(info["fields"], info["ogr_types"], strict=True))
        assert info["crs"] == "EPSG:4326"
        assert types["start"] == types["end"] == "OFTDate"
        assert types["fatalities_best"] == "OFTInteger"
        assert types["confidence"] == "OFTReal"


class TestGeoParquet:
    def test_geopandas_reads_it_with_crs_and_days(self, tmp_path: Path) -> None:
        frame = gpd.read_parquet(write(tmp_path, Format.PARQUET))
        assert list(frame["id"]) == [one.id for one in LISTED]
        assert frame.crs.to_epsg() == 4326
        assert pq.read_schema(tmp_path / "incidents.parquet").field("start").type == pa.date32()

    def test_it_is_geoparquet_1_1_and_says_what_it_holds(self, tmp_path: Path) -> None:
        metadata = pq.read_schema(write(tmp_path, Format.PARQUET)).metadata
        assert json.loads(metadata[b"geo"])["version"] == "1.1.0"
        assert json.loads(metadata[b"demarc"])["filters"] == "all incidents"


@pytest.mark.parametrize("format", Format)
def test_every_format_holds_exactly_what_the_filters_leave(tmp_path: Path, format: Format) -> None:
    filters = Filters(event_types=frozenset({"Deployments"}))
    path = write(tmp_path, format, filters=filters)
    match format:
        case Format.CSV:
            ids = [row["event_id_cnty"] for row in rows(path)]
        case Format.PARQUET:
            ids = list(gpd.read_parquet(path)["id"])
        case _:
            layer = None if format is Format.GEOJSON else "incidents"
            ids = list(pyogrio.read_dataframe(path, layer=layer)["id"])
    assert ids == ["dep-0001", "dep-2"]


def metadata(path: Path, format: Format) -> str:
    """What a file says of itself, as its readers find it."""
    match format:
        case Format.GEOJSON:
            return json.dumps(json.loads(path.read_text("utf-8"))["metadata"])
        case Format.GPKG:
            return json.dumps(pyogrio.read_info(path, layer="incidents")["dataset_metadata"])
        case Format.CSV:
            return path.with_name(path.name + "-metadata.json").read_text("utf-8")
        case Format.KML:
            return ElementTree.parse(path).getroot()[0].findtext(f"{KML}description") or ""
        case Format.KMZ:
            with ZipFile(path) as archive:
                return ElementTree.fromstring(archive.read("doc.kml"))[0].findtext(f"{KML}description") or ""
        case Format.PARQUET:
            return str(pq.read_schema(path).metadata[b"demarc"], "utf-8")


@pytest.mark.parametrize("format", Format)
def test_every_format_carries_filters_making_and_licences(tmp_path: Path, format: Format) -> None:
    filters = Filters(since=date(2025, 1, 1), countries=frozenset({"CD"}))
    told = metadata(write(tmp_path, format, filters=filters), format)
    for words in ("from 2025-01-01; country CD", "2025-04-01", "CC BY 4.0"):
        assert words in told


@pytest.mark.parametrize("format", [Format.GEOJSON, Format.GPKG, Format.KML, Format.KMZ, Format.PARQUET])
def test_every_map_format_is_valid_in_epsg_4326_within_the_world(tmp_path: Path, format: Format) -> None:
    path = write(tmp_path, format)
    several = ["incidents", "deployments", "uncertainty"]
    layers = {Format.GPKG: [*several, "places"], Format.KML: several, Format.KMZ: several}.get(format, [None])
    frames = (
        [gpd.read_parquet(path)]
        if format is Format.PARQUET
        else [pyogrio.read_dataframe(path, layer=n) for n in layers]
    )
    for frame in frames:
        drawn = frame.geometry.dropna()
        assert frame.crs.to_epsg() == 4326
        assert drawn.is_valid.all()
        assert not drawn.is_empty.any()
        west, south, east, north = drawn.total_bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90


@pytest.mark.parametrize("format", Format)
def test_hostile_text_is_kept_as_far_as_files_can_hold_it(tmp_path: Path, format: Format) -> None:
    sentence = "<script>alert('x')</script> \u2028 고마 🛰 ]]> \x00\x07\ud800"
    path = write(tmp_path, format, [incident(evidence=(evidence(sentence=sentence),))])
    match format:
        case Format.CSV:
            kept = rows(path)[0]["notes"]
        case Format.PARQUET:
            kept = gpd.read_parquet(path)["evidence"][0]
        case _:
            layer = None if format is Format.GEOJSON else "incidents"
            kept = pyogrio.read_dataframe(path, layer=layer)["evidence"].iloc[0]
    expected = "<script>alert('x')</script> \u2028 고마 🛰 ]]> \ufffd\ufffd\ufffd"
    told = kept.replace("]] >", "]]>") if format in (Format.KML, Format.KMZ) else kept
    assert " ".join(told.split()) == " ".join(expected.split())


def attributes(path: Path, format: Format) -> dict[str, dict[str, Any]]:
    """Rows of a file by the incident's id, as its readers find them."""
    if format is Format.CSV:
        return {row["event_id_cnty"]: {**row} for row in rows(path)}
    layer = None if format is Format.GEOJSON else "incidents"
    frame = gpd.read_parquet(path) if format is Format.PARQUET else pyogrio.read_dataframe(path, layer=layer)
    return {row["id"]: row for row in frame.to_dict("records")}


@pytest.mark.parametrize("format", Format)
def test_every_format_says_what_an_analyst_accepted_and_corrected(tmp_path: Path, format: Format) -> None:
    read = attributes(write(tmp_path, format, [CORRECTED, incident()]), format)
    told = read["inc-corrected"]
    assert (told["verdict"], told["corrected"]) == ("accepted", "fatalities; place")
    assert told["corrections"] == " | ".join(CORRECTED.history)
    untouched = read["inc-0001"]
    assert all(untouched[name] in (None, "") or pd.isna(untouched[name]) for name in ("verdict", "corrections"))


def test_the_documented_columns_are_those_of_the_files() -> None:
    assert tuple(GIS) == INCIDENT_COLUMNS
    told = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    assert told == page(), "python -m geo.exporting.columns > docs/columns.md"


@pytest.mark.parametrize("format", Format)
def test_every_format_can_be_empty(format: Format) -> None:
    assert len(exported([], format=format, gazetteer=SHAPES)) > 100


@pytest.mark.parametrize("format", [Format.GEOJSON, Format.CSV, Format.KML, Format.KMZ])
def test_text_formats_are_the_same_for_the_same_input(format: Format) -> None:
    one, other = (exported(LISTED, format=format, gazetteer=SHAPES, made=MADE) for _ in range(2))
    assert one == other


def test_an_unknown_format_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"'shp'.*geojson, gpkg, csv, kml, kmz, parquet"):
        export([], tmp_path / "x.shp", format="shp", gazetteer=SHAPES)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"nowhere/x\.csv cannot be written"):
        export([], tmp_path / "nowhere" / "x.csv", format="csv", gazetteer=SHAPES)


def test_a_file_is_replaced_and_nothing_else_left_behind(tmp_path: Path) -> None:
    (tmp_path / "incidents.gpkg").write_text("something else")
    write(tmp_path, Format.GPKG)
    assert [file.name for file in tmp_path.iterdir()] == ["incidents.gpkg"]


def test_polygons_wind_counter_clockwise(tmp_path: Path) -> None:
    frame = pyogrio.read_dataframe(write(tmp_path, Format.GPKG), layer="uncertainty")
    parts = [part for shape in frame.geometry for part in getattr(shape, "geoms", [shape])]
    assert all(isinstance(part, Polygon) and part.exterior.is_ccw for part in parts)
