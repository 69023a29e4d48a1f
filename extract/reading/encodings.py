"""Bytes to text. Line ends stay as they are; a byte order mark is not part of the text."""

import codecs
import re

import charset_normalizer

from extract.reading.drafts import REPLACEMENT

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01
"""Text has next to no control characters; random bytes have one in ten."""


def decode(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """The text of `data` and what to know of the reading; None for what is no text.

    UTF-8 if it is that, or is but for a few bytes (replaced one by one); else the encoding charset-normalizer finds.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly_text(*_replacing(data[len(mark) :], encoding))
    if b"\x00" in data:
        return None
    try:
        return _strictly_text(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _strictly_text(*_other_encoding(data))


def _replacing(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    bad = text.count(REPLACEMENT) - data.decode(encoding, errors="ignore").count(REPLACEMENT)
    return text, (f"{bad} places are not valid {encoding.upper()} and were replaced by {REPLACEMENT}",) if bad else ()


def _other_encoding(data: bytes) -> tuple[str, tuple[str, ...]]:
    """A few broken bytes among good UTF-8 are damage; more are another encoding."""
    right = len(data.decode("utf-8", errors="ignore")) - sum(byte < 0x80 for byte in data)
    damaged, notes = _replacing(data, "utf-8")
    if right > damaged.count(REPLACEMENT):
        return damaged, notes
    best = charset_normalizer.from_bytes(data[: 2**20]).best()
    encoding = best.encoding if best else "cp1252"
    text = data.decode(encoding, errors="replace")
    return text, (f"not UTF-8; read as {encoding}: if letters look wrong, save it as UTF-8",)


def _strictly_text(text: str, notes: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]] | None:
    garbage = len(_CONTROL.findall(text)) + text.count(REPLACEMENT)
    return (text, notes) if garbage <= _MAX_CONTROL_SHARE * len(text) or garbage <= 2 else None
