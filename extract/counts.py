"""How many: the numbers of a text that count the dead, the injured, troops or weapons.

Formations ("two brigades"), measures, ages, dates, money and names with numbers in them are no counts of people.
"""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from extract.count_roles import (
    CountKind,
    count_words,
    counted_noun,
    first_conjunct,
    harm_of,
    has_object,
    predicate_of,
    role_of,
)
from extract.numbers import Quantity, exactly, find_quantities
from extract.types import Count

__all__ = ["CountKind", "CountedSpan", "find_counts"]


@dataclass(frozen=True, slots=True)
class CountedSpan:
    """A number in the text. `head` is the index of the token that says what it counts.

    That is the word of dying or injuring for fatalities and injured, the counted noun for troops and weapons
    (the verb where the noun is left out: "15,000 were sent"). A list ("5,000 workers and 1,000 engineers were sent")
    is one span with its sum.
    """

    span: Span
    count: Count
    kind: CountKind | None
    head: int


_MASS = frozenset({"police", "personnel", "staff", "crew", "force", "people"})
_NO_COUNT_ENTITIES = frozenset({"PERCENT", "MONEY", "ORDINAL"})
_NUMBERED = frozenset(
    {
        "aged",
        "age",
        "article",
        "articles",
        "resolution",
        "no.",
        "number",
        "unit",
        "chapter",
        "section",
        "phase",
        "day",
        "camp",
    }
)
_MONTHS = frozenset(calendar.month_name[1:]) | frozenset(calendar.month_abbr[1:])
_PRONOUN_ONE = frozenset({"no", "any", "every", "each", "some", "the", "this", "that", "another"})
MAX_AGE = 110
LIST_GAP = 12
"""Most tokens between two items of one list; farther apart the parse has joined what the text has not."""


def find_counts(doc: Doc) -> list[CountedSpan]:
    """Counts in text order; `kind` is None for numbers of other people and things ("34 passengers were freed")."""
    numbers = [c for q in find_quantities(doc.text) if (c := _counted(q, doc)) is not None]
    taken = {token.i for number in numbers for token in number.span}
    ones = [one for one in _single_victims(doc) if not taken & set(range(one.span.start, one.span.end))]
    return _summed(sorted((*numbers, *ones, *_self_killed(doc)), key=lambda c: c.span.start))


def _counted(quantity: Quantity, doc: Doc) -> CountedSpan | None:
    span = doc.char_span(quantity.start, quantity.end, alignment_mode="expand")
    if span is None or _is_no_count(span, quantity):
        return None
    noun = counted_noun(span)
    if noun is not None and noun.lemma_.lower() in count_words().measures:
        return None
    role = role_of(span.root, noun, span)
    if role is not None:
        return CountedSpan(span, quantity.count, role.kind, role.head.i)
    return CountedSpan(span, quantity.count, None, (noun if noun is not None else span.root).i)


def _is_no_count(span: Span, quantity: Quantity) -> bool:
    """Whether it is an age, a date, money, an ordinal or part of a name ("Article 5", "Resolution 1718")."""
    root, doc = span.root, span.doc
    before = doc[span.start - 1].lower_ if span.start else ""
    if root.ent_type_ in _NO_COUNT_ENTITIES or (root.ent_type_ in ("DATE", "TIME") and not _counts_people(root)):
        return True
    if root.dep_ == "nummod" and root.head.i < span.start:
        return True
    if (span.end < len(doc) and doc[span.end].text.rstrip(".") in _MONTHS) or _is_part(span):
        return True
    if before in _NUMBERED or (span.text.lower() == "one" and before in _PRONOUN_ONE):
        return True
    return _is_age(span, quantity)


def _is_part(span: Span) -> bool:
    """ "three soldiers, one of them an officer": counted in the three."""
    after = span.doc[span.end : span.end + 2].text.lower()
    return after in {"of them", "of whom"} and span.root.dep_ not in {"nsubj", "nsubjpass", "dobj", "ROOT"}


def _is_age(span: Span, quantity: Quantity) -> bool:
    """A number between commas after a person: "Hassan, 23, ..."."""
    doc = span.doc
    before = doc[span.start - 1].text if span.start else ""
    after = doc[span.end].text if span.end < len(doc) else ""
    low = quantity.count.low
    small = low is not None and low < MAX_AGE
    return small and before == "," and after in (",", ".", ")") and span.root.dep_ in ("appos", "nummod", "npadvmod")


def _counts_people(root: Token) -> bool:
    """The recogniser calls some counts dates ("20 injured"): one with a person or weapon over it is none."""
    words = count_words()
    known = words.person_nouns | words.troop_nouns | words.weapon_nouns | words.dead_words | words.injured_words
    return root.head.lemma_.lower() in known or root.head.lower_ in known


def _single_victims(doc: Doc) -> Iterator[CountedSpan]:
    """One victim without a number: "a soldier was killed", "another was wounded"."""
    words = count_words()
    verbs = words.kill_verbs | words.injure_verbs | words.die_verbs
    for verb in doc:
        if verb.lemma_.lower() not in verbs or verb.pos_ not in ("VERB", "AUX"):
            continue
        role = predicate_of(verb) or harm_of(verb)
        for victim in _patients(verb):
            if role is not None and _is_one_person(victim):
                start = min((c.i for c in victim.children if c.dep_ in ("det", "nummod")), default=victim.i)
                yield CountedSpan(doc[min(start, victim.i) : victim.i + 1], exactly(1), role.kind, verb.i)


def _patients(verb: Token) -> Iterable[Token]:
    dies = verb.lemma_.lower() in count_words().die_verbs
    participle = verb.tag_ == "VBN" and not has_object(verb)
    wanted = {"nsubj", "nsubjpass"} if dies or participle else {"nsubjpass", "dobj"}
    if any(c.dep_ == "neg" or (c.dep_ == "aux" and c.tag_ == "MD") for c in verb.children):
        return
    for child in verb.children:
        if child.dep_ in wanted:
            yield child
            yield from child.conjuncts
    if verb.dep_ == "acl" and participle:
        yield verb.head


def _is_one_person(victim: Token) -> bool:
    if victim.lower_ == "another":
        return True
    if _speaks_next(victim):
        return False
    if victim.ent_type_ == "PERSON":
        return victim.tag_ == "NNP"
    words = count_words()
    lemma = victim.lemma_.lower()
    return victim.tag_ == "NN" and lemma in words.person_nouns | words.troop_nouns and lemma not in _MASS


def _speaks_next(noun: Token) -> bool:
    """ "killing 40, witnesses and an official said": who tells of the dead is none of them."""
    after = noun.doc[noun.i + 1 : noun.i + 2]
    return len(after) > 0 and after[0].lower_ in {"said", "says", "told", "reported", "added"}


def _self_killed(doc: Doc) -> Iterator[CountedSpan]:
    """Attackers who died by their own act: "two bombers blew themselves up"."""
    for token in doc:
        if token.lower_ not in ("themselves", "himself", "herself") or token.dep_ != "dobj":
            continue
        verb = token.head
        if any(c.dep_ == "advcl" and c.lemma_.lower() in count_words().kill_verbs for c in verb.children):
            continue  # "blew himself up, killing 40": the attacker is one of the dead, not their number
        if verb.lemma_.lower() not in count_words().kill_verbs and verb.lemma_.lower() != "blow":
            continue
        subject = _subject(verb)
        number = 1 if token.lower_ != "themselves" else _number_of(subject)
        if number is not None:
            yield CountedSpan(doc[token.i : token.i + 1], exactly(number), CountKind.FATALITIES, verb.i)


def _subject(verb: Token) -> Token | None:
    for above in (verb, *verb.ancestors):
        subject = next((c for c in above.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            return subject
    return None


def _number_of(noun: Token | None) -> int | None:
    figures = [c for c in noun.children if c.dep_ == "nummod"] if noun is not None else []
    quantity = next(find_quantities(figures[0].text), None) if figures else None
    return quantity.count.best if quantity else None


def _summed(counts: Sequence[CountedSpan]) -> list[CountedSpan]:
    """Join the items of one list of the same kind into one count with their sum."""
    out: list[CountedSpan] = []
    for count in counts:
        if out and _same_list(out[-1], count):
            last = out[-1]
            span = count.span.doc[last.span.start : count.span.end]
            out[-1] = CountedSpan(span, _sum(last.count, count.count), last.kind, last.head)
        else:
            out.append(count)
    return out


def _same_list(a: CountedSpan, b: CountedSpan) -> bool:
    if a.kind is None or a.kind is not b.kind or not 0 < b.span.start - a.span.end <= LIST_GAP:
        return False
    if any(
        t.lower_ in ("including", "of", "among", "and/or", "or", "whom") for t in a.span.doc[a.span.end : b.span.start]
    ):
        return False
    first, second = _item(a), _item(b)
    if _are_one_subject(first, second):
        return True
    return first is not second and first_conjunct(second) == first_conjunct(first) and second != first_conjunct(second)


def _are_one_subject(first: Token, second: Token) -> bool:
    """ "six officers and at least 21 civilians had died": two subjects, where the parse has missed the list."""
    subjects = {first.dep_, second.dep_} <= {"nsubj", "nsubjpass"}
    return subjects and first != second and first.head == second.head and any(c.dep_ == "cc" for c in first.children)


def _item(count: CountedSpan) -> Token:
    """The counted noun of a list item."""
    root = count.span.root
    return root.head if root.dep_ == "nummod" else root


def _sum(a: Count, b: Count) -> Count:
    def added(x: int | None, y: int | None) -> int | None:
        return None if x is None or y is None else x + y

    return Count(added(a.low, b.low), added(a.best, b.best), added(a.high, b.high))
