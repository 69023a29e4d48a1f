"""Floors for texts in other scripts: news of our own in six languages, with the embedded gazetteer."""

from collections.abc import Iterator

import pytest

from benchmarks.places import WHOLE, Case, Tally, read_cases, run
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.gazetteer.build import names_in_scripts
from paths import ROOT

LANGUAGES = ("ar", "ja", "ko", "ru", "uk", "zh")


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return read_cases(ROOT / "tests" / "gold" / "scripts.jsonl")[0]


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with open_gazetteer() as opened:
        yield opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_found_and_placed(language: str, cases: list[Case], gazetteer: Gazetteer) -> None:
    tally: Tally = run([case for case in cases if case.document.id.startswith(language)], WHOLE, gazetteer)
    assert tally.gold >= 20
    assert tally.f1 >= 0.95
    assert tally.recall >= 0.92
    assert tally.precision >= 0.95


def test_every_place_with_added_names_is_in_the_gazetteer(gazetteer: Gazetteer) -> None:
    assert [place_id for place_id in names_in_scripts() if gazetteer.place(place_id) is None] == []
