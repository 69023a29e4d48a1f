"""How many incidents each choice of each filter would leave, beside the other filters."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeVar

from extract.types import ActorRole, Modality
from geo.filters import Filters, admin1s_of, countries_of, sources_of
from geo.types import Incident, Place

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Facets:
    """Incidents by each value of each filter, most frequent first, among those that pass all the other filters.

    An incident counts once for each country, actor and source it has, so these do not add up to the incidents.
    """

    event_types: Mapping[str, int]
    sub_event_types: Mapping[str, int]
    countries: Mapping[str, int]
    admin1s: Mapping[str, int]
    modalities: Mapping[Modality, int]
    claimed: Mapping[bool, int]
    actors: Mapping[str, int]
    side_a: Mapping[str, int]
    side_b: Mapping[str, int]
    targets: Mapping[str, int]
    sources: Mapping[str, int]
    source_counts: Mapping[int, int]
    geo_precisions: Mapping[int, int]
    time_precisions: Mapping[int, int]


PERIOD = frozenset({"since", "until"})
"""Two filters that a reader sets as one."""


class Others:
    """The incidents that pass, and those that one filter alone keeps out: one look at each incident."""

    def __init__(self, incidents: Iterable[Incident], filters: Filters) -> None:
        tests = list(filters.tests().items())
        self._by_failed: dict[frozenset[str], list[Incident]] = {}
        for incident in incidents:
            failed = frozenset(name for name, test in tests if test(incident) is not True)
            if len(failed) <= 1 or failed == PERIOD:
                self._by_failed.setdefault(failed, []).append(incident)

    def but(self, *names: str) -> Sequence[Incident]:
        """Those that pass all filters but these (a tree goes by its first field), in no order."""
        asked = frozenset(names)
        return list(chain.from_iterable(held for failed, held in self._by_failed.items() if failed <= asked))


def count_facets(others: Others) -> Facets:
    """Every count, each beside the other filters."""
    return Facets(
        event_types=_tally(others.but("event_types"), lambda one: (one.event_type,)),
        sub_event_types=_tally(others.but("event_types"), lambda one: (one.sub_event_type,)),
        countries=_tally(others.but("countries"), countries_of),
        admin1s=_tally(others.but("countries"), admin1s_of),
        modalities=_tally(others.but("modalities"), lambda one: (one.modality,)),
        claimed=_tally(others.but("claimed"), lambda one: (one.attribution is not None,)),
        actors=_tally(others.but("actors"), partial(_acting, role=None)),
        side_a=_tally(others.but("side_a"), partial(_acting, role=ActorRole.SIDE_A)),
        side_b=_tally(others.but("side_b"), partial(_acting, role=ActorRole.SIDE_B)),
        targets=_tally(others.but("targets"), partial(_acting, role=ActorRole.TARGET)),
        sources=_tally(others.but("sources"), sources_of),
        source_counts=_tally(others.but("min_sources"), lambda one: (len(sources_of(one)),)),
        geo_precisions=_tally(others.but("max_geo_precision"), _geo_precision),
        time_precisions=_tally(others.but("max_time_precision"), lambda one: (one.date.precision,) if one.date else ()),
    )


def at_most(counts: Mapping[int, int], most: int) -> int:
    """Incidents whose value is `most` or less: of precisions, those that are fine enough."""
    return sum(n for value, n in counts.items() if value <= most)


def at_least(counts: Mapping[int, int], least: int) -> int:
    """Incidents whose value is `least` or more."""
    return sum(n for value, n in counts.items() if value >= least)


def _acting(incident: Incident, *, role: ActorRole | None) -> frozenset[str]:
    return frozenset(actor.name for actor in incident.actors if role is None or actor.role is role)


def _geo_precision(incident: Incident) -> Iterable[int]:
    return (incident.place.geo_precision,) if isinstance(incident.place, Place) else ()


def _tally(incidents: Iterable[Incident], values: Callable[[Incident], Iterable[K]]) -> dict[K, int]:
    counted = Counter(chain.from_iterable(map(values, incidents)))
    return dict(sorted(counted.items(), key=lambda item: (-item[1], str(item[0]))))
