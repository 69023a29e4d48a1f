"""What the Add page is given becomes documents, or one line for each input that could not be read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from dashboard import intake
from dashboard.intake import Dating, Found, Input, Told
from extract.types import Document, Reject
from geo.news import Known
from geo.types import Extraction

TEXT = "Artillery shells killed six people at a market in Goma on Tuesday."


@dataclass
class File:
    name: str
    data: bytes

    def getvalue(self) -> bytes:
        return self.data


def nothing_found(documents: Iterable[Document]) -> Iterator[Extraction]:
    for document in documents:
        yield Extraction(document, (), ())


def found(inputs: Iterable[intake.Input]) -> Found:
    return intake.found_in(inputs, extract=nothing_found, progress=lambda done, name: None)


def test_pasted_text_becomes_one_document_with_its_title_and_date() -> None:
    (document,) = (
        one.document for one in found(intake.from_paste(TEXT, " Market ", Dating(date(2025, 3, 12)))).extractions
    )
    assert (document.text, document.title, document.published) == (TEXT, "Market", date(2025, 3, 12))


def test_empty_paste_is_one_line_not_an_error() -> None:
    result = found(intake.from_paste("  \n ", "", Dating()))
    assert result.extractions == ()
    assert len(result.rejects) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("noise.txt", bytes(range(256)) * 40),
        ("broken.jsonl", b'{"id": "a", "text": "ok here"\n{oops\n'),
        ("wrong.pdf", b"not a pdf at all"),
        ("wrong.docx", b"PK\x03\x04 not a document"),
    ],
)
def test_a_bad_file_is_named_and_the_good_one_beside_it_is_kept(name: str, data: bytes) -> None:
    result = found(intake.from_uploads([File(name, data), File("good.txt", TEXT.encode())], Dating()))
    assert any(TEXT in one.document.text for one in result.extractions)
    if result.rejects:
        assert any(name in reject.name for reject in result.rejects)
        assert all("\n" not in reject.reason for reject in result.rejects)


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "example.org/a", "~/.ssh/id", "ftp://a/b"])
def test_an_address_is_never_read_as_a_file_of_this_machine(address: str) -> None:
    (answer,) = intake.from_address(address, Dating())
    assert isinstance(answer, Reject)
    assert "http" in answer.reason


def test_progress_names_each_article_before_it_is_read() -> None:
    told: list[tuple[int, str]] = []
    files = [File("a.txt", TEXT.encode()), File("b.txt", (TEXT + " Again.").encode())]
    intake.found_in(
        intake.from_uploads(files, Dating()), extract=nothing_found, progress=lambda n, s: told.append((n, s))
    )
    assert [n for n, _ in told] == [0, 1]


def test_leaving_one_article_out_keeps_the_others() -> None:
    files = [File("a.txt", TEXT.encode()), File("b.txt", (TEXT + " Again.").encode())]
    both = found(intake.from_uploads(files, Dating()))
    kept = both.without(both.extractions[0].document.id)
    assert [one.document.id for one in kept.extractions] == [both.extractions[1].document.id]


def test_progress_counts_what_was_passed_and_names_what_is_next() -> None:
    told: list[tuple[int, str]] = []
    new = Document("new", "Text.", title="News")
    items: list[Input] = [Known("old"), Reject("bad.txt", "torn"), new, Told("1 new")]
    found = intake.found_in(items, extract=lambda _: iter(()), progress=lambda *now: told.append(now))
    assert told == [(0, "old"), (2, "News")]
    assert (found.rejects, found.told) == ((Reject("bad.txt", "torn"),), ("1 new",))
