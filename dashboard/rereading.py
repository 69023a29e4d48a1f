"""Stored articles read again with what analysts taught."""

import streamlit as st

from dashboard import resources, words
from dashboard.plain import plain
from geo.store_documents import Outcome
from pipeline import extract


def read_again(name: str) -> int:
    """Read every stored article in which a place name was read; gives how many now read differently."""
    store = resources.store()
    documents = store.naming(name)
    bar = st.progress(0.0, words.common.LOADING_TOOLS)
    changed = 0
    for n, found in enumerate(extract(documents, tools=resources.tools(), project=store.project()), start=1):
        title = plain(found.document.title or found.document.id)
        bar.progress(n / len(documents), words.review.READING_AGAIN.format(n=n, total=len(documents), name=title))
        changed += store.put(found) is Outcome.READ_ANEW
    bar.empty()
    return changed
