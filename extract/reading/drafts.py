"""What the format readers hand over: an article before it has an id and a day."""

import re
from dataclasses import dataclass

from extract.types import Reject

MAX_CHARACTERS = 500_000
"""Longest text of one document: about 80,000 words, a 170-page report.

The parse takes some 4 s for 100,000 characters, and a document's names are resolved together: 20 s here, half an hour
and gigabytes of memory for a 50 MB text.
"""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as its file tells it; `published` is in the file's own words.

    `number` is the line, row or entry it stands in, where its file holds several.
    """

    text: str
    id: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    number: int | None = None
    notes: tuple[str, ...] = ()


def checked(draft: Draft, name: str) -> Draft | Reject:
    """The draft with a text that can be parsed and stored, or why it cannot be."""
    if not draft.text.strip():
        return Reject(name, "has no text; give a file or record with the article's words in it")
    if len(draft.text) > MAX_CHARACTERS:
        return too_long(name, f"{len(draft.text):,} characters")
    return draft


def too_long(name: str, size: str) -> Reject:
    return Reject(
        name,
        f"{size} are too much for one document (at most {MAX_CHARACTERS:,} characters of text);"
        " split it into articles: one file each, or one line each of a .jsonl",
    )


def storable(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what UTF-8 and databases refuse (lone surrogates, NUL), one for one, so offsets stay."""
    clean, unusable = _UNUSABLE.subn(REPLACEMENT, text)
    return clean, (f"{unusable} unusable characters were replaced by {REPLACEMENT}",) if unusable else ()
