"""The commands that read texts: extract, ingest and reread."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import IO

import click
import watchfiles
from tqdm import tqdm

import pipeline
from commands.options import counted, focus_option, inputs_argument, opened, reading_options, say, store_option
from extract.read import read
from extract.types import Document, Reject
from geo.news import Known, ask
from geo.project import Project
from geo.records import to_record
from geo.store import Store
from geo.store_documents import Outcome
from geo.types import Extraction, Place, Unresolved

PLAIN_EVERY = 25
WATCH_LOOK_MS = 1_000


@dataclass(slots=True)
class Tally:
    """What a run read, skipped and found: whatever leaves the path is counted here."""

    read: int = 0
    skipped: int = 0
    places: int = 0
    unresolved: int = 0
    events: int = 0
    undated: int = 0
    unplaced: int = 0
    stored: int = 0
    known: int = 0
    rejects: set[Reject] = field(default_factory=set)

    def skip(self, reject: Reject) -> None:
        """Count and say what could not be read: once, however often a watched folder is read."""
        if reject not in self.rejects:
            self.rejects.add(reject)
            self.skipped += 1
            say(f"skipped {reject.name}: {reject.reason}")

    def add(self, found: Extraction) -> None:
        self.places += len(found.mentions)
        self.unresolved += sum(isinstance(m.resolution, Unresolved) for m in found.mentions)
        self.events += len(found.events)
        self.undated += sum(event.date is None for event in found.events)
        self.unplaced += sum(not isinstance(found.resolution_of(event.place), Place) for event in found.events)

    def __str__(self) -> str:
        return (
            f"{counted(self.read, 'article')} read, {counted(self.skipped, 'input')} skipped; "
            f"{counted(self.places, 'place name')} ({self.unresolved} unresolved); "
            f"{counted(self.events, 'event')} ({self.undated} undated, {self.unplaced} without a place)"
        )


def watch(documents: Iterable[Extraction], tally: Tally) -> Iterator[Extraction]:
    """Count extractions as they pass: a bar on a terminal, a plain line now and then elsewhere."""
    shown = tqdm(documents, unit=" articles", file=sys.stderr, disable=not sys.stderr.isatty())
    for done, found in enumerate(shown, 1):
        tally.add(found)
        if shown.disable and done % PLAIN_EVERY == 0:
            say(f"{done} articles done")
        yield found


def readable(items: Iterable[Document | Reject], tally: Tally) -> Iterator[Document]:
    """The documents among what was read; what could not be read is said, counted and passed over."""
    for item in items:
        if isinstance(item, Reject):
            tally.skip(item)
            continue
        tally.read += 1
        for note in item.notes:
            say(f"note {item.id}: {note}")
        yield item


def extracted(documents: Iterator[Document], *, project: Project) -> Iterator[Extraction]:
    """Extractions of the documents; the language model is loaded only if there is one."""
    for first in documents:
        yield from pipeline.extract(chain([first], documents), tools=tools(), project=project)


tools = cache(pipeline.load_tools)


def finish(tally: Tally, *, may_be_empty: bool = False) -> None:
    """Say what was done; fail only when nothing at all could be read, unless that is how it may be."""
    say(str(tally))
    if not tally.read and not may_be_empty:
        raise click.ClickException("nothing could be read; give files, folders, globs or http(s) URLs (see --help)")


@click.command("extract")
@inputs_argument
@click.option(
    "--out", type=click.File("w", encoding="utf-8"), default="-", help="JSONL file. Default: standard output."
)
@click.option("--explain", is_flag=True, help="Say of each event why it reads as it does, on standard error.")
@focus_option
@reading_options
def extract_command(
    inputs: tuple[str, ...], out: IO[str], explain: bool, project: Project, published: date | None, day_first: bool
) -> None:
    """Find places and events in files, folders, globs or URLs; write one JSON record a document."""
    tally = Tally()
    documents = readable(read(inputs, published=published, day_first=day_first), tally)
    for found in watch(extracted(documents, project=project), tally):
        out.write(json.dumps(to_record(found), ensure_ascii=False) + "\n")
        if explain:
            say(explanation(found))
    finish(tally)


@click.command()
@inputs_argument
@store_option
@click.option("--watch", "watched", is_flag=True, help="Go on reading what comes into the folders, until Ctrl+C.")
@click.option("--saved", is_flag=True, help="Read the feeds and folders saved on the dashboard's Add page, too.")
@focus_option
@reading_options
def ingest(
    inputs: tuple[str, ...],
    store: str | None,
    watched: bool,
    saved: bool,
    project: Project,
    published: date | None,
    day_first: bool,
) -> None:
    """Extract into the store; what is there already is passed over."""
    if watched and not (inputs and all(Path(one).is_dir() for one in inputs)):
        other = next((one for one in inputs if not Path(one).is_dir()), "nothing")
        raise click.UsageError(f"--watch goes on reading folders, and was given {other!r}; name folders only")
    tally = Tally()
    items = partial(read, inputs, published=published, day_first=day_first)
    try:
        with opened(store) as kept:
            put(chain(items(), subscribed(kept) if saved else ()), kept, tally, project=project)
            say(f"{counted(tally.stored, 'article')} stored, {tally.known} there already")
            if tally.stored:  # merged now, in time for whoever opens the dashboard
                say(f"the store tells of {counted(len(kept.incidents()), 'incident')}")
            if watched:
                say(f"watching {', '.join(inputs)}; Ctrl+C stops")
                for _ in changes(inputs):
                    before = tally.stored
                    put(items(), kept, tally, project=project)
                    if tally.stored > before:
                        say(f"{counted(tally.stored - before, 'article')} stored")
    except KeyboardInterrupt:
        told = f"stopped; {counted(tally.stored, 'article')} stored"
        if not watched:
            raise click.ClickException(f"{told}: run the same command again to go on") from None
        say(told)
        return
    finish(tally, may_be_empty=saved and not inputs)


def put(items: Iterable[Document | Reject], kept: Store, tally: Tally, *, project: Project) -> None:
    """Extract and store what is not stored yet, and count it; what analysts taught the store counts, too."""
    taught = kept.project()
    whole = replace(taught, focus_countries=taught.focus_countries | project.focus_countries)
    for found in watch(extracted(_unknown(items, kept, tally), project=whole), tally):
        tally.stored += 1
        told_aloud(kept, found.document, kept.put(found))


def _unknown(items: Iterable[Document | Reject], kept: Store, tally: Tally) -> Iterator[Document]:
    for document in readable(items, tally):
        there = kept.has(document)
        tally.known += there
        if not there:
            yield document


def subscribed(kept: Store) -> Iterator[Document | Reject]:
    """What is new in the store's feeds and folders; of each, a line says how much there is to read."""
    for subscription in kept.subscriptions.all():
        news = ask(subscription, store=kept)
        if isinstance(news, Reject):
            yield news
            continue
        say(f"{subscription.name}: {news.to_read} to read, {news.known} known")
        yield from (item for item in news.documents if not isinstance(item, Known))
        kept.subscriptions.save(news.subscription)


def changes(folders: Sequence[str]) -> Iterator[None]:
    """One item for each time that something in the folders changes, and a first one when watching has begun.

    Without that one, what was put there since the reading before would be missed.
    """
    begun = False
    for changed in watchfiles.watch(*folders, rust_timeout=WATCH_LOOK_MS, yield_on_timeout=True):
        if changed or not begun:
            yield None
        begun = True


@click.command()
@store_option
@click.option("--naming", metavar="NAME", help="Only the articles in which this place name was read.")
def reread(store: str | None, naming: str | None) -> None:
    """Read the stored articles anew: with this version of Demarc, and with what analysts taught it."""
    tally, changed = Tally(), 0
    with opened(store) as kept:
        documents = kept.naming(naming) if naming else kept.documents()
        tally.read = len(documents)
        for found in watch(extracted(iter(documents), project=kept.project()), tally):
            changed += kept.put(found) is Outcome.READ_ANEW
        waiting = len(kept.waiting())
    say(f"{counted(changed, 'article')} read differently from before; {counted(waiting, 'correction')} waiting")
    finish(tally)


def told_aloud(kept: Store, document: Document, outcome: Outcome) -> None:
    """What a reader would not expect of storing an article."""
    if outcome is Outcome.REPLACED:
        say(f"note {document.id}: replaces an earlier text of this id, which the store keeps aside")
    if outcome is Outcome.RENAMED:
        say(
            f"note {document.id}: the store has another file of this name; this one is kept as {kept.id_of(document)!r}"
        )


def explanation(found: Extraction) -> str:
    """Each event of a document with its sentence and reasons."""
    lines = []
    for event in found.events:
        sentence = found.document.text[event.evidence.start : event.evidence.end].strip()
        why = event.reasons
        lines += [f"{event.sub_event_type} [{event.modality}] {sentence!r}"]
        lines += [
            f"  {name}: {getattr(why, name) or '-'}" for name in ("trigger", "frame", "place", "date", "modality")
        ]
    return "\n".join(lines)
