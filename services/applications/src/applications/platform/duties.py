"""Duties: what the worker does for every authority each time that a while has passed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from applications.platform.authorities import Authority, list_authorities
from applications.platform.database import Database, DatabaseAwayError
from applications.platform.working import told
from plumbing.clock import Clock
from plumbing.logs import logger

_SECONDS_BETWEEN_LOOKS: Final = 15.0
_LOG: Final = logger()


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do for every authority, each time that `every` has passed by the clock.

    It is done when the worker starts too, and perhaps by several workers: it must be safe to do
    more often than it need be.
    """

    name: str
    every: timedelta
    do: Callable[[Authority], Awaitable[None]]


async def keep_duties(database: Database, duties: Sequence[Duty], clock: Clock) -> None:
    """Do each duty when its time has come, until cancelled."""
    done: dict[tuple[UUID, str], datetime] = {}
    while True:
        try:
            for authority in await list_authorities(database):
                await _see_to(authority, duties, clock, done)
        except DatabaseAwayError:
            _LOG.warning("database_away")
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)


async def _see_to(
    authority: Authority,
    duties: Sequence[Duty],
    clock: Clock,
    done: dict[tuple[UUID, str], datetime],
) -> None:
    for duty in duties:
        now, name = clock.now(), (authority.authority_id, duty.name)
        last = done.get(name)
        if last is not None and last <= now < last + duty.every:
            continue
        try:
            await duty.do(authority)
        except DatabaseAwayError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, the others go on
            _LOG.error(
                "duty_failed", authority=authority.authority, job=duty.name, reason=told(error)
            )
            continue
        done[name] = now
