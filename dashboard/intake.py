"""Reading what the Add page was given: documents found, one line for each input that could not be read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dashboard import words
from extract.read import read, read_pasted, read_upload
from extract.types import Document, Reject
from geo.map_payload import safe_url
from geo.types import Extraction

Input = Document | Reject


class Upload(Protocol):
    """A file from a browser."""

    name: str

    def getvalue(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Dating:
    """What the reader says of the dates in what they add."""

    published: date | None = None
    day_first: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was read: articles with what is in them, and what could not be read."""

    extractions: tuple[Extraction, ...]
    rejects: tuple[Reject, ...]

    def without(self, document_id: str) -> "Found":
        """All but one article."""
        kept = tuple(one for one in self.extractions if one.document.id != document_id)
        return Found(kept, self.rejects)


def from_paste(text: str, title: str, dating: Dating) -> Iterator[Input]:
    """Pasted text; an empty one is rejected by the reader like any other empty input."""
    yield read_pasted(text, title=title.strip() or None, published=dating.published, day_first=dating.day_first)


def from_uploads(files: Sequence[Upload], dating: Dating) -> Iterator[Input]:
    """Uploaded files, which may hold several articles each."""
    for file in files:
        yield from read_upload(file.name, file.getvalue(), published=dating.published, day_first=dating.day_first)


def from_address(address: str, dating: Dating) -> Iterator[Input]:
    """An article on the web. Only http and https: `read` would take anything else as a file of this machine."""
    given = address.strip()
    if safe_url(given) is None:
        yield Reject(given, words.NOT_AN_ADDRESS)
    else:
        yield from read([given], published=dating.published, day_first=dating.day_first)


def found_in(
    inputs: Iterable[Input],
    *,
    extract: Callable[[Iterable[Document]], Iterator[Extraction]],
    progress: Callable[[int, str], object],
) -> Found:
    """Extract one document after the other; `progress` is told how many were read and the name of the next."""
    extractions: list[Extraction] = []
    rejects: list[Reject] = []
    for one in inputs:
        if isinstance(one, Reject):
            rejects.append(one)
        else:
            progress(len(extractions), one.title or one.id)
            extractions += extract([one])
    return Found(tuple(extractions), tuple(rejects))
