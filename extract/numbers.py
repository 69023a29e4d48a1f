"""Quantities as words and figures: "approximately 11,000", "10,000-12,000", "dozens", "1.5 million"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from text_to_num import text2num

from extract.types import Count

_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_VAGUE = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000, "millions": 1_000_000}
"""ACLED codebook, fatalities: dozens are at least 12, hundreds at least 100."""
_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_SCALE = "|".join(_SCALES)
_FIGURE = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?:[\s-](?:{_SCALE})(?!s|-))?"
_COMPOUND = "year|day|week|month|hour|time|way|man|star|storey|story|point|page|part|lane|stage|member|bedroom"
_WORDS = (
    rf"(?:(?:an?|{_SMALL})\s+(?:{_SCALE})|{_SMALL})(?:(?:-|\s+and\s+|\s+)(?:{_SMALL}|{_SCALE}))*"
    rf"(?!-(?:{_COMPOUND})|-?(?:third|quarter|fifth)s?\b)"
)
_DOZEN = rf"(?:half\s+a|an?|(?:{_SMALL}))\s+dozen"
_LOOSE = (
    r"(?:(?:tens|dozens|scores|hundreds)\s+of\s+(?:thousands|millions)|tens|dozens|scores|hundreds|thousands|millions)"
)
_SEVERAL = rf"(?:several|a\s+few|few|many)\s+(?P<several>dozen|{_SCALE})s?"
_ONE = rf"(?:{_FIGURE}|{_DOZEN}|{_WORDS})"
_RANGE = rf"(?P<low>{_ONE})\s*(?P<sign>-|–|—|to|or|and)\s*(?P<high>{_ONE})"
_QUANTITY = re.compile(
    rf"(?<![\w.,/$€£¥#№:+-])(?:(?P<range>{_RANGE})|(?P<vague>{_LOOSE})|{_SEVERAL}|(?P<one>{_ONE})|(?P<pair>(?:a\s+)?couple|a\s+pair|both))"
    r"(?![\w%°]|[.,:/]\d|\s*%|-[A-Za-z\d]|['’]s\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:about\s+|around\s+|approximately\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    start: int
    end: int
    count: Count
    text: str


def exactly(number: int) -> Count:
    return Count(number, number, number)


def find_quantities(text: str) -> Iterator[Quantity]:
    """Every quantity with its character offsets. What it counts, if anything, is for the parse to say.

    "About", "nearly", "at least" and "more than" leave the figure as it is: UCDP takes the figure a source gives for
    low, best and high where the source gives one alone.
    """
    at = 0
    while match := _QUANTITY.search(text, at):
        at = match.end()
        if match["range"]:
            count = _range(match, text)
            if count is None:
                yield from _whole_or_halves(match)
            else:
                yield Quantity(match.start(), match.end(), count, match[0])
        elif (count := _single(match)) is not None:
            yield Quantity(match.start(), match.end(), count, match[0])


def _whole_or_halves(match: re.Match[str]) -> Iterator[Quantity]:
    """Tell one number ("two hundred and fifty", "twenty-three") from two ("12 and 30")."""
    whole = None if re.search(r"\d", match[0]) else value_of(match[0])
    if whole is not None:
        yield Quantity(match.start(), match.end(), exactly(whole), match[0])
        return
    for group in ("low", "high"):
        number = value_of(match[group])
        if number is not None:
            yield Quantity(match.start(group), match.end(group), exactly(number), match[group])


def _single(match: re.Match[str]) -> Count | None:
    if match["vague"]:
        return Count(_vague(match["vague"]), None, None)
    if match["several"]:
        return Count(_SCALES.get(match["several"].lower(), 12), None, None)
    number = 2 if match["pair"] else value_of(match["one"])
    return None if number is None else exactly(number)


def _vague(text: str) -> int:
    product = 1
    for word in re.findall(r"[a-z]+", text.lower()):
        product *= _VAGUE.get(word, 1)
    return product


def _range(match: re.Match[str], text: str) -> Count | None:
    """The range, or None where the two numbers only stand side by side ("12 and 30", "3 to 1")."""
    low, high = value_of(match["low"]), value_of(match["high"])
    scale = re.search(rf"({_SCALE})$", match["high"], re.IGNORECASE)
    if low is not None and scale and not re.search(_SCALE, match["low"], re.IGNORECASE):
        low *= _SCALES[scale[1].lower()] if low < (high or 0) / 1000 else 1
    if low is None or high is None or low >= high:
        return None
    if match["sign"] == "-" and not re.search(r"\d", match[0]):
        return None
    if match["sign"].lower() == "and" and not _BETWEEN.search(text, max(0, match.start() - 30), match.start()):
        return None
    return Count(low, None, high)


def value_of(text: str) -> int | None:
    """A number in figures or words; None for what is none, and for fractions."""
    words = re.sub(r"\s+", " ", text.strip().lower())
    figure = re.fullmatch(rf"([\d,]+(?:\.\d+)?)(?:[\s-]({_SCALE}))?", words)
    if figure:
        if len(figure[1]) > 15:
            return None
        number = float(figure[1].replace(",", "")) * _SCALES.get(figure[2] or "", 1)
        return int(number) if number == int(number) else None
    dozen = re.fullmatch(rf"(half a|an?|{_SMALL}) dozen", words)
    if dozen:
        return 6 if dozen[1] == "half a" else 12 * _word(dozen[1])
    try:
        return int(text2num(re.sub(r"^an? ", "one ", words), "en"))
    except ValueError:
        return None


def _word(word: str) -> int:
    return 1 if word in ("a", "an") else int(text2num(word, "en"))
