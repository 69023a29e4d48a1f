"""One reader a format: the bytes of an article file to a draft, or why not."""

import io
import logging
import re
import zipfile
import zlib
from itertools import pairwise
from typing import BinaryIO

import docx
import pypdf
import trafilatura
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table
from pypdf.errors import FileNotDecryptedError, PyPdfError

from extract.reading.drafts import MAX_CHARACTERS, Draft, too_long
from extract.reading.encodings import decode
from extract.reading.masthead import header_field, title_of
from extract.types import Reject

MAX_UNPACKED_BYTES = 100 * 2**20
"""A .docx that unpacks to more is a zip bomb or holds more text than one document may."""

_PARSER_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError, NotImplementedError),
    *(OSError, RecursionError, SyntaxError, TypeError, ValueError, zlib.error, zipfile.BadZipFile),
    *(PyPdfError, OpcError),
)
"""pypdf, python-docx and lxml (whose syntax errors are SyntaxErrors) raise any of these on damaged files."""

for _chatty in ("pypdf", "trafilatura", "htmldate", "charset_normalizer"):
    logging.getLogger(_chatty).addHandler(logging.NullHandler())  # what they warn of reaches the user as a Reject

_BULLET = re.compile(r"\s*(?:[-•*–—‣▪◦]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s")
_NEXT_WORD_JOINS = re.compile(r"[^\W\d_]-$")


def text_draft(data: bytes, name: str) -> Draft | Reject:
    """Plain text or Markdown, every character kept: offsets count in the file's own text."""
    decoded = decode(data)
    if decoded is None:
        return Reject(name, "binary data, not text; give the article's text, or a PDF, .docx or HTML file of it")
    text, notes = decoded
    return Draft(
        text, title=title_of(text), source=header_field(text, "source"), url=header_field(text, "url"), notes=notes
    )


def html_draft(data: bytes, name: str, *, url: str | None = None) -> Draft | Reject:
    """The article of a page: body text with its lists and tables, and the page's own title, site and date."""
    try:
        page = trafilatura.bare_extraction(
            data,
            url=url,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            # Without it a date anywhere in the text would pass for the page's own.
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except _PARSER_FAULTS as fault:
        return Reject(name, f"this HTML cannot be parsed ({fault!r:.80}); paste the article's text instead")
    if not isinstance(page, trafilatura.settings.Document) or not (page.text or "").strip():
        return Reject(name, "no article text in this page (it may need JavaScript); paste the text, or save the page")
    return Draft(
        page.text or "",
        title=page.title,
        published=page.date,
        source=page.sitename or page.hostname,
        url=page.url or url,
    )


def pdf_draft(data: bytes, name: str) -> Draft | Reject:
    """The text layer of a PDF, its wrapped lines joined back into paragraphs."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return Reject(name, "encrypted PDF; save a copy without its password and give that")
        pages = _pages(reader)
    except FileNotDecryptedError:
        return Reject(name, "encrypted PDF; save a copy without its password and give that")
    except _PARSER_FAULTS as fault:
        return Reject(name, f"damaged PDF ({fault!r:.80}); get it again, or print it to a new PDF")
    text = "\n\n".join(map(unwrap, pages))
    if not text.strip():
        return Reject(name, "this PDF has no text layer (scanned pages?); run OCR on it, for instance ocrmypdf")
    return Draft(text, title=title_of(text), source=header_field(text, "source"))


def _pages(reader: pypdf.PdfReader) -> list[str]:
    """The pages' text, no further than one document may be long."""
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > MAX_CHARACTERS:
            break
    return pages


def unwrap(text: str) -> str:
    """Join lines that were broken at the page's edge: a PDF has lines, the parse needs sentences.

    A line runs on when it is nearly as wide as the widest, and the next one is neither empty nor a list item.
    A hyphen at the edge before a small letter is the typesetter's.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    wide = 0.75 * max(map(len, lines), default=0)
    out = ""
    for line, following in pairwise([*lines, ""]):
        if len(line) < wide or not following.strip() or _BULLET.match(following):
            out += line + "\n"
        elif _NEXT_WORD_JOINS.search(line):
            out += line.removesuffix("-") if following.lstrip()[0].islower() else line
        else:
            out += line + " "
    return out.rstrip("\n")


def docx_draft(data: bytes, name: str) -> Draft | Reject:
    """Paragraphs and tables of a Word document in their order, a line each; cells are parted by " | "."""
    try:
        if _unpacked_bytes(io.BytesIO(data)) > MAX_UNPACKED_BYTES:
            return too_long(name, f"{MAX_UNPACKED_BYTES // 2**20} MB or more when unpacked")
        word = docx.Document(io.BytesIO(data))
        text = "\n".join(_blocks(word))
        title = word.core_properties.title.strip()
    except _PARSER_FAULTS as fault:
        return Reject(name, f"damaged or protected .docx ({fault!r:.80}); save it again as .docx or .txt")
    return Draft(text, title=title or title_of(text), source=header_field(text, "source"))


def _unpacked_bytes(stream: BinaryIO) -> int:
    with zipfile.ZipFile(stream) as archive:
        return sum(part.file_size for part in archive.infolist())


def _blocks(word: WordDocument) -> list[str]:
    lines: list[str] = []
    for block in word.iter_inner_content():
        lines += _rows(block) if isinstance(block, Table) else [block.text]
    return lines


def _rows(table: Table) -> list[str]:
    """A merged cell comes back once for each column it spans: told once."""
    return [" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in table.rows]
