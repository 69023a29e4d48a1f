"""The main path: documents in, incidents out. Command line and dashboard both call this."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language

from extract.events import find_events
from extract.language import load_language, parse
from extract.mentions import find_mentions
from extract.taxonomy import Taxonomy, load_taxonomy
from extract.types import Document
from geo.gazetteer import Gazetteer, open_gazetteer
from geo.incidents import merge
from geo.project import NO_PROJECT, Project
from geo.resolve import hints, resolve
from geo.types import Extraction, Incident


@dataclass(frozen=True, slots=True)
class Tools:
    """What extraction needs, loaded once: language model, gazetteer, taxonomy."""

    nlp: Language
    gazetteer: Gazetteer
    taxonomy: Taxonomy


def load_tools() -> Tools:
    """Load the tools of this installation; builds the gazetteer on first use."""
    return Tools(nlp=load_language(), gazetteer=open_gazetteer(), taxonomy=load_taxonomy())


def extract(documents: Iterable[Document], *, tools: Tools, project: Project = NO_PROJECT) -> Iterator[Extraction]:
    """documents -> mentions -> resolutions; documents -> events that point to mentions."""
    for document, doc in parse(documents, nlp=tools.nlp):
        mentions = find_mentions(doc, names=tools.gazetteer)
        resolved = resolve(mentions, document, gazetteer=tools.gazetteer, project=project)
        events = find_events(document, doc, mentions, hints=hints(resolved), taxonomy=tools.taxonomy)
        yield Extraction(document, tuple(resolved), tuple(events))


def incidents(extractions: Iterable[Extraction]) -> list[Incident]:
    """events + resolutions -> incidents and deployments, reports of the same thing merged."""
    return merge(extractions)
