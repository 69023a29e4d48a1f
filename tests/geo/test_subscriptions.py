"""Feeds and folders that a store reads again: what is new, what is known, what is kept for the next time."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.types import Document, Reject, Validators
from geo.news import Known, News, ask, subscription_to
from geo.store import Store
from geo.subscriptions import Kind, Subscription
from geo.types import Extraction
from paths import ROOT
from tests.web_site import Site, web_site

MORNING = datetime(2025, 5, 4, 7, 30, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with web_site() as one:
        yield one


def news(subscription: Subscription, store: Store) -> News:
    found = ask(subscription, store=store, now=lambda: MORNING)
    assert isinstance(found, News), found
    return found


def stored(found: News, store: Store) -> list[str]:
    """Store the documents of some news, as they are; gives their titles."""
    documents = [one for one in found.documents if isinstance(one, Document)]
    for document in documents:
        store.add(Extraction(document, (), ()))
    return [document.title or "" for document in documents]


def test_subscriptions_are_kept_in_the_order_they_were_made(store: Store) -> None:
    made = [Subscription(Kind.FEED, "https://example.org/b"), Subscription(Kind.FOLDER, "/a", "A", MORNING)]
    for one in made:
        store.subscriptions.save(one)
    assert store.subscriptions.all() == made


def test_saving_the_same_address_renews_it(store: Store) -> None:
    first = Subscription(Kind.FEED, "https://example.org/feed")
    store.subscriptions.save(first)
    newer = replace(first, title="Wire", checked_at=MORNING, validators=Validators('"v1"', None))
    store.subscriptions.save(newer)
    assert store.subscriptions.all() == [newer]


def test_removing_one_leaves_the_others(store: Store) -> None:
    for name in "ab":
        store.subscriptions.save(Subscription(Kind.FEED, f"https://example.org/{name}"))
    store.subscriptions.remove("https://example.org/a")
    assert [one.address for one in store.subscriptions.all()] == ["https://example.org/b"]


def test_saving_one_changes_no_incident(store: Store) -> None:
    before = store.revision()
    store.subscriptions.save(Subscription(Kind.FEED, "https://example.org/feed"))
    assert store.revision() == before


def test_a_feed_brings_each_article_once(store: Store, site: Site) -> None:
    feed = Subscription(Kind.FEED, site.feed("/feed", "Kidal", "Gao"))
    first = news(feed, store)
    assert (first.to_read, first.known, first.subscription.title) == (2, 0, "Sahel Wire")
    assert stored(first, store) == ["Calm in Kidal", "Calm in Gao"]
    site.feed("/feed", "Menaka", "Kidal", "Gao")
    second = news(first.subscription, store)
    assert (second.to_read, second.known) == (1, 2)
    assert stored(second, store) == ["Calm in Menaka"]


def test_a_feed_with_nothing_new_is_asked_with_its_validators(store: Store, site: Site) -> None:
    url = site.feed("/feed", "Gao", ETag='"v1"')
    first = news(Subscription(Kind.FEED, url), store)
    stored(first, store)
    second = news(first.subscription, store)
    assert second.subscription.validators == Validators('"v1"', None)
    site.pages["/feed"] = (304, {}, b"")
    third = news(second.subscription, store)
    assert (third.to_read, list(third.documents)) == (0, [])
    assert third.subscription.validators == Validators('"v1"', None)
    assert third.subscription.checked_at == MORNING


def test_an_article_that_was_not_stored_comes_again(store: Store, site: Site) -> None:
    url = site.feed("/feed", "Gao", ETag='"v1"')
    first = news(Subscription(Kind.FEED, url), store)
    list(first.documents)
    assert first.subscription.validators == Validators()
    assert news(first.subscription, store).to_read == 1


def test_a_feed_that_is_gone_is_a_reject(store: Store, site: Site) -> None:
    found = ask(Subscription(Kind.FEED, f"{site.url}/none"), store=store)
    assert isinstance(found, Reject)
    assert "HTTP 404" in found.reason


def test_a_folder_brings_new_articles_and_says_which_are_known(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    (folder / "gao.txt").write_text("Gao was calm on Tuesday.")
    saved = Subscription(Kind.FOLDER, str(folder))
    stored(news(saved, store), store)
    (folder / "kidal.txt").write_text("Kidal was calm on Monday.")
    (folder / "photo.png").write_bytes(b"\x89PNG....")
    found = news(saved, store)
    assert found.to_read == 3
    known, new, bad = found.documents
    assert known == Known("gao")
    assert isinstance(new, Document)
    assert new.id == "kidal"
    assert isinstance(bad, Reject)


def test_a_folder_that_is_gone_is_a_reject(store: Store, tmp_path: Path) -> None:
    found = ask(Subscription(Kind.FOLDER, str(tmp_path / "none")), store=store)
    assert isinstance(found, Reject)
    assert "no such folder" in found.reason


def test_what_is_given_is_told_apart(tmp_path: Path) -> None:
    assert subscription_to(" https://example.org/rss ") == Subscription(Kind.FEED, "https://example.org/rss")
    assert subscription_to(str(tmp_path)) == Subscription(Kind.FOLDER, str(tmp_path.resolve()))
    refused = subscription_to("nowhere")
    assert isinstance(refused, Reject)
    assert "https://" in refused.reason


def test_a_store_opens_without_the_libraries_that_read() -> None:
    """They take most of a second, and the dashboard's first screen opens a store."""
    code = "import sys, geo.store; sys.exit(bool({'trafilatura', 'feedparser', 'pypdf'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
