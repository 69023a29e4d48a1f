"""The map page without a browser: what it says and what its filters leave."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import words
from dashboard.state import widget_key
from extract.types import Modality
from geo.store import open_store
from paths import ROOT
from tests.dashboard.conftest import reports

SECONDS = 60


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Cached stores belong to one test."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = str(tmp_path / "store.sqlite")
    monkeypatch.setenv("DEMARC_STORE", path)
    return path


@pytest.fixture
def app(store: str) -> AppTest:
    """The page on a store of `reports()`, not run yet."""
    with open_store(store) as opened:
        for extraction in reports():
            opened.add(extraction)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)


def numbers(app: AppTest) -> str:
    """The line that is always there."""
    assert not app.exception
    return next(
        str(one.proto.body) for one in app.get("html") if "d-count" in one.proto.body and "<h1>" in one.proto.body
    )


def rows(app: AppTest) -> int:
    """Rows of the table of incidents, the widest on the page."""
    return max((frame.value for frame in app.dataframe), key=lambda frame: frame.shape[1]).shape[0]


def test_facts_alone_are_shown_and_all_are_counted(app: AppTest) -> None:
    app.run()
    assert "8 of 9 incidents" in numbers(app)
    assert rows(app) == 8


def test_what_has_no_place_or_date_is_counted_beside_the_map(app: AppTest) -> None:
    app.run()
    assert [tab.label for tab in app.tabs] == ["No place: 2", "No date: 2"]


def test_an_event_type_leaves_its_incidents_in_table_count_and_address(app: AppTest) -> None:
    app.run()
    app.session_state[widget_key("event_types")] = ["Protests"]
    app.session_state["touched"] = True
    app.run()
    assert "3 of 9 incidents" in numbers(app)
    assert rows(app) == 3
    assert app.query_params["type"] in ("Protests", ["Protests"])


def test_plans_are_shown_when_asked_for(app: AppTest) -> None:
    app.run()
    app.button_group(key=widget_key("modalities")).set_value([Modality.PLANNED]).run()
    assert "1 of 9 incidents" in numbers(app)


def test_no_modality_means_the_default(app: AppTest) -> None:
    app.run()
    app.button_group(key=widget_key("modalities")).set_value([]).run()
    assert "8 of 9 incidents" in numbers(app)


def test_text_search_finds_words_of_the_evidence(app: AppTest) -> None:
    app.run()
    app.text_input(key=widget_key("text")).set_value("dockers").run()
    assert "1 of 9 incidents" in numbers(app)


def test_a_link_opens_with_its_filters(app: AppTest) -> None:
    app.query_params["country"] = ["FJ", "LV"]
    app.run()
    assert app.session_state[widget_key("countries")] == ["FJ", "LV"]
    assert "2 of 9 incidents" in numbers(app)


def test_a_bad_link_says_what_was_wrong_and_still_opens(app: AppTest) -> None:
    app.query_params["from"] = "yesterday"
    app.run()
    assert "yesterday" in app.warning[0].value
    assert "8 of 9 incidents" in numbers(app)


def test_an_empty_result_names_the_filter_that_emptied_it(app: AppTest) -> None:
    app.query_params["country"] = "FJ"
    app.query_params["type"] = "Battles"
    app.run()
    assert words.filters.EMPTY_RESULT in [one.value for one in app.warning]
    assert {"drop-event_types", "drop-countries"} <= {one.key for one in app.button}


def test_filters_that_empty_it_only_together_are_all_named(app: AppTest) -> None:
    app.query_params["country"] = "FJ"
    app.query_params["type"] = "Battles"
    app.query_params["q"] = "students"
    app.run()
    told = next(one.value for one in app.markdown if "more than one" in one.value)
    assert all(name in told for name in ("Countries", "Event types", "Text search"))
    assert words.filters.MODALITY not in told


def test_dropping_the_filter_that_emptied_it_brings_incidents_back(app: AppTest) -> None:
    app.query_params["country"] = "FJ"
    app.query_params["type"] = "Battles"
    app.run()
    app.button(key="drop-event_types").click().run()
    assert "1 of 9 incidents" in numbers(app)
    assert "type" not in app.query_params


def test_clear_all_brings_everything_back(app: AppTest) -> None:
    app.query_params["q"] = "dockers"
    app.run()
    next(one for one in app.button if one.label == words.filters.CLEAR).click().run()
    assert "8 of 9 incidents" in numbers(app)
    assert not app.query_params


def test_the_incident_of_the_address_is_opened(app: AppTest, store: str) -> None:
    with open_store(store) as opened:
        suva = next(one for one in opened.incidents() if one.evidence[0].document_id == "suva")
    app.query_params["incident"] = suva.id
    app.run()
    panel = next(one.proto.body for one in app.get("html") if "d-panel" in one.proto.body)
    assert "Dockers marched through" in panel


def test_an_incident_that_is_not_in_the_store_is_said_so(app: AppTest) -> None:
    app.query_params["incident"] = "gone"
    app.run()
    assert any("gone" in one.value for one in app.warning)


def test_an_opened_incident_outside_the_filters_says_so(app: AppTest, store: str) -> None:
    with open_store(store) as opened:
        suva = next(one for one in opened.incidents() if one.evidence[0].document_id == "suva")
    app.query_params["incident"] = suva.id
    app.query_params["country"] = "LV"
    app.run()
    assert words.map.STALE_SELECTION in [one.value for one in app.warning]


def test_an_empty_store_teaches_how_to_begin(store: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS).run()
    assert not app.exception
    assert app.title[0].value == words.empty.TITLE
    assert {words.empty.LOAD_SAMPLE, words.empty.ADD_OWN} <= {one.label for one in app.button}
    assert [one.value for one in app.markdown] == [words.empty.LEAD], "no string of the code shows itself"


@pytest.mark.slow
def test_the_sample_is_one_click_away(store: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=10 * SECONDS).run()
    next(one for one in app.button if one.label == words.empty.LOAD_SAMPLE).click().run()
    assert rows(app) > 20
    with open_store(store) as opened:
        assert len(opened.documents()) >= 15


def test_a_store_that_cannot_be_opened_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARC_STORE", "mysql://user:secret@host/db")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS).run()
    assert not app.exception
    assert "SQLite" in app.error[0].value
    assert "secret" not in app.error[0].value
