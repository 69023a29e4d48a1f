"""Opening a store: where it is, what an older version wrote, what cannot be opened."""

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from extract.types import Counts
from geo.corrections import (
    Anchor,
    SetPlace,
    edit,
)
from geo.merging.rulings import Ruling, RulingKind
from geo.store import StoreError, open_store
from geo.store_tables import METADATA, SCHEMA_VERSION
from geo.subscriptions import Kind, Subscription
from geo.types import Verdict
from tests.factories import GOMA, SAKE, exactly, extraction, report
from tests.geo import throwaway_postgres
from tests.geo.throwaway_postgres import connected

NOON = datetime(2025, 4, 1, 12, tzinfo=UTC)
WrittenBy = Callable[[str], str]
OLDER = ("schema_1", "schema_2")
SENTENCE = "Artillery shells killed six people at a market in Goma on Tuesday."


@pytest.fixture
def written_by(store_url: str) -> WrittenBy:
    """Makes a store of each kind as an older version wrote it; gives where it is."""

    def make(schema: str) -> str:
        written = (Path(__file__).parent / f"{schema}.sql").read_text(encoding="utf-8")
        if not store_url.startswith("postgresql"):
            written = written.replace("seq SERIAL", "seq INTEGER")
        with connected(store_url) as connection:
            for statement in written.split(";\n"):
                connection.exec_driver_sql(statement)
        return store_url

    return make


@pytest.mark.parametrize("schema", OLDER)
def test_an_older_store_opens_with_its_documents(written_by: WrittenBy, schema: str) -> None:
    with open_store(written_by(schema)) as store:
        assert [(one.id, one.title, one.source) for one in store.documents()] == [
            ("river-herald-0312", "Corrected headline", "River Herald"),
            ("b", "Shells hit a market in Goma", "Lake Post"),
        ]
        first, second = store.extractions()
        assert (first.document.text, first.events[0].counts) == (SENTENCE, Counts(fatalities=exactly(6)))
        assert first.mentions[0].resolution == second.mentions[0].resolution == GOMA


@pytest.mark.parametrize("schema", OLDER)
def test_an_older_stores_documents_are_known_and_not_stored_twice(written_by: WrittenBy, schema: str) -> None:
    with open_store(written_by(schema)) as store:
        known = store.documents()
        assert [store.id_of(one) for one in known] == [one.id for one in known]
        assert not store.add(extraction(title="Corrected headline"))
        assert len(store.documents()) == 2


@pytest.mark.parametrize("schema", OLDER)
def test_what_an_older_store_kept_aside_is_still_aside(written_by: WrittenBy, schema: str) -> None:
    url = written_by(schema)
    open_store(url).close()
    with connected(url) as connection:
        (record,) = connection.execute(sa.text("SELECT record FROM replaced_documents")).scalars()
    assert json.loads(record)["title"] == "Shells hit a market in Goma"


@pytest.mark.parametrize("schema", OLDER)
def test_an_older_store_gets_the_new_tables_and_says_its_version(written_by: WrittenBy, schema: str) -> None:
    url = written_by(schema)
    open_store(url).close()
    with connected(url) as connection:
        tables = set(sa.inspect(connection).get_table_names())
        version = connection.execute(sa.text("SELECT value FROM meta WHERE name = 'schema_version'")).scalar_one()
    assert METADATA.tables.keys() <= tables
    assert "rulings" not in tables
    assert version == str(SCHEMA_VERSION)


@pytest.mark.parametrize("schema", OLDER)
def test_an_older_store_opens_again_and_takes_more(written_by: WrittenBy, schema: str) -> None:
    url = written_by(schema)
    open_store(url).close()
    with open_store(url) as store:
        before = len(store.trail())
        assert store.add(report("Shells hit Sake.", document_id="c", place=SAKE))
        store.record(edit(store.incidents()[0], SetPlace(SAKE), by="Ben", at=NOON + timedelta(days=1)))
        store.subscriptions.save(Subscription(Kind.FEED, "https://example.org/feed"))
    with open_store(url) as store:
        assert [one.id for one in store.documents()] == ["river-herald-0312", "b", "c"]
        assert len(store.trail()) == before + 1
        assert len(store.subscriptions.all()) == 1


@pytest.mark.parametrize("schema", OLDER)
def test_processes_that_open_an_older_store_at_once_migrate_it_once(written_by: WrittenBy, schema: str) -> None:
    url = written_by(schema)
    with ThreadPoolExecutor(4) as opening:
        stores = list(opening.map(lambda _: open_store(url), range(4)))
    assert [len(store.trail()) for store in stores] == [2] * 4
    for store in stores:
        store.close()


def test_an_older_file_that_another_process_is_writing_opens_when_it_is_done(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with connected(str(file)) as connection:
        connection.exec_driver_sql("CREATE TABLE notes (note TEXT)")
    with closing(sqlite3.connect(file, isolation_level=None)) as writer, ThreadPoolExecutor(1) as opening:
        writer.execute("BEGIN IMMEDIATE")
        opened = opening.submit(open_store, str(file))
        with pytest.raises(TimeoutError):
            opened.result(timeout=0.3)
        writer.execute("COMMIT")
        with opened.result(timeout=10) as store:
            assert store.documents() == []


def test_rulings_of_the_first_schema_become_acts_of_the_trail(written_by: WrittenBy) -> None:
    with open_store(written_by("schema_1")) as store:
        assert len(store.incidents()) == 2
        standing, undone = store.trail()
    assert (standing.stands, undone.stands, undone.undone_by) == (True, False, "Ben")
    first, second = "63db4d4b489f", "57bc81cad1e2"
    later = NOON + timedelta(hours=2)
    assert standing.act.rulings == (Ruling(RulingKind.APART, first, second, "Ada", later, "two shells after all"),)
    assert Anchor(first, "b", "Two shells fell on Goma.", "Goma", "Two shell") in standing.act.anchors


def test_acts_of_the_second_schema_hold(written_by: WrittenBy) -> None:
    with open_store(written_by("schema_2")) as store:
        accepted, moved = store.trail()
        (one,) = store.incidents()
        assert store.waiting() == []
    assert (moved.act.by, moved.act.why, moved.act.at) == ("Ada", "the village", NOON)
    assert accepted.act.words() == ("accepted",)
    assert (one.place, one.verdict, len(one.evidence)) == (SAKE, Verdict.ACCEPTED, 2)


@pytest.mark.parametrize("newer", [SCHEMA_VERSION + 1, 999])
def test_a_newer_schema_is_refused_with_what_to_do_and_left_as_it_was(store_url: str, newer: int) -> None:
    with open_store(store_url) as store:
        store.add(extraction())
    say = f"UPDATE meta SET value = '{newer}' WHERE name = 'schema_version'"
    with connected(store_url) as connection:
        connection.execute(sa.text(say))
        connection.execute(sa.text("DROP TABLE subscriptions"))
    with pytest.raises(StoreError, match=rf"schema {newer}, .* up to {SCHEMA_VERSION}: upgrade Demarc.*--store"):
        open_store(store_url)
    with connected(store_url) as connection:
        assert "subscriptions" not in sa.inspect(connection).get_table_names()


def test_a_store_that_lacks_a_table_gets_it(store_url: str) -> None:
    with open_store(store_url) as store:
        store.add(extraction())
    with connected(store_url) as connection:
        connection.execute(sa.text("DROP TABLE acts"))
    with open_store(store_url) as store:
        assert store.trail() == []
        assert len(store.documents()) == 1


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
