"""What the pages share: the store, its incidents, the map of them, the tools. Each is made when first needed, once."""

import gc
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import words
from extract.taxonomy import Taxonomy, load_taxonomy
from extract.types import Document, Modality
from geo import review
from geo.columns import Columns
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.map import Options, Part, map_data, render_html
from geo.map_payload import Json
from geo.review import Queue
from geo.store import Store, open_store
from geo.store_documents import Outcome
from geo.types import Extraction, Incident
from geo.wording import claimants

if TYPE_CHECKING:
    from pipeline import Tools


@dataclass(frozen=True)
class Library:
    """The store as it stood at one moment. `version` changes with every article added."""

    version: str
    incidents: tuple[Incident, ...]
    by_id: dict[str, Incident]
    known: Columns
    """The incidents as filters look at them."""
    newest: date | None
    """First possible day of the newest dated fact."""
    rejected: int = 0
    """Incidents an analyst rejected; they are in none of these."""


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The store of DEMARC_STORE, else this installation's."""
    return open_store()


@st.cache_resource(show_spinner=words.common.LOADING_GAZETTEER)
def gazetteer() -> Gazetteer:
    """Built on first use."""
    return open_gazetteer()


@st.cache_resource(show_spinner=False)
def tools() -> "Tools":
    """Language model, gazetteer, taxonomy; seconds to load, so only extraction asks for them."""
    from pipeline import load_tools

    return load_tools()


def taxonomy() -> Taxonomy:
    """The event types."""
    return load_taxonomy()


def library() -> Library:
    """Everything in the store, merged into incidents once for each state of the store."""
    return _library(store().revision())


@st.cache_resource(show_spinner=words.common.LOADING_STORE, max_entries=2)
def _library(version: str) -> Library:
    merged = store().merged()
    incidents = merged.incidents
    asserted = (one for one in incidents if one.modality is Modality.ASSERTED)
    newest = max((one.date.start for one in asserted if one.date), default=None)
    by_id = {incident.id: incident for incident in incidents}
    made = Library(version, incidents, by_id, Columns(incidents), newest, len(merged.rejected))
    _spare_the_collector()
    return made


def _spare_the_collector() -> None:
    """Streamlit collects garbage after each run: 0.25 s of looking through 10,000 incidents, which never are any.

    They hold no cycles, so that an older library goes when nothing refers to it, frozen or not.
    """
    gc.collect()
    gc.freeze()


def queue() -> Queue:
    """What deserves a look, in the present state of the store."""
    return _queue(store().revision())


@st.cache_resource(show_spinner=False, max_entries=2)
def _queue(version: str) -> Queue:
    return review.queue(store().merged())


@dataclass(frozen=True)
class Names:
    """Who is told of in the store, most often told first."""

    actors: tuple[str, ...]
    claimants: tuple[str, ...]


def names() -> Names:
    """Actors and claimants of all incidents, in the present state of the store."""
    return _names(store().revision())


@st.cache_resource(show_spinner=False, max_entries=2)
def _names(version: str) -> Names:
    incidents = _library(version).incidents
    actors = Counter(actor.name for one in incidents for actor in one.actors)
    claiming = Counter(name for one in incidents for name in claimants(one.attribution))
    return Names(tuple(name for name, _ in actors.most_common()), tuple(name for name, _ in claiming.most_common()))


def home_of(report_id: str) -> str | None:
    """The id of the incident a report is part of; None for a report that is rejected or no longer told."""
    return library().known.home_of.get(report_id)


@st.cache_resource(show_spinner=words.common.LOADING_MAP)
def pick_document() -> str:
    """A map without incidents, to choose places on."""
    options = Options(without=frozenset(Part))
    return render_html(
        (), gazetteer=gazetteer(), made=datetime.now(UTC), title=words.review.PICK_MAP_LABEL, options=options
    )


@st.cache_resource(show_spinner=words.common.LOADING_MAP, max_entries=2)
def map_document(version: str) -> str:
    """The folium document of every incident in the store, without the parts that this page shows itself."""
    return map_page(_library(version).incidents, title=words.map.TITLE, evidence=False)


def map_page(incidents: Sequence[Incident], *, title: str, evidence: bool = True) -> str:
    """A map document to stand in a page: no title bar and no footer."""
    return render_html(
        incidents,
        gazetteer=gazetteer(),
        made=datetime.now(UTC),
        title=title,
        options=Options(without=frozenset({Part.BAR, Part.FOOT})),
        evidence=evidence,
    )


def map_evidence(incident: Incident) -> dict[str, Json]:
    """What the map document is sent when an incident is opened."""
    return map_data([incident], gazetteer=gazetteer(), taxonomy=taxonomy())


def add(extractions: Iterable[Extraction]) -> list[tuple[Document, Outcome]]:
    """Store extractions; gives what that did for each."""
    return [(extraction.document, store().put(extraction)) for extraction in extractions]


def for_this_machine_only() -> bool:
    """Whether the dashboard listens to this machine alone, so that it may name this machine's folders."""
    return st.get_option("server.address") in ("localhost", "127.0.0.1", "::1")
