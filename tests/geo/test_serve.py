"""The live layer as its clients meet it: over HTTP, by the standard's own rules, and through GDAL's driver."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any

import openapi_spec_validator
import pyogrio
import pytest
import requests
import shapely
import uvicorn
from hypothesis import given
from hypothesis import strategies as st

from extract.types import Modality
from geo.export import export
from geo.filters import Filters
from geo.serve import service
from geo.serving.asked import RequestError, read_datetime
from geo.serving.layers import LAYERS
from geo.store import open_store
from geo.types import GeoPrecision, Incident, Place
from paths import ROOT
from tests.factories import APIA, GOMA, SUVA, day, deployment, incident, report, undated, unplaced
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


@dataclass
class Kept:
    """A store of these incidents."""

    listed: Sequence[Incident]

    def revision(self) -> str:
        return str(len(self.listed))

    def incidents(self) -> list[Incident]:
        return list(self.listed)


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


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running(Kept(LISTED)) as at:
        yield at


def ask(url: str, *, status: int = 200, **query: Any) -> Any:
    answer = requests.get(url, params=query, timeout=10)
    assert answer.status_code == status, answer.text
    return answer.json()


def ids(url: str, **query: Any) -> list[str]:
    return [feature["id"] for feature in ask(url, **query)["features"]]


@pytest.fixture
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


class TestPages:
    def test_following_next_gives_every_feature_once(self, items: str) -> None:
        url, seen = f"{items}?limit=2", []
        while url:
            page = ask(url)
            seen += [feature["id"] for feature in page["features"]]
            url = next((one["href"] for one in page["links"] if one["rel"] == "next"), "")
        assert seen == [one.id for one in LISTED]

    def test_next_keeps_what_was_asked(self, items: str) -> None:
        page = ask(items, limit=1, event_type="Deployments")
        (following,) = [one["href"] for one in page["links"] if one["rel"] == "next"]
        assert [*ids(following)] == ["dep-2"]

    def test_prev_leads_back(self, items: str) -> None:
        page = ask(items, limit=2, offset=3)
        (back,) = [one["href"] for one in page["links"] if one["rel"] == "prev"]
        assert ids(back) == [one.id for one in LISTED[1:3]]

    def test_an_offset_beyond_the_end_is_an_empty_page(self, items: str) -> None:
        page = ask(items, offset=1_000)
        assert (page["numberMatched"], page["features"]) == (len(LISTED), [])

    def test_a_limit_beyond_the_greatest_is_the_greatest(self, items: str) -> None:
        assert ask(items, limit=10**9)["numberReturned"] == len(LISTED)


DATED = {"inc-0001", "dep-0001", "dep-2", "pro-1", "inc-unplaced"}


class TestFilters:
    @pytest.mark.parametrize(
        ("given", "dated"),
        [
            ("2025-03-11", {"inc-0001", "inc-unplaced"}),
            ("2025-03-11T13:00:00Z", {"inc-0001", "inc-unplaced"}),
            ("2025-03-11T23:00:00-05:00", set[str]()),
            ("2025-01-31/2025-02-01", {"dep-0001", "dep-2"}),
            ("2025-06-01/..", {"pro-1"}),
            ("2025-06-21/", set[str]()),
            ("../2025-01-01", {"dep-0001", "dep-2"}),
            ("2025-01-01T00:00:00Z/2025-12-31T23:59:59Z", DATED),
        ],
    )
    def test_datetime_keeps_what_may_have_happened_then_and_what_has_no_date(
        self, items: str, given: str, dated: set[str]
    ) -> None:
        assert set(ids(items, datetime=given)) == dated | {"inc-undated"}

    def test_places_have_no_dates_so_every_datetime_matches(self, address: str) -> None:
        at = f"{address}/collections/places/items"
        assert ids(at, datetime="1999-01-01") == ids(at)

    @pytest.mark.parametrize(
        ("bbox", "placed"),
        [
            ("29,-2,30,0", {"inc-0001", "dep-0001", "inc-undated"}),
            ("29,-2,0,30,0,100", {"inc-0001", "dep-0001", "inc-undated"}),
            ("170,-30,-170,0", {"dep-2", "pro-1"}),
            ("178.44149,-18.14161,179,-18", {"dep-2", "pro-1"}),
            ("-20,50,10,60", set[str]()),
        ],
    )
    def test_bbox_keeps_what_touches_it_and_what_has_no_place(self, items: str, bbox: str, placed: set[str]) -> None:
        assert set(ids(items, bbox=bbox)) == placed | {"inc-unplaced"}

    def test_a_line_across_the_antimeridian_is_found_on_both_sides(self, address: str) -> None:
        at = f"{address}/collections/deployments/items"
        assert ids(at, bbox="179,-20,180,-10") == ids(at, bbox="-180,-20,-175,-10") == ["dep-2"]
        assert ids(at, bbox="0,-20,10,-10") == []

    def test_a_property_filters_by_its_value_and_any_of_several(self, items: str) -> None:
        assert ids(items, event_type="Protests") == ["pro-1"]
        assert ids(items, event_type=["Protests", "Deployments"]) == ["dep-0001", "dep-2", "pro-1"]
        assert ids(items, troops_best=4000, place="Nord Kivu") == ["dep-0001"]

    def test_filters_combine(self, items: str) -> None:
        assert ids(items, bbox="170,-30,-170,0", datetime="2025-06-20", event_type="Protests") == ["pro-1"]

    def test_the_filters_of_the_start_hold(self) -> None:
        with running(Kept(LISTED), filters=Filters(event_types=frozenset({"Protests"}))) as at:
            counts = {name: ask(f"{at}/collections/{name}/items")["numberMatched"] for name in LAYERS}
        assert counts == {"incidents": 1, "deployments": 0, "places": 1, "uncertainty": 1}

    def test_the_whole_world_is_everything(self, items: str) -> None:
        assert ids(items, bbox="-180,-90,180,90") == [one.id for one in LISTED]


@given(st.text(max_size=30))
def test_no_datetime_breaks_the_reader(text: str) -> None:
    try:
        interval = read_datetime(text)
    except RequestError:
        return
    assert interval.since is None or interval.until is None or interval.since <= interval.until


def test_what_is_stored_while_it_runs_shows_in_the_next_answer(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store.sqlite")) as store, running(store) as at:
        assert ask(f"{at}/collections/incidents/items")["numberMatched"] == 0
        store.add(report("Shells hit Goma."))
        assert ask(f"{at}/collections/incidents/items")["numberMatched"] == 1
        assert ask(f"{at}/collections/places/items")["features"][0]["properties"]["name"] == "Goma"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    with running_elsewhere(Kept(LISTED)) as at:
        yield at


class TestGdal:
    """GDAL's OAPIF driver, which QGIS and ogr2ogr share."""

    def read(self, address: str, layer: str, **options: Any) -> Any:
        return pyogrio.read_dataframe(f"OAPIF:{address}", layer=layer, **options)

    def test_it_lists_the_layers_with_their_geometry(self, elsewhere: str) -> None:
        kinds = {name: pyogrio.read_info(f"OAPIF:{elsewhere}", layer=name)["geometry_type"] for name in LAYERS}
        assert kinds == {name: layer.geometry for name, layer in LAYERS.items()}

    def test_days_numbers_and_text_have_their_types_even_where_all_are_missing(self, elsewhere: str) -> None:
        info = pyogrio.read_info(f"OAPIF:{elsewhere}", layer="incidents")
        types = dict(zip(info["fields"], info["ogr_types"], strict=True))
        assert types["start"] == types["end"] == "OFTDate"
        assert types["fatalities_best"] == types["weapons_best"] == types["geo_precision"] == "OFTInteger"
        assert types["confidence"] == types["radius_km"] == "OFTReal"
        assert types["evidence"] == types["unit"] == "OFTString"

    def test_it_reads_what_the_geojson_export_holds(self, elsewhere: str, tmp_path: Path) -> None:
        file = tmp_path / "incidents.geojson"
        export(LISTED, file, format="geojson", gazetteer=Shapes())
        exported = pyogrio.read_dataframe(file).set_index("id")
        live = self.read(elsewhere, "incidents").set_index("id")
        assert list(live.index) == list(exported.index)
        assert live.crs.to_epsg() == 4326
        columns = [name for name in exported.columns if name != "geometry"]
        assert live[columns].astype(str).equals(exported[columns].astype(str))
        lines = self.read(elsewhere, "deployments").set_index("id")
        assert set(lines.index) == set(exported[exported.geom_type.isin(["LineString", "MultiLineString"])].index)
        assert all(lines.geometry[one].equals(exported.geometry[one]) for one in lines.index)

    def test_its_spatial_filter_reaches_the_server(self, elsewhere: str) -> None:
        assert list(self.read(elsewhere, "deployments", bbox=(29, -3, 31, 0))["id"]) == ["dep-0001"]

    def test_it_pages_through_more_than_one_page_holds(self) -> None:
        many = [incident(id=f"i{number}") for number in range(2_345)]
        with running_elsewhere(Kept(many)) as at:
            assert len(self.read(at, "incidents")) == len(many)

    def test_an_empty_store_opens_with_its_fields(self) -> None:
        with running_elsewhere(Kept([])) as at:
            info = pyogrio.read_info(f"OAPIF:{at}", layer="incidents")
        types = dict(zip(info["fields"], info["ogr_types"], strict=True))
        assert (types["event_type"], types["radius_km"], types["start"]) == ("OFTString", "OFTReal", "OFTDate")


POLE = Place("x:pole", "Far camp", 89.5, 10.0, None, None, "PPL", GeoPrecision.NEAR, 80.0)


@pytest.mark.parametrize("place", [POLE, replace(GOMA, lon=180.0), replace(SUVA, lon=-179.99, radius_km=50.0)])
def test_areas_at_the_pole_and_the_antimeridian_stay_valid_when_rounded(place: Place) -> None:
    with running(Kept([incident(place=place)])) as at:
        (feature,) = ask(f"{at}/collections/uncertainty/items")["features"]
    assert shapely.from_geojson(json.dumps(feature["geometry"])).is_valid


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
