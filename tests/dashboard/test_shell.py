"""The document that every page of the dashboard starts from."""

from pathlib import Path

import pytest
import streamlit as st
from starlette.datastructures import Headers
from starlette.routing import Router
from starlette.types import Message

from dashboard import shell
from tests.loops import finish


def ask(address: str) -> tuple[int, Headers, str]:
    """Status, headers and body of the answer."""
    path, _, query = address.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        said.append(message)

    finish(Router(shell.routes("map", "trends"))(scope, receive, send))
    start, body = said
    return start["status"], Headers(raw=start["headers"]), body["body"].decode()


@pytest.mark.parametrize("address", ["/", "/trends", "/trends?type=Protests"])
def test_a_page_is_told_where_its_server_is_before_any_other_script(address: str) -> None:
    _, _, html = ask(address)
    assert html.index("BACKEND_BASE_URL") < html.index("<script", html.index("BACKEND_BASE_URL"))


def test_a_page_is_never_taken_from_the_cache_of_an_earlier_version() -> None:
    _, headers, _ = ask("/trends")
    assert headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("address", "root"), [("/map", "./"), ("/map?type=Protests&q=a%20b", "./?type=Protests&q=a%20b")]
)
def test_the_first_page_by_its_name_is_the_root_with_its_filters(address: str, root: str) -> None:
    status, headers, _ = ask(address)
    assert (status, headers["location"]) == (307, root)


def test_the_ground_is_that_of_the_theme() -> None:
    _, _, html = ask("/")
    for name in ("light", "dark"):
        assert f"background: {st.get_option(f'theme.{name}.backgroundColor')}" in html


def test_a_document_that_cannot_be_added_to_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "index.html").write_text("<html><body></body></html>")
    monkeypatch.setattr(st, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(ValueError, match=r"without one <head>; install the version of requirements.txt"):
        shell.document()
