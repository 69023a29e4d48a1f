"""A gazetteer for tests that knows one region's shape and two sources."""

from pathlib import Path

from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import GazetteerInfo, SourceInfo
from tests.factories import NORD_KIVU

NORD_KIVU_SHAPE = Polygon([(27.2, -2.1), (29.6, -1.7), (29.9, 0.9), (27.9, 0.3)])


class Shapes:
    """Knows Nord Kivu's polygon and a line; every other place is a point."""

    def geometry(self, place_id: str) -> BaseGeometry | None:
        return {NORD_KIVU.id: NORD_KIVU_SHAPE, "demarc:line": LineString([(29, -1), (30, -1)])}.get(place_id)

    def info(self) -> GazetteerInfo:
        sources = (
            SourceInfo("GeoNames cities500", "3.0.2", "CC BY 4.0", 234_908, "2025-01-01"),
            SourceInfo("Natural Earth", "5.1.1", "public domain", 4_596, "2025-01-01"),
        )
        return GazetteerInfo(Path("gazetteer.sqlite"), 239_504, 953_000, 4_596, sources)
