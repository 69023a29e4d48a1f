"""Filters: what passes, what cannot be told, what they say, and the way into a URL and back."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.types import Modality, TimePrecision, TimeSpan
from geo.areas import Area, BBox, FilterError
from geo.filters import Filters
from geo.types import GeoPrecision, Incident
from tests.factories import APIA, CONGO, GOMA, NORD_KIVU, SUVA, deployment, evidence, incident, undated, unplaced

WEEK = TimeSpan(date(2025, 3, 3), date(2025, 3, 9), TimePrecision.WEEK)


def passes(filters: Filters, one: Incident) -> bool:
    return filters.apply([one]) == [one]


def test_no_filter_keeps_everything_in_order() -> None:
    listed = [unplaced(), incident(), undated(), deployment()]
    assert Filters().apply(listed) == listed


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (date(2025, 3, 9), None, True),
        (date(2025, 3, 10), None, False),
        (None, date(2025, 3, 3), True),
        (None, date(2025, 3, 2), False),
        (date(2025, 3, 5), date(2025, 3, 5), True),
    ],
)
def test_a_date_filter_keeps_what_may_have_happened_within(since: date | None, until: date | None, kept: bool) -> None:
    assert passes(Filters(since=since, until=until), incident(date=WEEK)) is kept


def test_undated_incidents_are_counted_beside_when_a_date_filter_is_set() -> None:
    chosen = Filters(since=date(2025, 1, 1)).select([incident(), undated()])
    assert chosen.incidents == (incident(),)
    assert chosen.beside == (undated(),)
    assert (chosen.undated, chosen.unplaced, chosen.total) == (1, 0, 2)


def test_undated_incidents_that_fail_another_filter_are_not_counted() -> None:
    chosen = Filters(since=date(2025, 1, 1), event_types=frozenset({"Battles"})).select([undated()])
    assert (chosen.undated, chosen.beside, chosen.total) == (0, (), 1)


def test_unplaced_incidents_are_counted_beside_when_a_place_filter_is_set() -> None:
    chosen = Filters(countries=frozenset({"CD"})).select([incident(), unplaced()])
    assert chosen.incidents == (incident(),)
    assert chosen.unplaced == 1


def test_without_date_or_place_filter_they_stay_in() -> None:
    chosen = Filters().select([undated(), unplaced()])
    assert len(chosen.incidents) == 2
    assert (chosen.undated, chosen.unplaced) == (1, 1)
    assert chosen.drawn == 1


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({"event_types": {"Explosions/Remote violence"}}, True),
        ({"event_types": {"Battles"}}, False),
        ({"sub_event_types": {"Shelling/artillery/missile attack", "Grenade"}}, True),
        ({"sub_event_types": {"Grenade"}}, False),
        ({"countries": {"CD"}}, True),
        ({"countries": {"RW"}}, False),
        ({"admin1s": {"CD/Nord Kivu"}}, True),
        ({"admin1s": {"CD/Ituri"}}, False),
        ({"side_a": {"M23"}}, True),
        ({"side_b": {"M23"}}, False),
        ({"side_a": {"M23"}, "side_b": {"Congolese army"}}, True),
        ({"side_a": {"M23"}, "targets": {"Congolese army"}}, False),
        ({"event_types": {"Battles"}, "sub_event_types": {"Shelling/artillery/missile attack"}}, True),
        ({"countries": {"RW"}, "admin1s": {"CD/Nord Kivu"}}, True),
        ({"countries": {"RW"}, "admin1s": {"CD/Ituri"}}, False),
        ({"actors": {"M23"}}, True),
        ({"actors": {"M24"}}, False),
        ({"sources": {"River Herald"}}, True),
        ({"sources": {"Lake Post"}}, False),
        ({"modalities": {Modality.PLANNED}}, False),
    ],
)
def test_sets_keep_their_members(filters: dict[str, set[str]], kept: bool) -> None:
    given_filters: dict[str, Any] = {name: frozenset(values) for name, values in filters.items()}
    assert passes(Filters(**given_filters), incident()) is kept


@pytest.mark.parametrize("end", ["RW", "CD"])
def test_a_deployment_passes_by_either_end(end: str) -> None:
    assert passes(Filters(countries=frozenset({end})), deployment())


def test_min_confidence_is_included() -> None:
    assert passes(Filters(min_confidence=0.82), incident())
    assert not passes(Filters(min_confidence=0.83), incident())


def test_min_sources_counts_sources_not_sentences() -> None:
    twice = incident(evidence=(evidence(), evidence(sentence="Another sentence.")))
    assert not passes(Filters(min_sources=2), twice)
    assert passes(Filters(min_sources=2), incident(evidence=(evidence(), evidence(source="Lake Post"))))


def test_precision_filters_keep_what_is_fine_enough() -> None:
    assert passes(Filters(max_geo_precision=GeoPrecision.NEAR), incident())
    assert not passes(Filters(max_geo_precision=GeoPrecision.NEAR), incident(place=CONGO))
    assert not passes(Filters(max_time_precision=TimePrecision.DAY), incident(date=WEEK))


def test_claimed_tells_claims_from_facts() -> None:
    assert passes(Filters(claimed=True), deployment())
    assert not passes(Filters(claimed=True), incident())
    assert passes(Filters(claimed=False), incident())


@pytest.mark.parametrize(("text", "kept"), [("MARKET goma", True), ("tuesday rebels", False), ("márket", True)])
def test_text_needs_every_word_and_ignores_case_and_accents(text: str, kept: bool) -> None:
    assert passes(Filters(text=text), incident()) is kept


def test_a_box_holds_what_is_inside() -> None:
    assert passes(Filters(bbox=BBox(29, -2, 30, -1)), incident())
    assert not passes(Filters(bbox=BBox(30, -2, 31, -1)), incident())


def test_a_box_may_cross_the_antimeridian() -> None:
    chosen = Filters(bbox=BBox(170, -30, -160, 0))
    assert passes(chosen, incident(place=SUVA))
    assert passes(chosen, incident(place=APIA))
    assert not passes(chosen, incident())


@pytest.mark.parametrize(
    ("query", "teaches"),
    [
        ({"from": "11/05/2025"}, "YYYY-MM-DD"),
        ({"bbox": "1,2,3"}, "west,south,east,north"),
        ({"bbox": "0,50,10,40"}, "south first"),
        ({"bbox": "0,50,200,60"}, "-180 to 180"),
        ({"confidence": "7"}, "0 to 1"),
        ({"modality": "maybe"}, "asserted, planned"),
        ({"country": "Rwanda"}, "two-letter"),
        ({"admin1": "Nord Kivu"}, "CD/Nord Kivu"),
        ({"polygon": "here"}, "124_33"),
        ({"from": "2025-02-01", "to": "2025-01-01"}, "earlier date first"),
        ({"claimed": "perhaps"}, "yes or no"),
        ({"geo_precision": "9"}, "1 town"),
    ],
)
def test_bad_values_teach(query: dict[str, str], teaches: str) -> None:
    with pytest.raises(FilterError, match=teaches):
        Filters.from_query(query)


def test_other_query_parameters_are_left_alone() -> None:
    assert Filters.from_query({"page": "map", "from": ["2025-01-01"]}) == Filters(since=date(2025, 1, 1))


def test_description_names_every_filter() -> None:
    chosen = Filters(since=date(2025, 1, 1), countries=frozenset({"RW", "CD"}), min_confidence=0.5)
    assert chosen.describe() == "from 2025-01-01; country CD, RW; confidence at least 0.5"
    assert Filters().describe() == "all incidents"


def test_the_filter_that_empties_the_map_is_named() -> None:
    chosen = Filters(countries=frozenset({"CD"}), event_types=frozenset({"Riots"}))
    assert chosen.select([incident(), incident()]).emptied_by() == {"event_types": 2}
    assert Filters().select([incident()]).emptied_by() == {}


def test_a_tree_that_empties_the_map_is_named_once() -> None:
    chosen = Filters(event_types=frozenset({"Riots"}), sub_event_types=frozenset({"Grenade"}))
    assert chosen.select([incident()]).emptied_by() == {"event_types": 1}
    assert chosen.without("sub_event_types") == Filters()


def test_a_province_belongs_to_its_country() -> None:
    assert not passes(Filters(admin1s=frozenset({"FJ/Nord Kivu"})), incident())


def test_a_polygon_keeps_what_lies_within_and_puts_the_unplaced_beside() -> None:
    chosen = Filters(polygon=Area.parse("29_-2_30_-2_30_-1_29_-1")).select(
        [incident(), incident(place=SUVA), unplaced()]
    )
    assert chosen.incidents == (incident(),)
    assert chosen.beside == (unplaced(),)


def test_a_polygon_describes_itself_whole() -> None:
    assert Filters(polygon=Area.parse("29_-2_30_-2_30_-1")).describe() == "polygon 29_-2_30_-2_30_-1"


names = st.frozensets(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), max_size=3)
boxes = st.builds(
    lambda west, east, south, height: BBox(west, south, east, min(90.0, south + height)),
    st.floats(-180, 180),
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.floats(0, 180),
)
some_filters = st.builds(
    lambda days, **kept: Filters(since=min(days, default=None), until=max(days, default=None), **kept),
    st.lists(st.dates(), max_size=2),
    event_types=names,
    sub_event_types=names,
    modalities=st.frozensets(st.sampled_from(Modality)),
    countries=st.frozensets(st.sampled_from(["CD", "RW", "UA", "KP"])),
    admin1s=st.frozensets(st.sampled_from(["CD/Nord Kivu", "CD/Ituri", "FJ/Central"])),
    bbox=st.none() | boxes,
    polygon=st.none()
    | st.sampled_from([Area.parse("28_-3_30_-3_30_0_28_0"), Area.parse("170_-30_200_-30_200_0_170_0")]),
    actors=names,
    side_a=names,
    side_b=names,
    targets=names,
    sources=names,
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    min_confidence=st.floats(0, 1),
    min_sources=st.integers(0, 9),
    max_geo_precision=st.none() | st.sampled_from(GeoPrecision),
    max_time_precision=st.none() | st.sampled_from(TimePrecision),
    claimed=st.none() | st.booleans(),
)
some_incidents = st.lists(
    st.builds(
        lambda place, time, confidence: incident(place=place, date=time, confidence=confidence),
        st.sampled_from([GOMA, NORD_KIVU, CONGO, SUVA, APIA, None]),
        st.sampled_from([WEEK, None, TimeSpan(date(2024, 1, 1), date(2024, 12, 31), TimePrecision.YEAR)]),
        st.floats(0, 1),
    ),
    max_size=6,
)


@given(some_filters)
def test_filters_survive_the_way_through_a_url(filters: Filters) -> None:
    url = urlencode(filters.to_query(), doseq=True)
    assert Filters.from_query(parse_qs(url, keep_blank_values=True)) == filters


@given(some_filters, some_incidents)
def test_filtering_twice_changes_nothing(filters: Filters, incidents: list[Incident]) -> None:
    once = filters.apply(incidents)
    assert filters.apply(once) == once


@given(some_filters, some_incidents)
def test_clearing_a_filter_never_loses_an_incident(filters: Filters, incidents: list[Incident]) -> None:
    for name in filters.active():
        assert len(filters.without(name).apply(incidents)) >= len(filters.apply(incidents))
