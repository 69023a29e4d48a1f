"""Events of a text whose places are given, so that only events are tested."""

from collections.abc import Mapping
from datetime import date

from extract.events import find_events
from extract.language import load_language, parse
from extract.taxonomy import Taxonomy, load_taxonomy
from extract.types import Document, Event, Mention, MentionKind, PlaceHint

LITERAL, ASSOCIATIVE, DEMONYM = MentionKind.LITERAL, MentionKind.ASSOCIATIVE, MentionKind.DEMONYM


def place(
    text: str, name: str, feature: str = "PPL", *, kind: MentionKind = LITERAL, country: str | None = None, nth: int = 0
) -> tuple[Mention, PlaceHint]:
    """The `nth` occurrence of `name` in `text` as a mention, with its hint."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(name, start + 1)
    return Mention(start, start + len(name), name, kind, name), PlaceHint(feature, country)


def events(
    text: str,
    *places: tuple[Mention, PlaceHint],
    published: date | None = None,
    taxonomy: Taxonomy | None = None,
) -> list[Event]:
    """The events of `text`, parsed with the shipped language model and, unless given, the shipped taxonomy."""
    hints: Mapping[Mention, PlaceHint] = dict(places)
    document = Document("d", text, published=published)
    ((_, doc),) = parse([document], nlp=load_language())
    return find_events(document, doc, list(hints), hints=hints, taxonomy=taxonomy or load_taxonomy())


def types(found: list[Event]) -> list[str]:
    return [event.sub_event_type for event in found]
