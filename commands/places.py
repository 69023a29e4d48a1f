"""The commands about place names: geocode and gazetteer."""

import sys
from pathlib import Path
from typing import IO

import click

from commands.options import focus_option
from geo.basemap import Worldview, load_basemap
from geo.explain import explain
from geo.gazetteer import open_gazetteer
from geo.gazetteer.build import build_embedded, embedded_path
from geo.gazetteer.geonames import DumpError, build_geonames
from geo.gazetteer.own import PlaceFileError, add_places
from geo.geocode import GeocodeError, OnlineGeocoder
from geo.project import Project
from geo.resolve import considered
from geo.types import Place


def tell(line: str) -> None:
    """A line for people, not output."""
    click.echo(line, err=True)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--online", is_flag=True, help="Ask OpenStreetMap's Nominatim instead: one request a second, cached.")
@click.option("--explain", "explained", is_flag=True, help="Show how each candidate scored.")
@click.option("--context", type=click.File(encoding="utf-8"), help="A text in which the name stands.")
@click.option("--limit", type=click.IntRange(min=1), default=5, show_default=True, help="Candidates a name.")
@focus_option
def geocode(
    names: tuple[str, ...], online: bool, explained: bool, context: IO[str] | None, limit: int, project: Project
) -> None:
    """Look place names up: ranked candidates with coordinates, kind, country and precision."""
    if online:
        found = asked_online(names, limit=limit)
    else:
        with open_gazetteer() as gazetteer:
            if explained:
                text = context.read() if context else None
                for name in names:
                    click.echo(explain(name, context=text, gazetteer=gazetteer, project=project))
                return
            found = {name: considered(name, gazetteer=gazetteer, project=project) for name in names}
    for name in names:
        click.echo(f"{name}")
        for rank, place in enumerate(found.get(name, [])[:limit], 1):
            click.echo(candidate_line(rank, place))
        if not found.get(name):
            click.echo("  nothing of that name; try another spelling, or --online")
    if not any(found.values()):
        sys.exit(1)


def candidate_line(rank: int, place: Place) -> str:
    """One ranked candidate: name, kind, country, coordinates (latitude first, as people read them), precision."""
    where = ", ".join(part for part in (place.name, place.admin1, place.country) if part)
    precision = f"{place.geo_precision.name.lower()}, within {place.radius_km:g} km"
    return f"  {rank}. {where}  [{place.feature}]  {place.lat:.4f}, {place.lon:.4f}  {precision}  {place.id}"


def asked_online(names: tuple[str, ...], *, limit: int) -> dict[str, list[Place]]:
    """Nominatim's candidates; one clear line when it cannot be reached."""
    try:
        with OnlineGeocoder() as geocoder:
            return {name: geocoder.geocode(name, limit=limit) for name in names}
    except GeocodeError as problem:
        raise click.ClickException(str(problem)) from problem


@click.group()
def gazetteer() -> None:
    """Build, extend and describe the place names Demarc knows."""


@gazetteer.command("build")
@click.option("--geonames", type=click.Path(dir_okay=False, path_type=Path), help="GeoNames' allCountries.zip.")
@click.option("--alternate-names", type=click.Path(dir_okay=False, path_type=Path), help="Its alternateNamesV2.zip.")
def gazetteer_build(geonames: Path | None, alternate_names: Path | None) -> None:
    """Build gazetteer and basemap where they are out of date; with --geonames the full one, used from then on."""
    try:
        if geonames:
            tell(f"built {build_geonames(geonames, alternate_names=alternate_names)}")
        elif not embedded_path().is_file():
            tell(f"built {build_embedded()}")
        for worldview in Worldview:
            load_basemap(worldview)
    except (FileNotFoundError, DumpError) as problem:
        raise click.ClickException(str(problem)) from problem


@gazetteer.command("add")
@click.argument("places", type=click.Path(dir_okay=False, path_type=Path))
def gazetteer_add(places: Path) -> None:
    """Add places of your own, from CSV or GeoJSON; they win over the others."""
    try:
        tell(f"{add_places(places)} places added")
    except (FileNotFoundError, PlaceFileError) as problem:
        raise click.ClickException(str(problem)) from problem


@gazetteer.command("info")
def gazetteer_info() -> None:
    """Say which sources the gazetteer has, how much of each, how old and under which licence."""
    with open_gazetteer() as opened_gazetteer:
        info = opened_gazetteer.info()
    click.echo(f"{info.path}\n{info.places:,} places, {info.names:,} names, {info.geometries:,} outlines")
    for source in info.sources:
        click.echo(
            f"  {source.name} {source.version}: {source.places:,} places, built {source.built}, {source.licence}"
        )
