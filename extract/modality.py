"""How sure: whether an event word tells what happened, and who says so.

`modality_of` climbs from the trigger to the root of its sentence and gathers every word in whose scope it stands:
negation, auxiliaries, verbs, nouns and adjectives of planning, supposing and denying (`data/lexicons/modality.toml`).
It stops where a clause or a definite noun phrase speaks for itself: "may condemn the attack" supposes no attack.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from extract.attribution import attribution_of
from extract.modality_lexicon import lexicon
from extract.sections import headings
from extract.types import Modality

__all__ = ["attribution_of", "modality_of"]

MAX_STEPS = 16
_DEFINITE = frozenset({"the", "this", "these", "those", "that", "its", "his", "her", "their", "our"})
_NEGATORS = frozenset({"no", "neither", "nor", "zero"})
_NOBODY = frozenset({"nobody", "none", "nothing", "noone"})
_GOVERNING = frozenset({"of", "for", "about", "on", "against", "from", "to", "at"})
_OPENERS = frozenset(
    {"|", "•", "*", "-", "–", "—", "·", "▪", ")", ":", "1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9."}
)
_CONTRASTIVE = frozenset({"only", "just", "merely", "simply"})
_NOMINAL = ("NOUN", "PROPN", "NUM", "PRON")
_RANK = {Modality.ASSERTED: 0, Modality.PLANNED: 1, Modality.HYPOTHETICAL: 2, Modality.DENIED: 3}


@dataclass(frozen=True, slots=True)
class Sign:
    """A word and what it makes of the words in its scope."""

    modality: Modality
    reason: str
    prevents: bool = False


def modality_of(trigger: Token) -> tuple[Modality, str]:
    """The modality of the event a word names, and the reason in words, for "asserted" too."""
    signs = [*_climb(trigger), *_sentence_signs(trigger)]
    denials = [s for s in signs if s.modality is Modality.DENIED]
    if len(denials) > 1:
        if any(s.prevents for s in denials):
            return Modality.ASSERTED, f"{denials[0].reason}, but {denials[1].reason}"
        return Modality.HYPOTHETICAL, f"{denials[0].reason}, but {denials[1].reason}"
    strongest = max(signs, key=lambda s: _RANK[s.modality], default=None)
    if strongest is None:
        return Modality.ASSERTED, "stated as having happened"
    return strongest.modality, strongest.reason


def _climb(trigger: Token) -> Iterator[Sign]:
    token, below = trigger, None
    for _ in range(MAX_STEPS):
        yield from _own_signs(token, below=below)
        if token.dep_ == "ROOT":
            return
        yield from _governed_signs(token)
        if not _passes(token):
            return
        token, below = token.head, token


def _own_signs(token: Token, *, below: Token | None) -> Iterator[Sign]:
    """Negation, auxiliaries, adverbs and modifiers right on the word."""
    words = lexicon()
    infinitive = any(c.dep_ == "aux" and c.tag_ == "TO" for c in token.children)
    for child in token.children:
        lower = child.lower_
        if child.dep_ == "neg" or (child.dep_ in ("advmod", "preconj") and words.has("adverbs", "denied", lower)):
            if not _is_contrastive(child):
                yield Sign(Modality.DENIED, f'negated by "{child.text}"')
        elif child.dep_ == "det" and lower in _NEGATORS:
            yield Sign(Modality.DENIED, f'"{child.text} {token.text}"')
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj") and child != below and _is_nobody(child):
            yield Sign(Modality.DENIED, f'"{child.text}" of none')
        elif child.dep_ == "aux" and not infinitive:
            yield from _modal(child, token)
        elif child.dep_ == "advmod" and token.pos_ in ("VERB", "AUX"):
            yield from _adverb(child, token)
        elif child.dep_ in ("amod", "compound") and token.pos_ in _NOMINAL:
            modality = words.class_of("adjectives", lower)
            if modality is not None:
                yield Sign(modality, f'"{child.text} {token.text}"', prevents=modality is Modality.DENIED)


def _is_nobody(noun: Token) -> bool:
    """Nobody and nothing: "no soldier", "nobody", "none of the missiles"."""
    return noun.lower_ in _NOBODY or any(c.dep_ == "det" and c.lower_ in _NEGATORS for c in noun.children)


def _is_contrastive(negator: Token) -> bool:
    after = negator.doc[negator.i + 1] if negator.i + 1 < len(negator.doc) else None
    return after is not None and after.lower_ in _CONTRASTIVE


def _modal(aux: Token, verb: Token) -> Iterator[Sign]:
    words = lexicon()
    if words.has("modals", "planned", aux.lower_):
        yield Sign(Modality.PLANNED, f'"{aux.text} {verb.text}"')
    elif aux.lower_ == "would" and _is_reported(verb):
        yield Sign(Modality.PLANNED, f'announced: "{aux.text} {verb.text}"')
    elif aux.tag_ == "MD":
        yield Sign(Modality.HYPOTHETICAL, f'"{aux.text} {verb.text}"')


def _is_reported(verb: Token) -> bool:
    """The future as told in the past: "said it would send"."""
    return verb.dep_ == "ccomp" and lexicon().has("speech", "verbs", verb.head.lemma_.lower())


def _adverb(adverb: Token, verb: Token) -> Iterator[Sign]:
    words, lower = lexicon(), adverb.lower_
    finite = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    if words.has("adverbs", "habitual", lower) and any(t.tag_ in ("VBP", "VBZ") for t in finite) and verb.tag_ != "VBN":
        yield Sign(Modality.HYPOTHETICAL, f'a habit: "{adverb.text} {verb.text}"')
    elif words.has("adverbs", "hypothetical", lower) and verb.tag_ not in ("VBD", "VBN"):
        yield Sign(Modality.HYPOTHETICAL, f'"{adverb.text} {verb.text}"')


def _governed_signs(token: Token) -> Iterator[Sign]:
    """What the word above makes of it."""
    head, dep = token.head, token.dep_
    words = lexicon()
    if any(
        c.dep_ in ("mark", "advmod") and words.has("marks", "conditional", c.lower_) for c in token.children
    ) and dep in ("advcl", "ccomp", "pcomp", "csubj"):
        yield Sign(Modality.HYPOTHETICAL, "in a condition or open question")
    if dep in ("prep", "agent"):
        yield from _prep_signs(token)
    elif dep == "pobj" and head.lower_ == "of" and head.head.lower_ == "ahead" and not _told_as_past(token):
        yield Sign(Modality.PLANNED, f'"ahead of" {token.text}')
    elif dep in ("pobj", "pcomp") and words.has("marks", "denied", head.lower_):
        yield Sign(Modality.DENIED, f'"{head.text} {token.text}"')
    elif head.pos_ in ("VERB", "AUX"):
        yield from _verb_signs(token)
    elif head.pos_ == "ADJ" and dep in ("xcomp", "ccomp", "advcl", "acl"):
        yield from _class_sign("adjectives", head, predicate=True)
    elif head.pos_ in ("NOUN", "PROPN") and dep in ("acl", "xcomp", "ccomp", "compound", "nmod"):
        yield from _noun_signs(token)


def _told_as_past(noun: Token) -> bool:
    """Past all the same, as in "ahead of a ceremony where both spoke": it has taken place by the time of writing."""
    return any(t.dep_ == "relcl" and t.tag_ == "VBD" for t in noun.subtree)


def _prep_signs(prep: Token) -> Iterator[Sign]:
    """Governed through a preposition: "threat of", "calls for", "warned of", "ready for"."""
    head, words = prep.head, lexicon()
    lemma = head.lemma_.lower()
    if head.pos_ in ("NOUN", "PROPN") and prep.lower_ in _GOVERNING:
        if words.has("nouns", "conditional", lemma) and head.dep_ == "pobj" and head.head.lower_ == "in":
            yield Sign(Modality.HYPOTHETICAL, f'"in {head.text} {prep.text}"')
        yield from _class_sign("nouns", head)
    elif head.pos_ == "VERB" and prep.lower_ in _GOVERNING:
        own_object = prep.lower_ == "for" and any(c.dep_ == "dobj" for c in head.children)  # "vowed revenge for"
        if not (own_object or words.has("verbs", "factive", lemma) or words.has("verbs", "infinitive_only", lemma)):
            yield from _class_sign("verbs", head)
    elif head.pos_ == "ADJ":
        yield from _class_sign("adjectives", head)


def _verb_signs(token: Token) -> Iterator[Sign]:
    head, dep, lemma = token.head, token.dep_, token.head.lemma_.lower()
    if dep == "ccomp" and (_is_set_off(token) or (lemma == "agree" and token.tag_ == "VBD")):
        return
    if (
        dep == "ccomp"
        and lexicon().has("speech", "verbs", lemma)
        and lemma not in ("deny", "speculate", "threaten", "predict")
    ):
        return
    if dep in ("xcomp", "ccomp"):
        yield from _class_sign("verbs", head)
        if lemma == "go" and head.tag_ == "VBG" and _is_infinitive(token):
            yield Sign(Modality.PLANNED, f'"going to {token.text}"')
        if dep == "xcomp" and head.tag_ == "VBN":  # "are set to meet", "is scheduled to open"
            yield from _class_sign("adjectives", head, predicate=True)
    elif dep in ("dobj", "nsubjpass", "oprd") and not _exists_anyway(token):
        yield from _class_sign("verbs", head)
    elif dep == "advcl" and _is_infinitive(token):
        yield from _purpose_sign(token)
    elif dep == "advcl" and token.tag_ == "VBG" and lexicon().has("verbs", "phrasal_denied", _with_particle(head)):
        yield from _class_sign("verbs", head)
    if dep in ("xcomp", "ccomp", "nsubj", "csubj", "attr", "acomp"):
        yield from _predicate_signs(token)


def _is_set_off(clause: Token) -> bool:
    """Whether a semicolon parts a clause from the verb that the parse has put it under."""
    first, last = sorted((clause.i, clause.head.i))
    return any(t.text == ";" for t in clause.doc[first:last])


def _exists_anyway(noun: Token) -> bool:
    """Whether an object exists whatever is thought of it: "discussed the attack", "called it an attack"."""
    words, lemma = lexicon(), noun.head.lemma_.lower()
    if words.has("verbs", "prepositional", lemma) and not _has_particle(noun.head):
        return True
    if words.has("verbs", "enacting", lemma) and words.has("nouns", "acts", noun.lemma_.lower()):
        return True
    return words.has("verbs", "presupposing", lemma) and _is_definite(noun)


def _purpose_sign(token: Token) -> Iterator[Sign]:
    head = token.head
    verdict = lexicon().class_of("verbs", head.lemma_.lower())
    if verdict is not None:
        yield from _class_sign("verbs", head)
    elif not lexicon().has("verbs", "means", head.lemma_.lower()):
        yield Sign(Modality.PLANNED, f'purpose of "{head.text}"')


def _predicate_signs(token: Token) -> Iterator[Sign]:
    """Said of it with "be": "it is likely that ...", "one scenario is ...", "is to visit"."""
    head = token.head
    if head.lemma_ != "be":
        return
    if token.dep_ == "xcomp" and _is_infinitive(token):
        yield Sign(Modality.PLANNED, f'"{head.text} to {token.text}"')
    if token.dep_ == "nsubj" and not any(c.dep_ in ("acomp", "attr") for c in head.children):
        later = next((c for c in head.children if c.dep_ == "xcomp" and _is_infinitive(c)), None)
        if later is not None:
            yield Sign(Modality.PLANNED, f'"{head.text} to {later.text}"')
    for child in head.children:
        if child.dep_ == "acomp":
            yield from _class_sign("adjectives", child, predicate=token.dep_ != "nsubj")
        elif child.dep_ == "attr" and token.dep_ in ("nsubj", "csubj"):
            if lexicon().has("nouns", "predicative", child.lemma_.lower()):
                yield Sign(Modality.HYPOTHETICAL, f'is "{child.text}"')
        elif child.dep_ == "nsubj" and token.dep_ in ("attr", "ccomp", "xcomp"):
            yield from _class_sign("nouns", child)


def _noun_signs(token: Token) -> Iterator[Sign]:
    """Governed by a noun: "plans to send", "attack threat", "the possibility that ..."."""
    head, words = token.head, lexicon()
    known = list(_class_sign("nouns", head))
    yield from known
    plain = words.has("nouns", "plain_infinitive", head.lemma_.lower()) or words.has(
        "nouns", "factive", head.lemma_.lower()
    )
    if not known and not plain and token.dep_ in ("acl", "xcomp") and _is_infinitive(token):
        yield Sign(Modality.HYPOTHETICAL, f'"{head.text} to {token.text}"')


def _class_sign(kind: str, word: Token, *, predicate: bool = False) -> Iterator[Sign]:
    words, lemma = lexicon(), word.lemma_.lower()
    if kind == "verbs":
        yield from _verb_class_sign(word)
        return
    modality = words.class_of(kind, lemma) or words.class_of(kind, word.lower_)
    if modality is None and predicate:
        modality = words.class_of(kind, word.lower_, prefix="predicate_")
    if modality is not None:
        yield Sign(modality, f'governed by "{word.text}"', prevents=lemma == "failure")


def _verb_class_sign(verb: Token) -> Iterator[Sign]:
    words, lemma, phrase = lexicon(), verb.lemma_.lower(), _with_particle(verb)
    if words.has("verbs", "phrasal_prevented", phrase) or words.has("verbs", "prevented", lemma):
        yield Sign(Modality.DENIED, f'kept from happening: "{verb.text}"', prevents=True)
    elif words.has("verbs", "phrasal_denied", phrase):
        yield Sign(Modality.DENIED, f'governed by "{phrase}"')
    elif not _has_particle(verb) and (modality := words.class_of("verbs", lemma)) is not None:
        yield Sign(modality, f'governed by "{verb.text}"', prevents=lemma == "fail")


def _has_particle(verb: Token) -> bool:
    return any(c.dep_ == "prt" for c in verb.children)


def _with_particle(verb: Token) -> str:
    """The verb with its particle("call off"); the bare lemma without one."""
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt" and not _is_preposition(c)), "")
    return f"{verb.lemma_.lower()} {particle}".strip()


def _is_preposition(particle: Token) -> bool:
    """ "held drills off Okinawa": a particle by the parse, before a noun of its own."""
    after = particle.doc[particle.i + 1 : particle.i + 2]
    return particle.i > particle.head.i + 1 and any(t.pos_ in ("PROPN", "DET") for t in after)


def _is_infinitive(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in token.children)


def _passes(token: Token) -> bool:
    """Whether what stands over the word above holds for this word too."""
    head, dep = token.head, token.dep_
    words = lexicon()
    if dep in ("acl", "ccomp", "relcl") and words.has("speech", "claims", head.lemma_.lower()):
        return any(c.dep_ == "mark" or c.lower_ == "that" for c in token.children)
    if dep in ("relcl", "ccomp", "csubj", "poss", "amod", "nsubj", "csubjpass"):
        return _subject_passes(token) if dep == "nsubj" else False
    if dep in ("xcomp", "compound", "appos", "nmod", "agent"):
        return True
    if dep == "conj":
        return head.pos_ in _NOMINAL or not _is_clause(token)
    if dep in ("pobj", "pcomp"):
        return not words.has("marks", "factive", head.lower_) and not (dep == "pcomp" and head.lower_ == "for")
    if dep in ("dobj", "nsubjpass", "attr", "oprd"):
        opaque = words.has("verbs", "prevented", head.lemma_.lower())
        return (
            opaque or _is_light(head) or not (_is_definite(token) or words.has("verbs", "factive", head.lemma_.lower()))
        )
    if dep == "prep":
        return _prep_passes(token)
    if dep == "advcl":
        if _is_infinitive(token):
            return words.has("verbs", "means", head.lemma_.lower())
        loose = _is_infinitive(head) and token.i > 0 and token.doc[token.left_edge.i - 1].text == ","
        return token.tag_ in ("VBG", "VBN") and not loose and not any(c.dep_ == "mark" for c in token.children)
    return False


def _is_clause(verb: Token) -> bool:
    """Whether a conjoined verb has a subject or an auxiliary of its own."""
    return any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in verb.children)


def _subject_passes(token: Token) -> bool:
    """A bare subject is as unreal as its verb ("launches could follow"); a definite one exists anyway."""
    return not _is_definite(token) or lexicon().has("verbs", "occurring", token.head.lemma_.lower())


def _prep_passes(prep: Token) -> bool:
    head = prep.head
    if any(lexicon().has("marks", "factive", t.lower_) for t in (prep, head)):
        return False
    if lexicon().has("nouns", "factive", head.lemma_.lower()) and head.pos_ == "NOUN":
        return False
    objects = [c for c in prep.children if c.dep_ == "pobj"]
    if head.pos_ in ("VERB", "AUX") and objects and _is_definite(objects[0]):
        return _is_light(head)
    return True


def _is_light(verb: Token) -> bool:
    words = lexicon()
    if words.has("verbs", "phrasal_light", _with_particle(verb)):
        return True
    return words.has("verbs", "light", verb.lemma_.lower())


def _is_definite(noun: Token) -> bool:
    if lexicon().has("speech", "claims", noun.lemma_.lower()):
        return False  # what is denied of a claim is denied of its content
    if noun.pos_ == "PROPN":
        return True
    return any((c.dep_ == "det" and c.lower_ in _DEFINITE) or c.dep_ == "poss" for c in noun.children)


def _sentence_signs(trigger: Token) -> Iterator[Sign]:
    sentence = trigger.sent
    last = next((t for t in reversed(sentence) if not t.is_space and not t.is_quote), None)
    if last is not None and last.text == "?":
        yield Sign(Modality.HYPOTHETICAL, "asked, not stated")
    if (heading := _unreal_heading(trigger)) is not None and not _in_past(trigger):
        yield Sign(Modality.HYPOTHETICAL, f'in the section "{heading}"')
    call = next((t for t in (trigger, *trigger.ancestors) if _is_imperative(t)), None)
    if call is not None:
        yield Sign(Modality.HYPOTHETICAL, f'a call to act: "{call.text} ..."')


def _is_imperative(verb: Token) -> bool:
    """A bare verb that opens a sentence, list item or table cell: "Impose sanctions on ..."."""
    if verb.tag_ not in ("VB", "VBP") or verb.pos_ != "VERB":
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "expl") for c in verb.children):
        return False
    before = next((t for t in reversed(verb.doc[verb.sent.start : verb.i]) if not t.is_space), None)
    if before is not None:
        return before.text in _OPENERS
    return verb.sent.text.rstrip().endswith((".", "!", ";", ":"))  # a headline may open with a mistagged noun


def _unreal_heading(trigger: Token) -> str | None:
    """The heading of the section a word stands in, if the section tells what may or should be."""
    last = next((h for h in reversed(headings(trigger.doc)) if h.start < trigger.idx), None)
    return last.text if last is not None and last.unreal and last.end < trigger.idx else None


def _in_past(trigger: Token) -> bool:
    verb = next((t for t in (trigger, *trigger.ancestors) if t.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return False
    return verb.tag_ == "VBD" or any(
        c.dep_ in ("aux", "auxpass")
        and c.lemma_ in ("have", "be")
        and c.tag_ in ("VBD", "VBZ", "VBP")
        and verb.tag_ == "VBN"
        for c in verb.children
    )
