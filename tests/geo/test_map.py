import base64
import json
import re
import zlib
from datetime import date
from itertools import pairwise
from typing import Any

import folium
import pytest

from benchmarks.made_up import Crowd
from extract.taxonomy import load_taxonomy
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
    render_html,
    single_file,
)
from geo.map_assets import copy_assets, inline_assets, linked_assets
from geo.map_ground import Ground
from geo.types import Incident
from tests.factories import CONGO, SUVA, evidence, incident, undated, unplaced
from tests.mapping import MADE, Gazette, Shapes, unfolded

GROUND = Ground(areas='{"countries":[]}', towns="[]", zones="[]")


def drawn(incidents: list[Incident], **changes: Any) -> IncidentMap:
    arguments: dict[str, Any] = {"gazetteer": Shapes(), "ground": GROUND, "text": PageText(made=MADE)}
    return build_map(incidents, **(arguments | changes))


def html(incidents: list[Incident], **changes: Any) -> str:
    return single_file(drawn(incidents, **changes))


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


def test_small_data_stands_in_the_page_as_json_any_tool_can_read() -> None:
    assert "Artillery shells killed six people" in html([incident()])


def test_large_data_is_packed_and_unpacks_to_the_same() -> None:
    many = [incident(id=f"i{n}", evidence=(evidence(document_id=f"d{n}", title=f"{n} " * 90),)) for n in range(5000)]
    page = html(many)
    assert 'id="dm-evidence-0" data-packed="deflate"' in page
    parts = [block(page, f"evidence-{number}") for number in range(3)]
    assert [title for part in parts for title, *_ in part["documents"]] == [f"{n} " * 90 for n in range(5000)]
    assert [sum(part["reports"]["of"]) for part in parts] == [2000, 2000, 1000]


def test_the_page_tells_title_filters_date_of_making_and_credits() -> None:
    page = html([incident()], text=PageText(made=MADE, title="Kivu, March", filters="From 1 March 2025"))
    for words in (
        "<title>Kivu, March</title>",
        "From 1 March 2025",
        "Made 4 May 2026, 09:30 UTC",
        "GeoNames (CC BY 4.0)",
    ):
        assert words in page


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


@pytest.mark.parametrize("worldview", ["de-facto", "un"])
def test_the_page_stands_on_the_real_basemap_of_a_worldview(worldview: str) -> None:
    page = render_html([incident()], gazetteer=Gazette(), made=MADE, worldview=worldview)
    countries = block(page, "areas")["countries"]
    assert len(countries) > 200
    assert any(country["disputed"] for country in countries)


def test_no_country_of_the_basemap_reaches_around_the_world() -> None:
    for country in block(render_html([], gazetteer=Gazette(), made=MADE), "areas")["countries"]:
        for ring in (ring for rings in country["shape"]["polygons"] for ring in rings):
            lons = [lon for lon, _ in unfolded(ring)]
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
