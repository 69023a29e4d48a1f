"""What a number counts, read from the parse: the noun it modifies and the words of harm or movement around it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from spacy.tokens import Span, Token

from paths import DATA


class CountKind(StrEnum):
    FATALITIES = "fatalities"
    INJURED = "injured"
    TROOPS = "troops"
    WEAPONS = "weapons"


@dataclass(frozen=True, slots=True)
class Role:
    kind: CountKind
    head: Token
    """The word of dying or injuring, else the counted noun."""


@dataclass(frozen=True, slots=True)
class CountWords:
    """The lists of `data/lexicons/counts.toml`, each explained there."""

    kill_verbs: frozenset[str]
    die_verbs: frozenset[str]
    dead_words: frozenset[str]
    death_nouns: frozenset[str]
    life_nouns: frozenset[str]
    life_verbs: frozenset[str]
    killing_nouns: frozenset[str]
    injure_verbs: frozenset[str]
    injured_words: frozenset[str]
    injury_nouns: frozenset[str]
    casualty_nouns: frozenset[str]
    troop_nouns: frozenset[str]
    person_nouns: frozenset[str]
    weapon_nouns: frozenset[str]
    weapon_holders: frozenset[str]
    group_nouns: frozenset[str]
    deploy_verbs: frozenset[str]
    custody_verbs: frozenset[str]
    measures: frozenset[str]


@cache
def count_words() -> CountWords:
    rows = tomllib.loads((DATA / "lexicons" / "counts.toml").read_text(encoding="utf-8"))
    return CountWords(**{name: frozenset(values) for name, values in rows.items()})


_NUMBER_TAILS = frozenset(
    {"of", "other", "others", "more", "additional", "another", "the", "his", "her", "their", "its"}
)
_ABOUT = frozenset(
    {"at", "least", "about", "around", "some", "nearly", "almost", "more", "than", "over", "up", "to", "another"}
)
_RISING = frozenset({"climb", "climbs", "rise", "rises", "jump", "jumps", "grow", "grows", "pass", "passes"})
_SHOT = frozenset({"shoot", "shot", "hack", "stab", "beat"})
_NEARLY = frozenset({"nearly", "almost", "narrowly"})
_WEAPON_SIGNS = frozenset({"ammunition", "explosive", "equipment", "air", "defense", "defence"})
_AIRCRAFT = frozenset({"strategic", "heavy", "stealth", "long", "range", "nuclear", "fighter", "jet", "dive"})
_MODIFIES = ("nummod", "det", "amod", "predet", "compound", "quantmod", "nmod", "npadvmod")


def counted_noun(span: Span) -> Token | None:
    """The noun a number counts: its head, what follows its "of", or None for a bare number ("killing two")."""
    root = span.root
    of = next((c for c in root.children if c.dep_ == "prep" and c.lower_ == "of" and c.i >= span.end - 1), None)
    if of is not None:
        return next((c for c in of.children if c.dep_ == "pobj"), None)
    if root.dep_ in _MODIFIES and root.head.i >= span.end:
        head = root.head
        noun = head.head if head.dep_ in ("nummod", "quantmod") and head.head.i > head.i else head
        return None if noun.pos_ in ("VERB", "AUX") and noun.lower_ not in _harm_words() else noun
    if root.pos_ == "NOUN" and root.i >= span.end - 1 and root.i > span.start:
        return root
    return None


def _harm_words() -> frozenset[str]:
    return count_words().dead_words | count_words().injured_words


def role_of(number: Token, noun: Token | None, span: Span) -> Role | None:
    """What the number counts; None for casualties of both kinds together, and for all else."""
    words = count_words()
    node = noun if noun is not None and noun.i != number.i and number.head == noun else number
    group = _group(node)
    if group is not None:
        node, noun = group, None
    if noun is not None and noun.lemma_.lower() in words.casualty_nouns:
        return None
    for test in (_own_word, _participle, _toll, _verb_role, _ellipsis, _verb_before):
        role = test(node, noun, span)
        if role is not None:
            return None if _did_not_happen(role.head) else role
    return None if _is_harmed(node) else _force(node, noun)


def _is_harmed(node: Token) -> bool:
    """ "4,700 of the soldiers were killed or wounded": casualties of both kinds, and no force that was sent."""
    argument, words = first_conjunct(node), count_words()
    harm = words.kill_verbs | words.injure_verbs
    return argument.dep_ in ("dobj", "nsubjpass") and argument.head.lemma_.lower() in harm


def _verb_before(node: Token, noun: Token | None, span: Span) -> Role | None:
    """The verb of harm written right before the number: "shot dead seven farmers", and "killing 12 people" where
    the parse has given the people to a later verb."""
    words, before = count_words(), [t for t in span.doc[span.sent.start : span.start] if not t.is_space]
    while before and before[-1].lower_ in _ABOUT:
        before.pop()
    if before and before[-1].tag_ == "VBG" and before[-1].lemma_.lower() in words.kill_verbs | words.injure_verbs:
        return harm_of(before[-1])
    if len(before) > 1 and before[-1].lower_ == "dead" and before[-2].lemma_.lower() in _SHOT:
        return Role(CountKind.FATALITIES, before[-2])
    return None


def _group(node: Token) -> Token | None:
    """The family of "a family of five"."""
    of = node.head
    if node.dep_ == "pobj" and of.lower_ == "of" and of.head.lemma_.lower() in count_words().group_nouns:
        return of.head
    return None


def _did_not_happen(word: Token) -> bool:
    """Whether a killing was narrowly missed, denied or merely possible."""
    return any(c.dep_ == "neg" or c.lower_ in _NEARLY or (c.dep_ == "aux" and c.tag_ == "MD") for c in word.children)


def _own_word(node: Token, noun: Token | None, span: Span) -> Role | None:
    """The counted noun itself is the harm: "600 deaths", "13 bodies", "20 wounded"."""
    words = count_words()
    if noun is None:
        return None
    lemma = noun.lemma_.lower()
    if lemma in words.death_nouns or noun.lower_ in words.dead_words or _is_life_lost(noun):
        return _state(noun) if noun.lower_ in words.dead_words else Role(CountKind.FATALITIES, noun)
    if lemma in words.injury_nouns or noun.lower_ in words.injured_words:
        return Role(CountKind.INJURED, noun)
    return None


def _is_life_lost(noun: Token) -> bool:
    words = count_words()
    return noun.lemma_.lower() in words.life_nouns and noun.head.lemma_.lower() in words.life_verbs


def _participle(node: Token, noun: Token | None, span: Span) -> Role | None:
    """A participle or adjective on the counted noun: "13 fighters killed", "30 people dead"."""
    anchor = noun if noun is not None else node
    for child in anchor.children:
        if child.dep_ in ("acl", "amod", "advcl", "relcl") and child.i >= span.end:
            role = _state(child)
            if role is not None:
                return role
    return None


def _state(word: Token) -> Role | None:
    """What being this word's subject means; None for "killed and wounded", which gives neither count alone."""
    words = count_words()
    pair = {word.lower_, *(c.lower_ for c in word.conjuncts)}
    dead = bool(pair & words.dead_words) or word.lemma_.lower() in words.die_verbs
    if dead and pair & words.injured_words and not _subjects_apart(word):
        return None
    if word.lower_ in words.dead_words or word.lemma_.lower() in words.die_verbs:
        return Role(CountKind.FATALITIES, word)
    return Role(CountKind.INJURED, word) if word.lower_ in words.injured_words else None


def _subjects_apart(word: Token) -> bool:
    """Whether the conjoined words of killing and wounding each have a subject or a number of their own."""
    apart = ("nsubj", "nsubjpass", "nummod", "quantmod")
    return any(any(c.dep_ in apart for c in other.children) for other in word.conjuncts)


def _toll(node: Token, noun: Token | None, span: Span) -> Role | None:
    """A toll or a nominalised killing: "the death toll rose to 14", "the killing of 12 people"."""
    words = count_words()
    for candidate in dict.fromkeys((noun if noun is not None else node, node)):
        if candidate.dep_ != "pobj":
            continue
        prep = candidate.head
        above = prep.head.lemma_.lower()
        if prep.lower_ == "of" and (above in words.killing_nouns or _is_life_lost(prep.head)):
            return Role(CountKind.FATALITIES, prep.head)
        toll = next((t for t in _clause_words(prep) if _is_toll(t)), None)
        if prep.lower_ in ("to", "at") and toll is not None:
            hurt = any(t.lower_ in words.injured_words or t.lemma_ == "injury" for t in toll.subtree)
            return Role(CountKind.INJURED if hurt else CountKind.FATALITIES, toll)
    return None


def _is_toll(noun: Token) -> bool:
    """A noun that counts harm: "death toll", "the number of dead"."""
    if noun.lemma_.lower() in ("toll", "tally"):
        return True
    return noun.lemma_.lower() == "number" and any(t.lower_ in _harm_words() for t in noun.subtree)


def _clause_words(token: Token) -> Iterator[Token]:
    verb = next((t for t in token.ancestors if t.pos_ == "VERB" or t.lower_ in _RISING), None)
    if verb is not None:
        for child in verb.children:
            yield child
            yield from child.children


def _verb_role(node: Token, noun: Token | None, span: Span) -> Role | None:
    """The verb whose argument the counted noun is, through conjunctions ("12 men and two children were killed")."""
    argument, words = first_conjunct(node), count_words()
    rough = argument.dep_ == "pobj" and _is_rough(argument.head)
    verb = argument.head.head if rough else argument.head
    bare_participle = argument.dep_ == "nsubj" and verb.tag_ == "VBN" and not has_object(verb)
    patient = argument.dep_ in ("dobj", "nsubjpass") or bare_participle or rough
    if patient and argument.dep_ != "dobj" and verb.lower_ in _harm_words():
        return _state(verb)
    if patient and verb.lemma_.lower() in words.kill_verbs | words.injure_verbs:
        return harm_of(verb)
    return predicate_of(verb) if argument.dep_ in ("nsubj", "nsubjpass") else None


def harm_of(verb: Token) -> Role | None:
    """What a verb of killing or injuring does to its object; None where one object has both done to it."""
    words = count_words()
    pairs = [c for c in verb.conjuncts if not has_object(c) or not has_object(verb)]
    lemmas = {verb.lemma_.lower(), *(c.lemma_.lower() for c in pairs)}
    if lemmas & words.kill_verbs and lemmas & words.injure_verbs and not _subjects_apart(verb):
        return None
    return Role(CountKind.FATALITIES if verb.lemma_.lower() in words.kill_verbs else CountKind.INJURED, verb)


def predicate_of(verb: Token) -> Role | None:
    """What is said of a subject: "20 were dead", "five died", "three suffered injuries"."""
    words = count_words()
    if verb.lemma_.lower() in words.die_verbs:
        return Role(CountKind.FATALITIES, verb)
    for child in verb.children:
        if child.dep_ in ("acomp", "oprd", "attr", "advmod") and child.i > verb.i:
            role = _state(child)
            if role is not None:
                return role
        if child.dep_ == "dobj" and child.lemma_.lower() in words.injury_nouns:
            return Role(CountKind.INJURED, child)
        if child.lower_ == "among":
            role = next((_state(c) for c in child.children if c.lower_ in _harm_words()), None)
            if role is not None:
                return role
    return None


def has_object(verb: Token) -> bool:
    return any(c.dep_ == "dobj" or _is_rough(c) for c in verb.children)


_ROUGHLY = frozenset({"around", "about", "over", "under", "between"})


def _is_rough(word: Token) -> bool:
    """ "injured around 300": an object, which the parse takes for a place."""
    if word.dep_ != "prep" or word.lower_ not in _ROUGHLY:
        return False
    return any(c.dep_ == "pobj" and (c.pos_ == "NUM" or any(n.dep_ == "nummod" for n in c.lefts)) for c in word.rights)


def first_conjunct(token: Token) -> Token:
    """The first of a list of nouns or numbers: it alone carries the list's relation to the verb."""
    while token.dep_ in ("conj", "appos") and token.head.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
        token = token.head
    return token


def _ellipsis(node: Token, noun: Token | None, span: Span) -> Role | None:
    """The word of harm right after the number and its noun: "... and three wounded", "two others injured"."""
    doc = span.doc
    end = max(span.end, noun.i + 1 if noun is not None else 0)
    for token in doc[end : min(end + 4, len(doc))]:
        if token.lower_ in _harm_words():
            return _state(token)
        if not (token.dep_ in ("aux", "auxpass", "advmod", "det") or token.lower_ in _NUMBER_TAILS):
            return None
    return None


def _force(node: Token, noun: Token | None) -> Role | None:
    """Troops and weapons, by the counted noun; people of any kind under a verb of sending."""
    words = count_words()
    verb = first_conjunct(noun if noun is not None else node).head
    if noun is None:
        return Role(CountKind.TROOPS, verb) if _sent_troops(node, verb) else None
    lemma = noun.lemma_.lower()
    if lemma in words.troop_nouns and not _in_custody(noun, verb):
        return Role(CountKind.TROOPS, noun)
    if lemma in words.weapon_nouns and not _is_attacker(noun):
        return Role(CountKind.WEAPONS, noun)
    around = {t.lemma_.lower() for t in noun.subtree if abs(t.i - noun.i) < 8}
    if lemma in words.weapon_holders and around & (words.weapon_nouns | _WEAPON_SIGNS):
        return Role(CountKind.WEAPONS, noun)
    moved = ("dobj", "nsubjpass", "nsubj") if lemma in _POLICE else ("dobj", "nsubjpass")
    sent = verb.lemma_.lower() in words.deploy_verbs and first_conjunct(noun).dep_ in moved
    return Role(CountKind.TROOPS, noun) if sent and lemma in words.person_nouns else None


_POLICE = frozenset({"officer", "policeman", "policewoman", "police", "gendarme", "guard"})
"""Armed people who go by themselves: "400 police officers landed" is a contingent, "400 migrants landed" is none."""


def _in_custody(noun: Token, verb: Token) -> bool:
    words = count_words()
    held = {verb.lemma_.lower(), *(c.lemma_.lower() for c in noun.children if c.dep_ in ("acl", "relcl"))}
    return bool(held & words.custody_verbs)


def _is_attacker(noun: Token) -> bool:
    """A bomber is a person unless it is called what aircraft are called ("strategic bombers", "Tu-95 bombers")."""
    if noun.lemma_.lower() != "bomber":
        return False
    return not any(
        c.lower_ in _AIRCRAFT or any(x.isdigit() for x in c.text) for c in noun.subtree if c.dep_ != "nummod"
    )


def _sent_troops(node: Token, verb: Token) -> bool:
    """A bare number sent somewhere counts troops where its sentence speaks of them."""
    words = count_words()
    if verb.lemma_.lower() not in words.deploy_verbs:
        return False
    return any(t.lemma_.lower() in words.troop_nouns for t in node.sent)
