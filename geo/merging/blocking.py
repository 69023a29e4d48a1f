"""Which pairs of reports are worth comparing.

Every pair of 10,000 reports would be 50 million comparisons. Reports are blocked by modality and family of types, swept
in order of their days, and a pair goes on only if the most its words could add to its place, date and counts is enough.
The bounds here follow the weights of `geo.merging.agreement` and must not be below them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from extract.types import Modality, TimePrecision
from geo.merging.agreement import NEEDED, SAME_SPOT, undated_reach_days
from geo.merging.traits import Traits
from geo.types import GeoPrecision, Place

_PLANNING_REACH_DAYS = 730
"""How long after its publication what it plans may come."""
_KINDS = ("killed", "injured", "troops", "weapons")
_WHEN = {TimePrecision.DAY: 3.0, TimePrecision.WEEK: 2.0, TimePrecision.MONTH: 1.0, TimePrecision.YEAR: 0.5, None: 1.0}
_WHERE = {None: 2.0, GeoPrecision.TOWN: 3.0, GeoPrecision.NEAR: 3.0, GeoPrecision.REGION: 1.5}
_IN_COUNTRY = 0.3
_SAME_TYPE_AND_TARGET = 1.5
_EARTH_KM = 6371.0
_SLACK = 1.01
"""The sphere's distances are within 0.6% of the ellipsoid's."""
_SIGNATURE_WORDS = 4
"""64-bit words of a set's signature."""

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


def candidate_pairs(
    traits: Sequence[Traits], *, points: float = NEEDED, of: Collection[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Index pairs, lower first, whose agreement may have that many points.

    With `of`, at least those of them that hold one of these indices; others only as they come along.
    """
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, trait in enumerate(traits):
        blocks[trait.modality.value, trait.family].append(index)
    for every in blocks.values():
        members = every if of is None else _within_reach(every, traits, of)
        if not members:
            continue
        block = _Block([traits[index] for index in members], points)
        for one, other in block.pairs():
            i, j = members[one], members[other]
            yield (i, j) if i < j else (j, i)


def _within_reach(members: Sequence[int], traits: Sequence[Traits], of: Collection[int]) -> list[int]:
    """Of a block's members, those whose days may meet a day of one in `of`, and these."""
    spans = {index: _reach(traits[index]) for index in members}
    wanted = sorted(spans[index] for index in members if index in of)
    starts = np.array([start for start, _ in wanted])
    ends = np.maximum.accumulate([end for _, end in wanted]) if wanted else starts

    def meets(span: tuple[float, float]) -> bool:
        before = int(np.searchsorted(starts, span[1] + 1, side="right"))
        return before > 0 and bool(ends[before - 1] >= span[0] - 1)

    return [index for index in members if index in of or meets(spans[index])]


class _Block:
    """Reports of one family as columns, in order of the first day they may tell of."""

    def __init__(self, traits: Sequence[Traits], points: float) -> None:
        self.points = points
        reach = np.array([_reach(trait) for trait in traits], dtype=np.float64)
        self.order = np.argsort(reach[:, 0], kind="stable")
        listed = [traits[at] for at in self.order]
        places = [trait.place for trait in listed]
        self.starts, self.ends = reach[self.order].T
        self.when = np.array([_when(trait) for trait in listed])
        self.where = np.array([_WHERE.get(place.geo_precision if place else None, _IN_COUNTRY) for place in places])
        self.spots = np.array([SAME_SPOT * bool(trait.spot) for trait in listed])
        self.lats = np.radians([place.lat if place else np.nan for place in places])
        self.lons = np.radians([place.lon if place else np.nan for place in places])
        self.radii_km = np.array([place.radius_km if place else np.nan for place in places])
        self.place_keys = np.array([_place_key(place) for place in places])
        self.has_origin = np.array([trait.origin is not None for trait in listed])
        self.actors = np.array([_signature(trait.actors) for trait in listed], dtype=np.uint64)
        self.names_sides = np.array([bool(trait.sides) for trait in listed])
        self.stems = np.array([_signature(trait.stems) for trait in listed], dtype=np.uint64)
        self.stem_counts = np.array([len(trait.stems) for trait in listed])
        self.wordings = np.array([crc32(trait.wording.encode()) for trait in listed])
        bounds = np.array([[trait.counts.get(kind, _UNKNOWN) for kind in _KINDS] for trait in listed])
        self.lows, self.highs = bounds[:, :, 0], bounds[:, :, 1]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Positions, in the sequence given, of pairs that may agree enough."""
        last = np.searchsorted(self.starts, self.ends + 1, side="right")
        for row in range(len(self.order)):
            near = self._near(row, slice(row + 1, int(last[row])))
            for other in self._alike(row, near) if near.size else ():
                yield int(self.order[row]), int(self.order[other])

    def _near(self, row: int, others: slice) -> Indices:
        """Those in a slice that place and date leave within reach, whatever their words."""
        where = self._where_points(row, others)
        when = np.where(self.starts[others] > self.ends[row], 1.0, np.minimum(self.when[row], self.when[others]))
        most = where + when + _SAME_TYPE_AND_TARGET + _MOST_WORDS
        same_place = self.place_keys[row] == self.place_keys[others]
        within = ~(self._apart_km(row, others) > _SLACK * np.maximum(self.radii_km[row], self.radii_km[others]))
        spotted = np.maximum(self.spots[row], self.spots[others]) > 0
        near = np.flatnonzero((most >= self.points) & (within | same_place | spotted))
        return np.asarray(near + others.start)

    def _where_points(self, row: int, others: slice | Indices) -> Floats:
        places = np.minimum(self.where[row], self.where[others])
        return np.asarray(np.maximum(places, np.maximum(self.spots[row], self.spots[others])))

    def _apart_km(self, row: int, others: slice) -> Floats:
        """Great-circle distances; not a number where a place is not known."""
        east_west = np.sin((self.lons[others] - self.lons[row]) / 2) ** 2
        half = np.sin((self.lats[others] - self.lats[row]) / 2) ** 2
        half += np.cos(self.lats[row]) * np.cos(self.lats[others]) * east_west
        return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))

    def _alike(self, row: int, others: Indices) -> Indices:
        """Of some rows, those whose actors, counts and wording may add what is still missing."""
        where = self._where_points(row, others)
        when = np.where(self.starts[others] > self.ends[row], 1.0, np.minimum(self.when[row], self.when[others]))
        origin = (self.has_origin[row] & self.has_origin[others]).astype(float)
        said = self._actor_points(row, others) + self._count_points(row, others) + self._word_points(row, others)
        return np.asarray(others[where + when + origin + said + _SAME_TYPE_AND_TARGET >= self.points])

    def _actor_points(self, row: int, others: Indices) -> Floats:
        mine, theirs = self.actors[row], self.actors[others]
        known = self.names_sides[row] & self.names_sides[others]
        return np.where((mine & theirs).any(axis=1), 1.5, np.where(known, -1.0, 0.0))

    def _count_points(self, row: int, others: Indices) -> Floats:
        """As `agreement` counts them, but for its penalties."""
        low, high = self.lows[row], self.highs[row]
        equal = (low == self.lows[others]) & (high == self.highs[others])
        overlap = (low <= self.highs[others]) & (self.lows[others] <= high)
        rarity = np.select([high >= 1000, high >= 10, high >= 3], [2.5, 1.5, 0.75], 0.4)
        return np.asarray(np.minimum(3.0, np.where(equal, rarity, np.where(overlap, 0.5, 0.0)).sum(axis=1)))

    def _word_points(self, row: int, others: Indices) -> Floats:
        """At most what `agreement` gives: signatures may show a shared stem where there is none, never miss one."""
        shared = np.bitwise_count(self.stems[row] & self.stems[others]).sum(axis=1)
        collisions = self.stem_counts[row] - np.bitwise_count(self.stems[row]).sum()
        sizes = np.sqrt(np.maximum(1, self.stem_counts[row] * self.stem_counts[others]))
        alike = np.clip(4 * ((shared + collisions) / sizes - 0.15), 0, 2.0)
        return np.where(self.wordings[row] == self.wordings[others], 3.0, alike)


_UNKNOWN = (np.nan, np.nan)
_MOST_WORDS = 1.5 + 3.0 + 3.0 + 1.0
"""Actors, counts, wording and origin."""


def _reach(trait: Traits) -> tuple[float, float]:
    """First and last day a partner may have, as ordinals."""
    if trait.start is not None and trait.end is not None:
        return trait.start, trait.end
    if trait.published is None:
        return -np.inf, np.inf
    after = 0 if trait.modality is Modality.ASSERTED else _PLANNING_REACH_DAYS
    return trait.published - undated_reach_days(trait), trait.published + after


def _when(trait: Traits) -> float:
    return _WHEN[trait.report.event.date.precision if trait.report.event.date else None]


def _place_key(place: Place | None) -> int:
    return crc32(place.id.encode()) if place else -1


def _signature(stems: Iterable[str]) -> list[int]:
    """A set as bits: sets that share a member share a bit."""
    bits = sum({1 << crc32(stem.encode()) % (64 * _SIGNATURE_WORDS) for stem in stems})
    return [(bits >> 64 * word) & (2**64 - 1) for word in range(_SIGNATURE_WORDS)]
