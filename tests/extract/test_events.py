from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.types import ActorRole, Count, Modality, TimePrecision
from tests.extract.reading import ASSOCIATIVE, DEMONYM, events, place, types


def test_a_casualty_clause_belongs_to_its_attack() -> None:
    (event,) = events("A car bomb exploded in Ramadi, killing four policemen and wounding nine shoppers.")
    assert event.sub_event_type == "Remote explosive/landmine/IED"
    assert event.counts.fatalities == Count(4, 4, 4)
    assert event.counts.injured == Count(9, 9, 9)


def test_an_event_told_in_two_sentences_is_one_event() -> None:
    text = "Gunmen stormed a clinic in Bamenda on Friday. The attack left three nurses dead."
    (event,) = events(text, place(text, "Bamenda"), published=date(2021, 6, 8))
    assert event.counts.fatalities == Count(3, 3, 3)
    assert len(event.more_evidence) == 1
    span = event.more_evidence[0]
    assert text[span.start : span.end] == "The attack left three nurses dead."


def test_strikes_on_several_towns_are_several_events() -> None:
    text = "Jets bombed depots in Saada, Hajjah and Amran on Monday."
    found = events(text, *(place(text, name) for name in ("Saada", "Hajjah", "Amran")))
    assert [e.place.text for e in found if e.place] == ["Saada", "Hajjah", "Amran"]


def test_events_in_different_places_stay_apart() -> None:
    text = "Rebels attacked an army base in Kibumba. Rebels attacked an army base in Uvira."
    found = events(text, place(text, "Kibumba", country="CD"), place(text, "Uvira", country="CD"))
    assert [e.place.text for e in found if e.place] == ["Kibumba", "Uvira"]


def test_the_smallest_place_of_a_phrase_is_the_place() -> None:
    text = "Bandits raided a market in Jibia, Katsina state, Nigeria."
    where = (place(text, "Jibia"), place(text, "Katsina state", "ADM1"), place(text, "Nigeria", "PCLI"))
    (event,) = events(text, *where)
    assert event.place is not None
    assert event.place.text == "Jibia"


def test_a_government_named_by_its_capital_is_no_place() -> None:
    text = "Soldiers opened fire on herders, Bamako said."
    (event,) = events(text, place(text, "Bamako", "PPLC", kind=ASSOCIATIVE))
    assert event.place is None


def test_this_line_is_the_line_named_before() -> None:
    text = "Tension rose at the demarcation line. A dozen soldiers crossed this line at noon."
    found = events(text, place(text, "demarcation line", "BDRY"))
    crossing = next(e for e in found if e.sub_event_type == "Border incursion")
    assert crossing.place is not None
    assert crossing.place.text == "demarcation line"
    assert crossing.counts.troops is not None
    assert crossing.counts.troops.low == 12


def test_a_dateline_places_a_sentence_without_a_place() -> None:
    text = "GOMA, March 3 (AFP) - Gunmen shot dead two farmers."
    (event,) = events(text, place(text, "GOMA"))
    assert event.place is not None
    assert event.place.text == "GOMA"


def test_a_deployment_has_origin_destination_and_strength() -> None:
    text = "Around 1,200 Ugandan soldiers were moved into the Ituri region of Congo."
    where = (
        place(text, "Ugandan", "PCLI", kind=DEMONYM),
        place(text, "Ituri region", "ADM1"),
        place(text, "Congo", "PCLI"),
    )
    (event,) = events(text, *where)
    assert (event.origin and event.origin.text, event.place and event.place.text) == ("Ugandan", "Ituri region")
    assert event.counts.troops is not None
    assert event.counts.troops.best == 1200


def test_a_buyer_of_arms_is_their_destination() -> None:
    text = "Eritrea bought six howitzers from Ukraine."
    (event,) = events(text, place(text, "Eritrea", "PCLI", kind=ASSOCIATIVE), place(text, "Ukraine", "PCLI"))
    assert (event.origin and event.origin.text, event.place and event.place.text) == ("Ukraine", "Eritrea")


def test_a_launch_is_at_its_site_not_in_the_sea_it_flew_to() -> None:
    text = "The army test-fired a missile from Wonsan toward the Sea of Japan."
    (event,) = events(text, place(text, "Wonsan"), place(text, "Sea of Japan", "SEA"))
    assert event.place is not None
    assert event.place.text == "Wonsan"


def test_a_launch_without_a_site_is_in_the_country_that_launched() -> None:
    text = "Pakistan tested a cruise missile."
    (event,) = events(text, place(text, "Pakistan", "PCLI", kind=ASSOCIATIVE))
    assert event.place is not None
    assert event.place.text == "Pakistan"


def test_a_foreign_army_that_takes_a_town_regains_nothing() -> None:
    text = "Ruritanian troops captured the Borovian town of Strel."
    where = (place(text, "Ruritanian", "PCLI", kind=DEMONYM), place(text, "Borovian", "PCLI", kind=DEMONYM))
    assert types(events(text, *where, place(text, "Strel"))) == ["Non-state actor overtakes territory"]


def test_a_government_that_takes_its_own_town_regains_it() -> None:
    text = "Ruritanian troops captured the Ruritanian town of Strel."
    where = (place(text, "Ruritanian", "PCLI", kind=DEMONYM), place(text, "Ruritanian", "PCLI", kind=DEMONYM, nth=1))
    assert types(events(text, *where, place(text, "Strel"))) == ["Government regains territory"]


def test_sides_are_named_with_their_roles() -> None:
    (event,) = events("Boko Haram militants ambushed Chadian soldiers near the lake.")
    roles = {actor.role for actor in event.actors}
    assert {ActorRole.SIDE_A, ActorRole.SIDE_B} <= roles


@pytest.mark.parametrize(
    "text",
    [
        "The regime often fires rockets at its neighbours.",
        "The valley has a history of skirmishes.",
        "His grandfather was wounded in the fighting of the Korean War.",
        "Families of soldiers killed abroad moved into the new flats.",
        "According to protesters, the minister resigned.",
        "The pact was signed in March.",
    ],
)
def test_habits_history_and_asides_are_no_violence(text: str) -> None:
    violent = {"Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots"}
    assert not [e for e in events(text) if e.event_type in violent and e.modality is Modality.ASSERTED]


def test_what_lies_six_years_back_is_history() -> None:
    assert events("Rebels attacked a base in 2008.", published=date(2021, 1, 1)) == []


def test_rows_of_a_dated_table_are_events_however_old() -> None:
    rows = (
        "Year | Event | Meaning",
        "---|---|---",
        "1972 | Treaty of Alliance | Calm.",
        "2001 | Visit to Hanoi | Trade.",
    )
    text = "\n".join(rows)
    found = events(text, place(text, "Hanoi", "PPLC"), published=date(2024, 5, 1))
    assert types(found) == ["Agreement", "Visit or meeting"]
    assert [e.date.start.year for e in found if e.date] == [1972, 2001]


def test_a_table_of_advice_tells_no_facts() -> None:
    text = "Strategy | Description\n---|---\nPressure | Impose sanctions on them.\nTalk | Hold talks with the rebels."
    assert all(e.modality is not Modality.ASSERTED for e in events(text))


def test_what_stands_under_a_heading_of_scenarios_is_no_fact() -> None:
    text = "Scenarios for the coming year\nMissile launches by the garrison at Hodo open the crisis."
    assert all(e.modality is not Modality.ASSERTED for e in events(text))


def test_list_items_are_events_with_the_dates_that_open_them() -> None:
    items = ("3 May 2022: Rebels seized the port of Moka.", "9 May 2022: The army retook the port of Moka.")
    text = "Timeline of the siege:\n- " + "\n- ".join(items)
    found = events(text, place(text, "Moka"), place(text, "Moka", nth=1))
    assert [e.date.start.day for e in found if e.date] == [3, 9]


def test_undated_news_happened_in_the_week_before_publication() -> None:
    (event,) = events("Gunmen killed a judge in Cali.", published=date(2022, 3, 9))
    assert event.date is not None
    assert (event.date.end, event.date.precision) == (date(2022, 3, 9), TimePrecision.WEEK)


def test_without_any_date_an_event_is_undated() -> None:
    (event,) = events("Gunmen killed a judge in Cali.")
    assert event.date is None


def test_a_month_is_no_march() -> None:
    assert "Peaceful protest" not in types(events("The factory opened in March 2023."))


def test_one_verb_tells_of_troops_and_of_arms() -> None:
    found = events("Burundi sent 2,000 troops and 30 howitzers to the front.")
    assert set(types(found)) == {"Troop deployment", "Arms transfer"}


def test_a_visit_still_ahead_is_planned() -> None:
    text = "The shelling of Ain came a day before the visit of the foreign minister to Tunis."
    found = events(text, place(text, "Tunis"))
    visits = [e for e in found if e.sub_event_type == "Visit or meeting"]
    assert [e.modality for e in visits] == [Modality.PLANNED]


def test_the_main_event_has_the_highest_confidence() -> None:
    text = "A suicide bomber killed twelve at a market in Gao. The minister will visit the site."
    found = events(text, place(text, "Gao"))
    assert max(found, key=lambda e: e.confidence).sub_event_type == "Suicide bomb"


def test_reasons_say_why() -> None:
    text = "Rebels seized the town of Zemio on 4 March 2020."
    (event,) = events(text, place(text, "Zemio"))
    reasons = event.reasons
    assert "seized" in reasons.trigger
    assert "Rebels" in reasons.frame
    assert "Zemio" in reasons.place
    assert "4 March 2020" in reasons.date
    assert reasons.modality


def test_how_long_it_had_been_is_not_when_it_was() -> None:
    found = events("The minister visited Oslo for the first time since 1991.", published=date(1999, 4, 5))
    assert all(e.date is None or e.date.start.year == 1999 for e in found)


def test_very_many_dead_in_a_country_are_a_toll() -> None:
    text = "600 Ruritanian soldiers killed in Borovia, officials say."
    found = events(text, place(text, "Ruritanian", "PCLI", kind=DEMONYM), place(text, "Borovia", "PCLI"))
    assert types(found) == ["Casualty toll"]


def test_a_place_in_the_name_of_an_armed_group_is_no_place() -> None:
    text = "Al-Qaeda in the Islamic Maghreb attacked a barracks in Timetrine."
    (event,) = events(text, place(text, "Maghreb", "RGN"), place(text, "Timetrine"))
    assert event.place is not None
    assert event.place.text == "Timetrine"


def test_murder_charges_are_no_murder() -> None:
    assert events("The driver faces murder charges.") == []


def test_arms_sent_before_went_where_the_next_ones_go() -> None:
    text = "Iran will send 40 drones to Sudan, on top of 60 mortars provided since May 2023."
    places = (place(text, "Iran", "PCLI", kind=ASSOCIATIVE), place(text, "Sudan", "PCLI"))
    found = {e.modality: e for e in events(text, *places, published=date(2023, 8, 1))}
    assert found[Modality.PLANNED].place is not None
    assert found[Modality.ASSERTED].place == found[Modality.PLANNED].place


def test_shots_at_the_line_happened_on_the_day_of_the_crossing() -> None:
    text = "Ten soldiers crossed the border on 4 May 2021. Guards fired warning shots at them."
    found = events(text, published=date(2021, 5, 20))
    assert {e.date.start for e in found if e.date} == {date(2021, 5, 4)}


WORDS = st.sampled_from(
    [
        "rebels",
        "soldiers",
        "police",
        "attacked",
        "bombed",
        "near",
        "in",
        "the",
        "Goma",
        "missile",
        "fired",
        "sanctions",
        ".",
        ",",
        "|",
        "\n",
        "-",
        "visited",
        "will",
        "not",
        "12",
        "2020",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_whatever_the_text_offsets_lie_in_it_and_evidence_holds_the_trigger(text: str) -> None:
    for event in events(text):
        assert 0 <= event.evidence.start < event.evidence.end <= len(text)
        assert event.evidence.start <= event.trigger.start < event.trigger.end <= len(text)
        assert 0 <= event.confidence <= 1


@settings(max_examples=20, deadline=None)
@given(st.lists(WORDS, max_size=20).map(" ".join))
def test_the_same_text_gives_the_same_events(text: str) -> None:
    assert events(text) == events(text)


def test_the_time_since_an_earlier_act_dates_that_act_alone() -> None:
    text = "Separatists seized Lodwar on Saturday, three days after launching an offensive from Kitale."
    found = events(text, place(text, "Lodwar"), place(text, "Kitale"), published=date(2024, 12, 1))
    assert found[0].date is not None
    assert found[0].date.start == date(2024, 11, 30)


def test_the_city_is_not_where_they_came_from() -> None:
    text = "Separatists seized Lodwar after an advance from Kitale. Jets struck the city, killing 16 civilians."
    strike = events(text, place(text, "Lodwar"), place(text, "Kitale"))[-1]
    assert strike.place is not None
    assert strike.place.text == "Lodwar"


def test_a_withdrawal_without_a_goal_is_where_troops_left() -> None:
    text = "Fighting went on around Homs. Government troops withdrew from Rastan on Monday."
    withdrawal = events(text, place(text, "Homs"), place(text, "Rastan"))[-1]
    assert withdrawal.place is not None
    assert withdrawal.place.text == "Rastan"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia struck a depot in Kharkiv with missiles on Wednesday.", "Shelling/artillery/missile attack"),
        ("Turkey bombed two camps in Sinjar on Wednesday.", "Air/drone strike"),
        ("Iran fired dozens of drones and missiles at Israel overnight.", "Air/drone strike"),
        ("Israel struck a base near Homs overnight.", "Shelling/artillery/missile attack"),
        ("Soldiers shot dead nine people in Kisumu as thousands demonstrated.", "Excessive force against protesters"),
        ("The army destroyed nine missiles in Idlib on Tuesday.", "Disrupted weapons use"),
    ],
)
def test_what_struck_is_told_from_what_was_struck(text: str, expected: str) -> None:
    places = [place(text, name) for name in ("Kharkiv", "Sinjar", "Israel", "Homs", "Kisumu", "Idlib") if name in text]
    assert types(events(text, *places)) == [expected]
