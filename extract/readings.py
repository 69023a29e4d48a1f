"""How a place name is meant: as a location, or as the government, army, team or people behind it (metonymy).

A logistic model of the name's place in the sentence: its grammatical role, the preposition, and the class of the word
it depends on (Gritta 2017 calls that word the predicate), with the language model's own vectors of the name, of that
word and of the two neighbours. The weights are `data/lexicons/reading_weights.csv` and `reading_vectors.csv`;
`benchmarks/fit_readings.py` fits them anew, and has to when the language model changes.
"""

import csv
import math
import tomllib
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Span, Token

from extract.lexicon import (
    CARRYING_NOUNS,
    CARRYING_VERBS,
    SENT_NOUNS,
    STRIKING_NOUNS,
    STRIKING_VERBS,
    TAKING_VERBS,
    THROWN_NOUNS,
    country_names,
)
from paths import DATA

Floats = NDArray[np.float64]


_ENOUGH = 0.5
_ENOUGH_FOR_TOWNS = 0.58
"""Towns speak less often than countries, and a town taken for a body is a dot missing from the map."""


def is_associative(span: Span) -> bool:
    """Whether the name in `span` stands for a body or a people rather than a location."""
    is_country = span.text.casefold() in country_names()
    if _is_goal(_role_bearer(span)) or _is_struck(_role_bearer(span)):
        return False
    if not is_country and (_is_taken(_role_bearer(span)) or not _has_verb(span)):
        return False
    return probability(span) > (_ENOUGH if is_country else _ENOUGH_FOR_TOWNS)


def _is_taken(token: Token) -> bool:
    return token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_.lower() in TAKING_VERBS


def _is_struck(token: Token) -> bool:
    """Whether force falls on it: "bombed Chad", "strikes on Chad", "missiles fired at Chad", "a drone hit Chad".

    Blows fall on ground, also where the text names a state for it; of what may be words ("attacked", "targeted by
    critics") this says nothing.
    """
    head = token.head
    if token.dep_ in {"dobj", "nsubjpass"}:
        return head.lemma_.lower() in STRIKING_VERBS or bool(_around(head, {"nsubj"}) & THROWN_NOUNS)
    if token.dep_ != "pobj" or head.lower_ not in {"on", "at", "of", "into"}:
        return False
    if head.head.pos_ in {"VERB", "AUX"}:
        return bool(_around(head.head, {"dobj", "nsubj", "nsubjpass"}) & THROWN_NOUNS)
    return head.head.lemma_.lower() in STRIKING_NOUNS


def _around(verb: Token, roles: set[str]) -> set[str]:
    return {child.lemma_.lower() for child in verb.children if child.dep_ in roles}


def _is_goal(token: Token) -> bool:
    """Whether people or things are carried there: "deployed to Mali", "shells shipped to Iran", "a visit to Chad"."""
    if token.dep_ != "pobj" or token.head.lower_ not in _GOAL_PREPOSITIONS:
        return False
    carrier = token.head.head
    lemma = carrier.lemma_.lower()
    if carrier.pos_ == "NOUN":
        return lemma in CARRYING_NOUNS
    if lemma != "send":
        return lemma in CARRYING_VERBS
    return any(child.lemma_.lower() in SENT_NOUNS for child in carrier.children if child.dep_ in {"dobj", "nsubjpass"})


_GOAL_PREPOSITIONS = frozenset({"to", "into", "through", "via", "across", "inside", "toward", "towards"})


def _has_verb(span: Span) -> bool:
    """Whether the name stands in a clause; in headings, datelines and tables a town is where it happened."""
    return any(token.pos_ in {"VERB", "AUX"} for token in span.sent)


def features(span: Span) -> dict[str, float]:
    """Feature values by name; absent ones are 0."""
    root = _role_bearer(span)
    values = {"bias": 1.0, f"dep={root.dep_}": 1.0}
    values.update((name, 1.0) for name in _context(root))
    values.update((name, 1.0) for name in _neighbours(span))
    if span.text.casefold() in country_names():
        values["country"] = 1.0
        values[f"country_dep={root.dep_}"] = 1.0
    return values


def _role_bearer(span: Span) -> Token:
    """The token whose role the name shares: of "Italy, France and Spain" the first."""
    token = span.root
    for _ in range(5):
        if token.dep_ not in {"conj", "appos"} or token.head.pos_ not in {"PROPN", "NOUN"}:
            break
        if token.dep_ == "appos" and token.head.pos_ != "PROPN":
            break
        token = token.head
    return token


def _context(root: Token) -> Iterator[str]:
    head = root.head
    if root.dep_ in {"pobj", "pcomp"}:
        yield f"prep={head.lower_}"
        own = f"{head.lower_}_" if head.lower_ in _OWN_CLASSES else ""
        yield from (f"prep_{own}{name}" for name in _classes(head.head, ""))
        yield f"prep_head={head.head.pos_}"
    elif root.dep_ in {"poss", "compound", "nmod", "amod", "nsubj", "nsubjpass", "dobj", "agent", "dative"}:
        role = "mod" if root.dep_ in {"compound", "nmod", "amod"} else root.dep_
        yield from (f"{role}_{name}" for name in _classes(head, ""))
        yield f"{role}_head={head.pos_}"
        if role == "nsubj":
            yield from _complement(head)
        if role in {"mod", "poss"}:
            yield f"{role}_head_dep={head.dep_}"


_OWN_CLASSES = frozenset({"of", "to", "from", "with", "against", "by", "for", "in"})
"""Prepositions whose sense turns on the word before them: "moved to Italy" against "sold to Italy"."""


def _classes(head: Token, prefix: str) -> Iterator[str]:
    kind = "verbs" if head.pos_ in {"VERB", "AUX"} else "nouns"
    found = _words()[kind].get(head.lemma_.lower(), ())
    yield from (f"{prefix}{name}" for name in found)
    if not found:
        yield f"{prefix}other_{kind}"
    if kind == "nouns" and head.ent_type_ in {"ORG", "EVENT", "PERSON"}:
        yield f"{prefix}head_{head.ent_type_}"


def _complement(verb: Token) -> Iterator[str]:
    """What the subject is said to be: "Qatar is a peninsula" against "Qatar is a member"."""
    for child in verb.children:
        if child.dep_ == "attr":
            yield from (f"is_{name}" for name in _words()["subjects"].get(child.lemma_.lower(), ("other",)))
        elif child.dep_ == "dobj":
            yield from (f"does_{name}" for name in _words()["nouns"].get(child.lemma_.lower(), ()))


def _neighbours(span: Span) -> Iterator[str]:
    doc = span.doc
    before = doc[span.start - 1] if span.start else None
    after = doc[span.end] if span.end < len(doc) else None
    if before is not None:
        yield f"before={before.lower_}" if before.pos_ in {"ADP", "DET"} else f"before_pos={before.pos_}"
    if after is not None:
        yield f"after_pos={after.pos_}"
        if after.text in {",", ".", "'s", "’s", "-", ")", "("}:
            yield f"after={after.text.replace('’', chr(39))}"
        yield from (f"after_{name}" for name in _words()["nouns"].get(after.lemma_.lower(), ()))
    if span.root.dep_ == "conj":
        yield "is_conj"
    if any(t.dep_ == "conj" for t in span.root.children):
        yield "has_conj"
    if doc[span.start].is_sent_start:
        yield "first"


@cache
def _words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Classes by lemma, for nouns and for verbs."""
    tables = tomllib.loads((DATA / "lexicons" / "reading.toml").read_text(encoding="utf-8"))
    return {kind: _inverted(classes) for kind, classes in tables.items()}


def _inverted(classes: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, words in classes.items():
        for word in set(words.split()):
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


@cache
def weights() -> dict[str, float]:
    with (DATA / "lexicons" / "reading_weights.csv").open(encoding="utf-8", newline="") as lines:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(lines)}


@cache
def vector_weights() -> Floats:
    """Shape (4 * width of the language model's vectors,)."""
    return np.loadtxt(DATA / "lexicons" / "reading_vectors.csv", delimiter=",", skiprows=1)


def vectors(span: Span) -> Floats | None:
    """The model's vectors of the name, of the word it depends on, and of the words before and after, as one row.

    None for a document that carries none, such as one that was stored without them.
    """
    doc, root = span.doc, span.root
    if len(doc.tensor) != len(doc):
        return None
    nothing = np.zeros_like(doc.tensor[0])
    before = doc.tensor[span.start - 1] if span.start else nothing
    after = doc.tensor[span.end] if span.end < len(doc) else nothing
    return np.concatenate([doc.tensor[root.i], doc.tensor[root.head.i], before, after])


def probability(span: Span) -> float:
    """Probability, 0 to 1, of the associative reading."""
    total = sum(weights().get(name, 0.0) * value for name, value in features(span).items())
    row = vectors(span)
    if row is not None:
        total += float(row @ vector_weights())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
