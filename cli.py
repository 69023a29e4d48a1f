"""Demarc on the command line: extract | ingest | map | export | serve | geocode | gazetteer | corrections | check.

Results go to standard output or --out; progress, notes and skipped inputs, a line each, to standard error.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any

import click
from tqdm import tqdm

import pipeline
from cli_options import (
    counted,
    facts_of,
    filter_options,
    filters_of,
    focus_option,
    inputs_argument,
    reading_options,
    say,
)
from cli_places import gazetteer, geocode
from cli_serve import serve
from cli_store import corrections, opened, store_option
from extract.language import load_language
from extract.read import read
from extract.types import Document, Reject
from geo.basemap import load_basemap
from geo.export import ExportError, Format, export
from geo.gazetteer import open_gazetteer
from geo.map import render_html
from geo.project import Project
from geo.records import to_record
from geo.store import Outcome, Store
from geo.types import Extraction, Incident, Place, Unresolved

PLAIN_EVERY = 25


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


def readable(inputs: tuple[str, ...], tally: Tally, *, published: date | None, day_first: bool) -> Iterator[Document]:
    """The documents of all inputs; what cannot be read is said, counted and passed over."""
    for item in read(inputs, published=published, day_first=day_first):
        if isinstance(item, Reject):
            tally.skipped += 1
            say(f"skipped {item.name}: {item.reason}")
            continue
        tally.read += 1
        for note in item.notes:
            say(f"note {item.id}: {note}")
        yield item


def extracted(documents: Iterator[Document], *, project: Project) -> Iterator[Extraction]:
    """Extractions of the documents; the language model is loaded only if there is one."""
    for first in documents:
        yield from pipeline.extract(chain([first], documents), tools=pipeline.load_tools(), project=project)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """News text into incident maps. Everything works with no network."""


@main.command("extract")
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
    documents = readable(inputs, tally, published=published, day_first=day_first)
    for found in watch(extracted(documents, project=project), tally):
        out.write(json.dumps(to_record(found), ensure_ascii=False) + "\n")
        if explain:
            say(explanation(found))
    finish(tally)


@main.command()
@inputs_argument
@store_option
@focus_option
@reading_options
def ingest(
    inputs: tuple[str, ...], store: str | None, project: Project, published: date | None, day_first: bool
) -> None:
    """Extract into the store; what is there already is passed over."""
    tally, stored, known = Tally(), 0, 0

    def fresh(kept: Store) -> Iterator[Document]:
        nonlocal known
        for document in readable(inputs, tally, published=published, day_first=day_first):
            known += (there := kept.has(document))
            if not there:
                yield document

    try:
        with opened(store) as kept:
            taught = kept.project()
            project = replace(taught, focus_countries=taught.focus_countries | project.focus_countries)
            for found in watch(extracted(fresh(kept), project=project), tally):
                stored += 1
                told_aloud(kept, found.document, kept.put(found))
    except KeyboardInterrupt:
        raise click.ClickException(
            f"stopped; {stored} articles are stored: run the same command again to go on"
        ) from None
    say(f"{counted(stored, 'article')} stored, {known} there already")
    finish(tally)


@main.command()
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


def finish(tally: Tally) -> None:
    """Say what was done; fail only when nothing at all could be read."""
    say(str(tally))
    if not tally.read:
        raise click.ClickException("nothing could be read; give files, folders, globs or http(s) URLs (see --help)")


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


def chosen(
    inputs: tuple[str, ...], store: str | None, *, project: Project, published: date | None, day_first: bool
) -> list[Incident]:
    """Incidents of the inputs where some are given, else those of the store, as corrected."""
    if not inputs:
        with opened(store) as kept:
            merged = kept.merged()
        if merged.rejected:
            say(f"{counted(len(merged.rejected), 'incident')} rejected in review left out")
        return list(merged.incidents)
    tally = Tally()
    documents = readable(inputs, tally, published=published, day_first=day_first)
    found = pipeline.incidents(watch(extracted(documents, project=project), tally))
    finish(tally)
    return found


@main.command("map")
@inputs_argument
@store_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="HTML file to write.")
@click.option("--title", default="Incident map", help="Title on the map.")
@click.option("--worldview", type=click.Choice(["de-facto", "un"]), default="de-facto", help="Disputed borders.")
@focus_option
@reading_options
@filter_options
def map_command(
    inputs: tuple[str, ...],
    store: str | None,
    out: Path,
    title: str,
    worldview: str,
    project: Project,
    published: date | None,
    day_first: bool,
    **given: Any,
) -> None:
    """Write one self-contained HTML map of the inputs, or of the store where none are given."""
    filters = filters_of(given)
    found = chosen(inputs, store, project=project, published=published, day_first=day_first)
    selection = filters.select(found)
    with open_gazetteer() as gazetteer:
        page = render_html(
            [*selection.incidents, *selection.beside],
            gazetteer=gazetteer,
            made=datetime.now(UTC),
            title=title,
            filters=filters,
            worldview=worldview,
        )
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as problem:
        raise click.ClickException(f"{out} cannot be written ({problem}); name a file you may write") from problem
    aside = f"{selection.undated} without a date and {selection.unplaced} without coordinates are listed on the page"
    say(f"{out}: {len(selection.located)} of {counted(selection.total, 'incident')} on the map; {aside}")


@main.command("export")
@inputs_argument
@store_option
@click.option("--format", "form", type=click.Choice([f.value for f in Format]), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@focus_option
@reading_options
@filter_options
def export_command(
    inputs: tuple[str, ...],
    store: str | None,
    form: str,
    out: Path,
    project: Project,
    published: date | None,
    day_first: bool,
    **given: Any,
) -> None:
    """Write incidents as a file for a GIS or a spreadsheet: facts only, unless --modality asks for more."""
    filters = facts_of(given)
    found = chosen(inputs, store, project=project, published=published, day_first=day_first)
    try:
        with open_gazetteer() as gazetteer:
            export(found, out, format=form, gazetteer=gazetteer, filters=filters)
    except ExportError as problem:
        raise click.ClickException(str(problem)) from problem
    selection = filters.select(found)
    undated = sum(incident.date is None for incident in selection.incidents)
    unplaced = sum(not incident.located for incident in selection.incidents)
    lacking = f"{undated} without a date, {unplaced} without coordinates"
    say(f"{out}: {len(selection.incidents)} of {counted(selection.total, 'incident')} ({lacking})")
    if selection.beside:
        say(f"{len(selection.beside)} more are left out because they lack the date or place that a filter asks for")
    of_any_modality = replace(filters, modalities=frozenset()).apply(found)
    if others := len(of_any_modality) - len(selection.incidents):
        say(f"{others} of another modality (planned, hypothetical, denied) left out; --modality adds them")


@main.command()
@store_option
def check(store: str | None) -> None:
    """Say whether everything Demarc needs is in place."""
    model = load_language().meta
    click.echo(f"language model: {model['lang']}_{model['name']} {model['version']}")
    with open_gazetteer() as opened_gazetteer:
        click.echo(f"gazetteer: {opened_gazetteer.info().places:,} places")
    click.echo(f"basemap: {len(load_basemap())} outlines")
    with opened(store) as kept:
        click.echo(f"store: {kept.location}, {len(kept.documents())} articles, {len(kept.incidents())} incidents")


main.add_command(geocode)
main.add_command(gazetteer)
main.add_command(corrections)
main.add_command(serve)

if __name__ == "__main__":
    main()
