"""The benchmarks run, so that the tables they print can be made anew."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks import dashboard, serve
from benchmarks import map as map_page
from benchmarks.made_up import Crowd
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.incidents import merge
from geo.serving.layers import LAYERS


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def test_made_up_articles_tell_about_as_many_incidents_as_asked_for(gazetteer: Gazetteer) -> None:
    incidents = merge(Crowd(gazetteer).articles(300))
    assert 280 <= len(incidents) <= 310
    assert 1.2 < sum(len(one.evidence) for one in incidents) / len(incidents) < 1.5


def test_made_up_evidence_is_the_sentence_that_names_the_place(gazetteer: Gazetteer) -> None:
    for article in Crowd(gazetteer).articles(20):
        for event in article.events:
            sentence = article.document.text[event.evidence.start : event.evidence.end]
            assert sentence.endswith(".")
            assert event.place is None or event.place.text in sentence


@pytest.mark.browser
@pytest.mark.slow
def test_the_dashboard_benchmark_measures_every_column(chromium: Browser, gazetteer: Gazetteer, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    dashboard.fill(store, 200, gazetteer=gazetteer)
    result = dashboard.measured(store, chromium)
    assert 150 < result.incidents < 250
    found = (result.filtered, result.clicked, result.trends, result.deployments)
    for took in (*result.new_server, *result.opened_again, *found):
        assert 0 < took.seconds < 60
    assert result.server_mb > 50
    assert result.row().count("|") == dashboard.HEADER.splitlines()[0].count("|")


def test_the_live_layers_benchmark_measures_every_column(gazetteer: Gazetteer) -> None:
    incidents = merge(Crowd(gazetteer).articles(300))
    columns = serve.HEADER.splitlines()[0].count("|") - 1
    for layer in LAYERS:
        # In a thread of its own: Playwright keeps an event loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            seconds = thread.submit(serve.measured, incidents, layer, gazetteer=gazetteer).result()
        assert len(seconds) == columns - len(["incidents", "layer"])
        assert all(0 < took < 60 for took in seconds)


@pytest.mark.browser
@pytest.mark.slow
def test_the_map_benchmark_measures_every_column(chromium: Browser, gazetteer: Gazetteer) -> None:
    row = map_page.measured(merge(Crowd(gazetteer).articles(200)), gazetteer=gazetteer, browser=chromium)
    times = (row.drawn_s, row.heap_mb, row.filter_ms, row.brush_ms, row.play_ms, row.move_ms, row.popup_ms)
    assert all(0 < value < 10_000 for value in times)
    assert row.made_with_sentences[1] > row.made[1] > 0.5
    assert str(row).count("|") == map_page.HEADER.replace("\\\n", "").splitlines()[0].count("|")
