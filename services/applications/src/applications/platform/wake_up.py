"""Being told that there is something to do: a hint only, which may come late or not at all."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import asyncpg
from sqlalchemy import make_url

from applications.platform.database import DRIVER_ERRORS
from applications.platform.jobs import CHANNEL

_SECONDS_BEFORE_AGAIN: Final = 2.0
_CONNECT_SECONDS: Final = 5.0


async def listen(url: str, hear: Callable[[str], None]) -> None:
    """Hand on what the channel of jobs says, on a connection of its own, until cancelled.

    When the connection is lost, or cannot be had, it is made anew; after each time `hear` is given
    an empty text, because something may have been said meanwhile.
    """
    while True:
        with suppress(*DRIVER_ERRORS):  # whoever works meanwhile says so
            await _listen_once(url, hear)
        await asyncio.sleep(_SECONDS_BEFORE_AGAIN)


async def _listen_once(url: str, hear: Callable[[str], None]) -> None:
    lost = asyncio.Event()
    connection = await asyncpg.connect(**_arguments(url), timeout=_CONNECT_SECONDS)
    try:
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(CHANNEL, lambda *said: hear(str(said[-1])))
        hear("")
        await lost.wait()
    finally:
        connection.terminate()


def _arguments(url: str) -> dict[str, object]:
    """What the engine would connect with."""
    address = make_url(url)
    return dict(address.get_dialect()().create_connect_args(address)[1])
