"""Floors on the annotated sentences: a change that reads fewer of them right fails here."""

from functools import cache

from benchmarks.events import Tally, read_gold, score
from extract.taxonomy import load_taxonomy


@cache
def _tally() -> Tally:
    return score(read_gold())


def test_the_gold_has_every_sub_event_type_and_every_modality() -> None:
    wanted = [event for sentence in read_gold() for event in sentence.wanted]
    names = {sub.name for event_type in load_taxonomy().event_types for sub in event_type.sub_event_types}
    assert names <= {event.sub_event_type for event in wanted}
    assert {event.modality for event in wanted} == {"asserted", "planned", "hypothetical", "denied"}
    assert len(list(read_gold())) >= 400


def test_sub_event_types_are_found() -> None:
    assert _tally().rates["recall"] >= 0.95, _tally().misses


def test_little_is_found_that_is_not_there() -> None:
    assert _tally().rates["precision"] >= 0.97, _tally().misses


def test_almost_nothing_is_invented() -> None:
    assert _tally().invented <= 1, _tally().misses


def test_modalities_are_right() -> None:
    assert _tally().rates["modality"] >= 0.97, _tally().misses


def test_places_and_origins_are_right() -> None:
    assert _tally().rates["place"] >= 0.97, _tally().misses
    assert _tally().rates["origin"] >= 0.9, _tally().misses


def test_counts_are_right() -> None:
    assert _tally().rates["counts"] >= 0.92, _tally().misses
