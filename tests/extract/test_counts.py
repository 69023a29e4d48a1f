"""Counts of the dead, the injured, troops and weapons, on sentences of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.counts import CountedSpan, CountKind, find_counts
from extract.language import load_language
from extract.numbers import find_quantities
from extract.types import Count


def counts_in(text: str) -> list[CountedSpan]:
    return find_counts(load_language()(text))


def kinds(text: str) -> list[tuple[str, int | None]]:
    """Kind and low of each count that has a kind."""
    return [(c.kind.value, c.count.low) for c in counts_in(text) if c.kind is not None]


QUANTITIES = [
    ("about 11,000 men", Count(11000, 11000, 11000)),
    ("at least 600 men", Count(600, 600, 600)),
    ("10,000-12,000 men", Count(10000, None, 12000)),
    ("between 10,000 and 12,000 men", Count(10000, None, 12000)),
    ("10 to 12 thousand men", Count(10000, None, 12000)),
    ("five or six men", Count(5, None, 6)),
    ("1.5 million mines", Count(1500000, 1500000, 1500000)),
    ("dozens of men", Count(12, None, None)),
    ("tens of men", Count(10, None, None)),
    ("hundreds of men", Count(100, None, None)),
    ("tens of thousands of men", Count(10000, None, None)),
    ("two dozen men", Count(24, 24, 24)),
    ("half a dozen men", Count(6, 6, 6)),
    ("several hundred men", Count(100, None, None)),
    ("two hundred and fifty men", Count(250, 250, 250)),
    ("twenty-three men", Count(23, 23, 23)),
    ("a couple of men", Count(2, 2, 2)),
]


@pytest.mark.parametrize(("text", "expected"), QUANTITIES, ids=[text for text, _ in QUANTITIES])
def test_quantity(text: str, expected: Count) -> None:
    assert [q.count for q in find_quantities(text)] == [expected]


KINDS = [
    ("The blast killed 12 people and injured 30.", [("fatalities", 12), ("injured", 30)], "objects"),
    (
        "The blast killed 12 people and injured around 30 in Lima.",
        [("fatalities", 12), ("injured", 30)],
        "a rough number",
    ),
    ("Three guards, one of them a woman, were killed.", [("fatalities", 3)], "a part of them"),
    ("Six guards were killed and three wounded.", [("fatalities", 6), ("injured", 3)], "verb left out"),
    ("The bomb went off, killing two.", [("fatalities", 2)], "bare number"),
    ("A guard was killed and another wounded.", [("fatalities", 1), ("injured", 1)], "one victim each"),
    ("At least 40 people died when the boat sank.", [("fatalities", 40)], "died"),
    ("The death toll rose to 14.", [("fatalities", 14)], "toll"),
    ("The raid left 31 herders dead and 9 wounded.", [("fatalities", 31), ("injured", 9)], "left dead"),
    ("The number of dead has risen to 41.", [("fatalities", 41)], "number of dead"),
    ("Eight teachers were among the dead.", [("fatalities", 8)], "among the dead"),
    ("Medics recovered the bodies of four miners.", [("fatalities", 4)], "bodies of"),
    ("The attack claimed nine lives.", [("fatalities", 9)], "claimed lives"),
    ("The vaccine saved nine lives.", [], "saved lives"),
    ("A family of five died in the strike.", [("fatalities", 5)], "family of"),
    ("A woman and two children were killed.", [("fatalities", 3)], "list of victims"),
    ("Two bombers blew themselves up by a checkpoint.", [("fatalities", 2)], "attackers who died"),
    ("It counted 700 casualties, including 60 deaths.", [("fatalities", 60)], "casualties are not deaths"),
    ("Thirty were killed and wounded in the raid.", [], "killed and wounded together"),
    ("The mob nearly killed four men.", [], "nearly"),
    ("The blast could have killed 200 people.", [], "could have"),
    ("It sent 4,000 troops and two brigades.", [("troops", 4000)], "brigades are not counted as troops"),
    ("It sent 500 builders and 100 engineers to the province.", [("troops", 600)], "sum of a list"),
    ("About 20 soldiers crossed the line.", [("troops", 20)], "soldiers"),
    ("Of the soldiers, 3,000 were deployed to the coast.", [("troops", 3000)], "noun left out"),
    ("Police arrested five militants.", [], "prisoners are no force"),
    ("Thousands of protesters marched.", [], "protesters"),
    ("The ship fired three missiles and ten rockets.", [("weapons", 13)], "weapons"),
    ("It shipped 64 containers of ammunition.", [("weapons", 64)], "containers of ammunition"),
    ("It shipped 64 containers of rice.", [], "containers of rice"),
    ("Two suicide bombers reached the gate.", [], "bombers are people"),
    ("Hassan, 23, lives here.", [], "age"),
    ("The crew drove 300 km, spent $500 and won 10% of 12 votes in 2024.", [], "measures"),
    ("Article 5 and Resolution 1718 apply.", [], "names with numbers"),
    ("The 170mm gun and the KN-23 were shown.", [], "model numbers"),
    ("A 48-hour truce began at 5:00 p.m.", [], "times"),
    ("No one was killed.", [], "no one"),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=name) for t, e, name in KINDS])
def test_kind(text: str, expected: list[tuple[str, int]]) -> None:
    assert kinds(text) == expected


def test_head_is_the_word_of_harm_or_the_counted_noun() -> None:
    counts = counts_in("The raid killed 12 villagers after 300 soldiers arrived.")
    doc = counts[0].span.doc
    assert [(c.kind, doc[c.head].text) for c in counts] == [
        (CountKind.FATALITIES, "killed"),
        (CountKind.TROOPS, "soldiers"),
    ]


def test_vague_numbers_keep_best_unknown() -> None:
    (count,) = counts_in("Dozens were killed.")
    assert count.count == Count(12, None, None)


_WORDS = st.sampled_from(
    [
        "killed",
        "killing",
        "wounded",
        "died",
        "12",
        "three",
        "dozens",
        "of",
        "hundreds",
        "thousand",
        "10,000",
        "-",
        "to",
        "between",
        "and",
        "or",
        "soldiers",
        "people",
        "missiles",
        "another",
        "a",
        "themselves",
        "dead",
        ",",
        ".",
        "the",
        "were",
        "blew",
        "one",
        "no",
        "2,000-3,000",
        "99999999999999999999",
        "1.5",
        "million",
        "half",
        "dozen",
    ]
)


@settings(max_examples=60, deadline=None)
@given(words=st.lists(_WORDS, max_size=14))
def test_any_words_give_counts_inside_the_text(words: list[str]) -> None:
    for counted in counts_in(" ".join(words)):
        doc = counted.span.doc
        assert 0 <= counted.span.start < counted.span.end <= len(doc)
        assert 0 <= counted.head < len(doc)
        low, high = counted.count.low, counted.count.high
        assert low is None or high is None or low <= high


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    counts_in(text)
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text
