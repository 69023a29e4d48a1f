"""What is new in the feeds and folders of a store."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from extract.read import read, read_feed
from extract.reading.fetch import Fetch, FetchChanged, Unchanged, fetch_changed, fetch_page, is_web_address
from extract.reading.inputs import expand
from extract.types import NO_VALIDATORS, Document, Reject
from geo.subscriptions import Kind, Subscription


@dataclass(frozen=True, slots=True)
class Known:
    """A document that is stored already."""

    id: str


@dataclass(frozen=True, slots=True)
class News:
    """What a subscription has: so many entries or files `to_read`, so many entries `known` without being read.

    `documents` reads the former one by one. `subscription` is what to save of it when asking again shall cost less.
    """

    subscription: Subscription
    to_read: int
    known: int
    documents: Iterator[Document | Reject | Known]


class Documents(Protocol):
    """The part of a store that knows what is in it."""

    def ids_among(self, ids: Collection[str]) -> set[str]: ...

    def has(self, document: Document) -> bool: ...


def ask(
    subscription: Subscription,
    *,
    store: Documents,
    fetch: Fetch = fetch_page,
    fetch_changed: FetchChanged = fetch_changed,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> News | Reject:
    """What is new in a feed or folder; a Reject where it cannot be had.

    A feed's validators are kept only while it has nothing new: an article that was looked at but not stored must come
    again, though the feed be unchanged.
    """
    if subscription.kind is Kind.FOLDER:
        return _folder_news(replace(subscription, checked_at=now()), store)
    given = subscription.validators
    found = read_feed(
        subscription.address, known=store.ids_among, validators=given, fetch=fetch, fetch_changed=fetch_changed
    )
    if isinstance(found, Reject):
        return found
    if isinstance(found, Unchanged):
        return News(replace(subscription, checked_at=now()), 0, 0, iter(()))
    kept = NO_VALIDATORS if found.new else found.validators
    asked = replace(subscription, title=found.title or subscription.title, checked_at=now(), validators=kept)
    return News(asked, found.new, found.known, found.documents)


def _folder_news(folder: Subscription, store: Documents) -> News | Reject:
    if not os.path.isdir(folder.address):
        return Reject(folder.address, "no such folder on this machine; check its path")
    files = len(expand([folder.address]))
    return News(folder, files, 0, fresh(read([folder.address]), store))


def fresh(items: Iterable[Document | Reject], store: Documents) -> Iterator[Document | Reject | Known]:
    """The items, a document that is stored as `Known`."""
    for item in items:
        known = isinstance(item, Document) and store.has(item)
        yield Known(item.id) if isinstance(item, Document) and known else item


def subscription_to(given: str) -> Subscription | Reject:
    """A subscription to what was given: the address of a feed, or the path of a folder of this machine."""
    address = given.strip()
    if is_web_address(address):
        return Subscription(Kind.FEED, address)
    if address and os.path.isdir(os.path.expanduser(address)):
        return Subscription(Kind.FOLDER, os.path.realpath(os.path.expanduser(address)))
    return Reject(address, "neither a web address nor a folder of this machine; give https://... or a path")
