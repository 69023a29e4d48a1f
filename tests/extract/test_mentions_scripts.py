"""Names in other scripts: inflected, with particles, without spaces."""

from collections.abc import Iterable, Mapping

import pytest

from extract.scripts import find_in_other_script, is_other_script, language_of
from extract.types import NameFacts

KNOWN = {
    "Курская область": "ADM1", "Курск": "PPL", "Суджа": "PPL", "Россия": "PCLI", "Харківська область": "ADM1",
    "Покровськ": "PPL", "평양": "PPLC", "쿠르스크": "PPL", "库尔斯克州": "ADM1", "库尔斯克": "PPL", "東京": "PPLC",
    "دمشق": "PPLC", "مدينة": "PPL", "السودان": "PCLI", "القاهرة": "PPLC", "Идлиб": "PPL", "Владимир": "PPL",
    "По": "PPL", "화성": "PPL", "북부": "PPL",
    "Каспийский": "PPL", "Володимир": "PPL", "이라크": "PCLI", "신포": "PPL", "菲律宾": "PCLI",
    "菲律宾海": "SEA", "いわき": "PPL", "スラウ": "PPL", "那覇": "PPL", "Льгов": "PPL", "Малое": "PPL",
}  # fmt: skip


class Names:
    def known(self, names: Iterable[str]) -> Mapping[str, NameFacts]:
        found = (name for name in names if name in KNOWN)
        return {name: NameFacts(frozenset({KNOWN[name]}), people(name), frozenset({name})) for name in found}


def people(name: str) -> int:
    return 40 if name == "Малое" else 300_000


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
        ("عاد الوفد للسودان وبالقاهرة يجتمع غدا.", [("سودان", "السودان"), ("القاهرة", "القاهرة")]),
        ("Удары под Идлибом продолжались.", [("Идлибом", "Идлиб")]),
        ("Во Владимире открыли мост.", [("Владимире", "Владимир")]),
        ("Стрельба у села Малое стихла.", [("Малое", "Малое")]),
        ("이라크에서도 시위가 있었다.", [("이라크", "이라크")]),
        ("이라크도 성명을 냈다.", [("이라크", "이라크")]),
        ("잠수함이 신포시에서 포착됐다.", [("신포시", "신포")]),
        ("沖の那覇市で集会。", [("那覇市", "那覇")]),
        ("県内のいわき市で訓練。", [("いわき市", "いわき")]),
    ],
)
def test_a_name_is_found_and_looked_up_in_its_dictionary_form(text: str, pairs: list[tuple[str, str]]) -> None:
    assert found(text) == pairs


def test_the_word_for_city_is_no_city() -> None:
    assert found("قصف الجيش مدينة صغيرة.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Приехал Владимир Сидоров.",
        "Зустріч провів Володимир Коваленко.",
        "По данным штаба, тихо.",
        "Учения Каспийской флотилии идут.",
        "Стрельба, Малое и прочее.",
        "화성-17형을 쐈다.",
        "나라 북부에 비가 왔다.",
        "スラウェシの洪水。",
    ],
)
def test_persons_words_and_weapons_are_no_places(text: str) -> None:
    assert found(text) == []


def test_the_coast_guard_is_not_the_sea() -> None:
    assert found("菲律宾海警船") == [("菲律宾", "菲律宾")]


def test_what_a_name_ends_in_says_its_kind() -> None:
    (mention,) = find_in_other_script("잠수함이 신포시에서 나왔다.", names=Names())
    assert mention.feature == "PPL"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Тривають бої біля міста.", "uk"),
        ("Бои идут у города, сообщил штаб.", "ru"),
        ("회의가 열렸다.", "ko"),
        ("会談が開かれた。", "ja"),
        ("会谈昨天举行。", "zh"),
        ("عقد الاجتماع أمس في المدينة", "ar"),
        ("The talks went on.", None),
    ],
)
def test_the_language_of_a_document_is_told_by_its_script_and_letters(text: str, language: str | None) -> None:
    assert language_of(text) == language


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
