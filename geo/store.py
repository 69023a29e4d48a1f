"""Documents and what was found in them, kept: SQLite by default, PostgreSQL by URL, one contract.

Each document is one row with its record as JSON text (`geo.records`), written in one transaction, so that an
interrupted run leaves whole documents. Incidents are merged from all rows, and kept in memory until the store changes.
"""

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from extract.types import Document
from geo.incidents import merge
from geo.merging.rulings import Ruling, RulingKind
from geo.records import from_record, to_record
from geo.types import Extraction, Incident
from paths import home

SCHEMA_VERSION = 1

_METADATA = sa.MetaData()
_META = sa.Table(
    "meta",
    _METADATA,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
_DOCUMENTS = sa.Table(
    "documents",
    _METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("content_hash", sa.String, nullable=False, unique=True),
    sa.Column("record_hash", sa.String, nullable=False),
    sa.Column("published", sa.Date),
    sa.Column("source", sa.String),
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)
_REPLACED = sa.Table(
    "replaced_documents",
    _METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False),
    sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)
_RULINGS = sa.Table(
    "rulings",
    _METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("report_id", sa.String, nullable=False),
    sa.Column("other_id", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("why", sa.String, nullable=False),
    sa.Column("undone_by", sa.String),
    sa.Column("undone_at", sa.String),
)
"""Never deleted: an undone ruling says who undid it and when."""


class StoreError(RuntimeError):
    """A store that cannot be opened, read or written: where it is, what went wrong, what to do."""


class Outcome(StrEnum):
    """What storing a document did."""

    ADDED = "added"
    REPLACED = "replaced"
    """The id was there with another text or other metadata; the older record is kept in `replaced_documents`."""
    READ_ANEW = "read anew"
    """The same document, in which this version of Demarc finds something else."""
    UNCHANGED = "unchanged"


class Store:
    """A store of documents. Use as a context manager, or `close` it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._merged: tuple[str, list[Incident]] | None = None
        self.location = engine.url.set(query={}).render_as_string(hide_password=True)
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
        return self.put(extraction) in (Outcome.ADDED, Outcome.REPLACED)

    def put(self, extraction: Extraction) -> Outcome:
        """Like `add`, and says which of four things happened. One transaction: all of the document or none of it."""
        row = _row(extraction)
        with self._errors("written"):
            try:
                return self._put(row)
            except IntegrityError:
                # Another process stored the same document between our look and our insert: now it is there to be seen.
                return self._put(row)

    def _put(self, row: dict[str, object]) -> Outcome:
        with self._engine.begin() as connection:
            outcome = _put(connection, row)
            if outcome is not Outcome.UNCHANGED:
                _touch(connection)
        return outcome

    def has(self, document: Document) -> bool:
        """Whether this very document is stored: same text and metadata, whatever its id."""
        same = sa.select(_DOCUMENTS.c.seq).where(_DOCUMENTS.c.content_hash == _content_hash(document))
        with self._errors("read"), self._engine.connect() as connection:
            return connection.execute(same).first() is not None

    def extractions(self) -> Iterator[Extraction]:
        """Everything found, in the order the documents first came."""
        query = sa.select(_DOCUMENTS.c.record).order_by(_DOCUMENTS.c.seq)
        with self._errors("read"), self._engine.connect() as connection:
            for record in connection.execution_options(yield_per=200).execute(query).scalars():
                yield from_record(json.loads(record))

    def documents(self) -> list[Document]:
        """The documents, in the order they first came."""
        return [extraction.document for extraction in self.extractions()]

    def incidents(self) -> list[Incident]:
        """All incidents, reports of one thing merged; computed anew only when the store has changed."""
        revision = self.revision()
        if self._merged is None or self._merged[0] != revision:
            self._merged = (revision, merge(self.extractions(), rulings=[ruling for _, ruling in self.rulings()]))
        return list(self._merged[1])

    def rule(self, rulings: Iterable[Ruling]) -> list[int]:
        """Record an analyst's rulings on merging; returns their numbers, by which they can be undone."""
        with self._errors("written"), self._engine.begin() as connection:
            numbers = [_insert_ruling(connection, ruling) for ruling in rulings]
            _touch(connection)
        return numbers

    def undo(self, number: int, *, by: str, at: datetime) -> None:
        """Undo one ruling; StoreError if none that stands has that number."""
        change = {"undone_by": by, "undone_at": at.isoformat()}
        stands = (_RULINGS.c.seq == number) & _RULINGS.c.undone_at.is_(None)
        with self._errors("written"), self._engine.begin() as connection:
            if not connection.execute(_RULINGS.update().where(stands).values(change)).rowcount:
                raise StoreError(f"no ruling numbered {number} stands in {self.location}: list them with rulings()")
            _touch(connection)

    def rulings(self) -> list[tuple[int, Ruling]]:
        """The rulings that stand, with their numbers, oldest first."""
        query = sa.select(_RULINGS).where(_RULINGS.c.undone_at.is_(None)).order_by(_RULINGS.c.seq)
        with self._errors("read"), self._engine.connect() as connection:
            return [(row.seq, _ruling(row)) for row in connection.execute(query)]

    def revision(self) -> str:
        """Changes whenever the stored documents or rulings do, whoever changes them."""
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
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare(engine: sa.Engine, location: str) -> None:
    """Create the tables of a new store; refuse one that a newer version wrote."""
    _METADATA.create_all(engine)
    with engine.begin() as connection:
        version = _meta(connection, "schema_version")
        if version is None:
            connection.execute(_META.insert(), [{"name": "schema_version", "value": str(SCHEMA_VERSION)}])
        elif int(version) > SCHEMA_VERSION:
            raise StoreError(
                f"the store {location} has schema {version}, this Demarc reads up to {SCHEMA_VERSION}: "
                "upgrade Demarc, or name another store with --store or DEMARC_STORE"
            )


def _meta(connection: sa.Connection, name: str) -> str | None:
    found: str | None = connection.execute(sa.select(_META.c.value).where(_META.c.name == name)).scalar()
    return found


def _touch(connection: sa.Connection) -> None:
    """Give the store a new revision."""
    value = os.urandom(8).hex()
    if not connection.execute(_META.update().where(_META.c.name == "revision").values(value=value)).rowcount:
        connection.execute(_META.insert().values(name="revision", value=value))


def _row(extraction: Extraction) -> dict[str, object]:
    record = to_record(extraction)
    document = extraction.document
    return {
        "id": document.id,
        "content_hash": _content_hash(document),
        "record_hash": _hash(text := json.dumps(record)),
        "published": document.published,
        "source": document.source,
        "added_at": datetime.now(UTC),
        "record": text,
    }


def _content_hash(document: Document) -> str:
    published = document.published and document.published.isoformat()
    return _hash(json.dumps([document.text, document.title, published, document.source, document.url]))


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _put(connection: sa.Connection, row: dict[str, object]) -> Outcome:
    """One look for both keys, so that no other process's insert falls between two looks."""
    either = (_DOCUMENTS.c.content_hash == row["content_hash"]) | (_DOCUMENTS.c.id == row["id"])
    known = connection.execute(sa.select(_DOCUMENTS).where(either)).all()
    if same_content := [one for one in known if one.content_hash == row["content_hash"]]:
        return _read_anew(connection, same_content[0], row)
    if known:
        return _replace(connection, known[0], row)
    connection.execute(_DOCUMENTS.insert().values(row))
    return Outcome.ADDED


def _replace(connection: sa.Connection, known: sa.Row[tuple[object, ...]], row: dict[str, object]) -> Outcome:
    """Keep the older record aside and put the new one in its place."""
    connection.execute(_REPLACED.insert().values(id=known.id, replaced_at=row["added_at"], record=known.record))
    connection.execute(_DOCUMENTS.update().where(_DOCUMENTS.c.seq == known.seq).values(row))
    return Outcome.REPLACED


def _read_anew(connection: sa.Connection, known: sa.Row[tuple[object, ...]], row: dict[str, object]) -> Outcome:
    """The document is known, perhaps by another id; its record is renewed if it now reads differently."""
    if known.record_hash == row["record_hash"] or known.id != row["id"]:
        return Outcome.UNCHANGED
    renewed = {"record": row["record"], "record_hash": row["record_hash"]}
    connection.execute(_DOCUMENTS.update().where(_DOCUMENTS.c.seq == known.seq).values(renewed))
    return Outcome.READ_ANEW


def _insert_ruling(connection: sa.Connection, ruling: Ruling) -> int:
    values = {**asdict(ruling), "kind": ruling.kind.value, "at": ruling.at.isoformat()}
    return int(connection.execute(_RULINGS.insert().values(values).returning(_RULINGS.c.seq)).scalar_one())


def _ruling(row: sa.Row[tuple[object, ...]]) -> Ruling:
    return Ruling(RulingKind(row.kind), row.report_id, row.other_id, row.by, datetime.fromisoformat(row.at), row.why)


def _first_line(problem: DBAPIError) -> str:
    return str(problem.orig).strip().splitlines()[0]
