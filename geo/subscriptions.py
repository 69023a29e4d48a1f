"""The feeds and folders that a store reads again and again; `geo.news` says what is new in them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa

from extract.types import NO_VALIDATORS, Validators
from geo.store_tables import SUBSCRIPTIONS


class Kind(StrEnum):
    FEED = "feed"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed by its address, or a folder by its path. `checked_at` is when it was last read, None for never."""

    kind: Kind
    address: str
    title: str | None = None
    checked_at: datetime | None = None
    validators: Validators = NO_VALIDATORS

    @property
    def name(self) -> str:
        return self.title or self.address


class Subscriptions:
    """The subscriptions of one store, in the order they were made."""

    def __init__(self, engine: sa.Engine, errors: Callable[[str], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._errors = errors

    def all(self) -> list[Subscription]:
        with self._errors("read"), self._engine.connect() as connection:
            rows = connection.execute(sa.select(SUBSCRIPTIONS).order_by(SUBSCRIPTIONS.c.seq)).all()
        return [_subscription(row) for row in rows]

    def save(self, subscription: Subscription) -> None:
        """Keep a subscription, or renew what is known of the one with that address."""
        values = _values(subscription)
        same = SUBSCRIPTIONS.c.address == subscription.address
        with self._errors("written"), self._engine.begin() as connection:
            if not connection.execute(SUBSCRIPTIONS.update().where(same).values(values)).rowcount:
                connection.execute(SUBSCRIPTIONS.insert().values(**values, added_at=datetime.now(UTC)))

    def remove(self, address: str) -> None:
        """Forget a subscription; the articles it brought stay."""
        with self._errors("written"), self._engine.begin() as connection:
            connection.execute(SUBSCRIPTIONS.delete().where(SUBSCRIPTIONS.c.address == address))


def _values(subscription: Subscription) -> dict[str, object]:
    return {
        "kind": subscription.kind.value,
        "address": subscription.address,
        "title": subscription.title,
        "checked_at": subscription.checked_at,
        "etag": subscription.validators.etag,
        "last_modified": subscription.validators.last_modified,
    }


def _subscription(row: sa.Row[tuple[object, ...]]) -> Subscription:
    checked = row.checked_at and (row.checked_at if row.checked_at.tzinfo else row.checked_at.replace(tzinfo=UTC))
    return Subscription(Kind(row.kind), row.address, row.title, checked, Validators(row.etag, row.last_modified))
