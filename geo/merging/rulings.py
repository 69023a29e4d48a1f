"""An analyst's word on merging: reports kept apart or put together, with who said so, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from geo.types import Incident


class RulingKind(StrEnum):
    """What two reports are to each other."""

    TOGETHER = "together"
    APART = "apart"

    @property
    def words(self) -> str:
        return "put together" if self is RulingKind.TOGETHER else "kept apart"


@dataclass(frozen=True, slots=True)
class Ruling:
    """Two reports, by their `Evidence.report_id`, told one incident or two. `at` is timezone-aware.

    The newest ruling on a pair counts. A ruling on a report that is no longer there waits for its return.
    """

    kind: RulingKind
    report_id: str
    other_id: str
    by: str
    at: datetime
    why: str = ""

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.report_id, self.other_id))

    def __str__(self) -> str:
        return f"{self.kind.words} by {self.by} on {self.at:%Y-%m-%d}" + (f": {self.why}" if self.why else "")


def standing(rulings: Iterable[Ruling]) -> dict[frozenset[str], Ruling]:
    """The ruling that counts for each pair: the newest, in the order given among equals."""
    return {ruling.pair: ruling for ruling in sorted(rulings, key=lambda ruling: ruling.at)}


def split_off(incident: Incident, report_id: str, *, by: str, at: datetime, why: str = "") -> list[Ruling]:
    """Rulings that take one report out of its incident; ValueError if it is not in it."""
    ids = dict.fromkeys(report.report_id for report in incident.evidence)
    if report_id not in ids:
        raise ValueError(f"report {report_id!r} is not part of incident {incident.id!r}; its reports: {', '.join(ids)}")
    return [Ruling(RulingKind.APART, report_id, other, by, at, why) for other in ids if other != report_id]


def put_together(one: Incident, other: Incident, *, by: str, at: datetime, why: str = "") -> list[Ruling]:
    """Rulings that make two incidents one."""
    pairs = ((a.report_id, b.report_id) for a in one.evidence for b in other.evidence)
    return [Ruling(RulingKind.TOGETHER, a, b, by, at, why) for a, b in dict.fromkeys(pairs)]
