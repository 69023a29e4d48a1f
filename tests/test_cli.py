"""The command line as its users meet it: what comes out, what is said, how it ends."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from extract.types import Actor, ActorRole
from geo.corrections import SetActors, SetAttribution, SetUnit, SetVerdict, edit, teach
from geo.gazetteer import open_gazetteer
from geo.store import open_store
from geo.subscriptions import Kind, Subscription
from geo.types import Place, Verdict
from paths import DATA, ROOT
from tests.factories import NORD_KIVU, extraction, report
from tests.web_site import web_site

Run = Callable[..., Result]
ARTICLE = (
    "Published 14 March 2025\n\nArtillery shells killed six people at a market in Goma on Wednesday, officials said.\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with a store of its own, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEMARC_STORE", str(tmp_path / "store.sqlite"))
    return lambda *args: CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "goma.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_extract_writes_one_record_a_document_in_input_order(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "beirut.txt").write_text("An air strike hit Beirut on 3 May 2025.", encoding="utf-8")
    result = run("extract", "goma.txt", "beirut.txt")
    assert [record["id"] for record in records(result.stdout)] == ["goma", "beirut"]


def test_extract_mentions_carry_the_text_they_point_to(run: Run, article: Path) -> None:
    mentions = records(run("extract", article).stdout)[0]["mentions"]
    assert mentions
    assert all(ARTICLE[m["start"] : m["end"]] == m["text"] for m in mentions)  # type: ignore[attr-defined]


def test_focus_decides_between_places_of_one_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tripoli.txt").write_text("Gunmen killed two people in Tripoli on 3 May 2025.", encoding="utf-8")
    countries = [records(run("extract", "tripoli.txt", *focus).stdout)[0]["mentions"][0]["place"]["country"]  # type: ignore[index]
                 for focus in ((), ("--focus", "LB"))]  # fmt: skip
    assert countries == ["LY", "LB"]


def test_a_focus_that_is_no_country_says_what_is_accepted(run: Run, article: Path) -> None:
    result = run("extract", article, "--focus", "Lebanon")
    assert result.exit_code == 2
    assert "ISO 3166-1 alpha-2" in result.stderr


def test_published_option_beats_the_dateline(run: Run, article: Path) -> None:
    assert records(run("extract", article, "--published", "2024-01-02").stdout)[0]["published"] == "2024-01-02"


def test_a_bad_date_option_says_what_is_accepted(run: Run, article: Path) -> None:
    result = run("extract", article, "--published", "14/03/2025")
    assert result.exit_code == 2
    assert "YYYY-MM-DD" in result.stderr


def test_a_bad_input_is_one_line_and_keeps_the_others(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = run("extract", "empty.txt", article)
    assert result.exit_code == 0
    assert [record["id"] for record in records(result.stdout)] == ["goma"]
    assert len([line for line in result.stderr.splitlines() if line.startswith("skipped empty.txt: ")]) == 1


def test_nothing_readable_is_an_error(run: Run) -> None:
    result = run("extract", "missing.txt")
    assert result.exit_code == 1
    assert "missing.txt" in result.stderr


def test_explain_gives_the_trigger_of_each_event(run: Run, article: Path) -> None:
    assert "trigger: " in run("extract", article, "--explain").stderr


def test_ingesting_twice_adds_nothing_twice(run: Run, article: Path) -> None:
    assert "1 article stored, 0 there already" in run("ingest", article).stderr
    assert "0 articles stored, 1 there already" in run("ingest", article).stderr


def test_two_files_of_one_name_are_both_kept_and_it_is_said(run: Run, article: Path, tmp_path: Path) -> None:
    other = tmp_path / "april" / "goma.txt"
    other.parent.mkdir()
    other.write_text(ARTICLE.replace("six", "nine"), encoding="utf-8")
    run("ingest", article)
    result = run("ingest", other)
    assert "note goma: the store has another file of this name; this one is kept as 'april/goma'" in result.stderr
    with open_store(str(tmp_path / "store.sqlite")) as store:
        assert [document.id for document in store.documents()] == ["goma", "april/goma"]


def test_a_file_that_changed_replaces_its_earlier_text(run: Run, article: Path, tmp_path: Path) -> None:
    run("ingest", article)
    article.write_text(ARTICLE.replace("six", "nine"), encoding="utf-8")
    assert "note goma: replaces an earlier text" in run("ingest", article).stderr
    with open_store(str(tmp_path / "store.sqlite")) as store:
        assert [document.id for document in store.documents()] == ["goma"]


@pytest.fixture
def rejected(tmp_path: Path) -> int:
    """A store with one incident, which is rejected; the number of that correction."""
    with open_store(str(tmp_path / "store.sqlite")) as store:
        store.add(extraction())
        act = edit(store.incidents()[0], SetVerdict(Verdict.REJECTED), by="Ada", at=datetime.now(UTC), why="a drill")
        return store.record(act)


def test_corrections_are_listed_with_their_sentence(run: Run, rejected: int) -> None:
    listed = run("corrections", "list").stdout
    assert listed.startswith(f"{rejected}  rejected by Ada on ")
    assert ": a drill\n    river-herald-0312: Artillery shells killed six people" in listed


def test_corrections_of_who_and_by_whom_said_are_listed(run: Run, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store.sqlite")) as store:
        store.add(extraction())
        edits = (SetActors((Actor("M23", ActorRole.SIDE_A),)), SetAttribution("the governor"), SetUnit("1st Company"))
        store.record(edit(store.incidents()[0], *edits, by="Ada", at=datetime.now(UTC)))
    listed = run("corrections", "list").stdout
    assert "actors set to M23 (side A); attribution set to the governor; unit set to 1st Company by Ada" in listed


def test_a_rejected_incident_is_in_no_export_until_that_is_undone(run: Run, rejected: int, tmp_path: Path) -> None:
    out = tmp_path / "incidents.geojson"
    export = ("export", "--format", "geojson", "--out", out)
    assert "1 incident rejected in review left out" in run(*export).stderr
    assert json.loads(out.read_text())["features"] == []
    assert run("corrections", "undo", rejected).exit_code == 0
    assert "in review" not in run(*export).stderr
    assert len(json.loads(out.read_text())["features"]) == 1


def teach_goma(tmp_path: Path) -> None:
    """Let Goma mean a place that nobody would think of, if the gazetteer has one."""
    with open_gazetteer() as gazetteer, open_store(str(tmp_path / "store.sqlite")) as store:
        other = next(one.place for one in gazetteer.candidates(["Goma"])["Goma"] if one.place.country == "PH")
        store.record(teach("Goma", other, by="Ada", at=datetime.now(UTC)))


def countries(tmp_path: Path) -> set[str | None]:
    with open_store(str(tmp_path / "store.sqlite")) as store:
        return {one.place.country for one in store.incidents() if isinstance(one.place, Place)}


def test_what_was_taught_holds_from_the_next_ingest(run: Run, article: Path, tmp_path: Path) -> None:
    teach_goma(tmp_path)
    run("ingest", article)
    assert countries(tmp_path) == {"PH"}


def test_what_was_taught_reaches_stored_articles_when_they_are_reread(run: Run, article: Path, tmp_path: Path) -> None:
    run("ingest", article)
    assert countries(tmp_path) == {"CD"}
    teach_goma(tmp_path)
    assert "1 article read differently" in run("reread", "--naming", "goma").stderr
    assert countries(tmp_path) == {"PH"}
    run("corrections", "undo", "1")
    run("reread")
    assert countries(tmp_path) == {"CD"}


def test_rereading_an_untouched_store_changes_nothing(run: Run, article: Path, tmp_path: Path) -> None:
    run("ingest", article)
    assert "0 articles read differently" in run("reread").stderr


def test_a_correction_that_is_not_there_cannot_be_undone(run: Run) -> None:
    result = run("corrections", "undo", 7)
    assert result.exit_code == 1
    assert "no correction numbered 7" in result.stderr


def test_map_of_the_store_holds_the_sentence(run: Run, article: Path) -> None:
    run("ingest", article)
    assert run("map", "--out", "map.html").exit_code == 0
    assert "killed six people at a market in Goma" in Path("map.html").read_text(encoding="utf-8")


def test_export_writes_what_the_filters_leave(run: Run, article: Path) -> None:
    run("ingest", article)
    run("export", "--format", "geojson", "--out", "goma.geojson", "--country", "cd")
    run("export", "--format", "geojson", "--out", "none.geojson", "--country", "FR")
    assert json.loads(Path("goma.geojson").read_text())["features"]
    assert not json.loads(Path("none.geojson").read_text())["features"]


def square(file: Path, west: float) -> Path:
    """A GeoJSON file of one polygon, ten degrees wide, around the equator."""
    ring = [[west, -5], [west + 10, -5], [west + 10, 5], [west, 5], [west, -5]]
    file.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")
    return file


def test_export_keeps_what_lies_within_a_polygon_and_says_so_in_the_file(
    run: Run, article: Path, tmp_path: Path
) -> None:
    run("ingest", article)
    for name, west in (("around", 25), ("away", 60)):
        polygon = square(tmp_path / f"{name}.polygon.geojson", west)
        run("export", "--format", "geojson", "--out", f"{name}.geojson", "--polygon", polygon)
    around, away = (json.loads(Path(f"{name}.geojson").read_text()) for name in ("around", "away"))
    assert len(around["features"]) == 1
    assert "polygon 25_-5_35_-5_35_5_25_5" in around["metadata"]["filters"]
    assert away["features"] == []


def test_what_an_area_may_or_may_not_hold_is_in_no_file_and_listed_on_the_page(run: Run, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store.sqlite")) as kept:
        kept.add(report("Shells fell in Nord Kivu on Tuesday.", place=NORD_KIVU))
    area = ("--bbox", "28,-2,30,0")
    page, table = run("map", "--out", "out.html", *area), run("export", "--format", "csv", "--out", "out.csv", *area)
    assert "1 perhaps in the area, of a region" in page.stderr
    assert "Shells fell" in (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "1 incident left out: of a region" in table.stderr
    assert "Shells fell" not in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_a_polygon_file_that_holds_none_is_named(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "point.geojson").write_text('{"type": "Point", "coordinates": [1, 2]}', encoding="utf-8")
    result = run("export", article, "--format", "csv", "--out", "out.csv", "--polygon", "point.geojson")
    assert result.exit_code == 2
    assert "point.geojson" in result.stderr
    assert "no inside" in result.stderr


def test_export_leaves_plans_out_and_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(
        "Published 3 May 2025\n\nRussia plans to send 2,000 soldiers to Mali next month, officials said. "
        "A drone strike hit a depot in Gao on Friday.",
        encoding="utf-8",
    )
    result = run("export", "plan.txt", "--format", "csv", "--out", "out.csv")
    assert "planned" in result.stderr
    assert "Troop deployment" not in Path("out.csv").read_text()


def test_an_unknown_event_type_names_the_known_ones(run: Run) -> None:
    result = run("map", "--out", "map.html", "--event-type", "Earthquake")
    assert result.exit_code == 2
    assert "Battles" in result.stderr


def test_geocode_prints_ranked_candidates(run: Run) -> None:
    lines = run("geocode", "Kursk", "Пхеньян").stdout.splitlines()
    assert lines[0] == "Kursk"
    assert lines[1].startswith("  1. Kursk")
    assert any("Pyongyang" in line for line in lines)


def test_geocode_of_an_unknown_name_says_so_and_fails(run: Run) -> None:
    result = run("geocode", "Qwrtzpx")
    assert result.exit_code == 1
    assert "nothing of that name" in result.stdout


def test_gazetteer_info_names_sources_and_licences(run: Run) -> None:
    assert "CC BY 4.0" in run("gazetteer", "info").stdout


def test_check_reports_every_component(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in ("language model", "gazetteer", "basemap", "store"))


@pytest.mark.slow
def test_an_interrupt_leaves_the_store_whole(tmp_path: Path) -> None:
    code = (
        "import sys, pipeline, cli\n"
        "real = pipeline.extract\n"
        "def two(documents, *, tools, project):\n"
        "    for done, found in enumerate(real(documents, tools=tools, project=project)):\n"
        "        if done == 2: raise KeyboardInterrupt\n"
        "        yield found\n"
        "pipeline.extract = two\n"
        f"cli.main(['ingest', {str(DATA / 'sample')!r}, '--store', {str(tmp_path / 's.sqlite')!r}])\n"
    )
    stopped = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert stopped.returncode == 1
    assert "run the same command again" in stopped.stderr
    again = CliRunner().invoke(main, ["ingest", str(DATA / "sample"), "--store", str(tmp_path / "s.sqlite")])
    assert "2 there already" in again.stderr


def test_watch_wants_folders(run: Run, article: Path) -> None:
    result = run("ingest", "--watch", article)
    assert result.exit_code == 2
    assert "goma.txt" in result.stderr
    assert "name folders only" in result.stderr


def test_saved_feeds_are_read_and_known_entries_passed_over(run: Run, tmp_path: Path) -> None:
    with web_site() as site, open_store(str(tmp_path / "store.sqlite")) as store:
        store.subscriptions.save(Subscription(Kind.FEED, site.feed("/feed", "Kidal", "Gao")))
        store.subscriptions.save(Subscription(Kind.FEED, f"{site.url}/gone"))
        first, second = run("ingest", "--saved"), run("ingest", "--saved")
    assert "2 articles stored" in first.stderr
    assert f"skipped {site.url}/gone: no such page" in first.stderr
    assert "Sahel Wire: 0 to read, 2 known" in second.stderr
    assert second.exit_code == 0


@pytest.mark.slow
def test_a_watched_folder_is_read_as_it_fills_and_left_cleanly(tmp_path: Path) -> None:
    folder, store = tmp_path / "clips", tmp_path / "store.sqlite"
    folder.mkdir()
    (folder / "goma.txt").write_text(ARTICLE, encoding="utf-8")
    command = [sys.executable, str(ROOT / "cli.py"), "ingest", "--watch", str(folder), "--store", str(store)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = iter(process.stderr.readline, "")
        assert any("watching" in line for line in said)
        (folder / "suva.txt").write_text("Police fired tear gas at a crowd in Suva on 3 May 2025.", encoding="utf-8")
        assert any("1 article stored" in line for line in said)
        process.send_signal(signal.SIGINT)
        assert "stopped; 2 articles stored" in "".join(said)
    assert process.returncode == 0
    with open_store(str(store)) as opened:
        assert [document.id for document in opened.documents()] == ["goma", "suva"]
