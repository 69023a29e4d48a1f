"""What reports have to do with each other: agreements worth a look, denials of facts. Each is of two reports alone.

That is why merging can be local: a report that is new or corrected changes nothing but what it is linked with, however
many links away.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from extract.types import Modality
from geo.merging.agreement import agreement
from geo.merging.blocking import candidate_pairs
from geo.merging.reports import Report
from geo.merging.traits import Traits

NEAR = 4.5
"""Points from which two reports are shown to an analyst as possibly one: the same region, week and sub-type have 4.5.

Of made-up pairs between this and what merging needs, four in five tell one incident (`benchmarks/merging.py`)."""


@dataclass(frozen=True, slots=True)
class Agreeing:
    """Two reports, by id and in `Report.order`, that agree in NEAR points or more; `why` says in what."""

    one: str
    other: str
    points: float
    enough: bool
    """For one incident."""
    why: str


@dataclass(frozen=True, slots=True)
class Denial:
    """Two reports, by id: one denies what the other asserts."""

    one: str
    other: str
    """The denial."""


Link = Agreeing | Denial


def links(reports: Sequence[Report], *, of: Set[str] | None = None) -> list[Link]:
    """All links of reports in `Report.order`; with `of`, those that hold one of these report ids."""
    return [*_agreeing(reports, of), *_denials(reports, of)]


def linked(first: Set[str], pairs: Iterable[tuple[str, str]]) -> set[str]:
    """These ids and all that pairs lead to from them, however many away."""
    beside: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        beside[one].append(other)
        beside[other].append(one)
    found, ahead = set(first), list(first)
    while ahead:
        new = [other for other in beside[ahead.pop()] if other not in found]
        found.update(new)
        ahead += new
    return found


def _agreeing(reports: Sequence[Report], of: Set[str] | None) -> Iterator[Agreeing]:
    traits = [Traits(report) for report in reports]
    for i, j in candidate_pairs(traits, points=NEAR, of=_positions(traits, of)):
        one, other = reports[i].id, reports[j].id
        if of is not None and of.isdisjoint((one, other)):
            continue
        found = agreement(traits[i], traits[j])
        if found.forbidden is None and found.total >= NEAR:
            yield Agreeing(one, other, found.total, found.enough, found.describe())


def _denials(reports: Sequence[Report], of: Set[str] | None) -> Iterator[Denial]:
    """A denial denies a report that it would be merged with, did both assert it."""
    denied = {report.id for report in reports if report.event.modality is Modality.DENIED}
    if of is not None and of.isdisjoint(denied):
        reports = [one for one in reports if one.id in denied or one.id in of]
    compared = _asserted_or_denied(reports)
    wanted = _positions(compared, denied if of is None else of)
    for i, j in candidate_pairs(compared, of=wanted) if denied else ():
        ids = compared[i].report.id, compared[j].report.id
        sides = [one in denied for one in ids]
        if sides[0] == sides[1] or (of is not None and of.isdisjoint(ids)):
            continue
        if agreement(compared[i], compared[j]).enough:
            yield Denial(*(ids[::-1] if sides[0] else ids))


def _asserted_or_denied(reports: Iterable[Report]) -> list[Traits]:
    """Denials, as if they asserted it, and facts of the families that are denied."""
    kept = [one for one in reports if one.event.modality in (Modality.ASSERTED, Modality.DENIED)]
    families = {Traits(one).family for one in kept if one.event.modality is Modality.DENIED}
    return [compared for one in kept if (compared := Traits(_as_asserted(one))).family in families]


def _as_asserted(report: Report) -> Report:
    if report.event.modality is Modality.ASSERTED:
        return report
    return replace(report, event=replace(report.event, modality=Modality.ASSERTED))


def _positions(traits: Sequence[Traits], of: Set[str] | None) -> Collection[int] | None:
    return None if of is None else {at for at, one in enumerate(traits) if one.report.id in of}
