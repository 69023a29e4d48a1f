"""Two sources' reports of one strike, and what they merge to."""

from datetime import UTC, datetime
from typing import Any

from extract.types import Counts
from geo.incidents import merge
from geo.types import Extraction, Incident
from tests.factories import report

NOON = datetime(2025, 4, 1, 12, tzinfo=UTC)

CLASH: dict[str, Any] = {"event_type": "Battles", "sub_event_type": "Armed clash"}

NO_COUNTS: dict[str, Any] = {"counts": Counts(), "actors": ()}


def herald(sentence: str = "Shells killed six at a market in Goma.", **changes: Any) -> Extraction:
    return report(sentence, **{"document_id": "herald", "source": "River Herald", **changes})


def post(sentence: str = "Six died as shells fell on Goma.", **changes: Any) -> Extraction:
    return report(sentence, **{"document_id": "post", "source": "Lake Post", **changes})


def merged(*told: Extraction) -> Incident:
    """The one incident the documents make."""
    (incident,) = merge(told)
    return incident
