"""Incidents from reports: events joined with their places, reports of one thing merged, every source kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from geo.corrections import Act
from geo.merging.clusters import Cluster, cluster
from geo.merging.decisions import Decided, decide
from geo.merging.fusion import fused
from geo.merging.links import Agreeing, Denial, Link, linked, links
from geo.merging.reports import Report, reports
from geo.types import Extraction, Incident, Verdict


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Two incidents, by id, that merging nearly made one; `why` names what they share, and the points."""

    one: str
    other: str
    points: float
    why: str


@dataclass(frozen=True, slots=True)
class Merged:
    """All that the reports make. A rejected incident is on no map, in no table and in no file."""

    incidents: tuple[Incident, ...]
    rejected: tuple[Incident, ...] = ()
    lost: frozenset[str] = frozenset()
    """Report ids that an analyst's decisions speak of and that no document tells any more."""
    near: tuple[PossibleDuplicate, ...] = ()
    """Most points first, a pair of incidents once."""


def merge(extractions: Iterable[Extraction], *, acts: Iterable[Act] = ()) -> list[Incident]:
    """Incidents of all documents, by date, undated last; the documents' order makes no difference.

    Reports join when type, place, date, actors, counts and wording agree enough (`geo.merging.agreement` has the
    weights); the events of one document never do, nor do facts with plans or denials. An analyst's acts come before
    all of that. An incident's id is its earliest report's.
    """
    return list(merge_all(extractions, acts=acts).incidents)


def merge_all(extractions: Iterable[Extraction], *, acts: Iterable[Act] = ()) -> Merged:
    """Like `merge`, with what an analyst rejected and which corrections wait for their report."""
    return merge_reports(reports(extractions), acts=acts).merged


@dataclass(frozen=True, slots=True)
class Merging:
    """What reports and acts came to, and what the next merging can take over from this one."""

    merged: Merged
    links: tuple[Link, ...] = ()
    acts: tuple[Act, ...] = ()


def merge_reports(
    told: Sequence[Report], *, acts: Iterable[Act] = (), last: Merging | None = None, changed: Set[str] = frozenset()
) -> Merging:
    """Merge reports in `Report.order`.

    A rejected report joins no incident, so that a new report of the same thing is looked at by itself. With `last`,
    only what has to do with other acts or with the documents `changed` (ids of those that are new, gone or read anew
    since) is merged again; what comes out is the same.
    """
    acts = tuple(acts)
    decided = decide(told, acts)
    if last is None:
        found = links(decided.reports)
        return Merging(_merged(decided, decided.reports, found), tuple(found), acts)
    moved = _moved(told, decided, last, changed)
    found = [link for link in last.links if moved.isdisjoint((link.one, link.other))]
    found += links(decided.reports, of=moved) if moved else []
    ruled = [(one.report_id, one.other_id) for one in (*decide(told, last.acts).rulings, *decided.rulings)]
    affected = linked(moved, [*((link.one, link.other) for link in (*last.links, *found)), *ruled])
    again = _merged(decided, [one for one in decided.reports if one.id in affected], found)
    return Merging(_with(last.merged, again, affected), tuple(found), acts)


def _moved(told: Sequence[Report], decided: Decided, last: Merging, changed: Set[str]) -> set[str]:
    """Ids of reports that are new, gone, read anew, or decided otherwise than the last time."""
    before = decide(told, last.acts)
    known = (part for one in (*last.merged.incidents, *last.merged.rejected) for part in one.evidence)
    moved = {part.report_id for part in known if part.document_id in changed} if changed else set()
    for was, now in zip(before.reports, decided.reports, strict=True):
        if now.document.id in changed or (now is not was and now != was):
            moved.add(now.id)
    rulings = set(before.rulings) ^ set(decided.rulings)
    return moved | {one for ruling in rulings for one in (ruling.report_id, ruling.other_id)}


def _merged(decided: Decided, told: Sequence[Report], found: Iterable[Link]) -> Merged:
    """The incidents of some of the reports, none of which is linked with any of the rest."""
    kept = [report for report in told if report.verdict is not Verdict.REJECTED]
    rejected = [report for report in told if report.verdict is Verdict.REJECTED]
    agreeing = [link for link in found if isinstance(link, Agreeing)]
    denials = [link for link in found if isinstance(link, Denial)]
    grouped = cluster(kept, agreeing, rulings=decided.rulings)
    incidents = _incidents(grouped.clusters, kept, denials)
    apart = cluster(rejected, agreeing, rulings=decided.rulings)
    out = _incidents(apart.clusters, rejected, denials)
    return Merged(incidents, out, decided.lost, _near(grouped.near, incidents))


def _with(before: Merged, again: Merged, affected: Set[str]) -> Merged:
    """The incidents of before, those of the affected reports replaced."""
    kept, rejected = _untouched(before.incidents, affected), _untouched(before.rejected, affected)
    ids = {incident.id for incident in kept}
    near = [pair for pair in before.near if pair.one in ids and pair.other in ids]
    return Merged(
        _in_turn_of_date([*kept, *again.incidents]),
        _in_turn_of_date([*rejected, *again.rejected]),
        again.lost,
        _nearest_first([*near, *again.near]),
    )


def _untouched(incidents: Iterable[Incident], affected: Set[str]) -> list[Incident]:
    return [one for one in incidents if affected.isdisjoint(part.report_id for part in one.evidence)]


def _incidents(clusters: Sequence[Cluster], told: Sequence[Report], denials: Sequence[Denial]) -> tuple[Incident, ...]:
    asserted = defaultdict(set)
    for denial in denials:
        asserted[denial.other].add(denial.one)
    denied: dict[str, list[Report]] = defaultdict(list)
    for report in told:
        for one in asserted.get(report.id, ()):
            denied[one].append(report)
    return _in_turn_of_date([fused(found.reports, why=found.why, denials=denied) for found in clusters])


def _near(pairs: Sequence[Agreeing], incidents: Sequence[Incident]) -> tuple[PossibleDuplicate, ...]:
    home = {part.report_id: incident.id for incident in incidents for part in incident.evidence} if pairs else {}
    best: dict[frozenset[str], PossibleDuplicate] = {}
    for pair in pairs:
        one, other = home[pair.one], home[pair.other]
        best.setdefault(frozenset((one, other)), PossibleDuplicate(one, other, pair.points, pair.why))
    return _nearest_first(best.values())


def _nearest_first(pairs: Iterable[PossibleDuplicate]) -> tuple[PossibleDuplicate, ...]:
    return tuple(sorted(pairs, key=lambda pair: (-round(pair.points, 6), pair.one, pair.other)))


def _in_turn_of_date(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    return tuple(sorted(incidents, key=_by_date))


def _by_date(incident: Incident) -> tuple[bool, int, str]:
    return (incident.date is None, incident.date.start.toordinal() if incident.date else 0, incident.id)
