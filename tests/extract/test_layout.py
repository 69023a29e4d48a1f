"""What headings, labels and columns of places say of where."""

from tests.extract.reading import ASSOCIATIVE, DEMONYM, events, place


def test_the_column_of_places_says_where_a_rows_event_was() -> None:
    text = (
        "Incidents of the week\n\n| Date | Location | Incident |\n|---|---|---|\n"
        "| 22 April 2024 | Zuru, Kebbi | Gunmen abducted four traders on the road to Rijau |\n"
        "| 24 April 2024 | Gada | Clash between soldiers and armed men, six dead |"
    )
    where = (place(text, "Zuru"), place(text, "Kebbi", "ADM1"), place(text, "Rijau"), place(text, "Gada"))
    assert [e.place.text for e in events(text, *where) if e.place] == ["Zuru", "Gada"]


def test_a_heading_that_is_a_place_holds_for_its_section() -> None:
    text = (
        "Daily summary of the monitoring mission\n\nIturi\nMilitiamen killed nine farmers in the morning.\n\n"
        "North Kivu\nFour people died when a shell hit a house."
    )
    where = (place(text, "Ituri", "ADM1"), place(text, "North Kivu", "ADM1"))
    assert [e.place.text for e in events(text, *where) if e.place] == ["Ituri", "North Kivu"]


def test_a_place_before_a_colon_labels_its_item() -> None:
    text = (
        "Overnight attacks, by region\n\n- Kherson: a drone strike wounded two bus drivers.\n"
        "- Sumy: shelling killed a pensioner."
    )
    found = events(text, place(text, "Kherson"), place(text, "Sumy"))
    assert [e.place.text for e in found if e.place] == ["Kherson", "Sumy"]


def test_there_is_the_place_named_last() -> None:
    text = "Residents of Kutum said soldiers and militiamen were fighting there on Monday."
    (event,) = [e for e in events(text, place(text, "Kutum")) if e.sub_event_type == "Armed clash"]
    assert event.place is not None
    assert event.place.text == "Kutum"


def test_there_may_be_a_place_without_coordinates() -> None:
    text = "In Kayin State, clashes began on Friday near Kyaikdon. Twelve soldiers were killed there by a landmine."
    found = [e for e in events(text, place(text, "Kayin State", "ADM1")) if e.sub_event_type != "Armed clash"]
    assert [e.spot for e in found] in (["Kyaikdon"], [])


def test_how_far_a_listed_town_is_from_another_is_no_second_place() -> None:
    text = "Rebels attacked Birao, 120 km south of Am Dafok, on Sunday and took control of the town."
    found = events(text, place(text, "Birao"), place(text, "Am Dafok"))
    assert {e.place.text for e in found if e.place} == {"Birao"}


def test_the_base_that_troops_left_is_their_origin() -> None:
    text = "Another 1,000 soldiers based in Vilseck were moved to Romania."
    (event,) = events(text, place(text, "Vilseck"), place(text, "Romania", "PCLI"))
    assert (event.place and event.place.text, event.origin and event.origin.text) == ("Romania", "Vilseck")


def test_targets_under_two_prepositions_are_two_strikes() -> None:
    text = "Iran fired ballistic missiles at the Taji base and at a base in Erbil on Wednesday."
    found = events(text, place(text, "Taji"), place(text, "Erbil"))
    assert [e.place.text for e in found if e.place] == ["Taji", "Erbil"]


def test_across_the_country_is_in_the_country_last_named() -> None:
    text = "Ruritanian police detained hundreds of protesters across the country on Sunday."
    (event,) = events(text, place(text, "Ruritanian", "PCLI", kind=DEMONYM))
    assert event.place is not None
    assert event.place.text == "Ruritanian"


def test_whose_forces_they_are_is_not_where_they_fought() -> None:
    text = "The army clashed with Puntland forces on Sunday."
    (event,) = events(text, place(text, "Puntland", "RGN"))
    assert event.place is None


def test_a_dateline_needs_no_dash_after_its_date_and_agency() -> None:
    text = "Khartoum, Jun 15 (UNI) Gunmen shot dead two shopkeepers on Saturday night."
    (event,) = events(text, place(text, "Khartoum"))
    assert event.reasons.place == "“Khartoum” is the dateline"


def test_one_items_place_is_not_the_next_items() -> None:
    text = (
        "This week in the north:\n- A roadside bomb near Monguno killed four soldiers.\n"
        "- Gunmen abducted two aid workers from their car."
    )
    found = {e.sub_event_type: e.place for e in events(text, place(text, "Monguno"))}
    assert found["Abduction/forced disappearance"] is None


def test_a_label_without_coordinates_keeps_its_item_from_the_places_around() -> None:
    text = "Security report\n- Dikwa: gunmen shot dead a trader.\n- Gajiram: shelling killed a doctor."
    found = [e for e in events(text, place(text, "Dikwa")) if "Shelling" in e.sub_event_type]
    assert [(e.place, e.spot) for e in found] == [(None, "Gajiram")]


def test_there_is_a_town_before_a_country() -> None:
    text = "Shells hit an air base outside Isfahan. The army said it shot down three drones there."
    found = [e for e in events(text, place(text, "Isfahan")) if e.sub_event_type == "Disrupted weapons use"]
    assert [e.place.text for e in found if e.place] == ["Isfahan"]


def test_a_label_is_the_scope_of_its_line_and_no_place_in_it() -> None:
    text = (
        "Security summary\n\nBorno (Nigeria): insurgents fired on a convoy near Gwoza and killed two soldiers.\n"
        "Diffa (Niger): a mine went off under a lorry."
    )
    names = [("Borno", "ADM1"), ("Nigeria", "PCLI"), ("Gwoza", "PPL"), ("Diffa", "PPL"), ("Niger", "PCLI")]
    found = events(text, *(place(text, name, feature, nth=int(name == "Niger")) for name, feature in names))
    assert [e.place.text for e in found if e.place] == ["Gwoza", "Diffa"]


def test_troops_sent_to_help_a_country_went_there() -> None:
    text = "Chad sent 400 soldiers to help Niger in October."
    (event,) = events(text, place(text, "Chad", "PCLI", kind=ASSOCIATIVE), place(text, "Niger", "PCLI"))
    assert event.place is not None
    assert event.place.text == "Niger"


def test_where_others_returned_is_not_where_these_went() -> None:
    text = "About 2,000 soldiers were deployed to Borovia in May, with some 300 returning to Ruritania since."
    found = events(text, place(text, "Borovia", "PCLI"), place(text, "Ruritania", "PCLI"))
    assert "Borovia" in [e.place.text for e in found if e.place]


def test_troops_are_not_where_a_statue_was_unveiled() -> None:
    text = "Rebels unveiled a statue in Moka on Sunday. Ruritania has deployed 14,000 troops since October."
    found = events(text, place(text, "Moka"), place(text, "Ruritania", "PCLI", kind=ASSOCIATIVE))
    assert [e.place for e in found if e.event_type == "Deployments"] == [None]


def test_the_town_is_none_of_the_section_before() -> None:
    text = (
        "Weekly report of the monitors\n\nIturi\nShells hit the market in Djugu, killing nine traders.\n\n"
        "North Kivu\nSoldiers shelled the town for two days."
    )
    where = (place(text, "Ituri", "ADM1"), place(text, "Djugu"), place(text, "North Kivu", "ADM1"))
    assert [e.place.text for e in events(text, *where) if e.place] == ["Djugu", "North Kivu"]
