"""Villages out of the registers of Myanmar and Ukraine."""

import pytest

from geo.gazetteer.entries import Entry, NameMatch
from geo.gazetteer.names import fold
from geo.gazetteer.villages import (
    BurmeseVillage,
    Point,
    Town,
    Towns,
    UkrainianSettlement,
    anchors_of,
    is_distinct,
    myanmar_entries,
    oblast_names,
    read_myanmar,
    read_ukraine,
    state_names,
    ukraine_entries,
)
from geo.types import GeoPrecision

OBLAST, RAION, HROMADA, FAR_HROMADA = "UA99", "UA99-1", "UA99-1-1", "UA99-1-2"


def a_settlement(name: str, hromada: str = HROMADA) -> UkrainianSettlement:
    return UkrainianSettlement(f"{hromada}-{name}", name, OBLAST, RAION, hromada)


def towns(**found: tuple[float, float]) -> Towns:
    return {fold(name): [Town(Point(*point), "Somewhere Oblast")] for name, point in found.items()}


KNOWN = towns(Великосело=(48.0, 36.0), Малосело=(48.2, 36.4))
SETTLEMENTS = [a_settlement("Великосело"), a_settlement("Малосело"), a_settlement("Тихоріччя")]


def names(entries: list[Entry]) -> list[str]:
    return [entry.place.name for entry in entries]


def test_a_village_lies_in_the_middle_of_the_known_towns_of_its_community() -> None:
    (entry,) = ukraine_entries(SETTLEMENTS, KNOWN)
    assert (entry.place.lat, entry.place.lon) == (48.1, 36.2)
    assert entry.place.geo_precision is GeoPrecision.NEAR
    assert entry.place.radius_km == 30


def test_a_village_is_romanised_officially_and_keeps_its_own_spelling() -> None:
    (entry,) = ukraine_entries(SETTLEMENTS, KNOWN)
    assert entry.names == {"Tykhorichchia": NameMatch.NAME, "Тихоріччя": NameMatch.ALTERNATE}


def test_a_community_without_a_known_town_falls_back_on_its_district() -> None:
    (entry,) = (e for e in ukraine_entries([*SETTLEMENTS[:2], a_settlement("Далекове", FAR_HROMADA)], KNOWN))
    assert entry.place.radius_km == 60


def test_a_settlement_without_any_anchor_is_left_out() -> None:
    assert list(ukraine_entries([a_settlement("Тихоріччя")], {})) == []


def test_a_town_the_gazetteer_has_is_not_added_again() -> None:
    assert names(list(ukraine_entries(SETTLEMENTS, KNOWN))) == ["Tykhorichchia"]
    assert list(ukraine_entries(SETTLEMENTS, KNOWN | towns(Tykhorichchia=(48.0, 36.1)))) == []


def test_a_name_borne_twice_in_an_oblast_anchors_nothing() -> None:
    twice = [a_settlement("Великосело"), a_settlement("Великосело", FAR_HROMADA)]
    assert anchors_of(twice, KNOWN, {OBLAST: "Somewhere Oblast"}) == {}


def test_an_oblast_is_called_as_most_of_its_towns_say() -> None:
    assert oblast_names(SETTLEMENTS, KNOWN) == {OBLAST: "Somewhere Oblast"}


BURMESE = [
    BurmeseVillage("1", "Kone Gyi (Pa Laung Gyi)", "Thaung", "Hill (East)", 20.0, 95.0),
    BurmeseVillage("2", "Ywar Thit (Upper)", "Thaung", "Hill (East)", 20.2, 95.2),
    BurmeseVillage("3", "Inn", "Thaung", "Hill (East)", 20.1, 95.1),
]
NEAR_BY = towns(Thaungdwin=(20.1, 95.0))


def test_a_village_has_both_its_names_but_no_bare_qualifier() -> None:
    found = {entry.place.name: entry.names for entry in myanmar_entries(BURMESE, NEAR_BY)}
    assert set(found["Kone Gyi"]) == {"Kone Gyi", "Pa Laung Gyi"}
    assert set(found["Ywar Thit"]) == {"Ywar Thit"}


def test_a_township_lies_in_the_middle_of_its_villages() -> None:
    township = next(entry.place for entry in myanmar_entries(BURMESE, NEAR_BY) if entry.place.feature == "ADM3")
    assert (township.name, township.lat, township.lon) == ("Thaung Township", 20.1, 95.1)


def test_a_state_is_called_as_the_town_nearest_its_townships_says() -> None:
    assert state_names(BURMESE, NEAR_BY) == {"Hill (East)": "Somewhere Oblast"}


@pytest.mark.parametrize(("name", "distinct"), [("Inn", False), ("Nat", False), ("Kha Lan", True), ("Lailenpi", True)])
def test_a_short_word_is_no_distinct_name(name: str, distinct: bool) -> None:
    assert is_distinct(name) is distinct


def test_a_village_with_an_indistinct_name_is_left_out() -> None:
    assert "Inn" not in names(list(myanmar_entries(BURMESE, NEAR_BY)))


@pytest.mark.slow
def test_the_registers_hold_tens_of_thousands_of_villages() -> None:
    assert len(read_myanmar()) > 50_000
    assert len(read_ukraine()) > 25_000
