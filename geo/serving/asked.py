"""What a request for features asks by its query parameters (OGC API Features, Part 1, 17-069r4, section 7.15)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from geo.areas import BBox, FilterError

DEFAULT_LIMIT, MAX_LIMIT = 1_000, 10_000
PARAMETERS = ("bbox", "datetime", "limit", "offset", "f")
ANY_TIME = ("", "..")

_DAY_OR_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T(\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?)?", re.ASCII)
"""RFC 3339, section 5.6, in capitals; without an offset it is UTC. GDAL writes days as "2024-11-20T"."""

Value = str | int | float


class RequestError(ValueError):
    """A query parameter that cannot be meant: which one, what was given, what is accepted."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `since` up to and including `until`, in UTC without a zone; None is open."""

    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which features, and which page of them. `equal` names properties and the values they may have."""

    bbox: BBox | None = None
    interval: Interval | None = None
    equal: Mapping[str, frozenset[Value]] = field(default_factory=dict)
    limit: int = DEFAULT_LIMIT
    offset: int = 0


def read_query(query: Sequence[tuple[str, str]], *, types: Mapping[str, Mapping[str, str]]) -> Asked:
    """What query parameters ask of a collection whose properties have these JSON types.

    RequestError for a parameter that is not offered, one given twice, or a value it does not accept. A property may be
    named more than once: any of its values will do.
    """
    given: dict[str, list[str]] = {}
    for name, value in query:
        given.setdefault(name, []).append(value)
    if unknown := given.keys() - types.keys() - set(PARAMETERS):
        raise RequestError(f"no parameter {min(unknown)!r}; there are {', '.join((*PARAMETERS, *types))}")
    if twice := [name for name in PARAMETERS if len(given.get(name, ())) > 1]:
        raise RequestError(f"{twice[0]} is given {len(given[twice[0]])} times: give it once")
    if given.get("f", ["json"]) != ["json"]:
        raise RequestError(f"f={given['f'][0]!r}: there is json only")
    return Asked(
        bbox=_bbox(given["bbox"][0]) if "bbox" in given else None,
        interval=read_datetime(given["datetime"][0]) if "datetime" in given else None,
        equal={name: _values(name, given[name], types[name]["type"]) for name in types.keys() & given.keys()},
        limit=min(_whole("limit", given["limit"][0], least=1), MAX_LIMIT) if "limit" in given else DEFAULT_LIMIT,
        offset=_whole("offset", given["offset"][0], least=0) if "offset" in given else 0,
    )


def read_datetime(given: str) -> Interval:
    """A moment, a day or an interval of them (RFC 3339), either end of it open; RequestError for anything else."""
    parts = given.split("/")
    if len(parts) > 2 or (len(parts) == 1 and given in ANY_TIME) or all(part in ANY_TIME for part in parts):
        raise _bad_datetime(given)
    first, last = parts[0], parts[-1]
    interval = Interval(
        None if first in ANY_TIME else _moment(first, given, day_ends=False),
        None if last in ANY_TIME else _moment(last, given, day_ends=True),
    )
    if interval.since and interval.until and interval.since > interval.until:
        raise RequestError(f"datetime={given!r} ends before it begins: give the earlier moment first")
    return interval


def _moment(text: str, given: str, *, day_ends: bool) -> datetime:
    """A day stands for its first moment, or for its last where `day_ends`."""
    wanted = text.upper()
    if not _DAY_OR_MOMENT.fullmatch(wanted):
        raise _bad_datetime(given)
    try:
        if len(day := wanted.removesuffix("T")) == 10:
            return datetime.combine(date.fromisoformat(day), time.max if day_ends else time.min)
        moment = datetime.fromisoformat(wanted)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as problem:
        raise _bad_datetime(given) from problem


def _bad_datetime(given: str) -> RequestError:
    return RequestError(
        f"datetime={given!r}: give a day or a moment, or two of them with a slash between and .. for an open end,"
        " such as 2024-11-20T00:00:00Z or 2024-11-01/2024-11-30 or 2024-11-01/.."
    )


def _bbox(given: str) -> BBox:
    """Four numbers, or six of which the heights are left aside: the features have none."""
    parts = given.split(",")
    try:
        return BBox.parse(",".join((*parts[:2], *parts[3:5])) if len(parts) == 6 else given)
    except FilterError as problem:
        raise RequestError(str(problem)) from problem


def _whole(name: str, given: str, *, least: int) -> int:
    number = int(given) if given.isdecimal() and len(given) < 19 else -1
    if number < least:
        raise RequestError(f"{name}={given!r}: give a whole number from {least}")
    return number


def _values(name: str, given: Sequence[str], json_type: str) -> frozenset[Value]:
    read: Callable[[str], Value] = {"integer": int, "number": float}.get(json_type, str)
    try:
        return frozenset(map(read, given))
    except ValueError as problem:
        raise RequestError(f"{name}={','.join(given)!r}: give a number") from problem
