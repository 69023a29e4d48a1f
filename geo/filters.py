"""Which incidents a map, a table or a file shows, and how many it leaves out for want of a date or a place."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import IntEnum
from functools import cache
from itertools import chain
from typing import Any

from extract.types import ActorRole, Modality, TimePrecision
from geo.areas import Area, BBox, FilterError
from geo.types import GeoPrecision, Incident, Place
from geo.wording import plain

Query = Mapping[str, Sequence[str] | str]
"""URL query parameters, as `urllib.parse.parse_qs` or a web framework gives them."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep. An empty set, None or 0 keeps everything; all that are set must hold.

    Two pairs are trees, and one filter each: an incident passes by its event type or its sub-event type, by its country
    or its province, so that Battles and Grenade keeps all battles and, of the explosions, the grenades.

    `since` and `until` are both included and keep whatever may have happened between them. `countries` are ISO 3166-1
    alpha-2 codes of the place or, for a deployment, of either end; so are `admin1s`, "CD/Nord Kivu". `bbox` and
    `polygon` ask where the place's point lies. `actors` play any role; `side_a`, `side_b` and `targets` are actors in
    that role. `text` needs all its words in the sentences, title,
    place or actors, case and accents aside. `max_geo_precision` and `max_time_precision` are the coarsest to keep.
    """

    since: date | None = None
    until: date | None = None
    event_types: frozenset[str] = frozenset()
    sub_event_types: frozenset[str] = frozenset()
    modalities: frozenset[Modality] = frozenset()
    countries: frozenset[str] = frozenset()
    admin1s: frozenset[str] = frozenset()
    bbox: BBox | None = None
    polygon: Area | None = None
    actors: frozenset[str] = frozenset()
    side_a: frozenset[str] = frozenset()
    side_b: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    text: str = ""
    min_confidence: float = 0.0
    min_sources: int = 0
    max_geo_precision: GeoPrecision | None = None
    max_time_precision: TimePrecision | None = None
    claimed: bool | None = None
    """True keeps what someone claims, False what is stated as fact."""

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise FilterError(f"from {self.since} to {self.until} is empty: give the earlier date first")
        if not 0 <= self.min_confidence <= 1:
            raise FilterError(f"min_confidence {self.min_confidence}: confidence runs from 0 to 1")
        if wrong := [code for code in self.countries if not re.fullmatch("[A-Z]{2}", code)]:
            raise FilterError(f"country {wrong[0]!r}: give a two-letter ISO 3166 code, such as KP or UA")
        if wrong := [name for name in self.admin1s if not re.match("[A-Z]{2}/.", name)]:
            raise FilterError(f"province {wrong[0]!r}: give its country's code, a slash and its name: CD/Nord Kivu")

    @property
    def dated(self) -> bool:
        """Whether a date filter is set, so that undated incidents cannot be shown."""
        return bool(self.since or self.until or self.max_time_precision)

    @property
    def placed(self) -> bool:
        """Whether a place filter is set, so that unplaced incidents cannot be shown."""
        return bool(self.countries or self.admin1s or self.bbox or self.polygon or self.max_geo_precision)

    def apply(self, incidents: Iterable[Incident]) -> list[Incident]:
        """The incidents that pass, in the order given."""
        return list(self.select(incidents).incidents)

    def select(self, incidents: Iterable[Incident]) -> "Selection":
        """The incidents that pass, with those that might if their text told when or where."""
        shown: list[Incident] = []
        beside: list[Incident] = []
        total = 0
        tests = self._tests()
        for incident in incidents:
            total += 1
            verdicts = {test(incident) for test in tests}
            if False not in verdicts:
                (beside if None in verdicts else shown).append(incident)
        return Selection(tuple(shown), tuple(beside), total)

    def without(self, name: str) -> "Filters":
        """These filters with one of them cleared, by its field name; a tree is cleared whole."""
        return replace(self, **{one: getattr(Filters(), one) for one in TREES.get(name, (name,))})

    def active(self) -> tuple[str, ...]:
        """Field names of the filters that are set."""
        nothing = Filters()
        return tuple(f.name for f in fields(self) if getattr(self, f.name) != getattr(nothing, f.name))

    def emptied_by(self, incidents: Sequence[Incident]) -> tuple[str, ...]:
        """Of filters that together show nothing, those each of which alone, when cleared, would show something."""
        if self.select(incidents).incidents:
            return ()
        return tuple(name for name in self.roots() if self.without(name).select(incidents).incidents)

    def roots(self) -> tuple[str, ...]:
        """`active`, of each tree its first field alone: the names of the filters that are set, each once."""
        return tuple(dict.fromkeys(TREES.get(name, (name,))[0] for name in self.active()))

    def tests(self) -> dict[str, "Test"]:
        """A test of each filter that is set, by the names of `roots`."""
        return {name: _TESTS[name](self) for name in self.roots()}

    def _tests(self) -> list["Test"]:
        return list(self.tests().values())

    def to_query(self) -> dict[str, list[str]]:
        """URL query parameters; `from_query` reads them back equal. Sets are sorted, what is not set is left out."""
        return {_QUERY_NAMES[name]: _to_words(getattr(self, name)) for name in self.active()}

    @classmethod
    def from_query(cls, query: Query) -> "Filters":
        """Filters from URL query parameters; names that are none of ours are left to others. FilterError if bad."""
        given = {name: query[key] for name, key in _QUERY_NAMES.items() if key in query}
        return cls(**{name: _from_words(name, _as_list(words)) for name, words in given.items()})  # type: ignore[arg-type]

    def describe(self) -> str:
        """One line for a map's corner or a file's metadata."""
        said = [_SAY[name](getattr(self, name)) for name in self.active()]
        return "; ".join(said) if said else "all incidents"


@dataclass(frozen=True, slots=True)
class Selection:
    """What filters leave. `beside` passes all of them but those its missing date or place cannot answer."""

    incidents: tuple[Incident, ...]
    beside: tuple[Incident, ...]
    total: int
    """Incidents before filtering."""

    @property
    def undated(self) -> int:
        """Undated incidents among those that pass and those beside."""
        return sum(incident.date is None for incident in chain(self.incidents, self.beside))

    @property
    def unplaced(self) -> int:
        """Incidents without coordinates among those that pass and those beside."""
        return sum(not incident.located for incident in chain(self.incidents, self.beside))

    @property
    def located(self) -> tuple[Incident, ...]:
        """Those that can be drawn."""
        return tuple(incident for incident in self.incidents if incident.located)


TREES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("event_types", "sub_event_types"), ("event_types", "sub_event_types")),
    **dict.fromkeys(("countries", "admin1s"), ("countries", "admin1s")),
}
"""The fields that are one filter together, by either's name."""


def sources_of(incident: Incident) -> frozenset[str]:
    """Names of the sources that report it; a document without one stands for itself."""
    return frozenset(report.source or report.document_id for report in incident.evidence)


Test = Callable[[Incident], bool | None]
"""Whether an incident passes; None when it lacks the date or the place to tell."""


def _since(filters: Filters) -> Test:
    first = filters.since or date.min
    return lambda incident: incident.date.end >= first if incident.date else None


def _until(filters: Filters) -> Test:
    last = filters.until or date.max
    return lambda incident: incident.date.start <= last if incident.date else None


def _max_time_precision(filters: Filters) -> Test:
    coarsest = filters.max_time_precision or TimePrecision.YEAR
    return lambda incident: incident.date.precision <= coarsest if incident.date else None


def _of_kind(filters: Filters) -> Test:
    types, subs = filters.event_types, filters.sub_event_types
    return lambda incident: incident.event_type in types or incident.sub_event_type in subs


def _in_region(filters: Filters) -> Test:
    wanted = filters.countries | filters.admin1s
    return lambda incident: (
        not wanted.isdisjoint(countries_of(incident) | admin1s_of(incident)) if _places(incident) else None
    )


def _within(area: BBox | Area | None) -> Test:
    holds = cache(area.holds) if area else lambda _: True
    return lambda incident: any(map(holds, places)) if (places := _places(incident)) else None


def _acting(names: frozenset[str], role: ActorRole | None = None) -> Test:
    return lambda incident: any(
        actor.name in names and (role is None or actor.role is role) for actor in incident.actors
    )


def _max_geo_precision(filters: Filters) -> Test:
    coarsest = filters.max_geo_precision or GeoPrecision.COUNTRY
    return lambda incident: incident.place.geo_precision <= coarsest if isinstance(incident.place, Place) else None


def _text(filters: Filters) -> Test:
    words = plain(filters.text).split()
    return lambda incident: all(word in searched for word in words) if (searched := _searched(incident)) else False


_TESTS: Mapping[str, Callable[[Filters], Test]] = {
    "since": _since,
    "until": _until,
    "event_types": _of_kind,
    "modalities": lambda filters: lambda incident: incident.modality in filters.modalities,
    "countries": _in_region,
    "bbox": lambda filters: _within(filters.bbox),
    "polygon": lambda filters: _within(filters.polygon),
    "actors": lambda filters: _acting(filters.actors),
    "side_a": lambda filters: _acting(filters.side_a, ActorRole.SIDE_A),
    "side_b": lambda filters: _acting(filters.side_b, ActorRole.SIDE_B),
    "targets": lambda filters: _acting(filters.targets, ActorRole.TARGET),
    "sources": lambda filters: lambda incident: bool(sources_of(incident) & filters.sources),
    "text": _text,
    "min_confidence": lambda filters: lambda incident: incident.confidence >= filters.min_confidence,
    "min_sources": lambda filters: lambda incident: len(sources_of(incident)) >= filters.min_sources,
    "max_geo_precision": _max_geo_precision,
    "max_time_precision": _max_time_precision,
    "claimed": lambda filters: lambda incident: (incident.attribution is not None) == filters.claimed,
}


def _places(incident: Incident) -> list[Place]:
    return [place for place in (incident.place, incident.origin) if isinstance(place, Place)]


def countries_of(incident: Incident) -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes of its place and origin."""
    return frozenset(place.country for place in _places(incident) if place.country)


def admin1s_of(incident: Incident) -> frozenset[str]:
    """Provinces of its place and origin, each with its country's code: "CD/Nord Kivu"."""
    return frozenset(name for place in _places(incident) if (name := province(place)))


def province(place: Place) -> str | None:
    """The place's province with its country's code, since many countries have a Central: "FJ/Central"."""
    return f"{place.country}/{place.admin1}" if place.country and place.admin1 else None


def _searched(incident: Incident) -> str:
    names = [place.name for place in _places(incident)] + [actor.name for actor in incident.actors]
    told = [part for report in incident.evidence for part in (report.sentence, report.title, report.place_text) if part]
    return plain("\n".join([*names, *told, incident.sub_event_type, incident.unit or ""]))


_QUERY_NAMES = {
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


def _as_list(words: Sequence[str] | str) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def _to_words(value: object) -> list[str]:
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(int(value)) if isinstance(value, IntEnum) else str(value)]


def _from_words(name: str, words: list[str]) -> object:
    read, accepted = _READERS.get(name, (frozenset, "any names"))
    try:
        return read(words)
    except FilterError:
        raise
    except (ValueError, KeyError) as problem:
        raise FilterError(f"{_QUERY_NAMES[name]}={','.join(words)!r}: give {accepted}") from problem


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


_SAY: Mapping[str, Callable[[Any], str]] = {
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
