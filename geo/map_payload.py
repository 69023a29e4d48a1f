"""Incidents as the columns a map page draws from: one JSON object, strings and places kept once.

Written for `data/map/data.js`, its only reader. Days are counted from 1970-01-01, probabilities are whole percents,
`-1` stands for none in an index column. Shapes are longitude first, in thousandths of a degree, each vertex after
the first as the difference from the one before (about 110 m of rounding, a third of the size of decimals).
"""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlsplit

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from extract.taxonomy import Taxonomy
from extract.types import Count, Counts, TimeSpan
from geo.types import Evidence, GeoPrecision, Incident, Place, Resolution, Unresolved

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
K = TypeVar("K", bound=Hashable)

EPOCH = date(1970, 1, 1)
DEGREE = 1000
"""Shape units in a degree."""
_PARAGRAPHS = re.compile(r"\n\s*\n")
EVIDENCE_SHARE = 2000
"""Incidents whose reports stand in a page together, read when one of them is opened: a few MB of text at the most."""
CONTEXT_CHARACTERS = 220
"""Context shown on each side of an evidence sentence: two or three lines of a popup."""


class Geometries(Protocol):
    """The part of a gazetteer a map needs: the shape of a place, EPSG:4326, None where it is only a point."""

    def geometry(self, place_id: str) -> BaseGeometry | None: ...


@dataclass(frozen=True, slots=True)
class Beside:
    """What filters cannot judge: a page lists it and draws none of it."""

    lacking: Sequence[Incident] = ()
    """For want of a date or a place."""
    too_wide: Sequence[Incident] = ()
    """Because its place, a region or a country, lies in the area asked for in part, if at all."""

    @property
    def all(self) -> Sequence[Incident]:
        """In the order a page has them, after what it draws."""
        return [*self.lacking, *self.too_wide]


NOTHING_BESIDE = Beside()


class _Table(Generic[K]):
    """Values kept once, in order of first use; columns hold their index."""

    def __init__(self) -> None:
        self.rows: dict[K, int] = {}

    def index(self, value: K | None) -> int:
        return -1 if value is None else self.rows.setdefault(value, len(self.rows))


class _Places:
    """Places kept once, in order of first use. Of the same place, as sure as its name may have meant it."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, GeoPrecision, float], int] = {}
        self.kept: list[Place] = []

    def index(self, place: Place | None) -> int:
        if place is None:
            return -1
        row = self.rows.setdefault((place.id, place.geo_precision, place.radius_km), len(self.kept))
        if row == len(self.kept):
            self.kept.append(place)
        return row


def incident_columns(
    incidents: Iterable[Incident],
    *,
    gazetteer: Geometries,
    taxonomy: Taxonomy,
    evidence: bool = True,
    beside: Beside = NOTHING_BESIDE,
) -> dict[str, Json]:
    """Everything a map page draws and tells of `incidents`, in their order, and then of what it lists `beside`.

    `evidence=False` leaves the sentences out, for a page that is sent them incident by incident or has them in parts.
    """
    rows = [*incidents, *beside.all]
    places = _Places()
    words: _Table[str] = _Table()
    columns = _columns(rows, taxonomy, places, words)
    reports = _reports(rows, words) if evidence else {}
    return {
        "types": [{"name": t.name, "code": t.code, "colour": t.colour, "shape": t.shape} for t in taxonomy.event_types],
        "incidents": columns,
        "beside": [len(beside.lacking), len(beside.too_wide)],
        "places": _place_columns(places.kept, gazetteer),
        **reports,
        "words": list(words.rows),
    }


def evidence_columns(incidents: Sequence[Incident]) -> dict[str, Json]:
    """The reports of `incidents`, in their order: a part of the evidence of a page (`EVIDENCE_SHARE`)."""
    words: _Table[str] = _Table()
    return {**_reports(incidents, words), "words": list(words.rows)}


def dumps(value: Json) -> str:
    """JSON that may stand inside a script element: no `<`, `>` or `&`, and no line separators."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def encode_shape(geometry: BaseGeometry) -> Json:
    """A polygon, a line or a collection of either as `{"polygons": [[ring, ...], ...], "lines": [line, ...]}`."""
    parts = [part for part in shapely.get_parts(geometry) if not part.is_empty]
    polygons = [[_deltas(ring) for ring in (p.exterior, *p.interiors)] for p in parts if p.geom_type == "Polygon"]
    lines = [_deltas(part) for part in parts if part.geom_type in ("LineString", "LinearRing")]
    return {"polygons": polygons, "lines": lines}


@lru_cache(maxsize=2**14)  # the documents of a month tell many incidents
def safe_url(url: str | None) -> str | None:
    """`url` if it is an http or https address, else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def _columns(rows: Sequence[Incident], taxonomy: Taxonomy, places: _Places, words: _Table[str]) -> dict[str, Json]:
    types = {t.name: number for number, t in enumerate(taxonomy.event_types)}
    unknown = next((i.event_type for i in rows if i.event_type not in types), None)
    if unknown is not None:
        taxonomy.event_type(unknown)  # raises the error that names the types there are
    return {
        "id": [i.id for i in rows],
        "type": [types[i.event_type] for i in rows],
        "sub": [words.index(i.sub_event_type) for i in rows],
        "modality": [words.index(i.modality.value) for i in rows],
        "attribution": [words.index(i.attribution) for i in rows],
        "place": [places.index(_place(i.place)) for i in rows],
        "origin": [places.index(_place(i.origin)) for i in rows],
        "unplaced": [words.index(_reason(i.place)) for i in rows],
        "unoriginated": [words.index(_reason(i.origin)) if i.origin is not None else -1 for i in rows],
        "date": [_days(i.date) for i in rows],
        "actors": [_each(words.index, (a.name for a in i.actors)) for i in rows],
        "counts": [_counts(i.counts) for i in rows],
        "confidence": [round(100 * i.confidence) for i in rows],
        "unit": [words.index(i.unit) for i in rows],
        "disagreements": [_each(words.index, i.disagreements) for i in rows],
        "others": [_each(places.index, i.others) for i in rows],
        "history": [_each(words.index, i.history) for i in rows],
    }


def _each(index: Callable[[K], int], values: Iterable[K]) -> Sequence[int]:
    """The index of each value. Most have none, and share one empty tuple: lists by the 100,000 cost collection."""
    return tuple(map(index, values))


def _place(resolution: Resolution | None) -> Place | None:
    return resolution if isinstance(resolution, Place) else None


def _reason(resolution: Resolution | None) -> str | None:
    if resolution is None:
        return "The text names no place."
    return resolution.reason if isinstance(resolution, Unresolved) else None


def _days(span: TimeSpan | None) -> Json:
    """First day, last day, precision."""
    return None if span is None else [(span.start - EPOCH).days, (span.end - EPOCH).days, int(span.precision)]


def _counts(counts: Counts) -> Json:
    found = {
        "fatalities": counts.fatalities,
        "injured": counts.injured,
        "troops": counts.troops,
        "weapons": counts.weapons,
    }
    return {kind: _bounds(count) for kind, count in found.items() if count is not None} or None


def _bounds(count: Count) -> Json:
    return [count.low, count.best, count.high]


def _reports(rows: Sequence[Incident], words: _Table[str]) -> dict[str, Json]:
    """The evidence of all incidents, one after the other, how much each has, and the documents it stands in.

    Links that are not http or https are left out: a link is the one thing of a hostile text that a click would run.
    """
    documents: _Table[tuple[str | None, str | None, str | None, str | None]] = _Table()
    reports = [report for incident in rows for report in incident.evidence]
    columns: dict[str, Json] = {
        "of": [len(incident.evidence) for incident in rows],
        "document": [documents.index(_document(report)) for report in reports],
        "sentence": [report.sentence for report in reports],
        "before": [_tail(report.before) for report in reports],
        "after": [_head(report.after) for report in reports],
        "attribution": [words.index(report.attribution) for report in reports],
        "counts": [_counts(report.counts) for report in reports],
        "date": [_days(report.date) for report in reports],
    }
    return {"reports": columns, "documents": [list(document) for document in documents.rows]}


def _document(report: Evidence) -> tuple[str | None, str | None, str | None, str | None]:
    published = report.published.isoformat() if report.published else None
    return report.title or report.document_id, report.source, safe_url(report.url), published


def _tail(text: str) -> str:
    """The last words of `text` within its paragraph, marked where something of it was left out."""
    paragraph = _PARAGRAPHS.split(text)[-1]
    if len(paragraph) <= CONTEXT_CHARACTERS:
        return paragraph
    return "… " + paragraph[-CONTEXT_CHARACTERS:].partition(" ")[2]


def _head(text: str) -> str:
    """The first words of `text`, likewise."""
    paragraph = _PARAGRAPHS.split(text)[0]
    if len(paragraph) <= CONTEXT_CHARACTERS:
        return paragraph
    return paragraph[:CONTEXT_CHARACTERS].rpartition(" ")[0] + " …"


def _place_columns(places: Sequence[Place], gazetteer: Geometries) -> dict[str, Json]:
    return {
        "id": [p.id for p in places],
        "name": [p.name for p in places],
        "country": [p.country for p in places],
        "admin1": [p.admin1 for p in places],
        "feature": [p.feature for p in places],
        "lat": [round(p.lat, 5) for p in places],
        "lon": [round(p.lon, 5) for p in places],
        "precision": [int(p.geo_precision) for p in places],
        "radius_km": [round(p.radius_km, 1) for p in places],
        "shape": [_extent(p, gazetteer) for p in places],
    }


def _extent(place: Place, gazetteer: Geometries) -> Json:
    """The area a region's or country's report may mean; towns are drawn by their radius."""
    if place.geo_precision < GeoPrecision.REGION:
        return None
    geometry = gazetteer.geometry(place.id)
    return None if geometry is None else encode_shape(simplified(geometry))


def simplified(geometry: BaseGeometry) -> BaseGeometry:
    """`geometry` with detail below a two-hundredth of its extent gone: it is drawn faint, as a reach, not a border."""
    west, south, east, north = geometry.bounds
    return geometry.simplify(max(1 / DEGREE, min(east - west, north - south) / 200))


def _deltas(line: BaseGeometry) -> list[int]:
    points = (shapely.get_coordinates(line) * DEGREE).round().astype(int)
    steps = np.diff(points, axis=0)
    moved = steps[steps.any(axis=1)]
    return [*points[0].tolist(), *moved.ravel().tolist()]
