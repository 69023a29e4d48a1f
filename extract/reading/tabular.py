"""Articles as records: the rows of a CSV table, the lines of a .jsonl, the objects of a .json."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from extract.reading.drafts import MAX_CHARACTERS, Draft
from extract.reading.encodings import decode
from extract.types import Reject

FIELDS = ("id", "text", "title", "published", "source", "url")
MAX_LINE_BYTES = 8 * MAX_CHARACTERS
"""A longer line holds too long a text, even if each character is a six-byte escape."""

_ACCEPTED = "accepted are " + ", ".join(FIELDS) + " ('text' is required)"
_LISTS = ("articles", "documents", "items", "records")
"""Keys under which an object may hold its list of records."""


def csv_drafts(data: bytes, name: str) -> Iterator[Draft | Reject]:
    """A draft for each row; the first row names the columns, in any case; comma, semicolon or tab between them."""
    decoded = decode(data)
    if decoded is None:
        yield Reject(name, "binary data, not a CSV table; save the sheet as CSV (UTF-8)")
        return
    text, notes = decoded
    csv.field_size_limit(4 * MAX_CHARACTERS)  # Python's own limit, 131,072, is shorter than a text may be
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        columns = [column.strip().lower() for column in next(rows, [])]
        if "text" not in columns:
            yield Reject(name, f"no 'text' column; found {_listed(columns)}; {_ACCEPTED}; rename the article's column")
            return
        for row in rows:
            if any(cell.strip() for cell in row):
                record = dict(zip(columns, row, strict=False))
                yield _draft(record, f"{name}:{rows.line_num}", number=rows.line_num, notes=notes)
    except csv.Error as error:
        yield Reject(f"{name}:{rows.line_num}", f"broken CSV ({error}); the rows before it were read; save it again")


def jsonl_drafts(stream: BinaryIO, name: str) -> Iterator[Draft | Reject]:
    """A draft for each line, read as it comes: the file may be of any size, a line may not."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            yield Reject(f"{name}:{number}", f"line longer than {MAX_LINE_BYTES:,} bytes; split its text into articles")
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE_BYTES)
        elif line.strip():
            yield _json_line(line, f"{name}:{number}", number)


def json_drafts(data: bytes, name: str) -> Iterator[Draft | Reject]:
    """A draft for each record of a JSON file: one object, a list of them, or JSON lines under the wrong name."""
    decoded = decode(data)
    value = _parse(decoded[0]) if decoded else None
    if decoded is None or isinstance(value, _Broken):
        if data.count(b"\n") and not isinstance(_parse_line(data.split(b"\n", 1)[0]), _Broken):
            yield from jsonl_drafts(io.BytesIO(data), name)
        else:
            why = value.why if isinstance(value, _Broken) else "binary data"
            yield Reject(name, f"broken JSON ({why}); give one record, a list of records, or a .jsonl")
        return
    records = _records(value)
    if records is None:
        yield Reject(name, f"no record in it; give an object, or a list of objects; {_ACCEPTED}")
        return
    for number, record in enumerate(records, start=1):
        label = name if len(records) == 1 else f"{name}[{number}]"
        yield _json_draft(record, label, number=number if len(records) > 1 else None, notes=decoded[1])


class _Broken:
    """JSON that does not parse, and where."""

    def __init__(self, why: str) -> None:
        self.why = why


def _parse(text: str) -> object:
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        return _Broken(f"{error.msg}, line {error.lineno} column {error.colno}")
    except (ValueError, RecursionError) as error:
        return _Broken(f"{error!s:.80}")
    return value


def _parse_line(line: bytes) -> object:
    decoded = decode(line)
    return _parse(decoded[0]) if decoded else _Broken("binary data")


def _json_line(line: bytes, name: str, number: int) -> Draft | Reject:
    decoded = decode(line)
    value = _parse(decoded[0].strip()) if decoded else _Broken("binary data")
    if isinstance(value, _Broken):
        return Reject(name, f"broken JSON ({value.why.replace('line 1 ', '')}); mend this line; the others are kept")
    return _json_draft(value, name, number=number, notes=decoded[1] if decoded else ())


def _records(value: object) -> Sequence[object] | None:
    if isinstance(value, dict) and "text" not in value:
        value = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), value)
    if isinstance(value, dict):
        return [value]
    return value if isinstance(value, list) and value else None


def _json_draft(value: object, name: str, *, number: int | None, notes: tuple[str, ...]) -> Draft | Reject:
    if not isinstance(value, dict):
        return Reject(name, f'{type(value).__name__} instead of an object like {{"id": ..., "text": ...}}')
    record = {str(key).strip().lower(): field for key, field in value.items()}
    return _draft(record, name, number=number, notes=notes)


def _draft(record: Mapping[str, object], name: str, *, number: int | None, notes: tuple[str, ...]) -> Draft | Reject:
    text = record.get("text")
    if not isinstance(text, str):
        found = f"'text' is {type(text).__name__}" if "text" in record else f"no 'text'; found {_listed([*record])}"
        return Reject(name, f"{found}; {_ACCEPTED}")
    fields = {field: _words(record.get(field)) for field in FIELDS if field != "text"}
    return Draft(text, **fields, number=number, notes=notes)


def _words(value: object) -> str | None:
    """A field as text; numbers are written out, anything nested or blank is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        return str(value).strip() or None
    except ValueError:  # an int of more digits than Python prints
        return None


def _listed(columns: Sequence[str]) -> str:
    shown = ", ".join(repr(column[:40]) for column in columns[:12])
    return (shown or "none") + (", ..." if len(columns) > 12 else "")


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count)
