"""The trends page: counts by type and region in weeks or months, change against the weeks before, a calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from dashboard import charts, filtered, phrases, picks, resources, words
from dashboard.charts import Figure
from dashboard.resources import Library
from dashboard.trend_figures import MOST_REGIONS, calendar_figure, region_figure, type_figure
from geo.columns import province
from geo.filters import Filters, Selection
from geo.trends import (
    Change,
    Key,
    Unit,
    Window,
    count_series,
    fitting_unit,
    last_whole_week,
    weekly_change,
)
from geo.types import Incident, Place, Resolution


def show() -> None:
    """The whole page."""
    filtered.show("trends", _trends, views=VIEWS)


def _trends(library: Library, filters: Filters, selection: Selection) -> None:
    types = _around(library, filters, picks.PERIOD, picks.TYPES)
    if types.window is None:
        if types.shown:
            st.info(words.trends.NO_DATES.format(n=words.counts.incidents(len(types.shown))))
        return
    unit, region = _choices(types.window)
    filtered.picked(filters, hint=words.trends.PICK_HINT)
    left, right = st.columns(2, gap="large")
    with left:
        _by_type(types, unit)
    with right:
        _by_region(_around(library, filters, picks.PERIOD, picks.REGIONS), unit, region)
    days = _around(library, filters, picks.PERIOD)
    if days.window:
        charts.show(calendar_figure(days.shown, days.window, picked=days.picked), days.filters)


@dataclass(frozen=True, slots=True)
class _View:
    """What a chart shows, which goes beyond what was picked in it, and what that was."""

    filters: Filters
    picked: Filters
    shown: Sequence[Incident]
    window: Window | None


def _around(library: Library, filters: Filters, *groups: picks.Group) -> _View:
    session = st.session_state
    around = picks.around(session, filters, *groups)
    shown = around.apply(library.known)
    window = Window.of(shown, library.incidents, around)
    return _View(around, picks.marked(session, filters, *groups), shown, window)


def _by_type(view: _View, unit: Unit) -> None:
    if view.window is None:
        return
    series = count_series(view.shown, key=_type, window=view.window, unit=unit)
    charts.show(type_figure(series, resources.taxonomy(), picked=view.picked), view.filters)
    _changes(view.shown, view.window, view.filters, words.trends.TYPE, _type)


def _by_region(view: _View, unit: Unit, key: Key) -> None:
    if view.window is None:
        return
    series = count_series(view.shown, key=key, window=view.window, unit=unit)
    parts = region_parts(view.shown, key, list(series.counts)[:MOST_REGIONS])
    charts.show(region_figure(series, parts, picked=view.picked), view.filters)
    _changes(view.shown, view.window, view.filters, words.trends.REGION, key)


def region_parts(incidents: Sequence[Incident], key: Key, names: Sequence[str]) -> dict[str, Filters]:
    """The filter of each of these regions that is a country or a province; the others have none."""
    found: dict[str, Filters] = {}
    for one in incidents:
        if len(found) == len(names):
            break
        if (name := key(one)) in names and name not in found:
            found[name] = _part(one.place, by_province=key is _province)
    return found


def _part(place: Resolution | None, *, by_province: bool) -> Filters:
    if not isinstance(place, Place) or not place.country:
        return Filters()
    if by_province and (name := province(place)):
        return Filters(admin1s=frozenset({name}))
    return Filters(countries=frozenset({place.country}))


def _choices(window: Window) -> tuple[Unit, Key]:
    """Weeks or months, whichever fits unless a reader chose; countries or provinces."""
    with st.container(horizontal=True, key="trend-choices"):
        unit = filtered.choose_view("by", words.trends.UNIT, words.trends.UNITS, fitting_unit(window).value)
        region = filtered.choose_view("regions", words.trends.REGION_BY, words.trends.REGION_KINDS, "country")
    return Unit(unit), REGIONS[region]


def _type(incident: Incident) -> str:
    return incident.event_type


def _country(incident: Incident) -> str:
    place = incident.place
    if not isinstance(place, Place):
        return words.trends.NO_REGION
    return phrases.country(place.country) if place.country else words.trends.NO_COUNTRY


def _province(incident: Incident) -> str:
    place = incident.place
    if not isinstance(place, Place) or not place.country:
        return _country(incident)
    if (name := province(place)) is None:
        return words.trends.NO_PROVINCE.format(country=_country(incident))
    return f"{phrases.province(name)}, {_country(incident)}"


REGIONS: Mapping[str, Key] = {"country": _country, "province": _province}
VIEWS = {"by": tuple(words.trends.UNITS), "regions": tuple(REGIONS)}


def _changes(incidents: Sequence[Incident], window: Window, filters: Filters, label: str, key: Key) -> None:
    """The last whole week against the average of the four before, in a table."""
    week = last_whole_week(window)
    st.markdown(f"**{words.trends.CHANGE.format(what=label.lower())}**")
    if week is None:
        st.caption(words.trends.NO_WHOLE_WEEK)
        return
    changes = weekly_change(incidents, key=key, window=window)
    span = words.incident.FROM_TO.format(first=phrases.iso(week.first), last=phrases.iso(week.last))
    uncovered = any(one.before is None for one in changes)
    st.caption(words.trends.CHANGE_NOTE.format(week=span) + (" " + words.trends.CHANGE_UNCOVERED if uncovered else ""))
    if not changes:
        st.caption(words.trends.CHANGE_NOTHING)
        return
    frame = change_table(changes, label)
    st.dataframe(frame, hide_index=True, alt=words.trends.CHANGE.format(what=label.lower()), key=f"change-{label}")
    figure = Figure(
        "change",
        words.trends.CHANGE.format(what=label.lower()),
        lambda _: alt.Chart(),
        frame,
        [words.trends.CHANGE_NOTE.format(week=span)],
    )
    st.download_button(
        words.downloads.CSV,
        partial(charts.as_csv, figure, filters),
        file_name=f"demarc-change-{label.lower()}.csv",
        mime="text/csv",
        key=f"change-csv-{label}",
        on_click="ignore",
    )


def change_table(changes: Sequence[Change], label: str) -> pd.DataFrame:
    """A row a name: its last whole week, the average before, the difference in incidents and in percent."""
    return pd.DataFrame(
        {
            label: [one.name for one in changes],
            words.columns.WEEK: [one.now for one in changes],
            words.columns.AVERAGE: [None if one.before is None else round(one.before, 2) for one in changes],
            words.columns.CHANGE: [_signed(one.difference, "{:+.2f}") for one in changes],
            words.columns.PERCENT: [_signed(one.ratio, "{:+.0%}") for one in changes],
        }
    )


def _signed(value: float | None, form: str) -> str:
    return words.trends.NOT_KNOWN if value is None else form.format(value)
