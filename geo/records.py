"""Extractions as JSON records and back: what `extract --out` writes and the store keeps.

A record holds the public keys first, in a fixed order (docs/design.md, "Records"), then what is needed to read it back
without loss: the text, the names looked up, roles, reasons, the places that were considered.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from extract.types import Counts, Document, Event, Mention, Reasons, Span, TimeSpan
from geo.types import Extraction, Place, Resolution, ResolvedMention, Unresolved

Record: TypeAlias = dict[str, Any]
"""One JSON object."""

DEGREE_DECIMALS = 5
"""About a metre; RFC 7946, section 11.2, warns against more than the data bears."""
SCORE_DECIMALS = 4

_DOCUMENT = TypeAdapter(Document)
_MENTION = TypeAdapter(Mention)
_PLACE = TypeAdapter(Place)
_PLACES = TypeAdapter(tuple[Place, ...])
_SPANS = TypeAdapter(tuple[Span, ...])
_EVENT = TypeAdapter(Event)
_COUNTS = TypeAdapter(Counts)
_REASONS = TypeAdapter(Reasons)


class RecordError(ValueError):
    """A record that is not one of Demarc's: which document, which key, what was found there."""


def to_record(extraction: Extraction) -> Record:
    """One document's record. `extraction` reads back equal from it, but for digits below a metre or 0.0001."""
    document = extraction.document
    resolutions = {found.mention: found.resolution for found in extraction.mentions}
    return {
        "id": document.id,
        "title": document.title,
        "published": document.published and document.published.isoformat(),
        "source": document.source,
        "url": document.url,
        "mentions": [_mention_record(found) for found in extraction.mentions],
        "events": [_event_record(event, resolutions) for event in extraction.events],
        "text": document.text,
        "notes": list(document.notes),
    }


def from_record(record: Mapping[str, Any]) -> Extraction:
    """The extraction a record holds. RecordError names the document and the key that cannot be read."""
    try:
        return Extraction(
            _DOCUMENT.validate_python(record),
            tuple(_mention(row) for row in record["mentions"]),
            tuple(_event(row) for row in record["events"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise RecordError(_explain(record, problem)) from problem


def place_record(place: Resolution | None) -> Record | None:
    """PLACE of the contract; None for no place and for one without coordinates."""
    if not isinstance(place, Place):
        return None
    return {
        "id": place.id,
        "name": place.name,
        "lat": round(place.lat, DEGREE_DECIMALS),
        "lon": round(place.lon, DEGREE_DECIMALS),
        "country": place.country,
        "admin1": place.admin1,
        "feature": place.feature,
        "geo_precision": int(place.geo_precision),
        "radius_km": round(place.radius_km, 1),
        "score": round(place.score, SCORE_DECIMALS),
    }


def counts_record(counts: Counts) -> Record:
    """The four counts, each {"low", "best", "high"} or null."""
    dumped: Record = _COUNTS.dump_python(counts, mode="json")
    return dumped


def _mention_record(found: ResolvedMention) -> Record:
    mention, resolution = found.mention, found.resolution
    unresolved = resolution if isinstance(resolution, Unresolved) else None
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "place": place_record(found.named or resolution),
        "reason": unresolved.reason if unresolved else None,
        "name": mention.name,
        "feature": mention.feature,
        "relation": _MENTION.dump_python(mention, mode="json")["relation"],
        "others": [place_record(place) for place in found.others],
        "candidates": [place_record(place) for place in unresolved.candidates] if unresolved else [],
        "moved": place_record(resolution) if found.named else None,
        "note": found.note,
    }


def _event_record(event: Event, resolutions: Mapping[Mention, Resolution]) -> Record:
    return {
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "modality": event.modality.value,
        "attribution": event.attribution,
        "place": place_record(resolutions.get(event.place)) if event.place else None,
        "origin": place_record(resolutions.get(event.origin)) if event.origin else None,
        "date": date_record(event.date),
        "time_precision": int(event.date.precision) if event.date else None,
        "actors": [actor.name for actor in event.actors],
        "counts": counts_record(event.counts),
        "confidence": round(event.confidence, SCORE_DECIMALS),
        "evidence": _span_record(event.evidence),
        "trigger": _span_record(event.trigger),
        "more_evidence": [_span_record(span) for span in event.more_evidence],
        "roles": [actor.role and actor.role.value for actor in event.actors],
        "unit": event.unit,
        "spot": event.spot,
        "place_mention": event.place and _MENTION.dump_python(event.place, mode="json"),
        "origin_mention": event.origin and _MENTION.dump_python(event.origin, mode="json"),
        "reasons": _REASONS.dump_python(event.reasons),
    }


def date_record(time: TimeSpan | None) -> Record | None:
    """{"start", "end"} as ISO dates, both included."""
    return {"start": time.start.isoformat(), "end": time.end.isoformat()} if time else None


def _span_record(span: Span) -> Record:
    return {"start": span.start, "end": span.end}


def _mention(row: Mapping[str, Any]) -> ResolvedMention:
    mention, resolution, others = (
        _MENTION.validate_python(row),
        _resolution(row),
        _PLACES.validate_python(row["others"]),
    )
    if row.get("moved") is None:
        return ResolvedMention(mention, resolution, others, note=row.get("note"))
    named = resolution if isinstance(resolution, Place) else None
    return ResolvedMention(mention, _PLACE.validate_python(row["moved"]), others, named, row.get("note"))


def _resolution(row: Mapping[str, Any]) -> Resolution:
    if row["place"] is not None:
        return _PLACE.validate_python(row["place"])
    return Unresolved(row["reason"], _PLACES.validate_python(row["candidates"]))


def _event(row: Mapping[str, Any]) -> Event:
    return _EVENT.validate_python(
        {
            **row,
            "actors": _actors(row["actors"], row["roles"]),
            "date": row["date"] and {**row["date"], "precision": row["time_precision"]},
            "place": row["place_mention"],
            "origin": row["origin_mention"],
        }
    )


def _actors(names: Sequence[str], roles: Sequence[str | None]) -> list[Record]:
    return [{"name": name, "role": role} for name, role in zip(names, roles, strict=True)]


def _explain(record: Mapping[str, Any], problem: KeyError | TypeError | ValueError) -> str:
    name = repr(record.get("id", "without an id"))
    if isinstance(problem, ValidationError):
        first = problem.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return f"record {name}: {where}: {first['msg']}, found {first['input']!r:.60}"
    if isinstance(problem, KeyError):
        return (
            f"record {name} lacks {problem}: only records written by `extract --out` or by the store can be read back"
        )
    return f"record {name}: {problem}"
