"""What a starting server does before its first reader comes: it loads what they would wait for, and opens a browser."""

import asyncio
import logging
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

import streamlit as st

from geo.store import StoreError

THREAD = "load-ahead"
ONCE_UP_S = 0.5


@asynccontextmanager
async def ahead(_: st.App) -> AsyncIterator[None]:
    """A server's lifespan: it answers at once, and loads the map's modules, the incidents and the map beside that."""
    # Streamlit warns of spinners that no page shows; here that is meant.
    unseen = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    unseen.addFilter(lambda record: record.threadName != THREAD)
    Thread(target=load, name=THREAD, daemon=True).start()
    if address := to_open():
        asyncio.get_running_loop().call_later(ONCE_UP_S, webbrowser.open, address)
    yield


def load() -> None:
    """Fill what `resources` keeps for all readers. What is missing or broken is told by the page that needs it."""
    from dashboard import map_page, resources  # noqa: F401  the page brings all that it imports

    try:
        library = resources.library()
        if library.incidents:
            resources.map_document(library.version)
    except (StoreError, FileNotFoundError):
        return


def to_open() -> str | None:
    """The address a browser of this machine should open, which Streamlit leaves to an st.App; None where headless."""
    if st.get_option("server.headless"):
        return None
    path = st.get_option("server.baseUrlPath").strip("/")
    return f"http://localhost:{st.get_option('server.port')}/{path}"
