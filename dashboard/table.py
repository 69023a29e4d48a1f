"""Incidents as tables; the row that is clicked opens its incident."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from dashboard import phrases, words
from extract.types import Count
from geo.filters import sources_of
from geo.types import Incident, Place

ROW_PX = 35
MOST_ROWS = 12
MOST_ROWS_BESIDE = 6
NARROW_PX = 150
MOST_LISTED = 5_000
_TICKED = "table-ticked"


def newest_first(incidents: Sequence[Incident]) -> list[Incident]:
    """By last day, newest first; the undated last; the surer before the less sure on one day."""
    return sorted(
        incidents, key=lambda one: (one.date is not None, one.date.end if one.date else date.min, one.confidence)
    )[::-1]


def incident_table(
    incidents: Sequence[Incident], *, selected: str | None, on_open: Callable[[str | None], None]
) -> None:
    """Every column of the incidents given, newest first."""
    rows = _listed(incidents)
    linked("incidents", _ids(rows), _columns(rows), selected=selected, on_open=on_open, alt=words.map.TABLE_ALT)


def short_table(
    name: str, incidents: Sequence[Incident], *, second: str, on_open: Callable[[str | None], None], alt: str
) -> None:
    """What happened and one `second` column, which the narrow space beside the map holds."""
    rows = _listed(incidents)
    frame = _columns(rows)[[words.columns.SUB_TYPE, second]]
    ids = _ids(rows)
    linked(name, ids, frame, selected=None, on_open=on_open, alt=alt, most=MOST_ROWS_BESIDE, first_px=NARROW_PX)


def deployment_table(
    incidents: Sequence[Incident], *, selected: str | None, on_open: Callable[[str | None], None]
) -> None:
    """Which unit of whom went from where to where, how strong; newest first."""
    rows = newest_first(incidents)
    linked(
        "units",
        _ids(rows),
        deployment_rows(rows),
        selected=selected,
        on_open=on_open,
        alt=words.deployments.UNITS_TABLE,
    )


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


def _listed(incidents: Sequence[Incident]) -> list[Incident]:
    """The newest, as many as a browser scrolls through at ease; where that is not all, the page says so."""
    if len(incidents) > MOST_LISTED:
        st.caption(words.map.TABLE_NEWEST.format(listed=f"{MOST_LISTED:,}", all=f"{len(incidents):,}"))
    return newest_first(incidents)[:MOST_LISTED]


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
    on_open: Callable[[str | None], None],
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
