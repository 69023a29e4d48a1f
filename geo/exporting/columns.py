"""What each column of an exported file holds: the page docs/columns.md and the metadata beside a CSV file say it.

`python -m geo.exporting.columns > docs/columns.md` writes the page.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Datatypes by the names of W3C's CSV on the Web."""

    TEXT = "string"
    DAY = "date"
    WHOLE = "integer"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's datatype, and what it holds in words."""

    kind: Kind
    meaning: str


def _text(meaning: str) -> Column:
    return Column(Kind.TEXT, meaning)


def _whole(meaning: str) -> Column:
    return Column(Kind.WHOLE, meaning)


def _number(meaning: str) -> Column:
    return Column(Kind.NUMBER, meaning)


def _day(meaning: str) -> Column:
    return Column(Kind.DAY, meaning)


_SHARED: Mapping[str, Column] = {
    "event_type": _text("event type (docs/codebook.md)"),
    "sub_event_type": _text("sub-event type"),
    "modality": _text("asserted, planned, hypothetical or denied"),
    "attribution": _text("who claims it; empty where a source states it as fact"),
    "time_precision": _whole("1 day, 2 week, 3 month, 4 year or wider"),
    "admin1": _text("its first-level unit"),
    "place_id": _text("geonames:, iso: or demarc: and the place's number there"),
    "geo_precision": _whole("1 town, 2 near a town or a small area, 3 region, 4 country or wider"),
    "radius_km": _number("how far the true spot may be from the point"),
    "unit": _text("the unit that moved or acted"),
    "confidence": _number("0 to 1: how sure the reading is, over all sources"),
    "source_count": _whole("number of sources"),
    "urls": _text('addresses of the articles, joined by "; "'),
    "disagreements": _text('what the sources do not agree on, joined by "; "'),
    "verdict": _text(
        "accepted: an analyst looked at every report of it and let it stand; empty: not every one was looked at"
    ),
    "corrected": _text('which fields an analyst decided, joined by "; ": place, date, type, fatalities, ...'),
    "corrections": _text('what analysts decided, oldest first, joined by " | ": what, who, when, why'),
}


def _counts() -> dict[str, Column]:
    things = {
        "fatalities": "killed",
        "injured": "injured",
        "troops": "soldiers moved or present",
        "weapons": "weapons, vehicles, ships or aircraft",
    }
    bounds = {"low": "at least", "best": "the newest single figure", "high": "at most"}
    return {
        f"{name}_{bound}": _whole(f"{thing}: {words}")
        for name, thing in things.items()
        for bound, words in bounds.items()
    }


GIS: Mapping[str, Column] = {
    "id": _text("the incident's id, the same in every file and in the dashboard's address"),
    **{name: _SHARED[name] for name in ("event_type", "sub_event_type", "modality", "attribution")},
    "start": _day("first day it may have happened"),
    "end": _day("last day it may have happened"),
    "time_precision": _SHARED["time_precision"],
    "place": _text("the place's name; without coordinates, the text's own words for it"),
    "country": _text("ISO 3166-1 alpha-2"),
    **{name: _SHARED[name] for name in ("admin1", "place_id", "geo_precision", "radius_km")},
    "origin": _text("where a deployment came from"),
    "origin_country": _text("ISO 3166-1 alpha-2"),
    "unit": _SHARED["unit"],
    "actors": _text('everyone taking part, joined by "; "'),
    **_counts(),
    "confidence": _SHARED["confidence"],
    "sources": _text('names of the sources, joined by "; "'),
    "source_count": _SHARED["source_count"],
    "urls": _SHARED["urls"],
    "evidence": _text('the sentences it was read from, joined by " | "'),
    **{name: _SHARED[name] for name in ("disagreements", "verdict", "corrected", "corrections")},
}
"""The columns of `geo.frames.INCIDENT_COLUMNS`. KML calls `start` begin."""

ACLED: Mapping[str, Column] = {
    "event_id_cnty": _text("the incident's id"),
    "event_date": _day("first day it may have happened"),
    "year": _whole("its year"),
    "time_precision": _SHARED["time_precision"],
    "disorder_type": _text("ACLED's disorder type; empty for what ACLED does not record"),
    "event_type": _SHARED["event_type"],
    "sub_event_type": _SHARED["sub_event_type"],
    "actor1": _text("the first actor of side A"),
    "assoc_actor_1": _text('the others of side A, joined by "; "'),
    "actor2": _text("the first actor of side B, or the target"),
    "assoc_actor_2": _text('the others of side B, joined by "; "'),
    "civilian_targeting": _text("Civilian targeting, or empty"),
    "iso": _whole("ISO 3166-1 numeric"),
    "country": _text("the country's English name"),
    "admin1": _SHARED["admin1"],
    "location": _text("the place's name; without coordinates, the text's own words for it"),
    "latitude": _number("WGS84 degrees"),
    "longitude": _number("WGS84 degrees"),
    "geo_precision": _SHARED["geo_precision"],
    "source": _text('names of the sources, joined by "; "'),
    "notes": _text('the sentences it was read from, joined by " | "'),
    "fatalities": _whole("killed: the best figure, or else the low one"),
    "timestamp": _whole("when the file was made, in seconds since 1970"),
}
"""ACLED's own column names, in ACLED's order (codebook, "Data columns")."""

BEYOND_ACLED: Mapping[str, Column] = {
    "event_date_end": _day("last day it may have happened"),
    "modality": _SHARED["modality"],
    "attribution": _SHARED["attribution"],
    "fatalities_low": _whole("killed: at least"),
    "fatalities_high": _whole("killed: at most"),
    "injured": _whole("injured: the best figure, or else the low one"),
    "troops": _whole("soldiers moved or present: the best figure, or else the low one"),
    "weapons": _whole("weapons, vehicles, ships or aircraft: the best figure, or else the low one"),
    "origin": _text("where a deployment came from"),
    "origin_country": _text("the country's English name"),
    "origin_latitude": _number("WGS84 degrees"),
    "origin_longitude": _number("WGS84 degrees"),
    **{name: _SHARED[name] for name in ("unit", "radius_km", "place_id", "confidence", "source_count", "urls")},
    **{name: _SHARED[name] for name in ("disagreements", "verdict", "corrected", "corrections")},
    "about": _text("the filters that made the file, when, and whom to credit for the places"),
}
"""What ACLED has no column for."""


_PAGE = """\
# Columns of exported files

Written by `python -m geo.exporting.columns`. An empty cell means that no source says it: nothing is 0 for want of a
number.

What an analyst rejected is in no file. `verdict`, `corrected` and `corrections` tell what a person looked at or changed
from what was only read. They name who did it and why, and so do the popups of an HTML map: a file that leaves the house
carries those names.

## GeoJSON, GeoPackage, GeoParquet, KML, the live layer

{gis}

KML calls `start` `begin`.

## CSV: ACLED's columns

{acled}

## CSV: what ACLED has no column for

{beyond}
"""


def page() -> str:
    """The documentation of all columns, in Markdown."""
    return _PAGE.format(gis=_table(GIS), acled=_table(ACLED), beyond=_table(BEYOND_ACLED))


def _table(columns: Mapping[str, Column]) -> str:
    told = {name: column.meaning.replace("|", "\\|") for name, column in columns.items()}
    rows = (f"| `{name}` | {columns[name].kind} | {meaning} |" for name, meaning in told.items())
    return "\n".join(("| Column | Type | Holds |", "|---|---|---|", *rows))


if __name__ == "__main__":
    sys.stdout.write(page())
