"""GeoPackages, read back by GDAL and by their own SQL."""

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import pyogrio
import pytest

from extract.taxonomy import load_taxonomy
from geo.export import Format
from geo.filters import Filters
from geo.types import Incident
from tests.geo.exporting import LISTED, write

pytestmark = pytest.mark.filterwarnings("error")


class TestGeoPackage:
    def layer(self, tmp_path: Path, name: str, incidents: list[Incident] = LISTED) -> gpd.GeoDataFrame:
        return pyogrio.read_dataframe(write(tmp_path, Format.GPKG, incidents), layer=name)

    def test_it_has_every_layer(self, tmp_path: Path) -> None:
        layers = dict(pyogrio.list_layers(write(tmp_path, Format.GPKG)))
        assert layers == {
            "uncertainty": "MultiPolygon",
            "deployments": "MultiLineString",
            "incidents": "Point",
            "places": "Point",
            "undated_or_unplaced": None,
            "layer_styles": None,
        }

    @pytest.mark.parametrize(
        ("layer", "count"), [("incidents", 4), ("deployments", 2), ("uncertainty", 4), ("places", 5)]
    )
    def test_layers_are_valid_in_epsg_4326(self, tmp_path: Path, layer: str, count: int) -> None:
        frame = self.layer(tmp_path, layer)
        assert len(frame) == count
        assert frame.crs.to_epsg() == 4326
        assert frame.geometry.is_valid.all()
        assert not frame.geometry.is_empty.any()

    def test_uncertainty_is_areas(self, tmp_path: Path) -> None:
        assert set(self.layer(tmp_path, "uncertainty").geom_type) == {"MultiPolygon"}

    def test_deployments_are_lines(self, tmp_path: Path) -> None:
        assert set(self.layer(tmp_path, "deployments").geom_type) == {"MultiLineString"}

    def test_what_cannot_be_drawn_or_dated_is_in_a_table(self, tmp_path: Path) -> None:
        assert list(self.layer(tmp_path, "undated_or_unplaced")["id"]) == ["inc-undated", "inc-unplaced"]

    def test_places_count_their_incidents(self, tmp_path: Path) -> None:
        places = self.layer(tmp_path, "places").set_index("name")
        assert places.loc["Goma", "incident_count"] == 2
        assert places.loc["Rwanda", "incident_count"] == 1

    def test_days_are_dates(self, tmp_path: Path) -> None:
        info = pyogrio.read_info(write(tmp_path, Format.GPKG), layer="incidents")
        types = dict(zip(info["fields"], info["ogr_types"], strict=True))
        assert (types["start"], types["end"], types["fatalities_best"]) == ("OFTDate", "OFTDate", "OFTInteger64")

    def test_it_says_what_it_holds(self, tmp_path: Path) -> None:
        info = pyogrio.read_info(write(tmp_path, Format.GPKG, filters=Filters(min_confidence=0.8)), layer="incidents")
        assert info["dataset_metadata"]["filters"] == "confidence at least 0.8"
        assert "CC BY 4.0" in info["dataset_metadata"]["attribution"]

    def test_every_layer_has_its_style_as_default(self, tmp_path: Path) -> None:
        with closing(sqlite3.connect(write(tmp_path, Format.GPKG))) as file:
            styles = dict(file.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
        assert set(styles) == {"incidents", "deployments", "uncertainty", "places"}

    @pytest.mark.parametrize("layer", ["incidents", "deployments", "uncertainty"])
    def test_a_style_has_a_symbol_in_every_event_types_colour(self, tmp_path: Path, layer: str) -> None:
        with closing(sqlite3.connect(write(tmp_path, Format.GPKG))) as file:
            (qml,) = file.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = ?", [layer]).fetchone()
        renderer = ElementTree.fromstring(qml).find("renderer-v2")
        assert renderer is not None
        assert renderer.get("attr") == "event_type"
        for event_type in load_taxonomy().event_types:
            category = renderer.find(f"categories/category[@value='{event_type.name}']")
            assert category is not None
            symbol = renderer.find(f"symbols/symbol[@name='{category.get('symbol')}']")
            assert symbol is not None
            red, green, blue = (int(event_type.colour[at : at + 2], 16) for at in (1, 3, 5))
            assert f"{red},{green},{blue}," in ElementTree.tostring(symbol, encoding="unicode")

    def test_the_temporal_controller_finds_the_days(self, tmp_path: Path) -> None:
        with closing(sqlite3.connect(write(tmp_path, Format.GPKG))) as file:
            query = "SELECT styleQML FROM layer_styles WHERE f_table_name = 'incidents'"
            (qml,) = file.execute(query).fetchone()
        temporal = ElementTree.fromstring(qml).find("temporal")
        assert temporal is not None
        assert (temporal.get("enabled"), temporal.get("mode")) == ("1", "4")
        assert temporal.get("startExpression") == 'to_datetime("start")'
        assert temporal.get("endExpression") == "to_datetime(\"end\") + to_interval('1 day')"

    def test_no_incident_still_makes_a_whole_file(self, tmp_path: Path) -> None:
        assert len(pyogrio.list_layers(write(tmp_path, Format.GPKG, []))) == 6
