"""The review queue: what deserves a look, why, worst first; and what has been looked at."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.types import Counts, Modality
from geo.corrections import Act, SetDate, SetPlace, SetVerdict, edit, keep_apart
from geo.incidents import Merged, PossibleDuplicate, merge_all
from geo.review import Item, Queue, Reason, queue, rivals
from geo.types import Extraction, Incident, Verdict
from tests.factories import APIA, GOMA, SAKE, day, incident, report, undated, unplaced

NOON = datetime(2025, 4, 1, 12, tzinfo=UTC)
SURE = {"place": replace(GOMA, score=0.95), "others": (), "confidence": 0.9}


def item(**changes: Any) -> Item:
    """The one item of a queue of one incident, which nothing but `changes` makes doubtful."""
    (only,) = queue(Merged((incident(**{**SURE, **changes}),))).items
    return only


def reasons(**changes: Any) -> list[Reason]:
    return [doubt.reason for doubt in item(**changes).doubts]


def test_an_incident_without_a_doubt_is_not_in_the_queue() -> None:
    assert queue(Merged((incident(**SURE),))).items == ()


def test_low_confidence_is_a_reason() -> None:
    assert reasons(confidence=0.3) == [Reason.LOW_CONFIDENCE]


def test_an_improbable_place_is_a_reason() -> None:
    assert reasons(place=replace(GOMA, score=0.6)) == [Reason.PLACE_IN_DOUBT]


def test_a_close_runner_up_is_a_reason_and_named() -> None:
    rival = replace(APIA, score=0.5)
    found = item(place=replace(GOMA, score=0.8), others=(replace(SAKE, score=0.05), rival))
    assert found.has(Reason.PLACE_IN_DOUBT)
    assert rivals(found.incident) == (rival,)


def test_a_name_without_coordinates_is_a_reason_and_says_why() -> None:
    (doubt,) = item(place=unplaced().place).doubts
    assert (doubt.reason, doubt.detail) == (Reason.NO_COORDINATES, "no gazetteer entry named 'Kibaati'")


def test_no_date_is_a_reason() -> None:
    assert reasons(date=None) == [Reason.UNDATED]


def test_sources_that_disagree_on_a_number_are_a_reason_but_not_on_who_says_so() -> None:
    lines = ("fatalities: 6 (a), 9 (b)", "attribution: police (a), stated as fact (b)")
    assert reasons(disagreements=lines) == [Reason.DISAGREEMENT]


def test_a_pair_that_merging_nearly_joined_is_a_doubt_of_both_and_names_the_other() -> None:
    one, other = (incident(**SURE, id=name) for name in "ab")
    found = queue(Merged((one, other), near=(PossibleDuplicate("a", "b", 5.5, "same place (5.5 points, 6 needed)"),)))
    assert {(item.incident.id, item.doubts[0].other) for item in found.items} == {("a", "b"), ("b", "a")}
    assert "5.5 points" in found.items[0].doubts[0].detail


def test_a_wrong_dot_is_worse_than_a_missing_one() -> None:
    drawn = incident(**{**SURE, "id": "drawn", "confidence": 0.3})
    listed = incident(**{**SURE, "id": "listed", "confidence": 0.3, "modality": Modality.PLANNED})
    assert [one.incident.id for one in queue(Merged((listed, drawn))).items] == ["drawn", "listed"]


def test_more_doubts_are_worse_than_one() -> None:
    assert item(confidence=0.4, date=None).weight > item(confidence=0.4).weight


def test_the_queue_can_be_cut_to_reasons_with_counts() -> None:
    told = queue(Merged((incident(**{**SURE, "id": "low", "confidence": 0.2}), undated(**{**SURE, "id": "undated"}))))
    assert told.counts() == {Reason.LOW_CONFIDENCE: 1, Reason.UNDATED: 1}
    assert [one.incident.id for one in told.of(frozenset({Reason.UNDATED}))] == ["undated"]
    assert len(told.of(frozenset())) == 2


# With decisions

VAGUE: dict[str, Any] = {"date": None, "counts": Counts(), "confidence": 0.3}


def told() -> list[Extraction]:
    """Three incidents, two of them doubtful."""
    return [
        report("Shells hit Goma.", document_id="vague", **VAGUE),
        report("Someone was hurt in Sake.", document_id="vaguer", place=SAKE, **VAGUE),
        report("Shells hit Apia.", document_id="sure", place=APIA, confidence=0.9),
    ]


def of(document_id: str, acts: list[Act] | None = None) -> Incident:
    return next(
        one for one in merge_all(told(), acts=acts or []).incidents if one.evidence[0].document_id == document_id
    )


def after(*acts: Act) -> Queue:
    return queue(merge_all(told(), acts=acts))


@pytest.mark.parametrize("verdict", Verdict)
def test_what_was_judged_leaves_the_queue_and_is_counted(verdict: Verdict) -> None:
    before, now = after(), after(edit(of("vague"), SetVerdict(verdict), by="Ada", at=NOON))
    assert (len(before.items), before.reviewed, before.total) == (2, 0, 2)
    assert (len(now.items), now.reviewed, now.total) == (1, 1, 2)


def test_a_correction_takes_its_own_doubt_away_and_no_other() -> None:
    now = after(edit(of("vague"), SetPlace(APIA), SetDate(day("2025-03-01")), by="Ada", at=NOON))
    (still,) = [one for one in now.items if one.incident.evidence[0].document_id == "vague"]
    assert [doubt.reason for doubt in still.doubts] == [Reason.LOW_CONFIDENCE]


def test_an_incident_mended_by_corrections_counts_as_reviewed() -> None:
    doubtful = report("Shells hit Goma.", place=replace(GOMA, score=0.55), confidence=0.9)
    (one,) = merge_all([doubtful]).incidents
    mended = queue(merge_all([doubtful], acts=[edit(one, SetPlace(APIA), by="Ada", at=NOON)]))
    assert (mended.items, mended.mended, mended.reviewed) == ((), 1, 1)


def test_an_accepted_incident_that_gains_a_report_comes_back() -> None:
    first = report("Shells killed six at a market in Goma.", document_id="a", source="River Herald")
    second = report("Six died as shells fell on Goma.", document_id="b", source="Lake Post")
    (one,) = merge_all([first]).incidents
    act = edit(one, SetVerdict(Verdict.ACCEPTED), by="Ada", at=NOON)
    (back,) = queue(merge_all([first, second], acts=[act])).items
    assert back.has(Reason.NEW_REPORT)


def test_incidents_said_to_be_two_are_no_longer_possible_duplicates() -> None:
    first = report("Shells hit Goma.", document_id="a", source="River Herald", date=None, actors=())
    second = report("Six died in Goma.", document_id="b", source="Lake Post", actors=())
    merged = merge_all([first, second])
    assert len(merged.near) == 1, "these two must come near to each other for this test to mean something"
    act = keep_apart(*merged.incidents, by="Ada", at=NOON)
    assert merge_all([first, second], acts=[act]).near == ()


@given(st.lists(st.floats(0, 1), max_size=6))
def test_every_doubtful_incident_is_in_the_queue_once_worst_first(confidences: list[float]) -> None:
    made = tuple(incident(id=str(n), confidence=value, date=None) for n, value in enumerate(confidences))
    items = queue(Merged(made)).items
    assert {one.incident.id for one in items} == {one.id for one in made}
    assert len(items) == len(made)
    assert [one.weight for one in items] == sorted((one.weight for one in items), reverse=True)
