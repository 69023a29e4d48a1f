"""Incidents joined and split: reports of one, the others that come near to it, and any other by choice."""

from html import escape

import streamlit as st

from dashboard import panel, phrases, resources, reviewing, words
from geo.corrections import join, keep_apart, split
from geo.incidents import PossibleDuplicate
from geo.types import Evidence, Incident

MOST = 200
"""Incidents offered to join with, the nearest in time first."""


def show(incident: Incident) -> None:
    """The incident's reports, each of which can be taken out; then what it may be one with."""
    _reports(incident)
    near = [one for one in resources.store().merged().near if incident.id in (one.one, one.other)]
    for pair in near:
        _pair(incident, pair)
    if not near:
        st.caption(words.review.NEAR_NONE)
    _any_other(incident)


def _reports(incident: Incident) -> None:
    first = {part.report_id: part for part in reversed(incident.evidence)}
    reports = [part for part in incident.evidence if first[part.report_id] is part]
    if len(reports) < 2:
        st.caption(words.review.ONE_REPORT)
        return
    for part in reports:
        with st.container(border=True):
            st.html(_told(part))
            st.button(
                words.review.SPLIT_OFF,
                key=f"split-{part.report_id}",
                help=words.review.SPLIT_HELP,
                on_click=_split,
                args=(incident, part.report_id),
            )


def _told(part: Evidence) -> str:
    source = part.source or part.document_id
    return f'<div class="d-panel"><cite>{escape(source)}</cite><div>{escape(part.sentence)}</div></div>'


def _split(incident: Incident, report_id: str) -> None:
    if reviewing.record(lambda by, at, why: split(incident, report_id, by=by, at=at, why=why)):
        _go_home(incident)


def _pair(incident: Incident, pair: PossibleDuplicate) -> None:
    other = resources.library().by_id.get(pair.other if pair.one == incident.id else pair.one)
    if other is None:
        return
    with st.container(border=True):
        st.html(f'<div class="d-panel"><b>{escape(_label(other))}</b><div>{escape(pair.why)}</div></div>')
        st.html(_told(other.evidence[0]))
        with st.container(horizontal=True):
            st.button(words.review.JOIN, key=f"join-{other.id}", on_click=_join, args=(incident, other))
            st.button(words.review.KEEP_APART, key=f"apart-{other.id}", on_click=_keep_apart, args=(incident, other))


def _label(incident: Incident) -> str:
    return words.review.JOIN_LABEL.format(date=phrases.day(incident.date), title=panel.title(incident))


def _join(incident: Incident, other: Incident) -> None:
    if reviewing.record(lambda by, at, why: join(incident, other, by=by, at=at, why=why)):
        _go_home(incident)


def _keep_apart(incident: Incident, other: Incident) -> None:
    if reviewing.record(lambda by, at, why: keep_apart(incident, other, by=by, at=at, why=why)):
        _go_home(incident)


def _go_home(incident: Incident) -> None:
    """To the incident that now has this one's first report: joining may give it another's id."""
    reviewing.go_to(resources.home_of(incident.evidence[0].report_id))


def _any_other(incident: Incident) -> None:
    others = [one for one in resources.library().incidents if one.id != incident.id]
    others = sorted(others, key=lambda one: _days_apart(one, incident))[:MOST]
    key = f"join-with-{incident.id}"
    chosen = st.selectbox(
        words.review.JOIN_WITH, others, index=None, format_func=_label, key=key, placeholder=words.review.JOIN_NONE
    )
    if chosen is not None:
        st.html(_told(chosen.evidence[0]))
        st.button(words.review.JOIN, key="join-chosen", on_click=_join, args=(incident, chosen))


def _days_apart(one: Incident, other: Incident) -> float:
    """Days between two incidents; those that cannot be compared come last."""
    if one.date is None or other.date is None:
        return float("inf")
    return abs((one.date.start - other.date.start).days)
