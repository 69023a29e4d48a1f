"""A verb with an object of its own is no participle: "Armed men on motorbikes killed 15 villagers"."""

import pytest

from extract.language import load_language, parse
from extract.types import Document
from tests.extract.reading import events, place, types


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Armed men on motorbikes killed at least nine traders at a market in Djibo.", "killed"),
        ("Gang members armed with pistols swept through the suburb of Delmas before dawn.", "swept"),
        ("Soldiers killed nine rebels armed with rifles.", "Soldiers"),
    ],
)
def test_every_clause_has_its_verb(text: str, verb: str) -> None:
    ((_, doc),) = parse([Document("d", text)], nlp=load_language())
    (sentence,) = doc.sents
    if verb == "Soldiers":
        assert sentence.root.text == "killed"
    else:
        assert sentence.root.text == verb
        assert [c.text for c in sentence.root.children if c.dep_ == "nsubj"] in (["men"], ["members"])


def test_a_headline_s_participle_stays_one() -> None:
    ((_, doc),) = parse([Document("d", "Ten farmers killed in raid on village")], nlp=load_language())
    assert not any(t.dep_ == "dobj" for t in doc)


def test_gunmen_on_motorcycles_attack() -> None:
    text = "Armed men on motorbikes killed at least nine traders at a market in Djibo."
    (event,) = events(text, place(text, "Djibo"))
    assert event.sub_event_type == "Attack"
    assert event.place is not None
    assert event.place.text == "Djibo"
    assert event.counts.fatalities is not None
    assert event.counts.fatalities.low == 9


@pytest.mark.parametrize("text", ["", "\n", "Troops", "Men on horses killed", "Killed"])
def test_fragments_are_parsed(text: str) -> None:
    assert types(events(text)) in ([], ["Attack"], ["Armed clash"])
