"""The commands that write what was found: map and export."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

import pipeline
from commands.options import (
    counted,
    facts_of,
    filter_options,
    filters_of,
    focus_option,
    inputs_argument,
    opened,
    reading_options,
    say,
    store_option,
)
from commands.reading import Tally, extracted, finish, readable, watch
from extract.read import read
from geo.export import ExportError, Format, export
from geo.gazetteer import open_gazetteer
from geo.map import render_html
from geo.project import Project
from geo.types import Incident

_TOO_WIDE = "of a region or a country that reaches beyond the area"


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
    documents = readable(read(inputs, published=published, day_first=day_first), tally)
    found = pipeline.incidents(watch(extracted(documents, project=project), tally))
    finish(tally)
    return found


@click.command("map")
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
    with open_gazetteer() as gazetteer:
        page = render_html(
            found,
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
    selection = filters.select(found)
    aside = f"{selection.undated} without a date and {selection.unplaced} without coordinates are listed on the page"
    say(f"{out}: {selection.drawn} of {counted(selection.total, 'incident')} on the map; {aside}")
    if too_wide := int(selection.too_wide.sum()):
        say(f"{too_wide} perhaps in the area, {_TOO_WIDE}: listed on the page, not drawn")


@click.command("export")
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
    if lacking_one := len(selection.listed):
        say(f"{lacking_one} more are left out because they lack the date or place that a filter asks for")
    if too_wide := int(selection.too_wide.sum()):
        say(f"{counted(too_wide, 'incident')} left out: {_TOO_WIDE}")
    of_any_modality = replace(filters, modalities=frozenset()).apply(found)
    if others := len(of_any_modality) - len(selection.incidents):
        say(f"{others} of another modality (planned, hypothetical, denied) left out; --modality adds them")
