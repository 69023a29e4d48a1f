"""RSS and Atom feeds: an article for each entry."""

import io
from collections.abc import Iterator
from urllib.parse import urlsplit

import feedparser

from extract.reading.drafts import Draft
from extract.reading.fetch import Fetch, Page, may_follow
from extract.reading.formats import html_draft
from extract.types import Reject

MAX_ENTRIES = 200
"""Feeds carry some dozens of entries; each may cost a download."""


def feed_drafts(data: bytes, name: str, *, url: str | None, fetch: Fetch) -> Iterator[Draft | Reject]:
    """A draft for each entry: the linked page's text, or the entry's own where the page cannot be had.

    `url` is where the feed came from, None for a file. After a site has failed once its other pages are not tried.
    """
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.version:
        yield Reject(name, "XML, but no RSS or Atom feed; save its article as .html or .txt")
        return
    if not feed.entries:
        yield Reject(name, "a feed without entries; nothing to read")
    dead: set[str] = set()
    for number, entry in enumerate(feed.entries[:MAX_ENTRIES], start=1):
        yield _entry_draft(entry, f"{name}[{number}]", number, feed.feed.get("title"), url, fetch, dead)
    if len(feed.entries) > MAX_ENTRIES:
        left = len(feed.entries) - MAX_ENTRIES
        yield Reject(name, f"{left} entries beyond the first {MAX_ENTRIES} were not read; give their pages' addresses")


def _entry_draft(
    entry: feedparser.FeedParserDict,
    name: str,
    number: int,
    source: str | None,
    feed_url: str | None,
    fetch: Fetch,
    dead: set[str],
) -> Draft | Reject:
    link = entry.get("link")
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    page = _linked(link, feed_url, fetch, dead)
    summary_only = (f"the feed's summary, not the article: {page.reason}",) if isinstance(page, Reject) else ()
    body = page if isinstance(page, Draft) else _own_text(entry, name)
    if isinstance(body, Reject):
        return Reject(name, "neither the linked page nor the entry itself has any text; give the page's address")
    return Draft(
        body.text,
        title=entry.get("title") or body.title,
        published="{:04}-{:02}-{:02}".format(*day[:3]) if day else entry.get("published") or body.published,
        source=source or body.source,
        url=link,
        number=number,
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
    markup = entry["content"][0]["value"] if entry.get("content") else entry.get("summary", "")
    if not markup.strip():
        return Reject(name, "no text")
    return html_draft(f"<html><body><article>{markup}</article></body></html>".encode(), name)
