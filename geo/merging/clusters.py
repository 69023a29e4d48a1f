"""Which reports tell one incident: the analyst's rulings first, then the best agreements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from geo.merging.agreement import NEEDED, agreement
from geo.merging.links import Agreeing
from geo.merging.reports import Report
from geo.merging.rulings import Ruling, RulingKind, standing
from geo.merging.traits import Traits


@dataclass(frozen=True, slots=True)
class Cluster:
    """Reports of one incident in `Report.order`, and why each after the first belongs to it."""

    reports: tuple[Report, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clusters:
    """All clusters, and the pairs of reports of different ones that come near to joining, most points first."""

    clusters: tuple[Cluster, ...]
    near: tuple[Agreeing, ...]


def cluster(reports: Sequence[Report], agreeing: Iterable[Agreeing], *, rulings: Iterable[Ruling] = ()) -> Clusters:
    """Group reports in `Report.order` into incidents. The order of input documents makes no difference."""
    index = {report.id: at for at, report in enumerate(reports)}
    ruled = {pair: one for pair, one in standing(rulings).items() if pair <= index.keys() and len(pair) == 2}
    groups = _Groups([Traits(report) for report in reports], ruled)
    for ruling in ruled.values():
        if ruling.kind is RulingKind.TOGETHER:
            groups.join(index[ruling.report_id], index[ruling.other_id], str(ruling), ruled=True)
    pairs = [(link, index[link.one], index[link.other]) for link in agreeing if {link.one, link.other} <= index.keys()]
    pairs.sort(key=lambda pair: (-round(pair[0].points, 6), pair[1], pair[2]))
    for link, i, j in pairs:
        if link.enough:
            groups.join(i, j, link.why)
    near = tuple(link for link, i, j in pairs if groups.parted(i, j))
    return Clusters(tuple(groups.clusters()), near)


class _Groups:
    """Disjoint groups of reports that only grow when no two members forbid it."""

    def __init__(self, traits: Sequence[Traits], ruled: Mapping[frozenset[str], Ruling]) -> None:
        self._traits = traits
        self._apart = {pair for pair, ruling in ruled.items() if ruling.kind is RulingKind.APART}
        self._members = {index: [index] for index in range(len(traits))}
        self._group = list(range(len(traits)))
        self._links: dict[int, list[tuple[int, int, str]]] = defaultdict(list)

    def join(self, i: int, j: int, why: str, *, ruled: bool = False) -> None:
        """Make the groups of two reports one, unless members of them were told to stay apart or, unruled, disagree."""
        one, other = sorted((self._group[i], self._group[j]))
        if one == other or self._kept_apart(one, other) or not (ruled or self._agree(one, other)):
            return
        for member in self._members.pop(other):
            self._members[one].append(member)
            self._group[member] = one
        self._links[one] += [*self._links.pop(other, []), (i, j, why)]

    def parted(self, i: int, j: int) -> bool:
        """Whether two reports are in different groups, and no analyst said that they are."""
        return self._group[i] != self._group[j] and not self._kept_apart(*sorted((self._group[i], self._group[j])))

    def _kept_apart(self, one: int, other: int) -> bool:
        if not self._apart:
            return False
        pairs = product(self._members[one], self._members[other])
        return any(frozenset((self._id(i), self._id(j))) in self._apart for i, j in pairs)

    def _agree(self, one: int, other: int) -> bool:
        """Average linkage: the groups' reports agree enough on the whole, and none forbids another."""
        pairs = list(product(self._members[one], self._members[other]))
        if len(pairs) == 1:
            return True
        total = 0.0
        for i, j in pairs:
            found = agreement(self._traits[i], self._traits[j])
            if found.forbidden:
                return False
            total += found.total
        return total / len(pairs) >= NEEDED

    def clusters(self) -> list[Cluster]:
        return [self._cluster(group) for group in sorted(self._members)]

    def _cluster(self, group: int) -> Cluster:
        reports = tuple(self._traits[index].report for index in sorted(self._members[group]))
        return Cluster(reports, tuple(self._explain(*link) for link in sorted(self._links[group])))

    def _explain(self, i: int, j: int, why: str) -> str:
        return f"{self._traits[i].report.source} and {self._traits[j].report.source}: {why}"

    def _id(self, index: int) -> str:
        return self._traits[index].report.id
