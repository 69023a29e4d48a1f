"""Where time expressions stand in a text, and which `Phrase` each is.

Patterns are anchored on words that only time expressions have, so ages, durations, distances, times of day and
counts are never matched ("a 20-year-old", "for two days", "5:00 p.m.", "May 10,000").
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache

from dateparser.date import DateDataParser
from text_to_num import text2num

from extract.date_phrases import (
    Ago,
    Beside,
    Calendar,
    DayOfMonth,
    Days,
    PartOfYear,
    Period,
    Phrase,
    Season,
    Step,
    Weekday,
    Weekend,
    WeekOf,
    Which,
    Window,
    Years,
)
from extract.date_words import (
    AFTER_PAIR,
    COUNT,
    DAY,
    DAY_NAMES,
    EDGE,
    FULL_MONTHS,
    HAPPENINGS,
    MONTH,
    POSSESSIVE,
    PREPOSITION,
    UNITS,
    WEEKDAY,
    WEEKDAY_ABBR,
    WHICH,
    YEAR,
    YEAR_PREPOSITION,
)
from extract.timespans import Edge, Unit


@dataclass(frozen=True, slots=True)
class Found:
    start: int
    end: int
    phrase: Phrase


_NUMBER_WORDS = {"a": 1, "an": 1}
_UNKNOWN_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - a leap year without a zone, so that "Feb. 29" parses


@cache
def _parser() -> DateDataParser:
    settings = {"RELATIVE_BASE": _UNKNOWN_DATE, "DATE_ORDER": "MDY", "PREFER_DAY_OF_MONTH": "first"}
    return DateDataParser(languages=["en"], settings=settings)


@lru_cache(maxsize=4096)
def calendar_date(text: str) -> Calendar | None:
    """Read one written date with dateparser, keeping only the parts it states."""
    try:
        data = _parser().get_date_data(re.sub(r"\s+", " ", text))
    except (OverflowError, ValueError):
        return None
    stated = set(data.parts or ())  # type: ignore[attr-defined]  # the stubs are a release behind
    if data.date_obj is None or not stated:
        return None
    moment = data.date_obj
    return Calendar(
        year=moment.year if "year" in stated else None,
        month=moment.month if "month" in stated else None,
        day=moment.day if "day" in stated else None,
    )


def _count(text: str) -> int:
    word = re.sub(r"\s+", " ", text.lower())
    if "couple" in word:
        return 2
    return _NUMBER_WORDS.get(word) or (int(word) if word.isdecimal() else int(text2num(word, "en")))


def _weekday(text: str | None) -> int | None:
    prefix = (text or "").lower()[:3]
    return next((i for i, name in enumerate(DAY_NAMES) if prefix and name.startswith(prefix)), None)


def _which(text: str | None) -> Which | None:
    word = (text or "").lower()
    if not word:
        return None
    if word.endswith(("last", "past")):
        return Which.LAST
    return Which.NEXT if word.endswith(("next", "coming")) else Which.THIS


def _edge(match: re.Match[str]) -> Edge | None:
    groups = match.groupdict()
    words = (groups.get("edge") or groups.get("edge_of") or "").lower().replace(" ", "-")
    if not words:
        return None
    if "beginning" in words or "start" in words or "early-days" in words:
        return Edge.EARLY
    if "end" in words:
        return Edge.LATE
    return Edge.MID if (words.startswith("mid") and "late" not in words) or "middle" in words else Edge(words)


Reading = Callable[[re.Match[str]], Phrase | None]
_READINGS: list[tuple[re.Pattern[str], Reading]] = []


def _pattern(*alternatives: str) -> Callable[[Reading], Reading]:
    def register(reading: Reading) -> Reading:
        _READINGS.extend((re.compile(alternative), reading) for alternative in alternatives)
        return reading

    return register


@_pattern(
    r"(?<![\d./-])\d{4}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?![\d/-]|\.\d)",
    r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|[12]\d|3[01])[/.-](?:1[89]|20|99)\d\d(?![\d/-]|\.\d)",
)
def _numeric(match: re.Match[str]) -> Phrase | None:
    text = match[0]
    dotted = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    if dotted:  # a date with dots is day first wherever it is in use
        return _calendar(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if iso:
        return _calendar(int(iso[1]), int(iso[2]), int(iso[3]))
    return calendar_date(text)


def _calendar(year: int, month: int, day: int) -> Calendar | None:
    date = Calendar(year, month, day)
    return date if month <= 12 and date.in_year(year) else None


@_pattern(
    rf"(?:(?P<weekday>{WEEKDAY}|{WEEKDAY_ABBR}),?\s+(?:on\s+)?(?:the\s+)?)?(?<![\w.,:/])"
    rf"(?P<day>{DAY})(?:\s*(?:-|–|—|to|and|&)\s*(?P<last>{DAY}))?\s+(?:of\s+)?(?P<month>{MONTH})(?![a-z])"
    rf"(?:,?\s+(?P<year>\d{{4}})(?!\d|,\d))?",
    rf"\b(?P<year>{YEAR})[ \t]+(?P<month>{MONTH})[ \t]+(?P<day>{DAY})",
    rf"(?:\b(?P<weekday>{WEEKDAY}|{WEEKDAY_ABBR}),?\s+(?:on\s+)?)?\b(?P<month>{MONTH})\s+(?:the\s+)?(?P<day>{DAY})"
    rf"(?:\s*(?:(?:-|–|—|to|through)\s*(?P<last>{DAY})(?!\s+{MONTH})"
    rf"|(?:and|&)\s+(?P<also>{DAY}){AFTER_PAIR}))?(?:,?\s+(?P<year>\d{{4}})(?!\d|,\d))?",
)
def _written(match: re.Match[str]) -> Phrase | None:
    groups = match.groupdict()
    stated = calendar_date(" ".join(filter(None, (groups["month"], groups["day"], groups["year"]))))
    if stated is None or stated.day is None:
        return None
    last = groups.get("last") or groups.get("also")
    until = int(re.sub(r"\D", "", last)) if last else None
    if until is not None and until <= stated.day:
        return None
    return Calendar(stated.year, stated.month, stated.day, until, _weekday(groups.get("weekday")))


@_pattern(
    rf"\b{EDGE}(?P<month>{MONTH})(?![a-z])(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?(?!\s+{DAY}\b)",
    rf"\b(?:{WHICH}\s+)?(?P<month>{MONTH})(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))",
    rf"\b{WHICH}\s+(?P<month>{FULL_MONTHS})\b(?!\s+{DAY}\b)",
    rf"(?:{PREPOSITION})(?P<month>{FULL_MONTHS})\b(?!\s+{DAY}\b)(?!\s+{YEAR})",
    rf"{POSSESSIVE}(?P<month>{FULL_MONTHS})\b(?=\s+[a-z]{{3}})(?!\s+{YEAR})",
    rf"\b(?P<month>{FULL_MONTHS})\b(?=\s*(?:,|and|or|to|-|–)\s+(?:{FULL_MONTHS})\b)(?!\s+{DAY}\b)",
)
def _month(match: re.Match[str]) -> Phrase | None:
    groups = match.groupdict()
    stated = calendar_date(f"{groups['month']} {groups.get('year') or ''}".strip())
    if stated is None or stated.month is None:
        return None
    return Calendar(stated.year, stated.month, edge=_edge(match), which=_which(groups.get("which")))


@_pattern(
    rf"(?:{YEAR_PREPOSITION})(?:the\s+year\s+)?(?P<year>{YEAR})\b(?!\s*(?:-|–)\s*\d)",
    rf"\b{EDGE}(?P<year>{YEAR})\b",
    rf"{POSSESSIVE}(?P<year>{YEAR})\b(?=\s+(?:{HAPPENINGS})\b)",
    rf"(?m:^)[ \t|*•–-]*(?P<year>{YEAR})\b(?=\s*[|:–—-]|[ \t]*(?m:$))",
    rf"\((?P<year>{YEAR})\)",
)
def _year(match: re.Match[str]) -> Phrase | None:
    return Calendar(year=int(match["year"]), edge=_edge(match))


@_pattern(rf"\b(?P<first>{YEAR})(?:-|–|/)(?P<last>{YEAR}|\d\d)(?![\d/-])")
def _years(match: re.Match[str]) -> Phrase | None:
    first = int(match["first"])
    last = int(match["last"]) if len(match["last"]) == 4 else first - first % 100 + int(match["last"])
    return Years(first, last) if first < last <= first + 99 else None


@_pattern(rf"\b(?:{EDGE})?(?:the\s+)?(?P<decade>(?:1[89]|20)\d0)s\b")
def _decade(match: re.Match[str]) -> Phrase | None:
    first = int(match["decade"])
    return Years(first, first + 9, _edge(match))


@_pattern(
    rf"\b(?:{EDGE})?(?:the\s+)?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
    rf"(?:\s+of|,)?\s+(?P<year>{YEAR})\b",
    rf"\b{WHICH}\s+(?P<season>spring|summer|autumn|fall|winter)\b",
    r"\b[Ii]n\s+(?:the\s+)?(?P<season>spring|summer|autumn|winter)\b",
)
def _season(match: re.Match[str]) -> Phrase | None:
    groups = match.groupdict()
    year = groups.get("year")
    which = _which(groups.get("which"))
    return Season(groups["season"].lower(), int(year) if year else None, which, _edge(match))


@_pattern(
    rf"\b(?:the\s+)?(?P<nth>first|second|third|fourth|last)\s+(?P<part>quarter|half)\s+of\s+(?P<year>{YEAR})\b",
    rf"\b(?P<part>[QH])(?P<nth>[1-4])\s+(?:of\s+)?(?P<year>{YEAR})\b",
)
def _part_of_year(match: re.Match[str]) -> Phrase | None:
    months = 6 if match["part"] in ("half", "H") else 3
    order = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // months}
    nth = order.get(match["nth"]) or int(match["nth"])
    return PartOfYear(int(match["year"]), (nth - 1) * months + 1, months) if nth * months <= 12 else None


@_pattern(
    rf"(?<!first )(?<!second )(?<!third )(?<!fourth )\b(?:{WHICH}\s+)?(?P<weekday>{WEEKDAY})\b"
    rf"(?!s\b|\s+(?:in|of)\s+{MONTH})(?:\s+(?:last|next)\b)?"
)
def _day_of_week(match: re.Match[str]) -> Phrase | None:
    weekday = _weekday(match["weekday"])
    assert weekday is not None
    return Weekday(weekday, _which(match["which"] or match[0].rpartition("day")[2].strip()))


@_pattern(rf"\b(?:over|during|at|on)\s+the\s+weekend\b|\b{WHICH}\s+weekend\b")
def _weekend(match: re.Match[str]) -> Phrase | None:
    return Weekend(_which(match["which"]))


@_pattern(
    r"\b(?:the\s+)?(?P<edge_of>(?:beginning|start|middle|end)\s+of)\s+(?P<which>the|this|last|next)\s+(?P<unit>week|month|year)\b",
    r"\b(?:(?P<edge>[Ee]arly|[Mm]id|[Ll]ate)[- ])?(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Ee]arlier\s+this|[Ll]ater\s+this"
    r"|[Ee]arlier\s+in\s+the|[Ll]ater\s+in\s+the|[Tt]he\s+coming)\s+(?P<unit>week|month|year)\b(?!-)",
)
def _period(match: re.Match[str]) -> Phrase | None:
    words = match["which"].lower().split()
    named = {"earlier": Which.EARLIER, "later": Which.LATER, "the": Which.NEXT if "coming" in words else Which.THIS}
    return Period(Unit(match["unit"]), named.get(words[0]) or Which(words[0]), _edge(match))


@_pattern(
    rf"\b(?:[Ii]n|[Oo]ver|[Dd]uring|[Ww]ithin|[Ff]or)\s+(?:the\s+)?(?:past|last|previous)\s+(?P<count>{COUNT})\s+{UNITS}\b",
    r"\b(?:[Ii]n|[Oo]ver|[Dd]uring|[Ww]ithin)\s+(?:the\s+)?(?:past|last|(?P<recent>recent))\s+(?P<unit>day|week|month|year)s?\b",
    r"\b(?:[Ii]n|[Oo]ver|[Dd]uring|[Ww]ithin)\s+(?:the\s+)?(?:past|last)\s+(?P<recent>few|several|couple\s+of)\s+(?P<unit>day|week|month|year)s?\b",
)
def _window(match: re.Match[str]) -> Phrase | None:
    groups = match.groupdict()
    unit = Unit(match["unit"])
    if groups.get("recent"):
        # "recent days" and "the last few days" are within a week, weeks within a month; longer ones date nothing
        return {Unit.DAY: Window(7, Unit.DAY), Unit.WEEK: Window(30, Unit.DAY)}.get(unit)
    return Window(_count(groups.get("count") or "1"), unit)


_DEICTIC = {
    "the day before yesterday": Days(-2, -2),
    "yesterday": Days(-1, -1),
    "last night": Days(-1, -1),
    "overnight": Days(-1, 0),
    "today": Days(0, 0),
    "tonight": Days(0, 0),
    "this morning": Days(0, 0),
    "this afternoon": Days(0, 0),
    "this evening": Days(0, 0),
    "the day after tomorrow": Days(2, 2),
    "tomorrow": Days(1, 1),
}


@_pattern(
    r"(?<!-)\b(?:" + "|".join(_DEICTIC) + r")\b(?!['’]s\b|-)", r"^(?:Yesterday|Overnight|Today|Tonight|Tomorrow)\b"
)
@_pattern(r"(?<=[.\n\"“] )(?:Yesterday|Overnight|Today|Tonight|Tomorrow)\b", r"(?m:^)(?:Yesterday|Overnight|Tonight)\b")
def _deictic(match: re.Match[str]) -> Phrase | None:
    return _DEICTIC[match[0].lower()]


@_pattern(rf"\b(?P<count>{COUNT})\s+{UNITS}\s+ago\b", r"\b(?P<fortnight>[Aa]\s+fortnight)\s+ago\b")
def _ago(match: re.Match[str]) -> Phrase | None:
    if "fortnight" in match.groupdict():
        return Ago(2, Unit.WEEK)
    return Ago(_count(match["count"]), Unit(match["unit"]))


@_pattern(rf"\b[Tt]he\s+(?P<day>{DAY})\s+of\s+(?P<which>this|last)\s+month\b")
def _day_of_month(match: re.Match[str]) -> Phrase | None:
    return DayOfMonth(int(re.sub(r"\D", "", match["day"])), Which(match["which"]))


@_pattern(
    rf"\b(?P<count>{COUNT})\s+{UNITS}\s+(?P<way>earlier|later|afterwards)\b",
    rf"\b(?P<count>{COUNT})\s+{UNITS}\s+(?P<way>before|prior)\b(?=\s*[,.;:)]|\s+(?:in|at|on|near|from|and|by|with)\b|\s*$)",
)
def _step(match: re.Match[str]) -> Phrase | None:
    unit, count = Unit(match["unit"]), _count(match["count"])
    if unit is Unit.HOUR:
        return None
    return Step(count if match["way"].startswith(("later", "after")) else -count, unit)


@_pattern(
    r"\b[Tt]he\s+(?P<way>next|following|previous|same)\s+(?P<unit>day|week|month|year)\b",
    r"\b(?:[Oo]n\s+|[Ii]n\s+|[Ll]ater\s+|[Ee]arlier\s+)(?P<way>that)\s+(?:same\s+)?(?P<unit>day|week|month|year)\b",
    r"\b[Tt]he\s+(?P<unit>day)\s+(?P<way>before|after)\b(?=\s*[,.;:)]|\s+(?:in|at|on|near|from|by|with)\b|\s*$)",
)
def _neighbour(match: re.Match[str]) -> Phrase | None:
    ways = {"next": 1, "following": 1, "after": 1, "previous": -1, "before": -1, "same": 0, "that": 0}
    return Step(ways[match["way"]], Unit(match["unit"]))


@_pattern(
    rf"\b(?P<count>{COUNT}|the)\s+{UNITS}\s+(?P<way>after|before|following)\b(?!\s+(?:in|at|on|near|from|by|with)\b)(?=\s+[\w“\"])"
)
def _beside(match: re.Match[str]) -> Phrase | None:
    unit = Unit(match["unit"])
    if unit is Unit.HOUR:
        return None
    count = 1 if match["count"] == "the" else _count(match["count"])
    return Beside(count if match["way"] == "before" else -count, unit)


@_pattern(r"\b(?P<day>May\s+Day|Christmas\s+(?:Eve|Day)|New\s+Year['’]s\s+(?P<new>Eve|Day))\b(?:,?\s+(?P<year>\d{4}))?")
def _holiday(match: re.Match[str]) -> Phrase | None:
    if match["new"]:
        month, day = (12, 31) if match["new"] == "Eve" else (1, 1)
    elif match["day"].startswith("May"):
        month, day = 5, 1
    else:
        month, day = 12, 24 if match["day"].endswith("Eve") else 25
    return Calendar(int(match["year"]) if match["year"] else None, month, day)


_WEEK_OF = re.compile(r"\b(?:the\s+)?week\s+(?:of|beginning|starting)\s+$")


def find_phrases(text: str) -> list[Found]:
    """Time expressions in order; of two that overlap the longer one, of equal ones the more specific pattern."""
    found = [hit for pattern, reading in _READINGS for hit in _hits(pattern, reading, text)]
    found.sort(key=lambda f: (f.start - f.end, f.start))
    kept: list[Found] = []
    taken = bytearray(len(text))
    for hit in found:
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    return [_in_week(hit, text) for hit in sorted(kept, key=lambda f: f.start)]


def _hits(pattern: re.Pattern[str], reading: Reading, text: str) -> Iterator[Found]:
    for match in pattern.finditer(text):
        phrase = reading(match)
        if phrase is not None:
            yield Found(_start(match), match.end(), phrase)


def _start(match: re.Match[str]) -> int:
    """Where the expression itself begins: a preposition needed to recognise it stays outside."""
    groups = [n for n in ("edge", "edge_of", "which", "weekday", "month", "year", "season") if n in match.re.groupindex]
    opens = [match.start(name) for name in groups if match.start(name) >= 0]
    prefix = match.re.pattern.startswith((f"(?:{PREPOSITION})", f"(?:{YEAR_PREPOSITION})", POSSESSIVE))
    return min(opens) if prefix and opens else match.start()


def _in_week(hit: Found, text: str) -> Found:
    before = _WEEK_OF.search(text, max(0, hit.start - 24), hit.start)
    return Found(before.start(), hit.end, WeekOf(hit.phrase)) if before else hit
