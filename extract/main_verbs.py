"""Main verbs that the parser takes for participles: "Armed men on motorbikes killed 15 villagers".

English tells "killed" the past tense from "killed" the participle by nothing but the sentence around it. Where a clause
of the parse has a noun for its head, and a "participle" below that noun has an object of its own, which no passive
participle has, the verb is the clause's main verb and the noun its subject.
"""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

_CLAUSES = frozenset({"ROOT", "ccomp", "dep"})
_INSIDE = frozenset({"prep", "pobj", "acl", "conj", "pcomp"})
"""Relations a misread verb hangs on below its subject: "men with rifles killed", "men armed with rifles killed"."""
_GOING = frozenset(
    {"sweep", "march", "storm", "burst", "rampage", "advance", "retreat", "roll", "pour", "stream", "break", "walk"}
)
_THROUGH = frozenset({"through", "into", "across", "onto", "toward", "towards"})
_TWO_OBJECTS = frozenset(
    {"give", "deny", "send", "offer", "teach", "grant", "award", "name", "call", "owe", "pay", "promise", "tell"}
)
"""Verbs whose passive participle keeps an object: "soldiers denied leave"."""


MAIN_VERBS = "demarc_main_verbs"


@Language.component(MAIN_VERBS)
def find_main_verbs(doc: Doc) -> Doc:
    """Make main verbs of misread participles, in place; the last step of the language pipeline."""
    for noun in [t for t in doc if t.dep_ in _CLAUSES and t.pos_ in {"NOUN", "PROPN"}]:
        if not any(c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass", "cop", "expl"} for c in noun.children):
            verb = next((t for t in reversed(list(_misread(noun))) if _is_active(t)), None)
            if verb is not None:
                _raise(verb, noun)
    return doc


def _misread(noun: Token) -> Iterator[Token]:
    """Participles in the phrase of a noun, without those set off by a comma."""
    for token in noun.doc[noun.i + 1 : noun.sent.end]:
        if token.text in {",", ";", ":", "(", "–", "—"} or token.is_space:
            return
        if token.dep_ == "acl" and token.tag_ in {"VBN", "VBD"} and _is_below(token, noun):
            yield token


def _is_below(verb: Token, noun: Token) -> bool:
    for above in verb.ancestors:
        if above == noun:
            return True
        if above.dep_ not in _INSIDE:
            return False
    return False


def _is_active(verb: Token) -> bool:
    lemma, children = verb.lemma_.lower(), list(verb.children)
    if lemma in _TWO_OBJECTS or any(c.dep_ in {"agent", "auxpass", "aux"} for c in children):
        return False
    if any(c.dep_ == "dobj" and c.i > verb.i for c in children):
        return True
    return lemma in _GOING and any(c.dep_ == "prep" and c.lower_ in _THROUGH for c in children)


def _raise(verb: Token, noun: Token) -> None:
    """Put the verb in the noun's place, with the noun as its subject and what followed the verb as its own."""
    late = [child for child in noun.children if child.i > verb.i]
    over, role = noun.head, noun.dep_
    verb.head, verb.dep_, verb.tag_ = (verb if role == "ROOT" else over), role, "VBD"
    noun.head, noun.dep_ = verb, "nsubj"
    for child in late:
        child.head = verb
        if child.dep_ == "acl":
            child.dep_ = "advcl"
