"""Good input: each format gives its article, whole, with its title, source and day."""

import json
from datetime import date
from pathlib import Path

import pytest

from extract.read import read, read_pasted, read_upload
from extract.types import Document, Reject
from tests.extract.read_samples import docx_bytes, encrypted_pdf, pdf_bytes, wrapped_pdf

STORY = (
    "Shelling hits the port\nPublished 3 March 2025\nSource: Harbour Wire\n\nShells hit the port of Odesa on Sunday."
)
PAGE = """<html><head><title>Convoy leaves Goma</title>
<meta property="article:published_time" content="2025-01-29T08:00:00+02:00">
<meta property="og:site_name" content="Lake Post"><link rel="canonical" href="https://lake.example/convoy"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Convoy leaves Goma</h1>
<p>A convoy of forty trucks left Goma on Tuesday for Bukavu, the governor's office said in a statement.</p>
<ul><li>Two trucks carried medicine for the hospital.</li><li>One truck turned back at Sake.</li></ul>
<table><tr><th>Day</th><th>Trucks</th></tr><tr><td>28 January</td><td>40</td></tr></table>
<p>No group said it would stop the convoy, and the road was reported to be open on Wednesday.</p>
</article></body></html>"""


def document(found: Document | Reject) -> Document:
    assert isinstance(found, Document), found
    return found


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def only(*inputs: str, **options: object) -> Document:
    [found] = read(inputs, **options)  # type: ignore[arg-type]
    return document(found)


def test_text_file_gives_id_title_source_and_day(tmp_path: Path) -> None:
    found = only(write(tmp_path, "odesa.txt", STORY))
    assert (found.id, found.title, found.source) == ("odesa", "Shelling hits the port", "Harbour Wire")
    assert (found.text, found.published) == (STORY, date(2025, 3, 3))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_text_keeps_its_line_ends(tmp_path: Path, line_end: str) -> None:
    text = f"One line.{line_end}{line_end}Another.{line_end}"
    assert only(write(tmp_path, "a.txt", text)).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_is_not_part_of_the_text(tmp_path: Path, encoding: str) -> None:
    assert only(write(tmp_path, "a.txt", "Бої під Покровськом".encode(encoding))).text == "Бої під Покровськом"


def test_other_encodings_are_read_and_noted(tmp_path: Path) -> None:
    text = "Обстрел Курска продолжался всю ночь, сообщили местные власти. Пострадавших нет." * 3
    found = only(write(tmp_path, "a.txt", text.encode("windows-1251")))
    assert "Курска" in found.text
    assert any("not UTF-8" in note for note in found.notes)


def test_a_few_bad_bytes_are_replaced_and_noted(tmp_path: Path) -> None:
    found = only(write(tmp_path, "a.txt", "Café réouvert à Abéché".encode() + b" \xff fin"))
    assert found.text == "Café réouvert à Abéché � fin"
    assert any("1 places are not valid UTF-8" in note for note in found.notes)


def test_markdown_title_loses_its_marks(tmp_path: Path) -> None:
    found = only(write(tmp_path, "a.md", "# Strike on Merowe dam\n\nA drone hit the dam."))
    assert found.title == "Strike on Merowe dam"


def test_a_sentence_is_no_title(tmp_path: Path) -> None:
    assert only(write(tmp_path, "a.txt", "Troops left the town on Monday.\nMore follows.")).title is None


@pytest.mark.parametrize("first", ["Published 3 March 2025", "Source: Harbour Wire"])
def test_a_date_or_source_line_is_no_title(tmp_path: Path, first: str) -> None:
    assert only(write(tmp_path, "a.txt", f"{first}\n\nShells hit the port.")).title is None


def test_html_gives_body_lists_tables_and_metadata(tmp_path: Path) -> None:
    found = only(write(tmp_path, "convoy.html", PAGE))
    assert (found.title, found.published, found.source) == ("Convoy leaves Goma", date(2025, 1, 29), "Lake Post")
    assert found.url == "https://lake.example/convoy"
    for words in ("forty trucks left Goma", "turned back at Sake", "28 January"):
        assert words in found.text
    assert "Home" not in found.text


def test_html_in_windows_1251_is_decoded(tmp_path: Path) -> None:
    body = "<p>Губернатор сообщил об атаке беспилотников на город Белгород и окрестные сёла.</p>" * 3
    page = f'<html><head><meta charset="windows-1251"></head><body><article>{body}</article></body></html>'
    assert "Белгород" in only(write(tmp_path, "a.html", page.encode("windows-1251"))).text


def test_pdf_lines_are_joined_into_sentences(tmp_path: Path) -> None:
    text = "A column of armoured vehicles crossed the river near the old bridge before dawn and halted at the village. "
    found = only(write(tmp_path, "a.pdf", wrapped_pdf(text * 3)))
    assert "crossed the river near the old bridge before dawn and halted at the village." in found.text


def test_pdf_keeps_headings_and_lists_apart(tmp_path: Path) -> None:
    lines = [
        "Situation report",
        "Fighting went on around the airport through the night and into the",
        "morning.",
        "- Item one",
    ]
    assert only(write(tmp_path, "a.pdf", pdf_bytes(lines))).text.splitlines() == [
        "Situation report",
        "Fighting went on around the airport through the night and into the morning.",
        "- Item one",
    ]


def test_pdf_hyphen_at_the_edge_goes(tmp_path: Path) -> None:
    lines = ["The militia withdrew from the town after a week of bombard-", "ment, residents said."]
    assert "bombardment" in only(write(tmp_path, "a.pdf", pdf_bytes(lines))).text


def test_pdf_encrypted_without_a_password_is_read(tmp_path: Path) -> None:
    assert "Kidal" in only(write(tmp_path, "a.pdf", encrypted_pdf("A patrol left Kidal.", ""))).text


def test_docx_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    data = docx_bytes(["Patrol at Kidal", "A patrol left the town."], [["Day", "Trucks"], ["Monday", "4"]])
    assert (
        only(write(tmp_path, "a.docx", data)).text
        == "Patrol at Kidal\nA patrol left the town.\nDay | Trucks\nMonday | 4"
    )


def test_docx_title_comes_from_its_properties(tmp_path: Path) -> None:
    assert only(write(tmp_path, "a.docx", docx_bytes(["Body."], title="Patrol report"))).title == "Patrol report"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_rows_become_documents(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["ID", "Text", "Published", "Source"],
        ["k1", "Rain in Kampala.", "2024-05-01", "Wire"],
        ["", "Calm.", "", ""],
    ]
    path = write(tmp_path, "rows.csv", "\r\n".join(delimiter.join(row) for row in rows))
    first, second = map(document, read([path]))
    assert (first.id, first.text, first.published, first.source) == (
        "k1",
        "Rain in Kampala.",
        date(2024, 5, 1),
        "Wire",
    )
    assert (second.id, second.source) == ("rows-3", None)


def test_csv_text_may_hold_line_breaks_and_commas(tmp_path: Path) -> None:
    found = only(write(tmp_path, "a.csv", 'id,text\n1,"First, a line.\nThen another."\n'))
    assert found.text == "First, a line.\nThen another."


def test_jsonl_lines_become_documents_with_their_fields(tmp_path: Path) -> None:
    record = {
        "id": "r1",
        "text": "Calm in Tyre.",
        "title": "Calm",
        "published": "2024-11-28",
        "url": "https://a.example",
    }
    first, second = map(document, read([write(tmp_path, "in.jsonl", json.dumps(record) + '\n\n{"text": "Second."}\n')]))
    assert (first.id, first.title, first.published, first.url) == ("r1", "Calm", date(2024, 11, 28), record["url"])
    assert second.id == "in-3"


@pytest.mark.parametrize(
    "content",
    [
        '{"text": "One."}',
        '[{"text": "One."}]',
        '{"articles": [{"text": "One."}]}',
        '{"text": "One."}\n{"text": "One."}',
    ],
)
def test_json_may_be_a_record_a_list_or_lines(tmp_path: Path, content: str) -> None:
    assert {document(found).text for found in read([write(tmp_path, "a.json", content)])} == {"One."}


@pytest.mark.parametrize("content", ['[{"text": "One."}]', '{\n  "text": "One."\n}'])
def test_jsonl_that_is_one_json_value_is_read_as_json(tmp_path: Path, content: str) -> None:
    assert only(write(tmp_path, "a.jsonl", content)).text == "One."


def test_numbers_as_ids_become_words(tmp_path: Path) -> None:
    assert only(write(tmp_path, "a.json", '{"id": 17, "text": "One."}')).id == "17"


def test_folder_is_read_whole_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt"):
        write(tmp_path, name, f"Text of {name}.")
    assert [document(found).id for found in read([str(tmp_path)])] == ["a", "b", "c"]


def test_glob_matches_below_folders(tmp_path: Path) -> None:
    for name in ("a.txt", "x/b.txt", "x/y/c.md"):
        write(tmp_path, name, "Text.")
    assert [document(found).id for found in read([str(tmp_path / "**" / "*.txt")])] == ["a", "b"]


def test_file_whose_name_has_brackets_is_a_file(tmp_path: Path) -> None:
    assert only(write(tmp_path, "report [1].txt", "Text.")).id == "report [1]"


def test_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Text.")
    assert len(list(read([path, str(tmp_path), path]))) == 1


def test_shared_stems_are_told_apart_by_folder(tmp_path: Path) -> None:
    for name in ("may/news.txt", "june/news.txt", "june/other.txt"):
        write(tmp_path, name, "Text.")
    assert {document(found).id for found in read([str(tmp_path)])} == {"may/news", "june/news", "other"}


def test_shared_stems_in_one_folder_are_told_apart_by_extension(tmp_path: Path) -> None:
    for name in ("may/news.txt", "may/news.md"):
        write(tmp_path, name, "Text.")
    assert {document(found).id for found in read([str(tmp_path)])} == {"may/news.txt", "may/news.md"}


def test_record_id_used_twice_gets_its_file_and_a_note(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, '{"id": "1", "text": "Text."}') for name in ("a.jsonl", "b.jsonl")]
    first, second = map(document, read(paths))
    assert (first.id, second.id) == ("1", "b/1")
    assert "id '1' was taken" in " ".join(second.notes)


def test_reading_is_lazy(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, "Text.") for name in ("a.txt", "b.txt")]
    found = read(paths)
    next(found)
    Path(paths[1]).write_text("Changed.", encoding="utf-8")
    assert document(next(found)).text == "Changed."


def test_given_date_beats_record_and_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", json.dumps({"text": STORY, "published": "2025-03-04"}))
    assert only(path).published == date(2025, 3, 4)
    assert only(path, published=date(2025, 3, 5)).published == date(2025, 3, 5)


def test_page_date_beats_dateline(tmp_path: Path) -> None:
    page = PAGE.replace("<h1>", "<p>Published 3 March 2020</p><h1>")
    assert only(write(tmp_path, "a.html", page)).published == date(2025, 1, 29)


def test_ambiguous_date_is_noted_and_day_first_turns_it(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '{"text": "Quiet.", "published": "11/05/2025"}')
    assert only(path).published == date(2025, 11, 5)
    assert "--day-first" in " ".join(only(path).notes)
    assert only(path, day_first=True).published == date(2025, 5, 11)


def test_clear_dateline_needs_no_note(tmp_path: Path) -> None:
    assert only(write(tmp_path, "odesa.txt", STORY)).notes == ()


@pytest.mark.parametrize("field", ["2024-11-20T23:59:00Z", "20241120", "20 November 2024", "November 20, 2024"])
def test_record_dates_are_read_in_common_forms(tmp_path: Path, field: str) -> None:
    path = write(tmp_path, "a.json", json.dumps({"text": "Quiet.", "published": field}))
    assert only(path).published == date(2024, 11, 20)


def test_pasted_text_keeps_its_characters_and_its_id() -> None:
    first, again = document(read_pasted("  Text.\r\n")), document(read_pasted("  Text.\r\n", title="Given"))
    assert (first.text, first.id) == ("  Text.\r\n", again.id)
    assert (first.title, again.title) == (None, "Given")


def test_upload_is_read_as_a_file_of_that_name() -> None:
    [found] = read_upload("C:\\reports\\odesa.txt", STORY.encode(), published=None)
    assert (document(found).id, document(found).text) == ("odesa", STORY)


def test_upload_may_hold_several_articles() -> None:
    found = read_upload("two.jsonl", b'{"text": "One."}\n{"text": "Two."}\n')
    assert [document(one).id for one in found] == ["two-1", "two-2"]
