"""Documents and what was found in them, kept: SQLite by default, PostgreSQL by URL, one contract.

Each document is one row with its record as JSON text (`geo.records`), written in one transaction, so that an
interrupted run leaves whole documents. What analysts decide lies beside them as a trail of acts (`geo.corrections`).
Incidents are built from both, and kept in memory until the store changes.
"""

import json
import os
import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

from extract.types import Document
from geo.corrections import Act, project_of
from geo.incidents import Merged
from geo.project import Project, key
from geo.records import from_record
from geo.store_documents import Outcome, content_hash, put
from geo.store_tables import (
    ACTS,
    DOCUMENTS,
    META,
    METADATA,
    SCHEMA_VERSION,
    Entry,
    act_row,
    entry_of,
    migrate,
)
from geo.store_view import Views
from geo.subscriptions import Subscriptions
from geo.types import Extraction, Incident
from paths import home

_PATIENCE_S = 10
"""How long an SQLite store waits for another process that writes."""


class StoreError(RuntimeError):
    """A store that cannot be opened, read or written: where it is, what went wrong, what to do."""


class Store:
    """A store of documents. Use as a context manager, or `close` it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.location = engine.url.set(query={}).render_as_string(hide_password=True)
        self._views = Views(self.location)
        self.subscriptions = Subscriptions(engine, self._errors)
        with self._errors("opened"):
            _prepare(engine, self.location)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    def add(self, extraction: Extraction) -> bool:
        """Store a document with what was found in it; False if the same document was already there."""
        return self.put(extraction) in (Outcome.ADDED, Outcome.RENAMED, Outcome.REPLACED)

    def put(self, extraction: Extraction) -> Outcome:
        """Like `add`, and says which of five things happened. One transaction: all of the document or none of it."""
        with self._errors("written"):
            try:
                return self._put(extraction)
            except IntegrityError:
                # Another process stored the same document between our look and our insert: now it is there to be seen.
                return self._put(extraction)

    def _put(self, extraction: Extraction) -> Outcome:
        with self._engine.begin() as connection:
            outcome = put(connection, extraction)
            if outcome is not Outcome.UNCHANGED:
                _touch(connection)
        return outcome

    def id_of(self, document: Document) -> str | None:
        """The id under which this very document is stored; None if it is not."""
        same = sa.select(DOCUMENTS.c.id).where(DOCUMENTS.c.content_hash == content_hash(document))
        with self._errors("read"), self._engine.connect() as connection:
            found: str | None = connection.execute(same).scalar()
            return found

    def has(self, document: Document) -> bool:
        """Whether this very document is stored: same text and metadata, whatever its id."""
        return self.id_of(document) is not None

    def ids_among(self, ids: Collection[str]) -> set[str]:
        """Those of the ids that a stored document has."""
        asked = sa.select(DOCUMENTS.c.id).where(DOCUMENTS.c.id.in_(ids))
        with self._errors("read"), self._engine.connect() as connection:
            return set(connection.execute(asked).scalars())

    def extractions(self) -> Iterator[Extraction]:
        """Everything found, in the order the documents first came."""
        query = sa.select(DOCUMENTS.c.record).order_by(DOCUMENTS.c.seq)
        with self._errors("read"), self._engine.connect() as connection:
            for record in connection.execution_options(yield_per=200).execute(query).scalars():
                yield from_record(json.loads(record))

    def documents(self) -> list[Document]:
        """The documents, in the order they first came."""
        return [extraction.document for extraction in self.extractions()]

    def naming(self, name: str) -> list[Document]:
        """The documents in which that place name was read, written in whatever way."""
        wanted = key(name)
        return [
            found.document
            for found in self.extractions()
            if any(key(one.mention.name) == wanted for one in found.mentions)
        ]

    def incidents(self) -> list[Incident]:
        """All incidents as corrected, reports of one thing merged, without those an analyst rejected."""
        return list(self.merged().incidents)

    def merged(self) -> Merged:
        """Incidents, rejected incidents, and which corrections wait; what has not changed is not built anew."""
        return self._views.at(self.revision(), self._hashes, self._standing, self.extractions).merged

    def _hashes(self) -> dict[str, str]:
        asked = sa.select(DOCUMENTS.c.id, DOCUMENTS.c.record_hash)
        with self._errors("read"), self._engine.connect() as connection:
            return {row.id: row.record_hash for row in connection.execute(asked)}

    def _standing(self) -> tuple[Entry, ...]:
        """Oldest first."""
        return tuple(entry for entry in self.trail()[::-1] if entry.stands)

    def record(self, act: Act) -> int:
        """Write an analyst's act into the trail; returns its number, by which it can be undone."""
        with self._errors("written"), self._engine.begin() as connection:
            number = connection.execute(ACTS.insert().values(act_row(act)).returning(ACTS.c.seq)).scalar_one()
            _touch(connection)
        return int(number)

    def undo(self, number: int, *, by: str, at: datetime) -> None:
        """Undo one act; StoreError if none that stands has that number."""
        change = {"undone_by": by, "undone_at": at.isoformat()}
        stands = (ACTS.c.seq == number) & ACTS.c.undone_at.is_(None)
        with self._errors("written"), self._engine.begin() as connection:
            if not connection.execute(ACTS.update().where(stands).values(change)).rowcount:
                raise StoreError(
                    f"no correction numbered {number} stands in {self.location}: "
                    "`python cli.py corrections list` shows those that do"
                )
            _touch(connection)

    def trail(self) -> list[Entry]:
        """Every act ever recorded, newest first, the undone ones too."""
        with self._errors("read"), self._engine.connect() as connection:
            return [entry_of(row) for row in connection.execute(sa.select(ACTS).order_by(ACTS.c.seq.desc()))]

    def project(self) -> Project:
        """What analysts told the resolver: the countries watched, the names settled."""
        return project_of(entry.act for entry in self.trail() if entry.stands)

    def waiting(self) -> list[Entry]:
        """Acts that stand but speak of a report that no document tells any more; they wait for its return."""
        lost = self.merged().lost
        return [entry for entry in self.trail() if entry.stands and not lost.isdisjoint(entry.act.report_ids)]

    def revision(self) -> str:
        """Changes whenever the stored documents or the trail do, whoever changes them."""
        with self._errors("read"), self._engine.connect() as connection:
            return _meta(connection, "revision") or ""

    @contextmanager
    def _errors(self, doing: str) -> Iterator[None]:
        """Database errors as StoreError, without the connection's secrets."""
        try:
            yield
        except DBAPIError as problem:
            raise StoreError(f"the store {self.location} could not be {doing}: {_first_line(problem)}") from None


def open_store(url: str | None = None) -> Store:
    """Open, and create if need be, the store at `url`; else at DEMARC_STORE; else `demarc.sqlite` under home().

    `url` is a path of an SQLite file, or an SQLAlchemy URL such as postgresql://user@host/database. StoreError for one
    that cannot be opened; passwords never show in it.
    """
    given = url or os.environ.get("DEMARC_STORE") or str(home() / "demarc.sqlite")
    engine = sa.create_engine(_parse_url(given))
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _configure_sqlite)
    return Store(engine)


def _parse_url(given: str) -> sa.URL:
    if not re.match(r"[A-Za-z][\w+]+:", given):
        return sa.URL.create("sqlite", database=str(Path(given).expanduser()))
    try:
        url = sa.make_url(given)
    except (ArgumentError, ValueError):
        raise _unreadable() from None
    if "@" in (url.host or ""):
        raise _unreadable()
    if url.get_backend_name() in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise StoreError(f"a store lives in SQLite or PostgreSQL, not in {url.get_backend_name()}: give either's URL")
    return url


def _unreadable() -> StoreError:
    """An error that shows nothing of the URL: a part of the password may stand anywhere in it."""
    return StoreError(
        "the store's URL cannot be read: give a file name, or scheme://user:password@host:port/database "
        "with special characters of the password percent-encoded"
    )


def _configure_sqlite(connection: sqlite3.Connection, _: object) -> None:
    """Write-ahead log: readers go on while one writes, and an interrupted write leaves the file whole."""
    connection.execute(f"PRAGMA busy_timeout={1000 * _PATIENCE_S}")
    connection.execute("PRAGMA synchronous=NORMAL")
    # To the first change to a write-ahead log SQLite's own patience does not apply while another process writes.
    for attempt in Retrying(
        retry=retry_if_exception(_is_busy),
        wait=wait_random(max=0.1),
        stop=stop_after_delay(_PATIENCE_S),
        reraise=True,
    ):
        with attempt:
            connection.execute("PRAGMA journal_mode=WAL")


def _is_busy(problem: BaseException) -> bool:
    return isinstance(problem, sqlite3.OperationalError) and problem.sqlite_errorcode == sqlite3.SQLITE_BUSY


def _prepare(engine: sa.Engine, location: str) -> None:
    """Create the tables of a new store, bring an older one up to date; refuse one that a newer version wrote."""
    if _is_ready(engine):
        return
    with engine.begin() as connection:
        # Of several processes that open a store first, one makes it ready and the others wait.
        connection.execute(sa.text(_LOCKS[engine.dialect.name]))
        METADATA.create_all(connection)
        version = int(_meta(connection, "schema_version") or 0)
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"the store {location} has schema {version}, this Demarc reads up to {SCHEMA_VERSION}: "
                "upgrade Demarc, or name another store with --store or DEMARC_STORE"
            )
        if version == 0:
            connection.execute(META.insert(), [{"name": "schema_version", "value": str(SCHEMA_VERSION)}])
        elif version < SCHEMA_VERSION:
            migrate(connection, version)
            now = META.update().where(META.c.name == "schema_version").values(value=str(SCHEMA_VERSION))
            connection.execute(now)


_LOCKS = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(4201)"}


def _is_ready(engine: sa.Engine) -> bool:
    """Whether a store has every table, as this version wants them."""
    with engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        return METADATA.tables.keys() <= tables and _meta(connection, "schema_version") == str(SCHEMA_VERSION)


def _meta(connection: sa.Connection, name: str) -> str | None:
    found: str | None = connection.execute(sa.select(META.c.value).where(META.c.name == name)).scalar()
    return found


def _touch(connection: sa.Connection) -> None:
    """Give the store a new revision."""
    value = os.urandom(8).hex()
    if not connection.execute(META.update().where(META.c.name == "revision").values(value=value)).rowcount:
        connection.execute(META.insert().values(name="revision", value=value))


def _first_line(problem: DBAPIError) -> str:
    return str(problem.orig).strip().splitlines()[0]
