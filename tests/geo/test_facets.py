"""Counts beside the filters: each choice's number is what choosing it would leave."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from extract.types import Actor, ActorRole, Modality
from geo.facets import at_least, at_most, count_facets
from geo.filters import Filters
from geo.types import Incident
from tests.factories import CONGO, GOMA, NORD_KIVU, SUVA, day, deployment, evidence, incident, undated, unplaced

incidents = st.lists(
    st.builds(
        lambda kind, place, time, confidence, role, claim: incident(
            event_type=kind,
            place=place,
            date=time,
            confidence=confidence,
            actors=(Actor("M23", role),),
            attribution=claim,
        ),
        st.sampled_from(["Battles", "Protests"]),
        st.sampled_from([GOMA, NORD_KIVU, CONGO, SUVA, None]),
        st.sampled_from([day("2025-03-01"), day("2025-04-01"), None]),
        st.sampled_from([0.2, 0.8]),
        st.sampled_from([None, *ActorRole]),
        st.sampled_from([None, "police"]),
    ),
    max_size=12,
)
filters = st.builds(
    Filters,
    since=st.none() | st.just(date(2025, 3, 15)),
    until=st.none() | st.just(date(2025, 3, 20)),
    event_types=st.frozensets(st.sampled_from(["Battles", "Riots"])),
    countries=st.frozensets(st.sampled_from(["CD", "FJ"])),
    admin1s=st.frozensets(st.sampled_from(["CD/Nord Kivu"])),
    side_a=st.frozensets(st.just("M23")),
    min_confidence=st.sampled_from([0.0, 0.5]),
    claimed=st.none() | st.booleans(),
)


@given(incidents, filters)
def test_each_number_is_what_choosing_it_alone_would_leave(listed: list[Incident], chosen: Filters) -> None:
    facets = count_facets(chosen.select(listed))
    for name, value in [("event_types", "Battles"), ("countries", "CD"), ("admin1s", "FJ/Central"), ("side_a", "M23")]:
        only: dict[str, Any] = {name: frozenset({value})}
        asked = replace(chosen.without(name), **only)
        assert getattr(facets, name).get(value, 0) == len(asked.apply(listed))
    for claimed in (True, False):
        assert facets.claimed.get(claimed, 0) == len(replace(chosen, claimed=claimed).apply(listed))


@given(incidents, filters)
def test_the_others_of_no_filter_are_what_passes(listed: list[Incident], chosen: Filters) -> None:
    assert chosen.select(listed).but().sum() == len(chosen.apply(listed))


@given(incidents, filters)
def test_both_ends_of_a_period_are_one_filter(listed: list[Incident], chosen: Filters) -> None:
    any_day = chosen.without("since").without("until")
    assert chosen.select(listed).but("since", "until").sum() == len(any_day.apply(listed))


def test_an_incident_counts_once_for_each_country_and_actor() -> None:
    twice = incident(actors=(Actor("M23", ActorRole.SIDE_A), Actor("M23", ActorRole.TARGET)))
    facets = count_facets(Filters().select([twice, deployment(), unplaced()]))
    assert facets.actors["M23"] == 2
    assert (facets.side_a["M23"], facets.targets["M23"]) == (2, 1)
    assert facets.countries == {"CD": 2, "RW": 1}


def test_precisions_and_source_numbers_count_what_is_fine_enough() -> None:
    two = incident(evidence=(evidence(), evidence(source="Lake Post")))
    facets = count_facets(Filters().select([two, incident(place=CONGO), undated()]))
    assert [at_most(facets.geo_precisions, level) for level in (1, 3, 4)] == [2, 2, 3]
    assert [at_least(facets.source_counts, n) for n in (1, 2, 3)] == [3, 1, 0]
    assert facets.modalities == {Modality.ASSERTED: 3}
    assert at_most(facets.time_precisions, 4) == 2
