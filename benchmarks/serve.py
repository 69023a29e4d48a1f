"""How fast the live layer answers: `python benchmarks/serve.py [10000 100000]` (numbers of incidents).

Incidents are merged from made-up articles (`benchmarks.made_up`), then a new service answers for each layer, as
`cli.py serve` does: its first page and the next, one further on, and pages of a box, a month and a kind of incident.
Seconds are processor time of the whole process, which other work on the machine does not lengthen; what it takes to
read and merge the articles comes before and does not count.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from starlette.types import ASGIApp, Message

from benchmarks.made_up import Crowd
from geo.filters import Filters
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.incidents import merge
from geo.serve import service
from geo.serving.layers import LAYERS
from geo.types import Incident

HEADER = """\
| incidents | layer | described | first page | next page | last page | first box | another box | a month | a kind \
| 10,000 features |
|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A store of these incidents."""

    listed: list[Incident]

    def revision(self) -> str:
        return "1"

    def incidents(self) -> list[Incident]:
        return self.listed


def ask(app: ASGIApp, path: str, **query: object) -> tuple[float, dict[str, Any]]:
    """Processor seconds of an answer, and what it says."""
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        assert message.get("status", 200) == 200, f"{path} {query} is refused"
        parts.append(message.get("body", b""))

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": urlencode(query).encode(),
        "headers": [(b"host", b"localhost")],
    }
    began = time.process_time()
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    return time.process_time() - began, json.loads(b"".join(parts))


def measured(incidents: list[Incident], layer: str, *, gazetteer: Gazetteer) -> list[float]:
    """Seconds of the header's columns, of a service that nobody has asked before."""
    app = service(Kept(incidents), gazetteer=gazetteer, filters=Filters())
    at = f"/collections/{layer}"
    first, page = ask(app, f"{at}/items")
    last = max(0, page["numberMatched"] - 1_000)
    kind: dict[str, object] = {"feature": "ADM1"} if layer == "places" else {"event_type": "Deployments"}
    asked: list[dict[str, object]] = [
        {"offset": 1_000},
        {"offset": last},
        {"bbox": "30,44,41,53"},
        {"bbox": "-20,0,20,40"},
        {"datetime": "2024-03-01/2024-03-31"},
        kind,
        {"limit": 10_000},
    ]
    later = [ask(app, f"{at}/items", **query)[0] for query in asked]
    described, _ = ask(service(Kept(incidents), gazetteer=gazetteer, filters=Filters()), at)
    return [described, first, *later]


def main(sizes: Sequence[int]) -> None:
    print(HEADER)
    with open_gazetteer() as gazetteer:
        for size in sizes:
            incidents = merge(Crowd(gazetteer).articles(size))
            for layer in LAYERS:
                row = measured(incidents, layer, gazetteer=gazetteer)
                told = " | ".join(f"{seconds:.2f}" for seconds in row)
                print(f"| {len(incidents):,} | {layer} | {told} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or (10_000, 100_000))
