"""Corrections: what an analyst says holds, and what the texts say stays."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from extract.types import Actor, ActorRole, Count, Modality
from geo.corrections import (
    Act,
    Edit,
    SetActors,
    SetAttribution,
    SetCount,
    SetDate,
    SetModality,
    SetOrigin,
    SetPlace,
    SetType,
    SetUnit,
    SetVerdict,
    edit,
    join,
    keep_apart,
    split,
)
from geo.incidents import merge, merge_all
from geo.types import Extraction, Incident, Verdict
from tests.factories import CONGO, GOMA, RWANDA, SAKE, SUVA, day, exactly
from tests.geo.merging import NOON, herald, merged, post


def corrected(*edits: Edit, told: tuple[Extraction, ...] | None = None) -> Incident:
    """The one incident of two sources after these edits."""
    told = told or (herald(), post())
    return merged(*told, acts=(edit(merged(*told), *edits, by="Ada", at=NOON),))


def test_a_place_is_set_for_good_and_the_former_one_is_listed() -> None:
    incident = corrected(SetPlace(SUVA))
    assert incident.place == SUVA
    assert GOMA in incident.others


def test_a_place_can_be_taken_away() -> None:
    assert corrected(SetPlace(None)).place is None


def test_a_coarser_place_keeps_the_reports_together() -> None:
    assert len(corrected(SetPlace(CONGO), SetDate(None)).evidence) == 2


def test_type_modality_date_origin_and_counts_are_set() -> None:
    incident = corrected(
        SetType("Battles", "Armed clash"),
        SetModality(Modality.DENIED),
        SetDate(day("2025-03-09")),
        SetOrigin(RWANDA),
        SetCount("fatalities", Count(7, 8, 9)),
        SetCount("troops", exactly(40)),
    )
    assert (incident.event_type, incident.sub_event_type) == ("Battles", "Armed clash")
    assert incident.modality is Modality.DENIED
    assert incident.date == day("2025-03-09")
    assert incident.origin == RWANDA
    assert (incident.counts.fatalities, incident.counts.troops) == (Count(7, 8, 9), exactly(40))


def test_a_count_can_be_taken_away() -> None:
    assert corrected(SetCount("fatalities", None)).counts.fatalities is None


def test_actors_attribution_and_unit_are_set() -> None:
    actors = (Actor("M23", ActorRole.SIDE_A), Actor("Traders", ActorRole.TARGET), Actor("A witness"))
    incident = corrected(SetActors(actors), SetAttribution("the governor; the army"), SetUnit("3rd Rifle Brigade"))
    assert incident.actors == actors
    assert incident.attribution == "the governor; the army"
    assert incident.unit == "3rd Rifle Brigade"


def test_an_actor_can_be_given_another_role_or_taken_away() -> None:
    told = (herald(actors=(Actor("M23", ActorRole.TARGET), Actor("Traders"))), post(actors=(Actor("M23"),)))
    other_role = (Actor("M23", ActorRole.SIDE_A),)
    assert corrected(SetActors(other_role), told=told).actors == other_role
    assert corrected(SetActors(()), told=told).actors == ()


def test_a_claim_becomes_a_fact_and_a_fact_a_claim() -> None:
    claims = (herald(attribution="the army"), post(attribution="the army"))
    assert merged(*claims).attribution == "the army"
    assert corrected(SetAttribution(None), told=claims).attribution is None
    assert corrected(SetAttribution("the army")).attribution == "the army"


def test_who_claimed_it_is_settled_whatever_another_source_says_later() -> None:
    act = edit(merged(herald()), SetAttribution("the governor"), SetActors((Actor("M23"),)), by="Ada", at=NOON)
    later = merged(herald(), post(actors=(Actor("the army"),)), acts=(act,))
    assert len({part.document_id for part in later.evidence}) == 2
    assert later.attribution == "the governor"
    assert later.actors == (Actor("M23"),)
    assert "attribution" not in "".join(later.disagreements)


def test_history_names_actors_with_their_roles_and_who_claimed_it() -> None:
    told = (herald(actors=(Actor("M23"),)),)
    edits = (SetActors((Actor("M23", ActorRole.SIDE_A),)), SetAttribution("the governor"), SetUnit("1st Company"))
    lines = corrected(*edits, told=told).history
    assert [line.removesuffix(" by Ada on 2025-04-01") for line in lines] == [
        "actors set to M23 (side A) (was M23)",
        "attribution set to the governor (was stated as fact)",
        "unit set to 1st Company (was none)",
    ]


def test_evidence_still_says_what_its_source_said() -> None:
    edits = (SetCount("fatalities", exactly(60)), SetDate(day("2025-01-01")), SetAttribution("the governor"))
    before, after = merged(herald(), post()), corrected(*edits, SetActors(()))
    assert after.evidence == before.evidence


def test_what_an_analyst_decided_is_no_longer_in_dispute() -> None:
    told = (herald(), post(counts=replace(herald().events[0].counts, fatalities=exactly(9))))
    assert "fatalities" in "".join(merged(*told).disagreements)
    assert "fatalities" not in "".join(corrected(SetCount("fatalities", exactly(9)), told=told).disagreements)


def test_a_correction_outweighs_reports_that_come_later() -> None:
    act = edit(merged(herald()), SetCount("fatalities", exactly(7)), by="Ada", at=NOON)
    assert merged(herald(), post(), acts=(act,)).counts.fatalities == exactly(7)


def test_history_says_what_was_who_when_and_why() -> None:
    act = edit(merged(herald()), SetPlace(SAKE), by="Ada", at=NOON, why="the village, not the city")
    assert merged(herald(), acts=(act,)).history == (
        "place set to Sake, Nord Kivu, CD (was Goma, Nord Kivu, CD) by Ada on 2025-04-01: the village, not the city",
    )


def test_history_has_one_line_for_an_edit_of_several_reports() -> None:
    assert len(corrected(SetPlace(SAKE)).history) == 1


def test_of_two_edits_the_newer_counts_in_whatever_order_they_come() -> None:
    incident = merged(herald())
    acts = [
        edit(incident, SetPlace(place), by="Ada", at=NOON + timedelta(hours=hour))
        for hour, place in enumerate((SAKE, SUVA))
    ]
    for order in permutations(acts):
        assert merged(herald(), acts=tuple(order)).place == SUVA


def test_accepted_reports_make_an_accepted_incident() -> None:
    assert corrected(SetVerdict(Verdict.ACCEPTED)).verdict is Verdict.ACCEPTED


def test_a_new_report_of_an_accepted_incident_is_to_be_looked_at() -> None:
    act = edit(merged(herald()), SetVerdict(Verdict.ACCEPTED), by="Ada", at=NOON)
    incident = merged(herald(), post(), acts=(act,))
    assert incident.verdict is None
    assert "accepted by Ada" in incident.history[0]


def test_a_new_report_of_a_rejected_incident_stands_alone() -> None:
    act = edit(merged(herald()), SetVerdict(Verdict.REJECTED), by="Ada", at=NOON)
    after = merge_all([herald(), post()], acts=[act])
    assert [one.evidence[0].document_id for one in after.incidents] == ["post"]
    assert [one.evidence[0].document_id for one in after.rejected] == ["herald"]


def test_a_rejected_denial_denies_nothing() -> None:
    denial = post("The army denied that shells killed six in Goma.", modality=Modality.DENIED)
    told = [herald(), denial]
    fact, denied = sorted(merge(told), key=lambda one: one.modality)
    assert any("denied by" in line for line in fact.disagreements)
    act = edit(denied, SetVerdict(Verdict.REJECTED), by="Ada", at=NOON)
    assert merged(*told, acts=(act,)).disagreements == ()


def test_two_incidents_are_joined_and_say_so() -> None:
    told = (herald(), post(date=day("2025-03-20")))
    one, other = merge(told)
    joined = merged(*told, acts=(join(one, other, by="Ada", at=NOON, why="same salvo"),))
    assert len(joined.evidence) == 2
    assert joined.history == ("put together by Ada on 2025-04-01: same salvo",)


def test_an_incident_edited_as_one_can_still_be_split() -> None:
    told = (herald(), post())
    whole = merged(*told)
    acts = [
        edit(whole, SetPlace(SAKE), by="Ada", at=NOON),
        split(whole, whole.evidence[1].report_id, by="Ada", at=NOON + timedelta(hours=1)),
    ]
    parts = merge(told, acts=acts)
    assert [one.place for one in parts] == [SAKE, SAKE]
    assert all("kept apart by Ada" in one.history[-1] for one in parts)


def test_what_is_kept_apart_stays_apart_whatever_is_shared() -> None:
    one, other = merge([herald()])[0], merge([post()])[0]
    assert len(merge([herald(), post()], acts=[keep_apart(one, other, by="Ada", at=NOON)])) == 2


@pytest.mark.parametrize(("by", "at"), [("", NOON), ("  ", NOON), ("Ada", NOON.replace(tzinfo=None))])
def test_an_act_without_a_name_or_a_time_zone_is_refused(by: str, at: datetime) -> None:
    with pytest.raises(ValueError, match="give"):
        Act(by, at)
