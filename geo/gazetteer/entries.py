"""What a gazetteer is built of: one entry a place, with all its names."""

import math
from dataclasses import dataclass, field
from enum import IntEnum

from shapely.geometry.base import BaseGeometry

from geo.types import Place


class NameMatch(IntEnum):
    """Which kind of name it is; best first, so that the smaller number wins where a name is of two kinds."""

    NAME = 0
    ALTERNATE = 1
    ABBREVIATION = 2
    NICKNAME = 3
    DEMONYM = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A place, its names by kind, its people, and its outline where a source has one (EPSG:4326)."""

    place: Place
    population: int
    names: dict[str, NameMatch] = field(default_factory=dict)
    geometry: BaseGeometry | None = None


def radius_of_area(area_km2: float) -> float:
    """How far a unit's far end is from its point: half as far again as a disc of its area would reach.

    Provinces are longer than they are round; for Kursk Oblast (30,000 km2) this gives 147 km.
    """
    return max(5.0, round(1.5 * math.sqrt(area_km2 / math.pi)))


def town_radius(population: int) -> float:
    """Town 10 km, city 20 km, a city of millions 30 km."""
    return 10.0 if population < 100_000 else 20.0 if population < 5_000_000 else 30.0
