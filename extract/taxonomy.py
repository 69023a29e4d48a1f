"""The event types of `data/event_types.toml`."""

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paths import DATA


@dataclass(frozen=True, slots=True)
class SubEventType:
    name: str


@dataclass(frozen=True, slots=True)
class EventType:
    """`colour` and `shape` are how the maps draw it; `acled` says whether the type is one of ACLED's six."""

    name: str
    code: str
    colour: str
    shape: str
    acled: bool
    sub_event_types: tuple[SubEventType, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    event_types: tuple[EventType, ...]

    def event_type(self, name: str) -> EventType:
        """The type of that name; KeyError for none."""
        return next((t for t in self.event_types if t.name == name), None) or _unknown(name, self)


def _unknown(name: str, taxonomy: Taxonomy) -> EventType:
    known = ", ".join(t.name for t in taxonomy.event_types)
    raise KeyError(f"no event type {name!r}; the taxonomy has: {known}")


@cache
def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read a taxonomy file: the one given, else DEMARC_TAXONOMY, else Demarc's own."""
    file = path or Path(os.environ.get("DEMARC_TAXONOMY") or DATA / "event_types.toml")
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["event_type"]
    return Taxonomy(tuple(_event_type(row) for row in rows))


def _event_type(row: dict[str, object]) -> EventType:
    subs = row["sub_event_type"]
    assert isinstance(subs, list)
    return EventType(
        name=str(row["name"]),
        code=str(row["code"]),
        colour=str(row["colour"]),
        shape=str(row["shape"]),
        acled=bool(row["acled"]),
        sub_event_types=tuple(SubEventType(name=sub["name"]) for sub in subs),
    )
