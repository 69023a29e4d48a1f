"""What the words around a name say of it, whoever knows the name."""

import pytest
from spacy.tokens import Doc

from extract.cues import follows_kind, is_explained, is_near, precedes_kind, precedes_settlement
from extract.language import load_language, parse
from extract.types import Document


def name_in(text: str, name: str) -> tuple[Doc, int, int]:
    """The parse and the tokens of `name`."""
    _, doc = next(parse([Document("test", text)], nlp=load_language()))
    at = text.index(name)
    span = doc.char_span(at, at + len(name), alignment_mode="expand")
    assert span is not None
    return doc, span.start, span.end


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rebels burned the village of Umbirri.", "Umbirri"),
        ("Shells fell on a hamlet called Oskarivka.", "Oskarivka"),
        ("They left the villages of Dalal, Burri and Nertiti.", "Nertiti"),
        ("They left the villages of al-Dalal, Burri and Nertiti.", "Burri"),
        ("Five villages: Dalal, Burri and Nertiti were hit.", "Burri"),
    ],
)
def test_a_name_follows_the_noun_for_its_kind(text: str, name: str) -> None:
    doc, start, _ = name_in(text, name)
    assert follows_kind(doc, start)


@pytest.mark.parametrize(
    ("text", "name"), [("The sound of Umbirri carried far.", "Umbirri"), ("Umbirri was quiet.", "Umbirri")]
)
def test_other_words_before_a_name_say_nothing_of_its_kind(text: str, name: str) -> None:
    doc, start, _ = name_in(text, name)
    assert not follows_kind(doc, start)


def test_a_noun_behind_a_name_says_its_kind() -> None:
    doc, _, end = name_in("Gunmen entered Umbirri district at dawn.", "Umbirri")
    assert precedes_kind(doc, end)
    assert not precedes_settlement(doc, end)


def test_villages_and_camps_are_settlements() -> None:
    doc, _, end = name_in("Gunmen entered Umbirri refugee camp at dawn.", "Umbirri")
    assert precedes_settlement(doc, end)


def test_what_stands_behind_the_comma_explains_a_name() -> None:
    doc, _, end = name_in("He fled to Umbirri, a small market town in the hills.", "Umbirri")
    assert is_explained(doc, end)
    doc, _, end = name_in("He spoke to Umbirri, a retired colonel.", "Umbirri")
    assert not is_explained(doc, end)


@pytest.mark.parametrize("text", ["Fighting went on near Umbirri.", "A post south of Umbirri fell."])
def test_only_places_are_near(text: str) -> None:
    doc, start, _ = name_in(text, "Umbirri")
    assert is_near(doc, start)
