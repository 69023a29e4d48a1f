"""Which mentions of events are reports of events: no habits, no old history, no bare topics, no scenarios.

`extract.modality` judges the words around a trigger. This judges what the layout and the era of a text say of it.
"""

from spacy.tokens import Token

from extract.arguments import clause_of, governing_verb, is_verbal
from extract.triggers import Hit

_HABIT = frozenset(
    [
        "often",
        "usually",
        "frequently",
        "regularly",
        "routinely",
        "typically",
        "historically",
        "traditionally",
        "generally",
        "commonly",
        "occasionally",
        "periodically",
        "habitually",
        "sometimes",
        "always",
        "normally",
        "annually",
    ]
)
_RECENT = frozenset({"recent", "recently", "latest", "fresh", "ongoing"})


def is_habit(trigger: Token) -> bool:
    """ "North Korea often tests missiles": what someone does, not what they did."""
    verb = governing_verb(trigger)
    near = (word for word in clause_of(trigger) if word.lower_ in _HABIT)
    if any(word.head in (verb, trigger) or word.head.head == verb for word in near):
        return True
    return is_verbal(trigger) and _is_simple_present(trigger)


def is_what_is_done(verb: Token) -> bool:
    """ "airfields from which rockets are fired": a present passive that describes a noun."""
    if verb.tag_ != "VBN" or verb.dep_ not in {"relcl", "ccomp"}:
        return False
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    relative = any(t.tag_ in {"WDT", "WP", "WRB"} for t in verb.subtree)
    return relative and len(helpers) == 1 and helpers[0].lower_ in {"is", "are"}


def _is_simple_present(verb: Token) -> bool:
    if verb.tag_ not in {"VBZ", "VBP"} or any(c.dep_ in {"aux", "auxpass"} for c in verb.children):
        return False
    return not any(word.lower_ in {"now", "today", "currently"} for word in verb.children)


_ANAPHORS = frozenset({"the", "this", "that", "these", "those", "such", "its", "their", "his", "her", "both"})
_SUPPORT_TAGS = frozenset({"VBD", "VBN", "VBZ", "VBG"})


def is_anaphor(noun: Token) -> bool:
    """ "the deployment", "this attack": a definite noun, which points back to an event told before."""
    return any(c.lower_ in _ANAPHORS for c in noun.children if c.dep_ in {"det", "poss", "predet", "amod"})


def is_grounded(noun: Token, support: frozenset[str]) -> bool:
    """Whether a noun tells of something that happened, by a verb of happening or a word of recency at it.

    `support` are the lemmas of verbs of happening ("conduct", "take place").
    """
    if noun.dep_ == "compound":
        noun = noun.head
    if any(c.lower_ in _RECENT for c in noun.children):
        return True
    verb = noun.head
    if verb.pos_ == "ADP":
        verb = verb.head
    if verb.dep_ == "xcomp":
        verb = verb.head
    if verb.pos_ == "VERB" and verb.lemma_.lower() in support and verb.tag_ in _SUPPORT_TAGS:
        return True
    return any(c.dep_ in {"acl", "relcl"} and c.lemma_.lower() in support for c in noun.children)


_SAYING = frozenset(
    [
        "say",
        "tell",
        "report",
        "announce",
        "state",
        "claim",
        "note",
        "declare",
        "accord",
        "warn",
        "add",
        "confirm",
        "deny",
    ]
)


def is_source(token: Token) -> bool:
    """ "according to vigilantes", "protesters said": who says it, not what happened."""
    if is_verbal(token):
        return False
    head = token.head
    if token.dep_ == "nsubj" and head.lemma_.lower() in _SAYING:
        return True
    return token.dep_ == "pobj" and head.lower_ == "to" and head.head.lower_ == "according"


def is_standing(hit: Hit) -> bool:
    """ "munitions made in X", "sanctions imposed by Y": how things stand, told in passing."""
    if hit.sense.sub_event_type not in {"Weapons production", "Sanctions"}:
        return False
    return hit.token.dep_ == "acl" and hit.token.tag_ == "VBN"


_COLLECTIVES = frozenset(
    {
        "history",
        "pattern",
        "legacy",
        "tradition",
        "cycle",
        "record",
        "era",
        "culture",
        "prospect",
        "narrative",
        "story",
        "image",
        "myth",
        "notion",
        "idea",
    }
)


def is_topic(noun: Token) -> bool:
    """ "a history of skirmishes": what things are like, not what happened."""
    if noun.dep_ in {"conj", "acl"}:
        noun = noun.head
    return noun.dep_ in {"pobj", "pcomp"} and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in _COLLECTIVES


_BARGAINS = frozenset(
    ["deal", "agreement", "talk", "negotiation", "proposal", "discussion", "pact", "offer", "request", "call", "bid"]
)


def is_bargained(verb: Token) -> bool:
    """ "talks on a deal to supply shells": what is bargained for has not happened."""
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    return verb.dep_ in {"acl", "relcl"} and infinitive and (passive or verb.head.lemma_.lower() in _BARGAINS)


_CONCERNS = frozenset(
    "plot charge trial case conviction suspect investigation probe victim threat fear law allegation risk ban "  # noqa: SIM905
    "warning insurance commission survivor inquiry verdict attempt drill simulation museum rehearsal line zone "
    "monitor".split()
)


_STATES = frozenset({"ministry", "government", "embassy", "ambassador", "minister", "country", "state"})
_LODGED = frozenset({"lodge", "file", "send", "submit", "deliver", "issue"})


def is_demarche(token: Token) -> bool:
    """ "Ghana protested", "lodged a protest with Ankara", "protested to the teacher": no people in the street."""
    if token.lemma_.lower() != "protest":
        return False
    if not is_verbal(token):
        lodged = token.dep_ == "dobj" and token.head.lemma_.lower() in _LODGED
        return lodged or any(c.lower_ in {"diplomatic", "formal", "official"} for c in token.children)
    if any(c.lower_ == "to" and c.dep_ in {"prep", "dative"} for c in token.children):
        return True
    subjects = [s for s in token.children if s.dep_ == "nsubj"]
    return any(s.ent_type_ == "GPE" or s.lemma_.lower() in _STATES for s in subjects)


def is_unconfirmed(noun: Token) -> bool:
    """ "neither side has confirmed the withdrawal": it stands as a claim of others, told elsewhere or not at all."""
    verb = noun.head
    if noun.dep_ not in {"dobj", "nsubjpass"} or verb.lemma_.lower() not in {"confirm", "verify", "acknowledge"}:
        return False
    words = [*verb.children, *(c for s in verb.children if s.dep_ == "nsubj" for c in s.children)]
    return any(w.dep_ == "neg" or w.lower_ in {"neither", "no", "nobody", "none"} for w in words)


def is_stretch(noun: Token) -> bool:
    """ "after more than a year of fighting": a stretch of time, not an incident of the day told."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "of":
        return False
    return noun.head.head.lemma_.lower() in {"year", "month", "week", "decade"}


def is_after_what_may_come(noun: Token) -> bool:
    """ "peacekeepers would go in after a truce": an indefinite event that something still open waits for."""
    waits = noun.dep_ == "pobj" and noun.head.lower_ == "after" and any(c.lower_ in {"a", "an"} for c in noun.children)
    return waits and any(c.tag_ == "MD" for verb in noun.ancestors for c in verb.children)


_STOPPING = frozenset({"stop", "halt", "cease", "end", "discontinue", "silence"})


def is_stopped(hit: Hit) -> bool:
    """ "stopped the broadcasts": the end of a provocation provokes nobody."""
    verb = hit.token.head
    return (
        hit.sense.sub_event_type == "Provocation"
        and hit.token.dep_ in {"dobj", "nsubjpass"}
        and verb.lemma_.lower() in _STOPPING
    )


_EXTREME = frozenset({"first", "worst", "deadliest", "heaviest", "biggest", "largest", "highest", "latest"})


def is_yardstick(token: Token) -> bool:
    """ "the first deaths since rebels began shelling ships": what the news is measured against."""
    for word in (token, *token.ancestors):
        if word.dep_ == "prep" and word.lower_ == "since":
            return any(t.lower_ in _EXTREME for t in word.doc[word.sent.start : word.i])
        if word.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "since" for c in word.children):
            return any(t.lower_ in _EXTREME for t in word.doc[word.sent.start : word.left_edge.i])
    return False


_PREPARED = frozenset({"prepared", "ready", "readied", "prepare", "brace", "poised", "primed"})


def is_prepared_for(noun: Token) -> bool:
    """ "the site stands ready for another test": what has been prepared for has not happened."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.head.head.lower_ in _PREPARED


_HARM = frozenset({"kill", "wound", "injure", "hurt", "harm", "die", "damage"})


def is_unharmed(verb: Token) -> bool:
    """ "nobody was killed": says what an event did not cost, and denies no event."""
    if verb.lemma_.lower() not in _HARM:
        return False
    victims = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"}]
    return any(v.lower_ in _NOBODY or any(c.lower_ in _NONE for c in v.children) for v in victims)


_NOBODY = frozenset({"nobody", "none", "nothing"})
_NONE = frozenset({"no", "neither", "zero"})
_LIKE = frozenset({"as", "like", "unlike", "than"})


def is_compared(noun: Token) -> bool:
    """ "as with the March launches": what the event told is likened to."""
    prep = noun.head
    if noun.dep_ != "pobj":
        return False
    if prep.lower_ == "with" and prep.head.lower_ == "as":
        return True
    return prep.lower_ in _LIKE and prep.lower_ != "as" and is_anaphor(noun)


def is_concern(noun: Token) -> bool:
    """ "assassination plots", "murder charges": something about such events, not one of them."""
    return noun.dep_ in {"compound", "nmod"} and noun.head.lemma_.lower() in _CONCERNS


def is_gerund_topic(verb: Token) -> bool:
    """ "Attacking churches is a sin": the deed as such."""
    return verb.tag_ == "VBG" and verb.dep_ in {"csubj", "csubjpass"}


_DUE = frozenset({"due", "scheduled", "upcoming", "forthcoming", "slated"})
_AHEAD = frozenset({"before", "ahead"})
_SCHEDULED = frozenset({"Diplomacy", "Symbolic", "Military posture"})


def is_ahead(hit: Hit) -> bool:
    """ "days before the visit of the minister": what is scheduled and told as still to come."""
    noun = hit.token
    if hit.sense.event_type not in _SCHEDULED:
        return False
    if any(c.lower_ in _DUE for c in noun.children):
        return True
    if noun.dep_ != "pobj":
        return False
    return noun.head.lower_ in _AHEAD or (noun.head.lower_ == "of" and noun.head.head.lower_ in _AHEAD)


def is_embedded(token: Token) -> bool:
    """Whether the trigger's clause only describes a noun of another clause."""
    return governing_verb(token).dep_ in {"relcl", "acl"}


def is_background(token: Token) -> bool:
    """Whether the trigger's clause only says after what the main clause happened."""
    verb = governing_verb(token)
    return verb.dep_ == "advcl" and any(
        c.dep_ == "mark" and c.lower_ in {"after", "since", "before"} for c in verb.children
    )


_CASUALTY = frozenset({"kill", "wound", "injure", "hurt", "capture", "seize"})


_ENDED = frozenset({"die", "fall", "perish", "fight", "serve", "kill", "wound"})


def _is_of_or_for(noun: Token) -> bool:
    """ "families of soldiers who died", "thanked them for soldiers who fought": uncounted people of another event."""
    counted = any(t.like_num or t.dep_ == "nummod" for t in noun.children)
    return noun.dep_ == "pobj" and noun.head.lower_ in {"of", "for", "to"} and not counted


def is_aside(verb: Token) -> bool:
    """ "families of soldiers killed abroad": victims told of in passing, not counted."""
    lemma = verb.lemma_.lower()
    if lemma in {"fight", "battle"} and verb.dep_ in {"advcl", "xcomp"}:
        verb, lemma = verb.head, verb.head.lemma_.lower()
    if verb.dep_ == "relcl":
        return lemma in _ENDED and _is_of_or_for(verb.head)
    if any(c.dep_ == "dobj" for c in verb.children) and lemma in _CASUALTY:
        return False  # no participle has an object: it is a main verb that the parse has misread
    if verb.dep_ != "acl" or not (lemma == "fight" or (verb.tag_ == "VBN" and lemma in _CASUALTY)):
        return False
    noun = verb.head
    return noun.dep_ not in {"nsubj", "nsubjpass", "ROOT"} and not any(t.like_num for t in noun.children)
