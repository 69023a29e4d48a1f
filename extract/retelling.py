"""One event told in several sentences is one event: readings of the same happening are folded together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from spacy.tokens import Token

from extract.arguments import governing_verb
from extract.blocks import Block
from extract.located import COARSE, specificity
from extract.triggers import Hit
from extract.types import Actor, Count, Counts, Mention, MentionKind, Modality, PlaceHint, TimePrecision, TimeSpan

VIOLENT = frozenset(
    {"Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots", "Losses"}
)
"""Types that one violent incident may be told in turn as: "an attack", "the blast", "clashes"."""

VIOLENT_SUB_TYPES = frozenset({"Looting/property destruction"})
"""Strategic developments that are part of an attack or riot told with them."""

GENERIC_WEIGHT = 0.6
"""A violent trigger lighter than this names no kind of violence by itself ("attack", "killed")."""
MIXED = "Other"
"""The type that holds unlike things: a curfew and a return of refugees are not one event."""
NAMED_KIND = 0.5
"""A violent trigger of at least this weight says by itself that people were attacked."""
_ON_PEOPLE = frozenset({"Battles", "Violence against civilians"})
NEAR_BLOCKS = 2


@dataclass(slots=True, eq=False)
class Reading:
    """One trigger read as an event, before it is known whether others tell the same one."""

    hit: Hit
    block: Block
    modality: Modality
    modality_reason: str
    attribution: str | None
    anaphoric: bool
    grounded: bool = True
    place: Mention | None = None
    place_reason: str = ""
    place_is_own: bool = False
    spot: str | None = None
    """The name of its own place where no gazetteer lists it; `place` is then what holds it, if the text says."""
    origin: Mention | None = None
    date: TimeSpan | None = None
    date_reason: str = ""
    actors: tuple[Actor, ...] = ()
    counts: Counts = field(default_factory=Counts)
    cumulative: bool = False
    """A toll summed over a period: part of no single incident."""
    answered: bool = False
    """What the event of its sentence answers: "in reprisal for the bombing of X"; its place and day are its own."""
    listed: bool = False
    """One of several events that a list tells at once: never the same as its neighbours in the list."""

    @property
    def event_type(self) -> str:
        return self.hit.sense.event_type

    @property
    def sub_event_type(self) -> str:
        return self.hit.sense.sub_event_type

    @property
    def token(self) -> Token:
        return self.hit.token

    @property
    def weight(self) -> float:
        return self.hit.weight


def is_violent(reading: Reading) -> bool:
    return reading.event_type in VIOLENT or reading.sub_event_type in VIOLENT_SUB_TYPES


@dataclass(slots=True, eq=False)
class Story:
    """Readings of one event, in text order."""

    readings: list[Reading]

    @property
    def head(self) -> Reading:
        """The reading that tells most: own words over pointers, then the heavier trigger, then the earlier."""
        return max(self.readings, key=lambda r: (self._tells(r), not self._goes_with(r), r.weight, -r.token.i))

    def _goes_with(self, reading: Reading) -> bool:
        """Burning and looting told with an attack on people are part of it (ACLED codebook, Looting); so is what "the
        attackers" did besides."""
        if reading.block is not self.readings[0].block and is_by_those_told_of(reading.hit):
            return True
        return reading.sub_event_type in VIOLENT_SUB_TYPES and any(
            r.event_type in _ON_PEOPLE and r.weight >= NAMED_KIND and not r.anaphoric for r in self.readings
        )

    def _tells(self, reading: Reading) -> bool:
        """Own words, or a dated or placed pointer with a toll: "the toll of the strike on X rose to 28" is its own."""
        if not reading.anaphoric or reading.grounded:
            return True
        dated = reading.date is not None and reading.date.precision is TimePrecision.DAY
        return (dated or reading.place_is_own) and any(
            r.event_type == "Losses" and not r.cumulative for r in self.readings
        )

    def place(self, hints: Mapping[Mention, PlaceHint]) -> Mention | None:
        """The head's own place, or a smaller one inside it that another reading has; else a place in scope."""
        own = [r.place for r in self._by_worth() if r.place is not None and r.place_is_own]
        if not own:
            return next((r.place for r in self._by_worth() if r.place is not None), None)
        if specificity(own[0], hints) > COARSE:
            return own[0]
        return max(own, key=lambda m: (specificity(m, hints), -own.index(m)))

    @property
    def date(self) -> TimeSpan | None:
        return next((r.date for r in self._by_worth() if r.date), None)

    def _by_worth(self) -> list[Reading]:
        head = self.head
        return [head, *(r for r in self.readings if r is not head)]


def fold(readings: Sequence[Reading], hints: Mapping[Mention, PlaceHint]) -> list[Story]:
    """Group readings of the same event, in text order of their first telling."""
    stories: list[Story] = []
    for reading in readings:
        same = next((s for s in reversed(stories) if _same_event(s, reading, hints)), None)
        if same is None:
            stories.append(Story([reading]))
        else:
            same.readings.append(reading)
    return [s for s in stories if any(r.grounded for r in s.readings)]


def _same_event(story: Story, reading: Reading, hints: Mapping[Mention, PlaceHint]) -> bool:
    if not _same_kind(story, reading) or (reading.listed and story.readings[-1].token == reading.token):
        return False
    if not _modality_agrees(story, reading) or _is_reply(reading) is not any(map(_is_reply, story.readings)):
        return False
    if _is_flight(reading):
        return True
    if not _spots_agree(story, reading, hints):
        return False
    if not _places_agree(story.place(hints), reading.place, hints) or not _dates_agree(story.date, reading.date):
        return False
    return _is_told_again(story, reading)


def _same_kind(story: Story, reading: Reading) -> bool:
    head = story.head
    if head.cumulative != reading.cumulative:
        return False
    if head.answered != reading.answered and head.block is reading.block:
        return False
    if head.sub_event_type == reading.sub_event_type:
        alike = head.hit.sense.trigger == reading.hit.sense.trigger or (_is_coup(head) and _is_coup(reading))
        return reading.sub_event_type != MIXED or alike
    if not is_violent(head) or not is_violent(reading):
        return False
    apart = reading.block.number - story.readings[-1].block.number
    if apart == 0:
        return not _is_answer(head, reading)
    unnamed = _is_unnamed(head) or _is_unnamed(reading) or is_by_those_told_of(reading.hit)
    return apart <= NEAR_BLOCKS and unnamed


def _is_unnamed(reading: Reading) -> bool:
    """Whether its words say no more than that there was violence; fighting is a kind by itself, however told."""
    return reading.weight < GENERIC_WEIGHT and reading.token.lemma_.lower() not in _FIGHTS


_FIGHTS = frozenset({"fight", "fighting", "battle", "clash"})


_ATTACKERS = frozenset({"attacker", "assailant", "gunman", "gunmen", "raider", "bomber", "shooter", "kidnapper"})


def is_by_those_told_of(hit: Hit) -> bool:
    """ "The attackers threw grenades": a detail of the attack told before."""
    return any(
        s.lemma_.lower() in _ATTACKERS and any(c.lower_ in {"the", "these", "those"} for c in s.lefts)
        for s in hit.arguments.subjects
    )


def _is_flight(reading: Reading) -> bool:
    """ "The missile flew 700 km before it fell into the sea": the way of the launch told before."""
    if reading.sub_event_type != "Missile test" or reading.token.lemma_.lower() not in _FLYING:
        return False
    known = (c.lower_ for s in reading.hit.arguments.subjects for c in (s, *s.lefts))
    return any(word in {"the", "it", "they", "both"} for word in known)


_FLYING = frozenset({"fly", "land", "splash", "travel", "fall"})


def _is_coup(reading: Reading) -> bool:
    trigger = reading.hit.sense.trigger
    return "coup" in reading.hit.sense.phrase or "power" in trigger.needs.get("object", ())


def _is_reply(reading: Reading) -> bool:
    """ "The army responded with air strikes": an act of its own, whatever like it was told before."""
    verb = governing_verb(reading.token)
    return verb.lemma_.lower() in _REPLYING and reading.event_type in ARMED


_REPLYING = frozenset({"respond", "retaliate", "answer", "reply"})


def _is_answer(one: Reading, other: Reading) -> bool:
    """ "fired rockets, and the army answered with air strikes": two kinds of violence by two sides in one sentence."""
    first, second = set(one.hit.arguments.subjects), set(other.hit.arguments.subjects)
    if not (one.hit.verbal and other.hit.verbal and first and second):
        return False
    armed = {one.event_type, other.event_type} <= ARMED
    return armed and min(one.weight, other.weight) >= NAMED_WEIGHT and first.isdisjoint(second)


ARMED = frozenset({"Battles", "Explosions/Remote violence"})
NAMED_WEIGHT = 0.7
"""From this weight on a verb names a kind of violence by itself."""


def _modality_agrees(story: Story, reading: Reading) -> bool:
    return story.head.modality is reading.modality or (reading.anaphoric and not reading.grounded)


def _is_told_again(story: Story, reading: Reading) -> bool:
    """Whether a reading that conflicts with nothing repeats the story rather than telling of another like it."""
    apart = reading.block.number - story.readings[-1].block.number
    if reading.anaphoric or apart <= NEAR_BLOCKS:
        return True
    if reading.place_is_own and any(r.place_is_own for r in story.readings):
        return True
    return not reading.place_is_own and reading.date is None


def _dates_agree(one: TimeSpan | None, other: TimeSpan | None) -> bool:
    return one is None or other is None or (one.start <= other.end and other.start <= one.end)


def _spots_agree(story: Story, reading: Reading, hints: Mapping[Mention, PlaceHint]) -> bool:
    """Whether two readings of which one is at an unlisted village may be at one place.

    The province around both says nothing. A village that the other's sentence names too may hold or lie in its place.
    """
    mine = _spot(reading, hints)
    if reading.anaphoric:
        return True
    if not mine:
        return not _is_elsewhere(reading, story)
    told = [r for r in story.readings if _spot(r, hints) and (r.spot or reading.spot)]
    return not told or any(_may_be_one(mine, reading, _spot(r, hints), r) for r in told)


def _is_elsewhere(reading: Reading, story: Story) -> bool:
    """Whether it has a place of its own, and the story one that nothing is known of: they cannot be taken for one."""
    lost = [r for r in story.readings if r.spot and r.place is None]
    apart = all(r.block is not reading.block for r in story.readings)
    return bool(lost) and len(lost) == len(story.readings) and reading.place_is_own and apart


def _may_be_one(mine: str, reading: Reading, other: str, told: Reading) -> bool:
    near = reading.block is told.block or mine in told.block.sentence.text or other in reading.block.sentence.text
    return near or same_name(mine, other)


def _spot(reading: Reading, hints: Mapping[Mention, PlaceHint]) -> str:
    """The name of its own town or village, listed or not; "" where the text gives no more than a unit."""
    if reading.spot:
        return reading.spot
    own = reading.place if reading.place_is_own else None
    return own.text if own is not None and specificity(own, hints) > 1 else ""


_ALIKE = 0.75
"""Likeness of two spellings of one name: "Diallassagou", "Dialassagu"."""


def same_name(one: str, other: str) -> bool:
    """Whether two unlisted names are one, allowing for transliteration."""
    a, b = one.casefold(), other.casefold()
    return a in b or b in a or SequenceMatcher(None, a, b).ratio() >= _ALIKE


_BORDERS = frozenset({"BDR", "BDRY", "LN", "ZN", "ZNB"})
"""A demarcation line and the zone around it are told as one place."""


def _places_agree(one: Mention | None, other: Mention | None, hints: Mapping[Mention, PlaceHint]) -> bool:
    """Equal, or one inside the other as far as countries and provinces tell."""
    if one is None or other is None or one.name.casefold() == other.name.casefold():
        return True
    if one.kind is not MentionKind.LITERAL or other.kind is not MentionKind.LITERAL:
        return True
    first, second = hints.get(one), hints.get(other)
    if first is None or second is None:
        return False
    if first.feature in _BORDERS and second.feature in _BORDERS:
        return True
    if first.country is None or second.country is None:
        return False
    if first.country != second.country:
        return False
    sizes = sorted((specificity(one, hints), specificity(other, hints)))
    if sizes[0] <= 0:
        return True
    return sizes[0] <= 1 and sizes[1] > 1 and first.admin1 is not None and first.admin1 == second.admin1


def total_counts(story: Story) -> Counts:
    """Each count from the reading that has one, the head's before the others'."""
    ordered = story._by_worth()

    def first(name: str) -> Count | None:
        """The first number; a later exact one before "scores" or "dozens", which only say that there were many."""
        told = [c for r in ordered if (c := getattr(r.counts, name)) is not None]
        return next((c for c in told if c.best is not None), next(iter(told), None))

    return Counts(first("fatalities"), first("injured"), first("troops"), first("weapons"))
