"""The live layer as its clients meet it: over HTTP, by the standard's own rules, and through GDAL's driver."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openapi_spec_validator
import pytest
import requests
import shapely

from extract.types import Modality
from geo.filters import Filters
from geo.serving.layers import LAYERS
from geo.store import StoreError, open_store
from paths import ROOT
from tests.factories import SUVA, incident, report
from tests.geo.live_layer import LISTED, Kept, ask, running


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running(Kept(LISTED)) as at:
        yield at


@pytest.fixture(scope="module")
def items(address: str) -> str:
    return f"{address}/collections/incidents/items"


class TestDiscovery:
    def test_every_link_is_answered_in_the_type_it_promises(self, address: str) -> None:
        todo, seen = [f"{address}/"], set()
        while todo:
            seen.add(url := todo.pop())
            answer = requests.get(url, timeout=10)
            assert answer.status_code == 200, url
            found = answer.json()
            links = [*found.get("links", []), *(link for one in found.get("collections", []) for link in one["links"])]
            promised = {link["href"]: link["type"] for link in links}
            for href, media_type in promised.items():
                assert requests.head(href, timeout=10).headers["content-type"] == media_type
            todo += [href for href in promised if href not in seen]
        assert len(seen) >= 4 + 3 * len(LAYERS)

    def test_the_landing_page_leads_to_definition_conformance_and_data(self, address: str) -> None:
        assert {"self", "service-desc", "conformance", "data"} <= {one["rel"] for one in ask(address)["links"]}

    def test_the_filters_and_the_licences_are_told(self) -> None:
        with running(Kept(LISTED), filters=Filters(min_confidence=0.8)) as at:
            assert "confidence at least 0.8" in ask(at)["description"]
            assert "CC BY 4.0" in ask(at)["attribution"]

    def test_there_are_four_collections_in_crs84_with_their_extent(self, address: str) -> None:
        found = {one["id"]: one for one in ask(f"{address}/collections")["collections"]}
        assert list(found) == ["incidents", "deployments", "places", "uncertainty"]
        assert all(one["crs"] == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"] for one in found.values())
        assert found["incidents"]["extent"]["spatial"]["bbox"] == [[29.05, -18.14161, 178.44149, -0.79]]
        assert found["incidents"]["extent"]["temporal"]["interval"] == [
            ["2025-01-01T00:00:00Z", "2025-06-20T23:59:59Z"]
        ]

    def test_a_collection_that_is_not_there_is_404_and_names_those_that_are(self, address: str) -> None:
        problem = ask(f"{address}/collections/roads/items", status=404)
        assert problem["code"] == "NotFound"
        assert "incidents, deployments, places, uncertainty" in problem["description"]

    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [
            ("GET", "/collections/incidents/items?limit=none", 400, "InvalidParameterValue"),
            ("GET", "/collections/roads", 404, "NotFound"),
            ("GET", "/wfs", 404, "NotFound"),
            ("POST", "/collections", 405, "MethodNotAllowed"),
        ],
    )
    def test_what_is_wrong_is_told_as_a_problem(
        self, address: str, method: str, path: str, status: int, code: str
    ) -> None:
        answer = requests.request(method, address + path, timeout=10)
        told = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
        assert told["title"] == {400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed"}[status]
        assert told["detail"] == told["description"] != told["title"]

    def test_a_store_that_cannot_be_read_is_told_as_a_problem(self) -> None:
        class Broken(Kept):
            def revision(self) -> str:
                raise StoreError("the store demarc.sqlite could not be read: disk I/O error")

        with running(Broken([])) as at:
            told = ask(f"{at}/collections/incidents/items", status=503)
        assert told["detail"] == "the store demarc.sqlite could not be read: disk I/O error"

    @pytest.mark.parametrize("path", ["items", "items/inc-0001"])
    def test_features_say_in_which_crs_they_are(self, address: str, path: str) -> None:
        answer = requests.get(f"{address}/collections/incidents/{path}", timeout=10)
        assert answer.headers["content-crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"

    @pytest.mark.parametrize("name", ["crs", "bbox-crs"])
    def test_another_crs_cannot_be_asked_for(self, address: str, name: str) -> None:
        given = {name: "http://www.opengis.net/def/crs/EPSG/0/3857"}
        assert name in ask(f"{address}/collections/incidents/items", status=400, **given)["detail"]

    def test_no_cache_keeps_an_answer(self, items: str) -> None:
        assert requests.get(items, timeout=10).headers["cache-control"] == "no-store"

    def test_a_strange_host_name_is_refused(self) -> None:
        with running(Kept(LISTED), hosts=("127.0.0.1", "localhost")) as at:
            assert requests.get(at, timeout=10, headers={"Host": "rebound.example"}).status_code == 400
            assert requests.get(at, timeout=10).status_code == 200


class TestConformance:
    """Each class that is declared, by what it demands."""

    def test_the_declared_classes_are_core_openapi_and_geojson(self, address: str) -> None:
        names = [uri.rpartition("/")[2] for uri in ask(f"{address}/conformance")["conformsTo"]]
        assert names == ["core", "oas30", "geojson"]

    def test_oas30_the_definition_is_valid_openapi(self, address: str) -> None:
        definition = ask(f"{address}/api")
        assert definition["openapi"].startswith("3.0")
        openapi_spec_validator.validate(definition)

    def test_oas30_every_parameter_of_the_definition_is_accepted(self, address: str) -> None:
        operation = ask(f"{address}/api")["paths"]["/collections/incidents/items"]["get"]
        examples = {"bbox": "-180,-90,180,90", "datetime": "2025-01-01/..", "limit": "5", "offset": "0", "f": "json"}
        names = [one["name"] for one in operation["parameters"]]
        assert set(examples) < set(names)
        for name in names:
            given = {name: examples.get(name, "1")}
            assert requests.get(f"{address}/collections/incidents/items", params=given, timeout=10).ok

    def test_core_a_page_says_when_it_was_made_and_how_many_match(self, items: str) -> None:
        page = ask(items, limit=2)
        assert datetime.fromisoformat(page["timeStamp"]).tzinfo is not None
        assert (page["numberMatched"], page["numberReturned"], len(page["features"])) == (len(LISTED), 2, 2)

    @pytest.mark.parametrize(
        "query",
        [
            {"bbox": "1,2,3"},
            {"bbox": "a,b,c,d"},
            {"bbox": "0,10,5,5"},
            {"datetime": "yesterday"},
            {"datetime": "2025-13-01"},
            {"datetime": "../.."},
            {"datetime": "2025-02-01/2025-01-01"},
            {"limit": "0"},
            {"limit": "many"},
            {"offset": "-1"},
            {"f": "gml"},
            {"colour": "red"},
            {"fatalities_best": "six"},
        ],
    )
    def test_core_a_bad_or_unknown_parameter_is_400_and_named(self, items: str, query: dict[str, str]) -> None:
        assert next(iter(query)) in ask(items, status=400, **query)["description"]

    @pytest.mark.parametrize("path", ["/", "/api", "/conformance", "/collections", "/collections/places"])
    def test_core_other_resources_take_no_unknown_parameter(self, address: str, path: str) -> None:
        ask(address + path, status=400, colour="red")
        ask(address + path, f="json")

    def test_core_a_feature_is_found_by_its_id(self, address: str) -> None:
        for name in LAYERS:
            first = ask(f"{address}/collections/{name}/items", limit=1)["features"][0]
            one = ask(f"{address}/collections/{name}/items/{first['id']}")
            assert {link["rel"] for link in one.pop("links")} >= {"self", "collection"}
            assert one == first

    def test_core_a_feature_that_is_not_there_is_404(self, items: str) -> None:
        assert "inc-none" in ask(f"{items}/inc-none", status=404)["description"]

    @pytest.mark.parametrize("name", LAYERS)
    def test_geojson_features_are_sound_and_of_one_type(self, address: str, name: str) -> None:
        answer = requests.get(f"{address}/collections/{name}/items", timeout=10)
        assert answer.headers["content-type"] == "application/geo+json"
        page = answer.json()
        assert page["type"] == "FeatureCollection"
        assert page["features"]
        for feature in page["features"]:
            if geometry := feature["geometry"]:
                assert geometry["type"] == LAYERS[name].geometry
                assert shapely.from_geojson(json.dumps(geometry)).is_valid

    def test_geojson_outer_rings_wind_counter_clockwise(self, address: str) -> None:
        for feature in ask(f"{address}/collections/uncertainty/items")["features"]:
            shape = shapely.from_geojson(json.dumps(feature["geometry"]))
            assert all(part.exterior.is_ccw for part in shapely.get_parts(shape))

    def test_geojson_coordinates_are_longitude_first_with_five_decimals(self) -> None:
        place = replace(SUVA, lat=-18.123456789, lon=178.987654321)
        with running(Kept([incident(place=place)])) as at:
            (feature,) = ask(f"{at}/collections/incidents/items")["features"]
        assert feature["geometry"] == {"type": "Point", "coordinates": [178.98765, -18.12346]}


def test_what_is_stored_while_it_runs_shows_in_the_next_answer(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store.sqlite")) as store, running(store) as at:
        assert ask(f"{at}/collections/incidents/items")["numberMatched"] == 0
        store.add(report("Shells hit Goma."))
        assert ask(f"{at}/collections/incidents/items")["numberMatched"] == 1
        assert ask(f"{at}/collections/places/items")["features"][0]["properties"]["name"] == "Goma"


Serve = Callable[..., tuple["subprocess.Popen[str]", str]]


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Serve]:
    """`python cli.py serve` on a free port; gives the process and what it said first."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> tuple["subprocess.Popen[str]", str]:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), "serve", "--store", str(tmp_path / "store.sqlite"), *options],
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stderr is not None
        return process, process.stderr.readline()

    yield start
    for process in started:
        process.kill()
        process.wait()


def stored(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store.sqlite")) as store:
        store.add(report("Shells hit Goma.", document_id="a"))
        store.add(report("Shells will hit Goma.", document_id="b", modality=Modality.PLANNED))


def test_the_command_says_where_it_listens_serves_facts_and_stops_on_request(command: Serve, tmp_path: Path) -> None:
    stored(tmp_path)
    process, said = command("--port", "0")
    assert said.startswith("1 incident (modality asserted) at http://127.0.0.1:")
    assert ask(said.split(" at ")[1].strip() + "collections/incidents/items")["numberMatched"] == 1
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=15) == 0


def test_a_port_that_is_taken_is_named_with_what_to_do(command: Serve, address: str) -> None:
    port = address.rpartition(":")[2]
    process, said = command("--port", port)
    assert process.stderr is not None
    assert f"127.0.0.1:{port} cannot be listened on: give another --port" in said + process.stderr.read()
    assert process.wait(timeout=15) == 1
