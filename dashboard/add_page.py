"""Add articles: give a text, see what was found in it, store it."""

from collections.abc import Iterator, Sequence

import pandas as pd
import streamlit as st

from dashboard import empty, intake, map_view, phrases, preview, resources, saved, words
from dashboard.intake import Dating, Found, Inputs
from dashboard.plain import plain
from extract.types import Document
from geo.store import StoreError
from geo.store_documents import Outcome
from geo.types import Extraction, Incident
from pipeline import Tools, extract, incidents

FOUND = "found"
NOTE = "stored-note"
PROBLEM = "store-problem"
NEW = (Outcome.ADDED, Outcome.RENAMED, Outcome.REPLACED)
ACCEPTED = ("txt", "md", "html", "htm", "pdf", "docx", "csv", "json", "jsonl")


def show() -> None:
    """The whole page."""
    st.title(words.add.TITLE, anchor=False)
    st.markdown(words.add.LEAD)
    results = st.container()  # above the form: what was found is what the reader waits for
    source = st.segmented_control(
        words.add.HOW,
        (words.add.PASTE, words.add.FILES, words.add.ADDRESS, words.add.SAVED),
        default=words.add.PASTE,
        required=True,
        key="how",
    )
    ways = {
        words.add.PASTE: _paste,
        words.add.FILES: _files,
        words.add.ADDRESS: _address,
        words.add.SAVED: saved.inputs,
    }
    try:
        inputs = ways[source]()
        if inputs is not None:
            st.session_state.pop(NOTE, None)
            _read(inputs)
            if source == words.add.SAVED and FOUND in st.session_state:
                st.rerun()  # the list above was drawn before what was read changed it
    except StoreError as problem:
        empty.broken(problem)
    with results:
        _results()


def _results() -> None:
    if problem := st.session_state.pop(PROBLEM, None):
        st.error(problem)
    if note := st.session_state.get(NOTE):
        st.success(note)
        st.page_link(st.session_state["pages"]["map"], label=words.common.SEE_ON_MAP, icon=":material/map:")
    if found := st.session_state.get(FOUND):
        _show_found(found)


def _paste() -> Inputs | None:
    with st.form("paste"):
        text = st.text_area(words.add.PASTE_LABEL, height=220, placeholder=words.add.PASTE_PLACEHOLDER)
        title = st.text_input(words.add.PASTE_TITLE)
        dating = _dating()
        if not st.form_submit_button(words.add.READ, type="primary"):
            return None
    return Inputs(intake.from_paste(text, title, dating))


def _files() -> Inputs | None:
    with st.form("files"):
        files = st.file_uploader(
            words.add.FILES_LABEL, type=ACCEPTED, accept_multiple_files=True, help=words.add.FILES_HELP
        )
        dating = _dating()
        if not st.form_submit_button(words.add.READ, type="primary"):
            return None
    if not files:
        st.warning(words.add.NOTHING_GIVEN_FILES)
        return None
    return Inputs(intake.from_uploads(files, dating), len(files))


def _address() -> Inputs | None:
    with st.form("address"):
        address = st.text_input(words.add.ADDRESS_LABEL, placeholder=words.add.ADDRESS_PLACEHOLDER)
        dating = _dating()
        if not st.form_submit_button(words.add.READ, type="primary"):
            return None
    if not address.strip():
        st.warning(words.add.NOTHING_GIVEN_ADDRESS)
        return None
    return Inputs(intake.from_address(address, dating))


def _dating() -> Dating:
    published, order = st.columns(2, vertical_alignment="bottom")
    day = published.date_input(
        words.add.PUBLISHED_LABEL,
        value=None,
        min_value=phrases.FIRST_DAY,
        max_value=phrases.LAST_DAY,
        format="YYYY-MM-DD",
        help=words.add.PUBLISHED_HELP,
    )
    return Dating(day, order.checkbox(words.add.DAY_FIRST))


def _read(inputs: Inputs) -> None:
    try:
        with st.spinner(words.common.LOADING_TOOLS):
            tools = resources.tools()
    except FileNotFoundError as problem:  # what `make setup` lays down is not there: the message says how
        st.error(words.common.TOOLS_BROKEN.format(problem=plain(str(problem))))
    else:
        st.session_state[FOUND] = _found(inputs, tools)


def _found(inputs: Inputs, tools: Tools) -> Found:
    bar = st.progress(0.0)

    def progress(passed: int, name: str) -> None:
        total = inputs.total if inputs.total and passed < inputs.total else None
        said = words.add.READING_OF if total else words.add.READING
        bar.progress(passed / total if total else 0.0, said.format(n=passed + 1, total=total, name=plain(name)))

    found = intake.found_in(
        inputs.items,
        extract=lambda documents: extract(documents, tools=tools, project=resources.store().project()),
        progress=progress,
    )
    bar.empty()
    return found


def _show_found(found: Found) -> None:
    for reject in found.rejects:
        st.error(plain(words.add.REJECTED.format(name=reject.name, reason=reject.reason)), icon=":material/error:")
    if found.told:
        st.info("  \n".join(map(plain, found.told)), icon=":material/rss_feed:")
    if not found.extractions:
        return
    st.header(words.add.FOUND_TITLE, anchor=False)
    st.markdown(_summary(found))
    store_all = words.add.STORE_ALL.format(articles=words.counts.articles(len(found.extractions)))
    with st.container(horizontal=True):
        st.button(store_all, type="primary", on_click=_store, args=(found,))
        st.button(words.add.DISCARD, on_click=_discard)
    _show_one(_chosen(found), found)
    st.divider()


def _summary(found: Found) -> str:
    events = incidents(found.extractions)
    places = {mention.resolution for one in found.extractions for mention in one.mentions}
    return words.add.FOUND.format(
        incidents=words.counts.incidents(len(events)),
        places=words.counts.places(len(places)),
        articles=words.counts.articles(len(found.extractions)),
    )


def _chosen(found: Found) -> Extraction:
    """The article to show; a choice only where there are several."""
    if len(found.extractions) == 1:
        return found.extractions[0]
    return st.selectbox(words.add.CHOOSE_ARTICLE, found.extractions, format_func=_label)


def _label(extraction: Extraction) -> str:
    name = extraction.document.title or extraction.document.id
    return f"{name} ({words.counts.incidents(len(incidents([extraction])))})"


def _show_one(extraction: Extraction, found: Found) -> None:
    document = extraction.document
    events = incidents([extraction])
    st.markdown(f"**{plain(document.title or document.id)}**")
    published = (
        words.incident.PUBLISHED.format(date=document.published.isoformat())
        if document.published
        else words.add.NO_DATELINE
    )
    for note in (published, *document.notes):
        st.caption(plain(note))
    if len(found.extractions) > 1:
        st.button(words.add.LEAVE_OUT, on_click=_leave_out, args=(document.id,))
    text, drawn = st.columns([1, 1])
    text.html(preview.text_html(extraction))
    with drawn:
        _map(events)
        _list(events)


def _map(events: Sequence[Incident]) -> None:
    if any(one.located for one in events):
        map_view.show(resources.map_page(events, title=words.add.PREVIEW_MAP_LABEL), label=words.add.PREVIEW_MAP_LABEL)
    else:
        st.info(words.add.PREVIEW_NO_MAP)


def _list(events: Sequence[Incident]) -> None:
    if not events:
        st.info(words.add.NO_INCIDENTS_IN)
        return
    st.dataframe(
        pd.DataFrame(
            {
                words.columns.SUB_TYPE: [one.sub_event_type for one in events],
                words.columns.PLACE: [phrases.where(one.place) for one in events],
                words.columns.DATE: [phrases.day(one.date) for one in events],
                words.columns.TOLD_AS: [phrases.modality(one.modality) for one in events],
                words.columns.CONFIDENCE: [round(one.confidence, 2) for one in events],
            }
        ),
        hide_index=True,
        alt=words.map.TABLE,
    )


def _store(found: Found) -> None:
    try:
        outcomes = resources.add(found.extractions)
    except StoreError as problem:
        st.session_state[PROBLEM] = words.add.NOT_STORED.format(problem=plain(str(problem)))
        return
    new = sum(outcome in NEW for _, outcome in outcomes)
    old = len(outcomes) - new
    said = [words.add.STORED.format(articles=words.counts.articles(new))] if new else []
    said += [words.add.ALREADY_THERE.format(articles=words.counts.articles(old))] if old else []
    st.session_state[NOTE] = " ".join([*said, *_unexpected(outcomes)])
    _discard()


def _unexpected(outcomes: Sequence[tuple[Document, Outcome]]) -> Iterator[str]:
    """What a reader would not expect of storing an article."""
    for document, outcome in outcomes:
        if outcome is Outcome.RENAMED:
            kept = resources.store().id_of(document) or document.id
            yield words.add.KEPT_BESIDE.format(name=plain(document.id), kept=plain(kept))
        if outcome is Outcome.REPLACED:
            yield words.add.REPLACED.format(name=plain(document.id))


def _discard() -> None:
    st.session_state.pop(FOUND, None)


def _leave_out(document_id: str) -> None:
    st.session_state[FOUND] = st.session_state[FOUND].without(document_id)
