"""The charts of the trends page, drawn from counts."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import altair as alt
import pandas as pd
from altair.typing import ChartType

from dashboard import charts, phrases, words
from dashboard.charts import Figure
from extract.taxonomy import Taxonomy
from geo.trends import Bucket, Series, Unit, Window, count_days, moving_average
from geo.types import Incident

MOST_REGIONS = 12
WEEKS_OF_CALENDAR = 53
ROW_PX = 22
BESIDE_PX = 110
"""Axis and legend."""
_AVERAGE = {False: "#1b2733", True: "#e6ebf0"}


def type_figure(series: Series, taxonomy: Taxonomy) -> Figure:
    """Stacked bars by event type; by weeks with the average of the four before each."""
    known = [kind for kind in taxonomy.event_types if kind.name in series.counts]
    rows = _stacked(series, [kind.name for kind in known])
    scale = alt.Scale(domain=[kind.name for kind in known], range=[kind.colour for kind in known])
    title = words.trends.BY_TYPE.format(unit=words.trends.UNITS[series.unit].lower())
    draw = partial(_type_chart, rows, _average_rows(series), scale)
    notes = _notes(series) + ([words.trends.AVERAGE_NOTE] if series.unit is Unit.WEEK else [])
    return Figure("types", title, draw, _table(series, words.columns.TYPE), notes)


def _type_chart(rows: pd.DataFrame, average: pd.DataFrame, scale: alt.Scale, dark: bool) -> ChartType:
    bars = (
        alt.Chart(rows)
        .mark_rect(stroke=None)
        .encode(
            x=_time("from", rows),
            x2="to:T",
            y=alt.Y("below:Q", title=words.columns.INCIDENTS, axis=alt.Axis(tickMinStep=1)),
            y2="above:Q",
            color=alt.Color(
                "name:N",
                title=None,
                scale=scale,
                legend=alt.Legend(orient="bottom", symbolLimit=20),
            ),
            opacity=alt.condition("datum.partial", alt.value(0.45), alt.value(1)),
            tooltip=_tooltip(),
        )
    )
    if average.empty:
        return alt.layer(bars).properties(height=420)
    line = (
        alt.Chart(average)
        .mark_line(color=_AVERAGE[dark], strokeDash=[5, 3], point=alt.OverlayMarkDef(color=_AVERAGE[dark], size=16))
        .encode(x="middle:T", y="average:Q", tooltip=[alt.Tooltip("average:Q", title=words.trends.AVERAGE_BEFORE)])
    )
    return alt.layer(bars, line).properties(height=420)


def region_figure(series: Series) -> Figure:
    """A row a region, a cell a week or month."""
    rows = _cells(series)
    title = words.trends.BY_REGION.format(unit=words.trends.UNITS[series.unit].lower())
    return Figure("regions", title, partial(_region_chart, rows), _table(series, words.trends.REGION), _notes(series))


def _region_chart(rows: pd.DataFrame, dark: bool) -> ChartType:
    order = list(dict.fromkeys(rows["name"]))
    chart: alt.Chart = (
        alt.Chart(rows)
        .mark_rect()
        .encode(
            x=_time("from", rows),
            x2="to:T",
            y=alt.Y("name:N", title=None, sort=order, axis=alt.Axis(labelLimit=150, labelOverlap=False)),
            color=alt.Color(
                "n:Q",
                title=words.columns.INCIDENTS,
                scale=charts.colours(dark, limit=rows["n"].max()),
                legend=charts.scale_legend(int(rows["n"].max())),
            ),
            opacity=alt.condition("datum.partial", alt.value(0.6), alt.value(1)),
            tooltip=_tooltip(),
        )
    )
    return chart.properties(height=ROW_PX * len(order) + BESIDE_PX)


def calendar_figure(incidents: Sequence[Incident], window: Window) -> Figure:
    """A square a day, a column a week, for the last year of the window."""
    last_monday = window.last - timedelta(days=window.last.weekday())
    first = max(window.first, last_monday - timedelta(weeks=WEEKS_OF_CALENDAR - 1))
    days, others = count_days(incidents, window=Window(first, window.last))
    every = [first + timedelta(days=n) for n in range((window.last - first).days + 1)]
    rows = pd.DataFrame(
        [
            {
                "week": pd.Timestamp(day - timedelta(days=day.weekday())),
                "day": words.trends.WEEKDAYS[day.weekday()],
                "n": days.get(day, 0),
                "date": phrases.iso(day),
                words.columns.DATE: day.isoformat(),
            }
            for day in every
        ],
        columns=["week", "day", "n", "date", words.columns.DATE],
    )
    notes = (
        words.trends.CALENDAR_NOTE.format(
            n=f"{sum(days.values()):,}",
            first=phrases.iso(first),
            last=phrases.iso(window.last),
            others=words.counts.incidents(others),
        ),
    )
    table = rows[[words.columns.DATE, "n"]].rename(columns={"n": words.columns.INCIDENTS})
    span = (pd.Timestamp(first - timedelta(days=first.weekday())), pd.Timestamp(last_monday + timedelta(days=7)))
    return Figure("calendar", words.trends.CALENDAR, partial(_calendar_chart, rows, span), table, notes)


def _calendar_chart(rows: pd.DataFrame, span: tuple[pd.Timestamp, pd.Timestamp], dark: bool) -> ChartType:
    rows = rows.assign(week_end=rows["week"] + pd.Timedelta(days=7))
    domain = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in span]
    chart: alt.Chart = (
        alt.Chart(rows)
        .mark_rect(stroke="#808890", strokeWidth=0.5)
        .encode(
            x=alt.X("week:T", title=None, scale=alt.Scale(domain=domain), axis=alt.Axis(grid=False)),
            x2="week_end:T",
            y=alt.Y("day:N", title=None, sort=list(words.trends.WEEKDAYS), axis=alt.Axis(labelOverlap=False)),
            color=alt.Color(
                "n:Q",
                title=words.columns.INCIDENTS,
                scale=charts.colours(dark, limit=rows["n"].max()),
                legend=charts.scale_legend(int(rows["n"].max())),
            ),
            tooltip=[
                alt.Tooltip("date:N", title=words.columns.DATE),
                alt.Tooltip("n:Q", title=words.columns.INCIDENTS),
            ],
        )
    )
    return chart.properties(height=280)


def _notes(series: Series) -> list[str]:
    """What is in the bars and what is not."""
    unit = words.trends.UNIT_NAMES[series.unit]
    told = [
        words.trends.SERIES_NOTE.format(
            counted=f"{series.counted:,}",
            undated=f"{series.undated:,}",
            imprecise=f"{series.imprecise:,}",
            unit=unit,
            outside=f"{series.outside:,}",
        )
    ]
    partial_ = [_bucket_name(bar, series.unit) for bar in series.buckets if bar.partial]
    if partial_:
        told.append(words.trends.PARTIAL_NOTE.format(which=", ".join(partial_)))
    return told


def _bucket_name(bar: Bucket, unit: Unit) -> str:
    return f"{bar.first:%B %Y}" if unit is Unit.MONTH else words.trends.WEEK_OF.format(day=phrases.iso(bar.first))


def _row(series: Series, at: int, name: str, n: int) -> dict[str, object]:
    bar = series.buckets[at]
    return {
        "from": pd.Timestamp(bar.first),
        "to": pd.Timestamp(bar.last + timedelta(days=1)),
        "when": _bucket_name(bar, series.unit) + (f" ({words.trends.PARTIAL})" if bar.partial else ""),
        "name": name,
        "n": n,
        "partial": bar.partial,
    }


def _stacked(series: Series, names: Sequence[str]) -> pd.DataFrame:
    """A row a bar's part, with where it begins and ends: computed here, so that bars are as wide as their weeks."""
    rows = []
    for at in range(len(series.buckets)):
        below = 0
        for name in names:
            if n := series.counts[name][at]:
                rows.append(_row(series, at, name, n) | {"below": below, "above": below + n})
                below += n
    return pd.DataFrame(rows, columns=["from", "to", "when", "name", "n", "partial", "below", "above"])


def _cells(series: Series) -> pd.DataFrame:
    """Cells of the regions with most incidents; all others are one row."""
    names = list(series.counts)
    kept, rest = names[:MOST_REGIONS], names[MOST_REGIONS:]
    counts = {name: series.counts[name] for name in kept}
    if rest:
        counts[words.trends.OTHER_REGIONS.format(n=len(rest))] = tuple(
            sum(column) for column in zip(*(series.counts[name] for name in rest), strict=True)
        )
    rows = [_row(series, at, name, n) for name, row in counts.items() for at, n in enumerate(row) if n]
    return pd.DataFrame(rows, columns=["from", "to", "when", "name", "n", "partial"])


def _table(series: Series, label: str) -> pd.DataFrame:
    """Every name in every bucket, for the CSV."""
    return pd.DataFrame(
        [
            {
                words.columns.FROM: bar.first.isoformat(),
                words.columns.TO: bar.last.isoformat(),
                words.columns.PARTIAL: bar.partial,
                label: name,
                words.columns.INCIDENTS: row[at],
            }
            for name, row in series.counts.items()
            for at, bar in enumerate(series.buckets)
        ],
        columns=[words.columns.FROM, words.columns.TO, words.columns.PARTIAL, label, words.columns.INCIDENTS],
    )


def _average_rows(series: Series) -> pd.DataFrame:
    """The mean of the four weeks before each week; months have none."""
    found = moving_average(series) if series.unit is Unit.WEEK else ()
    return pd.DataFrame(
        [{"middle": pd.Timestamp(bar.first) + pd.Timedelta(days=3.5), "average": mean} for bar, mean in found],
        columns=["middle", "average"],
    )


def _time(name: str, rows: pd.DataFrame) -> alt.X:
    return alt.X(f"{name}:T", title=None, axis=alt.Axis(grid=False, labelOverlap=True))


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title=words.trends.WHAT),
        alt.Tooltip("when:N", title=words.columns.DATE),
        alt.Tooltip("n:Q", title=words.columns.INCIDENTS),
    ]
