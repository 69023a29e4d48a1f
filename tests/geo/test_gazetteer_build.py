"""The tables the gazetteer is built of, and the file it is written to."""

import csv
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.gazetteer import Gazetteer, open_gazetteer
from geo.gazetteer.airports import airport_entries
from geo.gazetteer.build import digest, drop_unused, embedded_path
from geo.gazetteer.cities import read_cities, town_names
from geo.gazetteer.countries import TABLES, addition_entries, country_entries, listed, read_table
from geo.gazetteer.entries import Entry, NameMatch, radius_of_area, town_radius
from geo.gazetteer.writer import (
    Source,
    new_gazetteer,
    prominence,
    prominence_in_news,
    write_entries,
    write_source,
)
from geo.types import GeoPrecision, Place

ADDITIONS = read_table(TABLES / "additions.csv")
COUNTRIES = read_table(TABLES / "countries.csv")


def an_entry(place_id: str = "own:x", name: str = "Erewhon", **names: NameMatch) -> Entry:
    place = Place(place_id, name, 1.0, 2.0, None, None, "PPL", GeoPrecision.TOWN, 10.0)
    return Entry(place, 5000, {name: NameMatch.NAME} | names)


def written(path: Path, *entries: Entry) -> Gazetteer:
    with new_gazetteer(path) as db:
        write_source(db, Source("test", "1", "CC0"), write_entries(db, entries), "2025-01-01")
    return Gazetteer(path)


def test_there_are_hundreds_of_additions_each_with_its_source() -> None:
    assert len(ADDITIONS) > 400
    assert all(row["source"] for row in ADDITIONS)


def test_a_town_news_names_is_better_known_than_one_of_unknown_size() -> None:
    unknown = replace(an_entry(), population=0)
    assert prominence_in_news(unknown) > prominence(unknown)
    assert prominence_in_news(an_entry()) == prominence(an_entry())


def test_no_two_additions_share_an_id() -> None:
    ids = [row["id"] for row in ADDITIONS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"demarc:[a-z0-9-]+", place_id) for place_id in ids)


@pytest.mark.parametrize("rows", [ADDITIONS, COUNTRIES], ids=["additions", "countries"])
def test_each_row_lies_on_earth_and_is_honest_about_its_radius(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert abs(float(row["lat"])) <= 90, row["id"]
        assert abs(float(row["lon"])) <= 180, row["id"]
        assert float(row["radius_km"]) >= 5, row["id"]
        assert re.fullmatch(r"[A-Z0-9]{2,6}", row["feature"]), row["id"]


def test_what_is_precise_has_a_small_radius_and_what_is_wide_a_large_one() -> None:
    for row in ADDITIONS:
        if row["geo_precision"] == "1":
            assert float(row["radius_km"]) <= 20, row["id"]
        if row["geo_precision"] == "4":
            assert float(row["radius_km"]) >= 100, row["id"]


def test_every_outline_belongs_to_an_addition_and_holds_its_point() -> None:
    shapes = gpd.read_file(TABLES / "additions.geojson").set_index("id").geometry
    rows = {row["id"]: row for row in ADDITIONS}
    for place_id, shape in shapes.items():
        row = rows[str(place_id)]
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        assert shape.is_valid
        assert shapely.convex_hull(shape).distance(point) < 0.1, place_id


def test_every_iso_country_is_there_once() -> None:
    codes = [row["iso2"] for row in COUNTRIES if row["id"].startswith("geonames:")]
    assert len(codes) == len(set(codes)) >= 249


def test_nearly_every_country_has_an_outline_and_a_demonym() -> None:
    entries = [entry for entry in country_entries() if entry.place.id.startswith("geonames:")]
    assert sum(entry.geometry is not None for entry in entries) > 235
    assert sum(NameMatch.DEMONYM in entry.names.values() for entry in entries) > 220


def test_acronyms_of_additions_only_match_in_capitals() -> None:
    (dmz,) = (entry for entry in addition_entries() if entry.place.id == "demarc:korean-dmz")
    assert dmz.names["DMZ"] is NameMatch.ABBREVIATION


def test_towns_stream_out_of_cities500() -> None:
    rows = read_cities()
    first = next(rows)
    assert {"geonameid", "name", "latitude", "longitude", "countrycode", "alternatenames"} <= set(first)
    assert sum(1 for _ in rows) > 200_000


def test_codes_among_a_towns_names_only_match_in_capitals() -> None:
    names = town_names("Warsaw", ["WAW", "Warszawa", "https://example.org/Warsaw"])
    assert names == {"WAW": NameMatch.ABBREVIATION, "Warszawa": NameMatch.ALTERNATE, "Warsaw": NameMatch.NAME}


def test_an_airport_is_named_after_the_city_it_alone_serves() -> None:
    (sanaa,) = (entry for entry in airport_entries() if entry.place.id == "icao:OYSN")
    assert sanaa.place.feature == "AIRP"
    assert "Sana'a Airport" in sanaa.names or "Sanaa Airport" in sanaa.names


@pytest.mark.parametrize(("area_km2", "radius_km"), [(30_000, 147), (0, 5), (17_000_000, 3489)])
def test_a_units_radius_grows_with_its_area(area_km2: float, radius_km: float) -> None:
    assert radius_of_area(area_km2) == radius_km


@pytest.mark.parametrize(("population", "radius_km"), [(0, 10), (99_999, 10), (100_000, 20), (9_000_000, 30)])
def test_a_towns_radius_grows_with_its_people(population: int, radius_km: float) -> None:
    assert town_radius(population) == radius_km


def test_what_is_written_is_found(tmp_path: Path) -> None:
    with written(tmp_path / "g.sqlite", an_entry()) as gazetteer:
        (found,) = gazetteer.candidates(["EREWHON"])["EREWHON"]
    assert found.place == an_entry().place
    assert (found.population, found.name_match) == (5000, "name")


def test_an_id_that_is_there_already_gains_names(tmp_path: Path) -> None:
    again = an_entry(name="Nowhere Land")
    with written(tmp_path / "g.sqlite", an_entry(), again) as gazetteer:
        assert gazetteer.candidates(["Nowhere Land"])["Nowhere Land"][0].place.name == "Erewhon"
        assert gazetteer.info().places == 1


def test_machine_transliterations_are_left_out(tmp_path: Path) -> None:
    with written(tmp_path / "g.sqlite", an_entry(swldw=NameMatch.ALTERNATE)) as gazetteer:
        assert gazetteer.known(["swldw"]) == {}


def test_names_are_kept_once(tmp_path: Path) -> None:
    written(tmp_path / "g.sqlite", an_entry(), an_entry()).close()
    with sqlite3.connect(tmp_path / "g.sqlite") as db:
        assert db.execute("SELECT count(*) FROM name").fetchone() == (1,)


def test_the_digest_follows_the_tables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = digest()
    with (tmp_path / "countries.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerow(["id"])
    monkeypatch.setattr("geo.gazetteer.build.TABLES", tmp_path)
    assert digest() != before


def test_cells_hold_several_names_apart_by_semicolons() -> None:
    assert listed("Kosovar; Kosovars;;") == ["Kosovar", "Kosovars"]


def named(folder: Path, digit: str, suffix: str = ".sqlite") -> Path:
    return folder / f"gazetteer-{digit * 12}{suffix}"


WEEK_S = 7 * 24 * 3600


@pytest.mark.parametrize(
    ("suffix", "age_s", "stays"),
    [
        (".sqlite", 0, True),
        (".sqlite", WEEK_S - 60, True),
        (".sqlite", WEEK_S + 60, False),
        (".0a1b2c3d4e5f6071.part", 60, True),
        (".0a1b2c3d4e5f6071.part", 700, False),
    ],
)
def test_only_what_is_unused_for_long_is_dropped(tmp_path: Path, suffix: str, age_s: int, stays: bool) -> None:
    kept, other = named(tmp_path, "0"), named(tmp_path, "1", suffix)
    kept.touch()
    other.touch()
    long_ago = time.time() - age_s
    os.utime(other, (long_ago, long_ago))
    os.utime(kept, (1, 1))
    drop_unused(kept)
    assert set(tmp_path.iterdir()) == ({kept, other} if stays else {kept})


def test_what_is_not_a_built_gazetteer_is_never_dropped(tmp_path: Path) -> None:
    others = {tmp_path / name for name in ("gazetteer-full.sqlite", "gazetteer-own.sqlite", "demarc.sqlite")}
    for other in others:
        other.touch()
        os.utime(other, (1, 1))
    drop_unused(named(tmp_path, "0"))
    assert set(tmp_path.iterdir()) == others


def test_an_opened_gazetteer_counts_as_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARC_HOME", str(tmp_path))
    written(embedded_path(), an_entry()).close()
    os.utime(embedded_path(), (1, 1))
    open_gazetteer().close()
    drop_unused(named(tmp_path, "0"))
    assert embedded_path().is_file()


def test_a_build_that_fails_leaves_nothing_and_the_older_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "g.sqlite"
    written(target, an_entry()).close()

    def cut_off() -> Iterator[Entry]:
        yield an_entry("own:y", "Elsewhere")
        raise EOFError("the source ends in the middle")

    with pytest.raises(EOFError), new_gazetteer(target) as db:
        write_entries(db, cut_off())
    assert list(tmp_path.iterdir()) == [target]
    with Gazetteer(target) as gazetteer:
        assert gazetteer.info().places == 1


def build_and_open(folder: Path, digit: str, start: Barrier, told: "Queue[str]") -> None:
    """What a first user does: build, drop what is unused, open and ask. Ten times over."""
    target = named(folder, digit)
    start.wait(30)
    for number in range(10):
        with new_gazetteer(target) as db:
            write_entries(db, [an_entry(f"own:{digit}{number}", f"Erewhon {digit}")])
        drop_unused(target)
        with Gazetteer(target) as gazetteer:
            told.put(gazetteer.candidates([f"Erewhon {digit}"])[f"Erewhon {digit}"][0].place.id)


@pytest.mark.parametrize("digits", ["ab", "aa"], ids=["of two versions", "of one version"])
def test_builds_at_once_in_one_folder_each_open_what_they_built(tmp_path: Path, digits: str) -> None:
    spawn = get_context("spawn")
    start, told = spawn.Barrier(2), spawn.Queue()
    builds = [spawn.Process(target=build_and_open, args=(tmp_path, digit, start, told)) for digit in digits]
    for build in builds:
        build.start()
    found = [told.get(timeout=60) for _ in range(20)]
    for build in builds:
        build.join(30)
    assert [build.exitcode for build in builds] == [0, 0]
    assert {one[4] for one in found} == set(digits)
    assert set(tmp_path.iterdir()) == {named(tmp_path, digit) for digit in digits}
