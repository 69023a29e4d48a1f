"""What a file is, by its first bytes first and its name second."""

import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import BinaryIO


class Format(StrEnum):
    TEXT = "plain text"
    HTML = "an HTML page"
    PDF = "a PDF"
    DOCX = "a Word document (.docx)"
    CSV = "a CSV table"
    JSON = "JSON"
    JSONL = "JSON lines"
    FEED = "an RSS or Atom feed"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that is no article: what it is and what to do instead."""

    what: str


EXTENSIONS = {
    ".txt": Format.TEXT,
    ".md": Format.TEXT,
    ".markdown": Format.TEXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".csv": Format.CSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".xml": Format.FEED,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
}
CONTENT_TYPES = {
    "text/plain": Format.TEXT,
    "text/markdown": Format.TEXT,
    "text/html": Format.HTML,
    "application/xhtml+xml": Format.HTML,
    "application/pdf": Format.PDF,
    "text/csv": Format.CSV,
    "application/json": Format.JSON,
    "application/x-ndjson": Format.JSONL,
    "application/jsonl": Format.JSONL,
    "application/rss+xml": Format.FEED,
    "application/atom+xml": Format.FEED,
    "application/xml": Format.FEED,
    "text/xml": Format.FEED,
}
ACCEPTED = ".txt .md .html .pdf .docx .csv .json .jsonl .xml .rss .atom"
HEAD_BYTES = 4096

_FOREIGN = (
    (b"\x89PNG", "a PNG image; give its text, for instance through OCR"),
    (b"\xff\xd8\xff", "a JPEG image; give its text, for instance through OCR"),
    (b"GIF8", "a GIF image; give its text, for instance through OCR"),
    (b"\x1f\x8b", "gzip-compressed; decompress it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (b"Rar!\x1a", "a RAR archive; unpack it first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word, Excel or Outlook file; save it as .docx, .csv or .txt"),
    (b"{\\rtf", "rich text (RTF); save it as .docx or .txt"),
    (b"\x7fELF", "a program, not an article"),
    (b"SQLite format 3", "a SQLite database; export its articles as .csv or .jsonl"),
)
_ZIPPED = (
    ("xl/", "an Excel workbook; save the sheet as .csv"),
    ("ppt/", "a PowerPoint file; save its text as .txt"),
    ("content.xml", "an OpenDocument file; save it as .docx"),
    ("META-INF/container.xml", "an EPUB book; save its text as .txt"),
)
_LEAD = rb"(?>\s|<\?(?>.*?\?>)|<!--(?>.*?-->))*+"  # possessive: a page of comments must not be tried 2^n ways
_HTML = re.compile(_LEAD + rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(_LEAD + rb"(?:<!DOCTYPE.*?>\s*)?<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_TAG = re.compile(rb"<[a-zA-Z][^<>]*>")


def format_of_name(name: str) -> Format | None:
    """The format a file's extension stands for; None for an extension that is not accepted."""
    return EXTENSIONS.get(PurePath(name).suffix.lower())


def settle(stream: BinaryIO, declared: Format | None) -> Format | Foreign:
    """The format to read `stream` as: the one its content shows, else the one its name or content type declares."""
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    shown = _zipped(stream) if head.startswith(b"PK\x03\x04") else _shown(head)
    return shown or _by_name(head, declared)


def _shown(head: bytes) -> Format | Foreign | None:
    """What the first bytes show; None for plain text, CSV and JSON, where the name decides."""
    if head.lstrip().startswith(b"%PDF-"):
        return Format.PDF
    foreign = next((Foreign(what) for magic, what in _FOREIGN if head.startswith(magic)), None)
    if foreign:
        return foreign
    plain = _as_bytes(head)
    if _HTML.match(plain):
        return Format.HTML
    return Format.FEED if _FEED.match(plain) else None


def _by_name(head: bytes, declared: Format | None) -> Format | Foreign:
    plain = _as_bytes(head)
    binary = b"\x00" in plain
    if declared is None:
        return Foreign(f"of a kind Demarc does not read; accepted are {ACCEPTED}: save or convert it to one of them")
    if declared is Format.PDF and b"%PDF-" in head[:1024]:
        return declared
    if declared in (Format.PDF, Format.DOCX) and binary:
        return Foreign(f"not {declared.value} but other binary data, or damaged; get it again")
    if declared in (Format.PDF, Format.DOCX) or (declared is Format.HTML and not binary and not _TAG.search(plain)):
        return Format.TEXT
    first_line = plain.lstrip().split(b"\n", 1)[0].strip()
    if declared is Format.JSONL and (first_line.startswith(b"[") or first_line == b"{"):
        return Format.JSON
    return declared


def _as_bytes(head: bytes) -> bytes:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="ignore").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _zipped(stream: BinaryIO) -> Format | Foreign:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, NotImplementedError, EOFError):
        return Foreign("a damaged .docx or zip archive; get it again")
    finally:
        stream.seek(0)
    if "word/document.xml" in names:
        return Format.DOCX
    known = next((what for part, what in _ZIPPED if any(name.startswith(part) for name in names)), None)
    return Foreign(known or "a zip archive; unpack it first")
