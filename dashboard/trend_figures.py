"""The charts of the trends page, drawn from counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import altair as alt
import pandas as pd
from altair.typing import ChartType

from dashboard import charts, phrases, picks, words
from dashboard.charts import Figure
from extract.taxonomy import Taxonomy
from geo.filters import Filters
from geo.trends import Bucket, Series, Unit, Window, count_days, moving_average
from geo.types import Incident

MOST_REGIONS = 12
WEEKS_OF_CALENDAR = 53
ROW_PX = 22
BESIDE_PX = 130
"""Axis and legend."""
_AVERAGE = {False: "#1b2733", True: "#e6ebf0"}


Parts = Mapping[str, Filters]
"""The filter that a name in a chart stands for; none for names no filter can tell from others."""

NOTHING = Filters()


def type_figure(series: Series, taxonomy: Taxonomy, *, picked: Filters = NOTHING) -> Figure:
    """Stacked bars by event type; by weeks with the average of the four before each."""
    known = [kind for kind in taxonomy.event_types if kind.name in series.counts]
    parts = {kind.name: Filters(event_types=frozenset({kind.name})) for kind in known}
    rows = _stacked(series, parts, picked)
    scale = alt.Scale(domain=[kind.name for kind in known], range=[kind.colour for kind in known])
    title = words.trends.BY_TYPE.format(unit=words.trends.UNITS[series.unit].lower())
    draw = partial(_type_chart, rows, _average_rows(series), scale)
    notes = _notes(series) + ([words.trends.AVERAGE_NOTE] if series.unit is Unit.WEEK else [])
    return Figure("types", title, draw, _table(series, words.columns.TYPE), notes, pickable=True, picked=picked)


def _type_chart(rows: pd.DataFrame, average: pd.DataFrame, scale: alt.Scale, dark: bool) -> ChartType:
    bars = (
        alt.Chart(rows)
        .mark_rect(stroke=None, cursor="pointer")
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
            opacity=charts.opacity(),
            description=charts.SAID,
            tooltip=_tooltip(),
        )
        .add_params(charts.picking())
    )
    if average.empty:
        return alt.layer(bars).properties(height=420)
    line = (
        alt.Chart(average)
        .mark_line(color=_AVERAGE[dark], strokeDash=[5, 3], point=alt.OverlayMarkDef(color=_AVERAGE[dark], size=16))
        .encode(x="middle:T", y="average:Q", tooltip=[alt.Tooltip("average:Q", title=words.trends.AVERAGE_BEFORE)])
    )
    return alt.layer(bars, line).properties(height=420)


def region_figure(series: Series, parts: Parts, *, picked: Filters = NOTHING) -> Figure:
    """A row a region, a cell a week or month; the colours are of the regions that have a row of their own."""
    rows = _cells(series, parts, picked)
    most = max((n for name in list(series.counts)[:MOST_REGIONS] for n in series.counts[name]), default=0)
    title = words.trends.BY_REGION.format(unit=words.trends.UNITS[series.unit].lower())
    notes = _notes(series) + ([words.trends.OTHERS_NOTE] if rows["n"].max() > most else [])
    table = _table(series, words.trends.REGION)
    return Figure("regions", title, partial(_region_chart, rows, most), table, notes, pickable=True, picked=picked)


def _region_chart(rows: pd.DataFrame, most: int, dark: bool) -> ChartType:
    order = list(dict.fromkeys(rows["name"]))
    chart: alt.Chart = (
        alt.Chart(rows)
        .mark_rect(cursor="pointer")
        .encode(
            x=_time("from", rows),
            x2="to:T",
            y=alt.Y("name:N", title=None, sort=order, axis=alt.Axis(labelLimit=150, labelOverlap=False)),
            color=alt.Color(
                "n:Q",
                title=words.columns.INCIDENTS,
                scale=charts.colours(dark, limit=most),
                legend=charts.scale_legend(most),
            ),
            opacity=charts.opacity(),
            description=charts.SAID,
            tooltip=_tooltip(),
        )
        .add_params(charts.picking())
    )
    return chart.properties(height=ROW_PX * len(order) + BESIDE_PX)


def calendar_figure(incidents: Sequence[Incident], window: Window, *, picked: Filters = NOTHING) -> Figure:
    """A square a day, a column a week, for the last year of the window."""
    last_monday = window.last - timedelta(days=window.last.weekday())
    first = max(window.first, last_monday - timedelta(weeks=WEEKS_OF_CALENDAR - 1))
    days, others = count_days(incidents, window=Window(first, window.last))
    every = [first + timedelta(days=n) for n in range((window.last - first).days + 1)]
    rows = pd.DataFrame(
        [_square(day, days.get(day, 0), picked) for day in every],
        columns=["week", "day", "n", "date", words.columns.DATE, charts.SAID, charts.PICK, charts.OPACITY],
    )
    notes = [
        words.trends.CALENDAR_NOTE.format(
            n=f"{sum(days.values()):,}",
            first=phrases.iso(first),
            last=phrases.iso(window.last),
            others=words.counts.incidents(others),
        ),
    ]
    table = rows[[words.columns.DATE, "n"]].rename(columns={"n": words.columns.INCIDENTS})
    span = (pd.Timestamp(first - timedelta(days=first.weekday())), pd.Timestamp(last_monday + timedelta(days=7)))
    return Figure(
        "calendar",
        words.trends.CALENDAR,
        partial(_calendar_chart, rows, span),
        table,
        notes,
        pickable=True,
        picked=picked,
    )


def _square(day: date, n: int, picked: Filters) -> dict[str, object]:
    part = Filters(since=day, until=day)
    return {
        "week": pd.Timestamp(day - timedelta(days=day.weekday())),
        "day": words.trends.WEEKDAYS[day.weekday()],
        "n": n,
        "date": phrases.iso(day),
        words.columns.DATE: day.isoformat(),
        charts.SAID: words.trends.DAY_SAID.format(day=phrases.iso(day), n=words.counts.incidents(n)),
        charts.PICK: picks.mark(part),
        charts.OPACITY: charts.strength(partial=False, marked=picks.covers(part, picked)),
    }


def _calendar_chart(rows: pd.DataFrame, span: tuple[pd.Timestamp, pd.Timestamp], dark: bool) -> ChartType:
    rows = rows.assign(week_end=rows["week"] + pd.Timedelta(days=7))
    domain = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in span]
    chart: alt.Chart = (
        alt.Chart(rows)
        .mark_rect(stroke="#808890", strokeWidth=0.5, cursor="pointer")
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
            opacity=charts.opacity(),
            description=charts.SAID,
            tooltip=[
                alt.Tooltip("date:N", title=words.columns.DATE),
                alt.Tooltip("n:Q", title=words.columns.INCIDENTS),
            ],
        )
        .add_params(charts.picking())
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


_COLUMNS = ("from", "to", "when", "name", "n", charts.SAID, charts.PICK, charts.OPACITY)


def _row(series: Series, at: int, name: str, n: int, part: Filters, picked: Filters) -> dict[str, object]:
    bar = series.buckets[at]
    part = replace(part, since=bar.first, until=bar.last)
    when = _bucket_name(bar, series.unit) + (f" ({words.trends.PARTIAL})" if bar.partial else "")
    return {
        "from": pd.Timestamp(bar.first),
        "to": pd.Timestamp(bar.last + timedelta(days=1)),
        "when": when,
        "name": name,
        "n": n,
        charts.SAID: words.trends.BAR_SAID.format(when=when, name=name, n=words.counts.incidents(n)),
        charts.PICK: picks.mark(part),
        charts.OPACITY: charts.strength(partial=bar.partial, marked=picks.covers(part, picked)),
    }


def _stacked(series: Series, parts: Parts, picked: Filters) -> pd.DataFrame:
    """A row a bar's part, with where it begins and ends: computed here, so that bars are as wide as their weeks."""
    rows = []
    for at in range(len(series.buckets)):
        below = 0
        for name, part in parts.items():
            if n := series.counts[name][at]:
                rows.append(_row(series, at, name, n, part, picked) | {"below": below, "above": below + n})
                below += n
    return pd.DataFrame(rows, columns=[*_COLUMNS, "below", "above"])


def _cells(series: Series, parts: Parts, picked: Filters) -> pd.DataFrame:
    """Cells of the regions with most incidents; all others are one row."""
    names = list(series.counts)
    kept, rest = names[:MOST_REGIONS], names[MOST_REGIONS:]
    counts = {name: series.counts[name] for name in kept}
    if rest:
        counts[words.trends.OTHER_REGIONS.format(n=len(rest))] = tuple(
            sum(column) for column in zip(*(series.counts[name] for name in rest), strict=True)
        )
    rows = [
        _row(series, at, name, n, parts.get(name, NOTHING), picked)
        for name, row in counts.items()
        for at, n in enumerate(row)
        if n
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _table(series: Series, label: str) -> pd.DataFrame:
    """Every name in every bucket, for the CSV; a column at a time, as there may be thousands of provinces."""
    names, bars = list(series.counts), series.buckets
    return pd.DataFrame(
        {
            words.columns.FROM: [bar.first.isoformat() for bar in bars] * len(names),
            words.columns.TO: [bar.last.isoformat() for bar in bars] * len(names),
            words.columns.PARTIAL: [bar.partial for bar in bars] * len(names),
            label: [name for name in names for _ in bars],
            words.columns.INCIDENTS: [n for name in names for n in series.counts[name]],
        }
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
