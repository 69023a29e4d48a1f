"""Demarc on the command line: extract | ingest | map | export | serve | geocode | gazetteer | corrections | check.

Results go to standard output or --out; progress, notes and skipped inputs, a line each, to standard error.
"""

import click

from commands.corrections import corrections
from commands.options import opened, store_option
from commands.places import gazetteer, geocode
from commands.reading import extract_command, ingest, reread
from commands.serve import serve
from commands.writing import export_command, map_command
from extract.language import load_language
from geo.basemap import load_basemap
from geo.gazetteer import open_gazetteer


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """News text into incident maps. Everything works with no network."""


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


for command in (extract_command, ingest, reread, map_command, export_command, serve, geocode, gazetteer, corrections):
    main.add_command(command)

if __name__ == "__main__":
    main()
