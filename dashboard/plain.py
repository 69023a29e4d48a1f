"""Texts of others in places where Streamlit reads Markdown."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """`text` as Markdown that shows it letter by letter.

    A file name or a title could otherwise bring an image, and with it a request to someone's server. Any ASCII
    punctuation may be escaped with a backslash (CommonMark 0.31, section 2.4).
    """
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
