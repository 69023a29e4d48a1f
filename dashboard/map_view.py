"""The map on the page: the folium document of `geo.map` in a frame, told what to show.

Why it is done this way: docs/decisions/dashboard-map.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard import words

HEIGHT_PX = 600
"""Before style.css fits it to the window."""
KEY = "map-bridge"
_BRIDGE = Path(__file__).with_name("bridge.js")

Period = tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class View:
    """What the map is told. `period` is the window of its own time brush; None shows all dates."""

    ids: tuple[str, ...]
    selected: str | None
    period: Period


def show(document: str, *, label: str = words.MAP_LABEL) -> None:
    """Draw a map document. The same document again costs nothing: Streamlit names it by its hash."""
    st.iframe(document, height=HEIGHT_PX, alt=label)


def follow(view: View, *, on_pick: Callable[[str], None], on_period: Callable[[Period], None]) -> None:
    """Tell the map what to show, and hear which incident was opened on it and which period was dragged."""
    bridge = st.components.v2.component("demarc_map_bridge", js=_BRIDGE.read_text(encoding="utf-8"))
    data = {"frame": words.MAP_LABEL, "view": _as_json(view)}
    bridge(
        key=KEY,
        data=data,
        on_picked_change=lambda: on_pick(st.session_state[KEY].picked),
        on_period_change=lambda: on_period(_period(st.session_state[KEY].period)),
    )


def _as_json(view: View) -> dict[str, Sequence[str] | str | None]:
    period = [day.isoformat() for day in view.period] if view.period else None
    return {"ids": view.ids, "selected": view.selected, "period": period, "theme": st.context.theme.type}


def _period(given: Sequence[str] | str) -> Period:
    if isinstance(given, str):
        return None
    first, last = given
    return date.fromisoformat(first), date.fromisoformat(last)
