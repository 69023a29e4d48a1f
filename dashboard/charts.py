"""Charts: shown in the colours of the page, downloaded as PNG, SVG and CSV that say what they leave out."""

import math
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import altair as alt
import pandas as pd
import streamlit as st
from altair.typing import ChartType

from dashboard import picks, words
from geo.exporting.acled_csv import safe_cell
from geo.filters import Filters
from geo.wording import writable

FILE_WIDTH = 960
LINE_CHARACTERS = 165
"""Of the lines under a chart's title, at the width of a file."""
PNG_SCALE = 2
PICK = "pick"
OPACITY = "opacity"
SAID = "said"
"""What a mark is to those who cannot see it."""
_INK = "#1b2733"
_FONT = "Liberation Sans, DejaVu Sans, Arial, sans-serif"

Draw = Callable[[bool], ChartType]
"""Makes a chart; the argument says whether the ground is dark."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its numbers. `name` is the stem of its files, `notes` says how it counts and what it leaves out.

    Where marks can be picked, each has in its column PICK what a click on it says (`picks.mark`), and the layer of the
    marks has the parameter of `picking`.
    """

    name: str
    title: str
    draw: Draw
    table: pd.DataFrame
    notes: Sequence[str]
    pickable: bool = False
    picked: Filters = field(default_factory=Filters)
    """What is picked in it: the rest is paler, which the page says once and a file for itself."""


def show(figure: Figure, filters: Filters) -> None:
    """Heading, notes, chart and the buttons of its files, each made when it is pressed; notes alone of no numbers."""
    st.header(figure.title, anchor=False)
    for note in figure.notes:
        st.caption(note)
    if figure.table.empty:
        return
    chart = figure.draw(st.context.theme.type == "dark").configure_legend(columns=2, labelLimit=118)  # a phone's width
    _draw(figure, chart)
    with st.container(horizontal=True, key=f"files-{figure.name}"):
        for kind, (mime, made) in FILES.items():
            st.download_button(
                kind.upper(),
                partial(made, figure, filters),
                file_name=f"demarc-{figure.name}.{kind}",
                mime=mime,
                help=words.downloads.CHART_FILE.format(kind=kind.upper(), title=figure.title),
                key=f"{figure.name}-{kind}",
                on_click="ignore",
            )


def _draw(figure: Figure, chart: ChartType) -> None:
    session = st.session_state
    key = f"chart-{figure.name}-{picks.clicks(session, figure.name)}"

    def chosen() -> None:
        for one in session[key].selection[PICK]:
            picks.clicked(session, figure.name, one[PICK])

    with st.container(key=f"drawn-{figure.name}"):  # holds its height while the chart is drawn anew
        if figure.pickable:
            st.altair_chart(chart, width="stretch", key=key, on_select=chosen, alt=figure.title)
        else:
            st.altair_chart(chart, width="stretch", key=key, alt=figure.title)


def picking() -> alt.Parameter:
    """A click on a mark says what the mark has in its column PICK."""
    return alt.selection_point(name=PICK, fields=[PICK], on="click", toggle=False)


def opacity() -> alt.Opacity:
    """Of marks that have theirs in the column OPACITY."""
    return alt.Opacity(f"{OPACITY}:Q", scale=None, legend=None)


def strength(*, partial: bool, marked: bool) -> float:
    """Opacity of a mark: paler where it is counted in part only, and where something else is picked."""
    return (0.45 if partial else 1.0) * (1.0 if marked else 0.3)


def as_png(figure: Figure, filters: Filters) -> bytes:
    """A picture, twice the size it is drawn at."""
    import vl_convert  # 90 MB of browser engine that only a download needs

    return vl_convert.vegalite_to_png(_spec(figure, filters), vl_version=_vega_lite(), scale=PNG_SCALE)


def as_svg(figure: Figure, filters: Filters) -> bytes:
    """The same as vectors."""
    import vl_convert

    return vl_convert.vegalite_to_svg(_spec(figure, filters), vl_version=_vega_lite()).encode()


def as_csv(figure: Figure, filters: Filters) -> bytes:
    """The numbers, with what they are in a last column; nothing a spreadsheet would run."""
    table = figure.table.copy()
    texts = table.select_dtypes(exclude=["number", "datetime"]).columns
    table[texts] = table[texts].map(lambda cell: safe_cell(writable(str(cell))))
    table[words.columns.ABOUT] = " ".join([figure.title + ".", *_about(figure, filters)])
    return table.to_csv(index=False).encode("utf-8-sig")


FILES: Mapping[str, tuple[str, Callable[[Figure, Filters], bytes]]] = {
    "png": ("image/png", as_png),
    "svg": ("image/svg+xml", as_svg),
    "csv": ("text/csv", as_csv),
}


def _spec(figure: Figure, filters: Filters) -> dict[str, object]:
    """A chart on white that says under its title what it shows."""
    lines = [line for text in _about(figure, filters) for line in textwrap.wrap(text, LINE_CHARACTERS)]
    title = alt.TitleParams(
        figure.title, subtitle=lines, anchor="start", color=_INK, subtitleColor=_INK, fontSize=16, offset=14
    )
    chart = figure.draw(False).properties(width=FILE_WIDTH, title=title, background="#ffffff", padding=16)
    spec: dict[str, object] = (
        chart.configure(font=_FONT).configure_view(stroke=None).configure_legend(columns=4, labelLimit=300).to_dict()
    )
    return spec


def _about(figure: Figure, filters: Filters) -> list[str]:
    made = datetime.now(UTC)
    told = words.downloads.CHART_ABOUT.format(filters=filters.describe(), made=f"{made.day} {made:%B %Y}")
    picked = [words.trends.PICKED_NOTE.format(what=figure.picked.describe())] if figure.picked.active() else []
    return [*figure.notes, *picked, told]


def _vega_lite() -> str:
    """The version altair writes, as the converter names it: "6.4" of "v6.4.1"."""
    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def scale_legend(most: int) -> alt.Legend:
    """Below a chart of counts up to `most`: whole numbers, five at the most."""
    return alt.Legend(orient="bottom", format="d", values=list(range(0, most + 1, max(1, math.ceil(most / 4)))))


def colours(dark: bool, *, limit: float) -> alt.Scale:
    """Of counts from 0, which is nearly the ground: the more, the further from it. One hue, for the colour-blind."""
    reach = ["#1d2b37", "#3f86b5", "#dff0fb"] if dark else ["#edf3f8", "#6baed6", "#08306b"]
    return alt.Scale(range=reach, interpolate="lab", domain=[0, max(limit, 1)])
