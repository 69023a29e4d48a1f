"""What a map page is told of incidents: columns, places once, shapes, evidence."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from extract.types import Modality, TimePrecision, TimeSpan
from geo.map import map_data
from geo.map_payload import dumps, encode_shape, safe_url
from geo.types import Incident
from tests.factories import APIA, GOMA, deployment, evidence, incident, undated, unplaced
from tests.mapping import Shapes, unfolded


def columns(incidents: list[Incident], **changes: Any) -> Any:
    return map_data(incidents, gazetteer=Shapes(), **changes)


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


def test_a_place_named_more_and_less_surely_is_one_place() -> None:
    found = columns([incident(id="a"), incident(id="b", place=replace(GOMA, score=0.4))])
    assert found["incidents"]["place"] == [0, 0]


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=30))
def test_shapes_lose_less_than_a_thousandth_of_a_degree(points: list[tuple[float, float]]) -> None:
    encoded: Any = encode_shape(LineString(points))
    found = unfolded(encoded["lines"][0])
    far = [min(abs(x - a) + abs(y - b) for a, b in found) for x, y in points]
    assert max(far) <= 0.00101


def test_holes_of_a_shape_stay_holes() -> None:
    ring = Polygon(box(0, 0, 4, 4).exterior.coords, [box(1, 1, 2, 2).exterior.coords])
    encoded: Any = encode_shape(ring)
    assert [len(rings) for rings in encoded["polygons"]] == [2]


def test_the_same_incidents_at_the_same_time_make_the_same_data() -> None:
    assert dumps(columns([incident(), deployment()])) == dumps(columns([incident(), deployment()]))


def test_a_place_beyond_the_antimeridian_keeps_its_longitude() -> None:
    assert columns([incident(place=APIA)])["places"]["lon"][0] == -171.76666
