"""Texts made comparable, and texts that files can hold."""

import re
import unicodedata

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
