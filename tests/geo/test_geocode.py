"""The online geocoder against a stand-in for Nominatim on loopback."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.geocode import (
    GeocodeError,
    OnlineGeocoder,
    ServiceBrokenError,
    ServiceRefusedError,
    ServiceTimeoutError,
    ServiceUnreachableError,
)
from geo.types import GeoPrecision

REYKJAVIK = {
    "osm_type": "relation",
    "osm_id": 2580605,
    "lat": "64.1460",
    "lon": "-21.9422",
    "addresstype": "city",
    "name": "Reykjavik",
    "display_name": "Reykjavik, Iceland",
    "boundingbox": ["64.0", "64.3", "-22.1", "-21.5"],
    "address": {"city": "Reykjavik", "state": "Capital Region", "country_code": "is"},
}


class StandIn(BaseHTTPRequestHandler):
    """Answers by the name asked for, and keeps what it was asked."""

    seen: list[tuple[str, str]]

    def do_GET(self) -> None:
        name = parse_qs(urlsplit(self.path).query)["q"][0]
        self.seen.append((name, self.headers["User-Agent"]))
        status, body = self.answer(name)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def answer(self, name: str) -> tuple[int, bytes]:
        if name == "slow":
            time.sleep(1.0)
        answers: dict[str, tuple[int, bytes]] = {
            "Reykjavik": (200, json.dumps([REYKJAVIK]).encode()),
            "Iceland": (200, json.dumps([REYKJAVIK | {"addresstype": "country"}]).encode()),
            "off the earth": (200, json.dumps([REYKJAVIK | {"lat": "164"}]).encode()),
            "page": (200, b"<html>welcome</html>"),
            "blocked": (403, b""),
            "too many": (429, b""),
            "broken": (503, b""),
        }
        return answers.get(name, (200, b"[]"))

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def seen() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def geocoder(tmp_path: Path, seen: list[tuple[str, str]]) -> Iterator[OnlineGeocoder]:
    handler = type("Handler", (StandIn,), {"seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    domain = f"127.0.0.1:{server.server_port}"
    with OnlineGeocoder(
        domain=domain, scheme="http", cache=tmp_path / "cache.sqlite", min_delay_s=0.2, timeout_s=0.5
    ) as geocoder:
        yield geocoder
    server.shutdown()
    server.server_close()


def test_a_found_city_is_a_place_with_its_extent(geocoder: OnlineGeocoder) -> None:
    (place,) = geocoder.geocode("Reykjavik")
    assert (place.id, place.name, place.country, place.admin1) == (
        "osm:relation/2580605",
        "Reykjavik",
        "IS",
        "Capital Region",
    )
    assert (place.feature, place.geo_precision) == ("PPL", GeoPrecision.TOWN)
    assert 20 < place.radius_km < 25


def test_a_country_is_of_country_precision(geocoder: OnlineGeocoder) -> None:
    assert geocoder.geocode("Iceland")[0].geo_precision is GeoPrecision.COUNTRY


def test_an_unknown_name_is_an_empty_list_not_an_error(geocoder: OnlineGeocoder) -> None:
    assert geocoder.geocode("Nowhereville") == []


def test_the_user_agent_is_our_own(geocoder: OnlineGeocoder, seen: list[tuple[str, str]]) -> None:
    geocoder.geocode("Reykjavik")
    assert seen[0][1].startswith("demarc/")


def test_a_second_question_is_answered_from_the_cache(geocoder: OnlineGeocoder, seen: list[tuple[str, str]]) -> None:
    first, second = geocoder.geocode("Reykjavik"), geocoder.geocode("Reykjavik")
    assert first == second
    assert len(seen) == 1


def test_requests_wait_their_turn_but_cached_answers_do_not(geocoder: OnlineGeocoder) -> None:
    started = time.monotonic()
    for name in ("A", "B", "C"):
        geocoder.geocode(name)
    assert time.monotonic() - started >= 0.4
    started = time.monotonic()
    for name in ("A", "B", "C"):
        geocoder.geocode(name)
    assert time.monotonic() - started < 0.2


@pytest.mark.parametrize(
    ("name", "error", "standard"),
    [
        ("blocked", ServiceRefusedError, PermissionError),
        ("too many", ServiceRefusedError, PermissionError),
        ("slow", ServiceTimeoutError, TimeoutError),
        ("broken", ServiceUnreachableError, ConnectionError),
        ("page", ServiceBrokenError, ValueError),
        ("off the earth", ServiceBrokenError, ValueError),
    ],
)
def test_each_failure_has_its_own_error(
    geocoder: OnlineGeocoder, name: str, error: type[GeocodeError], standard: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        geocoder.geocode(name)
    assert isinstance(caught.value, standard)


def test_a_failure_is_not_kept_in_the_cache(geocoder: OnlineGeocoder, seen: list[tuple[str, str]]) -> None:
    for _ in range(2):
        with pytest.raises(ServiceUnreachableError):
            geocoder.geocode("broken")
    assert len(seen) == 2


def test_no_network_says_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed_port = unused.getsockname()[1]
    with (
        OnlineGeocoder(
            domain=f"127.0.0.1:{closed_port}", scheme="http", cache=tmp_path / "cache.sqlite", min_delay_s=0
        ) as geocoder,
        pytest.raises(ServiceUnreachableError, match="leave out --online"),
    ):
        geocoder.geocode("Reykjavik")
