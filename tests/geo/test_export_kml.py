"""KML and KMZ, read back as XML and by GDAL."""

import base64
import io
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import PIL.Image
import pyogrio
import pytest

from extract.taxonomy import EventType, load_taxonomy
from extract.types import Actor, Count, Counts, Modality
from geo.export import Format
from geo.types import Incident
from tests.factories import (
    CONGO,
    NORD_KIVU,
    day,
    deployment,
    evidence,
    exactly,
    incident,
    undated,
)
from tests.geo.exporting import CORRECTED, KML, LISTED, write

pytestmark = pytest.mark.filterwarnings("error")


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
        said = [mark.findtext(f"{KML}description") for mark in reaches]
        assert said == [
            "Goma, Nord Kivu, CD (within 10 km): 2 incidents",
            "somewhere in DR Congo, CD (within 1,100 km): 1 incident",
        ]

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
