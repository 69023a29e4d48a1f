"""Word lists of the field, read once from `data/lexicons`: demonyms, nouns for kinds of place."""

import csv
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paths import DATA


@cache
def _word_lists() -> dict[str, str]:
    return tomllib.loads((DATA / "lexicons" / "words.toml").read_text(encoding="utf-8"))


def words(name: str) -> frozenset[str]:
    """One word list of `data/lexicons/words.toml`; KeyError for a name it does not have."""
    return frozenset(_word_lists()[name].split())


COMMON_WORD_DEMONYMS = words("common_word_demonyms")
"""Demonyms that are nouns, verbs or names when they are not capitalised, or not meant when they are not."""

COMMON_WORD_COUNTRIES = words("common_word_countries")
"""Country names that are ordinary words or given names in lower case."""


CARRYING_VERBS = words("carrying_verbs")
CARRYING_NOUNS = words("carrying_nouns")
SENT_NOUNS = words("sent_nouns")
STRIKING_VERBS = words("striking_verbs")
STRIKING_NOUNS = words("striking_nouns")
THROWN_NOUNS = words("thrown_nouns")
TAKING_VERBS = words("taking_verbs")
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
def country_codes() -> dict[str, str]:
    """ISO 3166-1 alpha-2 code by demonym and by name of a country, as written."""
    rows = list(_rows(DATA / "gazetteer" / "countries.csv"))
    forms = ((form, row["iso2"]) for row in rows for form in (row["name"], *row["demonyms"].split(";")))
    return {form: code for form, code in forms if form and code}


@cache
def state_demonyms() -> frozenset[str]:
    """Demonyms of countries, whose forces are a state's."""
    rows = _rows(DATA / "gazetteer" / "countries.csv")
    return frozenset(form for row in rows for form in row["demonyms"].split(";") if form)


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


@cache
def kinds_in_other_scripts() -> dict[str, str]:
    """GeoNames feature code by the word for a kind of place that Korean, Chinese and Japanese names end in."""
    lists = (("ADM1", "first_level_endings"), ("ADM2", "second_level_endings"), ("PPL", "town_endings"))
    return {ending: feature for feature, name in lists for ending in _word_lists()[name].split()}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
