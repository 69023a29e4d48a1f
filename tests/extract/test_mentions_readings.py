"""Readings: a location, or the government, army or people behind the name."""

import pytest

from extract.language import load_language, parse
from extract.readings import is_associative
from extract.types import Document


def reads_as_body(text: str, name: str) -> bool:
    _, doc = next(parse([Document("test", text)], nlp=load_language()))
    start = text.index(name)
    span = doc.char_span(start, start + len(name))
    assert span is not None
    return is_associative(span)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moscow denied the accusation on Friday.", "Moscow"),
        ("Turkey and Qatar signed a treaty.", "Turkey"),
        ("Sweden beat Denmark in the final.", "Sweden"),
        ("The ambassador of Iran was summoned.", "Iran"),
        ("The sanctions against Belarus were extended.", "Belarus"),
        ("India's government rejected the offer.", "India"),
    ],
)
def test_a_name_that_acts_or_is_acted_upon_as_a_body_is_associative(text: str, name: str) -> None:
    assert reads_as_body(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Floods killed nine people in Pakistan.", "Pakistan"),
        ("The family moved to Norway last year.", "Norway"),
        ("A bomb exploded in Baghdad.", "Baghdad"),
        ("They visited Jordan in May.", "Jordan"),
        ("Kenya deployed 600 police officers to Haiti.", "Haiti"),
        ("Tanks were shipped through Poland by rail.", "Poland"),
        ("The minister begins a visit to Chad on Monday.", "Chad"),
        ("Wagner sent fighters to Mozambique.", "Mozambique"),
        ("The river rises in northern Ethiopia.", "Ethiopia"),
        ("She was born in Lisbon.", "Lisbon"),
        ("Warplanes bombed Libya before dawn.", "Libya"),
        ("Three strikes on Lebanon killed a family.", "Lebanon"),
        ("The army fired nine rockets at Kuwait.", "Kuwait"),
        ("Missiles struck Qatar at noon.", "Qatar"),
        ("Egypt was hit by two drones.", "Egypt"),
    ],
)
def test_a_name_that_something_happens_in_is_literal(text: str, name: str) -> None:
    assert not reads_as_body(text, name)
