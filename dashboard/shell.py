"""The document a browser gets first: Streamlit's own, told where its server is and what ground to show.

Streamlit guesses its server from the address: on /trends it first asks /trends/_stcore/health, so that every page but
the first opens with two failed requests (https://github.com/streamlit/streamlit/issues/7074). And its document has no
ground of its own: white, until the theme arrives.
"""

from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from dashboard import words

_HEAD = "<head>"
_LIGHT, _DARK = (f"theme.{name}.backgroundColor" for name in ("light", "dark"))


def routes(first: str, *others: str) -> list[Route]:
    """Routes of the pages by their names in the address; the `first` is at the root, and sent there by its name."""
    base = "/" + "".join(f"{part}/" for part in st.get_option("server.baseUrlPath").split("/") if part)
    html = document()

    def page(_: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"cache-control": "no-cache"})

    def to_root(request: Request) -> RedirectResponse:
        # Relative, as a proxy may serve the dashboard under a path of its own.
        return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")

    return [*(Route(base + name, page) for name in ("", *others)), Route(base + first, to_root)]


def document() -> str:
    """Streamlit's document with the server's address and the ground of the theme.

    Raises ValueError if it has no <head>: this Streamlit is not one the dashboard is made for.
    """
    html = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    if html.count(_HEAD) != 1:
        raise ValueError(words.common.OTHER_STREAMLIT.format(version=st.__version__, head=_HEAD))
    return html.replace(_HEAD, _HEAD + _addition())


def _addition() -> str:
    light, dark = st.get_option(_LIGHT), st.get_option(_DARK)
    return (
        '<script>window.__streamlit = {BACKEND_BASE_URL: new URL("./", document.baseURI).href};</script>'
        f"<style>html {{ background: {light}; }}"
        f"@media (prefers-color-scheme: dark) {{ html {{ background: {dark}; }} }}</style>"
    )
