"""Dates, counts and places in words."""

from datetime import date

import pytest

from dashboard import phrases
from extract.types import Actor, ActorRole, Count, Counts, TimePrecision, TimeSpan
from geo.types import Unresolved
from tests.factories import GOMA, NORD_KIVU, day, month


def test_one_day_is_written_as_a_day() -> None:
    assert phrases.day(day("2025-03-11")) == "11 Mar 2025"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2025-03-10", "2025-03-16", "10 to 16 Mar 2025"),
        ("2025-03-28", "2025-04-03", "28 Mar to 3 Apr 2025"),
        ("2024-12-30", "2025-01-05", "30 Dec 2024 to 5 Jan 2025"),
    ],
)
def test_a_span_repeats_neither_month_nor_year(first: str, last: str, said: str) -> None:
    assert phrases.day(TimeSpan(date.fromisoformat(first), date.fromisoformat(last), TimePrecision.WEEK)) == said


def test_a_month_says_that_it_is_known_to_the_month() -> None:
    assert phrases.when(month(2025, 1)) == "1 to 31 Jan 2025 (known to the month)"


def test_no_date_is_said_not_left_blank() -> None:
    assert phrases.when(None) == "The text gives no way to date it"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (Count(11000, 11000, 11000), "11,000"),
        (Count(12, None, None), "at least 12"),
        (Count(None, None, 300), "at most 300"),
        (Count(10000, None, 12000), "10,000 to 12,000"),
        (Count(3500, 4000, 4200), "3,500 to 4,200, most likely 4,000"),
        (Count(None, 7, None), "7"),
        (Count(None, None, None), "number not given"),
    ],
)
def test_a_count_shows_its_range(count: Count, said: str) -> None:
    assert phrases.count(count) == said


def test_a_count_below_its_own_low_is_still_shown() -> None:
    assert phrases.count(Count(10, 8, 12)) == "10 to 12, most likely 8"


def test_counts_name_only_what_is_given() -> None:
    assert phrases.counts(Counts(injured=Count(5, 5, 5))) == [("Injured", "5")]


def test_actors_carry_their_roles() -> None:
    assert phrases.actors([Actor("M23", ActorRole.SIDE_A), Actor("villagers", ActorRole.TARGET), Actor("UN")]) == (
        "M23 (side A), villagers (target), UN"
    )


def test_an_unresolved_place_says_why() -> None:
    assert phrases.where(Unresolved("no gazetteer entry")) == "No coordinates: no gazetteer entry"


def test_no_place_is_said_not_left_blank() -> None:
    assert phrases.where(None) == "The text names no place"


def test_a_place_is_named_with_province_and_country_once_each() -> None:
    assert phrases.where(GOMA).startswith("Goma, Nord Kivu, ")
    assert phrases.where(NORD_KIVU).count("Nord Kivu") == 1


def test_a_region_says_how_far_off_the_dot_may_be() -> None:
    assert phrases.place_precision(NORD_KIVU) == "A region: the true spot may be 190 km from the dot"


def test_actors_on_one_side_need_no_roles() -> None:
    assert phrases.actors([Actor("Kim", ActorRole.SIDE_A), Actor("Xi", ActorRole.SIDE_A)]) == "Kim, Xi"


def test_a_country_goes_by_its_short_name() -> None:
    assert phrases.country("RU") == "Russia"


def test_an_unknown_country_code_stays_a_code() -> None:
    assert phrases.country("QZ") == "QZ"
