"""What a sentence tells in passing keeps to itself: its dead, its day and its place are not the main event's."""

from datetime import date

import pytest

from extract.types import Count, Event, Modality
from tests.extract.reading import ASSOCIATIVE, DEMONYM, events, place, types

PUBLISHED = date(2021, 6, 10)
"""A Thursday."""


def one(found: list[Event], name: str) -> Event:
    (event,) = [e for e in found if e.sub_event_type == name]
    return event


def test_what_is_answered_has_its_own_dead_day_and_place() -> None:
    text = (
        "Jets raided depots in Zabid on Wednesday in reprisal for the bombing of a market in Lahij "
        "on Sunday that killed 19 people."
    )
    found = events(text, place(text, "Zabid", country="YE"), place(text, "Lahij", country="YE"), published=PUBLISHED)
    raid, bombing = one(found, "Air/drone strike"), one(found, "Remote explosive/landmine/IED")
    assert raid.place is not None
    assert raid.place.text == "Zabid"
    assert raid.counts.fatalities is None
    assert bombing.place is not None
    assert bombing.place.text == "Lahij"
    assert bombing.counts.fatalities == Count(19, 19, 19)
    assert bombing.date is not None
    assert bombing.date.start == date(2021, 6, 6)


def test_what_is_answered_without_a_place_takes_none_from_the_answer() -> None:
    text = "Warplanes pounded Zabid in retaliation for the shelling of a church on Sunday."
    found = events(text, place(text, "Zabid"), published=PUBLISHED)
    assert one(found, "Shelling/artillery/missile attack").place is None


def test_a_toll_told_of_an_attack_is_the_attack_s() -> None:
    text = "Mourners buried the victims of a grenade attack in Gitega that left eight people dead."
    (event,) = events(text, place(text, "Gitega"), published=PUBLISHED)
    assert event.counts.fatalities == Count(8, 8, 8)


def test_missiles_launched_from_ships_that_struck_were_no_test() -> None:
    text = "Rockets launched from boats in the lake hit the barracks in Bor."
    assert types(events(text, place(text, "Bor"), published=PUBLISHED)) == ["Shelling/artillery/missile attack"]


def test_a_ceremony_that_was_bombed_is_no_event_beside_the_bombing() -> None:
    text = "A helicopter dropped barrel bombs on a ceremony for veterans in Falam."
    assert types(events(text, place(text, "Falam"), published=PUBLISHED)) == ["Air/drone strike"]


def test_gunmen_armed_with_rifles_received_no_arms() -> None:
    assert "Arms transfer" not in types(events("Bandits armed with machine guns raided a farm and killed five people."))


def test_whose_attack_it_was_is_no_second_attack() -> None:
    text = "A bomb went off in Kohat on Monday. A faction based in Khost said it had carried out the attack."
    found = events(text, place(text, "Kohat", country="PK"), place(text, "Khost", country="AF"), published=PUBLISHED)
    assert [e.place.text for e in found if e.place] == ["Kohat"]


def test_houses_burned_in_a_raid_on_people_are_part_of_it() -> None:
    text = "Gunmen attacked hamlets near Gwoza on Sunday, torching huts and barns."
    assert types(events(text, place(text, "Gwoza"), published=PUBLISHED)) == ["Attack"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("The Rapid Support Forces said they had taken the garrison in Babanusa.", "Babanusa", True),
        ("The militia shelled Obo on Friday. They had captured an army base in Zemio.", "Zemio", True),
        ("Farmers in Zemio said they had taken the harvest to market.", "Zemio", False),
    ],
)
def test_they_are_those_who_spoke_or_were_told_of_before(text: str, name: str, expected: bool) -> None:
    found = events(text, place(text, name), published=PUBLISHED)
    assert ("Non-state actor overtakes territory" in types(found)) is expected


def test_a_state_that_says_it_took_a_foreign_town_overtakes_it() -> None:
    text = "Russia said it had taken full control of Toretsk."
    where = (place(text, "Russia", "PCLI", kind=ASSOCIATIVE, country="RU"), place(text, "Toretsk", country="UA"))
    assert types(events(text, *where, published=PUBLISHED)) == ["Non-state actor overtakes territory"]


def test_the_place_of_a_clause_is_its_own() -> None:
    text = (
        "The governor imposed a curfew across Lanao after gunmen stormed the city of Iligan, taking a priest hostage."
    )
    found = events(text, place(text, "Lanao", "ADM1"), place(text, "Iligan"), published=PUBLISHED)
    taken = one(found, "Abduction/forced disappearance").place
    assert taken is not None
    assert taken.text == "Iligan"


def test_where_the_driven_out_went_is_not_where_the_town_fell() -> None:
    text = "Fighters of the M23 who took the enclave of Masisi last week had expelled 900 families to Minova."
    found = events(text, place(text, "Masisi"), place(text, "Minova"), published=PUBLISHED)
    assert found[0].place is not None
    assert found[0].place.text == "Masisi"


def test_a_van_driven_into_a_crowd_is_an_attack_where_it_killed() -> None:
    text = "A van was driven into shoppers in Gent on Monday evening, killing six people."
    (event,) = events(text, place(text, "Gent"), published=PUBLISHED)
    assert event.sub_event_type == "Attack"
    assert event.date is not None
    assert event.date.start == date(2021, 6, 7)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Two guards and at least eleven inmates had died in riots in Guayaquil, police said.", 13),
        ("A jet bombed a wedding in Afrin, killing 40 people, many of them children, medics and an official said.", 40),
        ("Scores were killed as mortars hit a market in Bor. Medics counted 74 dead.", 74),
        ("Rebels clashed with soldiers in Bria. Nine rebels and four civilians had died since Monday.", 13),
    ],
)
def test_the_dead_are_counted_once_and_all(text: str, number: int) -> None:
    dead = events(text, published=PUBLISHED)[0].counts.fatalities
    assert dead == Count(number, number, number)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The army shot down two enemy warplanes over the gulf on Monday.", "Armed clash"),
        ("The army shot down two drones over the gulf on Monday.", "Disrupted weapons use"),
        ("Chadian tanks rolled into Abéché on Monday.", "Troop deployment"),
        ("Soldiers killed the leader of the rebels in a cave on Monday.", "Armed clash"),
    ],
)
def test_what_kind_of_event(text: str, name: str) -> None:
    where = (place(text, "Abéché"),) if "Abéché" in text else ()
    found = events(text, *where, published=PUBLISHED)
    assert [e.sub_event_type for e in found if e.modality is Modality.ASSERTED] == [name]


def test_launches_listed_as_one_and_another_are_two() -> None:
    text = "North Korea fired missiles on Monday, one from Wonsan and another from Kusong."
    found = events(text, place(text, "Wonsan"), place(text, "Kusong"), published=PUBLISHED)
    assert [e.place.text for e in found if e.place] == ["Wonsan", "Kusong"]


def test_citizens_of_a_country_do_not_say_where_they_died() -> None:
    text = "Nine Danish aid workers and three US citizens were killed when a mine exploded near Qalat."
    found = events(text, place(text, "US", "PCLI"), place(text, "Qalat"), published=PUBLISHED)
    assert [e.place.text for e in found if e.place] == ["Qalat"]


def test_an_answer_is_not_what_it_answers() -> None:
    text = "Rockets hit Sderot on Monday, wounding two people. The air force responded with air strikes on Rafah."
    found = events(text, place(text, "Sderot"), place(text, "Rafah"), published=PUBLISHED)
    assert [e.place.text for e in found if e.place] == ["Sderot", "Rafah"]


def test_what_is_agreed_on_is_one_agreement() -> None:
    text = "The rebels agreed to lay down their arms under a ceasefire on Monday."
    assert types(events(text, published=PUBLISHED)) == ["Agreement"]


def test_what_the_news_is_measured_against_is_no_news() -> None:
    text = "Two car bombs went off in Baidoa on Monday. It was the deadliest attack since a truck bomb in 2019."
    assert types(events(text, place(text, "Baidoa"), published=PUBLISHED)) == ["Remote explosive/landmine/IED"]


def test_what_two_who_met_signed_they_signed_where_they_met() -> None:
    text = "The president arrived in Hanoi on Monday for talks with the prime minister. The two signed a pact on trade."
    found = events(text, place(text, "Hanoi", "PPLC"), published=PUBLISHED)
    agreed = one(found, "Agreement")
    assert agreed.place is not None
    assert agreed.place.text == "Hanoi"
    assert agreed.date is not None
    assert agreed.date.start == date(2021, 6, 7)


def test_reinforcements_flown_in_went_where_the_violence_was() -> None:
    text = "Gunmen stormed a market in Jolo on Monday and shot six traders. Reinforcements were flown in from Cebu."
    found = events(text, place(text, "Jolo"), place(text, "Cebu"), published=PUBLISHED)
    sent = one(found, "Troop deployment")
    assert sent.place is not None
    assert sent.place.text == "Jolo"


def test_the_name_of_an_armed_body_is_no_village() -> None:
    text = "The last hills held by the jihadists in Syria fell to the Raqqa Freedom Forces on Monday."
    found = events(text, place(text, "Syria", "PCLI"), published=PUBLISHED)
    assert all(e.spot is None for e in found)


def test_what_the_attackers_did_besides_does_not_name_the_attack() -> None:
    text = (
        "Militants stormed an army base in Loralai on Monday, killing ten soldiers. "
        "The attackers threw grenades before they fled."
    )
    (event,) = events(text, place(text, "Loralai"), published=PUBLISHED)
    assert event.sub_event_type == "Armed clash"


def test_the_dead_two_sentences_on_are_those_of_the_attack() -> None:
    text = "A car bomb went off in Sirte on Monday. A warning came too late for many. More than 60 people were hurt."
    (event,) = events(text, place(text, "Sirte"), published=PUBLISHED)
    assert event.counts.injured is not None
    assert event.counts.injured.low == 60


def test_the_hurt_of_a_place_named_again_are_those_of_its_attack() -> None:
    text = (
        "Artillery shelled Lyman on Monday, a day after a strike on the town of Valuyki killed four people. "
        "In Lyman eleven people were hurt."
    )
    found = events(text, place(text, "Lyman"), place(text, "Valuyki"), place(text, "Lyman", nth=1), published=PUBLISHED)
    hurt = {e.place.text: e.counts.injured for e in found if e.place}
    assert hurt["Lyman"] == Count(11, 11, 11)
    assert hurt["Valuyki"] is None


def test_a_launch_is_not_where_the_clause_beside_it_is() -> None:
    text = "North Korea fired a missile into the sea from around Sariwon on Monday, before polls opened in Norway."
    found = events(text, place(text, "Sariwon"), place(text, "Norway", "PCLI"), published=PUBLISHED)
    assert found[0].place is not None
    assert found[0].place.text == "Sariwon"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("M23 fighters marched into the centre of Goma on Monday.", "Non-state actor overtakes territory"),
        ("A submarine torpedoed the cruiser Almirante off Ushuaia on Monday.", "Shelling/artillery/missile attack"),
        ("An airliner was shot down over Donetsk on Monday.", "Shelling/artillery/missile attack"),
        ("The premier ordered troops into the region of Tigray on Monday.", "Troop deployment"),
        ("The navy sank four boats of the rebels off Jaffna on Monday.", "Armed clash"),
        ("Protesters overran the residence of the premier in Dhaka on Monday.", "Violent demonstration"),
    ],
)
def test_what_ships_crowds_and_columns_did(text: str, name: str) -> None:
    names = [n for n in ("Goma", "Ushuaia", "Donetsk", "Tigray", "Jaffna", "Dhaka") if n in text]
    found = events(text, *(place(text, n) for n in names), published=PUBLISHED)
    assert [e.sub_event_type for e in found] == [name]


def test_the_flight_of_a_missile_is_part_of_its_launch() -> None:
    text = (
        "North Korea launched a missile from Sunan on Monday. The missile flew 760 km before falling into the East Sea."
    )
    (event,) = events(text, place(text, "Sunan"), place(text, "East Sea", "SEA"), published=PUBLISHED)
    assert event.place is not None
    assert event.place.text == "Sunan"


def test_a_border_near_by_is_not_where_a_town_fell() -> None:
    text = "Rebels captured a base in Syria near the Iraqi border on Monday."
    found = events(text, place(text, "Syria", "PCLI"), place(text, "Iraqi", "PCLI", kind=DEMONYM), published=PUBLISHED)
    assert [e.place.text for e in found if e.place] == ["Syria"]


def test_fighting_and_the_raid_that_followed_are_two() -> None:
    text = "Federal troops and rebels fought at Bria on Monday. Helicopters bombed a depot near Birao."
    found = events(text, place(text, "Bria", country="CF"), place(text, "Birao", country="CF"), published=PUBLISHED)
    assert types(found) == ["Armed clash", "Air/drone strike"]


def test_a_toll_of_a_placed_attack_is_the_attack_s() -> None:
    text = "The death toll in the attack on a mosque in Kano rose to 50 on Monday."
    (event,) = events(text, place(text, "Kano"), published=PUBLISHED)
    assert event.sub_event_type == "Attack"
    assert event.counts.fatalities == Count(50, 50, 50)


def test_a_gunman_in_a_hotel_who_killed_is_read() -> None:
    text = "A gunman firing from the roof of a hotel killed at least 30 people and wounded dozens in Split on Monday."
    (event,) = events(text, place(text, "Split"), published=PUBLISHED)
    assert event.counts.fatalities == Count(30, 30, 30)


def test_who_tells_of_a_launch_stands_where_nothing_was_launched() -> None:
    text = "Iran fired two ballistic missiles toward the Gulf of Oman on Monday, the navy in Manama reported."
    (launch,) = events(text, place(text, "Iran"), place(text, "Gulf of Oman"), place(text, "Manama"))
    assert launch.place is not None
    assert launch.place.text != "Manama"
