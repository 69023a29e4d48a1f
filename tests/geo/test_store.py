"""The store: one contract in SQLite and PostgreSQL, nothing twice, whole after an interruption."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from extract.types import Actor, ActorRole, Count, Modality
from geo.corrections import (
    Act,
    Anchor,
    Edit,
    SetActors,
    SetAttribution,
    SetCount,
    SetDate,
    SetModality,
    SetOrigin,
    SetPlace,
    SetType,
    SetUnit,
    SetVerdict,
    edit,
    split,
    teach,
)
from geo.incidents import merge
from geo.merging.rulings import Ruling, RulingKind
from geo.records import to_record
from geo.store import Outcome, Store, StoreError, open_store
from geo.store_tables import SCHEMA_VERSION, Entry
from geo.types import Extraction, Incident, Verdict
from paths import ROOT
from tests.conftest import missing
from tests.factories import GOMA, RWANDA, SAKE, day, extraction, report
from tests.geo import throwaway_postgres

NOON = datetime(2025, 4, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    programs = throwaway_postgres.programs()
    if programs is None:
        missing("PostgreSQL (initdb and pg_ctl, as in Debian's package postgresql)")
    with throwaway_postgres.cluster(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where no store is yet, of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "store.sqlite")
    postgres: str = request.getfixturevalue("postgres_url")
    with connected(postgres) as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    return postgres


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store of each kind."""
    with open_store(url) as opened:
        yield opened


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """A database without the store around it."""
    file = not url.startswith("postgresql")
    engine = sa.create_engine(f"sqlite:///{url}" if file else url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


SCHEMA_1 = """
CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE documents ({seq}, id VARCHAR NOT NULL UNIQUE, content_hash VARCHAR NOT NULL UNIQUE,
    record_hash VARCHAR NOT NULL, published DATE, source VARCHAR, added_at {moment} NOT NULL, record TEXT NOT NULL);
CREATE TABLE replaced_documents ({seq}, id VARCHAR NOT NULL, replaced_at {moment} NOT NULL, record TEXT NOT NULL);
CREATE TABLE rulings ({seq}, kind VARCHAR NOT NULL, report_id VARCHAR NOT NULL, other_id VARCHAR NOT NULL,
    by VARCHAR NOT NULL, at VARCHAR NOT NULL, why VARCHAR NOT NULL, undone_by VARCHAR, undone_at VARCHAR);
INSERT INTO meta VALUES ('schema_version', '1'), ('revision', 'abc')
"""


def make_schema_1(url: str, told: Sequence[Extraction], rulings: Sequence[tuple[str, str, str | None]]) -> None:
    """A store as version 1 of the schema had it, with rulings (one report, the other, who undid it)."""
    own = {"seq": "seq SERIAL PRIMARY KEY", "moment": "TIMESTAMP WITH TIME ZONE"}
    lite = {"seq": "seq INTEGER PRIMARY KEY", "moment": "DATETIME"}
    with connected(url) as connection:
        for statement in SCHEMA_1.format(**(own if url.startswith("postgresql") else lite)).split(";"):
            connection.execute(sa.text(statement))
        for number, one in enumerate(told):
            values = {"id": one.document.id, "hash": str(number), "at": NOON, "record": json.dumps(to_record(one))}
            columns = "id, content_hash, record_hash, added_at, record"
            connection.execute(
                sa.text(f"INSERT INTO documents ({columns}) VALUES (:id, :hash, :hash, :at, :record)"), values
            )
        for a, b, undone_by in rulings:
            undone_at = undone_by and NOON.isoformat()
            values = {"a": a, "b": b, "at": NOON.isoformat(), "undone_by": undone_by, "undone_at": undone_at}
            columns = "kind, report_id, other_id, by, at, why, undone_by, undone_at"
            marks = "'apart', :a, :b, 'Ada', :at, 'two shells', :undone_by, :undone_at"
            connection.execute(sa.text(f"INSERT INTO rulings ({columns}) VALUES ({marks})"), values)


def two_copies() -> tuple[list[Extraction], str, str]:
    """Two documents of one incident, and the ids of their reports."""
    told = [report("Shells hit Goma.", document_id=name, source=name) for name in "ab"]
    first, second = merge(told)[0].evidence
    return told, first.report_id, second.report_id


def test_a_store_of_the_first_schema_opens_with_all_it_had(url: str) -> None:
    told, _, _ = two_copies()
    make_schema_1(url, told, [])
    with open_store(url) as store:
        assert list(store.extractions()) == told
        assert store.incidents() == merge(told)


def test_rulings_of_the_first_schema_become_acts_of_the_trail(url: str) -> None:
    told, first, second = two_copies()
    make_schema_1(url, told, [(first, second, "Ben"), (first, second, None)])
    with open_store(url) as store:
        assert len(store.incidents()) == 2
        standing, undone = store.trail()
        assert (standing.stands, undone.stands, undone.undone_by) == (True, False, "Ben")
        assert standing.act.rulings == (Ruling(RulingKind.APART, first, second, "Ada", NOON, "two shells"),)
        assert Anchor(first, "a", "Shells hit Goma.", "Goma", "Shells hi") in standing.act.anchors


def test_a_migrated_store_opens_again_and_takes_new_acts(url: str) -> None:
    told, first, second = two_copies()
    make_schema_1(url, told, [(first, second, None)])
    open_store(url).close()
    with open_store(url) as store:
        store.record(edit(store.incidents()[0], SetPlace(SAKE), by="Ada", at=NOON))
        assert len(store.trail()) == 2
        assert isinstance(store.trail()[0].act, Act)


def test_a_store_that_lacks_a_table_gets_it(url: str) -> None:
    with open_store(url) as store:
        store.add(extraction())
    with connected(url) as connection:
        connection.execute(sa.text("DROP TABLE acts"))
    with open_store(url) as store:
        assert store.trail() == []
        assert len(store.documents()) == 1


def test_processes_that_migrate_at_once_do_it_once(url: str) -> None:
    told, first, second = two_copies()
    make_schema_1(url, told, [(first, second, None)])
    with ThreadPoolExecutor(4) as opening:
        stores = list(opening.map(lambda _: open_store(url), range(4)))
    assert [len(store.trail()) for store in stores] == [1] * 4
    for store in stores:
        store.close()


def test_what_was_added_comes_back_equal_and_in_order(store: Store) -> None:
    first, second = extraction(document_id="b"), extraction(document_id="a", title="Another")
    assert store.add(first)
    assert store.add(second)
    assert list(store.extractions()) == [first, second]
    assert store.documents() == [first.document, second.document]


def test_the_same_document_is_added_once(store: Store) -> None:
    assert store.add(extraction())
    assert not store.add(extraction())
    assert len(store.documents()) == 1


def test_the_same_document_under_another_id_is_added_once(store: Store) -> None:
    url = "https://example.org/one"
    one = extraction()
    copies = [replace(one, document=replace(one.document, id=name, url=url)) for name in ("first", "second")]
    assert [store.add(copy) for copy in copies] == [True, False]
    assert [document.id for document in store.documents()] == ["first"]


def test_the_same_words_from_another_source_are_a_document_of_their_own(store: Store) -> None:
    assert store.add(extraction(document_id="one", source="River Herald"))
    assert store.add(extraction(document_id="two", source="Lake Post"))
    assert len(store.documents()) == 2


def test_an_id_with_another_text_replaces_and_says_so(store: Store) -> None:
    corrected = extraction(["Artillery shells killed seven people at a market in Goma on Tuesday."])
    assert store.put(extraction()) is Outcome.ADDED
    assert store.put(corrected) is Outcome.REPLACED
    assert list(store.extractions()) == [corrected]


def test_a_replaced_document_is_kept_aside(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with open_store(str(file)) as store:
        store.add(extraction())
        store.add(extraction(title="Corrected"))
    with closing(sqlite3.connect(file)) as opened:
        (record,) = opened.execute("SELECT record FROM replaced_documents").fetchone()
    assert json.loads(record)["title"] == "Shells hit a market in Goma"


def test_a_document_read_anew_keeps_its_place_with_the_new_findings(store: Store) -> None:
    store.add(extraction())
    store.add(extraction(document_id="later", source="Lake Post"))
    anew = extraction(events=[{"confidence": 0.9}])
    assert store.put(anew) is Outcome.READ_ANEW
    assert not store.add(anew)
    assert [found.document.id for found in store.extractions()] == ["river-herald-0312", "later"]
    assert next(store.extractions()) == anew


def test_incidents_are_merged_from_all_documents(store: Store) -> None:
    told = [
        report("Shells killed six at a market in Goma.", document_id="a", source="River Herald"),
        report("Six died as shells fell on a Goma market.", document_id="b", source="Lake Post"),
    ]
    for one in told:
        store.add(one)
    assert store.incidents() == merge(told)
    assert len(store.incidents()) == 1


def test_incidents_follow_what_another_process_adds(tmp_path: Path) -> None:
    url = str(tmp_path / "store.sqlite")
    with open_store(url) as mine, open_store(url) as theirs:
        assert mine.incidents() == []
        theirs.add(extraction())
        assert len(mine.incidents()) == 1


def two_reports(store: Store) -> Incident:
    """One incident of two sources."""
    store.add(report("Shells killed six at a market in Goma.", document_id="a", source="River Herald"))
    store.add(report("Six died as shells fell on a Goma market.", document_id="b", source="Lake Post"))
    (one,) = store.incidents()
    return one


def test_a_split_is_kept_and_can_be_undone(store: Store) -> None:
    one = two_reports(store)
    number = store.record(split(one, one.evidence[1].report_id, by="Ada", at=NOON, why="two shells"))
    assert len(store.incidents()) == 2
    store.undo(number, by="Ben", at=NOON)
    assert store.incidents() == [one]


def test_an_undone_act_stays_in_the_trail_and_cannot_be_undone_twice(store: Store) -> None:
    act = edit(two_reports(store), SetPlace(SAKE), by="Ada", at=NOON, why="the village")
    number = store.record(act)
    store.undo(number, by="Ben", at=NOON + timedelta(hours=1))
    assert store.trail() == [Entry(number, act, "Ben", NOON + timedelta(hours=1))]
    with pytest.raises(StoreError, match="no correction numbered"):
        store.undo(number, by="Ben", at=NOON)


def test_the_trail_is_newest_first(store: Store) -> None:
    one = two_reports(store)
    for verdict in Verdict:
        store.record(edit(one, SetVerdict(verdict), by="Ada", at=NOON))
    assert [entry.act.words() for entry in store.trail()] == [("rejected",), ("accepted",)]


def test_every_kind_of_act_reads_back_equal(store: Store) -> None:
    one = two_reports(store)
    edits: list[Edit] = [
        SetVerdict(Verdict.ACCEPTED),
        SetPlace(SAKE),
        SetPlace(None),
        SetOrigin(RWANDA),
        SetType("Battles", "Armed clash"),
        SetModality(Modality.DENIED),
        SetDate(day("2025-03-10")),
        SetCount("injured", Count(3, None, 9)),
        SetActors((Actor("M23", ActorRole.SIDE_A), Actor("Traders"))),
        SetAttribution(None),
        SetUnit("3rd Rifle Brigade"),
    ]
    acts = [
        edit(one, *edits, by="Ада", at=NOON, why="read again: “seven” 💥"),
        split(one, one.evidence[1].report_id, by="Ada", at=NOON),
        teach("Sake", SAKE, by="Ada", at=NOON),
    ]
    for act in acts:
        store.record(act)
    assert [entry.act for entry in store.trail()] == acts[::-1]


def test_a_rejected_incident_is_in_none_of_the_incidents(store: Store) -> None:
    one = two_reports(store)
    store.record(edit(one, SetVerdict(Verdict.REJECTED), by="Ada", at=NOON))
    assert store.incidents() == []
    (rejected,) = store.merged().rejected
    assert (rejected.id, rejected.verdict) == (one.id, Verdict.REJECTED)


def test_a_correction_survives_re_extraction(store: Store) -> None:
    store.add(report("Shells hit Goma.", document_id="b"))
    store.record(edit(store.incidents()[0], SetPlace(SAKE), by="Ada", at=NOON))
    assert store.put(report("Shells hit Goma.", document_id="b", confidence=0.95)) is Outcome.READ_ANEW
    (one,) = store.incidents()
    assert (one.place, one.confidence) == (SAKE, 0.95)


def test_a_correction_of_a_sentence_that_is_gone_waits(store: Store) -> None:
    store.add(report("Shells hit Goma.", document_id="b"))
    number = store.record(edit(store.incidents()[0], SetPlace(SAKE), by="Ada", at=NOON))
    assert store.waiting() == []
    assert store.put(report("Nothing fell on Goma.", document_id="b")) is Outcome.REPLACED
    assert [entry.number for entry in store.waiting()] == [number]
    assert store.incidents()[0].place == GOMA
    assert store.put(report("Shells hit Goma.", document_id="b", source="Lake Post")) is Outcome.REPLACED
    assert store.waiting() == []
    assert store.incidents()[0].place == SAKE


def test_another_process_sees_a_correction(tmp_path: Path) -> None:
    url = str(tmp_path / "store.sqlite")
    with open_store(url) as mine, open_store(url) as theirs:
        mine.add(extraction())
        mine.record(edit(theirs.incidents()[0], SetPlace(SAKE), by="Ada", at=NOON))
        assert theirs.incidents()[0].place == SAKE


def from_file(origin: str, text: str = "Shells hit Goma.", document_id: str = "report") -> Extraction:
    found = report(text, document_id=document_id)
    return replace(found, document=replace(found.document, origin=origin, url=None))


def ids(store: Store) -> list[str]:
    return [document.id for document in store.documents()]


def test_a_file_that_changed_replaces_its_earlier_text(store: Store) -> None:
    store.add(from_file("/home/ada/march/report.txt"))
    changed = from_file("/home/ada/march/report.txt", "Shells hit Goma again.")
    assert store.put(changed) is Outcome.REPLACED
    assert ids(store) == ["report"]


@pytest.mark.parametrize(
    ("origin", "kept_as"),
    [
        ("/home/ada/april/report.txt", "april/report"),
        ("/home/ada/march/report.pdf", "report.pdf"),
        ("/home/ada/april/report.pdf", "report.pdf"),
    ],
)
def test_another_file_of_the_same_name_is_kept_beside(store: Store, origin: str, kept_as: str) -> None:
    store.add(from_file("/home/ada/march/report.txt"))
    other = from_file(origin, "Shells hit Goma in another month.")
    assert store.put(other) is Outcome.RENAMED
    assert ids(store) == ["report", kept_as]
    assert store.id_of(other.document) == kept_as


def test_a_file_kept_beside_is_replaced_by_its_own_changes_alone(store: Store) -> None:
    first, second = "/home/ada/march/report.txt", "/home/ada/april/report.txt"
    store.add(from_file(first, "Shells hit Goma once."))
    store.add(from_file(second, "Shells hit Goma twice."))
    assert store.put(from_file(second, "Shells hit Goma thrice.")) is Outcome.REPLACED
    assert ids(store) == ["report", "april/report"]
    assert [one.text for one in store.documents()] == ["Shells hit Goma once.", "Shells hit Goma thrice."]


def test_a_file_kept_beside_is_read_anew_under_its_longer_name(store: Store) -> None:
    store.add(from_file("/home/ada/march/report.txt", "Shells hit Goma once."))
    beside = from_file("/home/ada/april/report.txt")
    store.add(beside)
    anew = replace(beside, events=(replace(beside.events[0], confidence=0.9),))
    assert store.put(anew) is Outcome.READ_ANEW
    assert store.put(anew) is Outcome.UNCHANGED
    assert ids(store) == ["report", "april/report"]


def test_any_number_of_files_of_one_name_and_folder_name_are_kept(store: Store) -> None:
    for number in range(6):
        store.add(from_file(f"/{number}/march/report.txt", f"Shells hit Goma {number} times."))
    assert ids(store) == ["report", "march/report", "march/report.txt", "report (2)", "report (3)", "report (4)"]


def test_an_article_with_an_id_of_its_own_replaces_whatever_file_it_comes_in(store: Store) -> None:
    store.add(from_file("/home/ada/march/report.txt"))
    own = report("Shells hit Goma, corrected.", document_id="report")
    assert store.put(own) is Outcome.REPLACED


def test_writers_at_once_store_each_document_once(store: Store) -> None:
    told = [extraction(document_id=str(number), source=str(number)) for number in range(20)]

    def ingest(_: int) -> int:
        return sum(store.add(one) for one in told)

    with ThreadPoolExecutor(4) as writers:
        added = sum(writers.map(ingest, range(4)))
    assert added == len(told) == len(store.documents())


def test_the_revision_changes_only_with_the_documents(store: Store) -> None:
    before = store.revision()
    store.add(extraction())
    after = store.revision()
    store.add(extraction())
    assert before != after == store.revision()


@pytest.mark.parametrize("text", ["nul \x00 byte in Goma", "lone surrogate \ud800 in Goma", "고마 в Гоме Goma 🛰"])
def test_hostile_text_is_kept_as_it_is(store: Store, text: str) -> None:
    found = extraction([text])
    assert store.add(found)
    assert list(store.extractions()) == [found]


def test_the_store_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARC_STORE", str(tmp_path / "elsewhere.sqlite"))
    open_store().close()
    assert (tmp_path / "elsewhere.sqlite").exists()


def test_without_a_word_the_store_is_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMARC_STORE", raising=False)
    monkeypatch.setenv("DEMARC_HOME", str(tmp_path))
    open_store().close()
    assert (tmp_path / "demarc.sqlite").exists()


def test_a_store_opens_again_with_what_it_had(tmp_path: Path) -> None:
    url = str(tmp_path / "store.sqlite")
    with open_store(url) as store:
        store.add(extraction())
    with open_store(url) as store:
        assert not store.add(extraction())


def test_a_newer_schema_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    open_store(str(file)).close()
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE meta SET value = ? WHERE name = 'schema_version'", [str(SCHEMA_VERSION + 1)])
    with pytest.raises(StoreError, match=rf"schema {SCHEMA_VERSION + 1}.*upgrade Demarc"):
        open_store(str(file))


@pytest.mark.parametrize(
    ("url", "teaches"),
    [
        ("mysql://u:secret@h/d", "SQLite or PostgreSQL"),
        ("postgresql://u:not@secret@h/d", "percent-encoded"),
        ("postgresql:/u:secret@h/d", "percent-encoded"),
        ("postgresql://u:secret@h:port/d", "percent-encoded"),
        ("postgresql://u:secret@127.0.0.1:1/d", "could not be opened"),
        ("postgresql://127.0.0.1:1/d?user=u&password=secret", "could not be opened"),
    ],
)
def test_errors_teach_and_never_show_the_password(url: str, teaches: str) -> None:
    with pytest.raises(StoreError, match=teaches) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_wrong_password_is_not_shown(postgres_url: str) -> None:
    wrong = postgres_url.replace(throwaway_postgres.PASSWORD, "not-the-password")
    with pytest.raises(StoreError, match="authentication failed") as caught:
        open_store(wrong)
    assert "not-the-password" not in str(caught.value)


def test_the_location_shows_no_password(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        assert throwaway_postgres.PASSWORD not in store.location


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite"
    file.write_text("these are notes, not a database\n" * 100)
    with pytest.raises(StoreError, match=r"notes\.sqlite.*not a database"):
        open_store(str(file))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere/store\.sqlite"):
        open_store(str(tmp_path / "nowhere" / "store.sqlite"))


def test_a_run_that_is_killed_leaves_whole_documents(tmp_path: Path) -> None:
    """Kill a process in the middle of adding; what is there can be read, and adding goes on."""
    file = tmp_path / "store.sqlite"
    endless = (
        "import itertools; from geo.store import open_store; from tests.factories import extraction\n"
        f"store = open_store({str(file)!r})\n"
        "for n in itertools.count(): store.add(extraction(document_id=str(n), source=str(n)))"
    )
    running = subprocess.Popen([sys.executable, "-c", endless], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    wait_for_rows(file, 5)
    running.send_signal(signal.SIGKILL)
    running.wait(timeout=10)
    with open_store(str(file)) as store:
        kept = len(list(store.extractions()))
        assert kept >= 5
        assert store.add(extraction(document_id="after", places=[("Goma", GOMA)]))
        assert len(store.documents()) == kept + 1
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def wait_for_rows(file: Path, rows: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if file.exists() and count_rows(file) >= rows:
            return
        time.sleep(0.05)
    pytest.fail(f"no {rows} documents within a minute")


def count_rows(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        try:
            return int(opened.execute("SELECT count(*) FROM documents").fetchone()[0])
        except sqlite3.OperationalError:
            return 0
