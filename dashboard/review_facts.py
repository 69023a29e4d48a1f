"""What, when and how many, corrected in a form; only what was changed becomes a correction."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import phrases, resources, reviewing, words
from dashboard.plain import plain
from extract.types import Count, Counts, Modality, TimePrecision, TimeSpan
from geo.corrections import CountKind, Edit, SetCount, SetDate, SetModality, SetType
from geo.types import Incident
from geo.wording import read_count, write_count

COUNT_KINDS: tuple[CountKind, ...] = get_args(CountKind)
_COUNT_LABELS: dict[CountKind, str] = {
    "fatalities": words.incident.FATALITIES,
    "injured": words.incident.INJURED,
    "troops": words.incident.TROOPS,
    "weapons": words.incident.WEAPONS,
}

Kind = tuple[str, str]
"""An event type and a sub-event type."""


def show(incident: Incident) -> None:
    """The form; what cannot be meant is said below it and nothing is recorded."""
    with st.form(f"facts-{incident.id}"):
        kind = _kind(incident)
        at = list(Modality).index(incident.modality)
        modality = st.selectbox(words.review.EDIT_MODALITY, list(Modality), index=at, format_func=phrases.modality)
        first, last, precision = _dates(incident.date)
        counts = _counts(incident.counts)
        saved = st.form_submit_button(words.review.SAVE, type="primary")
    if saved:
        _save(incident, kind, modality or incident.modality, (first, last, precision), counts)


def _kind(incident: Incident) -> Kind:
    kinds = [(one.name, sub.name) for one in resources.taxonomy().event_types for sub in one.sub_event_types]
    now = (incident.event_type, incident.sub_event_type)
    options = kinds if now in kinds else [now, *kinds]
    return st.selectbox(
        words.review.EDIT_TYPE,
        options,
        index=options.index(now),
        format_func=lambda kind: words.review.TYPE_AND_SUB.format(event_type=kind[0], sub_event_type=kind[1]),
    )


def _dates(now: TimeSpan | None) -> tuple[date | None, date | None, TimePrecision]:
    first, last, exact = st.columns(3, vertical_alignment="bottom")
    start = _day(first, words.review.EDIT_FIRST_DAY, now.start if now else None)
    end = _day(last, words.review.EDIT_LAST_DAY, now.end if now else None)
    precision = exact.selectbox(
        words.review.EDIT_DATE_PRECISION,
        list(TimePrecision),
        index=list(TimePrecision).index(now.precision if now else TimePrecision.DAY),
        format_func=lambda one: words.review.EDIT_DATE_PRECISIONS[one.value],
    )
    return start, end, precision or TimePrecision.DAY


def _day(column: DeltaGenerator, label: str, day: date | None) -> date | None:
    return column.date_input(
        label,
        value=day,
        min_value=phrases.FIRST_DAY,
        max_value=phrases.LAST_DAY,
        format="YYYY-MM-DD",
        help=words.review.EDIT_DATES_HELP,
    )


def _counts(now: Counts) -> dict[CountKind, str]:
    columns = st.columns(2)
    return {
        kind: columns[n % 2].text_input(
            _COUNT_LABELS[kind], value=write_count(getattr(now, kind)), help=words.review.EDIT_COUNTS_HELP
        )
        for n, kind in enumerate(COUNT_KINDS)
    }


def _save(
    incident: Incident,
    kind: Kind,
    modality: Modality,
    days: tuple[date | None, date | None, TimePrecision],
    counts: dict[CountKind, str],
) -> None:
    try:
        edits = [*_edits(incident, kind, modality, read_days(*days)), *_count_edits(incident.counts, counts)]
    except ValueError as problem:
        st.error(plain(str(problem)))
    else:
        reviewing.save(incident, edits)


def _edits(incident: Incident, kind: Kind, modality: Modality, span: TimeSpan | None) -> Iterator[Edit]:
    if kind != (incident.event_type, incident.sub_event_type):
        yield SetType(*kind)
    if modality != incident.modality:
        yield SetModality(modality)
    if span != incident.date:
        yield SetDate(span)


def _count_edits(now: Counts, given: dict[CountKind, str]) -> Iterator[Edit]:
    for kind, text in given.items():
        was: Count | None = getattr(now, kind)
        if text.strip() != write_count(was):
            yield SetCount(kind, read_count(text))


def read_days(first: date | None, last: date | None, precision: TimePrecision) -> TimeSpan | None:
    """The span a first and a last day mean; a last day left empty is the first. ValueError for what no span is."""
    if first is None:
        if last is not None:
            raise ValueError(words.review.DAY_MISSING)
        return None
    end = last or first
    if end < first:
        raise ValueError(words.review.LAST_BEFORE_FIRST.format(first=first, last=end))
    if precision is TimePrecision.DAY and end != first:
        raise ValueError(words.review.DAY_IS_ONE)
    return TimeSpan(first, end, precision)
