"""Words that signal an event, with the type their sense gives: the taxonomy's triggers laid over a parse."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from extract.annotation import Annotated, Classes, Keys, forms_of, is_month
from extract.arguments import Arguments, arguments, clause_of, is_verbal, words_of
from extract.taxonomy import SLOTS, EventType, Phrase, SubEventType, Taxonomy, Trigger


@dataclass(frozen=True, slots=True)
class Sense:
    """One trigger of one sub-event type, ready to match."""

    event_type: str
    sub_event_type: str
    trigger: Trigger
    phrase: Phrase
    verbal: bool
    alone_from: int | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Senses by the first word of their phrase, and word classes by the first word of their entries."""

    senses: dict[str, tuple[Sense, ...]]
    classes: Classes

    def heads_of(self, name: str) -> Keys:
        """The first words of a class's entries; none for a class the taxonomy lacks."""
        return frozenset(word for word, found in self.classes.items() if any(key == f"@{name}" for _, key in found))


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger found in the text: its head word, and the best sense that fits there."""

    token: Token
    sense: Sense
    arguments: Arguments
    why: str
    part: int = 0
    """1 for the second event of a verb whose objects tell two: "sent troops and shells"."""

    @property
    def weight(self) -> float:
        return self.sense.trigger.weight

    @property
    def verbal(self) -> bool:
        return self.sense.verbal


@lru_cache(maxsize=4)
def compile_lexicon(taxonomy: Taxonomy) -> Lexicon:
    """Index a taxonomy for matching; cached, since a run uses one taxonomy for all documents."""
    senses: dict[str, list[Sense]] = {}
    classes: dict[str, list[tuple[Phrase, str]]] = {}
    for name, entries in taxonomy.words.items():
        for entry in entries:
            classes.setdefault(entry[0], []).append((entry, f"@{name}"))
    for event_type in taxonomy.event_types:
        for sub in event_type.sub_event_types:
            for sense in _senses(event_type, sub):
                senses.setdefault(sense.phrase[0], []).append(sense)
                for phrase in _slot_phrases(sense.trigger):
                    classes.setdefault(phrase[0], []).append((phrase, " ".join(phrase)))
    return Lexicon(
        {word: tuple(sorted(found, key=lambda s: -s.trigger.weight)) for word, found in senses.items()},
        {word: tuple(dict.fromkeys(found)) for word, found in classes.items()},
    )


def _senses(event_type: EventType, sub: SubEventType) -> Iterator[Sense]:
    for trigger in sub.triggers:
        for phrase in trigger.verbs:
            yield Sense(event_type.name, sub.name, trigger, phrase, verbal=True, alone_from=sub.alone_from)
        for phrase in trigger.nouns:
            yield Sense(event_type.name, sub.name, trigger, phrase, verbal=False, alone_from=sub.alone_from)


def _slot_phrases(trigger: Trigger) -> Iterator[Phrase]:
    """Entries of more than one word that a trigger names itself become classes of their own."""
    for words in (*trigger.needs.values(), *trigger.bars.values()):
        yield from (tuple(word.split()) for word in words if " " in word)


def find_hits(annotated: Annotated, lexicon: Lexicon) -> list[Hit]:
    """The triggers of a document in text order, at most one for a word."""
    hits: dict[tuple[int, int], Hit] = {}
    for token in annotated.doc:
        if is_month(token) or token.ent_type_ == "PERSON":
            continue
        for found in _fitting(token, annotated, lexicon):
            key = (found.token.i, found.part)
            known = hits.get(key)
            if known is None or found.weight > known.weight:
                hits[key] = found
    return [hits[key] for key in sorted(hits)]


def _fitting(token: Token, annotated: Annotated, lexicon: Lexicon) -> Iterator[Hit]:
    """The best sense at each head word; a second one of the same type where it fits other objects of a list
    ("sent 2,000 troops and 30 howitzers")."""
    forms = forms_of(token)
    senses = [sense for form in forms for sense in lexicon.senses.get(form, ())]
    if not senses:
        return
    by_head: dict[int, list[Sense]] = {}
    for sense in senses:
        head = _head_of(sense, token)
        if head is not None:
            by_head.setdefault(head.i, []).append(sense)
    for i, present in by_head.items():
        head = annotated.doc[i]
        slots = _Slots(head, annotated)
        fits = sorted((s for s in present if slots.fit(s.trigger)), key=lambda s: -s.trigger.weight)
        if fits:
            yield Hit(head, fits[0], slots.arguments, _why(fits[0], head))
            yield from (Hit(head, s, slots.arguments, _why(s, head), part=1) for s in _second(fits, slots))


def _second(fits: list[Sense], slots: "_Slots") -> list[Sense]:
    first = slots.object_tokens(fits[0])
    others = [s for s in fits if s.event_type == fits[0].event_type and s.sub_event_type != fits[0].sub_event_type]
    return [s for s in others if first and (own := slots.object_tokens(s)) and first.isdisjoint(own)][:1]


def _head_of(sense: Sense, token: Token) -> Token | None:
    """The head word of the sense's phrase where it begins at `token`; None where it is not there."""
    if sense.verbal:
        return token if is_verbal(token) and _has_parts(token, sense.phrase[1:]) else None
    span = _noun_span(token, sense.phrase)
    if span is None:
        return None
    if len(span) > 1 and not any(word.pos_ in {"NOUN", "PROPN"} for word in span):
        return None
    if any(is_verbal(word) and word.tag_ != "VBG" for word in span[1:]):
        return None
    nominal = "of" not in sense.phrase and span[-1].pos_ in {"NOUN", "PROPN"}
    head = span[-1] if nominal else next((t for t in span if t.head not in span), span[-1])
    if head.tag_ == "VBG" and head.lower_ not in sense.phrase:
        return None  # "falling" is no form of the noun "fall"
    return None if _is_finite(head) or _takes_object(head) else head


def _is_finite(token: Token) -> bool:
    return token.tag_ in {"VBD", "VBZ", "VBP", "VB", "VBN", "MD"} and is_verbal(token)


def _takes_object(token: Token) -> bool:
    """ "killing two": a participle of a clause, not a noun."""
    return token.tag_ == "VBG" and any(c.dep_ == "dobj" for c in token.children)


def _noun_span(token: Token, phrase: Phrase) -> list[Token] | None:
    span, at = [token], token.i
    for word in phrase[1:]:
        at += 1
        while at < len(token.doc) and token.doc[at].text in {"-", "–", "'s", "’s"}:
            at += 1
        if at >= len(token.doc) or word not in forms_of(token.doc[at]):
            return None
        span.append(token.doc[at])
    return span


def _has_parts(verb: Token, parts: Phrase) -> bool:
    """Whether the rest of a phrase verb depends on it: "set [the village] on fire", "opened fire"."""
    if not parts:
        return True
    near = list(verb.children)
    near += [grandchild for child in near if child.dep_ in {"prep", "dobj", "prt"} for grandchild in child.children]
    near += [t for t in verb.doc[max(0, verb.i - 2) : verb.i] if t.head == verb]
    forms = {form for t in near for form in forms_of(t)}
    return all(part in forms for part in parts)


class _Slots:
    """The keys in each slot around one word, worked out as they are asked for."""

    def __init__(self, head: Token, annotated: Annotated) -> None:
        self.head, self.annotated = head, annotated
        self.arguments = arguments(head)
        self._known: dict[str, Keys] = {}

    def keys(self, slot: str) -> Keys:
        if slot not in self._known:
            self._known[slot] = self._work_out(slot)
        return self._known[slot]

    def _work_out(self, slot: str) -> Keys:
        match slot:
            case "subject":
                return self._subject_keys()
            case "object":
                return self.annotated.keys_of(words_of(self.arguments.objects))
            case "patient":
                return self.annotated.keys_of(words_of(self.arguments.patients))
            case "target":
                return self.annotated.keys_of(words_of(self.arguments.targets))
            case "modifier":
                return self.annotated.keys_of(self.arguments.modifiers)
            case "clause":
                return self.annotated.keys_of(t for t in clause_of(self.head) if t != self.head)
            case "sentence":
                return self.annotated.sentence_keys(self.head)
            case _:
                return self.annotated.document_keys

    def _subject_keys(self) -> Keys:
        """Of all words of the subject; "rebels of the Union coalition" are rebels, whatever they call themselves."""
        subjects = self.arguments.subjects
        keys = self.annotated.keys_of(words_of(subjects))
        heads = self.annotated.keys_of(t for s in subjects for t in (s, *s.conjuncts))
        return keys - {"@state"} if "@rebels" in heads and "@state" not in heads else keys

    def object_tokens(self, sense: Sense) -> frozenset[int]:
        """The words among the objects that the sense asks for."""
        wanted = sense.trigger.needs.get("object", frozenset())
        words = words_of(self.arguments.objects)
        return frozenset(t.i for t in words if not wanted.isdisjoint(self.annotated.keys[t.i]))

    def fit(self, trigger: Trigger) -> bool:
        return all(
            not trigger.needs[slot].isdisjoint(self.keys(slot)) for slot in SLOTS if slot in trigger.needs
        ) and all(trigger.bars[slot].isdisjoint(self.keys(slot)) for slot in SLOTS if slot in trigger.bars)


def _why(sense: Sense, head: Token) -> str:
    needs = "; ".join(
        f"{slot} has one of {', '.join(sorted(words)[:6])}" for slot, words in sense.trigger.needs.items()
    )
    kind = "verb" if sense.verbal else "noun"
    return f"the {kind} “{head.text}” ({' '.join(sense.phrase)})" + (f", whose {needs}" if needs else "")
