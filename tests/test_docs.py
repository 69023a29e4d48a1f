"""The documentation is true: its commands run and print what it says, its links lead somewhere."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from paths import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def sessions(page: Path) -> list[str]:
    """The console sessions of a page, prompts and output."""
    return [body for kind, body in FENCE.findall(page.read_text(encoding="utf-8")) if kind == "console"]


def commands(session: str) -> list[str]:
    return [line[2:] for line in session.splitlines() if line.startswith("$ ")]


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like a fresh checkout to the commands, with a store of its own."""
    for name in ("cli.py", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.setenv("DEMARC_STORE", str(tmp_path / "store.sqlite"))
    return tmp_path


def played(session: str, workplace: Path) -> str:
    """The session as it really goes: each command with what it prints, both streams."""
    shown = []
    for command in commands(session):
        program, *arguments = shlex.split(command)
        assert program == "python", f"the sessions call python only: {command}"
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=workplace,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        shown.append(f"$ {command}\n{done.stdout}")
    return "".join(shown)


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if sessions(page)], ids=lambda page: page.name)
def test_console_sessions_print_what_the_page_shows(page: Path, workplace: Path) -> None:
    for session in sessions(page):
        assert played(session, workplace) == session


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert not missing


def test_every_data_file_has_its_source_and_licence() -> None:
    told = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    kept = subprocess.run(["git", "ls-files", "data"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [Path(line).relative_to("data") for line in kept.stdout.splitlines()]
    untold = [str(file) for file in files if f"`{file}`" not in told and f"`{file.parent}/`" not in told]
    assert [name for name in untold if name != "README.md"] == []
