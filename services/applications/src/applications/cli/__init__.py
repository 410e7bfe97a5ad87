"""The command line of applications."""

import asyncio
import signal
from typing import Annotated

import typer

from applications.cli.authority import authority
from applications.cli.exporting import export
from applications.cli.importing import import_
from applications.cli.log import checkpoint, verify_log
from applications.cli.owing import arrears
from applications.cli.settings import owner_url, refuse, settings
from applications.log.domain.signing import UnusableKeyError
from applications.main import create_app
from applications.platform.schema import migrate as migrate_tables
from applications.platform.start import CANNOT_START
from applications.platform.working import LOG_FIELDS
from applications.settings import Settings
from applications.worker import run as run_worker
from plumbing import serving
from plumbing.logs import configure_logging

app = typer.Typer(
    help="People, casework, decisions, and the pay points that follow from them.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Serve the API until stopped."""
    serving.serve(create_app(settings()), host=host, port=port)


@app.command()
def worker() -> None:
    """Do what is due, besides answering requests, until stopped."""
    configure_logging(fields=LOG_FIELDS)
    try:
        asyncio.run(_work_until_stopped(settings()))
    except (*CANNOT_START, UnusableKeyError) as error:
        refuse(str(error))


async def _work_until_stopped(given: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run_worker(given, stop)


@app.command()
def migrate() -> None:
    """Bring the tables to this release's version, as their owner."""
    version = asyncio.run(migrate_tables(owner_url()))
    typer.echo(f"The tables are at version {version}.")


app.command()(checkpoint)
app.command()(verify_log)
app.command(name="import")(import_)
app.add_typer(export, name="export")
app.command()(arrears)
app.add_typer(authority, name="authority")


def main() -> None:
    """Run the command line."""
    app()
