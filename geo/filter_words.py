"""Filters in words: as the parameters of a URL, and as a line for a file's metadata."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import Any

from extract.types import Modality, TimePrecision
from geo.areas import Area, BBox, FilterError
from geo.types import GeoPrecision

QUERY_NAMES: Mapping[str, str] = {
    "since": "from",
    "until": "to",
    "event_types": "type",
    "sub_event_types": "subtype",
    "modalities": "modality",
    "countries": "country",
    "admin1s": "admin1",
    "bbox": "bbox",
    "polygon": "polygon",
    "actors": "actor",
    "side_a": "side_a",
    "side_b": "side_b",
    "targets": "target",
    "sources": "source",
    "text": "q",
    "min_confidence": "confidence",
    "min_sources": "min_sources",
    "max_geo_precision": "geo_precision",
    "max_time_precision": "time_precision",
    "claimed": "claimed",
}
"""The parameter of each field of `geo.filters.Filters`."""


def as_list(words: Sequence[str] | str) -> list[str]:
    """A parameter's values, one or several."""
    return [words] if isinstance(words, str) else list(words)


def to_words(value: object) -> list[str]:
    """A field's value as its parameter holds it; `from_words` reads it back equal."""
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(int(value)) if isinstance(value, IntEnum) else str(value)]


def from_words(name: str, words: list[str]) -> object:
    """The value of the field of that name; FilterError says what is accepted."""
    read, accepted = _READERS.get(name, (frozenset, "any names"))
    try:
        return read(words)
    except FilterError:
        raise
    except (ValueError, KeyError) as problem:
        raise FilterError(f"{QUERY_NAMES[name]}={','.join(words)!r}: give {accepted}") from problem


def _day(words: list[str]) -> date:
    return date.fromisoformat(words[-1])


def _yes_or_no(words: list[str]) -> bool:
    return {"yes": True, "no": False}[words[-1]]


_READERS: Mapping[str, tuple[Callable[[list[str]], object], str]] = {
    "since": (_day, "a date as YYYY-MM-DD"),
    "until": (_day, "a date as YYYY-MM-DD"),
    "modalities": (lambda words: frozenset(map(Modality, words)), "any of " + ", ".join(Modality)),
    "bbox": (lambda words: BBox.parse(words[-1]), "west,south,east,north in degrees"),
    "polygon": (lambda words: Area.parse(words[-1]), "longitude_latitude of its corners"),
    "text": (lambda words: words[-1], "words to search for"),
    "min_confidence": (lambda words: float(words[-1]), "a number from 0 to 1"),
    "min_sources": (lambda words: int(words[-1]), "a whole number"),
    "max_geo_precision": (lambda words: GeoPrecision(int(words[-1])), "1 town, 2 near, 3 region or 4 country"),
    "max_time_precision": (lambda words: TimePrecision(int(words[-1])), "1 day, 2 week, 3 month or 4 year"),
    "claimed": (_yes_or_no, "yes or no"),
}


def _listed(label: str) -> Callable[[Iterable[str]], str]:
    return lambda values: f"{label} {', '.join(sorted(values))}"


SAY: Mapping[str, Callable[[Any], str]] = {
    "since": lambda day: f"from {day}",
    "until": lambda day: f"to {day}",
    "event_types": _listed("type"),
    "sub_event_types": _listed("sub-type"),
    "modalities": _listed("modality"),
    "countries": _listed("country"),
    "admin1s": _listed("admin-1"),
    "bbox": lambda box: f"bbox {box}",
    "polygon": lambda area: f"polygon {area}",
    "actors": _listed("actor"),
    "side_a": _listed("side A"),
    "side_b": _listed("side B"),
    "targets": _listed("target"),
    "sources": _listed("source"),
    "text": lambda text: f'text "{" ".join(text.split())}"',
    "min_confidence": lambda least: f"confidence at least {least:g}",
    "min_sources": lambda least: f"at least {least} sources",
    "max_geo_precision": lambda coarsest: f"places to {coarsest.name.lower()} precision",
    "max_time_precision": lambda coarsest: f"dates to {coarsest.name.lower()} precision",
    "claimed": lambda claimed: "claims only" if claimed else "stated as fact only",
}
"""What each field that is set says of itself."""
