"""The worker's round of webhooks: who is looked at when, and how much is under way at once.

An authority that has webhooks is looked at every second, and at once when something was asked for
or sent there; the others every quarter of a minute, in case they have one by now. What is due is
due by the service's clock; how long the worker itself waits is machine time.
"""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from typing import Final
from uuid import UUID

from applications.exchange.operations.delivering import (
    PER_WEBHOOK,
    Delivering,
    Sendable,
    deliver,
    look,
)
from applications.platform.authorities import list_authorities
from applications.platform.database import DatabaseAwayError
from applications.platform.rounds import end_all, wait_until_woken, wake_at_the_end
from applications.platform.wake_up import listen
from applications.platform.working import told
from plumbing.logs import logger

_SECONDS_BETWEEN_ROUNDS: Final = 1.0
_SECONDS_BETWEEN_SWEEPS: Final = 15.0
_MOST_AT_ONCE: Final = 32
_LOG: Final = logger()


async def deliver_webhooks(delivering: Delivering, listen_url: str, stop: asyncio.Event) -> None:
    """Tell endpoints of events until told to stop; then wait a while for what is under way."""
    postman = _Postman(delivering)
    others = [
        asyncio.create_task(listen(listen_url, postman.hear)),
        asyncio.create_task(wake_at_the_end(stop, postman.wake)),
    ]
    try:
        while not stop.is_set():
            await postman.go_round()
            await wait_until_woken(postman.wake, postman.seconds_to_the_next_round())
    finally:
        for task in others:
            task.cancel()
        await end_all(postman.running)


class _Postman:
    """Which authorities are to be looked at, and what is under way."""

    def __init__(self, delivering: Delivering) -> None:
        self._delivering = delivering
        self._with_webhooks: set[UUID] = set()
        self._waiting: set[UUID] = set()
        self._round_at = 0.0
        self._sweep_at = 0.0
        self.running: set[asyncio.Task[None]] = set()
        self._under_way: Counter[UUID] = Counter()
        self.wake = asyncio.Event()

    def hear(self, said: str) -> None:
        """Look at the authority that was named; at all of them where none was."""
        if said:
            with suppress(ValueError):  # somebody else's words on the channel
                self._waiting.add(UUID(said))
        else:
            self._sweep_at = 0.0
        self.wake.set()

    def seconds_to_the_next_round(self) -> float:
        """How long there is nothing to do, unless something new comes."""
        return max(0.0, self._round_at - time.monotonic())

    async def go_round(self) -> None:
        """Look at every authority whose turn it is."""
        self.wake.clear()
        try:
            await self._plan()
            while self._waiting and len(self.running) < _MOST_AT_ONCE:
                await self._look(self._waiting.pop())
        except DatabaseAwayError:
            _LOG.warning("database_away")
            self._sweep_at = 0.0

    async def _plan(self) -> None:
        now = time.monotonic()
        if now >= self._round_at:
            self._waiting |= self._with_webhooks
            self._round_at = now + _SECONDS_BETWEEN_ROUNDS
        if now >= self._sweep_at:
            every = await list_authorities(self._delivering.database)
            self._waiting |= {each.authority_id for each in every}
            self._sweep_at = now + _SECONDS_BETWEEN_SWEEPS

    async def _look(self, authority_id: UUID) -> None:
        room = {webhook: PER_WEBHOOK - count for webhook, count in self._under_way.items()}
        try:
            found = await look(self._delivering, authority_id, room)
        except DatabaseAwayError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, the others go on
            _LOG.error("webhooks_failed", authority=str(authority_id), reason=told(error))
            return
        if found.has_webhooks:
            self._with_webhooks.add(authority_id)
        else:
            self._with_webhooks.discard(authority_id)
        for each in found.sendable:
            self._send(authority_id, each)
        if found.has_more:
            self._waiting.add(authority_id)

    def _send(self, authority_id: UUID, sendable: Sendable) -> None:
        webhook_id = sendable.webhook.webhook_id
        self._under_way[webhook_id] += 1
        task = asyncio.create_task(self._do(authority_id, sendable))
        self.running.add(task)

        def done(task: asyncio.Task[None]) -> None:
            self.running.discard(task)
            self._under_way[webhook_id] -= 1
            self._under_way += Counter()  # forgets what is at zero
            self._waiting.add(authority_id)
            self.wake.set()

        task.add_done_callback(done)

    async def _do(self, authority_id: UUID, sendable: Sendable) -> None:
        try:
            await deliver(self._delivering, authority_id, sendable)
        except DatabaseAwayError:
            _LOG.warning("database_away", authority=str(authority_id))
        except Exception as error:  # noqa: BLE001 - as above
            _LOG.error("webhooks_failed", authority=str(authority_id), reason=told(error))
