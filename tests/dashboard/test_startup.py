"""What is loaded before the first reader comes."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from dashboard import resources, startup
from geo.store import open_store
from tests.dashboard.conftest import reports
from tests.loops import finish


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("this was loaded ahead")


def test_the_first_reader_finds_incidents_and_map_made(
    built: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMARC_STORE", str(tmp_path / "store.sqlite"))
    with open_store() as store:
        for report in reports():
            store.add(report)
    startup.load()
    monkeypatch.setattr(resources, "render_html", refuse)
    monkeypatch.setattr("geo.store_view.merge_reports", refuse)
    assert "<html" in resources.map_document(resources.library().version)


@pytest.mark.parametrize("content", [None, b"this is no store, whatever its name says"])
def test_a_store_that_is_empty_or_broken_stops_no_server(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "store.sqlite"
    if content:
        file.write_bytes(content)
    monkeypatch.setenv("DEMARC_STORE", str(file))
    startup.load()


@pytest.mark.parametrize(("headless", "opened"), [(True, []), (False, ["http://localhost:8503/desk"])])
def test_a_browser_is_opened_where_there_is_one(
    headless: bool, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"server.headless": headless, "server.port": 8503, "server.baseUrlPath": "/desk/"}
    asked: list[str] = []
    monkeypatch.setattr(st, "get_option", options.__getitem__)
    monkeypatch.setattr("webbrowser.open", asked.append)
    monkeypatch.setattr(startup, "load", lambda: None)
    monkeypatch.setattr(startup, "ONCE_UP_S", 0)

    async def started() -> None:
        async with startup.ahead(st.App("app.py")):
            await asyncio.sleep(0.05)

    finish(started())
    assert asked == opened
