"""The map page: filters, map, the opened incident, what has no place or date, the table, downloads."""

from datetime import date

import streamlit as st
from shapely import MultiPolygon, Polygon

from dashboard import (
    downloads,
    filtered,
    lists,
    map_view,
    panel,
    resources,
    reviewing,
    state,
    table,
    words,
)
from dashboard.map_view import Period, Polygons, View
from dashboard.plain import plain
from dashboard.resources import Library
from geo.areas import Area, FilterError, Mask
from geo.filters import Filters, Selection

PERIOD_ON_MAP = "period-on-map"


def show() -> None:
    """The whole page."""
    filtered.show("map", _results)


def _results(library: Library, filters: Filters, selection: Selection) -> None:
    drawn, beside = st.columns([7, 3], gap="medium")
    with drawn:
        linked_map(library, filters, selection, library.known.all())
    with beside:
        if len(selection) and not selection.drawn:
            st.info(words.empty.NONE_PLACED.format(n=words.counts.incidents(len(selection))))
        opened(library, selection)
        lists.show(selection, on_open=open_incident)
    if len(selection):
        st.header(words.map.TABLE)
        table.incident_table(selection, selected=st.session_state.get(state.SELECTED), on_open=open_incident)
        downloads.show(library.incidents, filters)


def linked_map(
    library: Library, filters: Filters, selection: Selection, kept: Mask, *, only: str | None = None
) -> None:
    """The map of those of the filtered incidents that are `kept`; it opens incidents and its time brush filters.

    `only` says in words which are kept, where not all are.
    """
    try:
        map_view.show(resources.map_document(library.version))
    except FileNotFoundError as problem:  # map code or gazetteer not laid down: the message says how
        st.error(words.common.MAP_BROKEN.format(problem=plain(str(problem))))
        return
    told = "; ".join(filter(None, (only, filters.describe())))
    view = _view(library, filters, selection, kept, told[:1].upper() + told[1:])
    map_view.follow(view, on_pick=open_incident, on_period=_set_period, on_area=_set_area)


def _view(library: Library, filters: Filters, selection: Selection, kept: Mask, told: str) -> View:
    """What the map shows. A period dragged on the map is the map's own window: it keeps the bars outside it."""
    period = (filters.since, filters.until) if filters.since and filters.until else None
    if period is None or period != st.session_state.get(PERIOD_ON_MAP):
        return _view_of(library, selection.passes & kept, None, told)
    any_day = selection.but("since", "until") & library.known.dated
    return _view_of(library, any_day & kept, period, told)


def _view_of(library: Library, shown: Mask, period: Period, told: str) -> View:
    chosen = library.by_id.get(st.session_state.get(state.SELECTED, ""))
    return View(
        shown=map_view.mask(shown),
        of=len(library.incidents),
        filters=told,
        selected=chosen.id if chosen else None,
        evidence=resources.map_evidence(chosen) if chosen else None,
        period=period,
        area=st.session_state.get(state.widget_key("polygon")),
    )


def open_incident(incident_id: str | None) -> None:
    """Open an incident on every view of it, or none."""
    state.select(st.session_state, incident_id)


def _set_period(period: Period) -> None:
    """Take the window dragged on the map as the period of all that is shown."""
    st.session_state[PERIOD_ON_MAP] = period
    first, last = period or (None, None)
    _set_day("since", first)
    _set_day("until", last)


def _set_area(polygons: Polygons) -> None:
    """Take the area drawn on the map as the one to filter by, or say why it cannot be."""
    try:
        area = Area.of(MultiPolygon([Polygon(rings[0], rings[1:]) for rings in polygons])) if polygons else None
    except FilterError as problem:
        st.toast(plain(str(problem)))
        return
    st.session_state[state.widget_key("polygon")] = area
    state.touched(st.session_state)


def _set_day(name: str, day: date | None) -> None:
    st.session_state[state.widget_key(name)] = day
    state.touched(st.session_state)


def opened(library: Library, selection: Selection) -> None:
    """The incident panel, if one is open."""
    incident_id = st.session_state.get(state.SELECTED)
    if incident_id is None:
        if len(selection):
            st.info(words.map.HINT)
        return
    incident = library.by_id.get(incident_id)
    if incident is None:
        st.warning(words.map.UNKNOWN_INCIDENT.format(id=plain(incident_id)))
    else:
        with st.container(border=True):
            with st.container(horizontal=True, horizontal_alignment="distribute"):
                st.button(
                    words.map.CLOSE, icon=":material/close:", on_click=open_incident, args=(None,), type="tertiary"
                )
                if st.button(words.incident.CORRECT_THIS, icon=":material/edit:", type="tertiary"):
                    reviewing.go_to(incident.id)
                    st.switch_page(st.session_state["pages"]["review"])
            if not selection.holds(incident.id):
                st.warning(words.map.STALE_SELECTION)
            st.html(panel.panel_html(incident, taxonomy=resources.taxonomy()))
