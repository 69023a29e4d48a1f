"""Deployments and trends without a browser: they share the map's filters and count what they leave out."""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import resources, words
from geo.store import open_store
from geo.types import Incident
from tests.dashboard.conftest import reports

SECONDS = 60


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Cached stores belong to one test."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
    gc.unfreeze()


def opened(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    """A page on a store of `reports()`."""
    path = str(folder / "store.sqlite")
    monkeypatch.setenv("DEMARC_STORE", path)
    with open_store(path) as store:
        for extraction in reports():
            store.add(extraction)
    script = f"from dashboard import {page}\n{page}.show()\n"
    app = AppTest.from_string(script, default_timeout=SECONDS)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """All captions, notes and figures of the page."""
    return " ".join(str(one.value) for kind in (app.caption, app.info, app.markdown) for one in kind)


def count(app: AppTest) -> str:
    return next(str(one.proto.body) for one in app.get("html") if "d-count" in one.proto.body)


def test_trends_count_and_say_what_they_leave_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("trends_page", tmp_path, monkeypatch)
    assert "8 of 9 incidents" in count(app)
    assert "5 incidents counted" in said(app)
    assert "2 without a date, 1 known less exactly than to one week" in said(app)


def test_trends_honour_the_filters_of_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("trends_page", tmp_path, monkeypatch, type="Protests")
    assert "3 of 9 incidents" in count(app)
    assert "2 incidents counted" in said(app)


def test_weeks_cannot_hold_a_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("trends_page", tmp_path, monkeypatch, type="Deployments")
    assert "0 without a date, 1 known less exactly than to one week" in said(app)


def test_trends_without_a_date_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("trends_page", tmp_path, monkeypatch, q="witness")
    assert "None of the 1 incident shown has a date" in said(app)


def test_deployments_list_flows_and_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("deployments_page", tmp_path, monkeypatch)
    assert "1 deployment" in said(app)
    flows, units = (frame.value for frame in app.dataframe)
    assert list(flows[words.columns.LARGEST]) == ["3,500 to 4,000, most likely 4,000 troops"]
    assert list(units[words.columns.DESTINATION]) == ["Sindh, Pakistan"]
    assert list(units[words.columns.ORIGIN]) == [words.deployments.END_UNKNOWN]


def test_deployments_that_the_filters_leave_out_are_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("deployments_page", tmp_path, monkeypatch, type="Protests")
    assert "None of the 3 incidents shown is a deployment" in said(app)
    assert not app.dataframe


def test_collecting_garbage_passes_over_the_incidents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened("trends_page", tmp_path, monkeypatch)
    assert len(resources.library().incidents) == 9
    assert not any(isinstance(one, Incident) for one in gc.get_objects())


def test_the_incidents_of_an_older_store_are_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened("trends_page", tmp_path, monkeypatch)
    older = weakref.ref(resources.library())
    st.cache_resource.clear()
    assert older() is None
