"""What the map cannot draw or date, listed beside it with its number."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from dashboard import words
from dashboard.table import short_table
from geo.filters import Selection


def show(selection: Selection, *, on_open: Callable[[str | None], None]) -> None:
    """Incidents without a place, without a date, and of a place too wide for an area to judge."""
    told, kinds = words.map, words.columns
    lists = [
        ("unplaced", selection.without_place, told.UNPLACED, told.UNPLACED_HELP, told.NONE_UNPLACED, kinds.DATE),
        ("undated", selection.without_date, told.UNDATED, told.UNDATED_HELP, told.NONE_UNDATED, kinds.PLACE),
    ]
    if (too_wide := selection.too_wide).any():
        lists.append(("wide", too_wide, told.TOO_WIDE, told.TOO_WIDE_HELP, "", kinds.PLACE))
    labels = [label.format(n=f"{np.count_nonzero(listed):,}") for _, listed, label, *_ in lists]
    for tab, label, (name, listed, _, help, none, second) in zip(st.tabs(labels), labels, lists, strict=True):
        with tab:
            st.caption(help if listed.any() else none)
            if listed.any():
                short_table(name, selection.known, listed, second=second, on_open=on_open, alt=label)
