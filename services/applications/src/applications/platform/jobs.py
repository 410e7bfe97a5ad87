"""Jobs: what the worker has still to do, written with the cause of it.

A job is done at least once and is safe to do again. Its subject is done one at a time: who takes
it holds its row until it is done or put off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Session

CHANNEL: Final = "spinepoint_jobs"
_LONGEST_WAIT_SECONDS: Final = 300
_ADD: Final = text("""
    INSERT INTO jobs (authority_id, kind, subject, due_at, attempts)
    VALUES (:authority_id, :kind, :subject, :due_at, 0)
    ON CONFLICT (authority_id, kind, subject) DO UPDATE SET due_at = excluded.due_at, attempts = 0
""")
_WAKE: Final = text("SELECT pg_notify(:channel, :authority_id)")
_DUE: Final = text("""
    SELECT kind, subject, attempts FROM jobs
    WHERE authority_id = :authority_id AND due_at <= :now ORDER BY due_at LIMIT :limit
""")
_NEXT: Final = text("SELECT min(due_at) FROM jobs WHERE authority_id = :authority_id")
_DONE: Final = text("""
    DELETE FROM jobs WHERE authority_id = :authority_id AND kind = :kind AND subject = :subject
""")
_PUT_OFF: Final = text("""
    UPDATE jobs SET attempts = attempts + 1, due_at = :due_at, failure = :failure
    WHERE authority_id = :authority_id AND kind = :kind AND subject = :subject
""")


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do: its kind, what it is about, and how often it was tried."""

    kind: str
    subject: str
    attempts: int


async def add_job(
    session: Session, authority_id: UUID, *, kind: str, subject: str, due_at: datetime
) -> None:
    """Have something done once this transaction is committed, or from `due_at` on."""
    place = {"authority_id": authority_id, "kind": kind, "subject": subject}
    await session.execute(_ADD, {**place, "due_at": due_at})
    await session.execute(_WAKE, {"channel": CHANNEL, "authority_id": str(authority_id)})


async def due_jobs(
    session: Session, authority_id: UUID, *, now: datetime, limit: int
) -> Sequence[Job]:
    """What is due, the longest due first."""
    result = await session.execute(
        _DUE, {"authority_id": authority_id, "now": now, "limit": limit}
    )
    return [Job(*row) for row in result]


async def next_due(session: Session, authority_id: UUID) -> datetime | None:
    """When the next job is due; None when there is none."""
    return (await session.execute(_NEXT, {"authority_id": authority_id})).scalar_one()


async def finish_job(session: Session, authority_id: UUID, *, kind: str, subject: str) -> None:
    """Strike a job off, in the transaction of its effect."""
    place = {"authority_id": authority_id, "kind": kind, "subject": subject}
    await session.execute(_DONE, place)


async def put_off_job(
    session: Session, authority_id: UUID, job: Job, *, now: datetime, failure: str
) -> None:
    """Try again later: after 1, 2, 4 seconds and so on, up to five minutes."""
    seconds = min(2**job.attempts, _LONGEST_WAIT_SECONDS)
    await session.execute(
        _PUT_OFF,
        {
            "authority_id": authority_id,
            "kind": job.kind,
            "subject": job.subject,
            "due_at": now + timedelta(seconds=seconds),
            "failure": failure,
        },
    )
