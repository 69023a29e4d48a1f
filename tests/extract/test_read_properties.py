"""Whatever the bytes, reading gives Documents and Rejects, never an exception."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.read import read_pasted, read_upload
from extract.reading.drafts import MAX_CHARACTERS
from extract.reading.encodings import decode
from extract.reading.formats import unwrap
from extract.reading.masthead import EARLIEST, LATEST
from extract.reading.sniff import EXTENSIONS
from extract.types import Document, Reject
from tests.extract.read_samples import docx_bytes, wrapped_pdf

HEADS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<!doctype html><html><body><p>",
    b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>",
    b'{"text": "',
    b'[{"text": ',
    b"id,text,published\n1,",
    b"\xff\xfe",
    b"Published ",
)
WHOLE = (wrapped_pdf("A convoy left Kidal on Monday. " * 9), docx_bytes(["A convoy left Kidal."], [["a", "b"]]))


def no_network(url: str) -> Reject:
    return Reject(url, "no network in tests")


def sound(found: list[Document | Reject]) -> None:
    assert found
    for one in found:
        if isinstance(one, Reject):
            assert one.name
            assert one.reason
            assert "\n" not in one.reason
        else:
            assert one.text.strip()
            assert one.id.strip()
            assert len(one.text) <= MAX_CHARACTERS
            assert one.published is None or EARLIEST <= one.published <= LATEST
            (one.id + one.text).encode("utf-8")


@pytest.mark.parametrize("extension", [*EXTENSIONS, ".bin", ""])
@settings(max_examples=40, deadline=None)
@given(
    head=st.sampled_from(HEADS), rest=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode())
)
def test_any_bytes_under_any_extension_raise_nothing(extension: str, head: bytes, rest: bytes) -> None:
    sound(read_upload(f"a{extension}", head + rest, fetch=no_network))


@settings(max_examples=150, deadline=None)
@given(
    whole=st.sampled_from(WHOLE), changes=st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 255)), max_size=30)
)
def test_damaged_pdf_and_docx_raise_nothing(whole: bytes, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(whole)
    for place, byte in changes:
        damaged[place % len(damaged)] = byte
    sound(read_upload("a.pdf", bytes(damaged), fetch=no_network))


@settings(max_examples=100, deadline=None)
@given(
    record=st.dictionaries(
        st.sampled_from(["id", "text", "title", "published", "source", "url"]),
        st.none() | st.text(max_size=40) | st.integers() | st.floats() | st.dates().map(str) | st.just([1]),
    )
)
def test_any_record_raises_nothing(record: dict[str, object]) -> None:
    sound(read_upload("a.jsonl", json.dumps(record).encode(), fetch=no_network))


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_pasted_text_is_kept_as_it_is(text: str) -> None:
    found = read_pasted(text)
    if isinstance(found, Document):
        assert found.text == text
    else:
        assert not text.strip()


@given(
    text=st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\r\n\t"), max_size=200
    )
)
def test_utf8_is_decoded_exactly(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded is None or decoded == (text.removeprefix("\ufeff"), ())


@given(text=st.text(max_size=400))
def test_unwrapping_loses_no_letters(text: str) -> None:
    letters = re.compile(r"[\s\-]")
    assert letters.sub("", unwrap(text)) == letters.sub("", text)
