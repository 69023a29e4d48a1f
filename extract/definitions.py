"""Names a text defines for itself: abbreviations in brackets, and "the line" once a line was named."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

_LINE_NOUNS = frozenset({"line", "zone"})
_POINTERS = frozenset({"the", "this", "that"})

Spans = Sequence[tuple[int, int, str]]
"""(start token, end token, name) of each name found, in text order."""


def defined_names(doc: Doc, found: Spans) -> Iterator[tuple[int, int, str]]:
    """(start token, end token, full name) of later mentions of names the text defines."""
    yield from _abbreviations(doc, found)
    yield from _lines(doc, found)


def _abbreviations(doc: Doc, found: Spans) -> Iterator[tuple[int, int, str]]:
    """ "Joint Security Area (JSA)" makes every JSA of the text that place."""
    defined = dict(_definitions(doc, found))
    for token in doc if defined else ():
        if token.text in defined:
            yield token.i, token.i + 1, defined[token.text]


def _definitions(doc: Doc, found: Spans) -> Iterator[tuple[str, str]]:
    for _, end, name in found:
        if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")":
            short = doc[end + 1].text
            if _abbreviates(short, name):
                yield short, name


def _abbreviates(short: str, name: str) -> bool:
    """Whether capitals `short` are, in order, letters that start words of `name`; "DMZ" takes two from one word."""
    if not (2 <= len(short) <= 7 and short.isupper() and short[0] == name[0].upper()):
        return False
    letters: Iterable[str] = iter(name.upper())
    return all(letter in letters for letter in short)


def _lines(doc: Doc, found: Spans) -> Iterator[tuple[int, int, str]]:
    """ "crossed this line", where one named line, and no other, came before."""
    named = [(end, name, doc[end - 1].lower_) for start, end, name in found if end - start > 1]
    for token in doc[1:] if any(noun in _LINE_NOUNS for _, _, noun in named) else ():
        if (
            token.lower_ in _LINE_NOUNS
            and token.nbor(-1).lower_ in _POINTERS
            and token.dep_ not in {"compound", "amod"}
        ):
            earlier = {name.casefold(): name for end, name, noun in named if noun == token.lower_ and end <= token.i}
            if len(earlier) == 1:
                yield token.i, token.i + 1, next(iter(earlier.values()))
