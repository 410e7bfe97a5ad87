"""The command line of applications."""

import asyncio
import gc
import signal
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from applications.main import create_app
from applications.platform.schema import migrate as migrate_tables
from applications.platform.working import LOG_FIELDS
from applications.settings import Settings
from applications.worker import run as run_worker
from plumbing.logs import configure_logging

_GRACE_SECONDS = 25

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
    service = create_app(Settings())  # type: ignore[call-arg] # the environment has the rest
    configure_logging()
    gc.freeze()  # what was read at the start lives as long as the process
    uvicorn.run(
        service,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


@app.command()
def worker() -> None:
    """Do what is due, besides answering requests, until stopped."""
    settings = Settings()  # type: ignore[call-arg] # as above
    configure_logging(fields=LOG_FIELDS)
    asyncio.run(_work_until_stopped(settings))


async def _work_until_stopped(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run_worker(settings, stop)


@app.command()
def migrate() -> None:
    """Bring the tables to this release's version, as their owner."""
    owner_url = Settings().owner_database_url  # type: ignore[call-arg] # as above
    if owner_url is None:
        Console(stderr=True).print("Set APPLICATIONS_OWNER_DATABASE_URL to the owner's address.")
        raise typer.Exit(1)
    typer.echo(
        f"The tables are at version {asyncio.run(migrate_tables(owner_url.get_secret_value()))}."
    )


def main() -> None:
    """Run the command line."""
    app()
