"""RSS and Atom feeds: an article for each entry."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import feedparser

from extract.reading.drafts import Draft
from extract.reading.fetch import Fetch, Page, may_follow
from extract.reading.formats import html_draft
from extract.reading.inputs import readable_id, url_id
from extract.types import Reject

MAX_ENTRIES = 200
"""Feeds carry some dozens of entries; each may cost a download."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed; `id` stays the same however the feed moves on, `number` is where it stands in it now."""

    id: str
    number: int
    data: feedparser.FeedParserDict


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as its server gives it; `url` is where it came from, None for a file."""

    name: str
    url: str | None
    title: str | None
    entries: tuple[Entry, ...]
    left_out: int


def parse_feed(data: bytes, name: str, *, url: str | None) -> Feed | Reject:
    """The feed in `data`, an entry that stands in it twice once; a Reject for what is no feed."""
    parsed = feedparser.parse(io.BytesIO(data))
    if not parsed.version:
        return Reject(name, "no RSS or Atom feed; give a feed's own address, or save the article as .html or .txt")
    listed = {_entry_id(entry): (number, entry) for number, entry in reversed([*enumerate(parsed.entries, start=1)])}
    entries = [Entry(key, number, entry) for key, (number, entry) in reversed(listed.items())]
    left_out = max(0, len(entries) - MAX_ENTRIES)
    return Feed(name, url, parsed.feed.get("title"), tuple(entries[:MAX_ENTRIES]), left_out)


def _entry_id(entry: feedparser.FeedParserDict) -> str:
    if entry.get("link"):
        return url_id(entry["link"])
    title = entry.get("title") or ""
    return readable_id(title, entry.get("id") or title + _markup(entry))


def feed_drafts(feed: Feed, entries: Sequence[Entry], *, fetch: Fetch) -> Iterator[Draft | Reject]:
    """A draft for each of the entries: the linked page's text, or the entry's own where the page cannot be had.

    After a site has failed once its other pages are not tried.
    """
    if not feed.entries:
        yield Reject(feed.name, "a feed without entries; nothing to read")
    dead: set[str] = set()
    for entry in entries:
        yield _entry_draft(entry, feed, fetch, dead)
    if feed.left_out:
        told = f"{feed.left_out} entries beyond the first {MAX_ENTRIES} were not read; give their pages' addresses"
        yield Reject(feed.name, told)


def _entry_draft(one: Entry, feed: Feed, fetch: Fetch, dead: set[str]) -> Draft | Reject:
    name, entry = f"{feed.name}[{one.number}]", one.data
    link = entry.get("link")
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    page = _linked(link, feed.url, fetch, dead)
    summary_only = (f"the feed's summary, not the article: {page.reason}",) if isinstance(page, Reject) else ()
    body = page if isinstance(page, Draft) else _own_text(entry, name)
    if isinstance(body, Reject):
        return Reject(name, "neither the linked page nor the entry itself has any text; give the page's address")
    return Draft(
        body.text,
        id=one.id,
        title=entry.get("title") or body.title,
        published="{:04}-{:02}-{:02}".format(*day[:3]) if day else entry.get("published") or body.published,
        source=feed.title or body.source,
        url=link,
        number=one.number,
        notes=(*summary_only, *body.notes),
    )


def _linked(link: str | None, feed_url: str | None, fetch: Fetch, dead: set[str]) -> Draft | Reject:
    if not link:
        return Reject("", "the entry has no link")
    if not may_follow(link, named_by=feed_url):
        return Reject(link, f"{link} is not a public web address")
    site = urlsplit(link).netloc
    if site in dead:
        return Reject(link, f"{site} could not be reached")
    page = fetch(link)
    if isinstance(page, Page):
        return html_draft(page.data, link, url=page.url)
    dead.add(site)
    return page


def _own_text(entry: feedparser.FeedParserDict, name: str) -> Draft | Reject:
    """The entry's content or summary; feeds hold them as HTML."""
    markup = _markup(entry)
    if not markup.strip():
        return Reject(name, "no text")
    return html_draft(f"<html><body><article>{markup}</article></body></html>".encode(), name)


def _markup(entry: feedparser.FeedParserDict) -> str:
    return str(entry["content"][0]["value"] if entry.get("content") else entry.get("summary", ""))
