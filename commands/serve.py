"""The command that serves the live layer: serve."""

from typing import Any

import click
import uvicorn

from commands.options import counted, facts_of, filter_options, opened, say, store_option
from geo.gazetteer import open_gazetteer
from geo.serve import service

LOOPBACK = ("127.0.0.1", "localhost")


@click.command()
@store_option
@click.option("--host", default=LOOPBACK[0], show_default=True, help="Address to listen on; 0.0.0.0 lets others in.")
@click.option("--port", type=click.IntRange(0, 65535), default=8601, show_default=True, help="0 takes any free one.")
@filter_options
def serve(store: str | None, host: str, port: int, **given: Any) -> None:
    """Offer the store as a live layer (OGC API Features) that QGIS opens: facts only, unless --modality asks for more.

    What is ingested while it runs shows when QGIS loads the layer again. Ctrl+C stops it.
    """
    filters = facts_of(given)
    names = LOOPBACK if host in LOOPBACK else ("*",)
    with opened(store) as kept, open_gazetteer() as gazetteer:
        served = filters.apply(kept.incidents())
        app = service(kept, gazetteer=gazetteer, filters=filters, hosts=names)
        config = uvicorn.Config(app, host=host, port=port, log_level="warning")
        listening = _bound(config)
        say(
            f"{counted(len(served), 'incident')} ({filters.describe()}) at {_address(host, listening.getsockname()[1])}"
        )
        if host not in LOOPBACK:
            say(f"everyone who can reach {host} can read them")
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            say("stopped")


def _bound(config: uvicorn.Config) -> Any:
    """A listening socket; for one it cannot have uvicorn says what is wrong and exits, and this says what to do."""
    try:
        listening = config.bind_socket()
        listening.listen()
        return listening
    except SystemExit:
        raise click.ClickException(
            f"{config.host}:{config.port} cannot be listened on: give another --port, or a --host of this machine"
        ) from None


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
