"""Incidents as tables; the row that is clicked opens its incident."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import phrases, words
from extract.types import Count
from geo.areas import Mask
from geo.columns import Columns, Rows, sources_of
from geo.filters import Selection
from geo.types import Incident, Place

ROW_PX = 35
MOST_ROWS = 12
MOST_ROWS_BESIDE = 6
NARROW_PX = 150
ORDER_PX = 180
PAGE_ROWS = 1_000
"""As many as a browser is sent at once: of 100,000 it would take 20 MB."""
PAGE_ROWS_BESIDE = 200
ORDERS: Mapping[str, Callable[[Columns], Rows]] = {
    "newest": lambda known: known.newest_first,
    "oldest": lambda known: known.oldest_first,
    "deadliest": lambda known: known.deadliest_first,
    "surest": lambda known: known.surest_first,
    "most_told": lambda known: known.most_told_first,
}
"""By the names of `words.map.TABLE_ORDERS`; the first unless a reader chooses."""
_TICKED = "table-ticked"
_SCROLL = Path(__file__).with_name("table.js")

Open = Callable[[str | None], None]


@dataclass(frozen=True, slots=True)
class Turned:
    """Which rows a table was last asked for, where the opened incident stood in them, and the page turned to for it."""

    rows: int
    at: int | None = None
    page: int = 1
    turns: int = 0


def incident_table(selection: Selection, *, selected: str | None, on_open: Open) -> None:
    """Every column of the incidents that pass, a page at a time in the order a reader chooses."""
    known = selection.known
    rows = _page("incidents", known, selection.passes, selected=selected, most=PAGE_ROWS, orders=tuple(ORDERS))
    linked("incidents", _ids(rows), _columns(rows), selected=selected, on_open=on_open, alt=words.map.TABLE_ALT)


def short_table(name: str, known: Columns, among: Mask, *, second: str, on_open: Open, alt: str) -> None:
    """What happened and one `second` column, which the narrow space beside the map holds."""
    rows = _page(name, known, among, selected=None, most=PAGE_ROWS_BESIDE)
    frame = _columns(rows)[[words.columns.SUB_TYPE, second]]
    ids = _ids(rows)
    linked(name, ids, frame, selected=None, on_open=on_open, alt=alt, most=MOST_ROWS_BESIDE, first_px=NARROW_PX)


def deployment_table(incidents: Sequence[Incident], *, selected: str | None, on_open: Open) -> None:
    """Which unit of whom went from where to where, how strong; newest first."""
    known = Columns(incidents)
    rows = _page("units", known, known.all(), selected=selected, most=PAGE_ROWS)
    linked(
        "units",
        _ids(rows),
        deployment_rows(rows),
        selected=selected,
        on_open=on_open,
        alt=words.deployments.UNITS_TABLE,
    )


def _page(
    name: str, known: Columns, among: Mask, *, selected: str | None, most: int, orders: Sequence[str] = ("newest",)
) -> list[Incident]:
    """The incidents of the page a reader is on; where there are more pages, what they are and how to turn them."""
    total = int(np.count_nonzero(among))
    if total <= most:
        return [known.incidents[row] for row in _in_order(known, among, orders[0])]
    told, turned = st.container(), st.container(horizontal=True, vertical_alignment="bottom", key=f"turn-{name}")
    with turned:
        order = _order(name, orders)
        ordered = _in_order(known, among, order)
        first = (_turned(name, ordered, _at(known, ordered, selected), most) - 1) * most
    shown = ordered[first : first + most]
    numbers = {"first": f"{first + 1:,}", "last": f"{first + len(shown):,}", "all": f"{total:,}"}
    told.caption(words.map.TABLE_PAGE.format(**numbers, order=words.map.TABLE_ORDERS[order].lower()))
    return [known.incidents[row] for row in shown]


def _in_order(known: Columns, among: Mask, order: str) -> Rows:
    rows = ORDERS[order](known)
    return rows[among[rows]]


def _order(name: str, orders: Sequence[str]) -> str:
    """The one chosen, where there is a choice."""
    if len(orders) == 1:
        return orders[0]
    label, shown = words.map.TABLE_ORDER, words.map.TABLE_ORDERS.__getitem__
    return str(st.selectbox(label, orders, format_func=shown, key=f"order-{name}", width=ORDER_PX))


def _at(known: Columns, ordered: Rows, selected: str | None) -> int | None:
    """Where the opened incident stands among the rows."""
    found = np.flatnonzero(ordered == known.row_of.get(selected or "", -1))
    return int(found[0]) if found.size else None


def _turned(name: str, ordered: Rows, at: int | None, most: int) -> int:
    """The page, from 1: the opened incident's when it is opened, the first of other rows, else the reader's choice."""
    session, key, rows = st.session_state, f"turned-{name}", hash(ordered.tobytes())
    before = session.get(key, Turned(rows))
    if at is not None and (rows, at) != (before.rows, before.at):
        now = Turned(rows, at, at // most + 1, before.turns + 1)
    elif rows != before.rows:
        now = Turned(rows, at, 1, before.turns + 1)
    else:
        now = replace(before, at=at)
    session[key] = now
    # Another key is another widget, which begins on the page it is given.
    return st.pagination(-(-len(ordered) // most), default=now.page, key=f"page-{name}-{now.turns}", width="stretch")


def deployment_rows(rows: Sequence[Incident]) -> pd.DataFrame:
    """A row a deployment."""
    return pd.DataFrame(
        {
            words.columns.DATE: [phrases.day(one.date) for one in rows],
            words.columns.KIND: [one.sub_event_type for one in rows],
            words.columns.UNIT: [one.unit or "" for one in rows],
            words.columns.ACTORS: [", ".join(actor.name for actor in one.actors) for one in rows],
            words.columns.STRENGTH: [_strength(one) for one in rows],
            words.columns.ORIGIN: [phrases.end(one.origin) for one in rows],
            words.columns.DESTINATION: [phrases.end(one.place) for one in rows],
            words.columns.CLAIMED_BY: [one.attribution or "" for one in rows],
            words.columns.SOURCES: [len(sources_of(one)) for one in rows],
        }
    )


def _strength(incident: Incident) -> str:
    told = (
        (incident.counts.troops, words.deployments.N_TROOPS),
        (incident.counts.weapons, words.deployments.N_WEAPONS),
    )
    return ", ".join(word.format(n=phrases.count(count)) for count, word in told if count)


def _ids(rows: Sequence[Incident]) -> list[str]:
    return [one.id for one in rows]


def _columns(rows: Sequence[Incident]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            words.columns.DATE: [phrases.day(one.date) for one in rows],
            words.columns.TYPE: [one.event_type for one in rows],
            words.columns.SUB_TYPE: [one.sub_event_type for one in rows],
            words.columns.PLACE: [one.place.name if isinstance(one.place, Place) else "" for one in rows],
            words.columns.COUNTRY: [_country(one) for one in rows],
            words.columns.ACTORS: [", ".join(actor.name for actor in one.actors) for one in rows],
            words.columns.FATALITIES: [_figure(one.counts.fatalities) for one in rows],
            words.columns.TROOPS: [_figure(one.counts.troops) for one in rows],
            words.columns.TOLD_AS: [phrases.modality(one.modality) for one in rows],
            words.columns.CONFIDENCE: [round(one.confidence, 2) for one in rows],
            words.columns.SOURCES: [len(sources_of(one)) for one in rows],
        }
    )


def _country(incident: Incident) -> str:
    place = incident.place
    return phrases.country(place.country) if isinstance(place, Place) and place.country else ""


def _figure(value: Count | None) -> str:
    return phrases.count(value) if value else ""


def _unticked(ids: Sequence[str], selected: str | None) -> bool:
    """Whether it was the reader who unticked a row, not a late answer about one that was ticked for them."""
    ticked = st.session_state.pop(_TICKED, None)
    return ticked in ids and selected in (ticked, None)


def linked(
    name: str,
    ids: Sequence[str],
    frame: pd.DataFrame,
    *,
    selected: str | None,
    on_open: Open,
    alt: str,
    most: int = MOST_ROWS,
    first_px: int | None = None,
) -> None:
    """A table whose rows open the incidents `ids`. Its key names its rows: a row number never points into others."""
    key = f"table-{name}-{hash(tuple(ids)):x}"
    at = [ids.index(selected)] if selected in ids else []
    if key in st.session_state and list(st.session_state[key].selection.rows) != at:
        st.session_state[key] = {"selection": {"rows": at}}

    def chosen() -> None:
        picked = st.session_state[key].selection.rows
        if picked:
            st.session_state[_TICKED] = ids[picked[0]]
            on_open(ids[picked[0]])
        elif _unticked(ids, selected):
            on_open(None)

    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        column_config={frame.columns[0]: st.column_config.Column(width=first_px)},
        height=ROW_PX * (min(len(ids), most) + 1) + 3,
        on_select=chosen,
        selection_mode="single-row",
        selection_default={"selection": {"rows": at}},
        alt=alt,
    )
    if at:
        _scroll_to(key, at[0])


def _scroll_to(key: str, row: int) -> None:
    """Bring the opened row into sight: Streamlit marks it and leaves it wherever it is."""
    scroll = st.components.v2.component("demarc_table_row", js=_SCROLL.read_text(encoding="utf-8"))
    scroll(key=f"row-of-{key}", data={"table": key, "row": row, "row_px": ROW_PX})
