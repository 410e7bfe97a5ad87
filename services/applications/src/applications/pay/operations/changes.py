"""What became known of pay, in its order: a feed to follow, and a question about two instants."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from applications.log.storage import head_of
from applications.pay.domain.changes import LAST_PLACE, Moment, PayChange, moment_of
from applications.pay.domain.refusals import BeyondTheEndError
from applications.pay.operations.sight import sight_in
from applications.pay.storage import changes as storage
from applications.pay.storage.changes import ChangeFilter
from applications.people.domain.organisation import Sight
from applications.people.operations.callers import require_roles
from applications.platform.asked import Asked

_SECONDS_BETWEEN_LOOKS: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedChanges:
    """Which changes are asked for.

    Those behind a position; recorded after `known_after` and by `known_at`; that say something of
    days from `affecting_from` on.
    """

    after: int
    known_after: datetime | None = None
    known_at: datetime | None = None
    affecting_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundChanges:
    """Changes, the position to go on from, and the last instant that was looked at."""

    changes: list[PayChange]
    reached: int
    known_at: datetime


async def list_pay_changes(
    asked: Asked,
    wanted: AskedChanges,
    *,
    limit: int,
    wait_seconds: int,
    stopping: Callable[[], bool],
) -> FoundChanges:
    """Every change of pay behind a position, in the order in which they became known.

    Where there is nothing new it waits up to `wait_seconds`, unless the service is `stopping`, and
    looks once a second, with no transaction open in between.

    Raises:
        ForbiddenError: The caller may not.
        BeyondTheEndError: Nothing has been recorded at that position yet.
    """
    end = time.monotonic() + wait_seconds
    async with asked.database.begin(asked.caller.authority_id) as session:
        person = await require_roles(session, asked, "list_pay_changes")
    sight = sight_in("list_pay_changes", person)
    while True:
        found = await _look(asked, sight, wanted, limit)
        is_over = stopping() or time.monotonic() + _SECONDS_BETWEEN_LOOKS > end
        if found.changes or is_over:
            return found
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)


async def _look(asked: Asked, sight: Sight, wanted: AskedChanges, limit: int) -> FoundChanges:
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        head = await head_of(session, authority_id)
        at = asked.now if head is None else head.recorded_at
        after = _begin(wanted, Moment(at, LAST_PLACE))
        known_at = min(at, wanted.known_at or at)
        changes = await storage.list_pay_changes(
            session,
            authority_id,
            sight,
            ChangeFilter(after=after, known_at=known_at, affecting_from=wanted.affecting_from),
            day=asked.today,
            limit=limit,
        )
    return FoundChanges(
        changes=changes,
        reached=_reached(changes, after, Moment(known_at, LAST_PLACE), sight, limit),
        known_at=known_at,
    )


def _begin(wanted: AskedChanges, head: Moment) -> Moment:
    """Behind which moment to look: the later one of a position and an instant."""
    if wanted.after > head.position:
        raise BeyondTheEndError(
            "Nothing has been recorded at this position yet. Start again from one that you were "
            "given."
        )
    after = moment_of(wanted.after)
    if wanted.known_after is None:
        return after
    return max(after, Moment(wanted.known_after, LAST_PLACE))


def _reached(
    changes: list[PayChange], after: Moment, through: Moment, sight: Sight, limit: int
) -> int:
    if sight.everybody and len(changes) < limit:
        return max(after, through).position
    # What was recorded of others would be told by the position of the last of them.
    return (changes[-1].moment if changes else after).position
