"""The Add page in a real browser: articles are checked before they are stored, and bad ones are a line each."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from dashboard import words
from geo.store import open_store
from tests.browsing import OpenPage
from tests.dashboard.conftest import Serve
from tests.dashboard.showing import Shown

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

ARTICLE = """Lakeside Courier, 14 May 2025

Gunmen killed four farmers in Goma on Tuesday, a hospital said. The army plans to send 300 soldiers to Bukavu next week.
"""


@pytest.mark.slow
def test_an_article_is_pasted_checked_stored_and_on_the_map(open_page: OpenPage, serve: Serve, tmp_path: Path) -> None:
    empty = serve(tmp_path / "empty.sqlite")
    watched = open_page(allowed=(empty.url,), width=1400, height=900)
    page = watched.page
    page.goto(empty.url)
    page.get_by_role("button", name=words.empty.ADD_OWN).click()
    page.get_by_label(words.add.PASTE_LABEL).fill(ARTICLE)
    page.get_by_role("button", name=words.add.READ, exact=True).click()
    expect(page.locator(".d-text mark.d-event").first).to_contain_text("killed four farmers", timeout=120_000)
    expect(page.locator(".d-text mark.d-place").first).to_be_visible()
    preview = page.frame_locator(f'iframe[title="{words.add.PREVIEW_MAP_LABEL}"]')
    expect(preview.locator(".dm-drawn")).to_be_visible(timeout=60_000)
    with open_store(str(empty.store)) as store:
        assert store.documents() == [], "nothing is stored before the reader says so"
    page.get_by_role("button", name=words.add.STORE_ALL.format(articles=words.counts.articles(1))).click()
    expect(page.get_by_text(words.add.STORED.format(articles=words.counts.articles(1)))).to_be_visible()
    page.get_by_role("link", name=words.common.SEE_ON_MAP).click()
    expect(page.locator(".d-count h1")).to_contain_text("incidents", timeout=60_000)
    shown = Shown(watched)
    expect(shown.dots.first).to_be_visible(timeout=60_000)
    assert watched.outside == []


@pytest.mark.slow
def test_bad_files_are_one_line_each_and_the_good_one_is_read(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    empty = serve(tmp_path / "empty.sqlite")
    page = open_page(allowed=(empty.url,), width=1400, height=900).page
    page.goto(f"{empty.url}/add")
    page.get_by_role("radio", name=words.add.FILES).click()
    page.locator('input[type="file"]').set_input_files(
        [
            FilePayload(name="empty.txt", mimeType="text/plain", buffer=b""),
            FilePayload(name="torn.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 torn"),
            FilePayload(name="rows.jsonl", mimeType="application/jsonl", buffer=b'{"text": "A quiet day."}\n{oops\n'),
            FilePayload(name="good.txt", mimeType="text/plain", buffer=ARTICLE.encode()),
        ]
    )
    page.get_by_role("button", name=words.add.READ, exact=True).click()
    alerts = page.get_by_test_id("stAlert")
    expect(page.get_by_role("heading", name=words.add.FOUND_TITLE)).to_be_visible(timeout=120_000)
    for name in ("empty.txt", "torn.pdf", "rows.jsonl"):
        expect(alerts.filter(has_text=name)).to_have_count(1)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    expect(
        page.get_by_role("button", name=words.add.STORE_ALL.format(articles=words.counts.articles(2)))
    ).to_be_visible()
