"""Corrections: what an analyst says holds, what the texts say stays, and undoing one restores what was."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.types import Actor, ActorRole, Count, Event, Mention, MentionKind, Modality, Span
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
from geo.incidents import merge, merge_all, merge_reports
from geo.merging.reports import reports
from geo.store import open_store
from geo.types import Extraction, Incident, Place, Verdict
from tests.factories import CONGO, GOMA, NORD_KIVU, RWANDA, SAKE, SUVA, day, exactly, extraction, month, report

NOON = datetime(2025, 4, 1, 12, tzinfo=UTC)

EDITS: list[Edit] = [
    SetVerdict(Verdict.ACCEPTED),
    SetVerdict(Verdict.REJECTED),
    SetPlace(SAKE),
    SetPlace(NORD_KIVU),
    SetPlace(None),
    SetOrigin(RWANDA),
    SetType("Battles", "Armed clash"),
    SetModality(Modality.PLANNED),
    SetDate(day("2025-03-09")),
    SetDate(month(2025, 2)),
    SetDate(None),
    SetCount("fatalities", exactly(7)),
    SetCount("injured", None),
    SetActors((Actor("M23", ActorRole.SIDE_A), Actor("Traders", ActorRole.TARGET))),
    SetActors(()),
    SetAttribution("the governor"),
    SetAttribution(None),
    SetUnit("3rd Rifle Brigade"),
    SetUnit(None),
]


def herald(sentence: str = "Shells killed six at a market in Goma.", **changes: object) -> Extraction:
    return report(sentence, **{"document_id": "herald", "source": "River Herald", **changes})  # type: ignore[arg-type]


def post(sentence: str = "Six died as shells fell on Goma.", **changes: object) -> Extraction:
    return report(sentence, **{"document_id": "post", "source": "Lake Post", **changes})  # type: ignore[arg-type]


def only(*told: Extraction, acts: tuple[Act, ...] = ()) -> Incident:
    (incident,) = merge(told, acts=acts)
    return incident


def corrected(*edits: Edit, told: tuple[Extraction, ...] | None = None) -> Incident:
    """The one incident of two sources after these edits."""
    told = told or (herald(), post())
    return only(*told, acts=(edit(only(*told), *edits, by="Ada", at=NOON),))


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
    assert only(*claims).attribution == "the army"
    assert corrected(SetAttribution(None), told=claims).attribution is None
    assert corrected(SetAttribution("the army")).attribution == "the army"


def test_who_claimed_it_is_settled_whatever_another_source_says_later() -> None:
    act = edit(only(herald()), SetAttribution("the governor"), SetActors((Actor("M23"),)), by="Ada", at=NOON)
    later = only(herald(), post(actors=(Actor("the army"),)), acts=(act,))
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
    before, after = only(herald(), post()), corrected(*edits, SetActors(()))
    assert after.evidence == before.evidence


def test_what_an_analyst_decided_is_no_longer_in_dispute() -> None:
    told = (herald(), post(counts=replace(herald().events[0].counts, fatalities=exactly(9))))
    assert "fatalities" in "".join(only(*told).disagreements)
    assert "fatalities" not in "".join(corrected(SetCount("fatalities", exactly(9)), told=told).disagreements)


def test_a_correction_outweighs_reports_that_come_later() -> None:
    act = edit(only(herald()), SetCount("fatalities", exactly(7)), by="Ada", at=NOON)
    assert only(herald(), post(), acts=(act,)).counts.fatalities == exactly(7)


def test_history_says_what_was_who_when_and_why() -> None:
    act = edit(only(herald()), SetPlace(SAKE), by="Ada", at=NOON, why="the village, not the city")
    assert only(herald(), acts=(act,)).history == (
        "place set to Sake, Nord Kivu, CD (was Goma, Nord Kivu, CD) by Ada on 2025-04-01: the village, not the city",
    )


def test_history_has_one_line_for_an_edit_of_several_reports() -> None:
    assert len(corrected(SetPlace(SAKE)).history) == 1


def test_of_two_edits_the_newer_counts_in_whatever_order_they_come() -> None:
    incident = only(herald())
    acts = [
        edit(incident, SetPlace(place), by="Ada", at=NOON + timedelta(hours=hour))
        for hour, place in enumerate((SAKE, SUVA))
    ]
    for order in permutations(acts):
        assert only(herald(), acts=tuple(order)).place == SUVA


def test_accepted_reports_make_an_accepted_incident() -> None:
    assert corrected(SetVerdict(Verdict.ACCEPTED)).verdict is Verdict.ACCEPTED


def test_a_new_report_of_an_accepted_incident_is_to_be_looked_at() -> None:
    act = edit(only(herald()), SetVerdict(Verdict.ACCEPTED), by="Ada", at=NOON)
    incident = only(herald(), post(), acts=(act,))
    assert incident.verdict is None
    assert "accepted by Ada" in incident.history[0]


def test_a_new_report_of_a_rejected_incident_stands_alone() -> None:
    act = edit(only(herald()), SetVerdict(Verdict.REJECTED), by="Ada", at=NOON)
    merged = merge_all([herald(), post()], acts=[act])
    assert [one.evidence[0].document_id for one in merged.incidents] == ["post"]
    assert [one.evidence[0].document_id for one in merged.rejected] == ["herald"]


def test_a_rejected_denial_denies_nothing() -> None:
    denial = post("The army denied that shells killed six in Goma.", modality=Modality.DENIED)
    told = [herald(), denial]
    fact, denied = sorted(merge(told), key=lambda one: one.modality)
    assert any("denied by" in line for line in fact.disagreements)
    act = edit(denied, SetVerdict(Verdict.REJECTED), by="Ada", at=NOON)
    assert only(*told, acts=(act,)).disagreements == ()


def test_two_incidents_are_joined_and_say_so() -> None:
    told = (herald(), post(date=day("2025-03-20")))
    one, other = merge(told)
    joined = only(*told, acts=(join(one, other, by="Ada", at=NOON, why="same salvo"),))
    assert len(joined.evidence) == 2
    assert joined.history == ("put together by Ada on 2025-04-01: same salvo",)


def test_an_incident_edited_as_one_can_still_be_split() -> None:
    told = (herald(), post())
    whole = only(*told)
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


# Another version of Demarc may find other triggers, other spans, other places and other events in the same text.

ATTACK, RAID = "Gunmen killed four at Sake.", "Rebels raided a camp near Goma."


def twice(*events: dict[str, object], lead: str = "") -> Extraction:
    """A document of two sentences, and perhaps one before them that tells nothing."""
    found = extraction([ATTACK, RAID], places=[("Sake", SAKE), ("Goma", GOMA)], events=events or ({}, {}))
    return shifted(found, lead) if lead else found


def shifted(found: Extraction, lead: str) -> Extraction:
    """The same findings in a text that has gained a beginning."""
    by = len(lead)

    def span(one: Span) -> Span:
        return Span(one.start + by, one.end + by)

    def mention(one: Mention | None) -> Mention | None:
        return one and replace(one, start=one.start + by, end=one.end + by)

    def event(one: Event) -> Event:
        return replace(one, evidence=span(one.evidence), trigger=span(one.trigger), place=mention(one.place))

    mentions = tuple(
        replace(m, mention=replace(m.mention, start=m.mention.start + by, end=m.mention.end + by))
        for m in found.mentions
    )
    document = replace(found.document, text=lead + found.document.text)
    return Extraction(document, mentions, tuple(map(event, found.events)))


def correction_of_the_attack() -> Act:
    """The attack at Sake, placed in Suva."""
    incident = next(one for one in merge([twice()]) if one.place == SAKE)
    return edit(incident, SetPlace(SUVA), by="Ada", at=NOON)


def places(found: Extraction) -> set[str]:
    incidents = merge([found], acts=[correction_of_the_attack()])
    return {one.place.name for one in incidents if isinstance(one.place, Place)}


def test_a_correction_finds_its_sentence_in_a_text_that_moved() -> None:
    assert places(twice(lead="Updated at noon. ")) == {"Suva", "Goma"}


def test_a_correction_finds_its_report_by_the_place_when_the_trigger_changed() -> None:
    found = twice()
    other = replace(found.events[0], trigger=Span(7, 13))
    assert places(replace(found, events=(other, found.events[1]))) == {"Suva", "Goma"}


def test_a_correction_finds_its_report_by_the_trigger_when_the_place_changed() -> None:
    found = shifted(twice(), "Updated. ")
    assert places(replace(found, events=(replace(found.events[0], place=None), found.events[1]))) == {"Suva", "Goma"}


def test_a_correction_never_passes_to_another_event_of_its_sentence() -> None:
    found = twice()
    stranger = replace(found.events[0], trigger=Span(15, 19), place=None)
    merged = merge_all([replace(found, events=(stranger, found.events[1]))], acts=[correction_of_the_attack()])
    assert all(one.place != SUVA for one in merged.incidents)
    assert len(merged.lost) == 1


def test_a_correction_that_two_reports_answer_to_waits() -> None:
    found = shifted(twice(), "Updated. ")
    again = replace(found.events[0], confidence=0.3)
    merged = merge_all([replace(found, events=(found.events[0], again))], acts=[correction_of_the_attack()])
    assert all(one.place != SUVA for one in merged.incidents)
    assert len(merged.lost) == 1


def test_a_changed_sentence_of_the_same_length_does_not_inherit_a_correction() -> None:
    found = twice()
    text = found.document.text.replace("four", "nine")
    merged = merge_all([replace(found, document=replace(found.document, text=text))], acts=[correction_of_the_attack()])
    assert all(one.place != SUVA for one in merged.incidents)
    assert len(merged.lost) == 1


# Properties

few = settings(deadline=None, max_examples=25)

acts_of_the_pair = st.lists(st.sampled_from(EDITS), max_size=5)


def recorded(edits: list[Edit], told: tuple[Extraction, ...]) -> list[Act]:
    """The edits, an hour apart, each of the first incident as it then stands."""
    acts: list[Act] = []
    for hour, one in enumerate(edits):
        merged = merge_all(told, acts=acts)
        incident = (*merged.incidents, *merged.rejected)[0]
        acts.append(edit(incident, one, by="Ada", at=NOON + timedelta(hours=hour)))
    return acts


@few
@given(st.permutations([herald(), post(), twice()]))
def test_no_act_changes_nothing(told: list[Extraction]) -> None:
    merged = merge_all(told, acts=[])
    assert list(merged.incidents) == merge(told)
    assert (merged.rejected, merged.lost) == ((), frozenset())


@few
@given(acts_of_the_pair, st.randoms())
def test_undoing_acts_restores_exactly_what_was(edits: list[Edit], chance: Random) -> None:
    """Undone newest first, each undo gives the state before that act; undone in any order, the last gives the first."""
    with TemporaryDirectory() as folder, open_store(f"{folder}/store.sqlite") as store:
        told = (herald(), post(), twice())
        for one in told:
            store.add(one)
        states = [store.merged()]
        numbers = []
        for act in recorded(edits, told):
            numbers.append(store.record(act))
            states.append(store.merged())
        for number, before in zip(numbers[::-1], states[-2::-1], strict=True):
            store.undo(number, by="Ben", at=NOON)
            with open_store(f"{folder}/store.sqlite") as fresh:
                assert fresh.merged() == store.merged() == before
        numbers = [store.record(act) for act in recorded(edits, told)]
        for number in chance.sample(numbers, len(numbers)):
            store.undo(number, by="Ben", at=NOON)
        assert store.merged() == states[0]
        assert len(store.trail()) == 2 * len(edits)
        with open_store(f"{folder}/store.sqlite") as fresh:
            assert fresh.merged() == states[0]


@few
@given(acts_of_the_pair, st.floats(0.1, 0.9), st.permutations([0, 1, 2]))
def test_corrections_commute_with_re_extraction(edits: list[Edit], confidence: float, order: list[int]) -> None:
    """Correcting and then reading anew gives what reading anew and then correcting gives."""
    told = (herald(), post(), twice())
    anew = tuple(replace(one, events=tuple(replace(e, confidence=confidence) for e in one.events)) for one in told)
    acts = recorded(edits, told)
    shuffled = [anew[at] for at in order]
    assert merge_all(shuffled, acts=acts) == merge_all(anew, acts=recorded(edits, anew))


@few
@given(acts_of_the_pair, st.randoms())
def test_merging_after_acts_gives_what_merging_all_anew_gives(edits: list[Edit], chance: Random) -> None:
    told = reports((herald(), post(), twice()))
    acts = recorded(edits, (herald(), post(), twice()))
    last = merge_reports(told)
    for _ in range(4):
        some = [act for act in acts if chance.random() < 0.6]
        last = merge_reports(told, acts=some, last=last)
        assert last.merged == merge_reports(told, acts=some).merged


@few
@given(acts_of_the_pair)
def test_every_report_stays_in_one_incident_or_one_rejected(edits: list[Edit]) -> None:
    told = (herald(), post(), twice())
    merged = merge_all(told, acts=recorded(edits, told))
    ids = [one.report_id for incident in (*merged.incidents, *merged.rejected) for one in incident.evidence]
    assert sorted(ids) == sorted(one.report_id for incident in merge(told) for one in incident.evidence)


@few
@given(acts_of_the_pair, st.text("abc XYZ.\n", min_size=1, max_size=40))
def test_a_text_that_moves_keeps_every_correction(edits: list[Edit], lead: str) -> None:
    told = (herald(), post(), twice())
    moved = tuple(shifted(one, lead) for one in told)
    before, after = (merge_all(one, acts=recorded(edits, told)) for one in (told, moved))
    assert after.lost == frozenset()
    assert Counter(map(essence, after.incidents)) == Counter(map(essence, before.incidents))


def essence(one: Incident) -> tuple[object, ...]:
    who = (one.actors, one.attribution, one.unit)
    return (one.place, one.date, one.sub_event_type, one.counts, who, one.verdict, one.history)


def test_a_mention_kind_is_no_part_of_an_anchor() -> None:
    found = shifted(twice(), "Updated. ")
    mentions = tuple(replace(m, mention=replace(m.mention, kind=MentionKind.ASSOCIATIVE)) for m in found.mentions)
    events = tuple(replace(e, place=e.place and replace(e.place, kind=MentionKind.ASSOCIATIVE)) for e in found.events)
    assert places(replace(found, mentions=mentions, events=events)) == {"Suva", "Goma"}
