"""How a document comes to be a row of the store: new, in place of an older one, read anew, or beside a namesake."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from itertools import count
from pathlib import PurePath

import sqlalchemy as sa

from extract.types import Document
from geo.records import to_record
from geo.store_tables import DOCUMENTS, REPLACED
from geo.types import Extraction


class Outcome(StrEnum):
    """What storing a document did."""

    ADDED = "added"
    REPLACED = "replaced"
    """The id was there with another text or other metadata; the older record is kept in `replaced_documents`."""
    READ_ANEW = "read anew"
    """The same document, in which this version of Demarc finds something else."""
    UNCHANGED = "unchanged"
    RENAMED = "renamed"
    """New, but another file of that name is there already: stored under a longer id, see `Store.id_of`."""


def put(connection: sa.Connection, extraction: Extraction) -> Outcome:
    """Store the document with what was found in it, in the caller's transaction; what that did."""
    # One look for both keys, so that no other process's insert falls between two looks.
    row = _row(extraction)
    either = (DOCUMENTS.c.content_hash == row["content_hash"]) | (DOCUMENTS.c.id == row["id"])
    known = connection.execute(sa.select(DOCUMENTS).where(either)).all()
    if same_content := [one for one in known if one.content_hash == row["content_hash"]]:
        return _read_anew(connection, same_content[0], extraction)
    if not known:
        connection.execute(DOCUMENTS.insert().values(row))
        return Outcome.ADDED
    if _may_be_one_file(known[0].origin, extraction.document.origin):
        return _replace(connection, known[0], row)
    return _put_beside(connection, extraction, known[0].origin)


def _may_be_one_file(known: object, given: str | None) -> bool:
    """An id that is the article's own, or whose file nobody noted, is one article's."""
    return known is None or given is None or known == given


def _put_beside(connection: sa.Connection, extraction: Extraction, namesake: str) -> Outcome:
    """Another file of a name that is taken: replace what that file gave before, else add it under a longer id."""
    document = extraction.document
    files = connection.execute(sa.select(DOCUMENTS.c.id, DOCUMENTS.c.origin))
    taken = {row.id: row.origin for row in files}
    for longer in _longer_ids(document, namesake):
        renamed = _called(extraction, longer)
        if longer not in taken:
            connection.execute(DOCUMENTS.insert().values(_row(renamed)))
            return Outcome.RENAMED
        if taken[longer] == document.origin:
            known = connection.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.id == longer)).one()
            return _replace(connection, known, _row(renamed))
    raise AssertionError("there is no last number")


def _longer_ids(document: Document, namesake: str) -> Iterator[str]:
    """Ids for a file whose name the file `namesake` has: with its suffix or its folder, then with a number."""
    path = PurePath(document.origin or document.id)
    folder, suffix = f"{path.parent.name}/{document.id}", f"{document.id}{path.suffix}"
    yield from (suffix, folder) if path.suffix != PurePath(namesake).suffix else (folder,)
    yield f"{folder}{path.suffix}"
    yield from (f"{document.id} ({number})" for number in count(2))


def _called(extraction: Extraction, document_id: str) -> Extraction:
    return replace(extraction, document=replace(extraction.document, id=document_id))


def _replace(connection: sa.Connection, known: sa.Row[tuple[object, ...]], row: dict[str, object]) -> Outcome:
    """Keep the older record aside and put the new one in its place."""
    connection.execute(REPLACED.insert().values(id=known.id, replaced_at=row["added_at"], record=known.record))
    connection.execute(DOCUMENTS.update().where(DOCUMENTS.c.seq == known.seq).values(row))
    return Outcome.REPLACED


def _read_anew(connection: sa.Connection, known: sa.Row[tuple[object, ...]], extraction: Extraction) -> Outcome:
    """The document is known, perhaps by another id; its record is renewed if it now reads differently."""
    same_file = known.origin is not None and known.origin == extraction.document.origin
    if known.id != extraction.document.id and not same_file:
        return Outcome.UNCHANGED
    row = _row(_called(extraction, known.id))
    if known.record_hash == row["record_hash"]:
        return Outcome.UNCHANGED
    renewed = {"record": row["record"], "record_hash": row["record_hash"]}
    connection.execute(DOCUMENTS.update().where(DOCUMENTS.c.seq == known.seq).values(renewed))
    return Outcome.READ_ANEW


def _row(extraction: Extraction) -> dict[str, object]:
    record = to_record(extraction)
    document = extraction.document
    return {
        "id": document.id,
        "content_hash": content_hash(document),
        "record_hash": _hash(text := json.dumps(record)),
        "published": document.published,
        "source": document.source,
        "added_at": datetime.now(UTC),
        "record": text,
        "origin": document.origin,
    }


def content_hash(document: Document) -> str:
    """The same for two documents only if text and metadata are."""
    published = document.published and document.published.isoformat()
    return _hash(json.dumps([document.text, document.title, published, document.source, document.url]))


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
