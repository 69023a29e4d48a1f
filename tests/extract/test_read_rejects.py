"""Bad input: one clear line that says what to do, no exception, and every other input kept."""

import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from extract.read import MAX_FILE_BYTES, read, read_pasted, read_upload
from extract.reading import drafts
from extract.reading.masthead import EARLIEST, LATEST
from extract.reading.sniff import Format
from extract.reading.tabular import MAX_LINE_BYTES
from extract.types import Document, Reject
from tests.extract.read_samples import blank_pdf, docx_bytes, encrypted_pdf, wrapped_pdf

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def reject(*inputs: str) -> Reject:
    [found] = read(inputs)
    assert isinstance(found, Reject), found
    assert "\n" not in found.reason
    return found


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "an empty file"),
        ("a.txt", b" \n\t\r\n", "has no text"),
        ("a.txt", bytes(range(256)) * 8, "binary data"),
        ("a.md", b"Half a text" + bytes(3), "binary data"),
        ("a.log", b"Plain words.", "accepted are .txt .md"),
        ("a", b"Plain words.", "accepted are .txt .md"),
        ("a.txt", PNG, "a PNG image"),
        ("a.pdf", PNG, "a PNG image"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "save it as .docx"),
        ("a.docx", rb"{\rtf1 Hello}", "rich text"),
        ("a.csv", zipped("xl/workbook.xml"), "an Excel workbook; save the sheet as .csv"),
        ("a.docx", zipped("content.xml"), "an OpenDocument file"),
        ("a.txt", zipped("notes.txt"), "a zip archive; unpack it"),
        ("a.docx", docx_bytes(["Text."])[:400], "damaged"),
        ("a.pdf", b"\x00\x01\x02\x03" * 20, "not a PDF but other binary data"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)), "damaged PDF"),
        ("a.pdf", encrypted_pdf("Secret.", "open sesame"), "encrypted PDF; save a copy without its password"),
        ("a.pdf", blank_pdf(), "no text layer (scanned pages?); run OCR"),
        ("a.html", b"<html><body><script>let a = 1</script></body></html>", "no article text"),
        ("a.xml", b"<?xml version='1.0'?><rows><row>1</row></rows>", "no RSS or Atom feed"),
        ("a.rss", b"<rss version='2.0'><channel><title>T</title></channel></rss>", "a feed without entries"),
        (
            "a.csv",
            "name;körper\nx;y".encode(),
            "no 'text' column; found 'name', 'körper'; accepted are id, text, title",
        ),
        ("a.csv", b"\x00" * 40, "binary data"),
        ("a.csv", b"id,text\n", "no article in it"),
        ("a.jsonl", b" \n\n", "no article in it"),
        ("a.json", b'{"body": "x", "id": 1}', "no 'text'; found 'body', 'id'; accepted are id, text, title"),
        ("a.json", b'{"text": ["x"]}', "'text' is list"),
        ("a.json", b'{"text": "x"', "broken JSON (Expecting ',' delimiter, line 1 column 13)"),
        ("a.json", b"[" * 100_000, "broken JSON"),
        ("a.json", b"[]", "no record in it"),
        ("a.json", b"3", "no record in it"),
        ("a.json", b"[3]", "int instead of an object"),
        ("a.json", b'{"text": ""}', "has no text"),
        ("a.jsonl", b"\xff\xfe\x00" * 9, "broken JSON"),
    ],
)
def test_unusable_file_is_rejected_with_advice(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = write(tmp_path, name, content)
    found = reject(path)
    assert says in found.reason
    assert found.name.startswith(path)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", wrapped_pdf("A convoy left Kidal."), "a PDF"),
        ("a.pdf", b"A convoy left Kidal.", "plain text"),
        ("a.docx", b"A convoy left Kidal.", "plain text"),
        ("a.pdf", docx_bytes(["A convoy left Kidal."]), "a Word document"),
        ("a.txt", b"<!DOCTYPE html><html><body><p>A convoy left Kidal.</p></body></html>", "an HTML page"),
        ("a.html", b"A convoy left Kidal.", "plain text"),
        ("a.log", wrapped_pdf("A convoy left Kidal."), "a PDF"),
    ],
)
def test_wrong_extension_is_read_as_what_it_is_and_noted(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    [found] = read([write(tmp_path, name, content)])
    assert isinstance(found, Document), found
    assert "A convoy left Kidal." in found.text
    assert any(f"its content is {kind}" in note for note in found.notes)


def test_broken_jsonl_names_the_line_and_keeps_the_others(tmp_path: Path) -> None:
    path = write(tmp_path, "in.jsonl", '{"text": "One."}\n{"text": "Two"\n[]\n{"text": "Four."}\n')
    one, two, three, four = read([path])
    assert isinstance(one, Document)
    assert isinstance(four, Document)
    assert isinstance(two, Reject)
    assert two.name == f"{path}:2"
    assert two.reason.startswith("broken JSON (Expecting ',' delimiter, column 15)")
    assert isinstance(three, Reject)
    assert three.name == f"{path}:3"


def test_row_without_text_names_its_line_and_keeps_the_others(tmp_path: Path) -> None:
    path = write(tmp_path, "in.csv", "id,text\na,\nb,Calm in Kidal.\n")
    empty, kept = read([path])
    assert isinstance(empty, Reject)
    assert empty.name == f"{path}:2"
    assert isinstance(kept, Document)


def test_fifty_megabytes_of_text_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(50 * 10**6)
        stream.write(b"Word. ")
    found = reject(str(path))
    assert "50,000,000 bytes" in found.reason
    assert "split it into articles" in found.reason


def test_text_just_over_the_limit_is_refused_and_at_the_limit_read(tmp_path: Path) -> None:
    longest = "ab cd " * (drafts.MAX_CHARACTERS // 6) + "ab"[: drafts.MAX_CHARACTERS % 6]
    assert isinstance(next(read([write(tmp_path, "a.txt", longest)])), Document)
    assert f"{drafts.MAX_CHARACTERS + 1:,} characters" in reject(write(tmp_path, "b.txt", longest + "x")).reason


def test_pdf_with_too_much_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.reading.drafts.MAX_CHARACTERS", 20)
    found = reject(write(tmp_path, "a.pdf", wrapped_pdf("A convoy left Kidal for Gao.")))
    assert "28 characters are too much for one document" in found.reason


def test_docx_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.reading.formats.MAX_UNPACKED_BYTES", 100)
    assert "when unpacked" in reject(write(tmp_path, "a.docx", docx_bytes(["Text."]))).reason


def test_overlong_jsonl_line_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    with path.open("wb") as stream:
        stream.write(b'{"text": "' + b"x" * (3 * MAX_LINE_BYTES) + b'"}\n{"text": "Calm in Kidal."}\n')
    long, kept = read([str(path)])
    assert isinstance(long, Reject)
    assert long.name == f"{path}:1"
    assert isinstance(kept, Document)
    assert kept.id == "big-2"


def test_every_format_read_whole_has_a_size_limit() -> None:
    assert set(MAX_FILE_BYTES) == set(Format) - {Format.JSONL}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31"])
def test_record_date_out_of_range_is_noted_and_the_article_kept(tmp_path: Path, day: str) -> None:
    [found] = read([write(tmp_path, "a.json", json.dumps({"text": "Calm in Kidal.", "published": day}))])
    assert isinstance(found, Document)
    assert found.published is None
    assert f"{day} is outside {EARLIEST} to {LATEST}" in " ".join(found.notes)


@pytest.mark.parametrize("day", ["10000-01-01", "2024-02-31", "99999999", "soon", "1e400"])
def test_record_date_that_is_none_is_noted_and_the_article_kept(tmp_path: Path, day: str) -> None:
    [found] = read([write(tmp_path, "a.json", json.dumps({"text": "Calm in Kidal.", "published": day}))])
    assert isinstance(found, Document)
    assert found.published is None
    assert "YYYY-MM-DD" in " ".join(found.notes)


def test_given_date_out_of_range_is_noted_and_the_record_asked(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '{"text": "Calm in Kidal.", "published": "2024-05-01"}')
    [found] = read([path], published=date(9999, 1, 1))
    assert isinstance(found, Document)
    assert found.published == date(2024, 5, 1)
    assert "9999-01-01" in " ".join(found.notes)


@pytest.mark.parametrize("text", ["Published 31 December 9999\n\nCalm.", "Published 0000-00-00\n\nCalm."])
def test_impossible_dateline_raises_nothing(tmp_path: Path, text: str) -> None:
    [found] = read([write(tmp_path, "a.txt", text)])
    assert isinstance(found, Document)
    assert found.published is None


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("/no/such/file.txt", "no such file or folder"),
        ("/no/such/*.txt", "no file matches"),
        ("", "not a path"),
        ("a\x00b", "not a path"),
        ("/dev/null", "a device, pipe or socket"),
        ("ftp://example.org/a.txt", "http:// or https://"),
        ("file:///etc/passwd", "http:// or https://"),
    ],
)
def test_unusable_path_is_rejected_with_advice(given: str, says: str) -> None:
    assert says in reject(given).reason


def test_empty_folder_is_rejected(tmp_path: Path) -> None:
    assert "an empty folder" in reject(str(tmp_path)).reason


def test_folder_with_an_unknown_file_reports_it_and_reads_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Calm in Kidal.")
    write(tmp_path, "b.png", PNG)
    kept, rejected = read([str(tmp_path)])
    assert isinstance(kept, Document)
    assert isinstance(rejected, Reject)


def test_link_circle_ends(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Calm in Kidal.")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "me").symlink_to(tmp_path / "me")
    found = list(read([str(tmp_path)]))
    assert [one.id for one in found if isinstance(one, Document)] == ["a"]
    assert [one.name for one in found if isinstance(one, Reject)] == [str(tmp_path / "me")]


def test_link_circle_ends_under_a_glob(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Calm in Kidal.")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert [type(one) for one in read([str(tmp_path / "**" / "*.txt")])] == [Document]


def test_page_of_comments_is_sniffed_at_once(tmp_path: Path) -> None:
    assert isinstance(reject(write(tmp_path, "a.html", b"<!---->" * 500 + b"<b>")), Reject)


def test_dangling_link_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    assert "a link to something that is not there" in reject(str(tmp_path / "gone.txt")).reason


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder whose content this user may not read; root reads everything, so root becomes nobody for the test."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    user = os.geteuid()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Calm in Kidal.", encoding="utf-8")
    (folder / "a.txt").chmod(0)
    (folder / "sub").mkdir(mode=0)
    try:
        if user == 0:
            os.seteuid(65534)
        yield folder
    finally:
        os.seteuid(user)
        (folder / "sub").chmod(0o755)
        shutil.rmtree(folder)


def test_files_and_folders_without_permission_are_rejected_and_the_rest_read(locked: Path) -> None:
    found = list(read([str(locked)]))
    assert [one.id for one in found if isinstance(one, Document)] == ["b"]
    rejects = {Path(one.name).name: one.reason for one in found if isinstance(one, Reject)}
    assert set(rejects) == {"a.txt", "sub"}
    assert all("permission denied" in reason for reason in rejects.values())


def test_file_that_vanishes_before_its_turn_is_rejected(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, "Calm in Kidal.") for name in ("a.txt", "b.txt")]
    found = read(paths)
    next(found)
    Path(paths[1]).unlink()
    assert isinstance(next(found), Reject)


def test_lone_surrogates_and_nuls_are_replaced_one_for_one(tmp_path: Path) -> None:
    [found] = read([write(tmp_path, "a.json", r'{"text": "In \ud800Goma\u0000."}')])
    assert isinstance(found, Document)
    assert found.text == "In �Goma�."
    assert any("2 unusable characters" in note for note in found.notes)


def test_file_name_that_is_no_utf8_gives_a_printable_id(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
    with open(path, "wb") as stream:
        stream.write(b"Calm in Kidal.")
    [found] = read([os.fsdecode(path)])
    assert isinstance(found, Document)
    assert found.id == "caf�"


def test_one_bad_input_among_many_leaves_the_others(tmp_path: Path) -> None:
    good = [write(tmp_path, f"{name}.txt", f"Calm in {name}.") for name in ("Kidal", "Gao")]
    found = list(read([good[0], "/no/such.txt", write(tmp_path, "x.pdf", PNG), good[1]]))
    assert [type(one) for one in found] == [Document, Reject, Reject, Document]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://[", "see page 3"])
def test_record_address_that_is_none_is_left_out_and_noted(tmp_path: Path, url: str) -> None:
    [found] = read([write(tmp_path, "a.json", json.dumps({"text": "Calm in Kidal.", "url": url}))])
    assert isinstance(found, Document)
    assert found.url is None
    assert "no http(s) address" in " ".join(found.notes)


def test_blank_paste_is_rejected() -> None:
    found = read_pasted(" \n")
    assert isinstance(found, Reject)
    assert found.name == "pasted text"


def test_overlong_paste_is_rejected() -> None:
    assert isinstance(read_pasted("word " * drafts.MAX_CHARACTERS), Reject)


def test_empty_upload_is_rejected_by_name() -> None:
    [found] = read_upload("empty.txt", b"")
    assert isinstance(found, Reject)
    assert found.name == "empty.txt"
