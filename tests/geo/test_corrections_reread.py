"""Corrections find their report again.

Another version of Demarc may find other triggers, other spans, other places and other events in the same text.
"""

from dataclasses import replace

from extract.types import MentionKind, Span
from geo.corrections import (
    Act,
    SetPlace,
    edit,
)
from geo.incidents import merge, merge_all
from geo.types import Extraction, Place
from tests.factories import SAKE, SUVA
from tests.geo.merging import NOON, shifted, twice


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


def test_a_mention_kind_is_no_part_of_an_anchor() -> None:
    found = shifted(twice(), "Updated. ")
    mentions = tuple(replace(m, mention=replace(m.mention, kind=MentionKind.ASSOCIATIVE)) for m in found.mentions)
    events = tuple(replace(e, place=e.place and replace(e.place, kind=MentionKind.ASSOCIATIVE)) for e in found.events)
    assert places(replace(found, mentions=mentions, events=events)) == {"Suva", "Goma"}
