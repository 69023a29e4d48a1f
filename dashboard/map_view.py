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
from geo.areas import Area
from geo.map_payload import Json

HEIGHT_PX = 600
"""Before style.css fits it to the window."""
KEY = "map-bridge"
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


def mask(flags: Sequence[bool]) -> str:
    """Flags as bits, lowest first in each byte, in base64; `Demarc.mask` in data/map/data.js reads them."""
    return b64encode(np.packbits(np.array(flags, dtype=bool), bitorder="little").tobytes()).decode()


def show(document: str, *, label: str = words.MAP_LABEL, height_px: int = HEIGHT_PX) -> None:
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
    data = {"frame": words.MAP_LABEL, "view": _as_json(view)}
    bridge(
        key=KEY,
        data=data,
        on_picked_change=lambda: on_pick(st.session_state[KEY].picked),
        on_period_change=lambda: on_period(_period(st.session_state[KEY].period)),
        on_area_change=lambda: on_area(_polygons(st.session_state[KEY].area)),
    )


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
        "theme": st.context.theme.type,
    }


def _period(given: Sequence[str] | str) -> Period:
    if isinstance(given, str):
        return None
    first, last = given
    return date.fromisoformat(first), date.fromisoformat(last)


def _polygons(given: Polygons | str) -> Polygons:
    return () if isinstance(given, str) else given
