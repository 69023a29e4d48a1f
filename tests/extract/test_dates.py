"""Time expressions against a publication date, on sentences of our own."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.dates import DatedSpan, find_dates, find_publication_date
from extract.language import load_language
from extract.types import TimePrecision

PUBLISHED = date(2024, 11, 20)
"""A Wednesday."""


def dates_in(text: str, published: date | None = PUBLISHED) -> list[DatedSpan]:
    return find_dates(load_language()(text), published=published)


def days(text: str, published: date | None = PUBLISHED) -> list[str]:
    """Each span found as "start" or "start..end"."""
    spans = [d.time for d in dates_in(text, published)]
    return [str(s.start) if s.start == s.end else f"{s.start}..{s.end}" for s in spans]


SINGLE = [
    ("Rebels attacked the depot on Sunday.", "2024-11-17", "weekday in the past tense"),
    ("The envoys will meet on Sunday.", "2024-11-24", "weekday in the future tense"),
    ("Crowds had set fire to a door there on Sunday.", "2024-11-17", "set fire is no plan"),
    ("The talks had been set for Sunday.", "2024-11-24", "set for is a plan"),
    ("The patrol was ambushed on Wednesday.", "2024-11-20", "weekday of publication itself"),
    ("The governor left last Wednesday.", "2024-11-13", "last weekday is never the day of publication"),
    ("He will visit next Tuesday.", "2024-11-26", "next weekday"),
    ("Shells fell early on Tuesday.", "2024-11-19", "part of a day"),
    ("Monday's strike hit a bakery.", "2024-11-18", "weekday with a possessive"),
    ("Two drones came down yesterday.", "2024-11-19", "yesterday"),
    ("The siege was lifted today.", "2024-11-20", "today"),
    ("The depot burned overnight.", "2024-11-19..2024-11-20", "overnight"),
    ("The depot burned last night.", "2024-11-19", "last night"),
    ("Clashes broke out over the weekend.", "2024-11-16..2024-11-17", "over the weekend"),
    ("Troops arrived last October.", "2024-10-01..2024-10-31", "last month by name"),
    ("Troops arrived last December.", "2023-12-01..2023-12-31", "last month by name in the year before"),
    ("The convoy left in June.", "2024-06-01..2024-06-30", "month without a year"),
    ("The drills will start in March.", "2025-03-01..2025-03-31", "month to come"),
    ("They signed it during their June summit.", "2024-06-01..2024-06-30", "month before a noun"),
    ("The unit moved in early-to-mid October.", "2024-10-01..2024-10-20", "early to mid month"),
    ("The unit moved in late August.", "2024-08-21..2024-08-31", "late month"),
    ("The truce expired at the end of June 2024.", "2024-06-21..2024-06-30", "end of a month"),
    ("The base opened in late 2023.", "2023-09-01..2023-12-31", "late year"),
    ("They may return in the spring of 2026.", "2026-03-01..2026-05-31", "season with a year"),
    ("The offensive began last summer.", "2024-06-01..2024-08-31", "last season"),
    ("It has shipped arms since August.", "2024-08-01..2024-11-20", "since"),
    ("It shipped arms between September 2023 and March 2025.", "2023-09-01..2025-03-31", "between"),
    ("The visit lasted from May 3 to June 5, 2023.", "2023-05-03..2023-06-05", "from ... to"),
    ("Guns fired from Monday to Tuesday.", "2024-11-18..2024-11-19", "weekdays from ... to"),
    ("Drills were held on December 14 and 15.", "2023-12-14..2023-12-15", "two days"),
    ("Drills ran Dec. 14-15, 2023.", "2023-12-14..2023-12-15", "days joined by a hyphen"),
    ("A mine exploded on 15 May.", "2024-05-15", "day before month"),
    ("A mine exploded on the 3rd of May 2023.", "2023-05-03", "ordinal day"),
    ("On July 17, 2020, a mine exploded.", "2020-07-17", "full date before a comma"),
    ("On 2023-09-01 a mine exploded.", "2023-09-01", "ISO date"),
    ("On 13.05.2023 a mine exploded.", "2023-05-13", "date with dots is day first"),
    ("On 11/05/2023 a mine exploded.", "2023-11-05", "date with slashes is month first"),
    ("On 25/05/2023 a mine exploded.", "2023-05-25", "date with slashes that can only be day first"),
    ("Ten men were shot on Friday, November 15.", "2024-11-15", "weekday with a date"),
    ("Ten men were shot on Thursday, November 16.", "2023-11-16", "weekday that tells the year"),
    ("Flights are scheduled for December 1.", "2024-12-01", "scheduled date"),
    ("Officials counted nine dead on November 23.", "2024-11-23", "day after the dateline of an updated article"),
    ("Nine were killed over the past year.", "2023-11-21..2024-11-20", "past year"),
    ("A strike could begin on December 22.", "2024-12-22", "possible date"),
    ("The bridge fell three weeks ago.", "2024-10-27..2024-11-02", "weeks ago"),
    ("The bridge fell two months ago.", "2024-09-01..2024-09-30", "months ago"),
    ("Nine were killed in the past 48 hours.", "2024-11-18..2024-11-20", "past hours"),
    ("Nine were killed over the last three weeks.", "2024-10-30..2024-11-20", "past weeks"),
    ("Nine were killed earlier this month.", "2024-11-01..2024-11-20", "earlier this month"),
    ("Nine were killed last week.", "2024-11-11..2024-11-17", "last week"),
    ("Nine were killed in the week of March 6, 2023.", "2023-03-06..2023-03-12", "the week of"),
    ("Quotas rose in the second quarter of 2023.", "2023-04-01..2023-06-30", "quarter"),
    ("The feud dates from the 1990s.", "1990-01-01..1999-12-31", "decade"),
    ("The war of 1950-53 left a line.", "1950-01-01..1953-12-31", "years joined by a hyphen"),
    ("Police fired tear gas on Christmas Eve.", "2023-12-24", "fixed holiday"),
    ("The pact of 2018 September 19 was void.", "2018-09-19", "year first"),
    ("The raid of 29 February 2024 failed.", "2024-02-29", "leap day"),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=name) for t, e, name in SINGLE])
def test_expression(text: str, expected: str) -> None:
    assert days(text) == [expected]


SEVERAL = [
    ("The riots of 2010 and 2017 are remembered.", ["2010-01-01..2010-12-31", "2017-01-01..2017-12-31"], "two years"),
    ("Two tests failed in May and August 2023.", ["2023-05-01..2023-05-31", "2023-08-01..2023-08-31"], "shared year"),
    ("It was used on December 30 and January 2, 2024.", ["2023-12-30", "2024-01-02"], "shared year over New Year"),
    ("A drone hit the port on November 3. Two days earlier, shells fell.", ["2024-11-03", "2024-11-01"], "earlier"),
    ("Shells fell on November 3. They had met the day before at a hotel.", ["2024-11-03", "2024-11-02"], "day before"),
    ("Shells fell on November 3. The next day, troops left.", ["2024-11-03", "2024-11-04"], "next day"),
    (
        "The town fell in September. A month later, it was retaken.",
        ["2024-09-01..2024-09-30", "2024-10-01..2024-10-31"],
        "month later",
    ),
    ("A jet landed on July 14, a day after the minister left.", ["2024-07-14", "2024-07-13"], "a day after"),
    ("On June 3, 2019, rebels took the hill. On June 9, they lost it.", ["2019-06-03", "2019-06-09"], "same story"),
    (
        "2022\nMay 5: Drones hit the port\nJune 9: Shells hit the mill",
        ["2022-01-01..2022-12-31", "2022-05-05", "2022-06-09"],
        "year heading",
    ),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=name) for t, e, name in SEVERAL])
def test_expressions_that_lean_on_one_another(text: str, expected: list[str]) -> None:
    assert days(text) == expected


NOTHING = [
    ("A 20-year-old man fought for two days in the three-year war.", "ages and durations"),
    ("Hassan, 23, was shot at 5:00 p.m.", "an age and a time of day"),
    ("The patrol may march on the town with 10,000 men.", "modal and verb that spell months"),
    ("Protests are held every Friday.", "every"),
    ("Prayers are held on Fridays.", "plural weekday"),
    ("The February 11 Plant makes rockets.", "a name with a date"),
    ("The film Bloody Sunday won a prize.", "a name with a weekday"),
    ("The truce holds until May.", "until"),
    ("He had left the army before 2020.", "before a year"),
    ("The rocket flew 320 km at 90 degrees.", "measures"),
    ("A mine exploded on Feb. 30, 2023.", "a day that does not exist"),
    ("They met the same day.", "relative to a day that was not named"),
]


@pytest.mark.parametrize("text", [pytest.param(t, id=name) for t, name in NOTHING])
def test_no_date(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("It fell on May 3, 2023.", TimePrecision.DAY),
        ("It fell in early May 2023.", TimePrecision.WEEK),
        ("It fell this week.", TimePrecision.WEEK),
        ("It fell in May 2023.", TimePrecision.MONTH),
        ("It fell in 2023.", TimePrecision.YEAR),
    ],
)
def test_precision_grows_with_the_span(text: str, precision: TimePrecision) -> None:
    assert [d.time.precision for d in dates_in(text)] == [precision]


@pytest.mark.parametrize(
    "text",
    ["It fell on Sunday.", "It fell yesterday.", "It fell in June.", "It fell on May 3.", "It has burned since 2022."],
)
def test_without_publication_relative_dates_are_nothing(text: str) -> None:
    assert days(text, published=None) == []


def test_without_publication_full_dates_stay() -> None:
    assert days("It fell on May 3, 2023. Two days later it was retaken.", None) == ["2023-05-03", "2023-05-05"]


@pytest.mark.parametrize(
    "text", ["Since 9999-12-31, a day later", "0001-01-01. Two days earlier, it fell.", "3000 years ago"]
)
@pytest.mark.parametrize("published", [None, date.min, date.max])
def test_ends_of_the_calendar_do_not_raise(text: str, published: date | None) -> None:
    for dated in dates_in(text, published):
        assert dated.time.start <= dated.time.end


def test_span_is_the_expression_itself() -> None:
    assert [d.span.text for d in dates_in("Rebels left in late August and on November 3.")] == [
        "late August",
        "November 3",
    ]


_WORDS = st.sampled_from(
    [
        "on",
        "in",
        "since",
        "until",
        "from",
        "to",
        "between",
        "and",
        "the",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "Sunday",
        "Monday",
        "May",
        "June",
        "Dec.",
        "3",
        "14",
        "31",
        "2023",
        "2024",
        "two",
        "days",
        "weeks",
        "earlier",
        "ago",
        "later",
        "after",
        "before",
        "week",
        "month",
        "year",
        "weekend",
        "overnight",
        "spring",
        "of",
        ",",
        "-",
        ".",
        "\n",
        "9999",
        "1990s",
    ]
)


@settings(max_examples=60, deadline=None)
@given(words=st.lists(_WORDS, max_size=14), published=st.one_of(st.none(), st.dates()))
def test_any_words_give_spans_in_order(words: list[str], published: date | None) -> None:
    found = dates_in(" ".join(words), published)
    for dated in found:
        assert dated.time.start <= dated.time.end
        assert 0 <= dated.span.start < dated.span.end <= len(dated.span.doc)
    starts = [d.span.start for d in found]
    assert starts == sorted(starts)
    if published is None:
        assert not any(d.time.end == date(2026, 11, 22) for d in found)


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    dates_in(text)


HEADERS = [
    ("A title\nPublished March 20, 2024 - 00:11am\nBody text.", date(2024, 3, 20), "label and time"),
    ("Skip to content\nNews\nA title\n25.11.2023\nBody", date(2023, 11, 25), "alone on its line"),
    ("By Jane Doe | 3 March 2023 | 5 min read\nBody", date(2023, 3, 3), "byline"),
    ("Last updated: 2024-03-20T10:00:00Z\nBody", date(2024, 3, 20), "ISO timestamp"),
    ("LAGOS, Aug. 12, 2023 (Agency) -- Gunmen attacked.", date(2023, 8, 12), "dateline"),
    ("Wednesday, 20 March 2024\nBody", date(2024, 3, 20), "weekday"),
    ("The Lagos Star | 20 March 2024\nBody", date(2024, 3, 20), "paper's name"),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, d, id=name) for t, d, name in HEADERS])
def test_publication_date(text: str, expected: date) -> None:
    found = find_publication_date(text)
    assert found is not None
    assert found.date == expected


NO_HEADERS = [
    ("On March 3, 2024, a missile hit the mill.", "event date in the first sentence"),
    ("LAGOS, Aug. 12 (Agency) -- Gunmen attacked.", "dateline without a year"),
    ("A title\nThe pact was signed on 3 May 2020.\n", "date in a sentence"),
    ("\n".join(["line"] * 20 + ["3 May 2020"]), "below the header"),
    ("Published on the eve of the vote", "label without a date"),
    ("Battle of Plassey, 23 June 1757\nBody", "an event's name and day"),
    ("", "empty text"),
]


@pytest.mark.parametrize("text", [pytest.param(t, id=name) for t, name in NO_HEADERS])
def test_no_publication_date(text: str) -> None:
    assert find_publication_date(text) is None


def test_ambiguous_publication_date_says_how_it_was_read() -> None:
    month_first = find_publication_date("Title\n04/05/2023\nBody")
    day_first = find_publication_date("Title\n04/05/2023\nBody", day_first=True)
    assert month_first is not None
    assert day_first is not None
    assert (month_first.date, day_first.date) == (date(2023, 4, 5), date(2023, 5, 4))
    assert "month first" in month_first.note
    assert "day first" in day_first.note


def test_unambiguous_publication_date_is_not_called_ambiguous() -> None:
    found = find_publication_date("Title\n25/05/2023\nBody")
    assert found is not None
    assert found.date == date(2023, 5, 25)
    assert "first" not in found.note


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=200), day_first=st.booleans())
def test_no_header_raises(text: str, *, day_first: bool) -> None:
    find_publication_date(text, day_first=day_first)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("It struck on Sept. 4, Monday.", date(2023, 9, 4), date(2023, 9, 4)),
        ("It struck on Sept. 4 (Monday).", date(2023, 9, 4), date(2023, 9, 4)),
        ("It struck on Monday (4 September).", date(2023, 9, 4), date(2023, 9, 4)),
        ("It struck on Friday night into Saturday.", date(2023, 9, 8), date(2023, 9, 9)),
        ("It struck on the 7th of this month.", date(2023, 9, 7), date(2023, 9, 7)),
        ("It struck on the 30th of last month.", date(2023, 8, 30), date(2023, 8, 30)),
        ("It struck a fortnight ago.", date(2023, 8, 24), date(2023, 8, 30)),
        ("The 2014 annexation was condemned.", date(2014, 1, 1), date(2014, 12, 31)),
    ],
)
def test_days_are_written_in_many_ways(text: str, start: date, end: date) -> None:
    (found,) = dates_in(text, date(2023, 9, 10))
    assert (found.time.start, found.time.end) == (start, end)


def test_a_treaty_named_by_its_year_is_not_dated_by_it() -> None:
    assert dates_in("The 1987 treaty was scrapped.") == []
