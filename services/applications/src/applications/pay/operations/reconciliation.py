"""Where the HRIS and what was decided here differ. Neither is ever overwritten by the other."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from applications.pay.domain.reconciliation import Compared
from applications.pay.operations.sight import sight_in
from applications.pay.storage.reconciliation import DifferenceFilter, list_compared
from applications.people.operations.callers import require_roles
from applications.platform.asked import Asked

_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class AskedDifferences:
    """Which differences are asked for: of which day (today), of posts known here or not."""

    effective_on: date | None = None
    known_here: bool | None = None


async def list_differences(
    asked: Asked, wanted: AskedDifferences, *, after: tuple[str, str] | None, limit: int
) -> tuple[date, list[Compared]]:
    """The posts on which the HRIS and we differ on a day, by worker and post.

    Raises:
        ForbiddenError: The caller may not.
    """
    authority_id, day = asked.caller.authority_id, wanted.effective_on or asked.today
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "list_differences")
        sight = sight_in("list_differences", person)
        found = await list_compared(
            session,
            authority_id,
            sight,
            wanted=DifferenceFilter(day, wanted.known_here),
            day=asked.today,
            after=after,
            limit=limit,
        )
    return day, found


async def list_all_differences(
    asked: Asked, wanted: AskedDifferences
) -> tuple[date, list[Compared]]:
    """As `list_differences`, to the end."""
    every: list[Compared] = []
    after: tuple[str, str] | None = None
    while True:
        day, found = await list_differences(asked, wanted, after=after, limit=_AT_ONCE)
        every += found
        if len(found) < _AT_ONCE:
            return day, every
        after = (found[-1].employee_number, found[-1].post_number)
