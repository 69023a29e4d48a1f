"""What the first reader would wait for, begun while the server starts and their browser fetches the page."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

import streamlit as st

from geo.store import StoreError

THREAD = "load-ahead"


@asynccontextmanager
async def ahead(_: st.App) -> AsyncIterator[None]:
    """A server's lifespan: it answers at once, and loads the map's modules, the incidents and the map beside that."""
    # Streamlit warns of spinners that no page shows; here that is meant.
    unseen = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    unseen.addFilter(lambda record: record.threadName != THREAD)
    Thread(target=load, name=THREAD, daemon=True).start()
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
