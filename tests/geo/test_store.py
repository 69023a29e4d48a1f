"""The store: one contract in SQLite and PostgreSQL, nothing twice, whole after an interruption."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from geo.incidents import merge
from geo.merging.rulings import split_off
from geo.store import SCHEMA_VERSION, Outcome, Store, StoreError, open_store
from paths import ROOT
from tests.conftest import missing
from tests.factories import GOMA, extraction, report
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
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "sqlite":
        url = str(tmp_path / "store.sqlite")
    else:
        url = request.getfixturevalue("postgres_url")
        empty(url)
    with open_store(url) as opened:
        yield opened


def empty(url: str) -> None:
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    engine.dispose()


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


def test_rulings_split_join_and_can_be_undone(store: Store) -> None:
    store.add(report("Shells killed six at a market in Goma.", document_id="a", source="River Herald"))
    store.add(report("Six died as shells fell on a Goma market.", document_id="b", source="Lake Post"))
    (one,) = store.incidents()
    numbers = store.rule(split_off(one, one.evidence[1].report_id, by="Ada", at=NOON, why="two shells"))
    assert len(store.incidents()) == 2
    assert [ruling.by for _, ruling in store.rulings()] == ["Ada"]
    for number in numbers:
        store.undo(number, by="Ben", at=NOON)
    assert store.incidents() == [one]
    with pytest.raises(StoreError, match="no ruling numbered"):
        store.undo(numbers[0], by="Ben", at=NOON)


def test_rulings_survive_re_extraction(store: Store) -> None:
    told = [report("Shells hit Goma.", document_id=name, source=name) for name in "ab"]
    for one in told:
        store.add(one)
    (merged,) = store.incidents()
    store.rule(split_off(merged, merged.evidence[1].report_id, by="Ada", at=NOON))
    assert store.put(report("Shells hit Goma.", document_id="b", source="b", confidence=0.95)) is Outcome.READ_ANEW
    assert len(store.incidents()) == 2


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
