"""Pages and feeds, served on this machine: what arrives, what is refused, what is tried again."""

import gzip
import time
from collections.abc import Iterator
from datetime import date

import pytest

from extract.read import FeedRead, read, read_feed, read_upload
from extract.reading import fetch
from extract.reading.fetch import Page, Unchanged, fetch_changed, fetch_page, may_follow
from extract.reading.inputs import url_id
from extract.types import Document, Reject, Validators
from tests.extract.read_samples import wrapped_pdf
from tests.web_site import HTML, PAGE, Answer, Site, web_site


@pytest.fixture
def site() -> Iterator[Site]:
    with web_site() as one:
        yield one


def quick(url: str) -> Page | Reject:
    return fetch_page(url, sleep=lambda seconds: None)


def get(url: str) -> Document | Reject:
    [found] = read([url], fetch=quick)
    return found


def refused(url: str) -> str:
    found = get(url)
    assert isinstance(found, Reject), found
    assert found.name == url
    return found.reason


def test_page_gives_text_metadata_and_a_stable_id(site: Site) -> None:
    url = site.html("/2025/calm-in-kidal.html", "Kidal", 3)
    found = get(url + "#comments")
    assert isinstance(found, Document)
    assert (found.title, found.published, found.source) == ("Calm in Kidal", date(2025, 2, 3), "Sahel Post")
    assert "No shots were heard overnight" in found.text
    assert found.id == url_id(url)
    assert found.id.startswith("calm-in-kidal-")


def test_request_says_who_asks(site: Site) -> None:
    get(site.html("/a", "Kidal", 3))
    assert site.agents == {fetch.USER_AGENT}


def test_redirect_is_followed_and_its_end_kept(site: Site) -> None:
    end = site.html("/new", "Kidal", 3)
    site.pages["/old"] = (301, {"Location": "/new"}, b"")
    found = get(site.url + "/old")
    assert isinstance(found, Document)
    assert found.url == end


def test_redirect_circle_ends(site: Site) -> None:
    site.pages["/a"] = (302, {"Location": "/a"}, b"")
    assert "more than 5 redirects" in refused(site.url + "/a")
    assert len(site.asked) == fetch.MAX_REDIRECTS + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://8.8.8.8/"])
def test_redirect_out_of_the_web_is_refused(site: Site, target: str) -> None:
    site.pages["/a"] = (302, {"Location": target}, b"")
    assert "not a public web address" in refused(site.url + "/a")


def test_malformed_redirect_is_refused(site: Site) -> None:
    site.pages["/a"] = (302, {"Location": "http://[::1/b"}, b"")
    assert "not a usable web address" in refused(site.url + "/a")


@pytest.mark.parametrize(
    ("target", "named_by", "allowed"),
    [
        ("http://127.0.0.1/", "http://8.8.8.8/", False),
        ("http://169.254.169.254/latest/meta-data", "http://8.8.8.8/", False),
        ("http://[::1]/", "http://8.8.8.8/", False),
        ("http://192.168.1.1/", None, False),
        ("http://8.8.8.8/", "http://127.0.0.1/", True),
        ("http://10.0.0.2/", "http://10.0.0.1/", True),
        ("gopher://8.8.8.8/", "http://8.8.8.8/", False),
    ],
)
def test_strangers_may_not_lead_into_the_private_network(target: str, named_by: str | None, allowed: bool) -> None:
    assert may_follow(target, named_by=named_by) is allowed


@pytest.mark.parametrize(
    ("status", "says"), [(404, "no such page"), (410, "no such page"), (403, "refuses access"), (418, "HTTP 418")]
)
def test_refusals_are_told_and_not_repeated(site: Site, status: int, says: str) -> None:
    site.pages["/a"] = (status, HTML, b"")
    assert says in refused(site.url + "/a")
    assert len(site.asked) == 1


def test_overload_is_tried_three_times(site: Site) -> None:
    site.pages["/a"] = (503, HTML, b"")
    assert "HTTP 503; try again later" in refused(site.url + "/a")
    assert len(site.asked) == fetch.ATTEMPTS


def test_page_that_comes_at_the_second_try_is_read(site: Site) -> None:
    page = (200, HTML, PAGE.format("Gao", 4).encode())
    site.pages["/a"] = lambda: page if len(site.asked) > 1 else (503, HTML, b"")
    assert isinstance(get(site.url + "/a"), Document)


def test_silent_server_times_out(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "READ_SECONDS", 0.05)
    monkeypatch.setattr(fetch, "ATTEMPTS", 1)

    def late() -> Answer:
        time.sleep(0.3)
        return (200, HTML, b"")

    site.pages["/a"] = late
    assert "no answer within" in refused(site.url + "/a")


def test_page_that_never_ends_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TOTAL_SECONDS", -1)
    assert "not finished after" in refused(site.html("/a", "Kidal", 3))


def test_oversized_download_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_DOWNLOAD_BYTES", 100)
    assert "larger than" in refused(site.html("/a", "Kidal", 3))


def test_compressed_download_is_measured_unpacked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_DOWNLOAD_BYTES", 10_000)
    site.pages["/a"] = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"a" * 1_000_000))
    assert "larger than" in refused(site.url + "/a")


def test_compressed_page_is_read(site: Site) -> None:
    page = PAGE.format("Kidal", 3).encode()
    site.pages["/a"] = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(page))
    assert isinstance(get(site.url + "/a"), Document)


def test_broken_compression_is_told(site: Site) -> None:
    site.pages["/a"] = (200, {**HTML, "Content-Encoding": "gzip"}, b"not gzip at all")
    assert refused(site.url + "/a")


def test_image_is_refused(site: Site) -> None:
    site.pages["/a"] = (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n")
    assert "a PNG image" in refused(site.url + "/a")


def test_unknown_content_is_refused(site: Site) -> None:
    site.pages["/a"] = (200, {"Content-Type": "audio/ogg"}, b"OggS....")
    assert "Demarc does not read" in refused(site.url + "/a")


def test_empty_answer_is_refused(site: Site) -> None:
    site.pages["/a"] = (200, HTML, b"")
    assert "empty" in refused(site.url + "/a")


def test_pdf_is_read_by_its_content(site: Site) -> None:
    site.pages["/a"] = (200, {"Content-Type": "application/octet-stream"}, wrapped_pdf("A convoy left Kidal."))
    found = get(site.url + "/a")
    assert isinstance(found, Document)
    assert found.text == "A convoy left Kidal."
    assert found.url == site.url + "/a"


def test_charset_of_the_header_is_used(site: Site) -> None:
    page = "<html><body><article><p>Тишина в городе Купянск, сообщил мэр города.</p></article></body></html>"
    site.pages["/a"] = (200, {"Content-Type": "text/html; charset=koi8-r"}, page.encode("koi8-r"))
    found = get(site.url + "/a")
    assert isinstance(found, Document)
    assert "Купянск" in found.text


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://no-such-host.invalid/a", "no such host, or no network"),
        ("http://127.0.0.1:1/a", "the connection failed"),
        ("http://", "not a usable web address"),
        ("http://[::1/a", "not a usable web address"),
        ("http://127.0.0.1:99999/a", "not a usable web address"),
    ],
)
def test_unreachable_address_is_told(url: str, says: str) -> None:
    assert says in refused(url)


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Sahel Wire</title>
<item><title>Calm in Kidal</title><link>{0}/kidal</link><pubDate>Mon, 03 Feb 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Kidal was calm on Monday, the mayor said.&lt;/p&gt;</description></item>
<item><title>Calm in Gao</title><link>{0}/gone</link><pubDate>Tue, 04 Feb 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Gao was calm on Tuesday, the mayor's office said.&lt;/p&gt;</description></item>
<item><title>Nothing</title><link>{0}/empty</link></item></channel></rss>"""


def test_feed_gives_linked_pages_else_summaries(site: Site) -> None:
    site.html("/kidal", "Kidal", 3)
    site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, RSS.format(site.url).encode())
    full, summary, nothing = read([site.url + "/feed"], fetch=quick)
    assert isinstance(full, Document)
    assert "No shots were heard overnight" in full.text
    assert (full.source, full.published, full.url) == ("Sahel Wire", date(2025, 2, 3), site.url + "/kidal")
    assert isinstance(summary, Document)
    assert summary.text == "Gao was calm on Tuesday, the mayor's office said."
    assert "summary, not the article" in " ".join(summary.notes)
    assert isinstance(nothing, Reject)


def test_feed_asks_a_failing_site_no_more(site: Site) -> None:
    site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, RSS.format(site.url).encode())
    list(read([site.url + "/feed"], fetch=quick))
    assert site.asked == ["/feed", "/kidal"]


def test_feed_file_does_not_reach_into_the_private_network(site: Site) -> None:
    site.html("/kidal", "Kidal", 3)
    first, *_ = read_upload("wire.rss", RSS.format(site.url).encode(), fetch=quick)
    assert isinstance(first, Document)
    assert first.text == "Kidal was calm on Monday, the mayor said."
    assert site.asked == []


def test_atom_feed_is_read(site: Site) -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title>Calm</title>
    <updated>2025-02-05T08:00:00Z</updated><content type="html">&lt;p&gt;Timbuktu was calm on Wednesday, officials
    said.&lt;/p&gt;</content></entry></feed>"""
    [found] = read_upload("wire.atom", atom.encode(), fetch=quick)
    assert isinstance(found, Document)
    assert found.published == date(2025, 2, 5)
    assert found.id.startswith("calm-")


def asked(url: str, *known: str, validators: Validators | None = None) -> FeedRead:
    there = {url_id(one) for one in known}
    found = read_feed(url, known=lambda ids: there & set(ids), validators=validators, fetch=quick)
    assert isinstance(found, FeedRead)
    return found


def test_an_entry_keeps_its_id_when_newer_ones_push_it_down(site: Site) -> None:
    [before] = read([site.feed("/feed", "Gao")], fetch=quick)
    [_, after] = read([site.feed("/feed", "Kidal", "Gao")], fetch=quick)
    assert isinstance(before, Document)
    assert isinstance(after, Document)
    assert before.id == after.id == url_id(f"{site.url}/Gao")


def test_a_feed_says_what_is_new_and_asks_only_for_that(site: Site) -> None:
    feed = asked(site.feed("/feed", "Kidal", "Gao", "Menaka"), f"{site.url}/Gao", f"{site.url}/Menaka")
    assert (feed.title, feed.new, feed.known) == ("Sahel Wire", 1, 2)
    [found] = feed.documents
    assert isinstance(found, Document)
    assert (found.title, found.url) == ("Calm in Kidal", f"{site.url}/Kidal")
    assert site.asked == ["/feed", "/Kidal"]


def test_pages_of_a_feed_are_asked_for_one_by_one(site: Site) -> None:
    documents = asked(site.feed("/feed", "Kidal", "Gao")).documents
    next(documents)
    assert site.asked == ["/feed", "/Kidal"]


def test_an_entry_that_stands_twice_is_one(site: Site) -> None:
    feed = asked(site.feed("/feed", "Kidal", "Kidal"))
    assert (feed.new, len(list(feed.documents))) == (1, 1)


def test_validators_of_a_feed_are_kept_and_sent(site: Site) -> None:
    given = {"ETag": '"v1"', "Last-Modified": "Mon, 03 Feb 2025 10:00:00 GMT"}
    url = site.feed("/feed", "Kidal", **given)
    validators = asked(url).validators
    assert validators == Validators('"v1"', "Mon, 03 Feb 2025 10:00:00 GMT")
    site.pages["/feed"] = (304, {}, b"")
    again = read_feed(url, known=set, validators=validators, fetch=quick)
    assert again == Unchanged(url)
    assert site.headers[-1]["If-None-Match"] == '"v1"'
    assert site.headers[-1]["If-Modified-Since"] == "Mon, 03 Feb 2025 10:00:00 GMT"


def test_what_is_no_feed_is_refused_with_what_to_do(site: Site) -> None:
    refusal = read_feed(site.html("/story", "Gao", 4), known=set, fetch=quick)
    assert isinstance(refusal, Reject)
    assert "give a feed's own address" in refusal.reason


def test_a_feed_that_is_gone_is_refused(site: Site) -> None:
    refusal = read_feed(f"{site.url}/none", known=set, fetch=quick)
    assert isinstance(refusal, Reject)
    assert "HTTP 404" in refusal.reason


def test_a_link_that_is_no_web_address_is_left_out(site: Site) -> None:
    rss = """<rss version="2.0"><channel><title>Wire</title><item><title>Calm in Gao</title>
    <link>javascript:alert(1)</link><description>Gao was calm on Tuesday, the mayor said.</description></item>
    </channel></rss>"""
    site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, rss.encode())
    [found] = asked(f"{site.url}/feed").documents
    assert isinstance(found, Document)
    assert found.url is None


def test_an_answer_that_nothing_changed_is_told_where_nobody_asked(site: Site) -> None:
    site.pages["/odd"] = (304, {}, b"")
    assert "unasked" in refused(f"{site.url}/odd")
    assert fetch_changed(f"{site.url}/odd", Validators("x")) == Unchanged(f"{site.url}/odd")
