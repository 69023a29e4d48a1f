"""Crime, accidents, sport, markets, machines and films are told in the words of war and are no events of it."""

from datetime import date

import pytest

from extract.taxonomy import TaxonomyError, read_taxonomy
from extract.types import Modality
from tests.extract.reading import events, types

PUBLISHED = date(2021, 6, 15)


@pytest.mark.parametrize(
    "text",
    [
        "A Cardiff man was jailed for life on Friday for murdering his girlfriend with a kitchen knife.",
        "Burglars stole two watches from a flat in Porto on Monday. Police arrested a suspect.",
        "A lorry ploughed into a queue near Pune on Saturday, killing six people and injuring nine, police said.",
        "The midfielder shot wide twice before firing home the winner in the second half.",
        "Investors launched a wave of selling and the chief executive was fired.",
        "Hackers attacked the hospital over the weekend and demanded a ransom in bitcoin.",
        "The grandmaster launched an attack on the king's side and forced his opponent to surrender.",
        "A shark attacked a surfer off Ballina on Sunday.",
        "The bacteria have killed three people and sickened forty, a health official said.",
        "Vets slaughtered 40,000 chickens at a farm near Tours after the virus was found.",
        "Firefighters battled the blaze at the sawmill through the night.",
        "The novel follows a girl whose village is attacked by raiders.",
        "The board fired nine teachers.",
        "The health minister declared an emergency over the measles outbreak.",
        "A man was shot dead outside a bar in Tampa on Sunday.",
        "Police arrested a woman in Bristol on Tuesday.",
        "The council sanctioned the building of a bridge.",
    ],
)
def test_ordinary_life_gives_no_event(text: str) -> None:
    assert [e for e in events(text, published=PUBLISHED) if e.modality is Modality.ASSERTED] == []


@pytest.mark.parametrize(
    ("text", "sub_event_type"),
    [
        ("Police arrested an opposition lawmaker in Kampala on Tuesday.", "Arrests"),
        ("Soldiers arrested a shopkeeper in Loikaw on Tuesday.", "Arrests"),
        ("Police arrested sixty people in Tunis overnight.", "Arrests"),
        ("Gunmen shot dead a teacher and his wife in Turbat on Monday.", "Attack"),
        ("Nine people were shot dead in Zamora on Sunday.", "Attack"),
        ("Bandits stole 200 cattle and killed four villagers near Kaura Namoda.", "Attack"),
        ("A court official was abducted by rebels near Kitchanga on Friday.", "Abduction/forced disappearance"),
        ("Police seized rifles and ammunition in a flat in Marseille on Monday.", "Disrupted weapons use"),
    ],
)
def test_a_political_or_armed_setting_or_many_victims_make_an_event(text: str, sub_event_type: str) -> None:
    assert sub_event_type in types(events(text, published=PUBLISHED))


def test_a_court_beside_a_war_does_not_hide_the_war() -> None:
    text = "Militants shot dead three soldiers near Mora on Monday. A court in the capital jailed a trader for fraud."
    assert types(events(text, published=PUBLISHED)) == ["Armed clash"]


def test_the_longest_name_of_a_site_holds() -> None:
    text = "Militiamen attacked a camp for displaced people near Djugu on Sunday."
    assert types(events(text, published=PUBLISHED)) == ["Attack"]


def test_a_line_named_after_a_truce_is_crossed() -> None:
    assert types(events("Soldiers crossed the ceasefire line on Sunday.", published=PUBLISHED)) == ["Border incursion"]


def test_alone_from_must_be_a_number_of_victims() -> None:
    text = """[[event_type]]
name = "A"
code = "a"
colour = "#000000"
shape = "circle"
[[event_type.sub_event_type]]
name = "B"
alone_from = -1
triggers = [{ verb = "go" }]
"""
    with pytest.raises(TaxonomyError, match="alone_from -1"):
        read_taxonomy(text)
