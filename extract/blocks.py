"""What each sentence stands in: a headline, a paragraph, a list item, a table row; under which heading, on which day.

News text carries meaning in its layout: "Scenarios" over a paragraph makes what follows no fact, a year in a table's
first cell dates its row, a dateline places an article.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from extract.types import Span


class BlockKind(StrEnum):
    HEADING = "heading"
    SENTENCE = "sentence"
    ITEM = "list item"
    ROW = "table row"


@dataclass(frozen=True, slots=True)
class Block:
    """A sentence in its place. `number` counts blocks from 0; sentences of one line share `paragraph`.

    `evidence` is what a reader should see: the sentence, or the whole row. `cell` is the column a table row's
    sentence stands in, 0 for anything else. `heading` is the text of the last heading above.
    """

    sentence: TokenSpan
    kind: BlockKind
    number: int
    paragraph: int
    evidence: Span
    heading: str = ""
    cell: int = 0
    columns: tuple[str, ...] = ()
    """The table's header cells, lower-cased, for a row."""


_ITEM = re.compile(r"\s*(?:[-*•·▪►‣–—]\s+|\(?\d{1,2}[.)]\s+)")
_SENTENCE_END = re.compile(r"[.!?:;…”\"')\]]\s*$")
_RULE = re.compile(r"[\s|:+-]*")
MAX_HEADING_WORDS = 16
MAX_HEADLINE_WORDS = 26


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    kind: BlockKind
    heading: str
    columns: tuple[str, ...]


def find_blocks(doc: Doc) -> list[Block]:
    """The sentences of a document, each with the kind of line it stands in, in text order."""
    text = doc.text
    lines = _lines(text)
    blocks: list[Block] = []
    at = 0
    for sentence in doc.sents:
        start = next((t.idx for t in sentence if not t.is_space), None)
        if start is None:
            continue
        while at + 1 < len(lines) and lines[at + 1].start <= start:
            at += 1
        if not _RULE.fullmatch(text, lines[at].start, lines[at].end):
            blocks.append(_block(sentence, text, start, lines[at], number=len(blocks), paragraph=at))
    return blocks


def _block(sentence: TokenSpan, text: str, start: int, line: _Line, *, number: int, paragraph: int) -> Block:
    end = start + len(text[start : sentence.end_char].rstrip())
    whole = line.kind in {BlockKind.ROW, BlockKind.HEADING}
    evidence = Span(line.start, line.end) if whole else Span(start, end)
    cell = text.count("|", line.start, start) if line.kind is BlockKind.ROW else 0
    return Block(sentence, line.kind, number, paragraph, evidence, line.heading, cell, line.columns)


def _lines(text: str) -> list[_Line]:
    """The lines with something in them; `start` and `end` leave out white space around."""
    found: list[_Line] = []
    heading = ""
    columns: tuple[str, ...] = ()
    offset = 0
    raw_lines = text.splitlines(keepends=True)
    table = _table_lines(raw_lines)
    for number, raw in enumerate(raw_lines):
        stripped = raw.strip()
        start = offset + len(raw) - len(raw.lstrip())
        offset += len(raw)
        if not stripped:
            continue
        kind = _kind(stripped, number in table, is_first=not found, is_only=len(raw_lines) == 1)
        columns = (columns or _cells(stripped)) if kind is BlockKind.ROW else ()
        if kind is BlockKind.HEADING and found:
            heading = stripped
        found.append(_Line(start, start + len(stripped), kind, heading, columns))
    return found


def _table_lines(lines: Sequence[str]) -> set[int]:
    """Numbers of lines with cells, where at least one neighbour has cells too."""
    celled = {i for i, line in enumerate(lines) if line.strip(" |\n\r").count("|") >= 1}
    return {i for i in celled if i - 1 in celled or i + 1 in celled}


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().lower() for cell in line.strip("| ").split("|"))


def _kind(line: str, in_table: bool, *, is_first: bool, is_only: bool) -> BlockKind:
    if in_table:
        return BlockKind.ROW
    if _ITEM.match(line):
        return BlockKind.ITEM
    words = len(line.split())
    if is_first and not is_only and words <= MAX_HEADLINE_WORDS and ". " not in line.rstrip(". "):
        return BlockKind.HEADING
    if words <= MAX_HEADING_WORDS and not is_only and not _SENTENCE_END.search(line) and line[0].isupper():
        return BlockKind.HEADING
    return BlockKind.SENTENCE


_DATED_COLUMN = re.compile(r"\b(?:date|year|month|day|when|time|period)s?\b")


def is_dated_row(block: Block) -> bool:
    """Whether the block is a row of a table whose first column holds dates."""
    return block.kind is BlockKind.ROW and bool(block.columns) and bool(_DATED_COLUMN.search(block.columns[0]))


_DATELINE = re.compile(
    r"\s*(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ'’. -]{2,40}|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})"
    r"(?P<rest>(?:, [A-Z][\w. ]{2,25})?(?:,? \(?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?\)?)?)\s*"
    r"(?:(?:\([^)\n]{2,40}\)|/[A-Z ]+/)?\s*(?:--|[-–—:])\s|(?<=\d)\s*\([A-Z][A-Za-z]{1,10}\)\s)"
)


def dateline(text: str) -> Span | None:
    """Where the dateline of an article stands ("GOMA, March 3 (AFP) - "), if it opens with one."""
    match = _DATELINE.match(text)
    return Span(match.start("place"), match.end("rest")) if match else None


_DAY = r"(?:\d{1,2}\s+[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s+\d{1,2})(?:,?\s+\d{4})?\s*[-–—:,]?\s*"
_NAME = r"[A-Z][\w'’-]+"
_NAMES = rf"{_NAME}(?:,?\s(?:(?:of|al|el|de|region|province|district|oblast|state|city)\b|{_NAME})){{0,5}}"
_LABEL = re.compile(
    rf"^[ \t*•·▪►‣–—-]*(?:\(?\d{{1,2}}[.)]\s+)?(?:{_DAY})?"
    rf"(?P<label>{_NAMES}(?:\s\([A-Z][^)\n]{{2,30}}\))?)(?::|\s[–—-])\s",
    re.MULTILINE,
)


def labels(text: str) -> list[Span]:
    """Where lines open with capitalised words and a colon or dash: "14 Feb. - Galkayo, Mudug: a roadside bomb ..."."""
    return [Span(match.start("label"), match.end("label")) for match in _LABEL.finditer(text)]
