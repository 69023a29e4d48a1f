"""Which reports join into one incident, and which stay apart."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from extract.types import Actor, Count, Counts, Modality, TimeSpan
from geo.incidents import merge
from geo.merging.agreement import agreement
from geo.merging.reports import reports
from geo.merging.traits import Traits
from geo.types import Extraction, GeoPrecision, Place, Unresolved
from tests.factories import APIA, CONGO, GOMA, NORD_KIVU, RWANDA, SAKE, day, exactly, extraction, mention, month, report
from tests.geo.merging import CLASH, NO_COUNTS, herald, merged, post


def test_one_documents_two_events_stay_two() -> None:
    sentence = "Shells killed six in Goma."
    assert len(merge([extraction([sentence, sentence], places=[("Goma", GOMA)] * 2, events=[{}, {}])])) == 2


@pytest.mark.parametrize("other", [Modality.PLANNED, Modality.HYPOTHETICAL, Modality.DENIED])
def test_a_fact_does_not_merge_with_what_is_none(other: Modality) -> None:
    incidents = merge([herald(), post(modality=other)])
    assert {incident.modality for incident in incidents} == {Modality.ASSERTED, other}


def test_a_denial_stands_beside_the_fact_it_denies() -> None:
    denial = post("M23 denied that shells fell on Goma.", modality=Modality.DENIED, attribution="M23")
    fact = next(one for one in merge([herald(), denial]) if one.modality is Modality.ASSERTED)
    assert fact.disagreements == ("denied by M23, in Lake Post: M23 denied that shells fell on Goma.",)


def test_a_denial_of_something_else_does_not() -> None:
    denial = post("M23 denied that shells fell on Sake.", place=SAKE, modality=Modality.DENIED)
    assert all(one.disagreements == () for one in merge([herald(), denial]))


def test_two_plans_of_one_thing_merge_and_stay_planned() -> None:
    assert merged(herald(modality=Modality.PLANNED), post(modality=Modality.PLANNED)).modality is Modality.PLANNED


def test_strikes_at_different_times_of_one_day_stay_two() -> None:
    told = [
        herald("Shells killed three in Goma in the morning.", counts=Counts(fatalities=exactly(3))),
        post("Shells killed five in Goma late in the evening.", counts=Counts(fatalities=exactly(5))),
    ]
    assert len(merge(told)) == 2


def test_strikes_on_different_targets_in_one_town_on_one_day_stay_two() -> None:
    told = [
        herald("Shells hit a hospital in Goma.", **NO_COUNTS),
        post("Shells hit a school in Goma.", **NO_COUNTS),
    ]
    assert len(merge(told)) == 2


def test_a_second_source_joins_the_strike_it_tells_of() -> None:
    morning, evening = (
        "Shells killed three at a market in Goma at dawn.",
        "Shells killed nine in a Goma school at dusk.",
    )
    both = extraction(
        [morning, evening],
        places=[("Goma", GOMA)] * 2,
        events=[{"counts": Counts(fatalities=exactly(3))}, {"counts": Counts(fatalities=exactly(9))}],
    )
    other = post("A school in Goma was shelled in the evening, killing nine.", counts=Counts(fatalities=exactly(9)))
    sizes = {incident.counts.fatalities: len(incident.evidence) for incident in merge([both, other])}
    assert sizes == {exactly(3): 1, exactly(9): 2}


def test_another_day_is_another_strike() -> None:
    assert len(merge([herald(), post(date=day("2025-03-13"))])) == 2


def test_the_next_town_is_another_strike() -> None:
    assert len(merge([herald(), post("Six died as shells fell on Sake.", place=SAKE)])) == 2


def test_two_villages_without_coordinates_in_one_province_are_two_places() -> None:
    told = [
        herald("Shells killed six in Kibaati, Nord Kivu.", place=NORD_KIVU, place_name="Nord Kivu", spot="Kibaati"),
        post("Shells killed six in Rubaya, Nord Kivu.", place=NORD_KIVU, place_name="Nord Kivu", spot="Rubaya"),
    ]
    assert len(merge(told)) == 2


def test_one_village_without_coordinates_is_one_place_however_it_is_spelled() -> None:
    told = [
        herald("Shells killed six in Kibaati, Nord Kivu.", place=NORD_KIVU, place_name="Nord Kivu", spot="Kibaati"),
        post("Six died in Kibati in Nord Kivu.", place=NORD_KIVU, place_name="Nord Kivu", spot="Kibati"),
    ]
    assert "both at 'kibaati'" in merged(*told).why_merged[0]


def test_a_village_without_coordinates_is_not_the_town_of_the_same_province() -> None:
    told = [herald(), post("Six died in Kibati, Nord Kivu.", place=NORD_KIVU, place_name="Nord Kivu", spot="Kibati")]
    assert len(merge(told)) == 2


def test_a_village_the_text_does_not_place_is_named_and_has_no_coordinates() -> None:
    told = merged(post("Six died in Kibati.", place=None, spot="Kibati"))
    assert isinstance(told.place, Unresolved)
    assert told.evidence[0].place_text == "Kibati"


def test_a_far_town_of_the_same_name_is_another_strike() -> None:
    namesake = Place("geonames:1", "Goma", -11.9, 36.4, "MZ", None, "PPL", GeoPrecision.TOWN, 10.0)
    assert len(merge([herald(), post(place=namesake)])) == 2


def test_a_toll_ten_times_as_high_is_another_event() -> None:
    told = [
        herald(**NO_COUNTS | {"counts": Counts(fatalities=exactly(3))}),
        post(counts=Counts(fatalities=exactly(60))),
    ]
    assert len(merge(told)) == 2


def test_a_country_alone_is_no_agreement_on_the_place() -> None:
    told = [herald(**NO_COUNTS), post("Shells fell in DR Congo.", place=CONGO, **NO_COUNTS)]
    assert len(merge(told)) == 2


def test_a_country_level_report_joins_when_all_else_agrees() -> None:
    counts = Counts(fatalities=exactly(17), injured=exactly(43))
    told = [
        herald("M23 shells killed 17 and hurt 43 in Goma.", counts=counts),
        post("M23 shells killed 17 and hurt 43 in DR Congo.", place=CONGO, counts=counts),
    ]
    assert merged(*told).place == GOMA


def test_a_month_does_not_swallow_its_days() -> None:
    told = [herald(**NO_COUNTS), post("Shells fell on Goma in March.", date=month(2025, 3), **NO_COUNTS)]
    assert len(merge(told)) == 2


def test_an_undated_report_joins_what_was_just_told() -> None:
    assert merged(herald(), post(date=None, published=date(2025, 3, 12))).date == day("2025-03-11")


def test_an_undated_report_published_before_cannot_tell_it() -> None:
    assert len(merge([herald(), post(date=None, published=date(2025, 3, 1))])) == 2


def test_an_unresolved_place_meets_its_own_name() -> None:
    nowhere = Unresolved("not in the gazetteer")
    told = [
        herald("Shells killed six in Kibaati.", place=nowhere, place_name="Kibaati"),
        post("Six died as shells fell on Kibaati.", place=nowhere, place_name="Kibaati"),
    ]
    assert merged(*told).place == nowhere


def test_without_place_or_date_to_compare_only_a_copy_joins() -> None:
    counts = Counts(fatalities=exactly(17), injured=exactly(43))
    nowhen: dict[str, Any] = {"date": None, "published": None, "place": None, "counts": counts}
    told = [herald("M23 killed 17 and hurt 43.", **nowhen), post("M23 killed 17 and wounded 43.", **nowhen)]
    assert len(merge(told)) == 2
    assert len(merge([told[0], post("M23 killed 17 and hurt 43.", **nowhen)])) == 1


def test_dozens_in_both_is_weaker_than_one_number_in_both() -> None:
    vague, exact = Counts(injured=Count(12, None, None)), Counts(injured=exactly(12))
    one, other = (
        [Traits(one) for one in reports([herald(counts=counts), post(counts=counts)])] for counts in (vague, exact)
    )
    assert agreement(*one).total < agreement(*other).total


def test_dozens_and_sixty_do_not_disagree() -> None:
    one = merged(herald(counts=Counts(injured=Count(12, None, None))), post(counts=Counts(injured=exactly(60))))
    assert one.counts.injured == Count(12, 60, 60)


def test_different_sub_event_types_need_more() -> None:
    assert len(merge([herald(**NO_COUNTS), post(**CLASH, **NO_COUNTS)])) == 2


def test_an_unrelated_type_never_merges() -> None:
    assert len(merge([herald(), post(event_type="Diplomacy", sub_event_type="Sanctions")])) == 2


def sent(source: str, troops: int, *, when: TimeSpan | None, published: date, origin: Place = RWANDA) -> Extraction:
    """A report of troops sent from `origin` to Nord Kivu."""
    sentence = f"{origin.name} sent {troops:,} soldiers to Nord Kivu, {source} says."
    found = report(
        sentence,
        document_id=source,
        source=source,
        published=published,
        place=NORD_KIVU,
        event_type="Deployments",
        sub_event_type="Troop deployment",
        date=when,
        counts=Counts(troops=exactly(troops)),
        actors=(Actor(origin.name),),
    )
    start = mention(sentence, origin.name)
    event = replace(found.events[0], origin=start)
    resolved = (*found.mentions, replace(found.mentions[0], mention=start, resolution=origin, others=()))
    return replace(found, mentions=resolved, events=(event,))


def test_one_deployment_told_for_months_is_one() -> None:
    incident = merged(
        sent("Herald", 11_000, when=month(2024, 10), published=date(2024, 11, 4)),
        sent("Post", 11_000, when=None, published=date(2025, 1, 20)),
    )
    assert incident.origin == RWANDA
    assert incident.counts.troops == exactly(11_000)


def test_a_second_contingent_is_a_second_deployment() -> None:
    told = [
        sent("Herald", 11_000, when=month(2024, 10), published=date(2024, 11, 4)),
        sent("Post", 3_000, when=None, published=date(2024, 11, 20)),
    ]
    assert len(merge(told)) == 2


def test_another_origin_is_another_deployment() -> None:
    told = [
        sent("Herald", 4_000, when=month(2025, 1), published=date(2025, 2, 1)),
        sent("Post", 4_000, when=month(2025, 1), published=date(2025, 2, 1), origin=APIA),
    ]
    assert len(merge(told)) == 2
