"""The publication date a text states of itself, in its header or dateline."""

import re
from dataclasses import dataclass
from datetime import date

from extract.date_grammar import calendar_date
from extract.date_words import DAY, MONTH

HEADER_LINES = 15
_LABEL = re.compile(
    r"^\W*(?:(?:first\s+)?published|posted|updated|last\s+updated|last\s+modified|date|issued|released|dated)\b"
    r"(?:\s+(?:on|at|date))?\s*[:|–—-]?\s*",
    re.IGNORECASE,
)
_WRITTEN = rf"(?:{MONTH}\s+{DAY},?\s+\d{{4}}|{DAY}\s+{MONTH},?\s+\d{{4}})"
_NUMERIC = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
_DATE = re.compile(rf"(?<![\w/.-])(?:(?P<written>{_WRITTEN})|(?P<numeric>{_NUMERIC}))(?!\d)")
_AROUND = re.compile(
    r"[\s,|·•–—()\[\]@T-]*(?:(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?\b|\d{1,2}:\d{2}(?::\d{2})?"
    r"|[ap]\.?m\.?|at|gmt|utc|[a-z]{1,2}st|[a-z]{1,2}dt|z|[+-]\d{2}:?\d{2}|by\s+[\w.\s-]{3,40}|\d+\s+min(?:ute)?s?\s+read)?",
    re.IGNORECASE,
)
_DATELINE = re.compile(rf"^\W*[A-Z][A-Z.'’ -]{{2,40}}(?:,\s*[A-Z][\w.'’ ]{{1,30}}?)??,\s*(?=(?:{MONTH}|\d))")
_MASTHEAD = re.compile(r"^[A-Z][\w.'’&-]*(?: (?:the |and |& )?[A-Z][\w.'’&-]*){0,5}\s*[,|·–—-]\s*(?=\w)")
_MASTHEAD_LINES = 3
_AGENCY = re.compile(r"\s*(?:[(/][^()\n]{2,30}[)/]\s*)?(?:--|—|–|-|\()|\s*[(/][^()\n]{2,30}[)/]")


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """`note` says where the date stood and, for an ambiguous one, which reading was taken."""

    date: date
    note: str


def find_publication_date(text: str, *, day_first: bool = False) -> PublicationDate | None:
    """The publication date in the first lines of a text; None if no line is clearly one.

    A date counts only where it stands alone on its line (with a time, a weekday or a byline), after a word such as
    "Published", after the paper's name on top ("River Herald, 3 June 2025"), or in a dateline
    ("SEOUL, Aug. 12, 2025 (Agency) --"): a date inside a sentence dates the event.
    """
    lines = [line.strip() for line in text[:8000].splitlines() if line.strip()][:HEADER_LINES]
    labelled = (_labelled(line, day_first=day_first) for line in lines)
    alone = (_alone(line, day_first=day_first) for line in lines)
    mastheads = (_masthead(line, day_first=day_first) for line in lines[:_MASTHEAD_LINES])
    datelines = (_dateline(line, day_first=day_first) for line in lines)
    return next((found for group in (labelled, alone, mastheads, datelines) for found in group if found), None)


def _labelled(line: str, *, day_first: bool) -> PublicationDate | None:
    label = _LABEL.match(line)
    if label is None or len(line) > 160:
        return None
    found = _DATE.search(line, label.end(), label.end() + 40)
    if found is None or not _only_furniture(line[label.end() : found.start()]):
        return None
    return _read(found, day_first=day_first)


def _alone(line: str, *, day_first: bool) -> PublicationDate | None:
    found = _DATE.search(line) if len(line) <= 80 else None
    if found is None or not (_only_furniture(line[: found.start()]) and _only_furniture(line[found.end() :])):
        return None
    return _read(found, day_first=day_first)


def _masthead(line: str, *, day_first: bool) -> PublicationDate | None:
    name = _MASTHEAD.match(line)
    found = _DATE.match(line, name.end()) if name else None
    return _read(found, day_first=day_first) if found and _only_furniture(line[found.end() :]) else None


def _dateline(line: str, *, day_first: bool) -> PublicationDate | None:
    place = _DATELINE.match(line)
    found = _DATE.match(line, place.end()) if place else None
    return _read(found, day_first=day_first) if found and _AGENCY.match(line, found.end()) else None


def _only_furniture(text: str) -> bool:
    """Whether the text beside a date is times, weekdays, bylines and punctuation alone."""
    at = 0
    while at < len(text):
        match = _AROUND.match(text, at)
        if match is None or match.end() == at:
            return False
        at = match.end()
    return True


def _read(found: re.Match[str], *, day_first: bool) -> PublicationDate | None:
    if found["written"]:
        stated = calendar_date(found["written"])
        day = _day(stated.year, stated.month, stated.day) if stated else None
        return PublicationDate(day, f'"{found[0]}" in the header') if day else None
    return _numeric(found[0], day_first=day_first)


def _numeric(text: str, *, day_first: bool) -> PublicationDate | None:
    a, b, c = (int(part) for part in re.split(r"[-/.]", text))
    if a > 31:
        day = _day(a, b, c)
        return PublicationDate(day, f'"{text}" in the header') if day else None
    month_first, days_first = _day(c, a, b), _day(c, b, a)
    if month_first and days_first and month_first != days_first:
        day_first = day_first or "." in text
        taken = days_first if day_first else month_first
        how = "day first" if day_first else "month first (--day-first reads it the other way)"
        return PublicationDate(taken, f'"{text}" in the header was read {how}: {taken.isoformat()}')
    only = month_first or days_first
    return PublicationDate(only, f'"{text}" in the header') if only else None


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None
