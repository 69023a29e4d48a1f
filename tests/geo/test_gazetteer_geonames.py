"""The full gazetteer, from a small dump in GeoNames' own format."""

import os
import sqlite3
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.gazetteer import Gazetteer
from geo.gazetteer import geonames as full
from geo.gazetteer import writer as gazetteer_writer
from geo.gazetteer.build import CITIES, COUNTRIES, build_embedded, embedded_path
from geo.gazetteer.cities import town_names
from geo.gazetteer.entries import Entry, NameMatch
from geo.gazetteer.names import fold
from geo.gazetteer.writer import SCHEMA, new_gazetteer, write_entries, write_source
from geo.types import GeoPrecision, Place


def line(
    number: int,
    name: str,
    lat: float,
    lon: float,
    feature: str,
    country: str = "IS",
    alternates: str = "",
    people: int = 0,
) -> str:
    """A line of allCountries.txt: 19 columns, tab-separated."""
    kind, code = feature.split(".")
    columns = [
        number,
        name,
        name,
        alternates,
        lat,
        lon,
        kind,
        code,
        country,
        "",
        "39",
        "",
        "",
        "",
        people,
        "",
        0,
        "",
        "2025-01-01",
    ]
    return "\t".join(str(column) for column in columns)


LINES = [
    line(9000001, "Hvalfjordur Depot", 64.4, -21.5, "S.INSM"),
    line(9000002, "Litlibaer", 65.9, -22.8, "P.PPL", alternates="Litlibær,Litli Baer,litlibaer", people=12),
    line(9000003, "Storaborg", 63.9, -20.0, "P.PPLA", people=250_000),
    line(9000004, "Djupisjor", 66.5, -20.0, "H.SEA"),
    line(9000005, 'Quoted "Name', 64.0, -19.0, "T.MT"),
    line(9000006, "Not yet placed", 64.0, -19.0, "P.").replace("\tP\t\t", "\t\t\t"),
]
NAMES = [
    "1\t9000003\ten\tBig Castle\t\t\t\t",
    "2\t9000003\tabbr\tSBG\t\t\t\t",
    "3\t9000003\tis\tBorgin\t\t\t1\t",
    "4\t9000003\tlink\thttps://example.org/Storaborg\t\t\t\t",
    "5\t1\ten\tOf no place\t\t\t\t",
]


def zipped(path: Path, member: str, lines: list[str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "\n".join(lines) + "\n")
    return path


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the embedded gazetteer: one country, one unit code, one town that must not be carried over."""
    path = tmp_path / "embedded.sqlite"
    country = Place("geonames:2629691", "Iceland", 65, -18, "IS", None, "PCLI", GeoPrecision.COUNTRY, 270)
    town = Place("geonames:3413829", "Old Town", 64.1, -21.9, "IS", None, "PPL", GeoPrecision.TOWN, 20)
    with new_gazetteer(path) as db:
        countries = write_entries(db, [Entry(country, 350_000, {"Iceland": NameMatch.NAME})])
        write_source(db, COUNTRIES, countries, "2025-01-01")
        write_source(db, CITIES, write_entries(db, [Entry(town, 9, town_names("Old Town", []))]), "2025-01-01")
        db.execute("INSERT INTO unit VALUES ('IS.39', 'Capital Region')")
    monkeypatch.setattr(full, "embedded_path", lambda: path)
    return path


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return zipped(tmp_path / "allCountries.zip", "allCountries.txt", LINES)


@pytest.fixture
def gazetteer(tmp_path: Path, base: Path, dump: Path) -> Iterator[Gazetteer]:
    names = zipped(tmp_path / "alternateNamesV2.zip", "alternateNamesV2.txt", NAMES)
    path = full.build_geonames(dump, alternate_names=names, path=tmp_path / "full.sqlite", progress=False)
    with Gazetteer(path) as gazetteer:
        yield gazetteer


def test_lines_become_places(gazetteer: Gazetteer) -> None:
    (found,) = gazetteer.candidates(["Storaborg"])["Storaborg"]
    assert found.place.id == "geonames:9000003"
    assert (found.place.lat, found.place.lon, found.population) == (63.9, -20.0, 250_000)
    assert (found.place.country, found.place.admin1, found.place.feature) == ("IS", "Capital Region", "PPLA")


@pytest.mark.parametrize(
    ("name", "precision", "radius_km"),
    [
        ("Hvalfjordur Depot", GeoPrecision.TOWN, 5),
        ("Litlibaer", GeoPrecision.TOWN, 10),
        ("Storaborg", GeoPrecision.TOWN, 20),
        ("Djupisjor", GeoPrecision.REGION, 300),
    ],
)
def test_precision_and_radius_follow_the_feature(
    gazetteer: Gazetteer, name: str, precision: GeoPrecision, radius_km: float
) -> None:
    place = gazetteer.candidates([name])[name][0].place
    assert (place.geo_precision, place.radius_km) == (precision, radius_km)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Litli Baer", "alternate"), ("Big Castle", "alternate"), ("SBG", "abbreviation"), ("Borgin", "nickname")],
)
def test_alternate_names_of_both_files_match(gazetteer: Gazetteer, name: str, kind: str) -> None:
    assert gazetteer.candidates([name])[name][0].name_match == kind


def test_links_and_names_of_unknown_places_are_left_out(gazetteer: Gazetteer) -> None:
    assert gazetteer.known(["https://example.org/Storaborg", "Of no place"]) == {}


def test_a_quotation_mark_does_not_swallow_lines(gazetteer: Gazetteer) -> None:
    assert gazetteer.candidates(['Quoted "Name'])['Quoted "Name']


def test_a_line_without_a_feature_code_is_left_out(gazetteer: Gazetteer) -> None:
    assert gazetteer.known(["Not yet placed"]) == {}


def test_countries_are_carried_over_and_embedded_towns_are_not(gazetteer: Gazetteer) -> None:
    assert gazetteer.candidates(["Iceland"])["Iceland"]
    assert gazetteer.candidates(["Old Town"])["Old Town"] == []


def test_info_dates_the_dump(gazetteer: Gazetteer) -> None:
    (source,) = (source for source in gazetteer.info().sources if source.name == "GeoNames")
    assert source.version.startswith("allCountries.zip of 20")
    assert source.places == 5


def test_a_stopped_build_goes_on_where_it_was(
    tmp_path: Path, base: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full, "_BATCH_LINES", 2)
    read: list[str] = []
    original = full._entry

    def stopping(row: list[str], units: dict[str, str]) -> Entry | None:
        if row[1] == "Djupisjor" and "Djupisjor" not in read:
            read.append(row[1])
            raise KeyboardInterrupt
        read.append(row[1])
        return original(row, units)

    monkeypatch.setattr(full, "_entry", stopping)
    with pytest.raises(KeyboardInterrupt):
        full.build_geonames(dump, path=tmp_path / "full.sqlite", progress=False)
    assert not (tmp_path / "full.sqlite").exists()
    path = full.build_geonames(dump, path=tmp_path / "full.sqlite", progress=False)
    assert read.count("Hvalfjordur Depot") == 1
    with Gazetteer(path) as gazetteer:
        assert len(gazetteer.known(["Hvalfjordur Depot", "Litlibaer", "Storaborg", "Djupisjor"])) == 4
        assert gazetteer.info().places == 6


def test_another_dump_starts_anew(tmp_path: Path, base: Path, dump: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full, "finish", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        full.build_geonames(dump, path=tmp_path / "full.sqlite", progress=False)
    monkeypatch.undo()
    monkeypatch.setattr(full, "embedded_path", lambda: base)
    other = zipped(tmp_path / "allCountries.zip", "allCountries.txt", LINES[:1])
    os.utime(other, (1, 1))
    with Gazetteer(full.build_geonames(other, path=tmp_path / "full.sqlite", progress=False)) as gazetteer:
        assert gazetteer.info().places == 2


def _interrupted(_db: sqlite3.Connection) -> None:
    raise KeyboardInterrupt


def test_memory_does_not_grow_with_the_dump(tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full, "_BATCH_LINES", 500)
    monkeypatch.setattr(gazetteer_writer, "fold", fold.__wrapped__)  # its cache is bounded, at more than this dump
    peaks = [_peak_bytes(tmp_path, lines) for lines in (2_000, 20_000)]
    assert peaks[1] < 2 * peaks[0]


def _peak_bytes(tmp_path: Path, lines: int) -> int:
    many = (line(10_000_000 + i, f"Farm {i}", 64.0, -19.0, "P.PPL", people=1) for i in range(lines))
    dump = zipped(tmp_path / f"{lines}.zip", "allCountries.txt", list(many))
    tracemalloc.start()
    full.build_geonames(dump, path=tmp_path / f"{lines}.sqlite", progress=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize(
    ("member", "lines", "message"),
    [
        ("cities500.txt", LINES, "holds no allCountries.txt"),
        ("allCountries.txt", ["1\tA\tB"], "line 1: 3 columns where GeoNames has 19"),
    ],
)
def test_a_zip_that_is_no_dump_is_refused(
    tmp_path: Path, base: Path, member: str, lines: list[str], message: str
) -> None:
    dump = zipped(tmp_path / "x.zip", member, lines)
    with pytest.raises(full.DumpError, match=message):
        full.build_geonames(dump, path=tmp_path / "full.sqlite", progress=False)


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path, base: Path) -> None:
    (tmp_path / "x.zip").write_text("hello")
    with pytest.raises(full.DumpError, match="is no zip file"):
        full.build_geonames(tmp_path / "x.zip", path=tmp_path / "full.sqlite", progress=False)


@pytest.mark.slow
def test_the_real_base_is_carried_over(tmp_path: Path, dump: Path) -> None:
    if not embedded_path().is_file():
        build_embedded(progress=False)
    with Gazetteer(full.build_geonames(dump, path=tmp_path / "full.sqlite", progress=False)) as gazetteer:
        assert gazetteer.candidates(["the DMZ", "Kursk region"])["Kursk region"][0].place.feature == "ADM1"
        assert gazetteer.geometry("demarc:korean-mdl") is not None


def test_the_schema_is_that_of_the_embedded_one(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.sqlite") as db:
        db.executescript(SCHEMA)
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"place", "raw_name", "geometry", "source", "unit"} <= tables
