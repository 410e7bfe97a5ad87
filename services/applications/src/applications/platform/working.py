"""The worker's loop: it goes round the authorities and has done what is due.

It sweeps every authority when it starts and every quarter of a minute, and looks at one at once
when it is told of a job there. What is due is due by the service's clock; how long the worker
itself waits is machine time.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from traceback import extract_tb
from typing import Final
from uuid import UUID

from applications.platform.authorities import Authority, list_authorities
from applications.platform.database import Database, DatabaseAwayError
from applications.platform.jobs import Job, finish_job, next_due, put_off_job, take_jobs
from applications.platform.rounds import end_all, wait_until_woken, wake_at_the_end
from applications.platform.wake_up import listen
from plumbing.clock import Clock
from plumbing.logs import logger

Handler = Callable[[Authority, str], Awaitable[None]]
"""Does one job, given its authority and subject, with no transaction open around it.

When it returns the job is struck off; when it raises the job is put off. It may be called again
for what it has done already.
"""

LOG_FIELDS: Final = ("authority", "job", "attempts")
"""What the worker's log lines hold besides the usual: names and counts, no content."""

_AT_ONCE: Final = 4
_SECONDS_BETWEEN_SWEEPS: Final = 15.0
_SECONDS_BEFORE_AGAIN: Final = 1.0
_SHORTEST_WAIT_SECONDS: Final = 0.2
_SECONDS_FOR_A_JOB: Final = 40.0
_HELD: Final = timedelta(seconds=60)
_LOG: Final = logger()


async def work(
    database: Database,
    listen_url: str,
    handlers: Mapping[str, Handler],
    clock: Clock,
    stop: asyncio.Event,
) -> None:
    """Do jobs until told to stop; then take no more, and wait a while for those begun.

    Kinds of job without a handler are left to other workers.
    """
    worker = _Worker(database, handlers, clock)
    others = [
        asyncio.create_task(listen(listen_url, worker.hear)),
        asyncio.create_task(wake_at_the_end(stop, worker.wake)),
    ]
    try:
        while not stop.is_set():
            await wait_until_woken(worker.wake, await worker.go_round())
    finally:
        for task in others:
            task.cancel()
        await end_all(worker.running)


class _Worker:
    """What is to be looked at, and what is being done."""

    def __init__(self, database: Database, handlers: Mapping[str, Handler], clock: Clock) -> None:
        self._database = database
        self._handlers = handlers
        self._kinds = sorted(handlers)
        self._clock = clock
        self._authorities: dict[UUID, Authority] = {}
        self._waiting: dict[UUID, None] = {}  # the order is whose turn it is
        self._later: dict[UUID, float] = {}
        self._sweep_at = 0.0
        self.running: set[asyncio.Task[None]] = set()
        self.wake = asyncio.Event()

    def hear(self, said: str) -> None:
        """Look at the authority that was named; at all of them when it is none that we know."""
        known = next((each for each in self._authorities if str(each) == said), None)
        if known is None:
            self._sweep_at = 0.0
        else:
            self._waiting[known] = None
        self.wake.set()

    async def go_round(self) -> float:
        """Take what is due, as far as there are hands for it, and say how long nothing will be."""
        self.wake.clear()
        try:
            await self._sweep()
            while self._waiting and len(self.running) < _AT_ONCE:
                authority_id = next(iter(self._waiting))
                del self._waiting[authority_id]
                await self._take(self._authorities[authority_id])
        except DatabaseAwayError:
            _LOG.warning("database_away")
            self._sweep_at = 0.0
            return _SECONDS_BEFORE_AGAIN
        if len(self.running) >= _AT_ONCE:
            return _SECONDS_BETWEEN_SWEEPS  # whoever is done first wakes us
        return max(0.0, min([self._sweep_at, *self._later.values()]) - time.monotonic())

    async def _sweep(self) -> None:
        now = time.monotonic()
        if now >= self._sweep_at:
            every = await list_authorities(self._database)
            self._authorities = {each.authority_id: each for each in every}
            self._waiting.update(dict.fromkeys(self._authorities))
            self._sweep_at = now + _SECONDS_BETWEEN_SWEEPS
        for authority_id in [each for each, at in self._later.items() if at <= now]:
            del self._later[authority_id]
            self._waiting[authority_id] = None

    async def _take(self, authority: Authority) -> None:
        authority_id, now = authority.authority_id, self._clock.now()
        async with self._database.begin(authority_id) as session:
            jobs = await take_jobs(
                session,
                authority_id,
                kinds=self._kinds,
                now=now,
                held_until=now + _HELD,
                limit=_AT_ONCE - len(self.running),
            )
            upcoming = await next_due(session, authority_id, kinds=self._kinds)
        for job in jobs:
            task = asyncio.create_task(self._do(authority, job))
            self.running.add(task)
            task.add_done_callback(self._done)
        if upcoming is not None:
            seconds = max((upcoming - now).total_seconds(), _SHORTEST_WAIT_SECONDS)
            self._later[authority_id] = time.monotonic() + seconds

    def _done(self, task: asyncio.Task[None]) -> None:
        self.running.discard(task)
        self.wake.set()

    async def _do(self, authority: Authority, job: Job) -> None:
        failure = None
        try:
            async with asyncio.timeout(_SECONDS_FOR_A_JOB):
                await self._handlers[job.kind](authority, job.subject)
        except Exception as error:  # noqa: BLE001 - whatever it was, the others go on
            failure = told(error)
            _LOG.warning(
                "job_failed",
                authority=authority.authority,
                job=job.kind,
                attempts=job.attempts,
                reason=failure,
            )
        try:
            await self._settle(authority.authority_id, job, failure)
        except DatabaseAwayError:
            _LOG.warning("database_away", authority=authority.authority, job=job.kind)

    async def _settle(self, authority_id: UUID, job: Job, failure: str | None) -> None:
        async with self._database.begin(authority_id) as session:
            if failure is None:
                await finish_job(session, authority_id, job)
            else:
                now = self._clock.now()
                await put_off_job(session, authority_id, job, now=now, failure=failure)
        self._waiting[authority_id] = None


def told(error: Exception) -> str:
    """What went wrong and where, without the words of the error, which may hold content."""
    frames = extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {frames[-1].name}, line {frames[-1].lineno}"
