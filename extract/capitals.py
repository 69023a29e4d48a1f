"""Capitals the text does not name: "in the Haitian capital", "outside Somalia's capital"."""

import csv
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from extract.lexicon import demonyms
from paths import DATA

_AT = frozenset({"in", "at", "near", "outside", "around", "across", "through", "throughout", "over", "inside", "on"})
_PARTS = frozenset({"street", "outskirts", "suburb", "district", "centre", "center", "edge", "part", "heart"})


def unnamed_capitals(doc: Doc) -> Iterator[tuple[int, str]]:
    """(token index of "capital", the capital's name) wherever something is said to be in one that has no name beside.

    "the Haitian capital said" speaks of a government, and "the capital, Port-au-Prince" is named already.
    """
    for token in doc:
        if token.lower_ == "capital" and _is_location(token) and not _is_named(token):
            country = next((_country(c) for c in token.lefts if c.dep_ in {"amod", "poss", "compound", "nmod"}), None)
            if country in capitals():
                yield token.i, capitals()[country]


def _is_location(noun: Token) -> bool:
    """ "in the capital", "through the streets of the capital"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in _PARTS:
        return True
    return noun.dep_ == "pobj" and noun.head.lower_ in _AT


def _is_named(noun: Token) -> bool:
    after = [t for t in noun.doc[noun.i + 1 : noun.i + 3] if t.text not in {",", "of"}]
    return any(t.pos_ == "PROPN" for t in [*after[:1], *noun.children] if t.dep_ in {"appos", "pobj", "compound"}) or (
        bool(after) and after[0].pos_ == "PROPN"
    )


def _country(word: Token) -> str | None:
    """The country a demonym or a possessor names."""
    name = word.doc[word.left_edge.i : word.i + 1].text.removeprefix("the ").removeprefix("The ")
    return demonyms().get(name, name)


@cache
def capitals() -> dict[str, str]:
    """Capital by country name, as GeoNames has them."""
    with (DATA / "gazetteer" / "countries.csv").open(encoding="utf-8", newline="") as lines:
        return {row["name"]: row["capital"] for row in csv.DictReader(lines) if row["capital"]}
