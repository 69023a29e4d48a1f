"""Word lists of the field, read once from `data/lexicons`: demonyms, nouns for kinds of place."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paths import DATA

COMMON_WORD_DEMONYMS = frozenset(
    [
        "polish",
        "pole",
        "poles",
        "swede",
        "swedes",
        "dane",
        "danes",
        "finn",
        "finns",
        "scot",
        "scots",
        "turk",
        "turks",
        "kiwi",
        "kiwis",
        "brit",
        "brits",
        "breton",
        "saudi",
        "soviet",
        "soviets",
        "lao",
        "motswana",
        "muscovite",
        "berliner",
        "berliners",
        "walloon",
        "english",
        "french",
        "dutch",
    ]
)
"""Demonyms that are nouns, verbs or names when they are not capitalised, or not meant when they are not."""

COMMON_WORD_COUNTRIES = frozenset(
    ["chad", "chile", "china", "guinea", "jersey", "jordan", "turkey", "georgia", "togo", "niger", "mali", "oman"]
)
"""Country names that are ordinary words or given names in lower case."""


TAKING_VERBS = frozenset(
    ["seize", "capture", "recapture", "retake", "overrun", "liberate", "occupy", "hold", "besiege", "shell", "bomb", "bombard", "storm", "raid", "raze", "reach", "enter", "leave", "evacuate", "flee", "visit", "patrol", "cross", "surround", "encircle", "recover", "control", "defend", "abandon", "approach", "pound", "flood", "devastate"]
)
"""Verbs whose object is a place when armies, refugees or floods are the subject."""


@dataclass(frozen=True, slots=True)
class PlaceNoun:
    """A noun for a kind of place, and the GeoNames feature code it asserts.

    `part_of_name`: "yes" where the capitalised noun belongs to the name ("Neches River"), "no" where it only
    describes it ("Kursk region"), "street" for abbreviations that follow a street's name.
    """

    noun: str
    feature: str
    part_of_name: str


@cache
def demonyms() -> dict[str, str]:
    """Place by demonym, capitalised as written: {"North Korean": "North Korea", ...}."""
    countries = ((row["name"], row["demonyms"]) for row in _rows(DATA / "gazetteer" / "countries.csv"))
    others = ((row["place"], row["demonyms"]) for row in _rows(DATA / "lexicons" / "demonyms.csv"))
    return {form: place for place, forms in [*countries, *others] for form in forms.split(";") if form}


@cache
def continental() -> frozenset[str]:
    """Demonyms of continents and world regions, which name no actor."""
    wide = {"Africa", "Asia", "Europe", "America", "Caribbean", "Middle East", "Balkans", "Scandinavia"}
    return frozenset(form for form, place in demonyms().items() if place in wide or place.split()[-1] in wide)


@cache
def country_names() -> frozenset[str]:
    """Names of countries and of other places with a demonym, in lower case, that are no ordinary words."""
    return frozenset(place.casefold() for place in demonyms().values()) - COMMON_WORD_COUNTRIES


def shared_noun(words: Iterable[str]) -> str | None:
    """The noun a list ends in: "province" of "and Belgorod provinces". `words` follow the name, as written."""
    for word in words:
        singular = word.lower().replace("counties", "county").removesuffix("s")
        if word.lower() != singular and singular in place_nouns():
            return singular
        if not (word[:1].isupper() or word in {",", "and", "or"}):
            return None
    return None


@cache
def place_nouns() -> dict[str, PlaceNoun]:
    """Nouns for kinds of place by their lower-case form."""
    rows = _rows(DATA / "lexicons" / "place_nouns.csv")
    return {row["noun"]: PlaceNoun(row["noun"], row["feature"], row["part_of_name"]) for row in rows}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
