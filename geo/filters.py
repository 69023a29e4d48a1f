"""Which incidents a map, a table or a file shows, and how many it leaves out for want of a date or a place."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property, reduce

import numpy as np
import numpy.typing as npt

from extract.types import Modality, TimePrecision
from geo.areas import Area, BBox, FilterError, Ground, Mask, judge
from geo.columns import Columns
from geo.filter_words import QUERY_NAMES, SAY, as_list, from_words, to_words
from geo.types import GeoPrecision, Incident
from geo.wording import plain

Query = Mapping[str, Sequence[str] | str]
"""URL query parameters, as `urllib.parse.parse_qs` or a web framework gives them."""

Counted = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep. An empty set, None or 0 keeps everything; all that are set must hold.

    Two pairs are trees, and one filter each: an incident passes by its event type or its sub-event type, by its country
    or its province, so that Battles and Grenade keeps all battles and, of the explosions, the grenades.

    `since` and `until` are both included and keep whatever may have happened between them. `countries` are ISO 3166-1
    alpha-2 codes of the place or, for a deployment, of either end; so are `admin1s`, "CD/Nord Kivu". `bbox` and
    `polygon` ask where the place lies: a town by its point; a region or country that may reach beyond them cannot be
    told (docs/decisions/areas.md). `actors` play any role; `side_a`, `side_b` and `targets` are actors in
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

    def apply(self, incidents: Iterable[Incident] | Columns) -> list[Incident]:
        """The incidents that pass, in the order given."""
        return list(self.select(incidents).incidents)

    def select(self, incidents: Iterable[Incident] | Columns) -> "Selection":
        """The incidents that pass, with those that might if their text told when or where.

        Who asks more than once of the same incidents keeps their `Columns` and gives those.
        """
        known = Columns.of(incidents)
        return Selection(known, {name: _VERDICTS[name](self, known) for name in self.roots()})

    def without(self, name: str) -> "Filters":
        """These filters with one of them cleared, by its field name; a tree is cleared whole."""
        return replace(self, **{one: getattr(Filters(), one) for one in TREES.get(name, (name,))})

    def active(self) -> tuple[str, ...]:
        """Field names of the filters that are set."""
        nothing = Filters()
        return tuple(f.name for f in fields(self) if getattr(self, f.name) != getattr(nothing, f.name))

    def roots(self) -> tuple[str, ...]:
        """`active`, of each tree its first field alone: the names of the filters that are set, each once."""
        return tuple(dict.fromkeys(TREES.get(name, (name,))[0] for name in self.active()))

    def to_query(self) -> dict[str, list[str]]:
        """URL query parameters; `from_query` reads them back equal. Sets are sorted, what is not set is left out."""
        return {QUERY_NAMES[name]: to_words(getattr(self, name)) for name in self.active()}

    @classmethod
    def from_query(cls, query: Query) -> "Filters":
        """Filters from URL query parameters; names that are none of ours are left to others. FilterError if bad."""
        given = {name: query[key] for name, key in QUERY_NAMES.items() if key in query}
        return cls(**{name: from_words(name, as_list(words)) for name, words in given.items()})  # type: ignore[arg-type]

    def describe(self) -> str:
        """One line for a map's corner or a file's metadata."""
        said = [SAY[name](getattr(self, name)) for name in self.active()]
        return "; ".join(said) if said else "all incidents"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a filter says of each incident: that it passes, that nobody can tell, or, where neither, that it fails."""

    passes: Mask
    untold: Mask | bool = False


@dataclass(frozen=True, eq=False)
class Selection:
    """What filters leave of the `known` incidents; `verdicts` go by the names of `Filters.roots`."""

    known: Columns
    verdicts: Mapping[str, Verdict]

    @cached_property
    def passes(self) -> Mask:
        """Those that pass."""
        return self.but()

    @cached_property
    def may(self) -> Mask:
        """Those that no filter fails but some cannot judge: for want of a date or a place, or for too wide a place."""
        told = (verdict.passes | verdict.untold for verdict in self.verdicts.values())
        return reduce(np.logical_and, told, ~self.passes)

    def but(self, *names: str) -> Mask:
        """Those that pass all filters but these, which go by the names of `Filters.roots`."""
        return np.equal(self._all_failed, self._failed(self.verdicts.keys() & names))

    def emptied_by(self) -> dict[str, int]:
        """Of filters that together show nothing, those each of which alone, when cleared, would show some: how many."""
        if len(self):
            return {}
        without = {name: int(np.count_nonzero(self.but(name))) for name in self.verdicts}
        return {name: left for name, left in without.items() if left}

    @cached_property
    def _all_failed(self) -> Counted:
        return self._failed(self.verdicts)

    def _failed(self, names: Iterable[str]) -> Counted:
        """Of each incident, how many of these filters it does not pass."""
        counted = np.zeros(len(self.known), np.int8)
        for name in names:
            counted += ~self.verdicts[name].passes
        return counted

    def holds(self, incident_id: str) -> bool:
        """Whether the known incident of that id passes."""
        return bool(self.passes[self.known.row_of[incident_id]])

    def __len__(self) -> int:
        """Incidents that pass."""
        return int(np.count_nonzero(self.passes))

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Those that pass, in the order given."""
        return self.known.take(self.passes)

    @cached_property
    def beside(self) -> tuple[Incident, ...]:
        """Those that `may`, in the order given."""
        return self.known.take(self.may)

    @property
    def total(self) -> int:
        """Incidents before filtering."""
        return len(self.known)

    @property
    def without_date(self) -> Mask:
        """The undated among those that pass and those beside."""
        return (self.passes | self.may) & ~self.known.dated

    @property
    def without_place(self) -> Mask:
        """Those without coordinates among those that pass and those beside."""
        return (self.passes | self.may) & ~self.known.located

    @property
    def too_wide(self) -> Mask:
        """Those beside whose place is a region or country that the area asked for holds in part, if at all."""
        asked = (self.verdicts[name].untold for name in ("bbox", "polygon") if name in self.verdicts)
        return self.may & self.known.placed & reduce(np.logical_or, asked, ~self.known.all())

    @property
    def listed(self) -> tuple[Incident, ...]:
        """Those beside for want of a date or a place alone, which a map may list without drawing them."""
        return self.known.take(self.may & ~self.too_wide)

    @property
    def undated(self) -> int:
        """How many are `without_date`."""
        return int(np.count_nonzero(self.without_date))

    @property
    def unplaced(self) -> int:
        """How many are `without_place`."""
        return int(np.count_nonzero(self.without_place))

    @property
    def drawn(self) -> int:
        """How many pass and can be drawn."""
        return int(np.count_nonzero(self.passes & self.known.located))


TREES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("event_types", "sub_event_types"), ("event_types", "sub_event_types")),
    **dict.fromkeys(("countries", "admin1s"), ("countries", "admin1s")),
}
"""The fields that are one filter together, by either's name."""


def _since(filters: Filters, known: Columns) -> Verdict:
    first = (filters.since or date.min).toordinal()
    return Verdict(known.dated & (known.last_days >= first), ~known.dated)


def _until(filters: Filters, known: Columns) -> Verdict:
    last = (filters.until or date.max).toordinal()
    return Verdict(known.dated & (known.first_days <= last), ~known.dated)


def _max_time_precision(filters: Filters, known: Columns) -> Verdict:
    return Verdict(known.time_precisions.having(_fine_enough(filters.max_time_precision)), ~known.dated)


def _max_geo_precision(filters: Filters, known: Columns) -> Verdict:
    return Verdict(known.geo_precisions.having(_fine_enough(filters.max_geo_precision)), ~known.located)


def _fine_enough(coarsest: int | None) -> range:
    return range((coarsest or len(GeoPrecision)) + 1)


def _of_kind(filters: Filters, known: Columns) -> Verdict:
    kinds, parts = known.event_types, known.sub_event_types
    return Verdict(kinds.having(filters.event_types) | parts.having(filters.sub_event_types))


def _in_region(filters: Filters, known: Columns) -> Verdict:
    within = known.countries.having(filters.countries) | known.admin1s.having(filters.admin1s)
    return Verdict(within, ~known.placed)


def _within(area: Ground | None, known: Columns) -> Verdict:
    """A deployment passes by either end."""
    if area is None:
        return Verdict(known.all())
    held, untold = map(known.spots.marked, judge(area, known.spots.values))
    return Verdict(held, (untold & ~held) | ~known.placed)


def _min_sources(filters: Filters, known: Columns) -> Verdict:
    counts = known.source_counts
    return Verdict(counts.having([n for n in counts.values if n >= filters.min_sources]))


def _text(filters: Filters, known: Columns) -> Verdict:
    found = known.all()
    for word in plain(filters.text).split():
        found &= np.fromiter((word in text for text in known.texts), bool, len(known))
    return Verdict(found)


_VERDICTS: Mapping[str, Callable[[Filters, Columns], Verdict]] = {
    "since": _since,
    "until": _until,
    "event_types": _of_kind,
    "modalities": lambda filters, known: Verdict(known.modalities.having(filters.modalities)),
    "countries": _in_region,
    "bbox": lambda filters, known: _within(filters.bbox, known),
    "polygon": lambda filters, known: _within(filters.polygon, known),
    "actors": lambda filters, known: Verdict(known.actors.having(filters.actors)),
    "side_a": lambda filters, known: Verdict(known.side_a.having(filters.side_a)),
    "side_b": lambda filters, known: Verdict(known.side_b.having(filters.side_b)),
    "targets": lambda filters, known: Verdict(known.targets.having(filters.targets)),
    "sources": lambda filters, known: Verdict(known.sources.having(filters.sources)),
    "text": _text,
    "min_confidence": lambda filters, known: Verdict(known.confidences >= filters.min_confidence),
    "min_sources": _min_sources,
    "max_geo_precision": _max_geo_precision,
    "max_time_precision": _max_time_precision,
    "claimed": lambda filters, known: Verdict(known.claimed.having((filters.claimed is True,))),
}
