"""Marked text: whatever the marks, the reader sees the text itself, and no markup of the text runs."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from dashboard.highlight import Mark, highlighted
from dashboard.plain import plain

MARKS = st.lists(
    st.builds(
        Mark, st.integers(-5, 60), st.integers(-5, 60), st.sampled_from(["event", "place"]), st.sampled_from(["", "n"])
    ),
    max_size=6,
)


@given(st.text(max_size=50), MARKS)
def test_taking_the_tags_away_gives_the_text_back(text: str, marks: list[Mark]) -> None:
    html = highlighted(text, marks)
    assert unescape(re.sub(r"</?mark[^>]*>", "", html)) == text


@given(st.text(alphabet="<>&\"'ab/", max_size=40), MARKS)
def test_only_mark_tags_are_ever_written(text: str, marks: list[Mark]) -> None:
    tags = re.findall(r"<[^>]*>", highlighted(text, marks))
    assert all(re.fullmatch(r'</mark>|<mark class="[a-z -]+"( title="[^"<>]*")?>', tag) for tag in tags)


def test_a_mark_covers_exactly_its_passage() -> None:
    assert highlighted("shells hit Goma", [Mark(11, 15, "place")]) == 'shells hit <mark class="d-place">Goma</mark>'


def test_a_place_inside_a_sentence_carries_both_styles_and_its_own_note() -> None:
    html = highlighted("hit Goma now", [Mark(0, 12, "event", "shelling"), Mark(4, 8, "place", "Goma, DR Congo")])
    assert '<mark class="d-event d-place" title="Goma, DR Congo">Goma</mark>' in html
    assert '<mark class="d-event" title="shelling">hit </mark>' in html


def test_a_hostile_note_stays_inside_its_attribute() -> None:
    html = highlighted("Goma", [Mark(0, 4, "place", '"><script>')])
    assert html == '<mark class="d-place" title="&quot;&gt;&lt;script&gt;">Goma</mark>'


def test_marks_that_cross_split_at_each_edge() -> None:
    html = highlighted("abcdef", [Mark(0, 4, "event"), Mark(2, 6, "doubt")])
    assert html == (
        '<mark class="d-event">ab</mark><mark class="d-event d-doubt">cd</mark><mark class="d-doubt">ef</mark>'
    )


def test_plain_text_cannot_bring_an_image_into_markdown() -> None:
    assert plain("![x](http://evil.example/p.png)") == r"\!\[x\]\(http\:\/\/evil\.example\/p\.png\)"


def test_plain_text_is_one_line() -> None:
    assert plain("a\n\n# b") == r"a \# b"
