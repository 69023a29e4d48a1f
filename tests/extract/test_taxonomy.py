from pathlib import Path

import pytest

from extract.taxonomy import TaxonomyError, load_taxonomy, read_taxonomy
from paths import DATA
from tests.extract.reading import events, types

ONE_TYPE = """
[words]
ships = "trawler, longliner, fishing boat"
[[event_type]]
name = "Fisheries"
code = "fish"
colour = "#123456"
shape = "circle"
[[event_type.sub_event_type]]
name = "Illegal fishing"
triggers = [{ TRIGGER }]
"""


def _taxonomy_with(trigger: str) -> str:
    return ONE_TYPE.replace("TRIGGER", trigger)


def test_the_shipped_taxonomy_has_acleds_25_sub_event_types() -> None:
    acled = [t for t in load_taxonomy().event_types if t.acled]
    assert len(acled) == 6
    assert sum(len(t.sub_event_types) for t in acled) == 25


def test_every_sub_event_type_has_a_definition_two_examples_and_triggers() -> None:
    for event_type in load_taxonomy().event_types:
        for sub in event_type.sub_event_types:
            assert sub.definition, sub.name
            assert len(sub.examples) == 2, sub.name
            assert sub.triggers, sub.name


@pytest.mark.parametrize(
    ("name", "example"),
    [
        (sub.name, example)
        for event_type in load_taxonomy().event_types
        for sub in event_type.sub_event_types
        for example in sub.examples
    ],
)
def test_each_example_of_the_codebook_is_read_as_its_type(name: str, example: str) -> None:
    found = max(events(example), key=lambda event: event.confidence, default=None)
    assert found is not None
    assert found.sub_event_type == name


def test_a_type_added_to_a_copy_of_the_file_works_without_code(tmp_path: Path) -> None:
    own = tmp_path / "types.toml"
    shipped = (DATA / "event_types.toml").read_text(encoding="utf-8")
    added = _taxonomy_with('verb = "poach", subject = "trawler, longliner"').split("[[event_type]]")[1]
    own.write_text(f"{shipped}\n[[event_type]]{added}", encoding="utf-8")
    found = events("Two foreign longliners poached tuna off the atoll.", taxonomy=load_taxonomy(own))
    assert [(e.event_type, e.sub_event_type) for e in found] == [("Fisheries", "Illegal fishing")]


def test_word_classes_of_a_file_stand_for_their_words() -> None:
    taxonomy = read_taxonomy(_taxonomy_with('verb = "enter", subject = "@ships"'))
    assert types(events("A fishing boat entered the reserve.", taxonomy=taxonomy)) == ["Illegal fishing"]
    assert events("A yacht entered the reserve.", taxonomy=taxonomy) == []


def test_barred_words_keep_a_trigger_from_firing() -> None:
    taxonomy = read_taxonomy(_taxonomy_with('verb = "enter", subject = "@ships", no_clause = "permit"'))
    assert events("A trawler entered the reserve with a permit.", taxonomy=taxonomy) == []


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        ('verb = "fish", subjects = "@ships"', "subjects"),
        ('verb = "fish", subject = "@boats"', "@boats"),
        ('subject = "@ships"', "neither verb nor noun"),
        ('verb = "fish", weight = 7', "weight 7"),
        ('verb = ["fish"]', "separated by commas"),
    ],
)
def test_a_broken_trigger_is_named_with_what_is_accepted(trigger: str, said: str) -> None:
    with pytest.raises(TaxonomyError, match=said) as error:
        read_taxonomy(_taxonomy_with(trigger))
    assert "Illegal fishing" in str(error.value)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("[[event_type]\n", encoding="utf-8")
    with pytest.raises(TaxonomyError, match=r"own\.toml"):
        load_taxonomy(file)


def test_a_file_without_types_is_refused() -> None:
    with pytest.raises(TaxonomyError, match="needs at least one"):
        read_taxonomy('[words]\nships = "trawler"')
