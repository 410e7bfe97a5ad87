"""One more applications beside the house's own, on the same tables, with settings of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.support.house import House, Process
from tests.support.live import free_port


@contextmanager
def one_more_service(house: House, folder: Path, **settings: str) -> Iterator[Process]:
    """Start it, and end it with the block."""
    port = free_port()
    service = replace(
        house.applications,
        command=[*house.applications.command[:-1], str(port)],
        environment={**house.applications.environment, **settings},
        log=folder / "one-more.log",
        url=f"http://127.0.0.1:{port}",
        running=None,
    )
    try:
        service.start()
        yield service
    finally:
        service.stop()
