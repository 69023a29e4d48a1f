"""Files, folders, globs, addresses, feeds, pasted and uploaded text in; Documents and Rejects out."""

import hashlib
import io
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath
from typing import BinaryIO
from urllib.parse import urlsplit

from extract.reading.drafts import MAX_CHARACTERS, Draft, checked, storable
from extract.reading.feeds import feed_drafts, parse_feed
from extract.reading.fetch import (
    Fetch,
    FetchChanged,
    Page,
    Unchanged,
    fetch_changed,
    fetch_page,
    is_web_address,
)
from extract.reading.formats import docx_draft, html_draft, pdf_draft, text_draft
from extract.reading.inputs import FileInput, UrlInput, expand, explain_os_error, printable, url_id
from extract.reading.masthead import header_field, publication, title_of
from extract.reading.sniff import CONTENT_TYPES, Foreign, Format, format_of_name, settle
from extract.reading.tabular import csv_drafts, json_drafts, jsonl_drafts
from extract.types import Document, Reject, Validators

MAX_FILE_BYTES = {
    Format.TEXT: 4 * MAX_CHARACTERS + 4,
    Format.HTML: 20 * 2**20,
    Format.FEED: 20 * 2**20,
    Format.PDF: 100 * 2**20,
    Format.DOCX: 100 * 2**20,
    Format.CSV: 50 * 2**20,
    Format.JSON: 50 * 2**20,
}
"""Largest file of each format that is read whole: text by its own limit (a character takes up to 4 bytes), pages by
trafilatura's, the others by what their parsers hold in memory. JSON lines are read one by one and have no limit."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """One run of reading: what the user said of dates, how to reach the web, which ids are taken."""

    published: date | None
    day_first: bool
    fetch: Fetch
    taken: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Source:
    """A thing to read: `name` for messages, `id` for its documents, and its bytes."""

    name: str
    id: str
    stream: BinaryIO
    size: int
    declared: Format | None
    url: str | None = None
    origin: str | None = None


def read(
    inputs: Sequence[str], *, published: date | None = None, day_first: bool = False, fetch: Fetch = fetch_page
) -> Iterator[Document | Reject]:
    """Read files, folders, globs and http(s) addresses, one document at a time, in input order.

    Accepted are .txt .md .html .pdf .docx .csv .json .jsonl and feeds (.xml .rss .atom); the content decides where it
    shows another format than the name. What cannot be read comes out as a `Reject` in its place, never as an
    exception. A file named twice is read once.

    `published` stands for every document; without it the record, the page or a dateline in the text is asked.
    `day_first` reads "11/05/2025" as 11 May. Text files keep every character but a byte order mark, line ends
    included: "\\r\\n" counts as two.
    """
    desk = _Desk(published, day_first, fetch)
    for one in expand(inputs):
        if isinstance(one, Reject):
            yield one
        elif isinstance(one, UrlInput):
            yield from _read_url(one.url, desk)
        else:
            yield from _read_file(one, desk)


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A feed that was asked for news: how many entries are new, how many were known, and the new ones to be read.

    `documents` reads them one by one. `validators` are what the server gave to ask it again.
    """

    title: str | None
    new: int
    known: int
    validators: Validators
    documents: Iterator[Document | Reject]


def read_feed(
    url: str,
    *,
    known: Callable[[Collection[str]], Collection[str]],
    validators: Validators | None = None,
    fetch: Fetch = fetch_page,
    fetch_changed: FetchChanged = fetch_changed,
) -> FeedRead | Unchanged | Reject:
    """Ask an RSS or Atom feed for what is new. `known` says which of some document ids need not be read again.

    With `validators` the server may answer that the feed is `Unchanged`. Only the linked pages of new entries are asked
    for, each when `documents` comes to it.
    """
    page = fetch_changed(url, validators or Validators())
    if not isinstance(page, Page):
        return page
    feed = parse_feed(page.data, url, url=page.url)
    if isinstance(feed, Reject):
        return feed
    there = known([entry.id for entry in feed.entries])
    new = [entry for entry in feed.entries if entry.id not in there]
    source = _Source(url, url_id(url), io.BytesIO(), len(page.data), Format.FEED, page.url)
    drafts = feed_drafts(feed, new, fetch=fetch)
    return FeedRead(
        feed.title, len(new), len(feed.entries) - len(new), page.validators, _entries(drafts, source, fetch)
    )


def _entries(drafts: Iterator[Draft | Reject], source: _Source, fetch: Fetch) -> Iterator[Document | Reject]:
    desk = _Desk(None, False, fetch)
    for draft in drafts:
        if isinstance(draft, Reject):
            yield draft
        else:
            yield _document(_at_its_address(draft, source, Format.FEED), source.id, source.name, desk)


def read_upload(
    name: str, data: bytes, *, published: date | None = None, day_first: bool = False, fetch: Fetch = fetch_page
) -> list[Document | Reject]:
    """Read one uploaded file as `read` reads it from a disk; `name` decides where the content shows no format."""
    name = printable(PurePath(name.replace("\\", "/")).name) or "upload"
    source = _Source(name, PurePath(name).stem, io.BytesIO(data), len(data), format_of_name(name), origin=name)
    return list(_documents(source, _Desk(published, day_first, fetch)))


def read_pasted(
    text: str, *, title: str | None = None, published: date | None = None, day_first: bool = False
) -> Document | Reject:
    """Read text from a form. Its id is made from the text: the same paste is the same document."""
    digest = hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:8]
    draft = Draft(text, title=title or title_of(text), source=header_field(text, "source"))
    return _document(draft, f"pasted-{digest}", "pasted text", _Desk(published, day_first, fetch_page))


def _read_file(one: FileInput, desk: _Desk) -> Iterator[Document | Reject]:
    try:
        with one.path.open("rb") as stream:
            size = one.path.stat().st_size
            origin = printable(os.path.realpath(one.path))
            source = _Source(one.name, one.id, stream, size, format_of_name(one.path.name), origin=origin)
            yield from _documents(source, desk)
    except OSError as error:
        yield Reject(one.name, explain_os_error(error))


def _read_url(url: str, desk: _Desk) -> Iterator[Document | Reject]:
    page = desk.fetch(url)
    if isinstance(page, Reject):
        yield page
        return
    declared = CONTENT_TYPES.get(page.content_type) or format_of_name(urlsplit(page.url).path)
    source = _Source(url, url_id(url), io.BytesIO(page.data), len(page.data), declared, page.url)
    yield from _documents(source, desk)


def _documents(source: _Source, desk: _Desk) -> Iterator[Document | Reject]:
    for draft in _drafts(source, desk.fetch):
        read = draft if isinstance(draft, Reject) else _document(draft, source.id, source.name, desk)
        own_id = isinstance(draft, Reject) or draft.id is not None
        yield read if own_id or isinstance(read, Reject) else replace(read, origin=source.origin)


def _drafts(source: _Source, fetch: Fetch) -> Iterator[Draft | Reject]:
    """The drafts in a source, read as what its content is."""
    if source.size == 0:
        yield Reject(source.name, "an empty file; give one with the article's text in it")
        return
    kind = settle(source.stream, source.declared)
    if isinstance(kind, Foreign):
        yield Reject(source.name, kind.what)
        return
    if source.size > MAX_FILE_BYTES.get(kind, source.size):
        yield _oversized(source, kind)
        return
    nothing = True
    for draft in _by_format(kind, source, fetch):
        nothing = False
        yield draft if isinstance(draft, Reject) else _at_its_address(draft, source, kind)
    if nothing:
        yield Reject(source.name, "no article in it, only blank lines or a header; give at least one row of text")


def _oversized(source: _Source, kind: Format) -> Reject:
    return Reject(
        source.name,
        f"{source.size:,} bytes; of {kind.value} at most {MAX_FILE_BYTES[kind]:,} are read;"
        " split it into articles: one file each, or one line each of a .jsonl",
    )


def _at_its_address(draft: Draft, source: _Source, kind: Format) -> Draft:
    """The draft with its source's address, unless that holds many articles, and with what there is to know of both."""
    notes = () if kind is source.declared else (f"its content is {kind.value}, whatever its name; read as that",)
    url = draft.url or (source.url if draft.number is None else None)
    if url is None or is_web_address(url):
        return replace(draft, url=url, notes=(*notes, *draft.notes))
    left_out = f"address {url[:40]!r} is no http(s) address and was left out"
    return replace(draft, url=None, notes=(*notes, left_out, *draft.notes))


def _by_format(kind: Format, source: _Source, fetch: Fetch) -> Iterator[Draft | Reject]:
    name = source.name
    if kind is Format.JSONL:
        yield from jsonl_drafts(source.stream, name)
        return
    data = source.stream.read()
    match kind:
        case Format.CSV:
            yield from csv_drafts(data, name)
        case Format.JSON:
            yield from json_drafts(data, name)
        case Format.FEED:
            feed = parse_feed(data, name, url=source.url)
            yield from (feed,) if isinstance(feed, Reject) else feed_drafts(feed, feed.entries, fetch=fetch)
        case Format.HTML:
            yield html_draft(data, name, url=source.url)
        case Format.PDF:
            yield pdf_draft(data, name)
        case Format.DOCX:
            yield docx_draft(data, name)
        case _:
            yield text_draft(data, name)


def _document(draft: Draft, base_id: str, name: str, desk: _Desk) -> Document | Reject:
    name = f"{name}:{draft.number}" if draft.number else name
    text, replaced = storable(draft.text)
    sound = checked(replace(draft, text=text), name)
    if isinstance(sound, Reject):
        return sound
    day, dated = publication(text, draft.published, given=desk.published, day_first=desk.day_first)
    wanted = draft.id or (f"{base_id}-{draft.number}" if draft.number else base_id)
    unique = _claim(wanted, base_id, desk.taken)
    renamed = () if unique == wanted else (f"id {wanted!r} was taken by an earlier document of this run",)
    return Document(
        id=unique,
        text=text,
        title=draft.title,
        published=day,
        source=draft.source,
        url=draft.url,
        notes=(*draft.notes, *replaced, *dated, *renamed),
    )


def _claim(wanted: str, base_id: str, taken: set[str]) -> str:
    """The wanted id, or the first longer one that no document of this run has."""
    unique = wanted
    for number in range(1, len(taken) + 2):
        if unique not in taken:
            break
        unique = f"{base_id}/{wanted}" if number == 1 else f"{base_id}/{wanted}-{number}"
    taken.add(unique)
    return unique
