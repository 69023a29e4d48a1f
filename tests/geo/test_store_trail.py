"""The trail of corrections that a store keeps, in SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extract.types import Actor, ActorRole, Count, Modality
from geo.corrections import (
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
    split,
    teach,
)
from geo.store import Store, StoreError, open_store
from geo.store_documents import Outcome
from geo.store_tables import Entry
from geo.types import Incident, Verdict
from tests.factories import GOMA, RWANDA, SAKE, day, extraction, report

NOON = datetime(2025, 4, 1, 12, tzinfo=UTC)


def two_reports(store: Store) -> Incident:
    """One incident of two sources."""
    store.add(report("Shells killed six at a market in Goma.", document_id="a", source="River Herald"))
    store.add(report("Six died as shells fell on a Goma market.", document_id="b", source="Lake Post"))
    (one,) = store.incidents()
    return one


def test_a_split_is_kept_and_can_be_undone(store: Store) -> None:
    one = two_reports(store)
    number = store.record(split(one, one.evidence[1].report_id, by="Ada", at=NOON, why="two shells"))
    assert len(store.incidents()) == 2
    store.undo(number, by="Ben", at=NOON)
    assert store.incidents() == [one]


def test_an_undone_act_stays_in_the_trail_and_cannot_be_undone_twice(store: Store) -> None:
    act = edit(two_reports(store), SetPlace(SAKE), by="Ada", at=NOON, why="the village")
    number = store.record(act)
    store.undo(number, by="Ben", at=NOON + timedelta(hours=1))
    assert store.trail() == [Entry(number, act, "Ben", NOON + timedelta(hours=1))]
    with pytest.raises(StoreError, match="no correction numbered"):
        store.undo(number, by="Ben", at=NOON)


def test_the_trail_is_newest_first(store: Store) -> None:
    one = two_reports(store)
    for verdict in Verdict:
        store.record(edit(one, SetVerdict(verdict), by="Ada", at=NOON))
    assert [entry.act.words() for entry in store.trail()] == [("rejected",), ("accepted",)]


def test_every_kind_of_act_reads_back_equal(store: Store) -> None:
    one = two_reports(store)
    edits: list[Edit] = [
        SetVerdict(Verdict.ACCEPTED),
        SetPlace(SAKE),
        SetPlace(None),
        SetOrigin(RWANDA),
        SetType("Battles", "Armed clash"),
        SetModality(Modality.DENIED),
        SetDate(day("2025-03-10")),
        SetCount("injured", Count(3, None, 9)),
        SetActors((Actor("M23", ActorRole.SIDE_A), Actor("Traders"))),
        SetAttribution(None),
        SetUnit("3rd Rifle Brigade"),
    ]
    acts = [
        edit(one, *edits, by="Ада", at=NOON, why="read again: “seven” 💥"),
        split(one, one.evidence[1].report_id, by="Ada", at=NOON),
        teach("Sake", SAKE, by="Ada", at=NOON),
    ]
    for act in acts:
        store.record(act)
    assert [entry.act for entry in store.trail()] == acts[::-1]


def test_a_rejected_incident_is_in_none_of_the_incidents(store: Store) -> None:
    one = two_reports(store)
    store.record(edit(one, SetVerdict(Verdict.REJECTED), by="Ada", at=NOON))
    assert store.incidents() == []
    (rejected,) = store.merged().rejected
    assert (rejected.id, rejected.verdict) == (one.id, Verdict.REJECTED)


def test_a_correction_survives_re_extraction(store: Store) -> None:
    store.add(report("Shells hit Goma.", document_id="b"))
    store.record(edit(store.incidents()[0], SetPlace(SAKE), by="Ada", at=NOON))
    assert store.put(report("Shells hit Goma.", document_id="b", confidence=0.95)) is Outcome.READ_ANEW
    (one,) = store.incidents()
    assert (one.place, one.confidence) == (SAKE, 0.95)


def test_a_correction_of_a_sentence_that_is_gone_waits(store: Store) -> None:
    store.add(report("Shells hit Goma.", document_id="b"))
    number = store.record(edit(store.incidents()[0], SetPlace(SAKE), by="Ada", at=NOON))
    assert store.waiting() == []
    assert store.put(report("Nothing fell on Goma.", document_id="b")) is Outcome.REPLACED
    assert [entry.number for entry in store.waiting()] == [number]
    assert store.incidents()[0].place == GOMA
    assert store.put(report("Shells hit Goma.", document_id="b", source="Lake Post")) is Outcome.REPLACED
    assert store.waiting() == []
    assert store.incidents()[0].place == SAKE


def test_another_process_sees_a_correction(tmp_path: Path) -> None:
    url = str(tmp_path / "store.sqlite")
    with open_store(url) as mine, open_store(url) as theirs:
        mine.add(extraction())
        mine.record(edit(theirs.incidents()[0], SetPlace(SAKE), by="Ada", at=NOON))
        assert theirs.incidents()[0].place == SAKE
