"""Names in other scripts: inflected, with particles, without spaces."""

from collections.abc import Iterable, Mapping

import pytest

from extract.scripts import find_in_other_script, is_other_script
from extract.types import NameFacts

KNOWN = {
    "Курская область": "ADM1", "Курск": "PPL", "Суджа": "PPL", "Россия": "PCLI", "Харківська область": "ADM1",
    "Покровськ": "PPL", "평양": "PPLC", "쿠르스크": "PPL", "库尔斯克州": "ADM1", "库尔斯克": "PPL", "東京": "PPLC",
    "دمشق": "PPLC", "مدينة": "PPL",
}  # fmt: skip


class Names:
    def known(self, names: Iterable[str]) -> Mapping[str, NameFacts]:
        found = (name for name in names if name in KNOWN)
        return {name: NameFacts(frozenset({KNOWN[name]}), 300_000, frozenset({name})) for name in found}


def found(text: str) -> list[tuple[str, str]]:
    return [(m.text, m.name) for m in find_in_other_script(text, names=Names())]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Бои идут в Курской области.", [("Курской области", "Курская область")]),
        ("Колонна ушла из Суджи на север.", [("Суджи", "Суджа")]),
        ("Бої тривають під Покровськом.", [("Покровськом", "Покровськ")]),
        ("Обстріл у Харківській області триває.", [("Харківській області", "Харківська область")]),
        ("평양에서 열병식이 열렸다.", [("평양", "평양")]),
        ("병력이 쿠르스크로 이동했다.", [("쿠르스크", "쿠르스크")]),
        ("东部的库尔斯克州发生爆炸。", [("库尔斯克州", "库尔斯克州")]),
        ("東京で会談した。", [("東京", "東京")]),
        ("انسحبت القوات من دمشق أمس.", [("دمشق", "دمشق")]),
    ],
)
def test_a_name_is_found_and_looked_up_in_its_dictionary_form(text: str, pairs: list[tuple[str, str]]) -> None:
    assert found(text) == pairs


def test_the_word_for_city_is_no_city() -> None:
    assert found("قصف الجيش مدينة صغيرة.") == []


def test_offsets_point_at_the_words() -> None:
    text = "Вчера Россия заявила, что Курск не сдан."
    assert all(text[m.start : m.end] == m.text for m in find_in_other_script(text, names=Names()))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Россия заявила", True),
        ("Kursk (Курск) is quiet today", False),
        ("北京 and Washington talked for hours", False),
        ("", False),
    ],
)
def test_a_text_is_of_the_script_that_most_letters_have(text: str, other: bool) -> None:
    assert is_other_script(text) is other
