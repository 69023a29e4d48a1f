"""Texts made comparable, texts that files can hold, and records in words."""

import re
import unicodedata

from extract.types import Count, TimeSpan
from geo.types import Place

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold (section 2.2); UTF-8 has no place for surrogates either."""


def plain(text: str) -> str:
    """Lower case without accents, so that "Márket" is "market"; punctuation stays."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))


def writable(text: str) -> str:
    """Text that every format can hold: stray control characters and half characters become U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


def describe_count(count: Count) -> str:
    """A count in words: "6", "10,000-12,000", "at least 12", "up to 50"."""
    low, high = count.low, count.high
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,}-{high:,}"
    if count.best is not None:
        return f"{count.best:,}"
    return f"at least {low:,}" if low is not None else f"up to {high:,}" if high is not None else "unknown"


def describe_date(time: TimeSpan) -> str:
    """ "2025-03-11", or "2025-03-01 to 2025-03-31"."""
    return str(time.start) if time.start == time.end else f"{time.start} to {time.end}"


def full_name(place: Place) -> str:
    """A place with its first-level unit and country code, none twice: "Goma, Nord Kivu, CD"."""
    return ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part))
