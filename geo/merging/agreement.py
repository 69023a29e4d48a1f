"""How far two reports agree: points for what they share, against what sets them apart, each in words.

The points are additive, in the manner of Fellegi and Sunter's record linkage: agreement on something that rarely agrees
by chance (the same town, the same day, the same 1,347 dead) weighs most. Some differences forbid a merge outright.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import inf, sqrt

from pyproj import Geod

from extract.retelling import same_name
from extract.types import Modality, TimePrecision
from geo.merging.traits import TOLL, Traits
from geo.types import GeoPrecision, Place

NEEDED = 6.0
"""Points two reports need to be one incident: the same town, day and sub-type have 7, a country for the town 4.3."""

Bounds = tuple[float, float]
"""Least and most a count may mean."""

_ELLIPSOID = Geod(ellps="WGS84")
_SAME_PLACE = {GeoPrecision.TOWN: 3.0, GeoPrecision.NEAR: 2.5, GeoPrecision.REGION: 1.5, GeoPrecision.COUNTRY: 0.3}
_OVERLAP = {TimePrecision.DAY: 3.0, TimePrecision.WEEK: 1.5, TimePrecision.MONTH: 0.5, TimePrecision.YEAR: 0.0}
SAME_SPOT = 3.0
"""What one village without coordinates is worth: as much as one town with them."""
_COUNT_CAP = 3.0
_TEXT_CAP = 2.0


@dataclass(frozen=True, slots=True)
class Point:
    """One thing compared: its weight, for or against, and what it says."""

    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reports compared. `forbidden` says what alone keeps them apart, whatever the points."""

    points: tuple[Point, ...] = ()
    forbidden: str | None = None

    @property
    def total(self) -> float:
        return sum(point.weight for point in self.points)

    @property
    def enough(self) -> bool:
        return self.forbidden is None and self.total >= NEEDED

    def describe(self) -> str:
        """One line: what speaks for one incident, what against, and the sum."""
        if self.forbidden:
            return f"apart: {self.forbidden}"
        pros = ", ".join(point.words for point in self.points if point.weight > 0)
        cons = ", ".join(point.words for point in self.points if point.weight < 0)
        return f"{pros}{'; against it: ' + cons if cons else ''} ({self.total:.1f} points, {NEEDED:.0f} needed)"


class _ForbiddenError(Exception):
    """Ends a comparison; its text is why."""


def agreement(a: Traits, b: Traits) -> Agreement:
    """Compare two reports; the order of the two does not matter."""
    points: list[Point] = []
    try:
        for compare in _COMPARISONS:
            points.extend(compare(a, b))
    except _ForbiddenError as difference:
        return Agreement(forbidden=str(difference))
    return Agreement(tuple(point for point in points if point.weight))


def _document(a: Traits, b: Traits) -> Iterator[Point]:
    """A document that tells two events tells two: extraction has already joined what is one."""
    if a.report.document.id == b.report.document.id:
        raise _ForbiddenError("one document tells both")
    yield from ()


def _kind(a: Traits, b: Traits) -> Iterator[Point]:
    if a.modality != b.modality:
        raise _ForbiddenError(f"one is {a.modality}, the other {b.modality}")
    one, other = a.report.event.sub_event_type, b.report.event.sub_event_type
    if a.family != b.family:
        raise _ForbiddenError(f"{one} is not {other}")
    if one == other:
        yield Point(1.0, f"both {one}")
    elif TOLL not in {one, other}:
        yield Point(-1.5, f"{one} or {other}")


def _when(a: Traits, b: Traits) -> Iterator[Point]:
    if a.start is None and b.start is None:
        yield _both_undated(a, b)
    elif a.start is None or b.start is None:
        yield _one_undated(*((a, b) if a.start is None else (b, a)))
    else:
        yield _both_dated(a, b)


def _both_dated(a: Traits, b: Traits) -> Point:
    assert a.report.event.date
    assert b.report.event.date
    one, other = a.report.event.date, b.report.event.date
    coarser = max(one.precision, other.precision)
    first, last = max(one.start, other.start), min(one.end, other.end)
    if first <= last:
        same = (one.start, one.end) == (other.start, other.end)
        weight = _OVERLAP[coarser] + (0.5 if same and coarser > TimePrecision.DAY else 0)
        return Point(weight, f"same {coarser.name.lower()} ({first})" if same else f"dates overlap ({first})")
    if (first - last).days == 1 and coarser == TimePrecision.DAY:
        return Point(1.0, f"one day apart ({last}, {first})")
    raise _ForbiddenError(f"{_days(one.start, one.end)} is not {_days(other.start, other.end)}")


def _days(start: date, end: date) -> str:
    return str(start) if start == end else f"{start} to {end}"


def _both_undated(a: Traits, b: Traits) -> Point:
    if a.published is None or b.published is None:
        return Point(0, "undated")
    gap = abs(a.published - b.published)
    if gap > undated_reach_days(a):
        raise _ForbiddenError(f"undated and published {gap} days apart")
    return Point(_gap_points(gap), f"undated, published {gap} days apart")


def _one_undated(undated: Traits, dated: Traits) -> Point:
    assert dated.start is not None
    assert dated.end is not None
    if undated.published is None:
        return Point(0, "one is undated")
    gap = undated.published - dated.end
    if undated.published < dated.start and dated.modality is Modality.ASSERTED:
        raise _ForbiddenError("one was published before the other happened")
    if gap > undated_reach_days(undated):
        raise _ForbiddenError(f"one is undated and published {gap} days after the other")
    words = f"one is undated, published {gap} days after" if gap > 0 else "one is undated, published by then"
    return Point(_gap_points(abs(gap)), words)


def _gap_points(days: int) -> float:
    return 1.0 if days <= 3 else 0.0 if days <= 30 else -1.5


def undated_reach_days(undated: Traits) -> int:
    """How long before its publication an undated report may have happened: troops, once sent, stay news for a year."""
    return 365 if undated.report.event.event_type == "Deployments" else 60


def _where(a: Traits, b: Traits) -> Iterator[Point]:
    spot = _spots(a, b) if a.spot or b.spot else None
    if spot is not None:
        yield spot
    if spot is not None and spot.weight > 0:
        _same_country(a.place, b.place)
    elif a.place and b.place:
        yield _places(a.place, b.place)
    elif spot is None and a.place_text and a.place_text == b.place_text:
        yield Point(2.0, f"both at {a.place_text!r}, which has no coordinates")
    elif spot is None and (a.place_text or b.place_text):
        yield Point(-1.0, "not the same place name")


def _same_country(one: Place | None, other: Place | None) -> None:
    """Two sources may put one village in unlike units, not in two countries."""
    if one and other and one.country and other.country and one.country != other.country:
        raise _ForbiddenError(f"{one.name} is not {other.name}")


def _spots(a: Traits, b: Traits) -> Point | None:
    """Points for a village without coordinates; None where only one text names its place that closely.

    That both lie in one province is no sign that they are one, and one rare name in two spellings is a strong one.
    """
    one, other = a.named_spot, b.named_spot
    if not one or not other:
        return None
    if same_name(one, other):
        return Point(SAME_SPOT, f"both at {one!r}")
    if a.spot and b.spot:
        raise _ForbiddenError(f"{one} is not {other}")
    return Point(-2.0, f"{one} or {other}")


def _somewhere_or_sometime(a: Traits, b: Traits) -> Iterator[Point]:
    """Two reports of which neither place nor time can be compared are one only if one copies the other."""
    placed = (a.place and b.place) or (a.place_text and b.place_text)
    timed = all(trait.start is not None or trait.published is not None for trait in (a, b))
    if not placed and not timed and a.wording != b.wording:
        raise _ForbiddenError("neither place nor date can be compared")
    yield from ()


def _from_where(a: Traits, b: Traits) -> Iterator[Point]:
    if a.origin and b.origin:
        point = _places(a.origin, b.origin)
        yield Point(min(point.weight, 1.0), f"from {point.words}")


def _places(one: Place, other: Place) -> Point:
    """Points for two located places; forbidden when neither can lie in the other's uncertainty."""
    fine, coarse = sorted((one, other), key=lambda place: (place.geo_precision, place.radius_km, place.id))
    apart_km = distance_km(one, other)
    if one.id == other.id or (_same_name(one, other) and apart_km <= coarse.radius_km):
        return Point(_SAME_PLACE[coarse.geo_precision], f"same place ({coarse.name})")
    if not _may_hold(coarse, fine) or apart_km > coarse.radius_km:
        raise _ForbiddenError(f"{one.name} is not {other.name}")
    if coarse.geo_precision <= GeoPrecision.NEAR:
        return Point(2.0 * (1 - apart_km / coarse.radius_km), f"{fine.name} and {coarse.name} {apart_km:.0f} km apart")
    weight = 1.0 if coarse.geo_precision == GeoPrecision.REGION else 0.0
    return Point(weight, f"{fine.name} in {coarse.name}")


def _same_name(one: Place, other: Place) -> bool:
    return (one.name, one.country) == (other.name, other.country)


def _may_hold(coarse: Place, fine: Place) -> bool:
    """Whether the coarse place can contain the fine one, by the units they are in."""
    if coarse.country and fine.country and coarse.country != fine.country:
        return False
    if fine.geo_precision == coarse.geo_precision == GeoPrecision.REGION and not _is_part(fine, coarse):
        return False
    same_admin1 = coarse.admin1 == fine.admin1 or not (coarse.admin1 and fine.admin1)
    return same_admin1 or coarse.geo_precision == GeoPrecision.COUNTRY


def _is_part(fine: Place, coarse: Place) -> bool:
    """Whether one region is a district of the other, by their GeoNames features: ADM2 in ADM1."""
    return coarse.feature == "ADM1" and fine.feature in {"ADM2", "ADM3", "ADM4"}


def distance_km(one: Place, other: Place) -> float:
    """Geodesic distance on WGS84."""
    return float(_ELLIPSOID.inv(one.lon, one.lat, other.lon, other.lat)[2]) / 1000


def _how_many(a: Traits, b: Traits) -> Iterator[Point]:
    first, last = sorted((a, b), key=lambda traits: traits.published or 0)
    later = bool(first.published) and first.published != last.published
    kinds = a.counts.keys() & b.counts.keys()
    points = [_count(kind, first.counts[kind], last.counts[kind], later=later) for kind in kinds]
    gained = sum(point.weight for point in points if point.weight > 0)
    scale = min(1.0, _COUNT_CAP / gained) if gained else 1.0
    for point in sorted(points, key=lambda point: point.words):
        yield Point(point.weight * scale if point.weight > 0 else point.weight, point.words)


def _count(kind: str, one: Bounds, other: Bounds, *, later: bool) -> Point:
    """Points for two tolls; `later` if the second was published after the first, when more dead have been found."""
    if one == other:
        return Point(_rarity(one), f"same number {kind} ({_range(one)})")
    low, high = sorted((one, other), key=lambda bounds: (bounds[1], bounds[0]))
    said = f"{_range(low)} or {_range(high)} {kind}"
    if low[1] >= high[0]:
        return Point(0.5, said)
    risen = later and high is other and kind in {"killed", "injured"}
    if high[0] - low[1] <= 2 or high[0] <= (3 if risen else 1.5) * low[1]:
        return Point(0, f"{said}, the later the higher" if risen else said)
    return Point(-0.75 if high[0] <= 3 * low[1] else -2.5, said)


def _rarity(bounds: Bounds) -> float:
    """How much an equal number says: two sources seldom give the same large one by chance, but often "dozens"."""
    if bounds[1] == inf:
        return 0.4
    return 2.5 if bounds[1] >= 1000 else 1.5 if bounds[1] >= 10 else 0.75 if bounds[1] >= 3 else 0.4


def _range(bounds: Bounds) -> str:
    low, high = bounds
    if high == inf:
        return f"{low:,.0f} or more"
    return f"{low:,.0f}" if low == high else f"{low:,.0f}-{high:,.0f}"


def _who(a: Traits, b: Traits) -> Iterator[Point]:
    """Who acted; sources that name two sides for one strike blame each other, which is the news, not two strikes."""
    shared = len(a.actors & b.actors)
    if shared:
        yield Point(min(1.5, 0.5 + 0.5 * shared), "same actors")
    elif a.sides and b.sides:
        yield Point(-1.0, "different actors")


def _wording(a: Traits, b: Traits) -> Iterator[Point]:
    if a.wording == b.wording:
        yield Point(_TEXT_CAP + 1.0, "same sentence")
    elif a.stems and b.stems:
        alike = len(a.stems & b.stems) / sqrt(len(a.stems) * len(b.stems))
        if alike > 0.15:
            yield Point(min(_TEXT_CAP, 4 * (alike - 0.15)), "alike wording")


def _told_apart(a: Traits, b: Traits) -> Iterator[Point]:
    if a.hours and b.hours and not a.hours & b.hours:
        yield Point(-4.0, "different times of day")
    if a.facilities and b.facilities:
        shared = sorted(a.facilities & b.facilities)
        targets = f"{'/'.join(sorted(a.facilities))} or {'/'.join(sorted(b.facilities))}"
        yield (
            Point(0.5, f"same target ({'/'.join(shared)})") if shared else Point(-2.0, f"different targets ({targets})")
        )
    if a.set_apart != b.set_apart:
        yield Point(-1.0, "one text sets it apart from another event")


_COMPARISONS: tuple[Callable[[Traits, Traits], Iterator[Point]], ...] = (
    _document,
    _kind,
    _when,
    _where,
    _somewhere_or_sometime,
    _from_where,
    _how_many,
    _who,
    _wording,
    _told_apart,
)
