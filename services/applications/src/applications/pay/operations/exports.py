"""Effective pay points as one file: every row as known at one instant, a stretch at a time.

At most one stretch is written ahead, and no transaction is open then, however slowly the file is
taken. What is recorded meanwhile is known later than the instant of the file, and so is in no
stretch of it.
"""

from asyncio import ensure_future, gather
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date

from applications.pay.domain.exports import Form, Tally
from applications.pay.domain.pay_points import Known
from applications.pay.operations.pay_points import AskedPoints, resolve_asked
from applications.pay.operations.sight import sight_in
from applications.pay.storage import exports as storage
from applications.pay.storage.exports import BEFORE_ALL, HEADERS, Key, Written
from applications.pay.storage.pay_points import PayPointFilter
from applications.people.domain.organisation import Sight
from applications.people.operations.callers import require_roles
from applications.platform.asked import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPointFile:
    """A file on its way out: of which day, as known when, its content, and what it comes to.

    The tally is that of what was taken of the content so far.
    """

    effective_on: date
    known: Known
    content: AsyncIterator[bytes]
    tally: Tally


async def export_pay_points(asked: Asked, wanted: AskedPoints, form: Form) -> PayPointFile:
    """Who is on which point on a day, as known at an instant: the whole list as a file.

    Raises:
        ForbiddenError: The caller may not.
    """
    return await _open(asked, wanted, form, "list_pay_points")


async def digest_pay_points(asked: Asked, wanted: AskedPoints, form: Form) -> PayPointFile:
    """What the same question, answered as a file, comes to: its content has been taken.

    Raises:
        ForbiddenError: The caller may not.
    """
    file = await _open(asked, wanted, form, "digest_pay_points")
    async for _ in file.content:
        pass
    return file


async def _open(asked: Asked, wanted: AskedPoints, form: Form, operation: str) -> PayPointFile:
    async with asked.database.begin(asked.caller.authority_id) as session:
        person = await require_roles(session, asked, operation)
        known = await resolve_asked(session, asked, wanted)
    effective_on = wanted.effective_on or asked.today
    narrowed = PayPointFilter(
        effective_on=effective_on, known_at=known.known_at, employee_number=wanted.employee_number
    )
    tally = Tally()
    sight = sight_in(operation, person)
    return PayPointFile(
        effective_on=effective_on,
        known=known,
        content=_content(asked, sight, narrowed, form, tally),
        tally=tally,
    )


async def _content(
    asked: Asked, sight: Sight, wanted: PayPointFilter, form: Form, tally: Tally
) -> AsyncIterator[bytes]:
    yield tally.add(HEADERS[form], 0)
    async with aclosing(_one_ahead(_stretches(asked, sight, wanted, form))) as stretches:
        async for written, count in stretches:
            yield tally.add(written, count)


async def _stretches(
    asked: Asked, sight: Sight, wanted: PayPointFilter, form: Form
) -> AsyncGenerator[Written]:
    authority_id = asked.caller.authority_id
    after: Key | None = BEFORE_ALL
    while after is not None:
        async with asked.database.begin(authority_id) as session:
            upto = await storage.find_stretch_end(
                session, authority_id, after, wanted.employee_number
            )
            written = await storage.write_pay_points(
                session, authority_id, sight, wanted, form, day=asked.today, stretch=(after, upto)
            )
        yield written
        after = upto


async def _one_ahead(stretches: AsyncGenerator[Written]) -> AsyncGenerator[Written]:
    """The same; while one is on its way out PostgreSQL writes the next, and none beyond it."""
    writing = ensure_future(anext(stretches, None))
    try:
        while (written := await writing) is not None:
            writing = ensure_future(anext(stretches, None))
            yield written
    finally:
        writing.cancel()
        await gather(writing, return_exceptions=True)
