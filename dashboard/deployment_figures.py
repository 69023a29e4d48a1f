"""The charts of the deployments page."""

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Literal

import altair as alt
import pandas as pd
from altair.typing import ChartType

from dashboard import charts, phrases, picks, words
from dashboard.charts import Figure
from extract.types import Count
from geo.deployments import ARMS, End, Flow, Strength, Strengths, bounds
from geo.filters import Filters
from geo.trends import Unit, after

MOST_FLOWS = 25
NOTHING = Filters()
WIDEST_PX = 22
THINNEST_PX = 1.5
STEPS = 24
GAP_PX = 10
LABEL_PX = 16
"""Of one line."""
LABEL_CHARACTERS = 18
LEGEND_PX = 125
_INK = {False: "#1b2733", True: "#e6ebf0"}
_KINDS = {"Troop deployment": "#00648c", "Troop withdrawal": "#c77700", ARMS: "#7a4fb5"}
_ON_DARK = {"Troop deployment": "#4fb3dc", "Troop withdrawal": "#f0a840", ARMS: "#b79be8"}


def end_name(end: End) -> str:
    """A country's name for its code, a place with its country, or that it is not told."""
    if end.name is None:
        return words.deployments.END_UNKNOWN
    if end.name == end.country:
        return phrases.country(end.name)
    return ", ".join(dict.fromkeys(part for part in (end.name, phrases.country(end.country or "")) if part))


def largest(flow: Flow) -> str:
    """A flow's largest single figure in words."""
    if flow.largest is None:
        return words.incident.UNKNOWN_NUMBER
    return counted(flow.kind, flow.largest)


def counted(kind: str, count: Count) -> str:
    """A count with what it counts."""
    return (words.deployments.N_WEAPONS if kind == ARMS else words.deployments.N_TROOPS).format(n=phrases.count(count))


def flow_figure(flows: Sequence[Flow]) -> Figure:
    """Origins on the left, destinations on the right, a band for each flow between them."""
    drawn = flows[:MOST_FLOWS]
    notes = [words.deployments.FLOW_CHART_NOTE.format(n=sum(len(flow.incidents) for flow in flows))]
    if len(flows) > len(drawn):
        notes.append(words.deployments.FLOW_CHART_MORE.format(shown=len(drawn), total=len(flows)))
    table = pd.DataFrame([_flow_row(flow) for flow in flows])
    return Figure("flows", words.deployments.FLOWS, partial(_flow_chart, drawn), table, notes)


def _flow_row(flow: Flow) -> dict[str, object]:
    low, best, high = bounds(flow.largest) if flow.largest else (None, None, None)
    return {
        words.columns.KIND: flow.kind,
        words.columns.ORIGIN: end_name(flow.origin),
        words.columns.DESTINATION: end_name(flow.destination),
        words.columns.REPORTED: len(flow.incidents),
        f"{words.columns.LARGEST}, {words.columns.LOW.lower()}": low,
        f"{words.columns.LARGEST}, {words.columns.BEST.lower()}": best,
        f"{words.columns.LARGEST}, {words.columns.HIGH.lower()}": high,
        words.columns.IF_SEPARATE: bounds(flow.if_separate)[1] if flow.if_separate else None,
    }


def _flow_chart(flows: Sequence[Flow], dark: bool) -> ChartType:
    widths = [_width(flow, flows) for flow in flows]
    origins = _stacks([flow.origin for flow in flows], widths)
    destinations = _stacks([flow.destination for flow in flows], widths)
    height = max(side.height for side in (origins, destinations))
    ways = zip(origins.slots, destinations.slots, strict=True)
    bands = pd.DataFrame(
        [point for flow, way, width in zip(flows, ways, widths, strict=True) for point in _band(flow, way, width)]
    )
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.75, 1.75]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0]))
    texts = [_labels(origins, 0, "right", x, y, dark), _labels(destinations, 1, "left", x, y, dark)]
    return alt.layer(_lines(bands, x, y, dark), *texts).properties(height=height + LEGEND_PX)


def _lines(bands: pd.DataFrame, x: alt.X, y: alt.Y, dark: bool) -> alt.Chart:
    colours = _ON_DARK if dark else _KINDS
    dashes = alt.Scale(domain=[False, True], range=[[1, 0], [4, 4]])
    told = (("said", words.columns.LARGEST), ("kind", words.columns.KIND), ("n", words.columns.REPORTED))
    chart: alt.Chart = (
        alt.Chart(bands)
        .mark_line(opacity=0.7, strokeCap="butt")
        .encode(
            x=x,
            y=y,
            detail="flow:N",
            order="x:Q",
            strokeWidth=alt.StrokeWidth("width:Q", scale=None),
            strokeDash=alt.StrokeDash("unknown:N", scale=dashes, legend=None),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=list(colours), range=list(colours.values())),
                legend=alt.Legend(orient="bottom", symbolType="stroke", symbolStrokeWidth=6),
            ),
            tooltip=[alt.Tooltip(f"{name}:N", title=title) for name, title in told],
        )
    )
    return chart


@dataclass(frozen=True, slots=True)
class _Side:
    """Where one side's ends stand, in pixels from the top: each end's middle, and each flow's own slot in its end."""

    middles: Mapping[End, float]
    slots: Sequence[float]
    height: float


def _stacks(ends: Sequence[End], widths: Sequence[float]) -> _Side:
    """Ends below one another in order of first use, so the strongest flows are on top; flows side by side in each."""
    totals: dict[End, float] = {}
    for end, width in zip(ends, widths, strict=True):
        totals[end] = totals.get(end, 0.0) + width
    at, next_slot, middles = GAP_PX / 2, {}, {}
    for end, total in totals.items():
        space = max(total, LABEL_PX * len(_lines_of(end)))
        middles[end] = at + space / 2
        next_slot[end] = at + (space - total) / 2
        at += space + GAP_PX
    slots = []
    for end, width in zip(ends, widths, strict=True):
        slots.append(next_slot[end] + width / 2)
        next_slot[end] += width
    return _Side(middles, slots, at)


def _lines_of(end: End) -> list[str]:
    """An end's name in lines that a phone has room for."""
    return textwrap.wrap(end_name(end), LABEL_CHARACTERS) or [""]


def _labels(side: _Side, x_at: int, align: Literal["left", "right"], x: alt.X, y: alt.Y, dark: bool) -> alt.Chart:
    names = {end: _lines_of(end) for end in side.middles}
    rows = pd.DataFrame(
        [
            {"x": x_at, "y": middle - LABEL_PX * (len(names[end]) - 1) / 2, "label": "\n".join(names[end])}
            for end, middle in side.middles.items()
        ]
    )
    text = alt.MarkDef(
        "text",
        align=align,
        baseline="middle",
        dx=8 if align == "left" else -8,
        color=_INK[dark],
        fontSize=12,
        lineBreak="\n",
        lineHeight=LABEL_PX,
    )
    labels: alt.Chart = alt.Chart(rows, mark=text).encode(x=x, y=y, text="label:N")
    return labels


def _width(flow: Flow, flows: Sequence[Flow]) -> float:
    """Pixels of a flow, by its largest count among flows of its kind."""
    top = max((bounds(one.largest)[1] for one in flows if one.kind == flow.kind and one.largest), default=0)
    share = bounds(flow.largest)[1] / top if flow.largest and top else 0.0
    return max(THINNEST_PX, WIDEST_PX * share)


def _band(flow: Flow, way: tuple[float, float], width: float) -> Iterator[dict[str, object]]:
    """Points of a curve that leaves and arrives level."""
    start, end = way
    said = f"{end_name(flow.origin)} → {end_name(flow.destination)}: {largest(flow)}"
    for step in range(STEPS + 1):
        part = step / STEPS
        yield {
            "flow": f"{way}",
            "kind": flow.kind,
            "said": said,
            "n": len(flow.incidents),
            "width": width,
            "unknown": flow.largest is None,
            "x": part,
            "y": start + (end - start) * (1 - math.cos(math.pi * part)) / 2,
        }


def strength_figure(found: Strengths, *, picked: Filters = NOTHING) -> Figure:
    """A box a month from low to high with a line at the best figure; months without a report stay empty."""
    notes = [words.deployments.STRENGTH_NOTE] if found.months else [words.deployments.STRENGTH_NOTHING]
    notes.append(words.deployments.STRENGTH_MISSING.format(number=found.without_number, month=found.without_month))
    rows = pd.DataFrame(
        [_month(one, picked) for one in found.months],
        columns=["from", "to", "month", "low", "best", "high", "n", charts.PICK, charts.OPACITY],
    )
    names = {
        "low": words.columns.LOW,
        "best": words.columns.BEST,
        "high": words.columns.HIGH,
        "n": words.columns.REPORTED,
    }
    table = rows[["month", *names]].rename(columns={"month": words.columns.PERIOD, **names})
    draw = partial(_strength_chart, rows)
    return Figure("strength", words.deployments.STRENGTH_TITLE, draw, table, notes, pickable=True, picked=picked)


def _month(month: Strength, picked: Filters) -> dict[str, object]:
    following = after(month.first_day, Unit.MONTH)
    part = Filters(since=month.first_day, until=following - timedelta(days=1))
    return {
        "from": pd.Timestamp(month.first_day),
        "to": pd.Timestamp(following),
        "month": f"{month.first_day:%B %Y}",
        "low": month.low,
        "best": month.best,
        "high": month.high,
        "n": len(month.incidents),
        charts.PICK: picks.mark(part),
        charts.OPACITY: charts.strength(partial=False, marked=picks.covers(part, picked)),
    }


def _strength_chart(rows: pd.DataFrame, dark: bool) -> ChartType:
    colour = (_ON_DARK if dark else _KINDS)["Troop deployment"]
    tooltip = [
        alt.Tooltip("month:N", title=words.columns.PERIOD),
        alt.Tooltip("low:Q", title=words.columns.LOW, format=","),
        alt.Tooltip("best:Q", title=words.columns.BEST, format=","),
        alt.Tooltip("high:Q", title=words.columns.HIGH, format=","),
        alt.Tooltip("n:Q", title=words.columns.REPORTED),
    ]
    x = alt.X("from:T", title=None, axis=alt.Axis(grid=False, format="%b %Y", tickCount="month", labelOverlap=True))
    y_title = words.incident.TROOPS
    box = (
        alt.Chart(rows)
        .mark_rect(color=colour, fillOpacity=0.35, stroke=colour, strokeWidth=1)
        .encode(x=x, x2="to:T", y=alt.Y("low:Q", title=y_title), y2="high:Q", opacity=charts.opacity())
    )
    best = (
        alt.Chart(rows)
        .mark_rule(color=colour, strokeWidth=3)
        .encode(x=x, x2="to:T", y="best:Q", opacity=charts.opacity())
    )
    # A month of one figure is a line: the whole of its column answers to pointer and finger.
    column = alt.Chart(rows).mark_rect(color="transparent", cursor="pointer").encode(x=x, x2="to:T", tooltip=tooltip)
    return alt.layer(box, best, column.add_params(charts.picking())).properties(height=300)
