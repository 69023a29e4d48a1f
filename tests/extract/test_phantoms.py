"""What the words only prepare, describe, compare or leave unconfirmed is no event; who tells of it is no place."""

from datetime import date

import pytest

from extract.types import Modality
from tests.extract.reading import ASSOCIATIVE, DEMONYM, events, place, types

PUBLISHED = date(2019, 5, 15)


@pytest.mark.parametrize(
    "text",
    [
        "Chad wants to hit airfields from which rockets are launched.",
        "The queen opened a home for widows of sailors who died fighting pirates.",
        "He thanked the king for marines who fought in Helmand.",
        "Kenya and Ghana, which have soldiers with the mission, protested.",
        "The embassy protested over the seizure of a trawler.",
        "France lodged a protest with the council.",
        "Trains with ammunition crossed the border on Monday.",
        "The prime minister's convoy crossed the border on Monday.",
        "Lorries of grain crossed the border on Tuesday.",
    ],
)
def test_nothing_is_asserted(text: str) -> None:
    asserted = [e for e in events(text, published=PUBLISHED) if e.modality is Modality.ASSERTED]
    assert "Missile test" not in types(asserted)
    assert not {"Armed clash", "Peaceful protest", "Border incursion"} & set(types(asserted))


def test_soldiers_who_cross_a_border_do_intrude() -> None:
    assert types(events("Sixty soldiers crossed the border on Monday.", published=PUBLISHED)) == ["Border incursion"]


def test_workers_who_protest_do_protest() -> None:
    assert types(events("Miners protested outside the ministry.", published=PUBLISHED)) == ["Peaceful protest"]


def test_an_unconfirmed_deployment_is_not_asserted_and_has_no_arc_from_who_did_not_confirm_it() -> None:
    text = "Neither Accra nor Lomé has confirmed the deployment of troops to Mali."
    where = (place(text, "Accra", "PPLC", kind=ASSOCIATIVE), place(text, "Lomé", "PPLC", kind=ASSOCIATIVE))
    found = events(text, *where, place(text, "Mali", "PCLI"), published=PUBLISHED)
    assert all(e.modality is not Modality.ASSERTED and e.origin is None for e in found)


def test_the_country_of_who_tells_of_a_move_is_neither_end_of_it() -> None:
    text = "Kenya's intelligence agency said the troops had been sent to the front."
    (event,) = events(text, place(text, "Kenya", "PCLI"), published=PUBLISHED)
    assert event.place is None
    assert event.origin is None


def test_a_site_ready_for_another_test_has_seen_none() -> None:
    found = events("The range remains prepared for another nuclear test.", published=PUBLISHED)
    assert all(e.modality is Modality.HYPOTHETICAL for e in found)


def test_who_turns_back_at_a_line_withdraws_no_contingent() -> None:
    text = "Thirty Syrian soldiers crossed the demarcation line on Monday and returned after warning shots."
    found = events(text, place(text, "Syrian", "PCLI", kind=DEMONYM), published=PUBLISHED)
    assert "Troop withdrawal" not in types(found)
    assert "Border incursion" in types(found)


def test_drills_held_off_an_island_were_held() -> None:
    text = "The navies held drills off Okinawa."
    (event,) = events(text, place(text, "Okinawa", "ISL"), published=PUBLISHED)
    assert event.modality is Modality.ASSERTED


def test_a_strike_held_off_was_not() -> None:
    found = events("The army held off an attack on the depot.", published=PUBLISHED)
    assert all(e.modality is not Modality.PLANNED for e in found)


def test_a_rocket_with_a_satellite_that_blows_up_is_a_space_launch() -> None:
    text = "An Iranian rocket carrying a weather satellite exploded shortly after take-off."
    assert types(events(text, published=PUBLISHED)) == ["Space launch"]


def test_paramilitaries_alone_are_not_the_state() -> None:
    text = "Paramilitaries capture Nyala"
    (event,) = events(text, place(text, "Nyala"), published=PUBLISHED)
    assert event.sub_event_type == "Non-state actor overtakes territory"


@pytest.mark.parametrize(
    "text", ["Petrol exploded at a depot on Monday.", "A fuel tanker exploded, killing 99 people."]
)
def test_fuel_that_explodes_was_no_attack(text: str) -> None:
    assert events(text, published=PUBLISHED) == []


def test_the_day_it_was_said_is_not_the_day_it_happened() -> None:
    text = "Nine soldiers crossed the line in the hills on Sunday and fled, the general staff in Baku said on Tuesday."
    (event,) = events(text, published=PUBLISHED)
    assert event.date is not None
    assert event.date.start == date(2019, 5, 12)


def test_a_day_it_is_compared_with_is_not_its_date() -> None:
    text = "The rockets fell short of the coast, as with the 9 March launches."
    assert all(e.date is None or e.date.start.month != 3 for e in events(text, published=PUBLISHED))


def test_the_yardstick_of_a_first_is_no_event() -> None:
    text = "A missile hit a tanker on Monday, the first hit since rebels began attacking ships last year."
    assert "Attack" not in types(events(text, published=PUBLISHED))


def test_an_unknown_place_does_not_take_the_place_told_before() -> None:
    text = "Rebels seized Sinjar on Sunday. The rebels had captured Qorani airport on Friday."
    found = events(text, place(text, "Sinjar"), published=PUBLISHED)
    assert [e.place.text if e.place else None for e in found] == ["Sinjar", None]


@pytest.mark.parametrize("text", ["Marines Cross Green Line", "The forces attacked the hotel."])
def test_an_actor_is_a_named_noun_phrase(text: str) -> None:
    names = {a.name for e in events(text, published=PUBLISHED) for a in e.actors}
    assert not {"Marines Cross Green Line", "forces"} & names


def test_fighters_of_a_movement_are_the_movement() -> None:
    (event,) = events("Fighters of the Azawad Front attacked a hotel on Monday.", published=PUBLISHED)
    assert any("Azawad Front" in a.name for a in event.actors)


def test_a_year_of_fighting_is_no_clash_of_the_day() -> None:
    text = "A truce came into force on Wednesday after more than a year of fighting."
    assert types(events(text, published=PUBLISHED)) == ["Agreement"]


def test_a_truce_that_troops_would_wait_for_has_not_been_made() -> None:
    found = events("Peacekeepers would go to Juba after a ceasefire.", published=PUBLISHED)
    assert all(e.modality is not Modality.ASSERTED for e in found)


def test_the_end_of_broadcasts_is_no_provocation() -> None:
    found = events("On Monday the army stopped the loudspeaker broadcasts.", published=PUBLISHED)
    assert "Provocation" not in types(found)
    started = events("On Monday the army resumed the loudspeaker broadcasts.", published=PUBLISHED)
    assert types(started) == ["Provocation"]


def test_a_coup_is_a_development_of_the_conflict() -> None:
    assert types(events("Soldiers overthrew the president on Tuesday.", published=PUBLISHED)) == ["Other"]


def test_rebels_of_a_coalition_are_rebels() -> None:
    text = "Rebels of the Union coalition seized the town of Damara."
    (event,) = events(text, place(text, "Damara"), published=PUBLISHED)
    assert event.sub_event_type == "Non-state actor overtakes territory"


def test_an_army_that_pushes_foreign_troops_out_of_a_town_regains_it() -> None:
    text = "Georgia's army pushed Russian troops out of Gori on Wednesday."
    where = (place(text, "Georgia", "PCLI", kind=ASSOCIATIVE, country="GE"), place(text, "Gori", country="GE"))
    found = events(text, *where, place(text, "Russian", "PCLI", kind=DEMONYM, country="RU"), published=PUBLISHED)
    assert types(found) == ["Government regains territory"]


def test_a_sentence_about_another_day_and_town_gives_its_wounded_to_no_earlier_protest() -> None:
    text = "Thousands protested in Lima on Monday. On Tuesday twelve people were hurt in Cusco."
    found = events(text, place(text, "Lima"), place(text, "Cusco"), published=PUBLISHED)
    assert all(e.counts.injured is None for e in found if e.place is not None and e.place.text == "Lima")


def test_those_killed_over_days_are_a_toll_beside_the_capture_of_one() -> None:
    text = "Rebels captured Sake on Sunday. At least 40 people were killed in the area between Friday and Monday."
    found = events(text, place(text, "Sake"), published=PUBLISHED)
    assert types(found) == ["Non-state actor overtakes territory", "Casualty toll"]
    assert found[0].counts.fatalities is None


def test_what_an_event_is_likened_to_is_none_of_its_tellings() -> None:
    text = "The North launched nine rockets from Wonsan. As with the March 16 launches, it gave no warning."
    (event,) = events(text, place(text, "Wonsan"), published=PUBLISHED)
    assert event.date is None or event.date.start.month == 5


def test_a_country_and_its_soldiers_are_one_actor() -> None:
    text = "Ghanaian soldiers attacked a village on Monday."
    (event,) = events(text, place(text, "Ghanaian", "PCLI", kind=DEMONYM), published=PUBLISHED)
    assert [a.name for a in event.actors] == ["Ghanaian"]


def test_the_forces_of_a_country_are_the_state() -> None:
    text = "Ghanaian forces captured the town of Bawku on Monday."
    where = (place(text, "Ghanaian", "PCLI", kind=DEMONYM), place(text, "Bawku"))
    assert types(events(text, *where, published=PUBLISHED)) == ["Government regains territory"]


def test_the_day_a_report_was_filed_is_not_the_day_of_the_event() -> None:
    text = "KAMPALA, May 14 (Wire) - Rebels overran an army post near Kasese on Sunday, officials said."
    (event,) = events(text, place(text, "KAMPALA"), place(text, "Kasese"), published=PUBLISHED)
    assert event.date is not None
    assert (event.date.start, event.date.end) == (date(2019, 5, 12), date(2019, 5, 12))


def test_whom_the_text_calls_a_minister_makes_a_visit_and_a_relative_does_not() -> None:
    text = "Foreign Minister Ama Boateng arrived in Lomé on Monday. Boateng met President Eyadema on Tuesday."
    assert set(types(events(text, place(text, "Lomé", "PPLC"), published=PUBLISHED))) == {"Visit or meeting"}
    assert events("Karen Boyle visited her mother at the hospital on Monday.", published=PUBLISHED) == []


def test_nobody_hurt_denies_no_event() -> None:
    found = events("No one was killed when mortars fell near the airport on Tuesday.", published=PUBLISHED)
    assert [(e.sub_event_type, e.modality) for e in found] == [
        ("Shelling/artillery/missile attack", Modality.ASSERTED),
    ]


def test_what_a_film_shows_did_not_happen() -> None:
    text = "Tonight: a drama in which rebels overrun the capital and bomb the palace."
    assert events(text, published=PUBLISHED) == []


def test_who_answers_rockets_with_air_strikes_makes_a_second_event() -> None:
    text = "Militants fired nine rockets at Sderot on Monday, and Israeli jets bombed three posts in Rafah."
    found = events(text, place(text, "Sderot"), place(text, "Rafah"), published=PUBLISHED)
    assert sorted(types(found)) == ["Air/drone strike", "Shelling/artillery/missile attack"]


def test_a_complaint_to_somebody_is_no_protest_in_the_street() -> None:
    assert events("Parents protested to the head teacher about the fees.", published=PUBLISHED) == []


def test_what_follows_a_semicolon_is_not_what_is_demanded() -> None:
    text = "Dozens of villagers were abducted on Monday night; bandits demand a ransom."
    (event,) = events(text, published=PUBLISHED)
    assert event.modality is Modality.ASSERTED


def test_lines_that_open_with_a_date_tell_in_the_present_tense() -> None:
    text = "Timeline\n3 April 2019 - Rebels ambush a patrol; five police killed.\n4 May 2019 - Teachers march over pay."
    found = events(text)
    assert types(found) == ["Armed clash", "Peaceful protest"]
    assert [e.date.start if e.date else None for e in found] == [date(2019, 4, 3), date(2019, 5, 4)]


def test_a_broken_truce_is_no_agreement() -> None:
    assert events("The two sides accused each other of violating a truce in Hodeidah.") == []


def test_the_dead_of_a_whole_war_have_no_day_and_no_place() -> None:
    text = "The army signed a deal in Bogota on Monday, ending a war in which more than 220,000 people were killed."
    toll = next(e for e in events(text, place(text, "Bogota"), published=date(2016, 9, 26)) if e.event_type == "Losses")
    assert (toll.place, toll.date) == (None, None)
