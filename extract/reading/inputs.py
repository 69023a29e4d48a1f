"""What the user named: files, folders, globs and addresses, each thing once, in order."""

import glob
import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from extract.reading.sniff import ACCEPTED
from extract.types import Reject

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://")


@dataclass(frozen=True, slots=True)
class FileInput:
    """A regular file; `id` is its stem, made longer by its folder where another file of the run has the same."""

    path: Path
    name: str
    id: str


@dataclass(frozen=True, slots=True)
class UrlInput:
    url: str


def expand(inputs: Sequence[str]) -> list[FileInput | UrlInput | Reject]:
    """All that `inputs` stand for, in order; a file or address that comes up again is listed once.

    Folders are searched whole, links included, hidden names left out. Nothing is opened.
    """
    found: dict[str, Path | UrlInput | Reject] = {}
    for given in inputs:
        for key, one in _expand_one(given):
            found.setdefault(key, one)
    ids = _ids([path for path in found.values() if isinstance(path, Path)])
    return [FileInput(one, printable(one), ids[one]) if isinstance(one, Path) else one for one in found.values()]


def url_id(url: str) -> str:
    """A readable id that stays the same: the last words of the path and a hash of the address without its fragment."""
    address = urldefrag(url).url
    parts = urlsplit(address)
    words = [part for part in unquote(parts.path).split("/") if part] or [parts.netloc]
    return readable_id(re.sub(r"\.\w{1,5}$", "", words[-1]), address)


def readable_id(words: str, key: str) -> str:
    """An id of some words and a hash of what it stands for."""
    slug = re.sub(r"\W+", "-", words.lower()).strip("-")[:60]
    return f"{slug or 'page'}-{hashlib.sha256(key.encode('utf-8', errors='replace')).hexdigest()[:8]}"


def printable(path: Path | str) -> str:
    """A path as text that can be written anywhere: bytes that are no UTF-8 are shown as U+FFFD."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _expand_one(given: str) -> Iterator[tuple[str, Path | UrlInput | Reject]]:
    scheme = _SCHEME.match(given)
    if scheme:
        known = scheme[1].lower() in ("http", "https")
        why = f"addresses start with http:// or https://, this one with {scheme[1]}://; download it and give the file"
        yield given, UrlInput(given) if known else Reject(given, why)
        return
    for path in _paths(given):
        yield (path.name if isinstance(path, Reject) else os.path.realpath(path)), path


def _paths(given: str) -> Iterator[Path | Reject]:
    if not given.strip() or "\x00" in given:
        yield Reject(printable(given.replace("\x00", "�")), "not a path; give a file, a folder, a glob or a URL")
        return
    path = Path(given).expanduser() if given.startswith("~/") else Path(given)
    if os.path.lexists(path):
        yield from _walk(path, seen=set())
    elif glob.has_magic(given):
        matches = sorted(glob.glob(str(path), recursive=True))
        for match in matches:
            yield from _walk(Path(match), seen=set())
        if not matches:
            yield Reject(printable(given), "no file matches; check the pattern and the folder it starts in")
    else:
        yield Reject(printable(given), "no such file or folder; check the path (a web address begins with https://)")


def _walk(path: Path, seen: set[str]) -> Iterator[Path | Reject]:
    """The files at and below a path. `seen` holds the folders passed, so that a link in a circle ends."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Reject(printable(path), explain_os_error(error))
        return
    if stat.S_ISREG(mode):
        yield path
    elif stat.S_ISDIR(mode):
        yield from _walk_folder(path, seen)
    else:
        yield Reject(printable(path), "a device, pipe or socket, not a file; save its content to a file")


def _walk_folder(folder: Path, seen: set[str]) -> Iterator[Path | Reject]:
    real = os.path.realpath(folder)
    if real in seen:
        return
    first = not seen
    seen.add(real)
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        yield Reject(printable(folder), explain_os_error(error))
        return
    if first and not names:
        yield Reject(printable(folder), f"an empty folder; put articles into it ({ACCEPTED})")
    for name in names:
        yield from _walk(folder / name, seen)


def explain_os_error(error: OSError) -> str:
    """One line for a file that cannot be opened or read: what is wrong and what to do."""
    if isinstance(error, PermissionError):
        return "permission denied; make it readable for this user (chmod +r)"
    if isinstance(error, FileNotFoundError):
        return "a link to something that is not there; mend or remove the link"
    return f"cannot be opened ({error.strerror or error}); check the path"


def _ids(paths: Sequence[Path]) -> dict[Path, str]:
    """For each file the shortest of stem, folder/stem, folder/name and whole path that no other file of the run has."""
    forms: tuple[Callable[[Path], str], ...] = (
        lambda path: path.stem,
        lambda path: f"{path.absolute().parent.name}/{path.stem}",
        lambda path: f"{path.absolute().parent.name}/{path.name}",
        lambda path: path.as_posix(),
    )
    uses = [Counter(form(path) for path in paths) for form in forms]
    return {path: _shortest(path, forms, uses) for path in paths}


def _shortest(path: Path, forms: Sequence[Callable[[Path], str]], uses: Sequence[Counter[str]]) -> str:
    unique = (form(path) for form, used in zip(forms, uses, strict=True) if used[form(path)] == 1)
    return printable(next(unique, path.as_posix()))
