"""A live layer for tests: the incidents it serves, running in this process or another, and how to ask it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from socket import socket
from threading import Thread
from typing import Any

import requests
import uvicorn

from geo.filters import Filters
from geo.serve import service
from geo.types import Incident
from tests.factories import APIA, SUVA, day, deployment, incident, undated, unplaced
from tests.geo.shapes import Shapes

ACROSS = deployment(id="dep-2", place=SUVA, origin=APIA)
MARCH = incident(
    id="pro-1",
    event_type="Protests",
    sub_event_type="Peaceful protest",
    place=SUVA,
    date=day("2025-06-20"),
)
LISTED = [incident(), deployment(), ACROSS, MARCH, undated(), unplaced()]


class Kept:
    """A store of these incidents, which can be replaced."""

    def __init__(self, listed: Sequence[Incident]) -> None:
        self.listed = list(listed)
        self.changes = 0

    def change(self, listed: Sequence[Incident]) -> None:
        self.listed = list(listed)
        self.changes += 1

    def revision(self) -> str:
        return str(self.changes)

    def incidents(self) -> list[Incident]:
        return self.listed


def made(store: Any, filters: Filters, hosts: Sequence[str]) -> tuple[uvicorn.Server, socket]:
    """A server and the socket it is to serve on, a free port of the loopback."""
    app = service(store, gazetteer=Shapes(), filters=filters, hosts=hosts)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error")
    listening = config.bind_socket()
    listening.listen()
    return uvicorn.Server(config), listening


@contextmanager
def running(store: Any, *, filters: Filters | None = None, hosts: Sequence[str] = ("*",)) -> Iterator[str]:
    """The service in a thread; gives its address."""
    server, listening = made(store, filters or Filters(), hosts)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def serve_elsewhere(store: Kept, told: "Connection[int, int]") -> None:
    server, listening = made(store, Filters(), ("*",))
    told.send(listening.getsockname()[1])
    server.run(sockets=[listening])


@contextmanager
def running_elsewhere(store: Kept) -> Iterator[str]:
    """The service in a process of its own: GDAL keeps Python's lock while it waits, so a thread could not answer it."""
    spawn = get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=serve_elsewhere, args=(store, there), daemon=True)
    process.start()
    try:
        assert here.poll(30), "the service did not start"
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        process.kill()
        process.join()


def ask(url: str, *, status: int = 200, **query: Any) -> Any:
    answer = requests.get(url, params=query, timeout=10)
    assert answer.status_code == status, answer.text
    return answer.json()


def ids(url: str, **query: Any) -> list[str]:
    return [feature["id"] for feature in ask(url, **query)["features"]]
