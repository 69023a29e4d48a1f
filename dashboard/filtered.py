"""What every page about incidents has: the filters, in the sidebar and in the address, and what they leave."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard import empty, picks, resources, sidebar, state, words
from dashboard.plain import plain
from dashboard.resources import Library
from dashboard.state import Views
from geo.facets import Facets, count_facets
from geo.filters import Filters, Selection
from geo.store import StoreError

Body = Callable[[Library, Filters, Selection], None]
"""Draws a page from the store, the filters and what they leave of it."""


def show(page: str, body: Body, *, views: Views | None = None) -> None:
    """The page of that name with its filters, or what keeps it from being shown.

    `views` are what a reader chooses of how the page counts, by their names in the address with what may be chosen.
    """
    try:
        library = resources.library()
    except StoreError as problem:
        empty.broken(problem)
        return
    if library.incidents:
        _filtered(page, library, body, views or {})
    else:
        empty.show()


def _filtered(page: str, library: Library, body: Body, views: Views) -> None:
    session, taxonomy = st.session_state, resources.taxonomy()
    for line in state.begin(session, _query(), page=page, taxonomy=taxonomy):
        st.warning(words.filters.BAD_ADDRESS.format(problem=plain(line)))
    state.begin_views(session, _query(), views)
    filters, conflict = state.collect(session)
    selection, facets = _left(library.version, filters.to_query(), library, filters)
    sidebar.show(library, filters, selection, facets, taxonomy=taxonomy)
    if conflict:
        st.sidebar.error(plain(conflict))
    _write_address(filters, views)
    _numbers(selection, library.rejected)
    if not len(selection):
        _nothing(selection, filters)
    body(library, filters, selection)


def _query() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def choose_view(name: str, label: str, names: Mapping[str, str], default: str) -> str:
    """A choice of how the page counts, in the address as `name` once a reader made it."""
    session, key = st.session_state, f"choose-{name}"
    session[key] = session.get(state.view_key(name)) or default

    def chosen() -> None:
        session[state.view_key(name)] = session[key]

    st.segmented_control(label, list(names), format_func=names.__getitem__, key=key, on_change=chosen)
    return str(session[key] or default)


def picked(filters: Filters, *, hint: str) -> None:
    """How to pick in the charts of the page; or what is picked, a way to the map, and one back."""
    what = picks.marked(st.session_state, filters, *picks.held(st.session_state, filters))
    with st.container(horizontal=True, vertical_alignment="center", key="picked"):
        if not what.active():
            st.caption(hint)
            return
        st.markdown(words.trends.PICKED.format(what=plain(what.describe())), width="content")
        st.button(words.trends.LET_GO, on_click=picks.let_go, args=(st.session_state,))
        if pages := st.session_state.get("pages"):
            st.page_link(pages["map"], label=words.common.SEE_ON_MAP, icon=":material/map:")


@st.cache_resource(show_spinner=False, max_entries=8)
def _left(version: str, query: dict[str, list[str]], _library: Library, _filters: Filters) -> tuple[Selection, Facets]:
    """What the filters leave, counted once for each state of the store and the filters."""
    selection = _filters.select(_library.known)
    return selection, count_facets(selection)


def _write_address(filters: Filters, views: Views) -> None:
    session = st.session_state
    address = state.write_address(filters, session.get(state.SELECTED)) | state.write_views(session, views)
    if address != _query():
        st.query_params.from_dict(address)
    state.remember_address(st.session_state, address)


def _numbers(selection: Selection, rejected: int) -> None:
    """How many of how many; always on the page."""
    shown = words.filters.COUNT.format(shown=f"{len(selection):,}", total=f"{selection.total:,}")
    rest = words.filters.COUNT_ON_MAP.format(
        drawn=f"{selection.drawn:,}", unplaced=f"{selection.unplaced:,}", undated=f"{selection.undated:,}"
    )
    if rejected:
        rest = f"{rest} · {words.filters.REJECTED_COUNT.format(n=f'{rejected:,}')}"
    with st.container(key="numbers"):
        st.html(f'<div class="d-count" role="status"><h1>{shown}</h1><p>{rest}</p></div>')


def _nothing(selection: Selection, filters: Filters) -> None:
    """Which filter left nothing, with a button that drops it."""
    st.warning(words.filters.EMPTY_RESULT)
    culprits = selection.emptied_by()
    if not culprits:
        together = [words.filters.NAMES[name] for name in filters.roots() if not _is_default(filters, name)]
        st.markdown(words.filters.EMPTY_TOGETHER.format(filters=", ".join(together)))
    for name, left in culprits.items():
        label = words.filters.NAMES[name]
        st.button(
            words.filters.DROP_FILTER.format(filter=label, incidents=words.counts.incidents(left)),
            key=f"drop-{name}",
            on_click=state.drop,
            args=(st.session_state, name),
        )


def _is_default(filters: Filters, name: str) -> bool:
    return bool(getattr(filters, name) == getattr(state.DEFAULT, name))
