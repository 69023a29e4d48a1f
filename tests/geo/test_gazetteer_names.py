"""Which written forms are the same name, and which names a unit goes by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer.names import base_name, fold, unit_names, written_as_abbreviation, written_as_acronym


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("São Paulo", "SAO PAULO"),
        ("U.S.", "us"),
        ("Port-au-Prince", "Port au Prince"),
        ("N'Djamena", "N’Djamena"),
        ("Donets'k", "Donetsk"),
        ("St. Louis", "Saint Louis"),
        ("Mt. Kumgang", "Mount Kumgang"),
        ("the Hague", "The Hague"),
        ("The Gambia", "Gambia"),
        ("Łódź", "Lodz"),
        ("Tromsø", "Tromso"),
        ("КУРСК", "Курск"),
        ("Deir ez-Zor", "Deir  ez Zor"),
    ],
)
def test_forms_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Guinea", "Guinea-Bissau"), ("Niger", "Nigeria"), ("が", "か"), ("Wall St", "Wall Saint"), ("경기", "경가")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    once = fold(name)
    assert fold(once) in (once, once.removeprefix("the "))


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=30))
def test_case_never_matters(name: str) -> None:
    assert fold(name.upper()) == fold(name.lower())


@pytest.mark.parametrize("form", ["US", "U.S.", "U.S"])
def test_an_abbreviation_may_drop_its_dots(form: str) -> None:
    assert written_as_abbreviation(form, "U.S.")


@pytest.mark.parametrize("form", ["us", "Us"])
def test_a_word_is_no_abbreviation(form: str) -> None:
    assert not written_as_abbreviation(form, "U.S.")


def test_a_capitalised_abbreviation_keeps_its_dot() -> None:
    assert written_as_abbreviation("Miss.", "Miss.")
    assert not written_as_abbreviation("Miss", "Miss.")


@pytest.mark.parametrize(("spelling", "expected"), [("DPRK", True), ("U.S.", True), ("Ky.", False), ("Oslo", False)])
def test_acronyms_are_all_capitals(spelling: str, expected: bool) -> None:
    assert written_as_acronym(spelling) is expected


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Kursk Oblast", "Kursk"),
        ("Province of Kunar", "Kunar"),
        ("Gyeonggi-do", "Gyeonggi"),
        ("Kerry County", "Kerry"),
        ("Bavaria", "Bavaria"),
    ],
)
def test_the_kind_of_unit_is_no_part_of_its_base_name(name: str, base: str) -> None:
    assert base_name(name) == base


def test_a_unit_goes_by_the_words_news_uses_for_its_kind() -> None:
    assert {"Kursk Oblast", "Kursk Region", "Oblast of Kursk"} <= unit_names({"Kursk"}, "oblast")


def test_names_in_other_scripts_get_no_english_words() -> None:
    assert unit_names({"Курск"}, "oblast") == set()
