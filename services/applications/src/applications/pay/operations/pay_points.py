"""Effective pay points: who is on which grade and point, on a day, as known at an instant."""

from dataclasses import dataclass
from datetime import date, datetime

from applications.log.storage import head_of
from applications.pay.domain.pay_points import (
    EffectivePayPoint,
    Known,
    asked_at,
    resolve_known,
)
from applications.pay.operations.sight import sight_in
from applications.pay.storage import pay_points as storage
from applications.pay.storage.pay_points import PayPointFilter
from applications.people.operations.callers import require_roles
from applications.people.operations.workers import require_visible_worker
from applications.platform.asked import Asked
from applications.platform.database import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPoints:
    """Which pay points are asked for: on a day, as known on a day or at an instant.

    What is left out is today and now.
    """

    effective_on: date | None = None
    known_on: date | None = None
    known_at: datetime | None = None
    employee_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPoints:
    """Pay points, and the days and the instant that they are of."""

    points: list[EffectivePayPoint]
    effective_on: date
    known: Known


async def list_pay_points(
    asked: Asked, wanted: AskedPoints, *, after: tuple[str, str] | None, limit: int
) -> FoundPoints:
    """Who is on which point on a day, as known at an instant, by worker and post.

    Raises:
        ForbiddenError: The caller may not.
    """
    authority_id = asked.caller.authority_id
    effective_on = wanted.effective_on or asked.today
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "list_pay_points")
        # Nothing is there that the log does not know of: what is known by the instant that was
        # asked about, is known by its head.
        head, points = await storage.list_pay_points(
            session,
            authority_id,
            sight_in("list_pay_points", person),
            PayPointFilter(
                effective_on=effective_on,
                known_at=asked_at(wanted.known_on, wanted.known_at, now=asked.now),
                employee_number=wanted.employee_number,
            ),
            day=asked.today,
            after=after,
            limit=limit,
        )
    known = resolve_known(wanted.known_on, wanted.known_at, head=head, now=asked.now)
    return FoundPoints(points=points, effective_on=effective_on, known=known)


async def list_worker_pay_points(
    asked: Asked, employee_number: str, *, known_on: date | None, known_at: datetime | None
) -> tuple[Known, list[EffectivePayPoint]]:
    """A worker's whole timeline, as known at an instant.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is no such worker, or none whom the caller may see.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_visible_worker(session, asked, "list_worker_pay_points", employee_number)
        known = await know(session, asked, known_on, known_at)
        points = await storage.list_timeline(
            session, authority_id, employee_number, known_at=known.known_at
        )
    return known, points


async def resolve_asked(session: Session, asked: Asked, wanted: AskedPoints) -> Known:
    """What counts as known to a question: never later than what this transaction sees."""
    return await know(session, asked, wanted.known_on, wanted.known_at)


async def know(
    session: Session, asked: Asked, known_on: date | None, known_at: datetime | None
) -> Known:
    """As `resolve_asked`, of a day or an instant."""
    head = await head_of(session, asked.caller.authority_id)
    recorded_at = None if head is None else head.recorded_at
    return resolve_known(known_on, known_at, head=recorded_at, now=asked.now)
