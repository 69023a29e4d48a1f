"""Two sources' reports of one strike, and what they merge to."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from extract.types import Counts, Event, Mention, Span
from geo.corrections import Act
from geo.incidents import merge
from geo.types import Extraction, Incident
from tests.factories import GOMA, SAKE, extraction, report

NOON = datetime(2025, 4, 1, 12, tzinfo=UTC)

CLASH: dict[str, Any] = {"event_type": "Battles", "sub_event_type": "Armed clash"}

NO_COUNTS: dict[str, Any] = {"counts": Counts(), "actors": ()}


def herald(sentence: str = "Shells killed six at a market in Goma.", **changes: Any) -> Extraction:
    return report(sentence, **{"document_id": "herald", "source": "River Herald", **changes})


def post(sentence: str = "Six died as shells fell on Goma.", **changes: Any) -> Extraction:
    return report(sentence, **{"document_id": "post", "source": "Lake Post", **changes})


def merged(*told: Extraction, acts: tuple[Act, ...] = ()) -> Incident:
    """The one incident the documents make, as corrected."""
    (incident,) = merge(told, acts=acts)
    return incident


ATTACK, RAID = "Gunmen killed four at Sake.", "Rebels raided a camp near Goma."


def twice(*events: dict[str, object], lead: str = "") -> Extraction:
    """A document of two sentences, and perhaps one before them that tells nothing."""
    found = extraction([ATTACK, RAID], places=[("Sake", SAKE), ("Goma", GOMA)], events=events or ({}, {}))
    return shifted(found, lead) if lead else found


def shifted(found: Extraction, lead: str) -> Extraction:
    """The same findings in a text that has gained a beginning."""
    by = len(lead)

    def span(one: Span) -> Span:
        return Span(one.start + by, one.end + by)

    def mention(one: Mention | None) -> Mention | None:
        return one and replace(one, start=one.start + by, end=one.end + by)

    def event(one: Event) -> Event:
        return replace(one, evidence=span(one.evidence), trigger=span(one.trigger), place=mention(one.place))

    mentions = tuple(
        replace(m, mention=replace(m.mention, start=m.mention.start + by, end=m.mention.end + by))
        for m in found.mentions
    )
    document = replace(found.document, text=lead + found.document.text)
    return Extraction(document, mentions, tuple(map(event, found.events)))
