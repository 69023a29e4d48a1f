"""Files for the tests of exports: what is written, and how it is read back."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geo.export import Format, export
from geo.types import Incident, Verdict
from tests.factories import (
    APIA,
    SUVA,
    deployment,
    incident,
    undated,
    unplaced,
)
from tests.geo.shapes import Shapes

SHAPES = Shapes()
MADE = datetime(2025, 4, 1, 12, 30, tzinfo=UTC)
KML = "{http://www.opengis.net/kml/2.2}"
LISTED = [incident(), deployment(), deployment(id="dep-2", place=SUVA, origin=APIA), undated(), unplaced()]
CORRECTED = incident(
    id="inc-corrected",
    verdict=Verdict.ACCEPTED,
    settled=frozenset({"place", "fatalities", "verdict"}),
    history=(
        "place set to Goma, Nord Kivu, CD (was Gomba, CD) by Ann on 2025-03-14: the market is in Goma",
        "accepted by Ben on 2025-03-15",
    ),
)


def write(tmp_path: Path, format: Format, incidents: list[Incident] = LISTED, **options: Any) -> Path:
    path = tmp_path / f"incidents.{format}"
    export(incidents, path, format=format, gazetteer=SHAPES, made=MADE, **options)
    return path


def geojson(tmp_path: Path, incidents: list[Incident] = LISTED, **options: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(write(tmp_path, Format.GEOJSON, incidents, **options).read_text("utf-8"))
    return read


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
