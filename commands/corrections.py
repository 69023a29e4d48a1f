"""The command about the trail of corrections: list and undo."""

import getpass
from datetime import UTC, datetime

import click

from commands.options import opened, store_option
from geo.store_tables import Entry


@click.group()
def corrections() -> None:
    """Say what analysts decided on the dashboard's Review page, and undo it."""


@corrections.command("list")
@store_option
@click.option("--undone", is_flag=True, help="Those that were undone, too.")
def corrections_list(store: str | None, undone: bool) -> None:
    """List corrections, newest first: number, what, who, when, why, and the sentence they are about."""
    with opened(store) as kept:
        entries = [entry for entry in kept.trail() if undone or entry.stands]
        waiting = {entry.number for entry in kept.waiting()}
    for entry in entries:
        click.echo(described(entry, waits=entry.number in waiting))
    if not entries:
        click.echo("no corrections; make them on the dashboard's Review page", err=True)


@corrections.command("undo")
@click.argument("number", type=int)
@click.option("--by", metavar="NAME", default=getpass.getuser, help="Who undoes it. Default: your user name.")
@store_option
def corrections_undo(number: int, by: str, store: str | None) -> None:
    """Undo the correction of that number; the trail keeps it, with who undid it and when."""
    with opened(store) as kept:
        kept.undo(number, by=by, at=datetime.now(UTC))
    click.echo(f"correction {number} undone", err=True)


def described(entry: Entry, *, waits: bool) -> str:
    """One correction on one line, and the sentence it is about on another."""
    undone = f" (undone by {entry.undone_by} on {entry.undone_at:%Y-%m-%d})" if entry.undone_at else ""
    lost = " (waits: no stored article holds its sentence any more)" if waits else ""
    told = [f"\n    {one.document_id}: {one.sentence}" for one in entry.act.anchors[:1]]
    return f"{entry.number}  {'; '.join(entry.act.words())} {entry.act.signature}{undone}{lost}{''.join(told)}"
