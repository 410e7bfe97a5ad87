"""How workers are written to their tables, several at once."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.people.domain.records import Worker
from applications.platform.database import Session
from applications.platform.versions import StaleVersionError

SUBJECT: Final = "workers_subject"
"""The constraint that a token subject stands for one worker."""

_LOCK: Final = text("""
    SELECT version FROM workers
    WHERE authority_id = :authority_id AND employee_number = ANY(:employee_numbers)
    ORDER BY employee_number FOR UPDATE
""")
_SUBJECTS: Final = text("""
    SELECT subject, employee_number FROM workers
    WHERE authority_id = :authority_id AND subject = ANY(:subjects)
""")
_PUT: Final = text("""
    INSERT INTO workers (authority_id, employee_number, subject, name, email, registration_number,
                         line_manager, facts, retention_class, legal_hold, version, changed_at)
    SELECT :authority_id, sent.*, :changed_at
    FROM jsonb_to_recordset(CAST(:workers AS jsonb)) AS sent (
        employee_number text, subject text, name text, email text, registration_number text,
        line_manager text, facts jsonb, retention_class text, legal_hold boolean, version integer)
    ON CONFLICT (authority_id, employee_number) DO UPDATE SET
        subject = excluded.subject, name = excluded.name, email = excluded.email,
        registration_number = excluded.registration_number, line_manager = excluded.line_manager,
        facts = excluded.facts, version = excluded.version, changed_at = excluded.changed_at
    WHERE workers.version = excluded.version - 1
    RETURNING version
""")
_PUT_POSTS: Final = text("""
    INSERT INTO posts (authority_id, employee_number, post_number, team, grade, point_position,
                       hours_per_week, starts_on, ends_before)
    SELECT :authority_id, post.*
    FROM jsonb_to_recordset(CAST(:posts AS jsonb)) AS post (
        employee_number text, post_number text, team text, grade text, point_position integer,
        hours_per_week numeric, starts_on date, ends_before date)
    ON CONFLICT (authority_id, employee_number, post_number) DO UPDATE SET
        team = excluded.team, grade = excluded.grade, point_position = excluded.point_position,
        hours_per_week = excluded.hours_per_week, starts_on = excluded.starts_on,
        ends_before = excluded.ends_before
""")
_ENCODE: Final = msgspec.json.Encoder().encode


async def lock_workers(
    session: Session, authority_id: UUID, employee_numbers: Sequence[str]
) -> None:
    """Let nobody else change these workers, where they are there, until the transaction ends."""
    place = {"authority_id": authority_id, "employee_numbers": list(employee_numbers)}
    await session.execute(_LOCK, place)


async def find_subjects(
    session: Session, authority_id: UUID, subjects: Sequence[str]
) -> dict[str, str]:
    """Whom these token subjects stand for: the employee number of each that is taken."""
    if not subjects:
        return {}
    place = {"authority_id": authority_id, "subjects": list(subjects)}
    return dict(tuple(row) for row in await session.execute(_SUBJECTS, place))


async def put_workers(session: Session, authority_id: UUID, workers: Sequence[Worker]) -> None:
    """Write workers and their posts, new or changed, in this order; each of them comes once.

    Raises:
        StaleVersionError: Somebody else wrote one of them since they were looked for.
        DuplicateError: `workers_subject`: another worker has the subject of one of them.
    """
    values = {
        "authority_id": authority_id,
        "workers": _ENCODE([_columns(each) for each in workers]).decode(),
        "changed_at": workers[0].changed_at,
    }
    if len([*await session.execute(_PUT, values)]) != len(workers):
        raise StaleVersionError("Somebody else has just added it: read it first.")
    posts = [
        {"employee_number": each.details.employee_number, **asdict(post)}
        for each in workers
        for post in each.details.posts
    ]
    if posts:
        place = {"authority_id": authority_id, "posts": _ENCODE(posts).decode()}
        await session.execute(_PUT_POSTS, place)


def _columns(worker: Worker) -> dict[str, object]:
    details = worker.details
    return {
        "employee_number": details.employee_number,
        "subject": details.subject,
        "name": details.name,
        "email": details.email,
        "registration_number": details.registration_number,
        "line_manager": details.line_manager,
        "facts": {**details.facts, **details.qualifications},
        "retention_class": worker.retention_class,
        "legal_hold": worker.legal_hold,
        "version": worker.version,
    }
