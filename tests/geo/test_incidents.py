"""Reports of one thing become one incident, with every source; reports of two things stay two."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.types import Actor, ActorRole, Count, Counts, Modality, TimePrecision, TimeSpan
from geo.corrections import Act, join
from geo.incidents import merge
from geo.merging.agreement import agreement
from geo.merging.blocking import candidate_pairs
from geo.merging.reports import reports
from geo.merging.rulings import Ruling, RulingKind, split_off
from geo.merging.traits import Traits
from geo.types import Extraction, GeoPrecision, Incident, Place, Unresolved
from tests.factories import APIA, CONGO, GOMA, NORD_KIVU, RWANDA, SAKE, day, exactly, extraction, mention, month, report

NOON = datetime(2025, 4, 1, 12, tzinfo=UTC)
CLASH: dict[str, Any] = {"event_type": "Battles", "sub_event_type": "Armed clash"}
NO_COUNTS: dict[str, Any] = {"counts": Counts(), "actors": ()}


def herald(sentence: str = "Shells killed six at a market in Goma.", **changes: Any) -> Extraction:
    return report(sentence, **{"document_id": "herald", "source": "River Herald", **changes})


def post(sentence: str = "Six died as shells fell on Goma.", **changes: Any) -> Extraction:
    return report(sentence, **{"document_id": "post", "source": "Lake Post", **changes})


def merged(*told: Extraction) -> Incident:
    """The one incident the documents make."""
    (incident,) = merge(told)
    return incident


def test_one_report_is_one_incident_with_its_sentence() -> None:
    incident = merged(extraction())
    assert incident.place == GOMA
    assert incident.others == (SAKE,)
    assert [one.sentence for one in incident.evidence] == [extraction().document.text]
    assert incident.evidence[0].place_text == "Goma"
    assert (incident.disagreements, incident.why_merged) == ((), ())


def test_evidence_carries_the_text_around_its_sentence() -> None:
    before, told, after = "Shops were shut.", "Shells killed six people in Goma.", "Schools close on Friday."
    found = extraction([before, told, after], places=[(None, None), ("Goma", GOMA), (None, None)], events=[{}, {}, {}])
    incident = merged(replace(found, events=found.events[1:2]))
    assert (incident.evidence[0].before, incident.evidence[0].after) == (before + " ", " " + after)


def test_long_context_is_cut_between_words() -> None:
    filler = "syllable " * 100
    found = extraction([filler.strip(), "Shells hit Goma."], places=[(None, None), ("Goma", GOMA)], events=[{}, {}])
    before = merged(replace(found, events=found.events[1:])).evidence[0].before
    assert len(before) <= 240
    assert before.startswith("syllable ")


def test_every_sentence_of_an_event_is_evidence_of_one_report() -> None:
    found = extraction(["Shells hit Goma.", "Six people died."], places=[("Goma", GOMA), (None, None)], events=[{}, {}])
    event = replace(found.events[0], more_evidence=(found.events[1].evidence,))
    incident = merged(replace(found, events=(event,)))
    assert [one.sentence for one in incident.evidence] == ["Shells hit Goma.", "Six people died."]
    assert len({one.report_id for one in incident.evidence}) == 1


def test_two_sources_of_one_strike_make_one_incident() -> None:
    incident = merged(herald(), post())
    assert [one.source for one in incident.evidence] == ["River Herald", "Lake Post"]


def test_counts_span_the_reports_with_the_newest_best() -> None:
    incident = merged(
        herald(published=date(2025, 3, 11), counts=Counts(fatalities=exactly(6))),
        post(published=date(2025, 3, 12), counts=Counts(fatalities=exactly(8))),
    )
    assert incident.counts.fatalities == Count(6, 8, 8)


def test_a_vague_count_leaves_the_best_to_the_others() -> None:
    incident = merged(herald(counts=Counts(injured=exactly(14))), post(counts=Counts(injured=Count(12, None, None))))
    assert incident.counts.injured == Count(12, 14, 14)


def test_an_unknown_high_stays_unknown() -> None:
    incident = merged(herald(counts=Counts(fatalities=Count(12, None, None))))
    assert incident.counts.fatalities == Count(12, None, None)


def test_disagreements_name_each_value_and_its_sources() -> None:
    incident = merged(herald(), post(counts=Counts(fatalities=exactly(8))))
    assert incident.disagreements == ("fatalities: 6 (River Herald), 8 (Lake Post)",)


def test_a_corrected_toll_corrected_again_keeps_its_trail() -> None:
    told = [
        herald(published=date(2025, 3, 11), counts=Counts(fatalities=exactly(15))),
        post(published=date(2025, 3, 12), counts=Counts(fatalities=exactly(18))),
        report(
            "Shells killed fifteen at a market in Goma.",
            document_id="wire",
            source="Wire",
            published=date(2025, 3, 14),
            counts=Counts(fatalities=exactly(15)),
        ),
    ]
    trail = "fatalities: 15 (River Herald, 2025-03-11), 18 (Lake Post, 2025-03-12), 15 (Wire, 2025-03-14)"
    assert trail in merged(*told).disagreements


def test_a_toll_that_rises_in_the_next_days_is_the_same_strikes() -> None:
    told = [
        herald(counts=Counts(fatalities=exactly(15)), published=date(2025, 3, 11)),
        post(counts=Counts(fatalities=exactly(28)), published=date(2025, 3, 13), actors=()),
    ]
    assert len(merge(told)) == 1


def test_a_days_toll_in_a_town_is_that_of_the_strike_there() -> None:
    toll = {"event_type": "Losses", "sub_event_type": "Casualty toll", "counts": Counts(fatalities=exactly(28))}
    told = [herald(counts=Counts(fatalities=exactly(28))), post("The toll in Goma has risen to 28.", **toll)]
    assert merged(*told).sub_event_type == "Shelling/artillery/missile attack"


def test_a_months_toll_is_no_strikes() -> None:
    toll = {"event_type": "Losses", "sub_event_type": "Casualty toll", "date": month(2025, 3)}
    assert len(merge([herald(), post("Six people died in Goma in March.", **toll)])) == 2


def test_a_name_and_its_initials_are_one_actor() -> None:
    told = [
        herald(actors=(Actor("Allied Democratic Forces", ActorRole.SIDE_A),)),
        post(actors=(Actor("ADF", ActorRole.SIDE_A),)),
    ]
    assert "same actors" in merged(*told).why_merged[0]


def test_gunmen_are_no_other_actor_than_a_named_group() -> None:
    told = [
        herald(actors=(Actor("gunmen", ActorRole.SIDE_A),)),
        post(actors=(Actor("M23", ActorRole.SIDE_A),)),
    ]
    assert "different actors" not in merged(*told).why_merged[0]


def test_a_district_may_hold_the_village_that_another_source_puts_in_its_province() -> None:
    masisi = Place("iso:CD-M", "Masisi", -1.4, 28.8, "CD", "Nord Kivu", "ADM2", GeoPrecision.REGION, 60.0)
    told = [
        herald("Shells killed six in Kibati, Nord Kivu.", place=NORD_KIVU, place_name="Nord Kivu", spot="Kibati"),
        post("Six died in Kibati, Masisi.", place=masisi, spot="Kibati"),
    ]
    assert merged(*told).place == masisi


def test_a_claim_beside_a_statement_is_a_disagreement_and_the_incident_a_fact() -> None:
    incident = merged(herald(attribution="the army"), post())
    assert incident.attribution is None
    assert incident.disagreements == ("attribution: the army (River Herald), stated as fact (Lake Post)",)


def test_an_incident_all_sources_only_claim_is_a_claim() -> None:
    assert merged(herald(attribution="the army"), post(attribution="the army")).attribution == "the army"


def test_merging_is_explained() -> None:
    (why,) = merged(herald(), post()).why_merged
    assert why.startswith(("Lake Post and River Herald: ", "River Herald and Lake Post: "))
    for shared in ("same day (2025-03-11)", "same place (Goma)", "same number killed (6)", "needed)"):
        assert shared in why


def test_the_finest_place_and_date_win() -> None:
    incident = merged(
        herald("Six were shot dead by M23 in Nord Kivu.", place=NORD_KIVU, date=day("2025-03-11")),
        post(
            "Six were shot dead by M23 in Goma.",
            place=GOMA,
            date=TimeSpan(date(2025, 3, 10), date(2025, 3, 16), TimePrecision.WEEK),
            counts=Counts(fatalities=exactly(6), injured=exactly(31)),
        ),
        report(
            "M23 shot dead six and hurt 31 in Goma.",
            document_id="wire",
            source="Wire",
            counts=Counts(fatalities=exactly(6), injured=exactly(31)),
        ),
    )
    assert incident.place == GOMA
    assert incident.date == day("2025-03-11")
    assert "place: Nord Kivu (River Herald), Goma (Lake Post, Wire)" in incident.disagreements


def test_actors_are_named_once() -> None:
    incident = merged(herald(actors=(Actor("M23"),)), post(actors=(Actor("m23"), Actor("FARDC"))))
    assert [actor.name for actor in incident.actors] == ["M23", "FARDC"]


def test_confidence_rises_with_independent_sources() -> None:
    assert merged(herald()).confidence == pytest.approx(0.7)
    assert merged(herald(), post()).confidence == pytest.approx(1 - 0.3 * 0.3)


def test_copies_of_one_sentence_do_not_raise_confidence() -> None:
    sentence = "Shells killed six at a market in Goma."
    assert merged(herald(sentence), post(sentence)).confidence == pytest.approx(0.7)


def test_one_source_twice_does_not_raise_confidence() -> None:
    again = herald("Six people died in shelling of Goma.", document_id="herald-2")
    assert merged(herald(), again).confidence == pytest.approx(0.7)


def test_no_number_of_sources_is_certainty() -> None:
    told = [
        report(f"Shells killed six in Goma, paper {n} wrote.", document_id=f"d{n}", source=f"s{n}") for n in range(9)
    ]
    assert merged(*told).confidence == 0.99


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


def test_an_analyst_takes_a_report_out() -> None:
    one = merged(herald(), post())
    rulings = split_off(one, one.evidence[1].report_id, by="Ada", at=NOON)
    assert len(merge([herald(), post()], acts=[Act("Ada", NOON, rulings=tuple(rulings))])) == 2


def test_an_analyst_puts_together_what_disagrees_and_it_says_who() -> None:
    told = [herald(), post("Six died as shells fell on Sake.", place=SAKE)]
    one, other = merge(told)
    (joined,) = merge(told, acts=[join(one, other, by="Ada", at=NOON, why="same salvo")])
    assert joined.why_merged[0].endswith("put together by Ada on 2025-04-01: same salvo")
    assert len(joined.evidence) == 2


def test_the_newest_ruling_on_a_pair_counts() -> None:
    one = merged(herald(), post())
    apart = split_off(one, one.evidence[1].report_id, by="Ada", at=NOON)
    again = [replace(ruling, kind=RulingKind.TOGETHER, at=NOON + timedelta(hours=1)) for ruling in apart]
    assert len(merge([herald(), post()], acts=[Act("Ada", NOON, rulings=(*again, *apart))])) == 1


def test_no_third_report_brings_together_what_was_kept_apart() -> None:
    third = report("Six were killed by shells in Goma.", document_id="wire", source="Wire")
    one = merged(herald(), post(), third)
    apart = Ruling(RulingKind.APART, one.evidence[0].report_id, one.evidence[1].report_id, "Ada", NOON)
    sizes = sorted(
        len(incident.evidence)
        for incident in merge([herald(), post(), third], acts=[Act("Ada", NOON, rulings=(apart,))])
    )
    assert sizes == [1, 2]


def test_a_ruling_on_a_report_that_is_gone_is_left_alone() -> None:
    gone = Ruling(RulingKind.APART, "gone", "lost", "Ada", NOON)
    assert len(merge([herald(), post()], acts=[Act("Ada", NOON, rulings=(gone,))])) == 1


def test_splitting_off_a_stranger_names_the_reports_there_are() -> None:
    one = merged(herald())
    with pytest.raises(ValueError, match=one.evidence[0].report_id):
        split_off(one, "stranger", by="Ada", at=NOON)


def test_the_id_is_the_earliest_reports() -> None:
    (alone,) = merge([herald(published=date(2025, 3, 11))])
    together = merged(herald(published=date(2025, 3, 11)), post(published=date(2025, 3, 12)))
    assert together.id == alone.id == together.evidence[0].report_id


def test_a_better_place_or_date_keeps_the_id() -> None:
    assert merged(herald()).id == merged(herald(date=None, place=SAKE, place_name="Goma")).id


def test_undated_incidents_come_last() -> None:
    incidents = merge([herald(date=None, published=None, place=None), post(place=SAKE, place_name="Goma")])
    assert [incident.date for incident in incidents] == [day("2025-03-11"), None]


some_places = st.sampled_from([GOMA, SAKE, NORD_KIVU, CONGO, RWANDA, Unresolved("unknown"), None])
some_dates = st.sampled_from(
    [day("2025-03-10"), day("2025-03-11"), day("2025-03-12"), month(2025, 3), month(2025, 4), None]
)
some_counts = st.sampled_from([None, exactly(2), exactly(6), exactly(40), exactly(1200), Count(12, None, None)])
some_events = st.fixed_dictionaries(
    {
        "date": some_dates,
        "counts": st.builds(Counts, some_counts, some_counts),
        "actors": st.sampled_from([(), (Actor("M23"),), (Actor("Congolese army"),)]),
        "modality": st.sampled_from([Modality.ASSERTED, Modality.ASSERTED, Modality.PLANNED]),
        "spot": st.sampled_from([None, None, "Kibati", "Kibaati", "Rubaya"]),
        "sub_event_type": st.sampled_from(
            ["Shelling/artillery/missile attack", "Air/drone strike", "Peaceful protest"]
        ),
    }
)
some_sentences = st.sampled_from(
    [
        "Shells fell on Goma.",
        "A market in Goma burned in the morning after shells hit it.",
        "Goma was hit in the evening.",
        "A second strike on Goma hit a school.",
    ]
)


@st.composite
def corpora(draw: st.DrawFn) -> list[Extraction]:
    """A few documents, by different sources, each telling one to three events in and around Goma."""
    made = []
    for number in range(draw(st.integers(1, 7))):
        events = draw(st.lists(some_events, min_size=1, max_size=3))
        size = len(events)
        places = [("Goma", draw(some_places)) for _ in events]
        made.append(
            extraction(
                [draw(some_sentences) for _ in range(size)],
                document_id=f"d{number}",
                source=draw(st.sampled_from(["River Herald", "Lake Post", None])),
                published=draw(st.sampled_from([date(2025, 3, 11), date(2025, 3, 14), date(2025, 6, 1), None])),
                places=places,
                events=events,
            )
        )
    return made


@given(corpora(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_documents_makes_no_difference(told: list[Extraction], random: Random) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)
    assert merge(shuffled) == merge(told)


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_every_report_is_in_one_incident_and_no_document_twice_in_one(told: list[Extraction]) -> None:
    incidents = merge(told)
    kept = [one.report_id for incident in incidents for one in incident.evidence]
    assert sorted(kept) == sorted(one.id for one in reports(told))
    for incident in incidents:
        documents = [one.document_id for one in incident.evidence]
        assert len(documents) == len(set(documents))


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_ids_are_unique(told: list[Extraction]) -> None:
    incidents = merge(told)
    assert len({incident.id for incident in incidents}) == len(incidents)


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_agreement_is_symmetric(told: list[Extraction]) -> None:
    for a, b in combinations([Traits(one) for one in reports(told)], 2):
        one, other = agreement(a, b), agreement(b, a)
        assert (one.forbidden is None) == (other.forbidden is None)
        assert one.total == pytest.approx(other.total) or one.forbidden


@given(corpora())
@settings(max_examples=200, deadline=None)
def test_blocking_loses_no_pair_that_agrees_enough(told: list[Extraction]) -> None:
    traits = [Traits(one) for one in reports(told)]
    candidates = set(candidate_pairs(traits))
    for i, j in combinations(range(len(traits)), 2):
        if agreement(traits[i], traits[j]).enough:
            assert (i, j) in candidates


@given(corpora())
@settings(max_examples=100, deadline=None)
def test_merged_incidents_hold_only_what_was_told(told: list[Extraction]) -> None:
    for incident in merge(told):
        modalities = {found.modality for one in told for found in one.events}
        assert incident.modality in modalities
        assert (len(incident.evidence) == 1) == (incident.why_merged == ())


@pytest.mark.slow
def test_ten_thousand_reports_merge_in_seconds() -> None:
    told = [
        report(
            "Shells fell on Goma.",
            document_id=str(number),
            source=str(number % 50),
            place=replace(GOMA, id=f"t{number % 400}", lat=-1.0 + number % 20, lon=10.0 + number % 400 / 20),
            place_name="Goma",
            date=day(str(date(2022, 1, 1) + timedelta(days=number % 1000))),
        )
        for number in range(10_000)
    ]
    began = time.process_time()
    merge(told)
    assert time.process_time() - began < 20
