"""The incidents of a store at one revision, and how the next revision's are made without merging all anew.

What merging came to is kept in memory, and of a large store in a file beside the gazetteer, too, so that another
process goes on where the last one stopped. The file may be deleted at any time.
"""

import gc
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from os import getpid
from pathlib import Path

from geo.incidents import Merged, Merging, merge_reports
from geo.merging.reports import Report, reports
from geo.store_tables import Entry
from geo.types import Extraction
from paths import ROOT, home

MOST_IN_MEMORY = 200_000
"""Reports kept between corrections, some 4 kB each; of more, the store is read anew."""

WORTH_A_FILE = 2_000
"""Incidents; fewer are merged in half a second."""

MANY_ACTS = 20
"""Corrections since the file was written, each a few hundredths of a second to make again."""

Hashes = Mapping[str, str]
"""Of each document's record, by its id."""


@dataclass(frozen=True, slots=True)
class View:
    """What the store came to at one revision."""

    revision: str
    documents: Hashes
    standing: tuple[Entry, ...]
    """Oldest first."""
    merging: Merging
    reports: Sequence[Report] = ()
    """None where there are too many to keep, or where a file held the rest."""

    @property
    def merged(self) -> Merged:
        return self.merging.merged


class Views:
    """The newest view of one store."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._last: View | None = None
        self._written: View | None = None

    def at(
        self,
        revision: str,
        documents: Callable[[], Hashes],
        standing: Callable[[], tuple[Entry, ...]],
        extractions: Callable[[], Iterable[Extraction]],
    ) -> View:
        """The view of this revision of the store; what it is made of is asked for only where it is needed."""
        if self._last is None or self._last.revision != revision:
            if self._last is None:
                self._last = self._written = _read(_file(self._location))
            self._last = built(revision, documents(), standing(), extractions, last=self._last)
            if _worth_writing(self._last, self._written):
                self._written = replace(self._last, reports=())
                _write(self._written, _file(self._location))
        return self._last


def built(
    revision: str,
    documents: Hashes,
    standing: tuple[Entry, ...],
    extractions: Callable[[], Iterable[Extraction]],
    *,
    last: View | None,
) -> View:
    """The view of this revision; of what `last` came to, all that is still so is taken over."""
    with collecting_nothing():
        same = last is not None and last.documents == documents
        if last and same and last.standing == standing:
            return replace(last, revision=revision)
        told = (last.reports if last and same else ()) or reports(extractions())
        merging = merge_reports(
            told,
            acts=[entry.act for entry in standing],
            last=last.merging if last else None,
            changed=_changed(last.documents, documents) if last else frozenset(),
        )
        return View(revision, documents, standing, merging, told if len(told) <= MOST_IN_MEMORY else ())


def _changed(before: Hashes, now: Hashes) -> frozenset[str]:
    return frozenset(one for one in before.keys() | now.keys() if before.get(one) != now.get(one))


def _worth_writing(view: View, written: View | None) -> bool:
    """Whether the next process would be much slower without."""
    if len(view.merged.incidents) < WORTH_A_FILE:
        return False
    if written is None or written.documents != view.documents:
        return True
    return len(set(written.standing) ^ set(view.standing)) > MANY_ACTS


def _read(file: Path) -> View | None:
    """The view in a file; None where there is no such file, or a broken one."""
    try:
        with collecting_nothing():
            # Our own file in our own folder, which holds our own code, too: who can write the one can write the other.
            view: View = pickle.loads(file.read_bytes())  # noqa: S301
    except (FileNotFoundError, EOFError, pickle.UnpicklingError):
        return None
    return view


def _write(view: View, file: Path) -> None:
    part = file.with_suffix(f".{getpid()}.part")
    with collecting_nothing():
        part.write_bytes(pickle.dumps(view, protocol=pickle.HIGHEST_PROTOCOL))
    part.replace(file)
    for older in file.parent.glob(f"{file.name.partition('-')[0]}-*.pickle"):
        if older != file:
            older.unlink(missing_ok=True)


def _file(location: str) -> Path:
    """Named by the store and by the version of Demarc's code, since another might make other incidents."""
    folder = home() / "incidents"
    folder.mkdir(exist_ok=True)
    return folder / f"{blake2b(location.encode(), digest_size=8).hexdigest()}-{_code()}.pickle"


@cache
def _code() -> str:
    files = sorted(file for part in ("extract", "geo") for file in (ROOT / part).rglob("*.py"))
    return blake2b(b"\0".join(file.read_bytes() for file in files), digest_size=8).hexdigest()


@contextmanager
def collecting_nothing() -> Iterator[None]:
    """Without garbage collection, which would look through millions of new objects again and again to find none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
