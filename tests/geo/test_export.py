"""Exported files, read back by GDAL and by the standards' own rules."""

import base64
import csv
import io
import json
import sqlite3
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import geopandas as gpd
import pandas as pd
import PIL.Image
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from extract.taxonomy import EventType, load_taxonomy
from extract.types import Actor, ActorRole, Count, Counts, Modality
from geo.export import ExportError, Format, archived, export, exported
from geo.exporting.acled_csv import DISORDER_TYPES, safe_cell
from geo.exporting.columns import ACLED, BEYOND_ACLED, GIS, page
from geo.filters import Filters
from geo.frames import INCIDENT_COLUMNS
from geo.types import Incident, Verdict
from paths import ROOT
from tests.factories import (
    APIA,
    CONGO,
    NORD_KIVU,
    SUVA,
    day,
    deployment,
    evidence,
    exactly,
    incident,
    undated,
    unplaced,
)
from tests.geo.shapes import Shapes

SHAPES = Shapes()
MADE = datetime(2025, 4, 1, 12, 30, tzinfo=UTC)
LISTED = [incident(), deployment(), deployment(id="dep-2", place=SUVA, origin=APIA), undated(), unplaced()]
CORRECTED = incident(
    id="inc-corrected",
    verdict=Verdict.ACCEPTED,
    settled=frozenset({"place", "fatalities", "verdict"}),
    history=(
        "place set to Goma, Nord Kivu, CD (was Gomba, CD) by Ann on 2025-03-14: the market is in Goma",
        "accepted by Ben on 2025-03-15",
    ),
)
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(autouse=True)
def _no_warnings() -> None:
    warnings.simplefilter("error")


def write(tmp_path: Path, format: Format, incidents: list[Incident] = LISTED, **options: Any) -> Path:
    path = tmp_path / f"incidents.{format}"
    export(incidents, path, format=format, gazetteer=SHAPES, made=MADE, **options)
    return path


def geojson(tmp_path: Path, incidents: list[Incident] = LISTED, **options: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(write(tmp_path, Format.GEOJSON, incidents, **options).read_text("utf-8"))
    return read


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


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


class TestCsv:
    def test_columns_are_acleds_then_ours(self, tmp_path: Path) -> None:
        with write(tmp_path, Format.CSV).open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == [*ACLED, *BEYOND_ACLED]

    def test_a_row_reads_as_acled_has_it(self, tmp_path: Path) -> None:
        row = rows(write(tmp_path, Format.CSV))[0]
        expected = {
            "event_id_cnty": "inc-0001",
            "event_date": "2025-03-11",
            "year": "2025",
            "time_precision": "1",
            "disorder_type": "Political violence",
            "event_type": "Explosions/Remote violence",
            "actor1": "M23",
            "actor2": "Congolese army",
            "iso": "180",
            "country": "Democratic Republic of the Congo",
            "admin1": "Nord Kivu",
            "location": "Goma",
            "latitude": "-1.67409",
            "longitude": "29.22845",
            "geo_precision": "1",
            "source": "River Herald",
            "fatalities": "6",
        }
        assert {name: row[name] for name in expected} == expected

    @pytest.mark.parametrize(
        ("event_type", "sub_event_type", "disorder"),
        [
            ("Battles", "Armed clash", "Political violence"),
            ("Riots", "Mob violence", "Political violence"),
            ("Riots", "Violent demonstration", "Demonstrations"),
            ("Protests", "Excessive force against protesters", "Political violence; Demonstrations"),
            ("Strategic developments", "Arrests", "Strategic developments"),
            ("Deployments", "Troop deployment", "Strategic developments"),
            ("Weapons tests", "Missile test", "Strategic developments"),
            ("Diplomacy", "Sanctions", ""),
            ("Losses", "Casualty toll", ""),
        ],
    )
    def test_the_disorder_type_is_acleds(
        self, tmp_path: Path, event_type: str, sub_event_type: str, disorder: str
    ) -> None:
        one = incident(event_type=event_type, sub_event_type=sub_event_type)
        assert rows(write(tmp_path, Format.CSV, [one]))[0]["disorder_type"] == disorder

    def test_every_event_type_has_a_disorder_type_or_is_none_of_acleds(self) -> None:
        without = {kind.name for kind in load_taxonomy().event_types} - set(DISORDER_TYPES)
        assert without == {"Diplomacy", "Symbolic", "Losses"}

    def test_every_incident_is_a_row_placed_or_not(self, tmp_path: Path) -> None:
        read = rows(write(tmp_path, Format.CSV))
        assert [row["event_id_cnty"] for row in read] == [one.id for one in LISTED]
        assert (read[4]["location"], read[4]["latitude"]) == ("Kibaati", "")

    def test_a_vague_toll_gives_its_low_figure(self, tmp_path: Path) -> None:
        vague = incident(counts=Counts(fatalities=Count(12, None, None)))
        row = rows(write(tmp_path, Format.CSV, [vague]))[0]
        assert (row["fatalities"], row["fatalities_low"], row["fatalities_high"]) == ("12", "12", "")

    def test_targets_are_the_second_actor(self, tmp_path: Path) -> None:
        actors = (Actor("civilians", ActorRole.TARGET), Actor("M23", ActorRole.SIDE_A), Actor("CMC", ActorRole.SIDE_A))
        row = rows(write(tmp_path, Format.CSV, [incident(actors=actors)]))[0]
        assert (row["actor1"], row["assoc_actor_1"], row["actor2"]) == ("M23", "CMC", "civilians")

    def test_formulas_in_news_text_are_defused(self, tmp_path: Path) -> None:
        hostile = incident(
            id="+1",
            actors=(Actor("@SUM(A1)"),),
            evidence=(evidence(sentence='=HYPERLINK("http://x")', source="-cmd"),),
        )
        row = rows(write(tmp_path, Format.CSV, [hostile]))[0]
        assert row["event_id_cnty"] == "'+1"
        assert row["actor1"] == "'@SUM(A1)"
        assert row["notes"] == '\'=HYPERLINK("http://x")'
        assert row["source"] == "'-cmd"

    def test_negative_degrees_stay_numbers(self, tmp_path: Path) -> None:
        assert "-1.67409,29.22845" in write(tmp_path, Format.CSV).read_text("utf-8-sig")

    def test_metadata_lies_beside_it_as_csv_on_the_web(self, tmp_path: Path) -> None:
        path = write(tmp_path, Format.CSV, filters=Filters(min_confidence=0.8))
        about = json.loads((tmp_path / "incidents.csv-metadata.json").read_text("utf-8"))
        assert about["@context"] == "http://www.w3.org/ns/csvw"
        assert about["url"] == path.name
        assert "confidence at least 0.8" in about["dc:description"]
        assert (
            rows(path)[0]["about"] == "confidence at least 0.8; made by Demarc from news text on 2025-04-01; "
            "places: GeoNames (CC BY 4.0), MIMU"
        )

    def test_its_archive_holds_it_and_its_metadata_each_naming_the_other(self) -> None:
        told: dict[str, Any] = {"gazetteer": SHAPES, "made": MADE, "filters": Filters(min_confidence=0.8)}
        packed = archived(LISTED, format="csv", stem="desk", **told)
        with ZipFile(io.BytesIO(packed)) as archive:
            assert archive.namelist() == ["desk.csv", "desk.csv-metadata.json"]
            about = json.loads(archive.read("desk.csv-metadata.json"))
            assert about["url"] == "desk.csv"
            assert archive.read("desk.csv") == exported(LISTED, format="csv", **told)
        assert archived(LISTED, format="csv", stem="desk", **told) == packed

    def test_the_metadata_tells_each_column_in_order_with_its_type(self, tmp_path: Path) -> None:
        write(tmp_path, Format.CSV)
        about = json.loads((tmp_path / "incidents.csv-metadata.json").read_text("utf-8"))
        told = {column["name"]: column for column in about["tableSchema"]["columns"]}
        assert [*told] == [*ACLED, *BEYOND_ACLED]
        assert told["event_date"]["datatype"] == "date"
        assert told["fatalities"]["datatype"] == "integer"
        assert told["corrections"]["dc:description"].startswith("what analysts decided")

    def test_every_value_is_of_the_type_its_column_has(self, tmp_path: Path) -> None:
        read: dict[str, Callable[[str], object]] = {
            "date": date.fromisoformat, "integer": int, "number": float, "string": str
        }  # fmt: skip
        for row in rows(write(tmp_path, Format.CSV, [*LISTED, CORRECTED])):
            for name, column in {**ACLED, **BEYOND_ACLED}.items():
                assert row[name] == "" or read[column.kind](row[name]) is not None

    @given(st.text() | st.integers() | st.floats() | st.none())
    def test_no_text_cell_starts_a_formula(self, value: str | int | float | None) -> None:
        safe = safe_cell(value)
        if isinstance(value, str):
            assert str(safe).removeprefix("'") == value.removeprefix("'") or safe == value
            assert not str(safe).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        else:
            assert safe is value


class TestKml:
    def part(
        self, tmp_path: Path, incidents: list[Incident] = LISTED, name: str = "incidents"
    ) -> list[ElementTree.Element]:
        parts = ElementTree.parse(write(tmp_path, Format.KML, incidents)).iter(f"{KML}Document")
        (found,) = [part for part in parts if part.findtext(f"{KML}name") == name]
        return found.findall(f"{KML}Placemark")

    def styles(self, tmp_path: Path, incidents: list[Incident] = LISTED) -> dict[str, ElementTree.Element]:
        tree = ElementTree.parse(write(tmp_path, Format.KML, incidents))
        return {style.get("id", ""): style for style in tree.iter(f"{KML}Style")}

    def test_every_incident_is_a_named_placemark(self, tmp_path: Path) -> None:
        names = [mark.findtext(f"{KML}name") for mark in self.part(tmp_path)]
        assert names[:2] == ["Shelling/artillery/missile attack: Goma", "Troop deployment: Rwanda to Nord Kivu"]
        assert len(names) == len(LISTED)

    def test_its_parts_are_the_geopackage_s_layers(self, tmp_path: Path) -> None:
        kinds = {
            name: {child.tag.removeprefix(KML) for mark in self.part(tmp_path, name=name) for child in mark}
            for name in ("incidents", "deployments", "uncertainty")
        }
        assert kinds["incidents"] & {"Point", "LineString", "MultiGeometry"} == {"Point"}
        assert kinds["deployments"] & {"Point", "LineString", "MultiGeometry"} == {"LineString", "MultiGeometry"}
        assert "Polygon" in kinds["uncertainty"]

    def test_time_spans_hold_the_whole_last_day(self, tmp_path: Path) -> None:
        for name, at in (("incidents", 1), ("deployments", 0)):
            span = self.part(tmp_path, name=name)[at].find(f"{KML}TimeSpan")
            assert span is not None
            assert span.findtext(f"{KML}begin") == "2025-01-01T00:00:00"
            assert span.findtext(f"{KML}end") == "2025-01-31T23:59:59"

    def test_an_undated_incident_has_no_time_span(self, tmp_path: Path) -> None:
        assert self.part(tmp_path, [undated()])[0].find(f"{KML}TimeSpan") is None

    def test_extended_data_has_each_field_under_its_schema(self, tmp_path: Path) -> None:
        data = self.part(tmp_path)[0].find(f"{KML}ExtendedData/{KML}SchemaData")
        assert data is not None
        told = {one.get("name"): one.text for one in data}
        root = ElementTree.parse(tmp_path / "incidents.kml").getroot()
        (schema,) = [one for one in root.iter(f"{KML}Schema") if "#" + one.get("id", "") == data.get("schemaUrl")]
        assert (told["event_type"], told["fatalities_best"]) == ("Explosions/Remote violence", "6")
        assert set(told) <= {field.get("name") for field in schema}
        assert "OGR_STYLE" not in told

    def test_every_placemark_has_a_style_that_is_there(self, tmp_path: Path) -> None:
        known = self.styles(tmp_path)
        marks = [
            mark for name in ("incidents", "deployments", "uncertainty") for mark in self.part(tmp_path, name=name)
        ]
        named = {(mark.findtext(f"{KML}styleUrl") or "").removeprefix("#") for mark in marks}
        assert named == set(known)

    @pytest.mark.parametrize("event_type", load_taxonomy().event_types, ids=lambda kind: kind.code)
    def test_an_event_type_has_its_own_colour(self, tmp_path: Path, event_type: EventType) -> None:
        one = incident(event_type=event_type.name, sub_event_type=event_type.sub_event_types[0].name)
        (mark,) = self.part(tmp_path, [one])
        assert mark.findtext(f"{KML}styleUrl") == f"#{event_type.code}"
        href = self.styles(tmp_path, [one])[event_type.code].findtext(f"{KML}IconStyle/{KML}Icon/{KML}href") or ""
        assert event_type.colour in colours_of(base64.b64decode(href.removeprefix("data:image/png;base64,")))

    @pytest.mark.parametrize(
        ("one", "style"),
        [
            (incident(), "explosions"),
            (incident(attribution="the army"), "explosions-claimed"),
            (incident(place=NORD_KIVU), "explosions-region"),
            (incident(modality=Modality.PLANNED), "explosions-not-fact"),
            (incident(place=CONGO, attribution="the army"), "explosions-claimed-region"),
        ],
    )
    def test_claims_regions_and_plans_look_apart(self, tmp_path: Path, one: Incident, style: str) -> None:
        assert self.part(tmp_path, [one])[0].findtext(f"{KML}styleUrl") == f"#{style}"

    def test_more_troops_make_a_wider_arc(self, tmp_path: Path) -> None:
        few, many, unknown = (
            deployment(counts=Counts(troops=troops)) for troops in (exactly(100), exactly(10_000), None)
        )
        widths = [
            float(self.styles(tmp_path, [one])[self.style_of_arc(tmp_path)].findtext(f"{KML}LineStyle/{KML}width") or 0)
            for one in (unknown, few, many)
        ]
        assert widths == [3.0, 6.8, 11.6]

    def style_of_arc(self, tmp_path: Path) -> str:
        root = ElementTree.parse(tmp_path / "incidents.kml").getroot()
        (url,) = [node.text for node in root.iter(f"{KML}styleUrl") if "arc-" in (node.text or "")]
        return str(url).removeprefix("#")

    def test_lines_and_areas_lie_on_the_ground(self, tmp_path: Path) -> None:
        for name in ("deployments", "uncertainty"):
            shapes = [node for mark in self.part(tmp_path, name=name) for node in mark.iter()]
            drawn = [node for node in shapes if node.tag in (f"{KML}LineString", f"{KML}Polygon")]
            assert drawn
            assert all(node.findtext(f"{KML}tessellate") == "1" for node in drawn)

    def test_a_place_s_reach_stands_once_and_a_country_s_is_off(self, tmp_path: Path) -> None:
        reaches = self.part(
            tmp_path, [incident(), incident(id="two"), incident(id="three", place=CONGO)], name="uncertainty"
        )
        told = {mark.findtext(f"{KML}name"): mark.findtext(f"{KML}visibility") for mark in reaches}
        assert told == {"Goma, Nord Kivu, CD": "1", "DR Congo, CD": "0"}

    def test_a_reach_spans_the_days_of_its_incidents_and_all_days_if_one_is_undated(self, tmp_path: Path) -> None:
        early, late = incident(date=day("2025-03-01")), incident(id="two", date=day("2025-03-11"))
        (reach,) = self.part(tmp_path, [early, late], name="uncertainty")
        span = reach.find(f"{KML}TimeSpan")
        assert span is not None
        assert [node.text for node in span] == ["2025-03-01T00:00:00", "2025-03-11T23:59:59"]
        (reach,) = self.part(tmp_path, [early, undated()], name="uncertainty")
        assert reach.find(f"{KML}TimeSpan") is None

    def test_a_balloon_has_the_facts_and_each_sentence_with_its_source(self, tmp_path: Path) -> None:
        one = replace(CORRECTED, attribution="the army")
        told = self.part(tmp_path, [one])[0].findtext(f"{KML}description") or ""
        assert "<b>When</b> 2025-03-11" in told
        assert "<b>Where</b> Goma, Nord Kivu, CD (within 10 km)" in told
        assert "<b>Claimed by</b> the army" in told
        assert "accepted by Ben on 2025-03-15" in told
        assert "killed six people at a market" in told
        assert '<a href="https://example.org/river-herald/0312">Shells hit a market in Goma</a>, River Herald' in told

    def test_balloons_show_markup_as_text(self, tmp_path: Path) -> None:
        bad = "<img src=x onerror=alert(1)>"
        hostile = incident(
            history=(bad,),
            attribution=bad,
            actors=(Actor(bad),),
            disagreements=(bad,),
            evidence=(evidence(sentence=bad, title=bad, source=bad, url="javascript:alert(1)"),),
        )
        told = self.part(tmp_path, [hostile])[0].findtext(f"{KML}description") or ""
        assert told.count("&lt;img src=x onerror=alert(1)&gt;") == 7
        assert "<img" not in told
        assert "javascript" not in told

    @pytest.mark.parametrize("text", ["]]>", "<![CDATA[x]]>", "<b>x</b> ]]> y", "&lt; & <", "<!--"])
    def test_no_text_breaks_the_xml(self, tmp_path: Path, text: str) -> None:
        hostile = incident(actors=(Actor(text),), evidence=(evidence(sentence=text, source=text),))
        assert len(self.part(tmp_path, [hostile])) == 1

    @pytest.mark.parametrize("format", [Format.KML, Format.KMZ])
    def test_gdal_reads_all_of_it(self, tmp_path: Path, format: Format) -> None:
        path = write(tmp_path, format)
        assert [str(name) for name, _ in pyogrio.list_layers(path)] == ["incidents", "deployments", "uncertainty"]
        frame = pyogrio.read_dataframe(path, layer="incidents")
        assert list(frame["id"]) == [one.id for one in LISTED]
        assert list(frame["event_type"]) == [one.event_type for one in LISTED]
        assert frame.crs.to_epsg() == 4326

    def test_numbers_and_moments_have_their_types(self, tmp_path: Path) -> None:
        info = pyogrio.read_info(write(tmp_path, Format.KML), layer="incidents")
        types = dict(zip(info["fields"], info["ogr_types"], strict=True))
        assert (types["begin"], types["end"]) == ("OFTDateTime", "OFTDateTime")
        assert types["fatalities_best"] == types["weapons_low"] == types["geo_precision"] == "OFTInteger"
        assert types["confidence"] == types["radius_km"] == "OFTReal"

    def test_a_number_too_long_for_kml_is_kept_as_text(self, tmp_path: Path) -> None:
        huge = incident(counts=Counts(weapons=Count(3_000_000_000, None, None)))
        frame = pyogrio.read_dataframe(write(tmp_path, Format.KML, [huge]), layer="incidents")
        assert frame["weapons_low"][0] == "3000000000"

    def test_it_says_what_it_holds(self, tmp_path: Path) -> None:
        document = ElementTree.parse(write(tmp_path, Format.KML)).getroot()[0]
        assert "5 of 5 incidents (all incidents)" in (document.findtext(f"{KML}description") or "")

    def test_no_address_of_a_server_is_asked_for_an_icon(self, tmp_path: Path) -> None:
        hrefs = [node.text or "" for node in ElementTree.parse(write(tmp_path, Format.KML)).iter(f"{KML}href")]
        assert hrefs
        assert all(href.startswith("data:image/png;base64,") for href in hrefs)

    def test_a_kmz_holds_the_document_first_and_every_icon_it_names(self, tmp_path: Path) -> None:
        with ZipFile(write(tmp_path, Format.KMZ)) as archive:
            names = archive.namelist()
            hrefs = [node.text for node in ElementTree.fromstring(archive.read("doc.kml")).iter(f"{KML}href")]
            sizes = {PIL.Image.open(io.BytesIO(archive.read(name))).size for name in names[1:]}
        assert names[0] == "doc.kml"
        assert sorted(names[1:]) == sorted(map(str, hrefs))
        assert sizes == {(64, 64)}


def colours_of(png: bytes) -> set[str]:
    """Opaque colours of a picture as "#rrggbb"."""
    with PIL.Image.open(io.BytesIO(png)) as picture:
        found = picture.convert("RGBA").getcolors(2**16) or []
    opaque = (colour for _, colour in found if isinstance(colour, tuple) and colour[3] == 255)
    return {"#" + bytes(colour[:3]).hex() for colour in opaque}


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
