"""Headings of an article, and which of them open a section of scenarios, forecasts or recommendations."""

import re
from dataclasses import dataclass

from spacy.tokens import Doc

from extract.modality_lexicon import lexicon

_KEY = "demarc_headings"
MAX_WORDS = 16
_NO_HEADING = re.compile(r"^[-•*·▪|>]|[|]|[.!,;:\"”’]$")


@dataclass(frozen=True, slots=True)
class Heading:
    start: int
    end: int
    text: str
    unreal: bool
    """Whether its section tells what may or should be, not what was."""


def headings(doc: Doc) -> tuple[Heading, ...]:
    """Lines that look like headings: short, alone, without the punctuation that ends a sentence.

    Kept in the document's `user_data`, since every event word of it asks.
    """
    found: tuple[Heading, ...] | None = doc.user_data.get(_KEY)
    if found is None:
        found = doc.user_data[_KEY] = _find_headings(doc.text)
    return found


def _find_headings(text: str) -> tuple[Heading, ...]:
    return tuple(
        Heading(line.start(), line.end(), line[0].strip(), _is_unreal(line[0]))
        for line in re.finditer(r"[^\n]+", text)
        if _is_heading(line[0].strip())
    )


def _is_heading(line: str) -> bool:
    words = line.split()
    if not 1 <= len(words) <= MAX_WORDS or _NO_HEADING.search(line):
        return False
    return line[0].isupper() or line[0] == "#" or line[0].isdigit()


def _is_unreal(line: str) -> bool:
    title = re.sub(r"^[\s#\d.)]+", "", line).lower()
    return any(title.startswith(opening) for opening in lexicon().words["headings", "hypothetical"])
