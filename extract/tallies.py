"""How many: which of a text's numbers belong to which event."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token

from extract.arguments import governing_verb, is_verbal
from extract.asides import described_by
from extract.counts import CountedSpan, CountKind
from extract.located import COARSE, Map, specificity
from extract.retelling import GENERIC_WEIGHT, VIOLENT, Reading, is_violent
from extract.timing import Timing
from extract.triggers import Sense
from extract.types import Count, Counts, Mention, MentionKind, PlaceHint

_MOVES = frozenset({"Deployments", "Military posture", "Battles", "Strategic developments"})
_ARMS = frozenset({"Deployments", "Weapons tests", "Explosions/Remote violence", "Strategic developments"})
_SUMMED = (CountKind.FATALITIES, CountKind.INJURED)


def give_counts(readings: Sequence[Reading], counts: Sequence[CountedSpan], *, timing: Timing, places: Map) -> None:
    """Set the counts of each reading from the numbers of its sentence that are nearest to it.

    Numbers of dead and injured in a sentence that tells no event of its own belong to the violent event told before,
    unless that sentence names another day or place.
    """
    given: dict[int, list[CountedSpan]] = {}
    for counted in counts:
        if is_cumulative(counted) or _is_over_days(counted, readings):
            owner = _toll_reading(counted, readings)
        else:
            owner = _owner(counted, readings, timing, places)
        if owner is not None:
            given.setdefault(id(owner), []).append(counted)
    for reading in readings:
        reading.counts = _counts(given.get(id(reading), []))


_UNITS = frozenset({"year", "month", "decade"})
_WARS = frozenset({"war", "conflict", "insurgency", "invasion", "uprising"})
_SPANNING = frozenset({"in", "over", "during", "within", "for", "through"})
_RISING = frozenset({"bring", "rise", "climb", "stand", "reach", "put", "grow", "pass", "exceed"})


def is_cumulative(counted: CountedSpan) -> bool:
    """Whether dead or injured are summed over a period: "killed since 2021", "in three years", "so far in the war"."""
    if counted.kind not in _SUMMED:
        return False
    head = counted.span.doc[counted.head]
    verb = governing_verb(head)
    if _tells_of_a_war(verb):
        return True
    perfect = any(c.lower_ in {"has", "have", "had"} for c in verb.children)
    own = [*verb.children, *head.children, *counted.span.root.head.children]
    if (perfect or verb.lemma_.lower() in _RISING) and any(map(_opens_since, own)):
        return True
    return any(_spans_period(t, perfect=perfect) for t in own)


def _tells_of_a_war(verb: Token) -> bool:
    """ "a pact that ended a war in which 70,000 died": the dead of the whole war."""
    return verb.dep_ == "relcl" and verb.head.lemma_.lower() in _WARS


_DAYS = frozenset(calendar.day_name)


def _opens_since(token: Token) -> bool:
    """A word that begins a long time; "since Thursday" is within one incident."""
    if token.lower_ == "since":
        return not any(c.text in _DAYS or c.lower_ in {"yesterday", "overnight", "dawn"} for c in token.children)
    return token.dep_ == "advcl" and any(c.lower_ == "since" and c.dep_ == "mark" for c in token.children)


def _spans_period(prep: Token, *, perfect: bool) -> bool:
    """ "over the past year", "in 20 months", "so far in the war"; not "last month" or "in the third year"."""
    if prep.dep_ != "prep" or prep.lower_ not in _SPANNING:
        return False
    for noun in (c for c in prep.children if c.dep_ == "pobj"):
        if noun.lemma_.lower() in _WARS and perfect:
            return True
        measured = any(c.dep_ == "nummod" or c.lower_ == "past" for c in noun.children)
        if noun.lemma_.lower() in _UNITS and measured and (perfect or noun.tag_ == "NNS"):
            return True
    return False


def _is_over_days(counted: CountedSpan, readings: Sequence[Reading]) -> bool:
    """ "40 were killed between Sunday and Thursday": a toll over days, where the sentence tells no one event."""
    if counted.kind not in _SUMMED:
        return False
    head = counted.span.doc[counted.head]
    verb = governing_verb(head)
    here = [r for r in readings if r.token.sent.start == head.sent.start and is_violent(r)]
    if any(r.token not in {head, verb} or r.weight >= GENERIC_WEIGHT for r in here):
        return False
    return any(_spans_days(prep) for prep in verb.subtree)


def _spans_days(prep: Token) -> bool:
    if prep.dep_ != "prep" or prep.lower_ not in {"between", "from"}:
        return False
    return any(t.ent_type_ == "DATE" for t in prep.children) and any(
        t.lower_ in {"and", "to", "until", "through"} for t in prep.subtree
    )


def _toll_reading(counted: CountedSpan, readings: Sequence[Reading]) -> Reading | None:
    """What tells a summed toll: the very word of dying or counting, else a toll of the sentence; never an attack."""
    head = counted.span.doc[counted.head]
    words = {head, governing_verb(head)}
    here = [r for r in readings if r.token.sent.start == head.sent.start]
    own = [r for r in here if r.token in words and is_violent(r) and (r.token.lemma_.lower() in _DYING or _is_loss(r))]
    found = next(iter(own or [r for r in here if _is_loss(r)]), None)
    if found is not None:
        found.cumulative = True
    return found


def without_causes(readings: Sequence[Reading]) -> list[Reading]:
    """Without what a summed toll was caused by: "strikes have killed 900 people since May" tells of no one strike."""
    tolls = [r.token for r in readings if r.cumulative]
    return [r for r in readings if r.cumulative or not is_violent(r) or not _is_cause(r.token, tolls)]


def _is_cause(token: Token, tolls: Sequence[Token]) -> bool:
    if is_verbal(token):
        return False
    return any(toll == governing_verb(token) and is_verbal(toll) for toll in tolls)


TOLL = 100
"""So many dead, told without a word for what killed them, are the toll of a war, not of one event."""


def as_toll(reading: Reading, hints: Mapping[Mention, PlaceHint]) -> Reading:
    """The reading, as a casualty toll where it only says that very many were killed in a country."""
    if reading.cumulative:
        toll = replace(reading, hit=replace(reading.hit, sense=_as_loss(reading)))
        return _unbound(toll) if _tells_of_a_war(reading.token) else toll
    dead = reading.counts.fatalities
    many = dead is not None and (dead.low or 0) >= TOLL
    wide = reading.place is None or specificity(reading.place, hints) <= COARSE
    if not many or not wide or not is_violent(reading) or reading.weight >= GENERIC_WEIGHT or not reading.hit.verbal:
        return reading
    if reading.token.lemma_.lower() not in _DYING:
        return reading
    return replace(reading, hit=replace(reading.hit, sense=_as_loss(reading)))


def _unbound(toll: Reading) -> Reading:
    """Without the place and day of the sentence that mentions the war."""
    reason = "the toll of a war that the sentence mentions"
    return replace(toll, place=None, place_is_own=False, place_reason=reason, date=None, date_reason=reason)


def _as_loss(reading: Reading) -> Sense:
    return replace(reading.hit.sense, event_type="Losses", sub_event_type="Casualty toll")


_DYING = frozenset({"kill", "die", "lose", "perish"})


def _owner(counted: CountedSpan, readings: Sequence[Reading], timing: Timing, places: Map) -> Reading | None:
    head = counted.span.doc[counted.head]
    here = [r for r in readings if r.token.sent.start == head.sent.start and _takes(r, counted)]
    described = next((r for above in described_by(head) for r in here if r.token == above), None)
    if described is not None:
        return described
    if here:
        return min(here, key=lambda r: (abs(r.token.i - head.i) if not _is_loss(r) else 1000, -r.weight))
    if counted.kind not in _SUMMED:
        return None
    before = [r for r in readings if r.token.i < head.i and r.event_type in VIOLENT]
    near = [r for r in before if _sentences_between(r.token, head) <= 1]
    close = [r for r in near if _sentences_between(r.token, head) == 0]
    return next((r for r in reversed(close or near) if not _is_elsewhere(head, r, timing, places)), None)


def _sentences_between(one: Token, other: Token) -> int:
    between = one.doc[one.sent.end : max(one.sent.end, other.sent.start)]
    return len({token.sent.start for token in between if not token.is_space})


def _is_elsewhere(head: Token, before: Reading, timing: Timing, places: Map) -> bool:
    """Whether a sentence names another day, or another place as small, than the event told before it."""
    day = before.date
    if day is not None and any(d.time.start > day.end or d.time.end < day.start for d in timing.of(head)):
        return True
    if before.place is None:
        return False
    size = specificity(before.place, places.hints)
    literal = [p.mention for p in places.of(head) if p.preposition and p.mention.kind is MentionKind.LITERAL]
    return any(m.name != before.place.name and specificity(m, places.hints) >= size for m in literal)


def _is_loss(reading: Reading) -> bool:
    return reading.event_type == "Losses"


def _takes(reading: Reading, counted: CountedSpan) -> bool:
    """Whether an event of this type can have such a number."""
    match counted.kind:
        case CountKind.FATALITIES | CountKind.INJURED:
            return reading.event_type in VIOLENT
        case CountKind.TROOPS:
            return reading.event_type in _MOVES and reading.sub_event_type not in {"Arms transfer", "Warning shots"}
        case CountKind.WEAPONS:
            return reading.event_type in _ARMS and reading.sub_event_type != "Troop deployment"
        case _:
            return False


def _counts(found: Sequence[CountedSpan]) -> Counts:
    by_kind = {kind: [c for c in found if c.kind is kind] for kind in CountKind}
    return Counts(
        fatalities=_total(by_kind[CountKind.FATALITIES]),
        injured=_total(by_kind[CountKind.INJURED]),
        troops=_total(by_kind[CountKind.TROOPS]),
        weapons=_total(by_kind[CountKind.WEAPONS]),
    )


def _total(found: Sequence[CountedSpan]) -> Count | None:
    """The first number, with those coordinated with it added: "two soldiers and a child were killed" is three."""
    if not found:
        return None
    together = [c for c in found if c is found[0] or _coordinated(found[0], c)]
    if len(together) == 1:
        return found[0].count
    lows, bests = [c.count.low for c in together], [c.count.best for c in together]
    highs = [c.count.high for c in together]
    return Count(_sum(lows), _sum(bests), _sum(highs))


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if len(known) == len(numbers) else None


def _coordinated(one: CountedSpan, other: CountedSpan) -> bool:
    """Whether two numbers count halves of one list: "A and B were killed", "5,000 workers and 1,000 sappers"."""
    first, second = _noun(one), _noun(other)
    return first != second and (second in first.conjuncts or first in second.conjuncts)


def _noun(counted: CountedSpan) -> Token:
    token = counted.span.root
    while token.dep_ in {"nummod", "quantmod", "compound", "det", "amod"} and token.head != token:
        token = token.head
    return token
