"""Triggers that only say more of another event of their sentence, and so tell of none themselves."""

from collections.abc import Sequence
from itertools import takewhile

from spacy.tokens import Token

from extract.arguments import MAX_DEPTH, governing_verb
from extract.triggers import Hit


def without_asides(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without ways back, deeds of the honoured, flights of what struck, effects and targets."""
    told = [h for h in hits if not _is_equipped(h.token)]
    for without in _PASSES:
        told = without(told)
    return told


def _is_equipped(verb: Token) -> bool:
    """ "gunmen armed with rifles": what they carry, not who armed them."""
    return (
        verb.lemma_.lower() in {"arm", "equip"}
        and verb.tag_ == "VBN"
        and verb.dep_ in {"acl", "amod", "advcl", "relcl"}
        and not any(c.dep_ == "agent" for c in verb.children)
    )


def _without_terms(hits: Sequence[Hit]) -> list[Hit]:
    """Without what was agreed on: "agreed to lay down their arms" is one agreement, not one and one to come."""
    agreed = {h.token: h.sense.event_type for h in hits if h.verbal}
    return [h for h in hits if not any(agreed.get(verb) == h.sense.event_type for verb in _bound_by(h.token))]


def _bound_by(token: Token) -> list[Token]:
    """The verbs whose infinitive a word belongs to."""
    return [t.head for t in (token, *token.ancestors) if t.dep_ == "xcomp"]


def _without_honoured(hits: Sequence[Hit]) -> list[Hit]:
    """Without what the honoured did: "a memorial to soldiers killed at X" tells of the memorial."""
    honours = [h.token for h in hits if h.sense.event_type == "Symbolic"]
    return [h for h in hits if _is_counted(h.token) or not any(_describes(h.token, honour) for honour in honours)]


def _is_counted(verb: Token) -> bool:
    return verb.dep_ == "acl" and any(t.like_num for t in verb.head.children)


def _describes(token: Token, honour: Token) -> bool:
    if token == honour or token.sent.start != honour.sent.start or not honour.is_ancestor(token):
        return False
    steps = 0
    while token != honour and steps < MAX_DEPTH:
        if token.dep_ in {"acl", "relcl"} and token.head != honour:
            return True
        token, steps = token.head, steps + 1
    return False


_BACK = frozenset({"return", "retreat", "withdraw", "go", "pull", "leave", "turn"})


def _without_way_back(hits: Sequence[Hit]) -> list[Hit]:
    """Without the return of those who had crossed a line in the same sentence: no withdrawal of a contingent."""
    crossed = {h.token.sent.start for h in hits if h.sense.sub_event_type == "Border incursion"}
    return [h for h in hits if not _is_way_back(h) or h.token.sent.start not in crossed]


def _is_way_back(hit: Hit) -> bool:
    return hit.sense.sub_event_type == "Troop withdrawal" and hit.token.lemma_.lower() in _BACK


_EFFECTS = frozenset({"kill", "wound", "injure", "hurt", "maim", "destroy", "damage", "leave", "claim"})


def described_by(verb: Token) -> list[Token]:
    """The nouns that "that killed 80" may describe, the nearest first: those before it in its clause.

    Taken in the order of words, for parses hang such clauses on the wrong noun more often than on the right one.
    """
    if verb.lemma_.lower() not in _EFFECTS:
        return []
    that = next((c for c in verb.children if c.tag_ in {"WDT", "WP"} and c.dep_ == "nsubj"), None)
    if that is None:
        return []
    before = reversed(list(that.doc[that.sent.start : that.i]))
    return [t for t in takewhile(lambda t: t.tag_ not in _FINITE, before) if t.pos_ in {"NOUN", "PROPN"}]


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def _without_effects(hits: Sequence[Hit]) -> list[Hit]:
    """Without the effects of an event that its own noun tells: the killing of "an attack on X that killed 80"."""
    nouns = {h.token for h in hits if not h.verbal and h.sense.event_type in _STRIKING}
    return [h for h in hits if nouns.isdisjoint(described_by(h.token))]


_STRIKING = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians", "Riots"})


def _without_flights(hits: Sequence[Hit]) -> list[Hit]:
    """Without the launch of what struck: "missiles launched from ships hit the capital" tells of the strike."""
    struck = {s for h in hits if h.sense.event_type == STRIKES for s in h.arguments.subjects}
    return [
        h
        for h in hits
        if not (h.sense.event_type == "Weapons tests" and h.token.dep_ == "acl" and h.token.head in struck)
    ]


STRIKES = "Explosions/Remote violence"


def _without_targets(hits: Sequence[Hit]) -> list[Hit]:
    """Without what was struck: "bombs were dropped on a ceremony" tells of the bombs."""
    aimed = {t for h in hits if h.sense.event_type in _STRIKING for t in (*h.arguments.targets, *h.arguments.patients)}
    return [h for h in hits if h.sense.event_type not in _GATHERINGS or h.token not in aimed]


_GATHERINGS = frozenset({"Symbolic", "Diplomacy"})


_PASSES = (
    _without_terms,
    _without_honoured,
    _without_way_back,
    _without_flights,
    _without_effects,
    _without_targets,
)


_ANSWERS = frozenset({"response", "retaliation", "revenge", "reprisal", "vengeance", "retribution", "reply"})
_REACH = 8


def is_answered(hit: Hit) -> bool:
    """ "in reprisal for the bombing of X": what the event told answers, which was elsewhere and before."""
    noun = hit.token
    before = list(takewhile(lambda t: t.tag_ not in _FINITE, reversed(list(noun.sent[: noun.i - noun.sent.start]))))
    return not hit.verbal and any(t.lemma_.lower() in _ANSWERS for t in before[:_REACH])


def own_words(noun: Token) -> range:
    """The stretch of its sentence that speaks of a noun told in passing: what follows it, or only its own phrase."""
    verb = governing_verb(noun)
    last = noun.sent.end if verb.i < noun.i else noun.right_edge.i + 1
    return range(noun.left_edge.i, last)
