"""What a store came to outlives the process; what a file holds is never believed over the store."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from extract.types import Modality
from geo import store_view
from geo.corrections import SetDate, edit
from geo.incidents import merge_reports
from geo.store import Store, open_store
from geo.types import Extraction
from tests.factories import day, report

NOON = datetime(2025, 3, 12, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the files, which even the smallest store gets here."""
    monkeypatch.setenv("DEMARC_HOME", str(tmp_path))
    monkeypatch.setattr(store_view, "WORTH_A_FILE", 0)
    return tmp_path / "incidents"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"{tmp_path}/store.sqlite") as opened:
        opened.add(report("Shells hit Goma.", document_id="a", date=day("2025-03-10")))
        opened.add(report("Goma was shelled.", document_id="b", source="Lake Post", date=day("2025-03-10")))
        yield opened


class MergedError(Exception):
    """Merging was asked for."""


def no_merging(*_: object, **__: object) -> None:
    raise MergedError


def test_another_process_takes_over_what_was_merged(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.merged()
    monkeypatch.setattr(store_view, "merge_reports", no_merging)
    with open_store(f"{tmp_path}/store.sqlite") as another:
        assert another.merged() == before


def test_an_article_added_since_is_merged_with_what_was_there(store: Store, tmp_path: Path) -> None:
    store.merged()
    with open_store(f"{tmp_path}/store.sqlite") as another:
        another.add(report("Shells hit Goma again.", document_id="c", date=day("2025-03-11")))
        assert {part.document_id for one in another.incidents() for part in one.evidence} == {"a", "b", "c"}


def test_only_what_changed_is_merged_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.merged()
    asked: list[frozenset[str]] = []

    def listening(*told: object, changed: frozenset[str], **rest: object) -> object:
        asked.append(changed)
        return merge_reports(*told, changed=changed, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(store_view, "merge_reports", listening)
    store.add(report("A market in Goma burned.", document_id="c"))
    store.merged()
    assert asked == [frozenset({"c"})]


def test_a_broken_file_is_made_again(store: Store, files: Path, tmp_path: Path) -> None:
    before = store.merged()
    (file,) = files.iterdir()
    file.write_bytes(file.read_bytes()[:-200])
    with open_store(f"{tmp_path}/store.sqlite") as another:
        assert another.merged() == before


def test_a_file_of_another_version_is_left_alone_and_then_replaced(
    store: Store, files: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store.merged()
    (older,) = files.iterdir()
    monkeypatch.setattr(store_view, "_code", lambda: "newer")
    with open_store(f"{tmp_path}/store.sqlite") as another:
        another.merged()
    (newer,) = files.iterdir()
    assert newer != older


def test_a_store_made_anew_at_the_same_address_gets_nothing_of_the_former(store: Store, tmp_path: Path) -> None:
    store.merged()
    store.close()
    for part in tmp_path.glob("store.sqlite*"):
        part.unlink()
    with open_store(f"{tmp_path}/store.sqlite") as anew:
        anew.add(report("Rockets fell on Goma.", document_id="x"))
        assert [part.document_id for one in anew.incidents() for part in one.evidence] == ["x"]


def test_corrections_since_the_file_was_written_count(store: Store, tmp_path: Path) -> None:
    one = store.incidents()[0]
    number = store.record(edit(one, SetDate(None), by="Ada", at=NOON))
    for undone in (False, True):
        with open_store(f"{tmp_path}/store.sqlite") as another:
            assert (another.incidents()[0].date is None) is not undone
        if not undone:
            store.undo(number, by="Ada", at=NOON)


def test_a_few_corrections_write_no_new_file_and_many_do(
    store: Store, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_view, "MANY_ACTS", 1)
    one = store.incidents()[0]
    written = [_written(files)]
    for hour in range(3):
        store.record(edit(one, SetDate(None), by="Ada", at=NOON.replace(hour=hour)))
        store.merged()
        written.append(_written(files))
    assert [later != sooner for sooner, later in pairwise(written)] == [False, True, False]


def _written(files: Path) -> int:
    (file,) = files.iterdir()
    return file.stat().st_mtime_ns


def test_a_small_store_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_view, "WORTH_A_FILE", 2)
    with open_store(f"{tmp_path}/small.sqlite") as small:
        small.add(report("Shells hit Goma.", document_id="a"))
        small.merged()
    assert not list((tmp_path / "incidents").glob("*"))


def test_a_denial_added_later_is_told_beside_the_fact(store: Store) -> None:
    assert store.incidents()[0].disagreements == ()
    denial: Extraction = report(
        "The army denied that shells hit Goma.",
        document_id="c",
        source="Gazette",
        date=day("2025-03-10"),
        modality=Modality.DENIED,
    )
    store.add(denial)
    assert any("denied by" in line for one in store.incidents() for line in one.disagreements)
