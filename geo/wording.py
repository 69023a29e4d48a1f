"""Texts made comparable, texts that files can hold, and records in words."""

import re
import unicodedata
from collections.abc import Iterable

from extract.types import Actor, ActorRole, Count, TimeSpan
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


_EXACTLY = re.compile(r"(\d+)")
_AT_LEAST = re.compile(r"(?:at least |>= ?)(\d+)|(\d+) ?(?:\+|or more)")
_AT_MOST = re.compile(r"(?:up to |at most |<= ?)(\d+)")
_RANGE = re.compile(r"(\d+) ?(?:-|–|to) ?(\d+)(?:,? (?:best|most likely) (\d+))?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")


def read_count(text: str) -> Count | None:
    """A count as people write it: "6", "10-12", "10-15, best 12", "at least 12", "up to 50"; None for an empty text.

    ValueError for anything else, and for a best number outside its range.
    """
    given = _THOUSANDS.sub("", " ".join(text.lower().split()))
    if not given:
        return None
    if found := _RANGE.fullmatch(given):
        return _range(*(int(number) if number else None for number in found.groups()))
    if found := _EXACTLY.fullmatch(given):
        return Count(int(found[1]), int(found[1]), int(found[1]))
    if found := _AT_LEAST.fullmatch(given):
        return Count(int(found[1] or found[2]), None, None)
    if found := _AT_MOST.fullmatch(given):
        return Count(None, None, int(found[1]))
    raise ValueError(f"{text!r} is no count; write 6, 10-12, 10-15 best 12, at least 12 or up to 50")


def _range(low: int | None, high: int | None, best: int | None) -> Count:
    assert low is not None
    assert high is not None
    if not low <= (low if best is None else best) <= high:
        raise ValueError(f"{low:,}-{high:,}: give the lower number first, and a best one between the two")
    return Count(low, best, high)


def write_count(count: Count | None) -> str:
    """A count so that `read_count` reads it back, where it is one that people write."""
    if count is None:
        return ""
    spread = count.low is not None and count.high is not None and count.low != count.high
    best = f", best {count.best:,}" if spread and count.best is not None else ""
    return describe_count(count) + best


def describe_date(time: TimeSpan) -> str:
    """ "2025-03-11", or "2025-03-01 to 2025-03-31"."""
    return str(time.start) if time.start == time.end else f"{time.start} to {time.end}"


_ROLES = {ActorRole.SIDE_A: "side A", ActorRole.SIDE_B: "side B", ActorRole.TARGET: "target"}


def describe_actor(actor: Actor) -> str:
    """A name with its role, if it has one: "Wagner Group (side A)"."""
    return f"{actor.name} ({_ROLES[actor.role]})" if actor.role else actor.name


_BETWEEN_CLAIMANTS = "; "


def claimed_by(names: Iterable[str]) -> str | None:
    """The attribution that names them all, each once; None for nobody."""
    return _BETWEEN_CLAIMANTS.join(dict.fromkeys(names)) or None


def claimants(attribution: str | None) -> tuple[str, ...]:
    """Who claims it, one by one; nobody where it is stated as fact."""
    return tuple(attribution.split(_BETWEEN_CLAIMANTS)) if attribution else ()


def full_name(place: Place) -> str:
    """A place with its first-level unit and country code, none twice: "Goma, Nord Kivu, CD"."""
    return ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part))
