"""The store: one contract in SQLite and PostgreSQL, nothing twice, whole after an interruption."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from geo.incidents import merge
from geo.store import Store, open_store
from geo.store_documents import Outcome
from geo.types import Extraction
from paths import ROOT
from tests.factories import GOMA, extraction, report


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
