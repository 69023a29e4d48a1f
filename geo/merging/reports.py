"""One event of one document as a report, with everything merging and evidence need beside it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from extract.types import Document, Event, Mention, Span
from geo.types import Evidence, Extraction, Place, Resolution, ResolvedMention, Unresolved, Verdict

CONTEXT_CHARS = 240
"""How much text is kept on each side of an evidence sentence."""


@dataclass(frozen=True, slots=True)
class Report:
    """`id` is stable: it hashes where the report stands, not how it was typed, placed or dated.

    `event`, `place` and `origin` are what holds: as read, or as an analyst corrected them (`geo.corrections`).
    """

    id: str
    document: Document
    event: Event
    place: Resolution | None
    origin: Resolution | None
    others: tuple[Place, ...] = ()
    told: Event | None = None
    """The event as its text tells it, where an analyst changed `event`."""
    settled: frozenset[str] = frozenset()
    """What an analyst decided: "place", "date", "fatalities", ..."""
    verdict: Verdict | None = None
    history: tuple[tuple[datetime, str], ...] = ()
    """The decisions on it, oldest first, a sentence each."""

    @property
    def as_told(self) -> Event:
        """What the text says, whatever an analyst made of it."""
        return self.told or self.event

    @property
    def trigger(self) -> str:
        """The word or phrase that tells the event."""
        return self.document.text[self.event.trigger.start : self.event.trigger.end]

    @property
    def source(self) -> str:
        """The source's name; a document without one stands for itself."""
        return self.document.source or self.document.id

    @property
    def sentence(self) -> str:
        return self.document.text[self.event.evidence.start : self.event.evidence.end]

    @property
    def order(self) -> tuple[date, str, Span, str]:
        """Sort key: publication (undated last), document, position in it."""
        return (self.document.published or date.max, self.document.id, self.event.evidence, self.id)


def reports(extractions: Iterable[Extraction]) -> list[Report]:
    """Every event of every document, in `Report.order`; a report given twice is there once."""
    found = {report.id: report for extraction in extractions for report in _reports(extraction)}
    return sorted(found.values(), key=lambda report: report.order)


def _reports(extraction: Extraction) -> Iterator[Report]:
    resolved = {found.mention: found for found in extraction.mentions}
    seen = Counter[tuple[Span, Span]]()
    for event in extraction.events:
        where = (event.evidence, event.trigger)
        place = _resolved(event.place, resolved)
        origin = _resolved(event.origin, resolved)
        yield Report(
            id=_report_id(extraction.document.id, event, seen[where]),
            document=extraction.document,
            event=event,
            place=place.resolution if place else _unlisted(event),
            origin=origin.resolution if origin else None,
            others=place.others if place else (),
        )
        seen[where] += 1


def _unlisted(event: Event) -> Unresolved | None:
    """A place the text names but no gazetteer lists has no coordinates; that is not the same as no place."""
    return Unresolved(event.reasons.place) if event.spot else None


def _resolved(mention: Mention | None, resolved: dict[Mention, ResolvedMention]) -> ResolvedMention | None:
    return resolved.get(mention) if mention else None


def _report_id(document_id: str, event: Event, nth: int) -> str:
    """Twelve hex digits of the document, the sentence, the trigger and the how-manieth event of that trigger it is."""
    spans = (event.evidence.start, event.evidence.end, event.trigger.start, event.trigger.end, nth)
    return blake2b(f"{document_id}\n{spans}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def evidence(report: Report) -> list[Evidence]:
    """The report's sentences, its main one first; each carries what the report as a whole says, uncorrected."""
    return [_evidence(report, span) for span in (report.event.evidence, *report.event.more_evidence)]


def _evidence(report: Report, span: Span) -> Evidence:
    document, event = report.document, report.as_told
    return Evidence(
        document_id=document.id,
        title=document.title,
        source=document.source,
        url=document.url,
        published=document.published,
        span=span,
        sentence=document.text[span.start : span.end],
        before=_before(document.text, span.start),
        after=_after(document.text, span.end),
        attribution=event.attribution,
        counts=event.counts,
        date=event.date,
        place_text=event.spot or (event.place.text if event.place else None),
        confidence=event.confidence,
        reasons=event.reasons,
        report_id=report.id,
        trigger=report.trigger,
    )


def _before(text: str, start: int) -> str:
    """Up to CONTEXT_CHARS before `start`, from the beginning of a word."""
    window = text[max(0, start - CONTEXT_CHARS) : start]
    return window if start <= CONTEXT_CHARS else re.sub(r"^\S*\s", "", window)


def _after(text: str, end: int) -> str:
    """Up to CONTEXT_CHARS after `end`, to the end of a word."""
    window = text[end : end + CONTEXT_CHARS]
    return window if end + CONTEXT_CHARS >= len(text) else re.sub(r"\s\S*$", "", window)
