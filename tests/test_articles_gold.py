"""Floors on whole articles of many wars and decades, from the text to the point: a change that reads fewer fails."""

from functools import cache

from benchmarks.articles import Tally, read_gold, score
from pipeline import load_tools


@cache
def _tally() -> Tally:
    return score(read_gold(), load_tools())


def test_the_articles_are_many_and_some_tell_of_nothing() -> None:
    gold = read_gold()
    assert len(gold) >= 119
    assert len({document.id for document, _ in gold}) == len(gold)
    assert sum(not wanted for _, wanted in gold) >= 5
    assert {w.modality for _, wanted in gold for w in wanted} >= {"asserted", "planned", "hypothetical"}


def test_types_are_found() -> None:
    assert _tally().rates["type F1"] >= 0.88, _tally().misses


def test_they_are_put_where_they_happened() -> None:
    assert _tally().rates["type and place F1"] >= 0.75, _tally().misses


def test_they_are_dated_when_they_happened() -> None:
    assert _tally().rates["type, place and date F1"] >= 0.72, _tally().misses


def test_sub_types_and_counts_are_right() -> None:
    assert _tally().rates["sub-type, of the paired"] >= 0.92, _tally().misses
    assert _tally().rates["counts, of the paired"] >= 0.87, _tally().misses


def test_nothing_is_asserted_that_is_only_planned_or_denied() -> None:
    assert _tally().false_facts == 0, _tally().misses
