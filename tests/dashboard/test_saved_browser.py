"""Feeds and folders on the Add page, in a real browser: saved, read, checked, stored, read again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard import words
from geo.store import open_store
from geo.subscriptions import Kind, Subscription
from tests.browsing import OpenPage
from tests.dashboard.conftest import Dashboard, Serve
from tests.web_site import Site, web_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STORY = (
    "<html><head><title>Shells hit {0}</title></head><body><article><p>Lakeside Courier, 14 May 2025</p>"
    "<p>Artillery shells killed six people at a market in {0} on Tuesday, a hospital said.</p>"
    "<p>The army blamed rebels who hold the hills above the town, and residents fled.</p></article></body></html>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with web_site() as one:
        yield one


def feed(site: Site, *towns: str) -> str:
    """A feed of the shelling of some towns, the newest first."""
    url = site.feed("/feed", *towns)
    for town in towns:
        site.pages[f"/{town}"] = (200, {"Content-Type": "text/html"}, STORY.format(town).encode())
    return url


def opened(open_page: OpenPage, dashboard: Dashboard, *, width: int = 1280) -> Page:
    """The Add page at its feeds and folders."""
    page = open_page(allowed=(dashboard.url,), width=width, height=900).page
    page.goto(f"{dashboard.url}/add")
    page.get_by_role("radio", name=words.add.SAVED).click(timeout=60_000)
    return page


def save(page: Page, address: str) -> None:
    page.get_by_label(words.add.SUBSCRIBE_LABEL).fill(address)
    page.get_by_role("button", name=words.add.SUBSCRIBE).click()


def said(page: Page, line: str) -> Locator:
    return page.get_by_test_id("stAlert").filter(has_text=line)


def documents(store: Path) -> list[str]:
    with open_store(str(store)) as kept:
        return [document.title or document.id for document in kept.documents()]


def test_a_feed_is_saved_checked_stored_and_read_again(
    open_page: OpenPage, serve: Serve, site: Site, tmp_path: Path
) -> None:
    dashboard = serve(tmp_path / "store.sqlite")
    page = opened(open_page, dashboard)
    expect(said(page, words.add.SAVED_NONE)).to_be_visible(timeout=60_000)
    save(page, feed(site, "Goma", "Bukavu"))
    expect(said(page, "Sahel Wire: 2 new, 0 known.")).to_be_visible(timeout=120_000)
    expect(page.locator(".d-text mark.d-event").first).to_contain_text("killed six people")
    expect(page.locator(".d-text mark.d-place").first).to_be_visible()
    preview = page.frame_locator(f'iframe[title="{words.add.PREVIEW_MAP_LABEL}"]')
    expect(preview.locator(".dm-marker").first).to_be_visible(timeout=60_000)
    assert documents(dashboard.store) == [], "nothing is stored before the reader says so"
    page.get_by_role("button", name=words.add.STORE_ALL.format(articles=words.counts.articles(2))).click()
    expect(said(page, words.add.STORED.format(articles=words.counts.articles(2)))).to_be_visible()

    feed(site, "Sake", "Goma", "Bukavu")
    page.reload()
    page.get_by_role("radio", name=words.add.SAVED).click(timeout=60_000)
    page.get_by_role("button", name=words.add.ASK).click()
    expect(said(page, "Sahel Wire: 1 new, 2 known.")).to_be_visible(timeout=120_000)
    page.get_by_role("button", name=words.add.STORE_ALL.format(articles=words.counts.articles(1))).click()
    expect(said(page, words.add.STORED.format(articles=words.counts.articles(1)))).to_be_visible()
    assert documents(dashboard.store) == ["Calm in Goma", "Calm in Bukavu", "Calm in Sake"]


def test_what_is_no_feed_costs_a_line_and_is_not_saved(
    open_page: OpenPage, serve: Serve, site: Site, tmp_path: Path
) -> None:
    dashboard = serve(tmp_path / "store.sqlite")
    page = opened(open_page, dashboard)
    save(page, f"{site.url}/none")
    expect(said(page, f"{site.url}/none: no such page")).to_be_visible(timeout=120_000)
    save(page, "neither")
    expect(said(page, "neither: neither a web address nor a folder")).to_be_visible(timeout=60_000)
    with open_store(str(dashboard.store)) as store:
        assert store.subscriptions.all() == []


def test_a_folder_and_a_dead_feed_are_read_together_and_removed(
    open_page: OpenPage, serve: Serve, site: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    (folder / "goma.txt").write_text("Shells killed six people in Goma on 3 May 2025.", encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG....")
    with open_store(str(tmp_path / "store.sqlite")) as store:
        store.subscriptions.save(Subscription(Kind.FEED, f"{site.url}/gone", "Old Wire"))
        store.subscriptions.save(Subscription(Kind.FOLDER, str(folder)))
    dashboard = serve(tmp_path / "store.sqlite")
    page = opened(open_page, dashboard, width=390)
    page.get_by_role("button", name=words.add.ASK_ALL).click(timeout=60_000)
    expect(said(page, f"{site.url}/gone: no such page")).to_be_visible(timeout=120_000)
    expect(said(page, "photo.png: ")).to_be_visible()
    expect(said(page, f"{folder}: 1 new, 0 known.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name=words.add.REMOVE).first.click()
    expect(page.get_by_text("Old Wire")).to_have_count(0)
    with open_store(str(dashboard.store)) as store:
        assert [one.address for one in store.subscriptions.all()] == [str(folder)]
