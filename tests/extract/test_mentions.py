"""Recognition: which stretches of text are place names, and under which name they are looked up."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.language import load_language, parse
from extract.mentions import find_mentions
from extract.types import Document, Mention, MentionKind, NameFacts

KNOWN = {
    "Goma": ("PPL", 1_000_000), "Kursk": ("PPL", 440_000), "Sudzha": ("PPL", 6_000), "Kyiv": ("PPLC", 2_900_000),
    "Russia": ("PCLI", 144_000_000), "Ukraine": ("PCLI", 41_000_000), "North Korea": ("PCLI", 25_000_000),
    "South Korea": ("PCLI", 51_000_000), "Korea": ("PCL", 77_000_000), "Georgia": ("PCLI", 3_700_000),
    "Military Demarcation Line": ("BDRY", 0), "Joint Security Area": ("ZN", 0), "Paris": ("PPLC", 2_100_000),
    "Ont.": ("ADM1", 14_000_000), "Thunder Bay": ("PPL", 107_000), "Marburg": ("PPL", 78_000),
    "Chad": ("PCLI", 15_000_000),
    "Reading": ("PPL", 318_000), "Korean Peninsula": ("RGN", 0), "Mali": ("PCLI", 19_000_000), "Gao": ("PPL", 86_000),
    "Punggye-ri": ("NUC", 0), "Deir ez-Zor": ("PPL", 211_000),
    "Soviet Union": ("PCL", 0), "Hungary": ("PCLI", 9_600_000),
    "Cox's Bazar": ("PPL", 250_000), "Yellow Sea": ("SEA", 0), "Belgorod": ("PPL", 345_000),
}  # fmt: skip


class Names:
    """A handful of places, matched without regard to case."""

    def known(self, names: Iterable[str]) -> Mapping[str, NameFacts]:
        places = {name.casefold(): (name, *facts) for name, facts in KNOWN.items()}
        found = {name: places[name.casefold()] for name in names if name.casefold() in places}
        return {n: NameFacts(frozenset({kind}), people, frozenset({s})) for n, (s, kind, people) in found.items()}


def mentions(text: str) -> list[Mention]:
    _, doc = next(parse([Document("test", text)], nlp=load_language()))
    return find_mentions(doc, names=Names())


def found(text: str) -> list[str]:
    return [mention.text for mention in mentions(text)]


def the(text: str, name: str) -> Mention:
    return next(m for m in mentions(text) if m.text == name)


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="Goma Kursk,.'()-\nNorth Korea|é한0", max_size=120))
def test_offsets_point_at_the_words_and_mentions_never_overlap(text: str) -> None:
    spans = mentions(text)
    assert all(text[m.start : m.end] == m.text for m in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_spans_leave_out_the_article_and_the_possessive() -> None:
    text = "Troops crossed the Yellow Sea after Ukraine's warning."
    assert found(text) == ["Yellow Sea", "Ukraine"]


def test_a_name_that_a_text_takes_is_a_place_however_small() -> None:
    assert "Sudzha" in found("After two days of shelling the marines captured Sudzha.")


def test_a_lower_case_country_is_found() -> None:
    assert "russia" in found("the minister said russia had fired first")


def test_a_lower_case_line_is_found_where_the_gazetteer_knows_it() -> None:
    assert "military demarcation line" in found("Soldiers stepped over the military demarcation line at dawn.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("North Korea tested a bomb at Punggye-ri on Sunday.", "Punggye-ri"),
        ("Jets bombed a bridge in Deir ez-Zor on Sunday.", "Deir ez-Zor"),
        ("Troops withdrew from Goma airport on Monday.", "Goma"),
    ],
)
def test_a_name_with_small_letters_or_a_facility_behind_it_is_found(text: str, name: str) -> None:
    assert name in found(text)


def test_a_missing_space_after_a_full_stop_hides_no_name() -> None:
    assert "Kyiv" in found("The shelling stopped at noon.Kyiv blamed the other side for it.")


def test_the_first_half_of_a_coordinated_name_is_the_whole_name() -> None:
    half = the("North and South Korea restored the hotline.", "North")
    assert half.name == "North Korea"


def test_an_abbreviation_after_a_comma_keeps_its_full_stop() -> None:
    assert "Ont." in found("The base at Thunder Bay, Ont. will close.")


def test_a_name_with_an_apostrophe_is_one_name() -> None:
    assert "Cox's Bazar" in found("Troops patrolled Cox's Bazar after the fire.")


def test_a_described_name_leaves_the_lower_case_noun_out_and_asserts_its_kind() -> None:
    mention = the("Shelling went on in Kursk region on Tuesday.", "Kursk")
    assert mention.feature == "ADM1"


def test_a_list_shares_its_noun() -> None:
    text = "Drones reached the Kursk and Belgorod regions."
    assert [the(text, name).feature for name in ("Kursk", "Belgorod")] == ["ADM1", "ADM1"]


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton opened the show.",
        "Reading the report took an hour.",
        "Patients with Marburg virus were isolated.",
    ],
)
def test_words_persons_and_namesakes_are_no_places(text: str) -> None:
    assert found(text) == []


def test_a_demonym_is_looked_up_as_its_place() -> None:
    mention = the("Two North Korean soldiers surrendered.", "North Korean")
    assert (mention.kind, mention.name) == (MentionKind.DEMONYM, "North Korea")


@pytest.mark.parametrize(
    "text", ["She speaks Russian at home.", "The order was written in Russian.", "Monica French wrote it."]
)
def test_languages_and_surnames_are_no_demonyms(text: str) -> None:
    assert not any(m.kind is MentionKind.DEMONYM for m in mentions(text))


def test_people_in_general_are_no_mention_but_counted_ones_are() -> None:
    assert found("Many Russians stayed at home.") == []
    assert found("Two Russians were killed.") == ["Russians"]


def test_a_continent_s_adjective_names_no_actor() -> None:
    assert found("The European delegation left early.") == []


def test_an_abbreviation_the_text_defines_is_the_full_name_afterwards() -> None:
    text = "A visitor to the Joint Security Area (JSA) ran north. The JSA was then closed."
    jsa = [m for m in mentions(text) if m.text == "JSA"]
    assert [m.name for m in jsa] == ["Joint Security Area"] * 2


def test_the_line_is_a_place_only_where_the_text_named_a_line() -> None:
    named = "Guards watch the Military Demarcation Line. Twenty soldiers crossed this line on Sunday."
    assert the(named, "line").name == "Military Demarcation Line"
    assert "line" not in found("Twenty soldiers crossed this line on Sunday.")


def test_two_named_lines_leave_the_line_undecided() -> None:
    KNOWN["Blue Line"] = ("BDRY", 0)
    text = "The Military Demarcation Line and the Blue Line are quiet. Nobody crossed the line."
    assert "line" not in found(text)


def test_no_text_has_no_mentions() -> None:
    assert found("") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gunmen burned the village of Umbirri on Monday.", "Umbirri"),
        ("Two people died in the villages of Dalal and Nertiti on Monday.", "Nertiti"),
        ("Soldiers searched the village of al-Harra on Monday.", "al-Harra"),
    ],
)
def test_a_village_no_gazetteer_has_is_found_where_the_sentence_calls_it_one(text: str, name: str) -> None:
    assert name in found(text)


def test_a_state_that_is_no_more_is_found_though_nobody_lives_in_it() -> None:
    assert found("The garrison of the Soviet Union left Hungary.")[0] == "Soviet Union"


def test_a_virus_is_not_the_place_it_was_first_found_in() -> None:
    assert "Marburg" not in found("Nine people died of Marburg in the clinic, and of H5N1 at home.")


def test_a_long_name_goes_before_its_parts() -> None:
    assert found("Troops left the Joint Security Area in South Korea.") == ["Joint Security Area", "South Korea"]
