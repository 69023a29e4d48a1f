"""Reading what the Add page was given: documents found, one line for each input that could not be read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from dashboard import words
from extract.read import read, read_pasted, read_upload
from extract.types import Document, Reject
from geo.map_payload import safe_url
from geo.news import Known, News, ask
from geo.store import Store
from geo.subscriptions import Subscription
from geo.types import Extraction


@dataclass(frozen=True, slots=True)
class Told:
    """A line that says how the reading of something went."""

    line: str


Input = Document | Reject | Known | Told


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
class Inputs:
    """Something to read, item by item, and how many items that are where it is known beforehand."""

    items: Iterator[Input]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was read: articles with what is in them, what could not be read, and what else there is to say."""

    extractions: tuple[Extraction, ...]
    rejects: tuple[Reject, ...]
    told: tuple[str, ...] = ()

    def without(self, document_id: str) -> "Found":
        """All but one article."""
        kept = tuple(one for one in self.extractions if one.document.id != document_id)
        return replace(self, extractions=kept)


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
        yield Reject(given, words.add.NOT_AN_ADDRESS)
    else:
        yield from read([given], published=dating.published, day_first=dating.day_first)


def from_subscriptions(subscriptions: Sequence[Subscription], store: Store) -> Inputs:
    """What is new in feeds and folders, all of them asked first; a line for each says how much that was.

    What could be asked is saved; an address that gives no feed is not.
    """
    asked = [ask(one, store=store) for one in subscriptions]
    for news in asked:
        if isinstance(news, News):
            store.subscriptions.save(news.subscription)
    return Inputs(_news(asked), sum(1 if isinstance(one, Reject) else one.to_read for one in asked))


def _news(asked: Sequence[News | Reject]) -> Iterator[Input]:
    for news in asked:
        if isinstance(news, Reject):
            yield news
            continue
        new, known = 0, news.known
        for item in news.documents:
            new, known = new + isinstance(item, Document), known + isinstance(item, Known)
            yield item
        yield Told(words.add.NEWS.format(name=news.subscription.name, new=new, known=known))


def found_in(
    inputs: Iterable[Input],
    *,
    extract: Callable[[Iterable[Document]], Iterator[Extraction]],
    progress: Callable[[int, str], object],
) -> Found:
    """Extract one document after the other; `progress` is told how many items were passed and the name of the next."""
    extractions: list[Extraction] = []
    rejects: list[Reject] = []
    told: list[str] = []
    for passed, one in enumerate(inputs):
        match one:
            case Document():
                progress(passed, one.title or one.id)
                extractions += extract([one])
            case Known():
                progress(passed, one.id)
            case Reject():
                rejects.append(one)
            case Told():
                told.append(one.line)
    return Found(tuple(extractions), tuple(rejects), tuple(told))
