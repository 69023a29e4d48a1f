"""What of a report two reports are compared by, worked out once a report."""

import re
from dataclasses import dataclass
from functools import cached_property
from math import inf

from extract.types import ActorRole, Count, Modality, TimePrecision
from geo.merging.reports import Report
from geo.types import GeoPrecision, Place, Resolution
from geo.wording import plain


def _words_of(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_FAMILIES = {
    "violence": (
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
        "Attack",
    ),
    "crowds": (
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
        "Violent demonstration",
        "Mob violence",
    ),
    "launches": ("Missile test", "Space launch"),
}
FAMILY = {sub_event_type: family for family, members in _FAMILIES.items() for sub_event_type in members}
"""Sub-event types that two sources may give one incident; any other stands alone."""
TOLL = "Casualty toll"

_HOURS = {
    "dawn": (4, 8),
    "morning": (4, 12),
    "midday": (11, 14),
    "noon": (11, 14),
    "afternoon": (12, 18),
    "dusk": (17, 21),
    "evening": (17, 23),
    "night": (19, 30),
    "nighttime": (19, 30),
    "overnight": (19, 31),
    "midnight": (22, 27),
}
"""Hours of the day a word may mean; beyond 24 is after midnight."""

_FACILITIES = {
    "medical": "hospital hospitals clinic clinics ambulance maternity",
    "school": "school schools kindergarten university college classroom classrooms",
    "market": "market markets bazaar shop shops supermarket mall",
    "worship": "church churches mosque mosques temple synagogue cathedral",
    "rail": "train trains railway locomotive",
    "bus": "bus buses minibus",
    "airfield": "airport airfield airbase runway",
    "port": "port harbour harbor dock shipyard vessel ship tanker",
    "bridge": "bridge bridges",
    "fuel": "refinery depot pipeline oil",
    "power": "substation powerplant electricity dam",
    "homes": "apartment apartments house houses home homes residential dormitory",
    "military": "base bases barracks garrison headquarters outpost",
    "prison": "prison jail",
    "hotel": "hotel restaurant cafe",
    "checkpoint": "checkpoint roadblock",
    "camp": "camp camps",
    "police": "police",
    "funeral": "funeral wedding",
}
_FACILITY = {word: kind for kind, words in _FACILITIES.items() for word in words.split()}

_APART = frozenset({"another", "separate", "separately", "subsequent"})
"""Words by which a text sets an event apart from one it told before."""

_COMMON = _words_of(
    "about after again against also among around been before being between both could during each from have into just",
    "more most near only other over said says some such than that their them then there these they this those through",
    "told under until were when where which while will with would monday tuesday wednesday thursday friday saturday",
    "sunday january february march april june july august september october november december people",
)
"""Words of four letters or more that say nothing of which event is told."""
_ACTOR_COMMON = _words_of(
    "the of and army armed forces force military troops troop soldiers government police group groups rebels fighters",
    "security national state ministry defence defense people republic gunmen gunman assailant assailants attacker",
    "attackers militant militants rebel rebels insurgent insurgents bandit bandits terrorist terrorists armed men",
    "unknown unidentified suspected bomber bombers civilian civilians resident residents villager villagers",
)
"""What any side is called; the rest of its name tells it from others."""


@dataclass(frozen=True)
class Traits:
    """A report's comparable traits. `start` and `end` are proleptic ordinals of the days, None where undated."""

    report: Report

    @cached_property
    def family(self) -> str:
        """A toll of one day in one town is the toll of what happened there that day; any other toll stands alone."""
        event = self.report.event
        one_day = event.date is not None and event.date.precision is TimePrecision.DAY
        if event.sub_event_type == TOLL and one_day and self.named_spot:
            return "violence"
        return FAMILY.get(event.sub_event_type, event.sub_event_type)

    @cached_property
    def modality(self) -> Modality:
        return self.report.event.modality

    @cached_property
    def place(self) -> Place | None:
        return located(self.report.place)

    @cached_property
    def origin(self) -> Place | None:
        return located(self.report.origin)

    @property
    def spot(self) -> str | None:
        return self.report.event.spot

    @cached_property
    def named_spot(self) -> str:
        """The town or village the text names, with coordinates or without; "" where it names no more than a unit."""
        if self.spot:
            return plain(self.spot)
        fine = self.place is not None and self.place.geo_precision <= GeoPrecision.NEAR
        return plain(self.place.name) if self.place and fine else ""

    @cached_property
    def place_text(self) -> str:
        """The words for a place without coordinates."""
        mention = self.report.event.place
        return plain(mention.name) if mention and not self.place else ""

    @cached_property
    def start(self) -> int | None:
        return self.report.event.date.start.toordinal() if self.report.event.date else None

    @cached_property
    def end(self) -> int | None:
        return self.report.event.date.end.toordinal() if self.report.event.date else None

    @cached_property
    def published(self) -> int | None:
        return self.report.document.published.toordinal() if self.report.document.published else None

    @cached_property
    def counts(self) -> dict[str, tuple[float, float]]:
        """Known counts by kind, as (least, most)."""
        counts = self.report.event.counts
        kinds = {"killed": counts.fatalities, "injured": counts.injured, "troops": counts.troops}
        bounds = {kind: _bounds(count) for kind, count in (kinds | {"weapons": counts.weapons}).items()}
        return {kind: found for kind, found in bounds.items() if found}

    @cached_property
    def actors(self) -> frozenset[str]:
        """Word stems of the actors' names and their initials, without what any army or gunman is called."""
        return frozenset(stem for actor in self.report.event.actors for stem in _actor_stems(actor.name))

    @cached_property
    def sides(self) -> frozenset[str]:
        """Of the actors' stems, those of who acted: whom it struck may be told by one source alone."""
        acted = (actor for actor in self.report.event.actors if actor.role is not ActorRole.TARGET)
        return frozenset(stem for actor in acted for stem in _actor_stems(actor.name))

    @cached_property
    def sentences(self) -> str:
        event, text = self.report.event, self.report.document.text
        return " ".join(text[span.start : span.end] for span in (event.evidence, *event.more_evidence))

    @cached_property
    def wording(self) -> str:
        """The main sentence in folded words alone: equal for copies of one agency's text."""
        return " ".join(_words(self.report.sentence))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Content word stems of its sentences, without trigger, place and actors, which are compared as such."""
        event, text = self.report.event, self.report.document.text
        named = set(_words(event.place.text)) if event.place else set()
        named |= set(_words(text[event.trigger.start : event.trigger.end]))
        words = (word for word in _words(self.sentences) if len(word) > 3 and word not in _COMMON | named)
        return frozenset(stem for word in words if (stem := word[:6])[:5] not in self.actors)

    @cached_property
    def hours(self) -> frozenset[int]:
        """Hours of the day its words allow; empty where they say nothing."""
        told = [_HOURS[word] for word in _words(self.sentences) if word in _HOURS]
        return frozenset(hour % 24 for first, last in told for hour in range(first, last))

    @cached_property
    def facilities(self) -> frozenset[str]:
        """Kinds of target its sentences name."""
        return frozenset(_FACILITY[word] for word in _words(self.sentences) if word in _FACILITY)

    @cached_property
    def set_apart(self) -> bool:
        return not _APART.isdisjoint(_words(self.report.sentence))


def _actor_stems(name: str) -> frozenset[str]:
    """ "Allied Democratic Forces" and "ADF" share the stem "adf"; "unidentified gunmen" has none."""
    words = _words(name)
    stems = {word[:_STEM] for word in words if word not in _ACTOR_COMMON}
    initials = "".join(word[0] for word in words if word not in {"of", "the", "and", "for"})
    return frozenset(stems | ({initials[:_STEM]} if stems and len(initials) >= _SHORTEST_INITIALS else set()))


_STEM = 5
_SHORTEST_INITIALS = 3


def located(place: Resolution | None) -> Place | None:
    """The place if it has coordinates."""
    return place if isinstance(place, Place) else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", plain(text))


def _bounds(count: Count | None) -> tuple[float, float] | None:
    """Least and most the count may mean: "dozens" is 12 or more, "up to 50" 50 or fewer."""
    if count is None or (count.low, count.best, count.high) == (None, None, None):
        return None
    known = [number for number in (count.low, count.best, count.high) if number is not None]
    low = 0.0 if count.low is None and count.best is None else min(known)
    high = inf if count.high is None and count.best is None else max(known)
    return (low, high)
