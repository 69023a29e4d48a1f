"""The first screen of an empty store: what Demarc does, and how to begin."""

from collections.abc import Iterator

import streamlit as st

from dashboard import resources, words
from dashboard.plain import plain
from extract.types import Document, Reject
from geo.store import StoreError
from paths import DATA

SAMPLE = DATA / "sample"


def show() -> None:
    """Teach, and offer the sample."""
    documents = len(resources.store().documents())
    if documents:
        st.title(words.empty.NOTHING_FOUND_TITLE)
        st.markdown(words.empty.NOTHING_FOUND.format(documents=words.counts.articles(documents)))
    else:
        st.title(words.empty.TITLE)
        st.markdown(words.empty.LEAD)
    buttons = st.container(horizontal=True)
    load = buttons.button(words.empty.LOAD_SAMPLE, type="primary")
    if buttons.button(words.empty.ADD_OWN):
        st.switch_page(st.session_state["pages"]["add"])
    if load and _load():
        st.rerun()


def broken(problem: StoreError) -> None:
    """The page of a store that cannot be opened: what is wrong, and what to do."""
    st.title(words.common.STORE_BROKEN_TITLE, anchor=False)
    st.error(plain(str(problem)))
    st.markdown(words.common.STORE_BROKEN_HELP)


def _load() -> int:
    """Read, extract and store the sample articles, one by one, with a progress bar; gives how many there were."""
    # The language model takes seconds to load: only a reader who asks for extraction waits for it.
    from extract.read import read
    from pipeline import extract

    bar = st.progress(0.0, words.common.LOADING_TOOLS)
    try:
        tools = resources.tools()
    except FileNotFoundError as problem:  # what `make setup` lays down is not there: the message says how
        st.error(words.common.TOOLS_BROKEN.format(problem=plain(str(problem))))
        return 0
    documents = list(_documents(read([str(SAMPLE)])))
    for n, extraction in enumerate(extract(documents, tools=tools, project=resources.store().project()), start=1):
        resources.add([extraction])
        name = plain(extraction.document.title or extraction.document.id)
        bar.progress(n / len(documents), words.empty.SAMPLE_PROGRESS.format(n=n, total=len(documents), name=name))
    return len(documents)


def _documents(inputs: Iterator[Document | Reject]) -> Iterator[Document]:
    for one in inputs:
        if isinstance(one, Reject):
            st.error(plain(words.add.REJECTED.format(name=one.name, reason=one.reason)))
        else:
            yield one
