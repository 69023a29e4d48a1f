"""Review: what deserves a look, one after the other, accepted, rejected or corrected; and what was decided so far."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import (
    empty,
    panel,
    phrases,
    resources,
    review_facts,
    review_place,
    review_same,
    review_trail,
    review_who,
    reviewing,
    words,
)
from geo.review import Doubt, Item, Queue, Reason, rivals
from geo.store import StoreError
from geo.types import Incident, Place, Verdict


def show() -> None:
    """The whole page."""
    try:
        queue = reviewing.queue()
        waiting = resources.store().waiting()
    except StoreError as problem:
        empty.broken(problem)
        return
    _progress(queue, len(waiting))
    if failed := st.session_state.pop(reviewing.PROBLEM, None):
        st.error(failed)
    items = _chosen(queue)
    ids = [item.incident.id for item in items]
    incident_id = reviewing.current(ids)
    incident = resources.library().by_id.get(incident_id) if incident_id else None
    if incident is None:
        _nothing_left(queue)
    else:
        _incident(incident, items, ids)
    st.divider()
    review_trail.show(waiting)


def _progress(queue: Queue, waiting: int) -> None:
    done = words.review.REVIEWED.format(n=f"{queue.reviewed:,}", total=f"{queue.total:,}")
    rest = words.review.REST.format(rejected=f"{queue.rejected:,}", waiting=f"{waiting:,}")
    st.html(f'<div class="d-count" role="status"><h1>{words.review.TITLE}: {done}</h1><p>{rest}</p></div>')


def _chosen(queue: Queue) -> tuple[Item, ...]:
    counts = queue.counts()
    chosen = st.session_state.get(reviewing.REASONS, [])
    st.pills(
        words.review.REASON_FILTER,
        [reason.value for reason in Reason if reason in counts or reason.value in chosen],
        selection_mode="multi",
        key=reviewing.REASONS,
        format_func=lambda reason: f"{words.review.REASONS[reason]} **{counts.get(Reason(reason), 0):,}**",
        help=words.review.REASON_FILTER_HELP,
        on_change=reviewing.go_to,
        args=(None,),
    )
    return queue.of(frozenset(Reason(reason) for reason in st.session_state[reviewing.REASONS]))


def _nothing_left(queue: Queue) -> None:
    if queue.items:
        st.info(words.review.NONE_OF_REASON)
    elif queue.total or resources.library().incidents:
        st.header(words.review.ALL_REVIEWED_TITLE, anchor=False)
        st.markdown(words.review.ALL_REVIEWED)
    else:
        st.info(words.review.NO_INCIDENTS_TO_REVIEW)
        st.page_link(st.session_state["pages"]["add"], label=words.empty.ADD_OWN, icon=":material/post_add:")


def _incident(incident: Incident, items: Sequence[Item], ids: list[str]) -> None:
    before, after = reviewing.neighbours(ids, incident.id)
    _buttons(incident, before, after)
    told, corrected = st.columns([5, 6], gap="medium")
    with told:
        st.caption(_position(incident, ids))
        item = next((item for item in items if item.incident.id == incident.id), None)
        if item:
            st.html(_doubts(item))
        with st.container(border=True):
            st.html(panel.panel_html(incident, taxonomy=resources.taxonomy()))
    with corrected:
        _corrections(incident)


def _position(incident: Incident, ids: list[str]) -> str:
    if incident.id not in ids:
        return words.review.OUTSIDE_QUEUE
    return words.review.POSITION.format(n=f"{ids.index(incident.id) + 1:,}", total=f"{len(ids):,}")


def _buttons(incident: Incident, before: str | None, after: str | None) -> None:
    following = after or before
    recorded = st.session_state.get(reviewing.RECORDED)
    with st.container(horizontal=True, vertical_alignment="bottom", key="review-keys-row"):
        st.button(
            words.review.ACCEPT,
            type="primary",
            icon=":material/check:",
            shortcut=reviewing.shortcut("A"),
            on_click=reviewing.judge,
            args=(incident, Verdict.ACCEPTED, following),
        )
        st.button(
            words.review.REJECT,
            icon=":material/block:",
            shortcut=reviewing.shortcut("X"),
            on_click=reviewing.judge,
            args=(incident, Verdict.REJECTED, following),
        )
        _step(words.review.PREVIOUS, "P", before)
        _step(words.review.NEXT, "N", after)
        st.button(
            words.review.UNDO_LAST,
            icon=":material/undo:",
            shortcut=reviewing.shortcut("U"),
            disabled=recorded is None,
            on_click=_undo_last,
        )
        st.button(
            words.review.FIND_PLACE,
            icon=":material/search:",
            shortcut=reviewing.shortcut("F"),
            on_click=_find,
        )
        st.toggle(words.review.KEYS, value=True, key=reviewing.KEYS, help=words.review.KEYS_HELP)
    who, why = st.columns([1, 2])
    who.text_input(
        words.review.REVIEWER, value=reviewing.reviewer(), key=reviewing.NAME, help=words.review.REVIEWER_HELP
    )
    st.session_state[reviewing.NAME_KEPT] = st.session_state[reviewing.NAME]
    if st.session_state.pop(reviewing.SAID_WHY, False):
        st.session_state[reviewing.WHY] = ""
    why.text_input(words.review.WHY_CORRECTED, key=reviewing.WHY, placeholder=words.review.WHY_PLACEHOLDER)


def _step(label: str, key: str, incident_id: str | None) -> None:
    st.button(
        label,
        shortcut=reviewing.shortcut(key),
        disabled=incident_id is None,
        on_click=reviewing.go_to,
        args=(incident_id,),
    )


def _find() -> None:
    """Into the search box of the place, which no key of the browser reaches at once."""
    st.session_state[reviewing.FIND] = st.session_state.get(reviewing.FIND, 0) + 1


def _undo_last() -> None:
    """The act recorded last on this page; then the one before it that this reviewer made."""
    reviewing.undo(st.session_state[reviewing.RECORDED])
    mine = (e.number for e in resources.store().trail() if e.stands and e.act.by == reviewing.reviewer())
    st.session_state[reviewing.RECORDED] = next(mine, None)


def _corrections(incident: Incident) -> None:
    place, facts, who, same = st.tabs(
        [words.review.TAB_PLACE, words.review.TAB_FACTS, words.review.TAB_WHO, words.review.TAB_SAME]
    )
    with place:
        review_place.show(incident)
    with facts:
        review_facts.show(incident)
    with who:
        review_who.show(incident)
    with same:
        review_same.show(incident)


def _doubts(item: Item) -> str:
    lines = "".join(f"<li>{escape(_said(doubt, item.incident))}</li>" for doubt in item.doubts)
    return f'<ul class="d-doubts" aria-label="{words.review.REASON_FILTER}">{lines}</ul>'


def _said(doubt: Doubt, incident: Incident) -> str:
    match doubt.reason:
        case Reason.LOW_CONFIDENCE:
            return words.review.DOUBT_LOW_CONFIDENCE.format(confidence=f"{incident.confidence:.0%}")
        case Reason.PLACE_IN_DOUBT:
            return _place_in_doubt(incident)
        case Reason.NEW_REPORT:
            return words.review.DOUBT_NEW_REPORT
        case Reason.DISAGREEMENT:
            return words.review.DOUBT_DISAGREEMENT.format(what=doubt.detail)
        case Reason.DUPLICATE:
            other = resources.library().by_id.get(doubt.other or "")
            return words.review.DOUBT_DUPLICATE.format(
                other=panel.title(other) if other else doubt.other, why=doubt.detail
            )
        case Reason.NO_COORDINATES:
            return (
                words.review.DOUBT_NO_COORDINATES.format(reason=doubt.detail)
                if doubt.detail
                else words.review.DOUBT_NO_PLACE
            )
        case Reason.UNDATED:
            return words.review.DOUBT_UNDATED


def _place_in_doubt(incident: Incident) -> str:
    place = incident.place
    if not isinstance(place, Place):
        return ""
    said = words.review.DOUBT_PLACE.format(place=phrases.full_name(place), score=f"{place.score:.0%}")
    others = [
        words.review.DOUBT_RIVAL.format(place=phrases.full_name(one), score=f"{one.score:.0%}")
        for one in rivals(incident)
    ]
    return f"{said} {words.review.DOUBT_RIVALS.format(places=', '.join(others))}" if others else said
