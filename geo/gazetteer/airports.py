"""Airports and air bases: the airportsdata package, for those that news names."""

import re
from collections import Counter
from collections.abc import Iterator

import airportsdata

from geo.gazetteer.entries import Entry, NameMatch
from geo.types import GeoPrecision, Place

_RADIUS_KM = 5.0
_BASE = re.compile(r"\b(?:air ?base|air force|airbase|naval air|army air)\b", re.IGNORECASE)
_INTERNATIONAL = re.compile(r"\binternational\b", re.IGNORECASE)
_TAIL = re.compile(r" (?:international )?air(?:port|field|base| base| force base)$", re.IGNORECASE)


def airport_entries() -> Iterator[Entry]:
    """Airports with scheduled flights (an IATA code) and air bases; landing strips are left out.

    An airport is also named after the city it serves ("Kabul airport") where it is that city's only international one.
    """
    airports = [row for row in airportsdata.load("ICAO").values() if row["iata"] or _BASE.search(row["name"])]
    served = Counter((row["city"], row["country"]) for row in airports if _INTERNATIONAL.search(row["name"]))
    for row in airports:
        only = _INTERNATIONAL.search(row["name"]) is not None and served[row["city"], row["country"]] == 1
        yield _entry(row, row["city"] if only else "")


def _entry(row: airportsdata.Airport, city: str) -> Entry:
    name = row["name"].strip()
    place = Place(
        id=f"icao:{row['icao']}",
        name=name,
        lat=row["lat"],
        lon=row["lon"],
        country=row["country"] or None,
        admin1=row["subd"] or None,
        feature="AIRB" if _BASE.search(name) else "AIRP",
        geo_precision=GeoPrecision.TOWN,
        radius_km=_RADIUS_KM,
    )
    return Entry(place, 0, dict.fromkeys(_short_names(name, city), NameMatch.ALTERNATE) | {name: NameMatch.NAME})


def _short_names(name: str, city: str) -> set[str]:
    """Lester B. Pearson International Airport is Pearson International Airport and Pearson Airport as well."""
    base = _TAIL.sub("", name)
    if base == name:
        return set()
    kinds = ("International Airport", "Airport") if _INTERNATIONAL.search(name) else (name[len(base) + 1 :],)
    called = {base, city} | ({base.split(" ")[-1]} if " " in base and _INTERNATIONAL.search(name) else set())
    return {f"{each} {kind}" for each in called - {""} for kind in kinds}
