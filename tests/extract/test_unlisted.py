"""Events at places no gazetteer lists: put at what the text says holds them, with the name kept."""

import pytest

from extract.retelling import same_name
from tests.extract.reading import DEMONYM, events, place


def test_a_village_without_coordinates_is_placed_in_the_province_told_with_it() -> None:
    text = "Gunmen burned houses in Tindara, a village in Yagha province, on Friday, killing nine people."
    (event,) = [e for e in events(text, place(text, "Yagha province", "ADM1")) if e.sub_event_type == "Attack"]
    assert event.place is not None
    assert (event.place.text, event.spot) == ("Yagha province", "Tindara")
    assert "“Tindara” has no coordinates; placed in “Yagha province”" in event.reasons.place


def test_the_region_a_sentence_opens_with_holds_the_village() -> None:
    text = "In Belgorod region, shells hit a school in Murom on Monday."
    (event,) = events(text, place(text, "Belgorod region", "ADM1", country="RU"))
    assert event.place is not None
    assert (event.place.text, event.spot) == ("Belgorod region", "Murom")


def test_the_only_region_of_a_text_holds_the_village_of_a_later_sentence() -> None:
    text = (
        "Fighting went on across Kayin State for a second week.\n\nAid groups warned of hunger.\n\nOfficials gave no "
        "figures.\n\nOn Sunday a mortar shell landed in Lay Kaw, killing two farmers."
    )
    (event,) = [e for e in events(text, place(text, "Kayin State", "ADM1")) if "Shelling" in e.sub_event_type]
    assert event.place is not None
    assert (event.place.text, event.spot) == ("Kayin State", "Lay Kaw")


def test_a_village_without_coordinates_is_not_where_the_report_was_written() -> None:
    text = "OUAGADOUGOU, May 3 (AFP) - Gunmen killed twelve people in Barsa on Monday, a witness said."
    (event,) = events(text, place(text, "OUAGADOUGOU", "PPLC"))
    assert event.place is None
    assert event.spot == "Barsa"


def test_a_border_holds_nothing() -> None:
    text = "Gunmen killed twelve people in Barsa near the border with Mali on Monday."
    (event,) = events(text, place(text, "Mali", "PCLI"))
    assert event.place is None or event.place.text != "Mali" or event.spot is None


def test_a_listed_town_beside_an_unlisted_one_keeps_the_event() -> None:
    text = "Rebels clashed with soldiers in Kitchanga and Burungu on Sunday."
    found = events(text, place(text, "Kitchanga"))
    assert [e.place.text for e in found if e.place] == ["Kitchanga"]


def test_two_unlisted_villages_of_one_province_are_two_places() -> None:
    text = (
        "On Monday gunmen raided Bolle, a village in Tahoua region, and shot four herders. "
        "On Monday gunmen also raided Irzan, a village in Tahoua region, and shot seven herders."
    )
    where = (place(text, "Tahoua region", "ADM1"), place(text, "Tahoua region", "ADM1", nth=1))
    attacks = [e for e in events(text, *where) if e.sub_event_type == "Attack"]
    assert [e.spot for e in attacks] == ["Bolle", "Irzan"]


def test_days_and_months_are_no_villages() -> None:
    text = "Rebels attacked an army post in March near Zemio."
    (event,) = events(text, place(text, "Zemio"))
    assert (event.place and event.place.text, event.spot) == ("Zemio", None)


@pytest.mark.parametrize(("one", "other"), [("Diallassagou", "Dialassagu"), ("al-Qusayr", "Qusayr")])
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


def test_other_names_are_others() -> None:
    assert not same_name("Bolle", "Irzan")


def test_a_countrys_own_ground_is_a_place() -> None:
    text = "Rockets struck a Kenyan border town on Monday, wounding three traders."
    (event,) = events(text, place(text, "Kenyan", "PCLI", kind=DEMONYM))
    assert event.place is None
    text = "Three traders were wounded by rockets in a Kenyan border town on Monday."
    (event,) = events(text, place(text, "Kenyan", "PCLI", kind=DEMONYM))
    assert event.place is not None
    assert event.place.text == "Kenyan"


def test_whose_soldiers_they_are_is_no_place() -> None:
    text = "Three traders were shot dead by Kenyan soldiers on Monday."
    (event,) = events(text, place(text, "Kenyan", "PCLI", kind=DEMONYM))
    assert event.place is None


def test_a_town_of_the_region_that_opens_the_sentence_is_nearer_the_mark() -> None:
    text = "In the West Bank, soldiers detained twelve men in a raid on Tubas."
    found = events(text, place(text, "West Bank", "RGN", country="PS"), place(text, "Tubas", country="PS"))
    assert [e.place.text for e in found if e.sub_event_type == "Arrests" and e.place] == ["Tubas"]


def test_the_road_between_two_towns_is_one_place() -> None:
    text = "Fighters ambushed a convoy on the road between Monguno and Baga on Tuesday."
    assert len(events(text, place(text, "Monguno"), place(text, "Baga"))) == 1
