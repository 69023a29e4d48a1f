"""What stands above an article: its title, its source, its day."""

import re
from datetime import date

from extract.dates import find_publication_date

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""Publication dates outside are typing errors or placeholders (0001-01-01, 9999-12-31), and break date arithmetic."""
_HEADER_LINES = 6
_HEADER_FIELD = re.compile(r"^\s*(source|url)\s*:\s*(\S.*?)\s*$", re.IGNORECASE)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}")
_MAX_TITLE = 150


def title_of(text: str) -> str | None:
    """The first line, if it is short, neither a sentence nor a date, and something follows it; None otherwise."""
    lines = [line.strip() for line in text[:4000].splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    title = lines[0].lstrip("#").strip(" *_")
    if _HEADER_FIELD.match(title) or find_publication_date(title):
        return None
    words = [word for word in title.split() if word[0].isalnum()]
    heading = len(words) >= 2 and len(title) <= _MAX_TITLE and not title.endswith((".", "!", ";", ":", ",", "。", "|"))
    return title if heading else None


def header_field(text: str, name: str) -> str | None:
    """The value of a "Source: ..." or "URL: ..." line among the first lines of a text."""
    for line in text[:4000].splitlines()[:_HEADER_LINES]:
        found = _HEADER_FIELD.match(line)
        if found and found[1].lower() == name:
            return found[2]
    return None


def publication(
    text: str, field: str | None, *, given: date | None, day_first: bool
) -> tuple[date | None, tuple[str, ...]]:
    """The publication date and what to know of it: the argument, else the record's or page's field, else a dateline.

    A date that cannot be read or lies outside `EARLIEST` to `LATEST` is passed over, and the notes say so.
    """
    notes: list[str] = []
    if given is not None and _accepted(given, "the given publication date", notes):
        return given, tuple(notes)
    if field is not None and field.strip():
        found, note = _read_field(field.strip(), day_first=day_first)
        if found is None:
            notes.append(f"publication date {field[:40]!r} cannot be read; write it as YYYY-MM-DD")
        elif _accepted(found, "the publication date", notes):
            return found, (*notes, *note)
    found, note = _dateline(text, day_first=day_first)
    if found is None or not _accepted(found, "the dateline", notes):
        return None, tuple(notes)
    return found, (*notes, *note)


def _read_field(words: str, *, day_first: bool) -> tuple[date | None, tuple[str, ...]]:
    iso = _ISO_DAY.match(words)
    if iso:
        try:
            return date.fromisoformat(iso[0]), ()
        except ValueError:
            return None, ()
    return _dateline(words, day_first=day_first)


def _dateline(text: str, *, day_first: bool) -> tuple[date | None, tuple[str, ...]]:
    """The date that stands above the text, with a note only where the other order of day and month gives another."""
    found = find_publication_date(text, day_first=day_first)
    if found is None:
        return None, ()
    turned = find_publication_date(text, day_first=not day_first)
    return found.date, () if turned and turned.date == found.date else (found.note,)


def _accepted(day: date, what: str, notes: list[str]) -> bool:
    if EARLIEST <= day <= LATEST:
        return True
    notes.append(f"{what} {day} is outside {EARLIEST} to {LATEST} and was not used; give --published YYYY-MM-DD")
    return False
