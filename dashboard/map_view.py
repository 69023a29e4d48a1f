"""The map on the page: the folium document of `geo.map` in a frame, told what to show.

Why it is done this way: docs/decisions/dashboard-map.md.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import streamlit as st

from dashboard import words
from geo.areas import Area, Mask
from geo.map_payload import Json

HEIGHT_PX = 600
"""Before style.css fits it to the window."""
KEY = "map-bridge"
_HEARD = "map-heard"
_BRIDGE = Path(__file__).with_name("bridge.js")

Period = tuple[date, date] | None
Polygons = Sequence[Sequence[Sequence[Sequence[float]]]]
"""Coordinates of a GeoJSON MultiPolygon; empty for no area."""


@dataclass(frozen=True, slots=True)
class View:
    """What the map is told.

    `shown` is a bit for each incident of the document, in its order: a filter at 100,000 incidents is 17 kB, not 2 MB.
    `filters` says in words what is left out, for pictures saved of the map. `evidence` is of the selected incident
    (`resources.map_evidence`). `period` is the window of the map's own time brush; None shows all dates. `area` is the
    drawn area in force.
    """

    shown: str
    of: int
    filters: str
    selected: str | None
    evidence: Mapping[str, Json] | None
    period: Period
    area: Area | None = None


def mask(flags: Mask | Sequence[bool]) -> str:
    """Flags as bits, lowest first in each byte, in base64; `Demarc.mask` in data/map/data.js reads them."""
    return b64encode(np.packbits(np.asarray(flags, bool), bitorder="little").tobytes()).decode()


def show(document: str, *, label: str = words.map.LABEL, height_px: int = HEIGHT_PX) -> None:
    """Draw a map document. The same document again costs nothing: Streamlit names it by its hash."""
    st.iframe(document, height=height_px, alt=label)


def follow(
    view: View,
    *,
    on_pick: Callable[[str], None],
    on_period: Callable[[Period], None],
    on_area: Callable[[Polygons], None],
) -> None:
    """Tell the map what to show; hear which incident was opened, which period was dragged, which area was drawn."""
    bridge = st.components.v2.component("demarc_map_bridge", js=_BRIDGE.read_text(encoding="utf-8"))
    data = {"frame": words.map.LABEL, "view": _as_json(view)}
    bridge(
        key=KEY,
        data=data,
        default={"acts": {}},
        on_acts_change=lambda: _hear(on_pick, on_period, on_area),
    )


def _hear(
    on_pick: Callable[[str], None], on_period: Callable[[Period], None], on_area: Callable[[Polygons], None]
) -> None:
    """Do what the reader did since the last time.

    Its numbers go back with the next view, by which the map tells it from views that were made before it.
    """
    heard = st.session_state.get(_HEARD, {})
    new = {name: act for name, act in st.session_state[KEY].acts.items() if act["number"] > heard.get(name, 0)}
    st.session_state[_HEARD] = heard | {name: act["number"] for name, act in new.items()}
    if "picked" in new:
        on_pick(new["picked"]["value"])
    if "period" in new:
        on_period(_period(new["period"]["value"]))
    if "area" in new:
        on_area(_polygons(new["area"]["value"]))


def _as_json(view: View) -> dict[str, Json]:
    period = [day.isoformat() for day in view.period] if view.period else None
    return {
        "shown": view.shown,
        "of": view.of,
        "filters": view.filters,
        "selected": view.selected,
        "evidence": view.evidence,
        "period": period,
        "area": view.area.polygons if view.area else None,
        "heard": st.session_state.get(_HEARD, {}),
        "theme": st.context.theme.type,
    }


def _period(given: Sequence[str] | str) -> Period:
    if isinstance(given, str):
        return None
    first, last = given
    return date.fromisoformat(first), date.fromisoformat(last)


def _polygons(given: Polygons | str) -> Polygons:
    return () if isinstance(given, str) else given
