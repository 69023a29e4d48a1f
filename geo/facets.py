"""How many incidents each choice of each filter would leave, beside the other filters."""

from collections.abc import Mapping
from dataclasses import dataclass

from extract.types import Modality
from geo.filters import Selection


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


def count_facets(left: Selection) -> Facets:
    """Every count, each beside the other filters."""
    known, but = left.known, left.but
    return Facets(
        event_types=known.event_types.tally(but("event_types")),
        sub_event_types=known.sub_event_types.tally(but("event_types")),
        countries=known.countries.tally(but("countries")),
        admin1s=known.admin1s.tally(but("countries")),
        modalities=known.modalities.tally(but("modalities")),
        claimed=known.claimed.tally(but("claimed")),
        actors=known.actors.tally(but("actors")),
        side_a=known.side_a.tally(but("side_a")),
        side_b=known.side_b.tally(but("side_b")),
        targets=known.targets.tally(but("targets")),
        sources=known.sources.tally(but("sources")),
        source_counts=known.source_counts.tally(but("min_sources")),
        geo_precisions=known.geo_precisions.tally(but("max_geo_precision")),
        time_precisions=known.time_precisions.tally(but("max_time_precision")),
    )


def at_most(counts: Mapping[int, int], most: int) -> int:
    """Incidents whose value is `most` or less: of precisions, those that are fine enough."""
    return sum(n for value, n in counts.items() if value <= most)


def at_least(counts: Mapping[int, int], least: int) -> int:
    """Incidents whose value is `least` or more."""
    return sum(n for value, n in counts.items() if value >= least)
