"""What the commands share: their options, what is made of them, how they speak."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from extract.taxonomy import load_taxonomy
from extract.types import Modality
from geo.areas import Area, BBox, FilterError
from geo.filters import Filters
from geo.project import Project, ProjectError
from geo.store import Store, StoreError, open_store


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + "s" * (number != 1)


def say(line: str) -> None:
    """A line for people, above a progress bar where there is one."""
    tqdm.write(line, file=sys.stderr)


def day(_context: click.Context, option: click.Parameter, value: str | None) -> date | None:
    """A date option: YYYY-MM-DD."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date; write YYYY-MM-DD, e.g. 2024-11-20", param=option) from None


def together(*parts: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several click options as one decorator."""

    def decorate(command: Any) -> Any:
        for part in reversed(parts):
            command = part(command)
        return command

    return decorate


inputs_argument = click.argument("inputs", nargs=-1, metavar="IN...")
reading_options = together(
    click.option("--published", callback=day, metavar="YYYY-MM-DD", help="Publication date of every input."),
    click.option("--day-first", is_flag=True, help="Read 11/05/2025 as 11 May, not November 5."),
)
filter_options = together(
    click.option("--from", "since", callback=day, metavar="YYYY-MM-DD", help="First day."),
    click.option("--to", "until", callback=day, metavar="YYYY-MM-DD", help="Last day."),
    click.option("--event-type", "types", multiple=True, metavar="NAME", help="Event or sub-event type; repeatable."),
    click.option("--country", "countries", multiple=True, metavar="CC", help="ISO 3166-1 alpha-2 code; repeatable."),
    click.option("--admin1", "admin1s", multiple=True, metavar="CC/NAME", help="A country's province; repeatable."),
    click.option("--bbox", metavar="W,S,E,N", help="West, south, east, north in degrees."),
    click.option(
        "--polygon",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE.geojson",
        help="Only places within the polygons of a GeoJSON file.",
    ),
    click.option("--actor", "actors", multiple=True, metavar="NAME", help="An actor in any role; repeatable."),
    click.option("--side-a", multiple=True, metavar="NAME", help="An actor as side A; repeatable."),
    click.option("--side-b", multiple=True, metavar="NAME", help="An actor as side B; repeatable."),
    click.option("--target", "targets", multiple=True, metavar="NAME", help="An actor as target; repeatable."),
    click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="0 to 1."),
    click.option("--modality", "modalities", multiple=True, type=click.Choice([m.value for m in Modality])),
)


def filters_of(given: dict[str, Any]) -> Filters:
    """`Filters` from what `filter_options` collected; a usage error for what they refuse."""
    taxonomy = load_taxonomy()
    event_types = {t.name for t in taxonomy.event_types} & set(given["types"])
    sub_event_types = {s.name for t in taxonomy.event_types for s in t.sub_event_types} & set(given["types"])
    if unknown := set(given["types"]) - event_types - sub_event_types:
        known = ", ".join(t.name for t in taxonomy.event_types)
        raise click.UsageError(f"no event type {min(unknown)!r}; there are {known}, and their sub-event types")
    try:
        return Filters(
            since=given["since"],
            until=given["until"],
            event_types=frozenset(event_types),
            sub_event_types=frozenset(sub_event_types),
            countries=frozenset(code.upper() for code in given["countries"]),
            admin1s=frozenset(given["admin1s"]),
            bbox=BBox.parse(given["bbox"]) if given["bbox"] else None,
            polygon=Area.from_file(given["polygon"]) if given["polygon"] else None,
            actors=frozenset(given["actors"]),
            side_a=frozenset(given["side_a"]),
            side_b=frozenset(given["side_b"]),
            targets=frozenset(given["targets"]),
            min_confidence=given["min_confidence"],
            modalities=frozenset(Modality(name) for name in given["modalities"]),
        )
    except FilterError as problem:
        raise click.UsageError(str(problem)) from problem


def facts_of(given: dict[str, Any]) -> Filters:
    """`filters_of`, of facts alone where no modality was asked for."""
    return filters_of({**given, "modalities": given["modalities"] or (Modality.ASSERTED.value,)})


def focused(_context: click.Context, option: click.Parameter, codes: tuple[str, ...]) -> Project:
    """A project that watches the countries given."""
    try:
        return Project(focus_countries=frozenset(code.upper() for code in codes))
    except ProjectError as problem:
        raise click.BadParameter(str(problem), param=option) from problem


focus_option = click.option(
    "--focus",
    "project",
    callback=focused,
    multiple=True,
    metavar="CC",
    help="Country the texts are about, ISO 3166-1 alpha-2: evidence for places there, no filter; repeatable.",
)

store_option = click.option("--store", metavar="URL", help="Store to use. Default: DEMARC_STORE, else a SQLite file.")


@contextmanager
def opened(store: str | None) -> Iterator[Store]:
    """The store, with its errors as one line."""
    try:
        with open_store(store) as it:
            yield it
    except StoreError as problem:
        raise click.ClickException(str(problem)) from problem
