"""The event types of `data/event_types.toml`: what each means, and the words that signal it.

A taxonomy file has two parts. `[words]` names word classes. `[[event_type]]` tables hold the types, each with its
`[[event_type.sub_event_type]]` tables, and those hold `triggers`: a verb or noun that signals the type, with what
its subject, object, modifiers, clause or sentence must or must not contain (`"@rebels"` is a word class).
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from paths import DATA

SLOTS = ("subject", "object", "patient", "target", "modifier", "clause", "sentence", "document")
"""Where a trigger may look, narrowest first. `document` is the whole text."""

Words = frozenset[str]
Phrase = tuple[str, ...]


class TaxonomyError(ValueError):
    """A taxonomy file that cannot be used: which entry, what it says, what is accepted."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One sense of one or more words.

    `verbs` and `nouns` are lemmas, each a phrase of one or more words: "open fire" is the verb "open" with "fire"
    depending on it, "air raid" the two words in a row. `needs` and `bars` map a slot of SLOTS to the words of which
    it must hold one, or must hold none. `weight`, 0 to 1, says how surely the words mean the type.
    `bare` nouns tell an event by themselves ("airstrike"); others must be tied to a place, a date, an actor or a
    verb of happening ("exercise").
    """

    verbs: tuple[Phrase, ...] = ()
    nouns: tuple[Phrase, ...] = ()
    needs: Mapping[str, Words] = field(default_factory=dict)
    bars: Mapping[str, Words] = field(default_factory=dict)
    weight: float = 0.6
    bare: bool = False


@dataclass(frozen=True, slots=True)
class SubEventType:
    """`definition`, `includes` and `excludes` are for the codebook; `cameo` and `plover` the nearest codes there.

    `alone_from` is how many victims it takes to be read in a text that shows no conflict, None for a type that ordinary
    life does not share (`extract.relevance`).
    """

    name: str
    definition: str = ""
    includes: str = ""
    excludes: str = ""
    examples: tuple[str, ...] = ()
    plover: str = ""
    cameo: str = ""
    alone_from: int | None = None
    triggers: tuple[Trigger, ...] = ()


@dataclass(frozen=True, slots=True)
class EventType:
    """`colour` and `shape` are how the maps draw it; `acled` says whether the type is one of ACLED's six."""

    name: str
    code: str
    colour: str
    shape: str
    acled: bool
    sub_event_types: tuple[SubEventType, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Taxonomy:
    """Compared by identity, so that what is compiled from it can be cached."""

    event_types: tuple[EventType, ...]
    words: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    """Word classes: name -> phrases of lemmas."""

    def event_type(self, name: str) -> EventType:
        """The type of that name; KeyError for none."""
        return next((t for t in self.event_types if t.name == name), None) or _unknown(name, self)


def _unknown(name: str, taxonomy: Taxonomy) -> EventType:
    known = ", ".join(t.name for t in taxonomy.event_types)
    raise KeyError(f"no event type {name!r}; the taxonomy has: {known}")


@cache
def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read a taxonomy file: the one given, else DEMARC_TAXONOMY, else Demarc's own.

    Raises FileNotFoundError for no such file, TaxonomyError for one that breaks the format.
    """
    file = path or Path(os.environ.get("DEMARC_TAXONOMY") or DATA / "event_types.toml")
    try:
        return read_taxonomy(file.read_text(encoding="utf-8"))
    except (TaxonomyError, tomllib.TOMLDecodeError) as error:
        raise TaxonomyError(f"{file}: {error}") from error


def read_taxonomy(text: str) -> Taxonomy:
    """Parse a taxonomy from TOML text; raises TaxonomyError or tomllib.TOMLDecodeError."""
    tables = tomllib.loads(text)
    words = {name: phrases(value, where=f"[words] {name}") for name, value in tables.get("words", {}).items()}
    types = tuple(_event_type(row, words) for row in tables.get("event_type", ()))
    if not types:
        raise TaxonomyError("no [[event_type]] table; a taxonomy needs at least one")
    return Taxonomy(types, words)


def phrases(value: object, *, where: str) -> tuple[Phrase, ...]:
    """`"open fire, shoot"` -> (("open", "fire"), ("shoot",)); lower-cased, hyphens are spaces."""
    if not isinstance(value, str):
        raise TaxonomyError(f"{where}: {value!r} is not text; write words separated by commas, like 'raid, storm'")
    parts = (part.strip().lower().replace("-", " ") for part in value.replace("\n", " ").split(","))
    return tuple(tuple(part.split()) for part in parts if part)


def _event_type(row: Mapping[str, object], words: Mapping[str, tuple[Phrase, ...]]) -> EventType:
    subs = row.get("sub_event_type", [])
    if not isinstance(subs, list) or not subs:
        raise TaxonomyError(f"event type {row.get('name')!r} has no [[event_type.sub_event_type]] table")
    return EventType(
        name=_text(row, "name", where="event_type"),
        code=_text(row, "code", where=f"event type {row.get('name')!r}"),
        colour=_text(row, "colour", where=f"event type {row.get('name')!r}"),
        shape=_text(row, "shape", where=f"event type {row.get('name')!r}"),
        acled=bool(row.get("acled", False)),
        sub_event_types=tuple(_sub_event_type(sub, words) for sub in subs),
    )


def _text(row: Mapping[str, object], key: str, *, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise TaxonomyError(f"{where}: {key} is {value!r}; it must be text")
    return value


def _sub_event_type(row: Mapping[str, object], words: Mapping[str, tuple[Phrase, ...]]) -> SubEventType:
    name = _text(row, "name", where="sub_event_type")
    triggers, examples = row.get("triggers", []), row.get("examples", [])
    if not isinstance(triggers, list) or not isinstance(examples, list):
        raise TaxonomyError(f"{name}: triggers and examples must be lists")
    return SubEventType(
        name=name,
        definition=str(row.get("definition", "")),
        includes=str(row.get("includes", "")),
        excludes=str(row.get("excludes", "")),
        examples=tuple(map(str, examples)),
        plover=str(row.get("plover", "")),
        cameo=str(row.get("cameo", "")),
        alone_from=_alone_from(row.get("alone_from"), name),
        triggers=tuple(_trigger(trigger, name, words) for trigger in triggers),
    )


def _alone_from(value: object, name: str) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise TaxonomyError(f"{name}: alone_from {value!r} must be a whole number of victims, 0 for any")


_TRIGGER_KEYS = {"verb", "noun", "weight", "bare", *SLOTS, *(f"no_{slot}" for slot in SLOTS)}


def _trigger(row: Mapping[str, object], name: str, words: Mapping[str, tuple[Phrase, ...]]) -> Trigger:
    where = f"{name}: trigger {dict(row)}"
    if unknown := set(row) - _TRIGGER_KEYS:
        raise TaxonomyError(f"{where} has {', '.join(sorted(unknown))}; it may have {', '.join(sorted(_TRIGGER_KEYS))}")
    if "verb" not in row and "noun" not in row:
        raise TaxonomyError(f"{where} has neither verb nor noun; it needs one of them")
    return Trigger(
        verbs=phrases(row.get("verb", ""), where=where),
        nouns=phrases(row.get("noun", ""), where=where),
        needs={slot: _slot(row[slot], where, words) for slot in SLOTS if slot in row},
        bars={slot: _slot(row[f"no_{slot}"], where, words) for slot in SLOTS if f"no_{slot}" in row},
        weight=_weight(row.get("weight", 0.6), where),
        bare=bool(row.get("bare", False)),
    )


def _weight(value: object, where: str) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise TaxonomyError(f"{where}: weight {value!r} must be a number from 0 to 1")
    return float(value)


def _slot(value: object, where: str, words: Mapping[str, tuple[Phrase, ...]]) -> Words:
    found = frozenset(" ".join(phrase) for phrase in phrases(value, where=where))
    for word in found:
        if word.startswith("@") and word[1:] not in words:
            raise TaxonomyError(f"{where} names the word class {word}; [words] has {', '.join(sorted(words))}")
    return found
