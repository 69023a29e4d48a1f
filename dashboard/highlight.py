"""Marked passages in running text, as safe HTML.

News text is hostile until escaped: everything between the tags this module writes goes through `html.escape`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage to mark: `text[start:end]`. `style` is a CSS class of style.css, `note` its tooltip."""

    start: int
    end: int
    style: str
    note: str = ""


def highlighted(text: str, marks: Iterable[Mark]) -> str:
    """HTML of `text` with its marks, which may nest and overlap; marks outside the text are cut to it.

    The text is cut wherever a mark begins or ends, so overlapping marks need no nested tags.
    """
    inside = [mark for mark in marks if max(mark.start, 0) < min(mark.end, len(text))]
    cuts = {0, len(text)} | {min(max(edge, 0), len(text)) for mark in inside for edge in (mark.start, mark.end)}
    return "".join(_piece(text, start, end, inside) for start, end in pairwise(sorted(cuts)))


def _piece(text: str, start: int, end: int, marks: list[Mark]) -> str:
    body = escape(text[start:end])
    over = [mark for mark in marks if mark.start <= start and end <= mark.end]
    if not over:
        return body
    classes = " ".join(dict.fromkeys(f"d-{mark.style}" for mark in over))
    # The shortest mark says the most exact thing: a place inside a sentence names the place.
    note = next((mark.note for mark in sorted(over, key=lambda mark: mark.end - mark.start) if mark.note), "")
    title = f' title="{escape(note, quote=True)}"' if note else ""
    return f'<mark class="{classes}"{title}>{body}</mark>'
