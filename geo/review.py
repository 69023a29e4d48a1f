"""What deserves an analyst's look, each with its reasons, worst first; and how much has been looked at."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from extract.types import Modality
from geo.incidents import Merged, PossibleDuplicate
from geo.merging.agreement import NEEDED
from geo.types import Incident, Place, Unresolved, Verdict

SURE_PLACE = 0.75
"""A place less probable than this is doubtful, and so is one with a rival."""
RIVAL = 1 / 3
"""A runner-up is a rival from this share of the winner's probability."""
LOW_CONFIDENCE = 0.45
"""Below it the map and the panel call an incident's confidence low."""
_DRAWN, _LISTED = 1.0, 0.6
"""What a fact on the map counts against what is off it: a wrong dot is worse than a missing one."""
_SETTLED_BY_WORDS = "attribution"


class Reason(StrEnum):
    """Why an incident deserves a look."""

    PLACE_IN_DOUBT = "place in doubt"
    LOW_CONFIDENCE = "low confidence"
    NEW_REPORT = "new report"
    DISAGREEMENT = "sources disagree"
    DUPLICATE = "possible duplicate"
    NO_COORDINATES = "no coordinates"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to look. `weight`, 0 to 1, is how bad it would be; `detail` says what the reason is about, if more."""

    reason: Reason
    weight: float
    detail: str = ""
    other: str | None = None
    """The id of the incident it may be one with."""


@dataclass(frozen=True, slots=True)
class Item:
    """An incident of the queue with its doubts, worst first."""

    incident: Incident
    doubts: tuple[Doubt, ...]

    @property
    def weight(self) -> float:
        """How much it deserves a look: doubts add up like independent probabilities."""
        drawn = self.incident.located and self.incident.modality is Modality.ASSERTED
        return (1 - prod(1 - doubt.weight for doubt in self.doubts)) * (_DRAWN if drawn else _LISTED)

    def has(self, reason: Reason) -> bool:
        return any(doubt.reason is reason for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class Queue:
    """What is still to be looked at, worst first, and what has been."""

    items: tuple[Item, ...]
    accepted: int
    rejected: int
    mended: int
    """Incidents without a verdict that a correction left without a doubt."""

    @property
    def reviewed(self) -> int:
        return self.accepted + self.rejected + self.mended

    @property
    def total(self) -> int:
        """All that ever was in the queue, as the documents stand."""
        return self.reviewed + len(self.items)

    def counts(self) -> dict[Reason, int]:
        """How many incidents have each reason; those that none has are left out."""
        tally = Counter(reason for item in self.items for reason in {doubt.reason for doubt in item.doubts})
        return {reason: tally[reason] for reason in Reason if tally[reason]}

    def of(self, reasons: frozenset[Reason]) -> tuple[Item, ...]:
        """The items with any of these reasons; all of them for none."""
        return tuple(item for item in self.items if not reasons or any(item.has(reason) for reason in reasons))


def queue(merged: Merged) -> Queue:
    """The review queue of everything in a store."""
    near: dict[str, list[PossibleDuplicate]] = defaultdict(list)
    for pair in merged.near:
        near[pair.one].append(pair)
        near[pair.other].append(pair)
    looked_at = [one for one in merged.incidents if one.verdict is Verdict.ACCEPTED]
    items = [_item(one, near) for one in merged.incidents if one.verdict is not Verdict.ACCEPTED]
    doubtful = sorted((item for item in items if item.doubts), key=lambda item: (-item.weight, item.incident.id))
    mended = sum(bool(item.incident.history) and not item.doubts for item in items)
    return Queue(tuple(doubtful), len(looked_at), len(merged.rejected), mended)


def _item(incident: Incident, near: Mapping[str, list[PossibleDuplicate]]) -> Item:
    return Item(incident, tuple(sorted(_doubts(incident, near), key=lambda doubt: -doubt.weight)))


def _doubts(incident: Incident, near: Mapping[str, list[PossibleDuplicate]]) -> Iterator[Doubt]:
    if "place" not in incident.settled:
        yield from _about_place(incident)
    if incident.confidence < LOW_CONFIDENCE:
        yield Doubt(Reason.LOW_CONFIDENCE, 1 - incident.confidence)
    if "verdict" in incident.settled:
        yield Doubt(Reason.NEW_REPORT, 0.5)
    for line in incident.disagreements:
        if not line.startswith(_SETTLED_BY_WORDS):  # who says so is told beside each claim
            yield Doubt(Reason.DISAGREEMENT, 0.5, line)
    for pair in near.get(incident.id, ()):
        other = pair.other if pair.one == incident.id else pair.one
        yield Doubt(Reason.DUPLICATE, 0.5 * min(1.0, pair.points / NEEDED), pair.why, other)
    if incident.date is None and "date" not in incident.settled:
        yield Doubt(Reason.UNDATED, 0.3)


def _about_place(incident: Incident) -> Iterator[Doubt]:
    place = incident.place
    if isinstance(place, Unresolved):
        yield Doubt(Reason.NO_COORDINATES, 0.5, place.reason)
    elif place is None:
        yield Doubt(Reason.NO_COORDINATES, 0.3)
    elif place.score < SURE_PLACE or rivals(incident):
        yield Doubt(Reason.PLACE_IN_DOUBT, max(1 - place.score, 0.3))


def rivals(incident: Incident) -> tuple[Place, ...]:
    """Other places the name may mean that come close to the one chosen, best first."""
    place = incident.place
    if not isinstance(place, Place):
        return ()
    close = [one for one in incident.others if one.score >= RIVAL * place.score]
    return tuple(sorted(close, key=lambda one: -one.score))
