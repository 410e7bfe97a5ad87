"""How workers are written to their tables, several at once."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import TextClause, text

from applications.people.domain.records import Post, Worker
from applications.platform.database import Session
from applications.platform.versions import StaleVersionError

SUBJECT: Final = "workers_subject"
"""The constraint that a token subject stands for one worker."""
NUMBER: Final = "workers_pkey"
"""The constraint that each employee number is of one worker."""

# One by one, in the order given: see how workers are found.
_LOCK: Final = text("""
    SELECT locked.employee_number
    FROM unnest(CAST(:employee_numbers AS text[])) AS wanted (number)
    CROSS JOIN LATERAL (
        SELECT employee_number FROM workers
        WHERE authority_id = :authority_id AND employee_number = wanted.number FOR UPDATE) AS locked
""")
_SUBJECTS: Final = text("""
    SELECT holder.* FROM unnest(CAST(:subjects AS text[])) AS wanted (subject)
    CROSS JOIN LATERAL (
        SELECT subject, employee_number FROM workers
        WHERE authority_id = :authority_id AND subject = wanted.subject OFFSET 0) AS holder
""")
_ADD: Final = """
    INSERT INTO workers (authority_id, employee_number, subject, name, email, registration_number,
                         line_manager, facts, retention_class, legal_hold, version, changed_at)
    SELECT :authority_id, sent.employee_number, sent.subject, sent.name, sent.email,
           sent.registration_number, sent.line_manager, CAST(sent.facts AS jsonb),
           sent.retention_class, sent.legal_hold, sent.version, :changed_at
    FROM unnest(
        CAST(:employee_number AS text[]), CAST(:subject AS text[]), CAST(:name AS text[]),
        CAST(:email AS text[]), CAST(:registration_number AS text[]),
        CAST(:line_manager AS text[]), CAST(:facts AS text[]), CAST(:retention_class AS text[]),
        CAST(:legal_hold AS boolean[]), CAST(:version AS integer[])
    ) AS sent (employee_number, subject, name, email, registration_number, line_manager, facts,
               retention_class, legal_hold, version)
"""
_PUT: Final = text(f"""{_ADD}
    ON CONFLICT (authority_id, employee_number) DO UPDATE SET
        subject = excluded.subject, name = excluded.name, email = excluded.email,
        registration_number = excluded.registration_number, line_manager = excluded.line_manager,
        facts = excluded.facts, version = excluded.version, changed_at = excluded.changed_at
    WHERE workers.version = excluded.version - 1
    RETURNING version
""")
_ADD_POSTS: Final = """
    INSERT INTO posts (authority_id, employee_number, post_number, team, grade, point_position,
                       hours_per_week, starts_on, ends_before)
    SELECT :authority_id, post.*
    FROM unnest(
        CAST(:employee_number AS text[]), CAST(:post_number AS text[]), CAST(:team AS text[]),
        CAST(:grade AS text[]), CAST(:point_position AS integer[]),
        CAST(:hours_per_week AS numeric[]), CAST(:starts_on AS date[]), CAST(:ends_before AS date[])
    ) AS post
"""
_PUT_POSTS: Final = text(f"""{_ADD_POSTS}
    ON CONFLICT (authority_id, employee_number, post_number) DO UPDATE SET
        team = excluded.team, grade = excluded.grade, point_position = excluded.point_position,
        hours_per_week = excluded.hours_per_week, starts_on = excluded.starts_on,
        ends_before = excluded.ends_before
""")
_ADD_WORKERS: Final = text(_ADD)
_ADD_THEIR_POSTS: Final = text(_ADD_POSTS)
_POST_COLUMNS: Final = tuple(field.name for field in fields(Post))
_OF_DETAILS: Final = (
    "employee_number", "subject", "name", "email", "registration_number", "line_manager",
)  # fmt: skip
_OF_WORKERS: Final = ("retention_class", "legal_hold", "version")
_ENCODE: Final = msgspec.json.Encoder().encode


async def lock_workers(
    session: Session, authority_id: UUID, employee_numbers: Sequence[str]
) -> list[str]:
    """Let nobody else change these workers until the transaction ends; say which are there."""
    place = {"authority_id": authority_id, "employee_numbers": list(employee_numbers)}
    return (await session.execute(_LOCK, place)).scalars()


async def find_subjects(
    session: Session, authority_id: UUID, subjects: Sequence[str]
) -> dict[str, str]:
    """Whom these token subjects stand for: the employee number of each that is taken."""
    if not subjects:
        return {}
    place = {"authority_id": authority_id, "subjects": list(subjects)}
    return dict(tuple(row) for row in await session.execute(_SUBJECTS, place))


async def put_workers(session: Session, authority_id: UUID, workers: Sequence[Worker]) -> None:
    """Write workers and their posts, new or changed; each of them comes once.

    The changed ones are written first: a new one may have a subject that another had until now.

    Raises:
        StaleVersionError: Somebody else wrote one of them since they were looked for.
        DuplicateError: `workers_subject`: another worker has the subject of one of them;
            `workers_pkey`: somebody else has just added one of them.
    """
    changed = [each for each in workers if each.version > 1]
    new = [each for each in workers if each.version == 1]
    if changed:
        written = await session.execute(_PUT, _columns(authority_id, changed))
        if len(written.scalars()) != len(changed):
            raise StaleVersionError("Somebody else has just changed it: read it first.")
        await _put_posts(session, authority_id, changed, _PUT_POSTS)
    if new:
        await session.execute(_ADD_WORKERS, _columns(authority_id, new))
        await _put_posts(session, authority_id, new, _ADD_THEIR_POSTS)


async def _put_posts(
    session: Session, authority_id: UUID, workers: Sequence[Worker], statement: TextClause
) -> None:
    posts = [
        (each.details.employee_number, post) for each in workers for post in each.details.posts
    ]
    if posts:
        columns: dict[str, object] = {
            name: [getattr(post, name) for _, post in posts] for name in _POST_COLUMNS
        }
        numbers = [number for number, _ in posts]
        place = {"authority_id": authority_id, "employee_number": numbers}
        await session.execute(statement, {**columns, **place})


def _columns(authority_id: UUID, workers: Sequence[Worker]) -> dict[str, object]:
    every = [each.details for each in workers]
    return {
        "authority_id": authority_id,
        "changed_at": workers[0].changed_at,
        **{name: [getattr(each, name) for each in every] for name in _OF_DETAILS},
        **{name: [getattr(each, name) for each in workers] for name in _OF_WORKERS},
        "facts": [_ENCODE({**each.facts, **each.qualifications}).decode() for each in every],
    }
