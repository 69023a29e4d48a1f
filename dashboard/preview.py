"""What was found in an article, before it is stored: the text with its places and events marked."""

from collections.abc import Iterator
from html import escape

from dashboard import phrases, words
from dashboard.highlight import Mark, highlighted
from extract.types import Event, MentionKind, Modality
from geo.types import Extraction, ResolvedMention, Unresolved

MOST_CHARACTERS = 60_000
"""Longest text shown whole, about 20 pages; a browser gets slow on marked text far beyond it."""


def text_html(extraction: Extraction) -> str:
    """The article's text with its marks, escaped, and a key to them."""
    text = extraction.document.text
    body = highlighted(text[:MOST_CHARACTERS], marks(extraction))
    cut = (
        words.add.TEXT_CUT.format(n=f"{MOST_CHARACTERS:,}", total=f"{len(text):,}")
        if len(text) > MOST_CHARACTERS
        else ""
    )
    # A keyboard reaches a scrolled text only if it can take the focus.
    shown = f'<div class="d-text" tabindex="0" role="region" aria-label="{words.add.TEXT_LABEL}">{body}</div>'
    return f'{_key()}{shown}<div class="d-quiet">{escape(cut)}</div>'


def marks(extraction: Extraction) -> Iterator[Mark]:
    """A mark for each sentence that tells an event and each place name."""
    for event in extraction.events:
        for span in (event.evidence, *event.more_evidence):
            yield Mark(span.start, span.end, _event_style(event), _event_note(event))
    for found in extraction.mentions:
        yield _mention_mark(found)


def _event_style(event: Event) -> str:
    return "event" if event.modality is Modality.ASSERTED else "doubt"


def _event_note(event: Event) -> str:
    return words.add.MARK_EVENT.format(event=event.sub_event_type, modality=phrases.modality(event.modality).lower())


def _mention_mark(found: ResolvedMention) -> Mark:
    mention, resolution = found.mention, found.resolution
    if isinstance(resolution, Unresolved):
        return Mark(mention.start, mention.end, "lost", words.add.MARK_LOST.format(reason=resolution.reason))
    style = "place" if mention.kind is MentionKind.LITERAL else "name"
    return Mark(mention.start, mention.end, style, phrases.full_name(resolution))


def _key() -> str:
    entries = (
        ("event", words.add.KEY_EVENT),
        ("doubt", words.add.KEY_DOUBT),
        ("place", words.add.KEY_PLACE),
        ("name", words.add.KEY_NAME),
        ("lost", words.add.KEY_LOST),
    )
    shown = "".join(f'<span><mark class="d-{style}">{escape(label)}</mark></span>' for style, label in entries)
    return f'<div class="d-key"><span>{words.add.KEY}</span>{shown}</div>'
