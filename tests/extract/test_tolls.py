"""Which dead belong to which event, and which are summed over a war: no attack has the toll of years."""

from datetime import date

import pytest

from extract.types import Count, Event
from tests.extract.reading import events, place

PUBLISHED = date(2019, 5, 15)


def by_type(found: list[Event], name: str) -> Event:
    return next(e for e in found if e.sub_event_type == name)


@pytest.mark.parametrize(
    ("toll", "dead"),
    [
        ("Officials say 912 villagers have been killed since January 2018.", 912),
        ("More than 4,000 people have died in three years of fighting.", 4000),
        ("At least 2,150 civilians have been killed over the past 18 months.", 2150),
        ("About 640 people have been killed in the conflict.", 640),
    ],
)
def test_a_toll_over_a_period_is_no_count_of_the_attack_before_it(toll: str, dead: int) -> None:
    text = f"Insurgents fired at a minibus near Djibo on Monday. {toll}"
    found = events(text, place(text, "Djibo"), published=PUBLISHED)
    losses = by_type(found, "Casualty toll")
    assert losses.counts.fatalities == Count(dead, dead, dead)
    assert losses.place is None
    assert by_type(found, "Attack").counts.fatalities is None


def test_an_attack_that_brings_a_toll_since_a_month_to_a_number_did_not_kill_so_many() -> None:
    text = "Jets bombed a school in Taiz on Monday, bringing the toll since March to 2,300."
    found = events(text, place(text, "Taiz"), published=PUBLISHED)
    assert by_type(found, "Air/drone strike").counts.fatalities is None
    assert by_type(found, "Casualty toll").counts.fatalities == Count(2300, 2300, 2300)


def test_a_toll_that_rises_counts_the_attack_told_before() -> None:
    text = "Gunmen attacked a chapel in Jos on Sunday. The death toll from the attack has climbed to 41."
    (event,) = events(text, place(text, "Jos"), published=PUBLISHED)
    assert event.counts.fatalities == Count(41, 41, 41)


def test_a_rising_toll_of_a_region_is_a_casualty_toll_there() -> None:
    text = "The death toll in Darfur has risen to 11,400, the ministry said."
    (event,) = events(text, place(text, "Darfur", "RGN"), published=PUBLISHED)
    assert event.sub_event_type == "Casualty toll"
    assert event.place is not None


def test_strikes_that_have_killed_many_since_a_month_are_a_toll_and_no_strike() -> None:
    found = events("Air strikes have killed 900 civilians since February.", published=PUBLISHED)
    assert [e.sub_event_type for e in found] == ["Casualty toll"]


def test_a_road_toll_is_no_toll_of_dead() -> None:
    assert not [
        e for e in events("The militia collected tolls from 300 drivers.") if e.sub_event_type == "Casualty toll"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Raiders shot dead seven farmers outside Konduga.",
        "Mortars hit a bakery, killing about seven people, mayor Ali Hassan said on Sunday.",
        "Police opened fire on marchers, shooting dead seven students.",
    ],
)
def test_the_verb_before_a_number_says_that_they_died(text: str) -> None:
    found = events(text, published=PUBLISHED)
    assert [e.counts.fatalities for e in found if e.counts.fatalities] == [Count(7, 7, 7)]


def test_killed_or_wounded_soldiers_are_no_force_that_was_sent() -> None:
    found = events("Some 3,100 of the marines sent to Panjwai were killed or wounded.", published=PUBLISHED)
    assert all(e.counts.troops is None for e in found)


def test_a_day_of_the_month_counts_no_rockets() -> None:
    text = "It fired a missile from Kusong in July, and on 10 March close-range rockets from Haeju."
    assert all(e.counts.weapons is None for e in events(text, published=PUBLISHED))


def test_victims_before_a_closing_source_claim_nothing() -> None:
    (event,) = events("Shells hit a busy market, killing at least 12 people, regional mayor Ali Hassan said on Sunday.")
    assert event.attribution is not None
    assert "12" not in event.attribution


def test_a_toll_since_a_war_began_runs_from_then_on() -> None:
    text = "More than 9,000 people have been killed in Tigray since the war began in November 2018."
    (event,) = events(text, place(text, "Tigray", "ADM1"), published=PUBLISHED)
    assert event.sub_event_type == "Casualty toll"
    assert event.date is not None
    assert (event.date.start, event.date.end) == (date(2018, 11, 1), PUBLISHED)


def test_a_bomber_is_one_of_the_dead_and_not_their_number() -> None:
    text = "A bomber blew himself up at a checkpoint in Aden on Monday, killing 40 recruits."
    counts = [e.counts.fatalities for e in events(text, place(text, "Aden"), published=PUBLISHED)]
    assert Count(40, 40, 40) in counts
