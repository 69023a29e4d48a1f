"""What was decided so far: corrections, rejected incidents, what waits, and what the project was taught."""

from collections.abc import Sequence

import streamlit as st

from dashboard import panel, phrases, resources, reviewing, words
from dashboard.plain import plain
from geo.corrections import watch
from geo.project import country_codes
from geo.store_tables import Entry
from geo.types import Incident, Verdict

MOST = 30
FOCUS = "focus-countries"


def show(waiting: Sequence[Entry]) -> None:
    """Four lists, each folded until asked for."""
    trail = resources.store().trail()
    rejected = resources.store().merged().rejected
    with st.expander(words.review.REJECTED_TITLE.format(n=f"{len(rejected):,}")):
        st.caption(words.review.REJECTED_HELP)
        for incident in rejected[:MOST]:
            _rejected(incident, trail)
    with st.expander(words.review.TRAIL_TITLE.format(n=f"{sum(entry.stands for entry in trail):,}")):
        _trail(trail)
    if waiting:
        with st.expander(words.review.WAITING_TITLE.format(n=f"{len(waiting):,}"), expanded=True):
            st.caption(words.review.WAITING_HELP)
            for entry in waiting[:MOST]:
                _entry(entry, "waiting")
    with st.expander(words.review.PROJECT_TITLE):
        _project(trail)


def _rejected(incident: Incident, trail: Sequence[Entry]) -> None:
    told, button = st.columns([5, 1], vertical_alignment="center")
    told.markdown(f"**{plain(panel.title(incident))}** · {plain(incident.evidence[0].sentence)}")
    ids = {part.report_id for part in incident.evidence}
    rejections = (entry for entry in trail if entry.stands and entry.act.verdict is Verdict.REJECTED)
    number = next((entry.number for entry in rejections if not ids.isdisjoint(entry.act.report_ids)), None)
    if number is not None:
        button.button(words.review.TAKE_BACK, key=f"take-back-{incident.id}", on_click=reviewing.undo, args=(number,))


def _trail(trail: Sequence[Entry]) -> None:
    st.caption(words.review.TRAIL_HELP if trail else words.review.TRAIL_EMPTY)
    for entry in trail[:MOST]:
        _entry(entry, "trail")
    if len(trail) > MOST:
        st.caption(words.review.TRAIL_MORE.format(n=MOST, total=f"{len(trail):,}"))


def _entry(entry: Entry, where: str) -> None:
    told, button = st.columns([5, 1], vertical_alignment="center")
    what = plain(f"{'; '.join(entry.act.words())} {entry.act.signature}")
    about = f" · {plain(entry.act.anchors[0].sentence)}" if entry.act.anchors else ""
    if entry.undone_at and entry.undone_by:
        told.markdown(
            f"~~{what}~~ {words.review.UNDONE.format(by=plain(entry.undone_by), date=phrases.iso(entry.undone_at))}"
        )
        return
    told.markdown(f"**{what}**{about}")
    button.button(
        words.review.UNDO,
        key=f"undo-{where}-{entry.number}",
        on_click=reviewing.undo,
        args=(entry.number,),
        help=words.review.UNDO_THIS.format(what=plain(entry.act.words()[0])),
    )


def _project(trail: Sequence[Entry]) -> None:
    now = sorted(resources.store().project().focus_countries)
    st.multiselect(
        words.review.FOCUS,
        sorted(country_codes(), key=phrases.country),
        default=now,
        format_func=phrases.country,
        key=f"{FOCUS}-{'-'.join(now)}",
        placeholder=words.review.NONE_YET,
        help=words.review.FOCUS_HELP,
        on_change=_watch,
        args=(f"{FOCUS}-{'-'.join(now)}",),
    )
    for entry in trail:
        if entry.stands and entry.act.meanings:
            _entry(entry, "meaning")


def _watch(key: str) -> None:
    reviewing.record(lambda by, at, why: watch(st.session_state[key], by=by, at=at, why=why))
