"""What an exported file says of itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shapely.geometry.base import BaseGeometry

from geo.filters import Selection
from geo.gazetteer import GazetteerInfo


class PlaceData(Protocol):
    """The part of a gazetteer an export needs: shapes, and whose data they are."""

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """The place's polygon or line in EPSG:4326; None for a place that is only a point."""
        ...

    def info(self) -> GazetteerInfo:
        """Its sources with their licences."""
        ...


CREDIT = "places: GeoNames (CC BY 4.0), MIMU"
"""What a licence asks to be named wherever the places go, short enough to stand in every row of a table."""


@dataclass(frozen=True, slots=True)
class About:
    """Filters, counts, date of making and whose place data: the metadata of every exported file."""

    filters: str
    shown: int
    total: int
    undated: int
    unplaced: int
    made: datetime
    attribution: str

    @classmethod
    def of(cls, selection: Selection, *, filters: str, made: datetime, gazetteer: PlaceData) -> "About":
        """For what filters left, with the gazetteer's own attribution."""
        return cls(
            filters=filters,
            shown=len(selection.incidents),
            total=selection.total,
            undated=selection.undated,
            unplaced=selection.unplaced,
            made=made,
            attribution=attribution(gazetteer.info()),
        )

    def as_dict(self) -> dict[str, str | int]:
        """By the names the files use; `undated` and `unplaced` count those that pass all other filters."""
        return {
            "title": "Incidents drawn from news text by Demarc",
            "filters": self.filters,
            "incidents": self.shown,
            "incidents_before_filters": self.total,
            "undated": self.undated,
            "unplaced": self.unplaced,
            "made": self.made.isoformat(timespec="seconds"),
            "attribution": self.attribution,
        }

    def __str__(self) -> str:
        return (
            f"{self.shown} of {self.total} incidents ({self.filters}); {self.undated} undated, "
            f"{self.unplaced} unplaced; made by Demarc on {self.made:%Y-%m-%d %H:%M} UTC. {self.attribution}"
        )


def attribution(info: GazetteerInfo) -> str:
    """Whose place data a file carries, with licences."""
    return "Place data: " + "; ".join(f"{source.name} ({source.licence})" for source in info.sources)
