"""What every page about incidents has: the filters, in the sidebar and in the address, and what they leave."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import empty, resources, sidebar, state, words, words_review
from dashboard.plain import plain
from dashboard.resources import Library
from geo.facets import Others
from geo.filters import Filters, Selection
from geo.store import StoreError
from geo.types import Incident

Body = Callable[[Library, Filters, Selection], None]
"""Draws a page from the store, the filters and what they leave of it."""


def show(page: str, body: Body) -> None:
    """The page of that name with its filters, or what keeps it from being shown."""
    try:
        library = resources.library()
    except StoreError as problem:
        st.error(words.STORE_BROKEN.format(problem=plain(str(problem))))
        return
    if library.incidents:
        _filtered(page, library, body)
    else:
        empty.show()


def _filtered(page: str, library: Library, body: Body) -> None:
    session, taxonomy = st.session_state, resources.taxonomy()
    for line in state.begin(session, _query(), page=page, taxonomy=taxonomy):
        st.warning(words.BAD_ADDRESS.format(problem=plain(line)))
    filters, conflict = state.collect(session)
    selection = filters.select(library.incidents)
    sidebar.show(library, filters, selection, Others(library.incidents, filters), taxonomy=taxonomy)
    if conflict:
        st.sidebar.error(plain(conflict))
    _write_address(filters)
    _numbers(selection, library.rejected)
    if not selection.incidents:
        _nothing(library.incidents, filters)
    body(library, filters, selection)


def _query() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _write_address(filters: Filters) -> None:
    address = state.write_address(filters, st.session_state.get(state.SELECTED))
    if address != _query():
        st.query_params.from_dict(address)
    state.remember_address(st.session_state, address)


def _numbers(selection: Selection, rejected: int) -> None:
    """How many of how many; always on the page."""
    shown = words.COUNT.format(shown=f"{len(selection.incidents):,}", total=f"{selection.total:,}")
    rest = words.COUNT_ON_MAP.format(
        drawn=f"{len(selection.located):,}", unplaced=f"{selection.unplaced:,}", undated=f"{selection.undated:,}"
    )
    if rejected:
        rest = f"{rest} · {words_review.REJECTED_COUNT.format(n=f'{rejected:,}')}"
    with st.container(key="numbers"):
        st.html(f'<div class="d-count" role="status"><h1>{shown}</h1><p>{rest}</p></div>')


def _nothing(incidents: Sequence[Incident], filters: Filters) -> None:
    """Which filter left nothing, with a button that drops it."""
    st.warning(words.EMPTY_RESULT)
    culprits = filters.emptied_by(incidents)
    if not culprits:
        together = [words.FILTER_NAMES[name] for name in filters.roots() if not _is_default(filters, name)]
        st.markdown(words.EMPTY_TOGETHER.format(filters=", ".join(together)))
    for name in culprits:
        left = len(filters.without(name).apply(incidents))
        label = words.FILTER_NAMES[name]
        st.button(
            words.DROP_FILTER.format(filter=label, incidents=words.incidents(left)),
            key=f"drop-{name}",
            on_click=state.drop,
            args=(st.session_state, name),
        )


def _is_default(filters: Filters, name: str) -> bool:
    return bool(getattr(filters, name) == getattr(state.DEFAULT, name))
