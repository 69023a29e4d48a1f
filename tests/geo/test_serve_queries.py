"""What a client of the live layer asks for, and gets: pages, boxes, times, properties."""

import math
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.filters import Filters
from geo.serving.asked import RequestError, read_datetime
from geo.serving.layers import LAYERS
from tests.factories import APIA, GOMA, SUVA, day, incident
from tests.geo.live_layer import LISTED, Kept, ask, ids, running


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running(Kept(LISTED)) as at:
        yield at


@pytest.fixture(scope="module")
def items(address: str) -> str:
    return f"{address}/collections/incidents/items"


class TestPages:
    def test_next_keeps_what_was_asked(self, items: str) -> None:
        page = ask(items, limit=1, event_type="Deployments")
        (following,) = [one["href"] for one in page["links"] if one["rel"] == "next"]
        assert [*ids(following)] == ["dep-2"]

    def test_prev_leads_back(self, items: str) -> None:
        page = ask(items, limit=2, offset=3)
        (back,) = [one["href"] for one in page["links"] if one["rel"] == "prev"]
        assert ids(back) == [one.id for one in LISTED[1:3]]

    def test_an_offset_beyond_the_end_is_an_empty_page(self, items: str) -> None:
        page = ask(items, offset=1_000)
        assert (page["numberMatched"], page["features"]) == (len(LISTED), [])

    def test_a_limit_beyond_the_greatest_is_the_greatest(self, items: str) -> None:
        assert ask(items, limit=10**9)["numberReturned"] == len(LISTED)


MANY = [
    incident(
        id=f"i{number:03}",
        event_type=("Battles", "Protests", "Riots")[number % 3],
        place=(GOMA, SUVA, APIA)[number % 3] if number % 7 else None,
        date=day(f"2025-03-{number % 28 + 1:02}") if number % 5 else None,
    )
    for number in range(60)
]
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "bbox": st.sampled_from(["170,-30,-170,0", "28,-3,30,0", "-180,-90,180,90"]),
        "datetime": st.sampled_from(["2025-03-05/2025-03-11", "../2025-03-10", "2025-03-20T12:00:00Z/.."]),
        "event_type": st.sampled_from([["Battles"], ["Protests", "Riots"], ["Grenade"]]),
    },
)


@pytest.fixture(scope="module")
def many() -> Iterator[str]:
    with running(Kept(MANY)) as at:
        yield f"{at}/collections/incidents/items"


def pages(url: str) -> Iterator[dict[str, Any]]:
    """A page and all that follow it, by their `next` links."""
    while url:
        yield (page := ask(url))
        url = next((one["href"] for one in page["links"] if one["rel"] == "next"), "")


@settings(max_examples=30, deadline=None)
@given(query=QUERIES, limit=st.integers(1, 70))
def test_pages_together_are_all_that_matches_each_feature_once(many: str, query: dict[str, Any], limit: int) -> None:
    whole = ids(many, **query, limit=100)
    first = requests.Request("GET", many, params={**query, "limit": limit}).prepare().url
    assert first is not None
    found = list(pages(first))
    assert [feature["id"] for page in found for feature in page["features"]] == whole
    assert {page["numberMatched"] for page in found} == {len(whole)}
    assert all(page["numberReturned"] == len(page["features"]) == limit for page in found[:-1])
    assert len(found) == max(1, math.ceil(len(whole) / limit))


@settings(max_examples=30, deadline=None)
@given(query=QUERIES, limit=st.integers(1, 70), offset=st.integers(0, 80))
def test_the_same_page_asked_again_is_the_same(many: str, query: dict[str, Any], limit: int, offset: int) -> None:
    asked = {**query, "limit": limit, "offset": offset}
    assert ids(many, **asked) == ids(many, **asked) == ids(many, **query, limit=100)[offset : offset + limit]


@settings(max_examples=30, deadline=None)
@given(query=QUERIES)
def test_filters_together_keep_what_each_of_them_keeps(many: str, query: dict[str, Any]) -> None:
    kept = [set(ids(many, **{name: value}, limit=100)) for name, value in query.items()]
    assert set(ids(many, **query, limit=100)) == {one.id for one in MANY}.intersection(*kept)


DATED = {"inc-0001", "dep-0001", "dep-2", "pro-1", "inc-unplaced"}


class TestFilters:
    @pytest.mark.parametrize(
        ("given", "dated"),
        [
            ("2025-03-11", {"inc-0001", "inc-unplaced"}),
            ("2025-03-11T13:00:00Z", {"inc-0001", "inc-unplaced"}),
            ("2025-03-11T23:00:00-05:00", set[str]()),
            ("2025-01-31/2025-02-01", {"dep-0001", "dep-2"}),
            ("2025-06-01/..", {"pro-1"}),
            ("2025-06-21/", set[str]()),
            ("../2025-01-01", {"dep-0001", "dep-2"}),
            ("/2025-01-01", {"dep-0001", "dep-2"}),
            ("2025-06-20T23:59:59.5Z/..", {"pro-1"}),
            ("2025-06-20T23:59:59z", {"pro-1"}),
            ("2025-06-21T00:00:00Z/..", set[str]()),
            ("2025-06-21T01:00:00+02:00/..", {"pro-1"}),
            ("../2025-03-10T23:59:59Z", {"dep-0001", "dep-2"}),
            ("../2025-03-11T00:00:00Z", {"dep-0001", "dep-2", "inc-0001", "inc-unplaced"}),
            ("2025-03-11/2025-03-11", {"inc-0001", "inc-unplaced"}),
            ("2025-01-01T00:00:00Z/2025-12-31T23:59:59Z", DATED),
        ],
    )
    def test_datetime_keeps_what_may_have_happened_then_and_what_has_no_date(
        self, items: str, given: str, dated: set[str]
    ) -> None:
        assert set(ids(items, datetime=given)) == dated | {"inc-undated"}

    @pytest.mark.parametrize(
        "given",
        [
            "20250311",
            "2025-W11",
            "2025-03-11 10:00:00Z",
            "2025-03-11T10:00Z",
            "2025-03-11T25:00:00Z",
            "2025-3-1",
            "٢٠٢٥-03-11",
        ],
    )
    def test_a_datetime_of_another_standard_is_refused_with_examples(self, items: str, given: str) -> None:
        assert "2024-11-01/.." in ask(items, status=400, datetime=given)["detail"]

    def test_places_have_no_dates_so_every_datetime_matches(self, address: str) -> None:
        at = f"{address}/collections/places/items"
        assert ids(at, datetime="1999-01-01") == ids(at)

    @pytest.mark.parametrize(
        ("bbox", "placed"),
        [
            ("29,-2,30,0", {"inc-0001", "dep-0001", "inc-undated"}),
            ("29,-2,0,30,0,100", {"inc-0001", "dep-0001", "inc-undated"}),
            ("170,-30,-170,0", {"dep-2", "pro-1"}),
            ("178.44149,-18.14161,179,-18", {"dep-2", "pro-1"}),
            ("178,-30,-179,0", {"dep-2", "pro-1"}),
            ("179,-30,-179,0", set[str]()),
            ("-170,-30,170,0", {"inc-0001", "dep-0001", "inc-undated"}),
            ("-20,50,10,60", set[str]()),
        ],
    )
    def test_bbox_keeps_what_touches_it_and_what_has_no_place(self, items: str, bbox: str, placed: set[str]) -> None:
        assert set(ids(items, bbox=bbox)) == placed | {"inc-unplaced"}

    def test_a_line_across_the_antimeridian_is_found_on_both_sides(self, address: str) -> None:
        at = f"{address}/collections/deployments/items"
        assert ids(at, bbox="179,-20,180,-10") == ids(at, bbox="-180,-20,-175,-10") == ["dep-2"]
        assert ids(at, bbox="0,-20,10,-10") == []

    def test_a_property_filters_by_its_value_and_any_of_several(self, items: str) -> None:
        assert ids(items, event_type="Protests") == ["pro-1"]
        assert ids(items, event_type=["Protests", "Deployments"]) == ["dep-0001", "dep-2", "pro-1"]
        assert ids(items, troops_best=4000, place="Nord Kivu") == ["dep-0001"]

    def test_a_day_filters_as_it_is_written(self, items: str) -> None:
        assert ids(items, start="2025-06-20") == ["pro-1"]

    def test_filters_combine(self, items: str) -> None:
        assert ids(items, bbox="170,-30,-170,0", datetime="2025-06-20", event_type="Protests") == ["pro-1"]

    def test_the_filters_of_the_start_hold(self) -> None:
        with running(Kept(LISTED), filters=Filters(event_types=frozenset({"Protests"}))) as at:
            counts = {name: ask(f"{at}/collections/{name}/items")["numberMatched"] for name in LAYERS}
        assert counts == {"incidents": 1, "deployments": 0, "places": 1, "uncertainty": 1}

    def test_the_whole_world_is_everything(self, items: str) -> None:
        assert ids(items, bbox="-180,-90,180,90") == [one.id for one in LISTED]


@given(st.text(max_size=30))
def test_no_datetime_breaks_the_reader(text: str) -> None:
    try:
        interval = read_datetime(text)
    except RequestError:
        return
    assert interval.since is None or interval.until is None or interval.since <= interval.until
