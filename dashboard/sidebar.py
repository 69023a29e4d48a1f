"""The filters in the sidebar."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from dashboard import phrases, state, words
from dashboard.resources import Library
from dashboard.state import widget_key
from extract.taxonomy import Taxonomy
from extract.types import Modality
from geo.filters import Filters
from geo.types import GeoPrecision, Incident

PRESETS = (7, 30, 90, 365)
"""Days of the periods offered."""


def show(library: Library, filters: Filters, *, taxonomy: Taxonomy) -> None:
    """Draw every filter with what is in the store; the values are in the session, see `state`."""
    candidates = filters.without("modalities").without("event_types").without("sub_event_types")
    passing = candidates.apply(library.incidents)
    with st.sidebar:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(words.FILTERS, anchor=False)
            st.button(words.CLEAR, on_click=state.clear, args=(st.session_state,), disabled=filters == state.DEFAULT)
        _text()
        _period(library.newest)
        _event_types(library, passing, filters, taxonomy)
        _choose(words.COUNTRIES, "countries", library.facets.countries, phrases.country)
        _modalities(passing, filters)
        with st.expander(words.MORE_FILTERS):
            _more(library)


def _touched() -> None:
    state.touched(st.session_state)


def _text() -> None:
    st.text_input(
        words.TEXT, key=widget_key("text"), placeholder=words.TEXT_PLACEHOLDER, help=words.TEXT_HELP, on_change=_touched
    )


def _period(newest: date | None) -> None:
    if newest is not None:
        _presets(newest)
    first, last = st.columns(2)
    for column, name, label in ((first, "since", words.SINCE), (last, "until", words.UNTIL)):
        column.date_input(
            label,
            key=widget_key(name),
            min_value=phrases.FIRST_DAY,
            max_value=phrases.LAST_DAY,
            format="YYYY-MM-DD",
            on_change=_touched,
        )


def _presets(newest: date) -> None:
    """Periods that end on the newest dated incident; the one in force is shown chosen."""
    session = st.session_state
    starts = {days: newest - timedelta(days=days - 1) for days in PRESETS}
    now = (session.get(widget_key("since")), session.get(widget_key("until")))
    session["period"] = next((days for days, start in starts.items() if now == (start, newest)), None)

    def choose() -> None:
        days = session["period"]
        session[widget_key("since")] = starts[days] if days else None
        session[widget_key("until")] = newest if days else None
        _touched()

    st.pills(
        words.PERIOD.format(newest=phrases.iso(newest)),
        PRESETS,
        key="period",
        format_func=lambda days: words.PERIOD_LAST.format(days=days),
        help=words.PERIOD_HELP,
        on_change=choose,
    )


def _event_types(library: Library, passing: Sequence[Incident], filters: Filters, taxonomy: Taxonomy) -> None:
    """`passing` are the incidents that pass all filters but those of type and modality; so are all counts."""
    key = widget_key("event_types")
    told_so = Filters(modalities=filters.modalities).apply(passing)
    counts = Counter(incident.event_type for incident in told_so)
    present = {*library.facets.event_types, *st.session_state[key]}
    types = [kind for kind in taxonomy.event_types if kind.name in present]
    st.pills(
        words.EVENT_TYPES,
        [kind.name for kind in types],
        selection_mode="multi",
        key=key,
        format_func=lambda name: f"{_dot(taxonomy, name)} {name} **{counts[name]:,}**",
        help=words.EVENT_TYPES_HELP,
        on_change=_touched,
    )
    chosen = set(st.session_state[key])
    within = [sub.name for kind in types if not chosen or kind.name in chosen for sub in kind.sub_event_types]
    _sub_event_types(library, Filters(event_types=filters.event_types).apply(told_so), within)


def _sub_event_types(library: Library, passing: Sequence[Incident], within: Sequence[str]) -> None:
    key = widget_key("sub_event_types")
    counts = Counter(incident.sub_event_type for incident in passing)
    chosen = st.session_state[key]
    offered = [name for name in within if name in library.facets.sub_event_types]
    with st.expander(words.SUB_EVENT_TYPES, expanded=bool(chosen)):
        st.pills(
            words.SUB_EVENT_TYPES,
            [*offered, *(name for name in chosen if name not in offered)],
            selection_mode="multi",
            key=key,
            format_func=lambda name: f"{name} **{counts[name]:,}**",
            label_visibility="collapsed",
            on_change=_touched,
        )


def _modalities(passing: Sequence[Incident], filters: Filters) -> None:
    of_type = Filters(event_types=filters.event_types, sub_event_types=filters.sub_event_types).apply(passing)
    counts = Counter(incident.modality for incident in of_type)
    st.pills(
        words.MODALITY,
        list(Modality),
        selection_mode="multi",
        key=widget_key("modalities"),
        format_func=lambda mode: f"{phrases.modality(mode)} **{counts[mode]:,}**",
        help=words.MODALITY_HELP,
        on_change=_told_as_changed,
    )


def _told_as_changed() -> None:
    """Nothing chosen would be nothing shown: it means the default."""
    if not st.session_state[widget_key("modalities")]:
        state.drop(st.session_state, "modalities")
    _touched()


def _dot(taxonomy: Taxonomy, name: str) -> str:
    """The colour the map draws the type in."""
    return f':color[●]{{foreground="{taxonomy.event_type(name).colour}"}}'


def _more(library: Library) -> None:
    st.slider(
        words.MIN_CONFIDENCE,
        0.0,
        1.0,
        step=0.05,
        key=widget_key("min_confidence"),
        help=words.MIN_CONFIDENCE_HELP,
        on_change=_touched,
    )
    _choose(words.ACTORS, "actors", library.facets.actors)
    _choose(words.SOURCES_FILTER, "sources", library.facets.sources)
    st.selectbox(
        words.GEO_PRECISION,
        list(GeoPrecision),
        key=widget_key("max_geo_precision"),
        format_func=lambda precision: words.GEO_PRECISIONS[precision.value],
        placeholder=words.ANY,
        index=None,
        on_change=_touched,
    )
    st.number_input(words.MIN_SOURCES, min_value=0, step=1, key=widget_key("min_sources"), on_change=_touched)


def _choose(label: str, name: str, counts: Mapping[str, int], shown: Callable[[str], str] = str) -> None:
    """Choose among values of the store. No counts in the labels: a changed label would unset a multiselect."""
    key = widget_key(name)
    options = sorted({*counts, *st.session_state[key]}, key=shown)
    st.multiselect(label, options, key=key, format_func=shown, placeholder=words.ALL, on_change=_touched)
