"""What the worker's loops share: they wait to be woken, and end with what they have under way."""

import asyncio
from collections.abc import Collection
from typing import Final

_GRACE_SECONDS: Final = 20.0


async def wake_at_the_end(stop: asyncio.Event, wake: asyncio.Event) -> None:
    """Wake a loop when it is told to stop."""
    await stop.wait()
    wake.set()


async def wait_until_woken(wake: asyncio.Event, seconds: float) -> None:
    """Wait until there is something new, at most these seconds."""
    try:
        async with asyncio.timeout(seconds):
            await wake.wait()
    except TimeoutError:
        pass  # nothing new


async def end_all(running: Collection[asyncio.Task[None]]) -> None:
    """Wait for what is under way. What does not end in time is done again by another worker."""
    if not running:
        return
    _, late = await asyncio.wait(running, timeout=_GRACE_SECONDS)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
