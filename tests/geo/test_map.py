import base64
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import folium
import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry

from benchmarks.made_up import Crowd
from extract.taxonomy import load_taxonomy
from extract.types import Modality, TimePrecision, TimeSpan
from geo.areas import Area, BBox
from geo.filters import Filters
from geo.gazetteer import open_gazetteer
from geo.incidents import merge
from geo.map import (
    IncidentMap,
    Options,
    PageText,
    Part,
    Theme,
    build_map,
    locked,
    map_data,
    render_html,
    single_file,
)
from geo.map_assets import copy_assets, inline_assets, linked_assets
from geo.map_ground import Ground, ground_json, towns_json, zones_json
from geo.map_payload import dumps, encode_shape, safe_url
from geo.types import Candidate, Incident, Place
from tests.factories import APIA, CONGO, GOMA, NORD_KIVU, SUVA, deployment, evidence, incident, undated, unplaced

MADE = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
GROUND = Ground(areas='{"countries":[]}', towns="[]", zones="[]")


class Shapes:
    """A gazetteer that draws Nord Kivu as a box."""

    def geometry(self, place_id: str) -> BaseGeometry | None:
        return box(27.5, -2.0, 30.0, 0.9) if place_id == NORD_KIVU.id else None


def drawn(incidents: list[Incident], **changes: Any) -> IncidentMap:
    arguments: dict[str, Any] = {"gazetteer": Shapes(), "ground": GROUND, "text": PageText(made=MADE)}
    return build_map(incidents, **(arguments | changes))


def html(incidents: list[Incident], **changes: Any) -> str:
    return single_file(drawn(incidents, **changes))


def columns(incidents: list[Incident], **changes: Any) -> Any:
    return map_data(incidents, gazetteer=Shapes(), **changes)


def block(page: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="dm-{name}"( data-packed="deflate")?>(.*?)</script>', page)
    assert found
    text = zlib.decompress(base64.b64decode(found[2])).decode() if found[1] else found[2]
    return json.loads(text)


def test_a_map_is_a_folium_map() -> None:
    assert isinstance(drawn([incident()]), folium.Map)


def test_making_a_map_leaves_folium_s_own_assets_alone() -> None:
    before = (list(folium.Map.default_js), list(folium.Map.default_css))
    html([incident()])
    assert (folium.Map.default_js, folium.Map.default_css) == before


def test_the_page_loads_nothing_by_address() -> None:
    page = html([incident()])
    assert (
        re.findall(r"<(?:script|img|iframe)[^>]* src=|<link[^>]+href=\"(?!data:)|url\((?!#|data:)|@import", page) == []
    )


def test_the_policy_names_every_script_and_lets_in_no_host() -> None:
    page = html([incident()])
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].count("'sha256-") == len(re.findall(r"<script>", page))
    assert "http" not in policy[1]


def test_tiles_of_a_server_are_let_in_only_where_asked_for() -> None:
    page = html([incident()], options=Options(online_tiles=True))
    assert "img-src data: blob: https://tile.openstreetmap.org;" in page


def test_a_locked_page_keeps_its_policy_before_its_scripts() -> None:
    page = locked("<html><head><script>one()</script></head></html>")
    assert page.index("Content-Security-Policy") < page.index("<script>")


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--<script>", "a & b", "\u2028"]
)
def test_hostile_text_never_closes_or_opens_an_element(text: str) -> None:
    hostile = incident(evidence=(evidence(sentence=text, title=text),), attribution=text)
    page = html([hostile], text=PageText(made=MADE, title=text, filters=text))
    safe = html([incident(attribution="x")])
    assert len(re.findall("<script", page)) == len(re.findall("<script", safe))
    assert "<img" not in page
    assert block(page, "evidence-0")["reports"]["sentence"] == [text]


@pytest.mark.parametrize("text", ["{{ 7 * 7 }}", "{% raw %}", "{# gone #}", "{{ undefined.attribute }}"])
def test_text_of_the_news_is_never_run_as_a_template(text: str) -> None:
    page = html([incident(evidence=(evidence(sentence=text),))], text=PageText(made=MADE, title=text, filters=text))
    assert block(page, "evidence-0")["reports"]["sentence"] == [text]
    assert f"<title>{text}</title>" in page
    assert f'<h1 class="dm-title">{text}</h1>' in page


def test_a_folium_layer_can_be_added_to_the_map() -> None:
    made = drawn([incident()])
    folium.CircleMarker((1.0, 2.0)).add_to(made)
    assert "L.circleMarker" in made.get_root().render()


@given(st.text())
def test_json_in_the_page_means_what_it_meant(text: str) -> None:
    written = dumps({"a": text})
    assert json.loads(written) == {"a": text}
    assert not set(written) & set("<>&\u2028\u2029")


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "http://[", ""],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert safe_url(url) is None
    assert columns([incident(evidence=(evidence(url=url),))])["documents"][0][2] is None


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://example.org"])
def test_web_addresses_stay(url: str) -> None:
    assert safe_url(url) == url


def test_every_column_has_one_value_an_incident() -> None:
    found = columns([incident(), deployment(), undated(), unplaced()])["incidents"]
    assert {len(column) for column in found.values()} == {4}


def test_an_incident_without_a_place_is_kept_with_its_reason() -> None:
    found = columns([unplaced()])
    assert found["incidents"]["place"] == [-1]
    assert found["words"][found["incidents"]["unplaced"][0]] == "no gazetteer entry named 'Kibaati'"


def test_an_undated_incident_is_kept_without_a_date() -> None:
    assert columns([undated()])["incidents"]["date"] == [None]


def test_dates_are_days_since_1970_with_their_precision() -> None:
    may = TimeSpan(date(1970, 1, 2), date(1970, 1, 31), TimePrecision.MONTH)
    assert columns([incident(date=may)])["incidents"]["date"] == [[1, 30, 3]]


def test_a_region_brings_its_shape_and_a_town_does_not() -> None:
    places = columns([incident(), deployment()])["places"]
    shapes = dict(zip(places["name"], places["shape"], strict=True))
    assert shapes["Goma"] is None
    assert shapes["Nord Kivu"]["polygons"]
    assert shapes["Rwanda"] is None


def test_a_place_of_many_incidents_is_written_once() -> None:
    places = columns([incident(id="a"), incident(id="b")])["places"]
    assert places["id"].count(GOMA.id) == 1


def test_evidence_can_be_left_to_the_page_around_the_map() -> None:
    assert "sentence" not in dumps(columns([incident()], evidence=False))


def test_long_context_is_cut_at_words_and_marked() -> None:
    long = evidence(before="word " * 200, after=" tail" * 200)
    reports = columns([incident(evidence=(long,))])["reports"]
    assert reports["before"][0].startswith("… word ")
    assert reports["after"][0].endswith("tail …")
    assert len(reports["before"][0]) < 240


def test_context_stays_within_the_paragraph_of_the_sentence() -> None:
    found = evidence(before="A headline\n\nHe said so. ", after=" Nobody knew.\n \nRead more")
    reports = columns([incident(evidence=(found,))])["reports"]
    assert (reports["before"], reports["after"]) == (["He said so. "], [" Nobody knew."])


def test_an_event_type_the_taxonomy_lacks_is_an_error_that_names_those_it_has() -> None:
    with pytest.raises(KeyError, match=r"no event type 'Weather'.*Battles"):
        columns([incident(event_type="Weather")])


@pytest.mark.parametrize("modality", list(Modality))
def test_modality_travels_with_the_incident(modality: Modality) -> None:
    found = columns([incident(modality=modality)])
    assert found["words"][found["incidents"]["modality"][0]] == modality


def test_small_data_stands_in_the_page_as_json_any_tool_can_read() -> None:
    assert "Artillery shells killed six people" in html([incident()])


def test_large_data_is_packed_and_unpacks_to_the_same() -> None:
    many = [incident(id=f"i{n}", evidence=(evidence(document_id=f"d{n}", title=f"{n} " * 90),)) for n in range(5000)]
    page = html(many)
    assert 'id="dm-evidence-0" data-packed="deflate"' in page
    parts = [block(page, f"evidence-{number}") for number in range(3)]
    assert [title for part in parts for title, *_ in part["documents"]] == [f"{n} " * 90 for n in range(5000)]
    assert [sum(part["reports"]["of"]) for part in parts] == [2000, 2000, 1000]


def test_a_place_named_more_and_less_surely_is_one_place() -> None:
    found = columns([incident(id="a"), incident(id="b", place=replace(GOMA, score=0.4))])
    assert found["incidents"]["place"] == [0, 0]


def decode(line: list[int]) -> list[tuple[float, float]]:
    x = y = 0
    points = []
    for dx, dy in zip(line[::2], line[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 1000, y / 1000))
    return points


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=30))
def test_shapes_lose_less_than_a_thousandth_of_a_degree(points: list[tuple[float, float]]) -> None:
    encoded: Any = encode_shape(LineString(points))
    found = decode(encoded["lines"][0])
    far = [min(abs(x - a) + abs(y - b) for a, b in found) for x, y in points]
    assert max(far) <= 0.00101


def test_holes_of_a_shape_stay_holes() -> None:
    ring = Polygon(box(0, 0, 4, 4).exterior.coords, [box(1, 1, 2, 2).exterior.coords])
    encoded: Any = encode_shape(ring)
    assert [len(rings) for rings in encoded["polygons"]] == [2]


def test_ground_names_a_country_inside_it() -> None:
    frame = gpd.GeoDataFrame({"name": ["Boxland"], "disputed": [False]}, geometry=[box(10, 20, 30, 24)], crs=4326)
    lon, lat, radius = json.loads(ground_json(frame))["countries"][0]["label"]
    assert box(10, 20, 30, 24).contains(box(lon - 1, lat - 1, lon + 1, lat + 1))
    assert radius == pytest.approx(2, abs=0.2)


def test_ground_in_another_crs_is_refused_with_what_to_do() -> None:
    frame = gpd.GeoDataFrame({"name": ["B"], "disputed": [False]}, geometry=[box(0, 0, 1, 1)], crs=3857)
    with pytest.raises(ValueError, match=r"EPSG:3857.*to_crs\(4326\)"):
        ground_json(frame)


def test_the_page_tells_title_filters_date_of_making_and_credits() -> None:
    page = html([incident()], text=PageText(made=MADE, title="Kivu, March", filters="From 1 March 2025"))
    for words in (
        "<title>Kivu, March</title>",
        "From 1 March 2025",
        "Made 4 May 2026, 09:30 UTC",
        "GeoNames (CC BY 4.0)",
    ):
        assert words in page


def test_the_same_incidents_at_the_same_time_make_the_same_data() -> None:
    assert dumps(columns([incident(), deployment()])) == dumps(columns([incident(), deployment()]))


def test_parts_of_the_page_can_be_left_to_the_page_around_it() -> None:
    assert "dm-without-bar dm-without-foot" in html([], options=Options(without=frozenset({Part.FOOT, Part.BAR})))


def test_the_libraries_in_the_page_carry_their_licences() -> None:
    page = html([])
    for words in ("BSD 2-Clause License", "Permission to use, copy, modify, and/or distribute this software"):
        assert words in page


@pytest.mark.slow
def test_ten_thousand_incidents_fit_into_eight_megabytes() -> None:
    with open_gazetteer() as gazetteer:
        incidents = merge(Crowd(gazetteer).articles(10_000))
        page = render_html(incidents, gazetteer=gazetteer, made=MADE)
    assert len(page.encode()) <= 8_000_000
    assert len(block(page, "data")["incidents"]["id"]) == len(incidents) > 10_000


def test_the_theme_travels_to_the_page() -> None:
    assert '"theme":"dark"' in html([], options=Options(theme=Theme.DARK))


def test_linked_assets_are_the_files_that_are_copied(tmp_path: Any) -> None:
    copy_assets(tmp_path)
    linked = linked_assets("/app/static/map/")
    names = {url.removeprefix("/app/static/map/") for url in (*linked.script_urls, *linked.style_urls)}
    assert names == {path.name for path in tmp_path.iterdir()}


def test_a_map_with_linked_assets_loads_those_and_nothing_else() -> None:
    page = drawn([incident()], assets_at="/app/static/map").get_root().render()
    found = re.findall(r'<(?:script src|link rel="stylesheet" href)="([^"]+)"', page)
    assert found
    assert all(url.startswith("/app/static/map/") for url in found)


def test_scripts_ask_for_no_source_map() -> None:
    assert "sourceMappingURL" not in "".join(inline_assets().scripts)


def test_every_shape_of_the_taxonomy_is_drawn() -> None:
    symbols = next(script for script in inline_assets().scripts if "dm-hollow" in script and "paths" in script)
    for shape in {event_type.shape for event_type in load_taxonomy().event_types}:
        assert re.search(rf'^\s*"?{shape}"?:', symbols, flags=re.MULTILINE), shape


def test_no_two_event_types_share_both_shape_and_colour() -> None:
    looks = [(t.shape, t.colour) for t in load_taxonomy().event_types]
    assert len(set(looks)) == len(looks)
    assert len({t.shape for t in load_taxonomy().event_types}) == len(looks)


class Gazette(Shapes):
    """A gazetteer of two towns, a line, and a border between states."""

    def towns(self, *, min_population: int) -> list[Candidate]:
        capital = replace(GOMA, id="c", name="Capital", feature="PPLC")
        return [Candidate(GOMA, 6_000_000, "name"), Candidate(capital, 200_000, "name")]

    def outlined(self, features: Iterable[str]) -> list[Place]:
        assert "ZN" in features
        return [replace(NORD_KIVU, name="A line"), replace(NORD_KIVU, name="Congo-Rwanda border")]


def test_large_towns_and_capitals_are_named_sooner_than_others() -> None:
    zooms = {name: zoom for name, _, _, zoom in json.loads(towns_json(Gazette()))}
    assert zooms == {"Goma": 4, "Capital": 5}


def test_zones_are_lines_that_are_no_border_between_states() -> None:
    assert [zone["name"] for zone in json.loads(zones_json(Gazette()))] == ["A line"]


@pytest.mark.parametrize("worldview", ["de-facto", "un"])
def test_the_page_stands_on_the_real_basemap_of_a_worldview(worldview: str) -> None:
    page = render_html([incident()], gazetteer=Gazette(), made=MADE, worldview=worldview)
    countries = block(page, "areas")["countries"]
    assert len(countries) > 200
    assert any(country["disputed"] for country in countries)


def test_no_country_of_the_basemap_reaches_around_the_world() -> None:
    for country in block(render_html([], gazetteer=Gazette(), made=MADE), "areas")["countries"]:
        for ring in (ring for rings in country["shape"]["polygons"] for ring in rings):
            lons = [lon for lon, _ in decode(ring)]
            leaps = [abs(a - b) for a, b in pairwise(lons) if abs(a) < 179.9 or abs(b) < 179.9]
            assert max(leaps, default=0) < 180 or country["name"] == "Antarctica", country["name"]


def test_filters_are_told_on_the_page() -> None:
    page = render_html([], gazetteer=Gazette(), made=MADE, filters=Filters(event_types=frozenset({"Protests"})))
    told = re.search(r'<p class="dm-filters">(.*?)</p>', page)
    assert told
    assert "Protests" in told[1]


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (Filters(bbox=BBox(28, -3, 31, 1)), "Within the outlined area"),
        (Filters(since=date(2025, 1, 1), bbox=BBox(28, -3, 31, 1)), "From 2025-01-01; within the outlined area"),
        (Filters(), "All incidents"),
    ],
)
def test_an_area_is_told_by_its_outline_and_not_by_its_corners(filters: Filters, told: str) -> None:
    page = render_html([], gazetteer=Gazette(), made=MADE, filters=filters)
    assert f'<p class="dm-filters">{told}</p>' in page


def test_a_page_draws_what_passes_the_filters_and_lists_what_they_cannot_judge() -> None:
    elsewhere = incident(id="suva", place=SUVA)
    page = render_html(
        [unplaced(), elsewhere, incident(), undated(), incident(id="wide", place=CONGO)],
        gazetteer=Gazette(),
        made=MADE,
        filters=Filters(since=date(2025, 1, 1), bbox=BBox(28, -3, 31, 1)),
    )
    data = block(page, "data")
    assert data["incidents"]["id"] == ["inc-0001", unplaced().id, undated().id, "wide"]
    assert data["beside"] == [2, 1]


@pytest.mark.parametrize(
    ("filters", "rings"),
    [
        (Filters(), []),
        (Filters(bbox=BBox(28, -3, 31, 1)), [[[28, -3], [31, -3], [31, 1], [28, 1], [28, -3]]]),
        (
            Filters(bbox=BBox(170, -20, -170, -10)),
            [
                [[170, -20], [180, -20], [180, -10], [170, -10], [170, -20]],
                [[-180, -20], [-170, -20], [-170, -10], [-180, -10], [-180, -20]],
            ],
        ),
        (Filters(polygon=Area.parse("28_-3_31_-3_28_1")), [[[28, -3], [31, -3], [28, 1], [28, -3]]]),
    ],
)
def test_the_area_the_filters_ask_for_stands_in_the_page(filters: Filters, rings: list[Any]) -> None:
    page = render_html([], gazetteer=Gazette(), made=MADE, filters=filters)
    told = re.search(r"Demarc\.start\(.*?, (\{.*\})\);", page)
    assert told
    assert [ring for area in json.loads(told[1])["areas"] for outer in area for ring in outer] == rings


def test_a_place_beyond_the_antimeridian_keeps_its_longitude() -> None:
    assert columns([incident(place=APIA)])["places"]["lon"][0] == -171.76666
