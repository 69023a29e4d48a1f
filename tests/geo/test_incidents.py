"""What one incident says: evidence, counts, disagreements, confidence, id."""

from dataclasses import replace
from datetime import date

import pytest

from extract.types import Actor, ActorRole, Count, Counts, TimePrecision, TimeSpan
from geo.incidents import merge
from geo.types import GeoPrecision, Place
from tests.factories import GOMA, NORD_KIVU, SAKE, day, exactly, extraction, month, report
from tests.geo.merging import herald, merged, post


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


def test_the_id_is_the_earliest_reports() -> None:
    (alone,) = merge([herald(published=date(2025, 3, 11))])
    together = merged(herald(published=date(2025, 3, 11)), post(published=date(2025, 3, 12)))
    assert together.id == alone.id == together.evidence[0].report_id


def test_a_better_place_or_date_keeps_the_id() -> None:
    assert merged(herald()).id == merged(herald(date=None, place=SAKE, place_name="Goma")).id


def test_undated_incidents_come_last() -> None:
    incidents = merge([herald(date=None, published=None, place=None), post(place=SAKE, place_name="Goma")])
    assert [incident.date for incident in incidents] == [day("2025-03-11"), None]
