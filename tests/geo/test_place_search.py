"""Places an analyst looks for: by name, by name and area, by the beginning of a name, by coordinates."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer, open_gazetteer
from geo.merging.agreement import distance_km
from geo.place_search import is_point, read_point, search
from geo.types import Place


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with open_gazetteer() as opened:
        yield opened


def names(query: str, gazetteer: Gazetteer) -> list[tuple[str, str | None]]:
    return [(one.place.name, one.place.country) for one in search(query, gazetteer=gazetteer, now=None)]


def test_a_name_finds_its_places_best_known_first(gazetteer: Gazetteer) -> None:
    assert names("Tripoli", gazetteer)[0] == ("Tripoli", "LY")
    assert ("Tripoli", "LB") in names("Tripoli", gazetteer)


def test_an_area_after_a_comma_keeps_what_lies_in_it(gazetteer: Gazetteer) -> None:
    found = names("Tripoli, Lebanon", gazetteer)
    assert found
    assert {country for _, country in found} == {"LB"}


def test_the_beginning_of_a_name_is_enough(gazetteer: Gazetteer) -> None:
    assert names("Ouagad", gazetteer)[0] == ("Ouagadougou", "BF")


@pytest.mark.parametrize("query", ["", "   ", "zz", "no such place at all", ", Lebanon"])
def test_what_names_nothing_finds_nothing(query: str, gazetteer: Gazetteer) -> None:
    assert names(query, gazetteer) == []


def test_a_candidate_says_how_far_it_is_from_the_present_place(gazetteer: Gazetteer) -> None:
    (tripoli, *_) = search("Tripoli, Libya", gazetteer=gazetteer, now=None)
    (beirut, *_) = search("Beirut", gazetteer=gazetteer, now=tripoli.place)
    assert beirut.away_km == pytest.approx(distance_km(tripoli.place, beirut.place))
    assert tripoli.away_km is None


def test_coordinates_give_that_spot_first_then_the_towns_around_it(gazetteer: Gazetteer) -> None:
    spot, *around = (one.place for one in search("-1.45, 29.05", gazetteer=gazetteer, now=None))
    assert is_point(spot)
    assert (spot.lat, spot.lon, spot.country, spot.feature) == (-1.45, 29.05, "CD", "LCTY")
    assert " km " in spot.name
    away = [distance_km(spot, one) for one in around]
    assert away == sorted(away)
    assert all(km <= 60 for km in away)


def test_a_spot_at_sea_has_no_country(gazetteer: Gazetteer) -> None:
    (spot,) = (one.place for one in search("0, -30", gazetteer=gazetteer, now=None))
    assert (spot.country, spot.admin1) == (None, None)


def test_towns_across_the_antimeridian_are_near(gazetteer: Gazetteer) -> None:
    found = gazetteer.nearest(-17.5, 179.9, within_km=400, limit=50)
    assert any(place.lon < 0 for place in found)
    assert any(place.lon > 0 for place in found)


def test_the_nearest_town_is_found_where_a_plain_search_finds_it(gazetteer: Gazetteer) -> None:
    towns = [one.place for one in gazetteer.towns(min_population=300_000)][::40]
    for town in towns:
        nearest = gazetteer.nearest(town.lat, town.lon, within_km=5, limit=1)[0]
        assert distance_km(town, nearest) < 0.01


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_pair_of_degrees_is_read(lat: float, lon: float) -> None:
    assert read_point(f"{lat:.5f}, {lon:.5f}") == (round(lat, 5), round(lon, 5))


@pytest.mark.parametrize("text", ["91, 0", "0, 181", "48", "48.1, ", "Paris, 3", "1, 2, 3"])
def test_what_is_no_pair_of_degrees_is_a_name(text: str) -> None:
    assert read_point(text) is None


def test_only_a_spot_chosen_on_the_map_is_a_point() -> None:
    assert not is_point(Place("geonames:1", "X", 0, 0, None, None, "PPL", 1, 1))  # type: ignore[arg-type]
