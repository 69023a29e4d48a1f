"""Parsing: the text is never changed, sentences end at line breaks, long texts are parsed whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import extract.language
from extract.language import load_language, parse
from extract.types import Document


def parsed(text: str) -> Doc:
    return next(parse([Document("test", text)], nlp=load_language()))[1]


def sentences(text: str) -> list[str]:
    return [sentence.text.strip() for sentence in parsed(text).sents if sentence.text.strip()]


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="ab Cd.\n|'-é한0,;", max_size=200))
def test_a_parse_keeps_the_text(text: str) -> None:
    assert parsed(text).text == text


def test_headings_list_items_and_table_rows_are_sentences_of_their_own() -> None:
    text = "Attacks in May\n- Two killed in Gao\n- One wounded in Kidal\nDate | Place\n3 May | Gao"
    assert sentences(text) == text.split("\n")


def test_a_hard_wrapped_sentence_stays_whole() -> None:
    text = (
        "The mission said that its convoy had been stopped by gunmen\nwho demanded fuel and let it pass an hour later."
    )
    assert len(sentences(text)) == 1


def test_words_joined_by_a_missing_space_are_taken_apart() -> None:
    words = [token.text for token in parsed("It ended at noon.Later the troops left counterparts.allowing no one in.")]
    assert {"noon", "Later", "counterparts", "allowing"} <= set(words)


@pytest.mark.parametrize("address", ["www.example.org", "https://example.org/a.b", "desk@example.org", "example.com"])
def test_addresses_stay_whole(address: str) -> None:
    assert address in [token.text for token in parsed(f"Write to {address} today.")]


def test_a_text_longer_than_a_piece_is_parsed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract.language, "CHUNK_CHARS", 60)
    text = "Shells fell on the market.\n\nTwo people died there. " * 6
    doc = parsed(text)
    assert doc.text == text
    assert [t.idx for t in doc] == sorted(t.idx for t in doc)


def test_documents_come_back_in_order() -> None:
    documents = [Document(str(i), "Word. " * i) for i in range(5)]
    assert [d.id for d, _ in parse(documents, nlp=load_language())] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    "text", ["Gunmen  stormed a   clinic in  Bamenda.", "Rain fell\u00a0 on | a  | b |\n\n  It  ended."]
)
def test_runs_of_spaces_stay_in_the_text(text: str) -> None:
    assert parsed(text).text == text


def test_runs_of_spaces_do_not_change_the_parse() -> None:
    single = parsed("Gunmen stormed a large clinic in Bamenda on Monday, killing nine nurses.")
    spaced = parsed("Gunmen  stormed a   large clinic in  Bamenda on  Monday,  killing nine   nurses.")
    words = [t for t in spaced if not t.is_space]
    assert [(t.text, t.tag_, t.dep_, t.head.text, t.ent_type_) for t in words] == [
        (t.text, t.tag_, t.dep_, t.head.text, t.ent_type_) for t in single
    ]
