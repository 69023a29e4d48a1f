"""The tables of a store, and how an older store becomes one of this version."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter

from geo.corrections import Act, anchor
from geo.merging.reports import reports
from geo.merging.rulings import Ruling, RulingKind
from geo.records import from_record

SCHEMA_VERSION = 3
"""1 knew rulings on merging only; 2 has a trail of all corrections, and where each document was read; 3 has the feeds
and folders that are read again and again."""

METADATA = sa.MetaData()
META = sa.Table(
    "meta",
    METADATA,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
DOCUMENTS = sa.Table(
    "documents",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("content_hash", sa.String, nullable=False, unique=True),
    sa.Column("record_hash", sa.String, nullable=False),
    sa.Column("published", sa.Date),
    sa.Column("source", sa.String),
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("origin", sa.String),
)
REPLACED = sa.Table(
    "replaced_documents",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False),
    sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)
ACTS = sa.Table(
    "acts",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("why", sa.String, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("undone_by", sa.String),
    sa.Column("undone_at", sa.String),
)
"""Never deleted: an undone act says who undid it and when."""

SUBSCRIPTIONS = sa.Table(
    "subscriptions",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("address", sa.String, nullable=False, unique=True),
    sa.Column("title", sa.String),
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("checked_at", sa.DateTime(timezone=True)),
    sa.Column("etag", sa.String),
    sa.Column("last_modified", sa.String),
)

_ACT = TypeAdapter(Act)


def act_row(act: Act) -> dict[str, str]:
    """The columns of an act; `act` is its whole as JSON, the others are for people who read the table."""
    return {"by": act.by, "at": act.at.isoformat(), "why": act.why, "act": _ACT.dump_json(act).decode()}


@dataclass(frozen=True, slots=True)
class Entry:
    """An act in the store's trail. One that was undone stays in it and says who undid it, and when."""

    number: int
    act: Act
    undone_by: str | None = None
    undone_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.undone_at is None


def entry_of(row: sa.Row[tuple[object, ...]]) -> Entry:
    """The entry a row of the trail holds."""
    return Entry(
        row.seq, _ACT.validate_json(row.act), row.undone_by, row.undone_at and datetime.fromisoformat(row.undone_at)
    )


def migrate(connection: sa.Connection, version: int) -> None:
    """Bring a store of an older version up to this one, in the caller's transaction; nothing in it is lost."""
    if version < 2:
        connection.execute(sa.text("ALTER TABLE documents ADD COLUMN origin VARCHAR"))
        _rulings_to_acts(connection)


def _rulings_to_acts(connection: sa.Connection) -> None:
    old = sa.Table("rulings", sa.MetaData(), autoload_with=connection)
    rows = connection.execute(sa.select(old).order_by(old.c.seq)).all()
    records = connection.execute(sa.select(DOCUMENTS.c.record)).scalars() if rows else ()
    anchors = {one.id: anchor(one) for one in reports(from_record(json.loads(record)) for record in records)}
    for row in rows:
        at = datetime.fromisoformat(row.at)
        ruling = Ruling(RulingKind(row.kind), row.report_id, row.other_id, row.by, at, row.why)
        known = tuple(anchors[one] for one in (row.report_id, row.other_id) if one in anchors)
        made = act_row(Act(row.by, at, row.why, rulings=(ruling,), anchors=known))
        connection.execute(ACTS.insert().values(**made, undone_by=row.undone_by, undone_at=row.undone_at))
    old.drop(connection)
