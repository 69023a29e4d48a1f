"""A user's own places: read from CSV and GeoJSON, kept apart, and first among candidates."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from geo.gazetteer import Gazetteer
from geo.gazetteer.entries import Entry, NameMatch
from geo.gazetteer.own import PlaceFileError, add_places
from geo.gazetteer.writer import new_gazetteer, write_entries
from geo.types import GeoPrecision, Place

SQUARE = [[[10, 50], [12, 50], [12, 52], [10, 52], [10, 50]]]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A gazetteer with one large Paris."""
    path = tmp_path / "base.sqlite"
    place = Place("geonames:1", "Paris", 48.85, 2.35, "FR", None, "PPLC", GeoPrecision.TOWN, 20.0)
    with new_gazetteer(path) as db:
        write_entries(db, [Entry(place, 2_000_000, {"Paris": NameMatch.NAME})])
    return path


def csv_file(tmp_path: Path, *lines: str, header: str = "name,lat,lon") -> Path:
    path = tmp_path / "own.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


def geojson_file(tmp_path: Path, *features: dict[str, object]) -> Path:
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def test_an_own_place_comes_before_a_larger_one(tmp_path: Path, base: Path) -> None:
    own = tmp_path / "own.sqlite"
    assert add_places(csv_file(tmp_path, "Paris,33.66,-95.55"), own=own) == 1
    with Gazetteer(base, own=own) as gazetteer:
        first, second = gazetteer.candidates(["Paris"])["Paris"]
    assert (first.place.id, first.place.lat, first.place.lon) == ("own:paris", 33.66, -95.55)
    assert first.prominence > second.prominence


def test_alternates_in_capitals_only_match_in_capitals(tmp_path: Path, base: Path) -> None:
    own = tmp_path / "own.sqlite"
    add_places(csv_file(tmp_path, "Checkpoint Five,10,20,CPF;Camp Five", header="name,lat,lon,alternates"), own=own)
    with Gazetteer(base, own=own) as gazetteer:
        assert set(gazetteer.known(["CPF", "cpf", "camp five"])) == {"CPF", "camp five"}


def test_adding_again_replaces_by_id(tmp_path: Path, base: Path) -> None:
    own = tmp_path / "own.sqlite"
    add_places(csv_file(tmp_path, "Outpost,1,1", "Depot,2,2"), own=own)
    add_places(csv_file(tmp_path, "Outpost,5,5"), own=own)
    with Gazetteer(base, own=own) as gazetteer:
        found = gazetteer.candidates(["Outpost", "Depot"])
    assert [(c.place.lat, c.place.lon) for c in found["Outpost"]] == [(5.0, 5.0)]
    assert len(found["Depot"]) == 1


def test_an_outline_is_kept_and_its_point_lies_in_it(tmp_path: Path, base: Path) -> None:
    own = tmp_path / "own.sqlite"
    feature = {"properties": {"name": "Sector A"}, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
    add_places(geojson_file(tmp_path, feature), own=own)
    with Gazetteer(base, own=own) as gazetteer:
        shape, place = gazetteer.geometry("own:sector-a"), gazetteer.place("own:sector-a")
    assert shape is not None
    assert place is not None
    assert shape.bounds == (10, 50, 12, 52)
    assert 10 < place.lon < 12
    assert 50 < place.lat < 52


def test_a_point_feature_is_longitude_first(tmp_path: Path, base: Path) -> None:
    own = tmp_path / "own.sqlite"
    feature = {"properties": {"name": "Spot"}, "geometry": {"type": "Point", "coordinates": [30, 60]}}
    add_places(geojson_file(tmp_path, feature), own=own)
    with Gazetteer(base, own=own) as gazetteer:
        place = gazetteer.place("own:spot")
    assert place is not None
    assert (place.lat, place.lon) == (60.0, 30.0)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Spot,95,20", "row 2: lat is 95; it must lie between -90 and 90"),
        ("Spot,10,200", "row 2: lon is 200"),
        ("Spot,north,20", "row 2: lat is 'north', which is no number"),
        ("Spot,,20", "row 2: no lat"),
        (",1,2", "row 2: no name"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(PlaceFileError, match=message):
        add_places(csv_file(tmp_path, line), own=tmp_path / "own.sqlite")


def test_a_bad_row_leaves_everything_as_it_was(tmp_path: Path, base: Path) -> None:
    own = tmp_path / "own.sqlite"
    add_places(csv_file(tmp_path, "Outpost,1,1"), own=own)
    with pytest.raises(PlaceFileError):
        add_places(csv_file(tmp_path, "Depot,2,2", "Broken,999,0"), own=own)
    with Gazetteer(base, own=own) as gazetteer:
        assert set(gazetteer.known(["Outpost", "Depot"])) == {"Outpost"}


def test_what_several_add_at_once_all_stays(tmp_path: Path, base: Path) -> None:
    own = tmp_path / "own.sqlite"
    files = [tmp_path / f"{number}.csv" for number in range(8)]
    for number, file in enumerate(files):
        file.write_text(f"name,lat,lon\nErewhon {number},10,{number}", encoding="utf-8")
    with ThreadPoolExecutor(4) as analysts:
        assert sum(analysts.map(lambda file: add_places(file, own=own), files)) == 8
    with Gazetteer(base, own=own) as gazetteer:
        assert all(gazetteer.place(f"own:erewhon-{number}") for number in range(8))


def test_a_file_that_another_goes_on_writing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.gazetteer.own._WAIT_S", 0.05)
    with closing(sqlite3.connect(tmp_path / "own.lock", isolation_level=None)) as another:
        another.execute("BEGIN EXCLUSIVE")
        with pytest.raises(PlaceFileError, match=r"own\.sqlite is being written by another process.*try again"):
            add_places(csv_file(tmp_path, "Erewhon,10,10"), own=tmp_path / "own.sqlite")


def test_two_places_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PlaceFileError, match="same id 'own:spot'"):
        add_places(csv_file(tmp_path, "Spot,1,1", "SPOT,2,2"), own=tmp_path / "own.sqlite")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("places.xlsx", "x", "neither .csv nor .geojson"),
        ("places.geojson", "{", "no JSON"),
        ("places.geojson", "[]", "no FeatureCollection"),
        ("places.geojson", '{"features": [{"properties": {"name": "A"}, "geometry": null}]}', "feature 1: no geometry"),
    ],
)
def test_a_file_that_is_none_says_what_is_accepted(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(PlaceFileError, match=message):
        add_places(tmp_path / name, own=tmp_path / "own.sqlite")
