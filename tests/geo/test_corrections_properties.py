"""Properties of corrections: undoing one restores what was, re-extraction keeps them all."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.types import Actor, ActorRole, Modality
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
)
from geo.incidents import merge, merge_all, merge_reports
from geo.merging.reports import reports
from geo.store import open_store
from geo.types import Extraction, Incident, Verdict
from tests.factories import NORD_KIVU, RWANDA, SAKE, day, exactly, month
from tests.geo.merging import NOON, herald, post, shifted, twice

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
