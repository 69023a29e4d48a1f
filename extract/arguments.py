"""Who did what to whom, read off the dependency parse: the arguments of a verb or of a noun that tells an event.

Labels are those of spaCy's English models (ClearNLP).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

_SUBJECTS = frozenset({"nsubj", "csubj"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
_OBJECT_PREPOSITIONS = frozenset(
    [
        "on",
        "at",
        "against",
        "into",
        "upon",
        "with",
        "of",
        "over",
        "across",
        "between",
        "targeting",
        "inside",
        "toward",
        "towards",
    ]
)
_FROM_VERBS = frozenset({"withdraw", "pull", "retreat", "evacuate", "return", "fall", "wrest", "advance", "surrender"})
"""Verbs whose "from" or "to" names what they act on; elsewhere it names a sender, a receiver or a way."""
_NAME_PARTS = frozenset({"compound", "amod", "nmod", "poss", "nummod", "appos", "conj", "quantmod"})
_TOLLS = frozenset({"kill", "wound", "injure", "die", "hurt", "damage", "destroy", "leave", "dead"})
_TELLING = frozenset(
    "confirm deny report condemn criticise criticize denounce welcome describe discuss mention reveal detect observe "  # noqa: SIM905
    "monitor spot acknowledge dispute reject oppose investigate note disclose praise regret see".split()
)
"""Verbs whose subject only speaks of the event that is their object: "Accra has not confirmed the deployment"."""
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_BANDS = frozenset({"army", "militia", "group", "faction", "police", "gang", "force", "militant", "crowd", "mob"})
MAX_DEPTH = 12
"""Longest climb up a parse; longer chains are parses gone wrong."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """Heads of the phrases in each role. `modifiers` are words right at the trigger."""

    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    modifiers: tuple[Token, ...]
    targets: tuple[Token, ...] = ()
    """Of the objects, those something is aimed at: "on", "at", "against"."""
    patients: tuple[Token, ...] = ()
    """Of the objects, what the verb is done to: its direct object or passive subject; of a noun, what follows "of"."""


_WHEN = frozenset({"DATE", "TIME"})
_AIMED = frozenset({"on", "at", "against", "into", "upon", "toward", "towards", "over"})


def is_verbal(token: Token) -> bool:
    """A verb that heads a clause or a participle phrase; not "fighting continued", not "a returned soldier"."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    return token.dep_ not in {"amod", "compound"} and not (token.tag_ == "VBG" and token.dep_ in {"nsubj", "dobj"})


def arguments(token: Token) -> Arguments:
    """The arguments of a verb or an event noun."""
    return _of_verb(token) if is_verbal(token) else _of_noun(token)


def _of_verb(verb: Token) -> Arguments:
    own = list(verb.children)
    subjects = [c for c in own if c.dep_ in _SUBJECTS]
    objects = [c for c in own if c.dep_ in {"dobj", "dative", "oprd", "attr"} or c.dep_ in _PASSIVE_SUBJECTS]
    objects += [c for c in own if c.dep_ == "npadvmod" and c.tag_ == "CD" and c.ent_type_ not in _WHEN]
    subjects += [p for c in own if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"]
    patients = list(objects)
    objects += _prepositional(verb)
    objects += [p for o in objects if o.dep_ == "dobj" for p in _prepositional(o)]
    if not any(c.dep_ in _SUBJECTS or c.dep_ in _PASSIVE_SUBJECTS for c in own):
        inherited = _inherited_subject(verb)
        (objects if _is_passive(verb) else subjects).extend(inherited)
        patients += inherited if _is_passive(verb) else []
    modifiers = [c for c in own if c.dep_ in {"advmod", "prt", "npadvmod", "amod", "compound", "acomp", "oprd"}]
    if verb.lemma_.lower() in _FROM_VERBS:
        objects += _prepositional(verb, frozenset({"from", "to"}))
    return Arguments(
        tuple(map(_antecedent, subjects)),
        tuple(map(_antecedent, objects)),
        tuple(modifiers),
        _targets(verb),
        tuple(map(_antecedent, patients)),
    )


def _is_passive(verb: Token) -> bool:
    """ "troops deployed to", "was hit": a past participle with an auxiliary "be" or none at all."""
    if verb.tag_ != "VBN":
        return False
    return verb.dep_ in {"acl", "relcl", "amod"} or any(c.dep_ == "auxpass" for c in verb.children)


def _inherited_subject(verb: Token) -> list[Token]:
    """The subject a participle, a conjoined verb or an infinitive takes from the clause above it."""
    for _ in range(MAX_DEPTH):
        head = verb.head
        if head == verb:
            return []
        if verb.dep_ in {"acl", "relcl"}:
            return [head]
        if verb.dep_ not in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "acomp", "oprd"}:
            return []
        found = [c for c in head.children if c.dep_ in _SUBJECTS or c.dep_ in _PASSIVE_SUBJECTS]
        if found:
            return found
        verb = head
    return []


def _antecedent(token: Token) -> Token:
    """What "who", "which" or "they" stands for; the word itself where nothing does."""
    if token.lower_ in _RELATIVE and token.head.dep_ == "relcl":
        return token.head.head
    return _subject_meant(token) or token


def _subject_meant(pronoun: Token) -> Token | None:
    """ "The rebels said they had taken X": the subject of a clause above, else of the sentence before."""
    if pronoun.lower_ not in _PRONOUNS or pronoun.dep_ not in _SUBJECTS | _PASSIVE_SUBJECTS:
        return None
    for verb in (*pronoun.head.ancestors, *_main_verb_before(pronoun.sent)):
        subject = next((c for c in verb.children if c.dep_ in _SUBJECTS | _PASSIVE_SUBJECTS), None)
        if subject is not None and subject.i < pronoun.i and subject.pos_ in {"NOUN", "PROPN"}:
            return subject if _may_stand_for(pronoun, subject) else None
    return None


def _main_verb_before(sentence: Span) -> list[Token]:
    return [sentence.doc[sentence.start - 1].sent.root] if sentence.start else []


def _may_stand_for(pronoun: Token, noun: Token) -> bool:
    """As far as number tells: "they" for several or for a group with a name, "it" and "he" for one."""
    many = noun.tag_ in {"NNS", "NNPS"} or any(noun.conjuncts)
    if pronoun.lower_ == "they":
        return many or noun.ent_type_ in {"ORG", "NORP"} or noun.lemma_.lower() in _BANDS
    return not many or noun.ent_type_ in {"ORG", "GPE"}


def _prepositional(token: Token, prepositions: frozenset[str] = _OBJECT_PREPOSITIONS) -> list[Token]:
    found: list[Token] = []
    for preposition in token.children:
        if preposition.dep_ in {"prep", "agent", "dative", "prt"} and preposition.lower_ in prepositions:
            found += [c for c in preposition.children if c.dep_ in {"pobj", "pcomp"} and c.ent_type_ not in _WHEN]
    return found


def _targets(token: Token) -> tuple[Token, ...]:
    things = [token, *(c for c in token.children if c.dep_ in {"dobj", "nsubjpass"})]
    return tuple(t for thing in things for t in _prepositional(thing, _AIMED))


def _of_noun(noun: Token) -> Arguments:
    subjects = [c for c in noun.children if c.dep_ in {"poss", "nmod"}]
    objects: list[Token] = []
    for preposition in noun.children:
        pobjs = [c for c in preposition.children if c.dep_ == "pobj"]
        if preposition.dep_ in {"prep", "agent"} and preposition.lower_ == "by":
            subjects += pobjs
        elif preposition.dep_ == "prep" and preposition.lower_ in _OBJECT_PREPOSITIONS:
            objects += pobjs
        elif preposition.dep_ == "acl":
            (subjects if preposition.tag_ == "VBN" else objects).extend(_participle_arguments(preposition))
    modifiers = [c for c in noun.lefts if c.dep_ in {"compound", "amod", "nmod", "nummod", "npadvmod"}]
    governing_subjects, governing_objects = _from_governor(noun)
    return Arguments(
        (*subjects, *modifiers, *governing_subjects),
        (*objects, *modifiers, *governing_objects),
        tuple(modifiers),
        _targets(noun),
        tuple(_prepositional(noun, frozenset({"of"}))),
    )


def _participle_arguments(verb: Token) -> Iterator[Token]:
    """ "exercises conducted by Chad", "an attack targeting shops": who, or whom."""
    for child in verb.children:
        if child.dep_ == "agent":
            yield from (c for c in child.children if c.dep_ == "pobj")
        elif child.dep_ == "dobj":
            yield child


def _from_governor(noun: Token) -> tuple[list[Token], list[Token]]:
    """What the verb above lends a noun: "the army carried out strikes on X", "ten were killed in a raid"."""
    verb = noun.head
    if verb.pos_ == "ADP" and verb.head.pos_ in {"VERB", "AUX"}:
        if verb.head.lemma_.lower() not in _TOLLS:
            return [], []
        upper = _of_verb(verb.head)
        return [], [o for o in upper.objects if o != noun]
    if verb.pos_ not in {"VERB", "AUX"} or noun.dep_ not in {"dobj", "nsubjpass", "nsubj", "attr"}:
        return [], []
    upper = _of_verb(verb)
    told = noun.dep_ == "nsubj" or verb.lemma_.lower() in _TELLING
    subjects = [] if told else [s for s in upper.subjects if s != noun]
    return subjects, [o for o in upper.objects if o != noun]


def phrase_of(head: Token) -> Iterator[Token]:
    """The words that name what `head` stands for: its modifiers, coordinated and apposed nouns, "of" phrases."""
    stack, seen = [head], 0
    while stack and seen < 40:
        token = stack.pop()
        seen += 1
        yield token
        for child in token.children:
            if child.dep_ in _NAME_PARTS:
                stack.append(child)
            elif child.dep_ == "prep" and child.lower_ in {"of", "from", "between", "including"}:
                stack += [c for c in child.children if c.dep_ == "pobj"]


def words_of(heads: Iterable[Token]) -> Iterator[Token]:
    for head in heads:
        yield from phrase_of(head)


def governing_verb(token: Token) -> Token:
    """The verb of the clause `token` stands in: itself if it is one, else the nearest above, else the root."""
    for _ in range(MAX_DEPTH):
        if is_verbal(token) or token.head == token:
            return token
        token = token.head
    return token


_OTHER_CLAUSE = frozenset({"ccomp", "advcl", "parataxis", "relcl"})


def clause_of(token: Token) -> Iterator[Token]:
    """The words of the clause of `token`, without the clauses beside and below it."""
    stack, seen = [governing_verb(token)], 0
    while stack and seen < 120:
        word = stack.pop()
        seen += 1
        yield word
        stack += [c for c in word.children if not _opens_clause(c, token)]


def _opens_clause(child: Token, trigger: Token) -> bool:
    if child == trigger or trigger.is_ancestor(child) or child.is_ancestor(trigger):
        return False
    if child.dep_ in _OTHER_CLAUSE and child.tag_ != "VBG":
        return True
    return child.dep_ == "conj" and child.pos_ == "VERB"
