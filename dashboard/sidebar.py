"""The filters in the sidebar, each with the number of incidents its choices would leave beside the other filters."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TypeVar

import numpy as np
import streamlit as st

from dashboard import choices, phrases, state, words
from dashboard.choices import Choice
from dashboard.resources import Library
from dashboard.state import widget_key
from extract.taxonomy import Taxonomy
from extract.types import Modality, TimePrecision
from geo.areas import Mask
from geo.facets import Facets, at_least, at_most
from geo.filters import Filters, Selection
from geo.types import GeoPrecision

PRESETS = (7, 30, 90, 365)
"""Days of the periods offered."""
SOURCE_COUNTS = (2, 3, 5)
MOST_OFFERED = 1_000
"""Names in one list: a store of 100,000 incidents names tens of thousands of actors."""
ALL_PROVINCES = 10_000
"""The world has some 4,000."""
T = TypeVar("T")
ROLES = ("side_a", "side_b", "targets")


def show(
    library: Library,
    filters: Filters,
    selection: Selection,
    facets: Facets,
    *,
    taxonomy: Taxonomy,
) -> None:
    """Draw every filter; the values are in the session, see `state`."""
    with st.sidebar:
        _head(filters, selection)
        _text()
        _period(library.newest, selection)
        _kinds(facets, taxonomy)
        _regions(facets)
        _area(filters, selection)
        _told_as(facets)
        _actors(facets)
        with st.expander(words.filters.MORE_FILTERS):
            _precision(facets)
            _sureness(filters, selection, facets)
        _sources(facets)


def _touched() -> None:
    state.touched(st.session_state)


def _head(filters: Filters, selection: Selection) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(words.filters.TITLE, anchor=False)
        st.button(
            words.filters.CLEAR, on_click=state.clear, args=(st.session_state,), disabled=filters == state.DEFAULT
        )
    st.markdown(words.filters.COUNT.format(shown=f"**{len(selection):,}**", total=f"{selection.total:,}"))


def _text() -> None:
    st.text_input(
        words.filters.TEXT,
        key=widget_key("text"),
        placeholder=words.filters.TEXT_PLACEHOLDER,
        help=words.filters.TEXT_HELP,
        on_change=_touched,
    )


def _period(newest: date | None, selection: Selection) -> None:
    if newest is not None:
        _presets(newest, selection)
    first, last = st.columns(2)
    for column, name, label in ((first, "since", words.filters.SINCE), (last, "until", words.filters.UNTIL)):
        column.date_input(
            label,
            key=widget_key(name),
            min_value=phrases.FIRST_DAY,
            max_value=phrases.LAST_DAY,
            format="YYYY-MM-DD",
            on_change=_touched,
        )


def _presets(newest: date, selection: Selection) -> None:
    """Periods that end on the newest dated incident; the one in force is shown chosen."""
    session = st.session_state
    starts = {days: newest - timedelta(days=days - 1) for days in PRESETS}
    now = (session.get(widget_key("since")), session.get(widget_key("until")))
    session["period"] = next((days for days, start in starts.items() if now == (start, newest)), None)
    any_day = selection.but("since", "until")
    counts = {days: _within(selection, Filters(since=start, until=newest), any_day) for days, start in starts.items()}

    def choose() -> None:
        days = session["period"]
        session[widget_key("since")] = starts[days] if days else None
        session[widget_key("until")] = newest if days else None
        _touched()

    st.pills(
        words.filters.PERIOD.format(newest=phrases.iso(newest)),
        PRESETS,
        key="period",
        format_func=lambda days: words.filters.COUNTED.format(
            what=words.filters.PERIOD_LAST.format(days=days), n=f"{counts[days]:,}"
        ),
        help=words.filters.PERIOD_HELP,
        on_change=choose,
    )


def _within(selection: Selection, filters: Filters, among: Mask) -> int:
    """How many of these would pass other filters."""
    return int(np.count_nonzero(filters.select(selection.known).passes & among))


def _choose(
    label: str,
    fields: Sequence[str],
    offered: Sequence[Choice],
    *,
    whole: bool,
    help: str = "",
    opened: bool = False,
    unlisted: int = 0,
) -> None:
    """A list whose lines set the filters `fields`."""
    session = st.session_state
    choices.choose(
        label,
        offered,
        state.chosen(session, fields),
        key=f"choices-{fields[0]}",
        whole=whole,
        on_change=lambda chosen: state.choose(session, fields, chosen),
        help=help,
        opened=opened,
        unlisted=unlisted,
    )


def _kinds(facets: Facets, taxonomy: Taxonomy) -> None:
    session = st.session_state
    types = offered_of(facets.event_types, session[widget_key("event_types")])
    subs = offered_of(facets.sub_event_types, session[widget_key("sub_event_types")])
    offered = []
    for kind in taxonomy.event_types:
        parts = tuple(
            Choice("sub_event_types", sub.name, sub.name, subs[sub.name])
            for sub in kind.sub_event_types
            if sub.name in subs
        )
        if kind.name in types or parts:
            count = types.get(kind.name, 0)
            offered.append(Choice("event_types", kind.name, kind.name, count, parts, kind.colour))
    _choose(
        words.filters.EVENT_TYPES,
        ("event_types", "sub_event_types"),
        offered,
        whole=True,
        help=words.filters.EVENT_TYPES_HELP,
        opened=True,
    )


def _regions(facets: Facets) -> None:
    session = st.session_state
    countries = offered_of(facets.countries, session[widget_key("countries")])
    provinces = offered_of(facets.admin1s, session[widget_key("admin1s")], most=ALL_PROVINCES)
    parts: dict[str, list[Choice]] = {code: [] for code in countries}
    for name, n in provinces.items():
        parts.setdefault(name[:2], []).append(Choice("admin1s", name, phrases.province(name), n))
    offered = [
        Choice("countries", code, phrases.country(code), countries.get(code, 0), tuple(within))
        for code, within in parts.items()
    ]
    _choose(words.filters.REGIONS, ("countries", "admin1s"), offered, whole=True, help=words.filters.REGIONS_HELP)


def _actors(facets: Facets) -> None:
    session = st.session_state
    by_role: dict[str, Mapping[str, int]] = {
        role: offered_of(getattr(facets, role), session[widget_key(role)]) for role in ROLES
    }
    names = offered_of(
        facets.actors, [*session[widget_key("actors")], *(name for role in ROLES for name in by_role[role])]
    )
    offered = [
        Choice(
            "actors",
            name,
            name,
            n,
            tuple(
                Choice(role, name, words.filters.AS_ROLE[role], by_role[role][name])
                for role in ROLES
                if name in by_role[role]
            ),
        )
        for name, n in names.items()
    ]
    _choose(
        words.filters.ACTORS,
        ("actors", *ROLES),
        offered,
        whole=False,
        help=words.filters.ACTORS_HELP,
        unlisted=len(facets.actors.keys() - names),
    )


def _sources(facets: Facets) -> None:
    offered = offered_of(facets.sources, st.session_state[widget_key("sources")])
    _choose(
        words.filters.SOURCES,
        ("sources",),
        [Choice("sources", name, name, n) for name, n in offered.items()],
        whole=True,
        unlisted=len(facets.sources.keys() - offered),
    )


def offered_of(counts: Mapping[str, int], chosen: Sequence[str], *, most: int = MOST_OFFERED) -> dict[str, int]:
    """What would leave the most, and what is chosen though it leaves nothing."""
    return dict(islice(counts.items(), most)) | {name: counts.get(name, 0) for name in chosen}


def _area(filters: Filters, selection: Selection) -> None:
    """The area in force, and how to do without it; it is drawn on the map."""
    for name, said in ((("polygon"), _polygon_words(filters)), ("bbox", _box_words(filters))):
        if said:
            with st.container(horizontal=True, vertical_alignment="center", key=f"area-{name}"):
                st.markdown(words.filters.COUNTED.format(what=said, n=f"{len(selection):,}"), width="stretch")
                st.button(
                    words.filters.CLEAR_AREA, key=f"clear-{name}", on_click=state.drop, args=(st.session_state, name)
                )
            st.caption(words.filters.AREA_HELP)


def _polygon_words(filters: Filters) -> str | None:
    return words.filters.AREA_DRAWN.format(n=filters.polygon.corners) if filters.polygon else None


def _box_words(filters: Filters) -> str | None:
    return words.filters.AREA_BOX.format(box=filters.bbox) if filters.bbox else None


def _pills(
    label: str,
    name: str,
    options: Sequence[T],
    shown: Callable[[T], str],
    counts: Mapping[T, int],
    *,
    several: bool = False,
    help: str | None = None,
    on_change: Callable[[], None] = _touched,
) -> None:
    st.pills(
        label,
        options,
        selection_mode="multi" if several else "single",
        key=widget_key(name),
        format_func=lambda one: words.filters.COUNTED.format(what=shown(one), n=f"{counts.get(one, 0):,}"),
        help=help,
        on_change=on_change,
    )


def _told_as(facets: Facets) -> None:
    _pills(
        words.filters.MODALITY,
        "modalities",
        list(Modality),
        phrases.modality,
        facets.modalities,
        several=True,
        help=words.filters.MODALITY_HELP,
        on_change=_told_as_changed,
    )
    _pills(
        words.filters.CLAIMS,
        "claimed",
        [False, True],
        lambda claims: words.filters.CLAIMED if claims else words.filters.STATED,
        facets.claimed,
        help=words.filters.CLAIMS_HELP,
    )


def _told_as_changed() -> None:
    """Nothing chosen would be nothing shown: it means the default."""
    if not st.session_state[widget_key("modalities")]:
        state.drop(st.session_state, "modalities")
    _touched()


def _precision(facets: Facets) -> None:
    places = {level: at_most(facets.geo_precisions, level) for level in GeoPrecision}
    dates = {level: at_most(facets.time_precisions, level) for level in TimePrecision}
    _pills(
        words.filters.GEO_PRECISION,
        "max_geo_precision",
        list(GeoPrecision),
        lambda level: words.filters.GEO_PRECISIONS[level.value],
        places,
        help=words.filters.PRECISION_HELP,
    )
    _pills(
        words.filters.TIME_PRECISION,
        "max_time_precision",
        list(TimePrecision),
        lambda level: words.filters.TIME_PRECISIONS[level.value],
        dates,
        help=words.filters.PRECISION_HELP,
    )


def _sureness(filters: Filters, selection: Selection, facets: Facets) -> None:
    of_any = int(np.count_nonzero(selection.but("min_confidence")))
    st.slider(
        words.filters.MIN_CONFIDENCE,
        0.0,
        1.0,
        step=0.05,
        key=widget_key("min_confidence"),
        help=words.filters.MIN_CONFIDENCE_HELP,
        on_change=_touched,
    )
    st.caption(words.filters.COUNT.format(shown=f"{len(selection):,}", total=f"{of_any:,}"))
    asked = st.session_state[widget_key("min_sources")]
    options = sorted({*SOURCE_COUNTS, *([asked] if asked else [])})
    _pills(
        words.filters.MIN_SOURCES,
        "min_sources",
        options,
        lambda least: words.filters.OR_MORE.format(n=least),
        {least: at_least(facets.source_counts, least) for least in options},
    )
