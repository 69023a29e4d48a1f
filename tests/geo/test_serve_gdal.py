"""The live layer as GDAL reads it: its OAPIF driver is what QGIS and ogr2ogr share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from geo.export import export
from geo.serving.layers import LAYERS
from tests.factories import incident
from tests.geo.live_layer import LISTED, Kept, running_elsewhere
from tests.geo.shapes import Shapes


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    with running_elsewhere(Kept(LISTED)) as at:
        yield at


class TestGdal:
    """GDAL's OAPIF driver, which QGIS and ogr2ogr share."""

    def read(self, address: str, layer: str, **options: Any) -> Any:
        return pyogrio.read_dataframe(f"OAPIF:{address}", layer=layer, **options)

    def test_it_lists_the_layers_with_their_geometry(self, elsewhere: str) -> None:
        kinds = {name: pyogrio.read_info(f"OAPIF:{elsewhere}", layer=name)["geometry_type"] for name in LAYERS}
        assert kinds == {name: layer.geometry for name, layer in LAYERS.items()}

    def test_days_numbers_and_text_have_their_types_even_where_all_are_missing(self, elsewhere: str) -> None:
        info = pyogrio.read_info(f"OAPIF:{elsewhere}", layer="incidents")
        types = dict(zip(info["fields"], info["ogr_types"], strict=True))
        assert types["start"] == types["end"] == "OFTDate"
        assert types["fatalities_best"] == types["weapons_best"] == types["geo_precision"] == "OFTInteger"
        assert types["confidence"] == types["radius_km"] == "OFTReal"
        assert types["evidence"] == types["unit"] == "OFTString"

    def test_it_reads_what_the_geojson_export_holds(self, elsewhere: str, tmp_path: Path) -> None:
        file = tmp_path / "incidents.geojson"
        export(LISTED, file, format="geojson", gazetteer=Shapes())
        exported = pyogrio.read_dataframe(file).set_index("id")
        live = self.read(elsewhere, "incidents").set_index("id")
        assert list(live.index) == list(exported.index)
        assert live.crs.to_epsg() == 4326
        columns = [name for name in exported.columns if name != "geometry"]
        assert live[columns].astype(str).equals(exported[columns].astype(str))
        lines = self.read(elsewhere, "deployments").set_index("id")
        assert set(lines.index) == set(exported[exported.geom_type.isin(["LineString", "MultiLineString"])].index)
        assert all(lines.geometry[one].equals(exported.geometry[one]) for one in lines.index)

    def test_its_spatial_filter_reaches_the_server(self, elsewhere: str) -> None:
        assert list(self.read(elsewhere, "deployments", bbox=(29, -3, 31, 0))["id"]) == ["dep-0001"]

    def test_it_pages_through_more_than_one_page_holds(self) -> None:
        many = [incident(id=f"i{number}") for number in range(2_345)]
        with running_elsewhere(Kept(many)) as at:
            assert len(self.read(at, "incidents")) == len(many)

    def test_an_empty_store_opens_with_its_fields(self) -> None:
        with running_elsewhere(Kept([])) as at:
            info = pyogrio.read_info(f"OAPIF:{at}", layer="incidents")
        types = dict(zip(info["fields"], info["ogr_types"], strict=True))
        assert (types["event_type"], types["radius_km"], types["start"]) == ("OFTString", "OFTReal", "OFTDate")
