"""The embedded gazetteer: what analysts' names lead to, and what looking up costs."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer, open_gazetteer
from geo.gazetteer.build import build_embedded, embedded_path
from geo.types import Candidate, GeoPrecision, Place
from paths import ROOT


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    if not embedded_path().is_file():
        build_embedded(progress=False)
    with Gazetteer(embedded_path()) as gazetteer:
        yield gazetteer


def first(gazetteer: Gazetteer, name: str) -> Candidate:
    found = gazetteer.candidates([name])[name]
    assert found, f"no candidate for {name!r}"
    return found[0]


def near(place: Place, lat: float, lon: float, degrees: float = 0.5) -> bool:
    return abs(place.lat - lat) < degrees and abs(place.lon - lon) < degrees


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("North Korea", "geonames:1873107"),
        ("DPRK", "geonames:1873107"),
        ("Hermit Kingdom", "geonames:1873107"),
        ("North Koreans", "geonames:1873107"),
        ("Filipinos", "geonames:1694008"),
        ("Britons", "geonames:2635167"),
        ("U.S.", "geonames:6252001"),
        ("USA", "geonames:6252001"),
        ("the United Kingdom", "geonames:2635167"),
        ("UAE", "geonames:290557"),
        ("DRC", "geonames:203312"),
        ("Burma", "geonames:1327865"),
        ("Ivory Coast", "geonames:2287781"),
        ("Северная Корея", "geonames:1873107"),
        ("북한", "geonames:1873107"),
        ("日本", "geonames:1861060"),
        ("Georgia", "geonames:614540"),
        ("Micronesia", "geonames:2081918"),
        ("Kosovo", "geonames:831053"),
        ("Somaliland", "demarc:somaliland"),
        ("Transnistria", "demarc:transnistria"),
    ],
)
def test_countries_by_every_kind_of_name(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    assert first(gazetteer, name).place.id == place_id


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("South Korea", "name"),
        ("ROK", "abbreviation"),
        ("South Koreans", "demonym"),
        ("Land of the Morning Calm", "nickname"),
        ("Republic of Korea", "alternate"),
    ],
)
def test_the_kind_of_name_that_matched_is_told(gazetteer: Gazetteer, name: str, kind: str) -> None:
    assert first(gazetteer, name).name_match == kind


def test_a_pronoun_is_not_the_united_states(gazetteer: Gazetteer) -> None:
    assert all(c.place.country != "US" for c in gazetteer.candidates(["us"])["us"])


def test_a_form_of_address_is_not_mississippi(gazetteer: Gazetteer) -> None:
    assert "Miss" not in gazetteer.known(["Miss"])
    assert first(gazetteer, "Miss.").place.name == "Mississippi"


@pytest.mark.parametrize(
    ("name", "feature", "lat", "lon"),
    [
        ("Kursk", "PPL", 51.74, 36.19),
        ("Kursk region", "ADM1", 51.7, 36.3),
        ("Kursk Oblast", "ADM1", 51.7, 36.3),
        ("Kurskaya Oblast", "ADM1", 51.7, 36.3),
        ("Курская область", "ADM1", 51.7, 36.3),
        ("Kyoto", "PPL", 35.0, 135.75),
        ("Kyoto Prefecture", "ADM1", 35.2, 135.4),
        ("Ky.", "ADM1", 37.5, -85.3),
        ("Calif.", "ADM1", 37.2, -119.6),
        ("B.C.", "ADM1", 54.0, -125.0),
        ("NSW", "ADM1", -33.0, 146.0),
        ("Bavaria", "ADM1", 48.9, 11.5),
        ("England", "ADM1", 52.2, -0.7),
        ("Rapides Parish", "ADM2", 31.2, -92.5),
        ("Los Angeles County", "ADM2", 34.3, -118.2),
        ("Lincolnshire", "ADM2", 53.1, -0.2),
        ("Пхеньян", "PPLC", 39.03, 125.75),
        ("쿠르스크", "PPL", 51.74, 36.19),
    ],
)
def test_towns_and_units(gazetteer: Gazetteer, name: str, feature: str, lat: float, lon: float) -> None:
    place = first(gazetteer, name).place
    assert place.feature == feature
    assert near(place, lat, lon)


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("the DMZ", "demarc:korean-dmz"),
        ("Military Demarcation Line", "demarc:korean-mdl"),
        ("Northern Limit Line", "demarc:northern-limit-line"),
        ("Joint Security Area", "demarc:joint-security-area"),
        ("Yongbyon", "demarc:yongbyon-nuclear-scientific-research-center"),
        ("Punggye-ri", "demarc:punggye-ri-nuclear-test-site"),
        ("Vostochny", "demarc:vostochny-cosmodrome"),
        ("Tumangang", "demarc:tumangang"),
        ("Strait of Hormuz", "demarc:strait-of-hormuz"),
        ("Zaporizhzhia nuclear power plant", "demarc:zaporizhzhia-nuclear-power-plant"),
        ("Donbas", "demarc:donbas"),
        ("Sahel", "demarc:sahel"),
        ("Northeast Asia", "demarc:northeast-asia"),
        ("East Sea", "demarc:sea-of-japan"),
        ("Europeans", "demarc:europe"),
    ],
)
def test_places_that_town_lists_lack(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    assert place_id in [c.place.id for c in gazetteer.candidates([name])[name]][:2]


@pytest.mark.parametrize(
    ("iso", "lat", "lon"),
    [
        ("RU", 60, 100),
        ("US", 39.76, -98.5),
        ("CA", 60.1, -113.6),
        ("UA", 49, 32),
        ("KR", 36.5, 127.75),
        ("JP", 35.7, 139.8),
    ],
)
def test_countries_stand_at_geonames_own_points(gazetteer: Gazetteer, iso: str, lat: float, lon: float) -> None:
    names = {"RU": "Russia", "US": "United States", "CA": "Canada", "UA": "Ukraine", "KR": "South Korea", "JP": "Japan"}
    place = first(gazetteer, names[iso]).place
    assert place.geo_precision is GeoPrecision.COUNTRY
    assert near(place, lat, lon, 0.1)


def test_candidates_are_keyed_as_given_and_unknown_names_have_none(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates(["SEOUL", "Seoul", "Xyzzyqua"])
    assert list(found) == ["SEOUL", "Seoul", "Xyzzyqua"]
    assert found["SEOUL"] == found["Seoul"]
    assert found["Xyzzyqua"] == []


def test_the_best_known_place_comes_first(gazetteer: Gazetteer) -> None:
    assert first(gazetteer, "Paris").place.country == "FR"
    assert first(gazetteer, "London").place.country == "GB"


@pytest.mark.parametrize(
    ("name", "country"),
    [("Pokrovsk", "UA"), ("Mosul", "IQ"), ("Odesa", "UA"), ("Hodeidah", "YE"), ("Birmingham", "GB")],
)
def test_a_place_of_that_name_outranks_one_once_or_elsewhere_called_so(
    gazetteer: Gazetteer, name: str, country: str
) -> None:
    assert first(gazetteer, name).place.country == country


def test_a_region_is_not_the_name_of_each_of_its_parts(gazetteer: Gazetteer) -> None:
    italian = [c.place for c in gazetteer.candidates(["Lombardy"])["Lombardy"] if c.place.country == "IT"]
    assert [place.name for place in italian] == ["Lombardy"]


def test_a_name_lists_each_place_once(gazetteer: Gazetteer) -> None:
    ids = [c.place.id for c in gazetteer.candidates(["Washington"])["Washington"]]
    assert len(ids) == len(set(ids)) > 20


def test_known_tells_how_a_name_is_written(gazetteer: Gazetteer) -> None:
    facts = gazetteer.known(["seoul", "xyzzyqua"])
    assert list(facts) == ["seoul"]
    assert "Seoul" in facts["seoul"].spellings
    assert facts["seoul"].population > 5_000_000
    assert "PPLC" in facts["seoul"].features


def test_a_place_is_found_by_its_id(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("demarc:joint-security-area")
    assert place is not None
    assert place.name == "Joint Security Area"
    assert gazetteer.place("geonames:0") is None


@pytest.mark.parametrize(
    ("place_id", "kind"),
    [
        ("geonames:538555", "Polygon"),
        ("geonames:1873107", "Polygon"),
        ("geonames:4338356", "Polygon"),
        ("demarc:korean-dmz", "Polygon"),
        ("demarc:korean-mdl", "LineString"),
        ("demarc:blue-line", "LineString"),
    ],
)
def test_outlines_and_lines_lie_round_their_point(gazetteer: Gazetteer, place_id: str, kind: str) -> None:
    shape, place = gazetteer.geometry(place_id), gazetteer.place(place_id)
    assert shape is not None
    assert place is not None
    assert shape.geom_type.removeprefix("Multi") == kind
    west, south, east, north = shape.bounds
    assert west <= place.lon <= east
    assert south <= place.lat <= north


def test_the_demarcation_line_runs_inside_the_zone_from_sea_to_sea(gazetteer: Gazetteer) -> None:
    line, zone = gazetteer.geometry("demarc:korean-mdl"), gazetteer.geometry("demarc:korean-dmz")
    assert line is not None
    assert zone is not None
    assert zone.covers(line)
    assert line.bounds[0] < 126.8
    assert line.bounds[2] > 128.2


def test_a_town_has_no_outline(gazetteer: Gazetteer) -> None:
    assert gazetteer.geometry("geonames:538560") is None


def test_info_names_every_source_with_its_licence(gazetteer: Gazetteer) -> None:
    info = gazetteer.info()
    assert info.places > 250_000
    assert {source.name for source in info.sources} >= {"GeoNames cities500", "Demarc countries", "Demarc additions"}
    assert all(source.licence and source.version and source.places for source in info.sources)


def test_a_missing_file_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="gazetteer build"):
        Gazetteer(tmp_path / "none.sqlite")


@given(st.lists(st.text(max_size=20), max_size=5))
@settings(max_examples=50, deadline=None)
def test_any_text_may_be_looked_up(gazetteer: Gazetteer, names: list[str]) -> None:
    found = gazetteer.candidates(names)
    assert set(found) == set(names)
    assert set(gazetteer.known(names)) == {name for name, candidates in found.items() if candidates}


def test_every_place_lies_on_earth_and_has_a_radius(gazetteer: Gazetteer) -> None:
    names = ["Springfield", "San Jose", "Victoria", "Santa Cruz", "Korea", "Kashmir", "Georgia", "Santiago"]
    for candidates in gazetteer.candidates(names).values():
        for candidate in candidates:
            assert abs(candidate.place.lat) <= 90
            assert abs(candidate.place.lon) <= 180
            assert candidate.place.radius_km > 0
            assert 0 <= candidate.prominence <= 1


def test_looking_up_costs_less_than_50_microseconds_a_name(gazetteer: Gazetteer) -> None:
    """The best of three, each with an empty cache: what else the machine does is not the look-up's cost."""
    words = re.findall(r"[A-Z]\w+", (ROOT / "data" / "gazetteer" / "countries.csv").read_text(encoding="utf-8"))
    assert min(seconds_of_looking_up(words, gazetteer.path) for _ in range(3)) / len(words) < 50e-6


def seconds_of_looking_up(words: list[str], path: Path) -> float:
    with Gazetteer(path) as fresh:
        started = time.process_time()
        for at in range(0, len(words), 50):
            fresh.candidates(words[at : at + 50])
        return time.process_time() - started


def test_opening_costs_at_most_a_second_and_300_mb() -> None:
    """In a process of its own, with nothing cached. Linux hands ru_maxrss down from the parent, VmHWM not."""
    embedded_path().is_file() or build_embedded(progress=False)
    script = (
        "import resource, time\n"
        "from pathlib import Path\n"
        "from geo.gazetteer import open_gazetteer\n"
        "started = time.process_time()\n"
        "gazetteer = open_gazetteer()\n"
        "gazetteer.candidates(['Kursk', 'Washington', 'the DMZ'])\n"
        "seconds = time.process_time() - started\n"
        "status = Path('/proc/self/status')\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if not status.exists() else next(\n"
        "    int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith('VmHWM'))\n"
        "print(seconds, peak / 1e6)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds <= 1.0
    assert megabytes <= 300


def test_the_default_gazetteer_opens() -> None:
    with open_gazetteer() as gazetteer:
        assert gazetteer.candidates(["Pyongyang"])["Pyongyang"]
