"""Jobs: what the worker has still to do, written with the cause of it.

A job is done at least once, so that whatever does it is safe to do again. A subject is done one at
a time: whoever takes it holds it for a while, and when they die it is taken again after that. Asked
for again while it is being done, it is done once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import text

from applications.platform.database import Session

CHANNEL: Final = "spinepoint_jobs"
_LONGEST_WAIT_SECONDS: Final = 300
_MOST_DOUBLINGS: Final = 9
_ADD: Final = text("""
    INSERT INTO jobs (authority_id, kind, subject, asked_id, due_at, attempts)
    VALUES (:authority_id, :kind, :subject, :asked_id, :due_at, 0)
    ON CONFLICT (authority_id, kind, subject) DO UPDATE SET
        asked_id = excluded.asked_id, due_at = excluded.due_at, attempts = 0, failure = NULL
""")
_WAKE: Final = text("SELECT pg_notify(:channel, :authority_id)")
_TAKE: Final = text("""
    UPDATE jobs SET held_until = :held_until, attempts = jobs.attempts + 1
    FROM (
        SELECT kind, subject FROM jobs
        WHERE authority_id = :authority_id AND kind = ANY(:kinds) AND due_at <= :now
          AND (held_until IS NULL OR held_until <= :now)
        ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE jobs.authority_id = :authority_id AND jobs.kind = due.kind
      AND jobs.subject = due.subject
    RETURNING jobs.kind, jobs.subject, jobs.asked_id, jobs.attempts
""")
_NEXT: Final = text("""
    SELECT min(greatest(due_at, held_until)) FROM jobs
    WHERE authority_id = :authority_id AND kind = ANY(:kinds)
""")
_FINISH: Final = text("""
    DELETE FROM jobs WHERE authority_id = :authority_id AND kind = :kind AND subject = :subject
      AND asked_id = :asked_id
""")
_LET_GO: Final = text("""
    UPDATE jobs SET held_until = NULL
    WHERE authority_id = :authority_id AND kind = :kind AND subject = :subject
      AND asked_id <> :asked_id
""")
_PUT_OFF: Final = text("""
    UPDATE jobs SET held_until = NULL, failure = :failure,
        due_at = CASE WHEN asked_id = :asked_id THEN :due_at ELSE due_at END
    WHERE authority_id = :authority_id AND kind = :kind AND subject = :subject
""")


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do: its kind, what it is about, and how often it was begun.

    `asked_id` changes each time that it is asked for.
    """

    kind: str
    subject: str
    asked_id: UUID
    attempts: int


async def add_job(
    session: Session, authority_id: UUID, *, kind: str, subject: str, due_at: datetime
) -> None:
    """Have something done once this transaction is committed, or from `due_at` on.

    Called before the log is appended to, which comes last.
    """
    place = {"authority_id": authority_id, "kind": kind, "subject": subject}
    await session.execute(_ADD, {**place, "asked_id": uuid4(), "due_at": due_at})
    await wake(session, authority_id)


async def wake(session: Session, authority_id: UUID) -> None:
    """Have workers look at an authority once this transaction is committed.

    Called before the log is appended to, which comes last.
    """
    await session.execute(_WAKE, {"channel": CHANNEL, "authority_id": str(authority_id)})


async def take_jobs(
    session: Session,
    authority_id: UUID,
    *,
    kinds: Sequence[str],
    now: datetime,
    held_until: datetime,
    limit: int,
) -> Sequence[Job]:
    """Take what is due, the longest due first: nobody else takes it until `held_until`."""
    result = await session.execute(
        _TAKE,
        {
            "authority_id": authority_id,
            "kinds": list(kinds),
            "now": now,
            "held_until": held_until,
            "limit": limit,
        },
    )
    return [Job(*row) for row in result]


async def next_due(
    session: Session, authority_id: UUID, *, kinds: Sequence[str]
) -> datetime | None:
    """When the next job of these kinds can be taken; None when there is none."""
    parameters = {"authority_id": authority_id, "kinds": list(kinds)}
    found: datetime | None = (await session.execute(_NEXT, parameters)).scalar_one()
    return found


async def finish_job(session: Session, authority_id: UUID, job: Job) -> None:
    """Strike a job off; when it was asked for again since it was taken, only let go of it."""
    place = {"authority_id": authority_id, "kind": job.kind, "subject": job.subject}
    for statement in (_FINISH, _LET_GO):
        await session.execute(statement, {**place, "asked_id": job.asked_id})


async def put_off_job(
    session: Session, authority_id: UUID, job: Job, *, now: datetime, failure: str
) -> None:
    """Try again later: after 1, 2, 4 seconds and so on, up to five minutes."""
    seconds = min(2 ** min(job.attempts - 1, _MOST_DOUBLINGS), _LONGEST_WAIT_SECONDS)
    await session.execute(
        _PUT_OFF,
        {
            "authority_id": authority_id,
            "kind": job.kind,
            "subject": job.subject,
            "asked_id": job.asked_id,
            "due_at": now + timedelta(seconds=seconds),
            "failure": failure,
        },
    )
