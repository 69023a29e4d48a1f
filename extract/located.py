"""The place names of a document laid over its parse: each with its head word and the preposition it hangs on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from extract.arguments import MAX_DEPTH
from extract.attribution import is_of_speaker
from extract.blocks import dateline, labels
from extract.triggers import Hit
from extract.types import Mention, MentionKind, PlaceHint

COARSE = 0.6
"""A place no more specific than this is a country, a sea or a larger region."""


@dataclass(frozen=True, slots=True)
class Located:
    """A mention with its head word, the preposition it hangs on, and where that preposition attaches."""

    mention: Mention
    root: Token
    preposition: str
    governor: Token


@dataclass(frozen=True, slots=True)
class Map:
    """The mentions of a document by sentence start, and what resolution knows of them."""

    by_sentence: Mapping[int, Sequence[Located]]
    hints: Mapping[Mention, PlaceHint]
    kinds: Mapping[int, str]
    """Index of each trigger's word -> its event type."""
    listed: frozenset[int]
    """Indexes of the words of mentions that have coordinates."""

    def within(self, words: range) -> "Map":
        """Only the places named in a stretch of words."""
        kept = {start: [p for p in here if p.root.i in words] for start, here in self.by_sentence.items()}
        return replace(self, by_sentence=kept)

    def is_listed(self, token: Token) -> bool:
        """Whether the word belongs to a place name that has coordinates."""
        return token.i in self.listed

    def of(self, token: Token) -> Sequence[Located]:
        """The places of its sentence, without those that only name who tells of it."""
        here = self.by_sentence.get(token.sent.start, ())
        return [p for p in here if p.preposition or not is_of_speaker(p.root, token)]


def place_map(
    doc: Doc, mentions: Iterable[Mention], hints: Mapping[Mention, PlaceHint], hits: Iterable[Hit] = ()
) -> Map:
    """Lay mentions over a parsed document. Datelines and labels stand in no sentence."""
    by_sentence: dict[int, list[Located]] = {}
    listed: set[int] = set()
    said_first, before = [*labels(doc.text), *filter(None, [dateline(doc.text)])], None
    for mention in sorted(mentions, key=lambda m: m.start):
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None or not len(span):
            continue
        listed.update(range(span.start, span.end) if mention in hints else ())
        locates, before = _only_locates(mention, before, doc.text, hints), mention
        if not locates and not any(span.start <= mention.start < span.end for span in said_first):
            by_sentence.setdefault(span.root.sent.start, []).append(_located(mention, span.root))
    return Map(by_sentence, hints, {hit.token.i: hit.sense.event_type for hit in hits}, frozenset(listed))


_DISTANCE = re.compile(
    r",?\s+(?:[\w-]+\s+){0,4}?(?:\d[\d,.]*|\w+)\s*(?:km|kms|kilomet(?:er|re)s?|miles?|mi)\b[^.;:]{0,40}"
    r"\b(?:of|from)\s+(?:the\s+)?"
    r"|,\s+(?:just\s+|to\s+the\s+)?(?:north|south|east|west)[\w-]*\s+of\s+(?:the\s+)?"
)


def _only_locates(mention: Mention, before: Mention | None, text: str, hints: Mapping[Mention, PlaceHint]) -> bool:
    """Whether the name only says where the listed town before it lies: Bangui of "Bangassou, 750 km east of Bangui"."""
    if before is None or before not in hints or before.kind is MentionKind.DEMONYM:
        return False
    return specificity(before, hints) > 1 and bool(_DISTANCE.fullmatch(text, before.end, mention.start))


def _located(mention: Mention, root: Token) -> Located:
    """Climb from the name through its noun phrase to the preposition it depends on."""
    token = root
    for _ in range(MAX_DEPTH):
        head = token.head
        if head == token:
            break
        if token.dep_ in {"pobj", "pcomp"} and head.pos_ in {"ADP", "SCONJ", "PART", "ADV"}:
            if (
                head.lower_ == "of"
                and head.head.pos_ in {"NOUN", "PROPN"}
                and head.head.dep_ in {"pobj", "dobj", "conj", "appos"}
            ):
                token = head.head
                continue
            return Located(mention, root, head.lower_, _governor(head))
        if token.dep_ not in {"compound", "poss", "appos", "conj", "nmod", "amod", "npadvmod"} or head.pos_ in {
            "VERB",
            "AUX",
        }:
            break
        token = head
    return Located(mention, root, "", token.head)


def _governor(preposition: Token) -> Token:
    """What a preposition attaches to; of "near A and in B", both to the same word."""
    while preposition.dep_ == "conj" and preposition.head.pos_ == "ADP":
        preposition = preposition.head
    return preposition.head


_COARSE = {"CONT": -1.0, "RGN": 0.5, "SEA": 0.6, "OCN": 0.2}


def specificity(mention: Mention, hints: Mapping[Mention, PlaceHint]) -> float:
    """How small a place is: towns and sites over provinces over countries; what has no coordinates comes last."""
    hint = hints.get(mention)
    if hint is None:
        return -2.0
    code = hint.feature
    if code.startswith(("PCL", "TERR")):
        return 0.0
    if code in _COARSE:
        return _COARSE[code]
    if code.startswith("ADM1"):
        return 1.0
    if code.startswith("ADM"):
        return 2.0
    return 3.0


def is_within(inner: Located, outer: Located, hints: Mapping[Mention, PlaceHint]) -> bool:
    """Whether a place lies in another, as far as the names of countries and units tell."""
    small, large = hints.get(inner.mention), hints.get(outer.mention)
    if small is None or large is None or large.country is None or large.country != small.country:
        return False
    unit = specificity(outer.mention, hints)
    same_unit = unit < 1 or (large.admin1 is not None and large.admin1 == small.admin1)
    return unit <= 1 and same_unit
