"""The documentation is true: its commands run and print what it says, its links lead somewhere."""

import re
import subprocess
from pathlib import Path

import pytest

from docs.sessions import PAGES, SESSION, replayed
from paths import ROOT

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
WITH_SESSIONS = [page for page in PAGES if SESSION.search(page.read_text(encoding="utf-8"))]


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_SESSIONS, ids=lambda page: page.name)
def test_console_sessions_print_what_the_page_shows(page: Path) -> None:
    shown = page.read_text(encoding="utf-8")
    assert replayed(shown) == shown, "python docs/sessions.py writes what they print now"


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
