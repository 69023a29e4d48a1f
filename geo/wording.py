"""Texts made comparable."""

import unicodedata


def plain(text: str) -> str:
    """Lower case without accents, so that "Márket" is "market"; punctuation stays."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))
