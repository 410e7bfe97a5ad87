"""Rows about the pay that another system knew before."""

from collections.abc import Sequence
from datetime import datetime

from applications.exchange.operations.import_rows import (
    Applied,
    Chunk,
    Refusal,
    Result,
    Taken,
    nothing_more,
)
from applications.pay.domain.history import taken_on
from applications.pay.domain.pay_points import PayPoint
from applications.pay.domain.refusals import DecidedHereError
from applications.pay.schemas.rows import PayHistoryRow
from applications.pay.storage.pay_history import PostKey, find_current, record_history
from applications.people.domain.records import Worker
from applications.people.domain.refusals import Refused, UnknownReferenceError
from applications.people.storage.workers import find_workers


class PayChangedError(Exception):
    """Somebody's pay was recorded while rows were worked through: they are to be read again."""


async def import_pay_history(chunk: Chunk, rows: Sequence[PayHistoryRow]) -> Applied:
    """Take on what another system knew of pay, up to the first decision here."""
    place = (chunk.session, chunk.authority_id)
    sent = [row.sent() for row in rows]
    numbers = sorted({each.employee_number for each in sent})
    workers = await find_workers(*place, numbers)
    current = await find_current(*place, numbers)
    results = [_result(each, workers, current) for each in sent]
    new = [
        point
        for point, result in zip(sent, results, strict=True)
        if isinstance(result, Taken) and result.outcome != "unchanged"
    ]

    async def record(recorded_at: datetime) -> None:
        # The log's head is held from here on: nobody else decides anything meanwhile.
        if await find_current(*place, numbers) != current:
            raise PayChangedError("Pay was decided while its history was read.")
        await record_history(*place, new, import_id=chunk.import_id, recorded_at=recorded_at)

    return Applied(results, record if new else nothing_more)


def _result(
    sent: PayPoint, workers: dict[str, Worker], current: dict[PostKey, list[PayPoint]]
) -> Result:
    key = (sent.employee_number, sent.post_number)
    subject = f"{sent.employee_number}/{sent.post_number}"
    try:
        _check_post(sent, workers)
        return Taken(outcome=taken_on(sent, current.get(key, ())), subject=subject)
    except (UnknownReferenceError, DecidedHereError) as error:
        return Refusal(error=error, subject=subject)


def _check_post(sent: PayPoint, workers: dict[str, Worker]) -> None:
    worker = workers.get(sent.employee_number)
    if worker is None:
        raise UnknownReferenceError(
            "Send the worker first.",
            [Refused("/employee_number", "There is no worker of this number.")],
        )
    if all(post.post_number != sent.post_number for post in worker.details.posts):
        raise UnknownReferenceError(
            "Send the worker with this post first.",
            [Refused("/post_number", "The worker has no such post.")],
        )
