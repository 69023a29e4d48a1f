"""What the parts of the Review page share: the incident in hand, who reviews, and how a correction is recorded."""

import getpass
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import streamlit as st

from dashboard import resources, words
from dashboard.plain import plain
from geo.corrections import Act, Edit, SetVerdict, edit
from geo.review import Queue
from geo.store import StoreError
from geo.types import Incident, Verdict

CURRENT = "review-current"
REASONS = "review-reasons"
NAME = "reviewer"
NAME_KEPT = "reviewer-kept"
WHY = "review-why"
SAID_WHY = "review-said-why"
KEYS = "review-keys"
PROBLEM = "review-problem"
QUERY = "review-query"
FIND = "review-find"
"""How often the search box was asked for: a new number gives it the focus."""
RECORDED = "review-recorded"
"""Number of the act recorded last on this page: what the undo key takes back first."""


def reviewer() -> str:
    """The name the reviewer gave; else the one of this machine's user."""
    return str(st.session_state.get(NAME) or st.session_state.get(NAME_KEPT) or usual_name())


def usual_name() -> str:
    """DEMARC_ANALYST, else the name under which this machine runs Demarc."""
    return os.environ.get("DEMARC_ANALYST") or getpass.getuser()


def record(make: Callable[[str, datetime, str], Act]) -> bool:
    """Record what `make` gives for a name, a time and a reason; a problem is shown on the next run, never raised."""
    try:
        act = make(reviewer(), datetime.now(UTC), str(st.session_state.get(WHY) or "").strip())
        st.session_state[RECORDED] = resources.store().record(act)
    except (StoreError, ValueError) as problem:
        st.session_state[PROBLEM] = words.review.CORRECTION_FAILED.format(problem=plain(str(problem)))
        return False
    st.session_state[SAID_WHY] = True  # the field itself may be on the page already, and cannot be emptied now
    return True


def judge(incident: Incident, verdict: Verdict, following: str | None) -> None:
    """Accept or reject the incident in hand and go to the following one."""
    if record(lambda by, at, why: edit(incident, SetVerdict(verdict), by=by, at=at, why=why)):
        go_to(following)


def save(incident: Incident, edits: Sequence[Edit]) -> None:
    """Record what a form changed and show the incident as it is now; say so where it changed nothing."""
    if not edits:
        st.info(words.review.NOTHING_CHANGED)
    elif record(lambda by, at, why: edit(incident, *edits, by=by, at=at, why=why)):
        go_to(incident.id)
        st.rerun()


def undo(number: int) -> None:
    """Undo one act and show the incident it was about."""
    store = resources.store()
    act = next((entry.act for entry in store.trail() if entry.number == number), None)
    try:
        store.undo(number, by=reviewer(), at=datetime.now(UTC))
    except StoreError as problem:
        st.session_state[PROBLEM] = words.review.CORRECTION_FAILED.format(problem=plain(str(problem)))
        return
    home = resources.home_of(act.report_ids[0]) if act and act.report_ids else None
    if home:
        go_to(home)


def go_to(incident_id: str | None) -> None:
    """Take an incident in hand; None for the first of the queue."""
    st.session_state[CURRENT] = incident_id
    st.session_state.pop(QUERY, None)


def current(queue_ids: list[str]) -> str | None:
    """The incident in hand: the one chosen, else the first of the queue."""
    chosen = st.session_state.get(CURRENT)
    if chosen in resources.library().by_id:
        return str(chosen)
    return queue_ids[0] if queue_ids else None


def neighbours(queue_ids: list[str], incident_id: str) -> tuple[str | None, str | None]:
    """The queue's incidents before and after one; for one that has left the queue, none and the first."""
    if incident_id not in queue_ids:
        return None, (queue_ids[0] if queue_ids else None)
    at = queue_ids.index(incident_id)
    before = queue_ids[at - 1] if at else None
    after = queue_ids[at + 1] if at + 1 < len(queue_ids) else None
    return before, after


def shortcut(key: str) -> str | None:
    """A single key for a button, unless the reviewer switched them off (WCAG 2.1.4, Character Key Shortcuts)."""
    return key if st.session_state.get(KEYS, True) else None


def queue() -> Queue:
    return resources.queue()
