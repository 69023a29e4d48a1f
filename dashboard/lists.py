"""What the map cannot draw or date, listed beside it with its number."""

from collections.abc import Callable

import streamlit as st

from dashboard import words
from dashboard.table import short_table
from geo.filters import Selection


def show(selection: Selection, *, on_open: Callable[[str | None], None]) -> None:
    """The incidents without a place and those without a date; those that no place or period filter can judge too."""
    known = (*selection.incidents, *selection.beside)
    unplaced = [one for one in known if not one.located]
    undated = [one for one in known if one.date is None]
    labels = (words.map.UNPLACED.format(n=f"{len(unplaced):,}"), words.map.UNDATED.format(n=f"{len(undated):,}"))
    without_place, without_date = st.tabs(labels)
    with without_place:
        st.caption(words.map.UNPLACED_HELP if unplaced else words.map.NONE_UNPLACED)
        if unplaced:
            short_table("unplaced", unplaced, second=words.columns.DATE, on_open=on_open, alt=labels[0])
    with without_date:
        st.caption(words.map.UNDATED_HELP if undated else words.map.NONE_UNDATED)
        if undated:
            short_table("undated", undated, second=words.columns.PLACE, on_open=on_open, alt=labels[1])
