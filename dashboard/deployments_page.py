"""The deployments page: who went from where to where, how strong, when, and by whose account."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from dashboard import charts, filtered, map_page, picks, state, table, words
from dashboard.deployment_figures import counted, end_name, flow_figure, largest, strength_figure
from dashboard.resources import Library
from geo.deployments import Ends, Flow, Period, flows, strength_of, strengths
from geo.filters import Filters, Selection
from geo.types import Incident

VIEWS = {"flows": tuple(words.deployments.FLOW_PERIODS), "ends": tuple(words.deployments.FLOW_END_NAMES)}


def show() -> None:
    """The whole page."""
    filtered.show("deployments", _deployments, views=VIEWS)


def _deployments(library: Library, filters: Filters, selection: Selection) -> None:
    moved = _deployed(selection.incidents)
    if not moved:
        if selection.incidents:
            st.info(words.deployments.NONE.format(n=words.counts.incidents(len(selection.incidents))))
        return
    st.markdown(words.deployments.SHOWN.format(n=words.counts.deployments(len(moved))))
    drawn, beside = st.columns([7, 3], gap="medium")
    with drawn:
        map_page.linked_map(library, filters, selection, library.known.deployments, only=words.deployments.ONLY)
    with beside:
        map_page.opened(library, selection)
    period, ends = _choices()
    found = flows(moved, period=period, ends=ends)
    charts.show(flow_figure(flows(moved, period=Period.WHOLE, ends=ends)), filters)
    _flow_table(found, period)
    filtered.picked(filters, hint=words.deployments.PICK_HINT)
    _strengths(library, filters)
    st.header(words.deployments.UNITS_TABLE, anchor=False)
    table.deployment_table(moved, selected=st.session_state.get(state.SELECTED), on_open=map_page.open_incident)


def _deployed(incidents: Sequence[Incident]) -> list[Incident]:
    return [one for one in incidents if one.is_deployment]


def _strengths(library: Library, filters: Filters) -> None:
    """Month by month; a month that is clicked filters the page, and the chart keeps the others."""
    session = st.session_state
    around = picks.around(session, filters, picks.PERIOD)
    found = strengths(_deployed(around.apply(library.known)))
    charts.show(strength_figure(found, picked=picks.marked(session, filters, picks.PERIOD)), around)


def _choices() -> tuple[Period, Ends]:
    with st.container(horizontal=True, key="flow-choices"):
        period = filtered.choose_view(
            "flows", words.deployments.FLOW_PERIOD, words.deployments.FLOW_PERIODS, Period.YEAR.value
        )
        ends = filtered.choose_view(
            "ends", words.deployments.FLOW_ENDS, words.deployments.FLOW_END_NAMES, Ends.COUNTRY.value
        )
    return Period(period), Ends(ends)


def _flow_table(found: Sequence[Flow], period: Period) -> None:
    """A row a flow and period; the row that is clicked opens its strongest report."""
    ordered = sorted(found, key=lambda flow: flow.first_day or date.min, reverse=True)
    ids = [strongest(flow).id for flow in ordered]
    selected = st.session_state.get(state.SELECTED)
    table.linked(
        "flows",
        ids,
        flow_rows(ordered, period),
        selected=selected,
        on_open=map_page.open_incident,
        alt=words.deployments.FLOWS,
    )
    st.caption(words.deployments.FLOW_NOTE)


def strongest(flow: Flow) -> Incident:
    """The incident whose count is the flow's largest; any where none has a count."""
    return max(flow.incidents, key=lambda one: strength_of(one) is not None and strength_of(one) == flow.largest)


def flow_rows(found: Sequence[Flow], period: Period) -> pd.DataFrame:
    """Flows in the order given."""
    return pd.DataFrame(
        {
            words.columns.PERIOD: [_period_name(flow.first_day, period) for flow in found],
            words.columns.KIND: [flow.kind for flow in found],
            words.columns.ORIGIN: [end_name(flow.origin) for flow in found],
            words.columns.DESTINATION: [end_name(flow.destination) for flow in found],
            words.columns.REPORTED: [len(flow.incidents) for flow in found],
            words.columns.LARGEST: [largest(flow) for flow in found],
            words.columns.IF_SEPARATE: [
                counted(flow.kind, flow.if_separate) if flow.if_separate else "" for flow in found
            ],
        }
    )


def _period_name(first_day: date | None, period: Period) -> str:
    if period is Period.WHOLE:
        return words.deployments.FLOW_PERIODS[period]
    if first_day is None:
        return words.deployments.NO_ONE_PERIOD.format(period=period.value)
    return f"{first_day:%B %Y}" if period is Period.MONTH else str(first_day.year)
