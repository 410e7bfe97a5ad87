"""The feed of what happened."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from applications.casework.storage.listing import visible_cases
from applications.exchange.domain.feed import BeyondTheEndError, visible_events
from applications.log.domain import Recorded, Sight
from applications.log.storage import head_of, list_feed
from applications.people.operations.callers import require_roles
from applications.platform.asked import Asked

_SECONDS_BETWEEN_LOOKS: Final = 1.0


async def list_events(
    asked: Asked, *, after: int, limit: int, wait_seconds: int, stopping: Callable[[], bool]
) -> tuple[list[Recorded], int]:
    """Events behind a position, and the position to go on from.

    Where there is nothing new it waits up to `wait_seconds`, unless the service is `stopping`,
    and looks once a second, with no transaction open in between.

    Raises:
        BeyondTheEndError: The log has not come as far as that position.
    """
    authority_id, end = asked.caller.authority_id, time.monotonic() + wait_seconds
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "list_events")
        own: list[str] = []
        in_charge: list[str] = []
        if person is not None:
            own, in_charge = await visible_cases(session, authority_id, person, day=asked.today)
    sight = visible_events(person, own, in_charge)
    while True:
        events, reached = await _look(asked, sight, after, limit)
        if events or stopping() or time.monotonic() + _SECONDS_BETWEEN_LOOKS > end:
            return events, reached
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        after = reached


async def _look(asked: Asked, sight: Sight, after: int, limit: int) -> tuple[list[Recorded], int]:
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        head = await head_of(session, authority_id)
        through = 0 if head is None else head.seq
        if after > through:
            raise BeyondTheEndError(
                "The log has not come as far as this position. Start again from one that you were "
                "given since."
            )
        if after == through:
            return [], through
        events = await list_feed(
            session, authority_id, sight, after=after, through=through, limit=limit
        )
    if sight.everything and len(events) < limit:
        return events, through
    # How far the log has come would tell a person that something happened which they may not see:
    # theirs goes on behind what they saw last.
    return events, events[-1].seq if events else after
