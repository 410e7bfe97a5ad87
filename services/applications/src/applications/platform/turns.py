"""Turns: only few short transactions of a process are under way at a time.

PostgreSQL gets more done on few connections than on many: what they share is fought over less, and
stays where the processor has it. A transaction that takes long (an export, a wait for a lock) gives
its turn up to the next, so that nobody waits for it.
"""

import asyncio
from typing import Final

_LONG_SECONDS: Final = 0.05
_LONGEST_WAIT_SECONDS: Final = 5.0


class Turns:
    """Turns for so many transactions at once, taken in the order of asking."""

    def __init__(self, at_once: int) -> None:
        self._free = asyncio.Semaphore(at_once)

    async def take(self) -> "Turn":
        """Wait for a turn, which the caller ends.

        Raises:
            TimeoutError: none has come for long enough.
        """
        if self._free.locked():
            async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
                await self._free.acquire()
        else:
            await self._free.acquire()
        return Turn(self._free)


class Turn:
    """A turn that somebody has, until it ends or has lasted long."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self._is_over = False
        self._timer = asyncio.get_running_loop().call_later(_LONG_SECONDS, self.end)

    def end(self) -> None:
        """Give the turn to the next; once is enough."""
        if not self._is_over:
            self._is_over = True
            self._timer.cancel()
            self._free.release()
