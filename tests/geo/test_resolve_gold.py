"""Floors: recognition, reading and resolution on sentences annotated by hand, with the embedded gazetteer."""

import pytest

from benchmarks.places import GOLD, WHOLE, Tally, read_cases, run
from geo.gazetteer import open_gazetteer


@pytest.fixture(scope="module")
def tally() -> Tally:
    cases, _ = read_cases(GOLD)
    with open_gazetteer() as gazetteer:
        return run(cases, WHOLE, gazetteer)


def test_exact_span_f1_holds(tally: Tally) -> None:
    assert tally.f1 >= 0.95


def test_end_to_end_recall_holds(tally: Tally) -> None:
    assert tally.recall >= 0.9


def test_precision_holds(tally: Tally) -> None:
    assert tally.precision >= 0.95


def test_readings_hold(tally: Tally) -> None:
    assert tally.reading >= 0.90
