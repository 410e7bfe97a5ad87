"""Workers and their posts in their tables, as far as a caller may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.people.domain.organisation import Sight
from applications.people.domain.person_facts import QUALIFICATIONS
from applications.people.domain.records import Post, Worker, WorkerDetails
from applications.people.storage.rows import write
from applications.platform.database import Session
from applications.platform.session import Row

SUBJECT: Final = "workers_subject"
"""The constraint that a token subject stands for one worker."""

_LOCK: Final = text("""
    SELECT version FROM workers
    WHERE authority_id = :authority_id AND employee_number = :employee_number FOR UPDATE
""")
_SELECT: Final = """
    SELECT worker.employee_number, worker.subject, worker.name, worker.email,
           worker.registration_number, worker.line_manager, worker.facts, worker.retention_class,
           worker.legal_hold, worker.version, worker.changed_at,
           (SELECT json_agg(json_build_object(
                'post_number', post.post_number, 'team', post.team, 'grade', post.grade,
                'point_position', post.point_position,
                'hours_per_week', CAST(post.hours_per_week AS text),
                'starts_on', post.starts_on, 'ends_before', post.ends_before))
            FROM posts AS post
            WHERE post.authority_id = worker.authority_id
              AND post.employee_number = worker.employee_number) AS posts
    FROM workers AS worker
    WHERE worker.authority_id = :authority_id
"""
_NOT_ENDED: Final = """
    post.authority_id = :authority_id AND post.employee_number = worker.employee_number
    AND (post.ends_before IS NULL OR post.ends_before > :day)
"""
# A team's manager is the line manager of those for whom the HRIS names none; whom they manage, they
# see by their role. What is left is their own manager: the higher manager of those workers.
SEEN: Final = f"""
    (:everybody OR worker.employee_number = :me OR worker.line_manager = :me
     OR EXISTS (
        SELECT FROM workers AS manager
        WHERE manager.authority_id = :authority_id
          AND manager.employee_number = worker.line_manager AND manager.line_manager = :me)
     OR EXISTS (
        SELECT FROM posts AS post JOIN teams AS team USING (authority_id, team)
        WHERE {_NOT_ENDED}
          AND (team.team = ANY(:teams) OR team.service = ANY(:services)
               OR team.locality = ANY(:localities)))
     OR (worker.line_manager IS NULL AND EXISTS (
        SELECT FROM posts AS post
        JOIN role_assignments AS held ON held.authority_id = :authority_id
          AND held.role = 'team_manager' AND held.over_kind = 'team' AND held.over = post.team
          AND held.starts_on <= :day AND (held.ends_before IS NULL OR held.ends_before > :day)
        JOIN workers AS manager ON manager.authority_id = :authority_id
          AND manager.employee_number = held.employee_number AND manager.line_manager = :me
        WHERE {_NOT_ENDED})))
"""  # noqa: S608 - our own words
_ONE: Final = f"{_SELECT} AND worker.employee_number = :employee_number"
_FIND: Final = text(_ONE)
_FIND_SEEN: Final = text(f"{_ONE} AND {SEEN}")
_LIST: Final = text(f"""
    {_SELECT} AND {SEEN}
      AND ((CAST(:team AS text) IS NULL AND CAST(:grade AS text) IS NULL) OR EXISTS (
           SELECT FROM posts AS post
           WHERE {_NOT_ENDED}
             AND (CAST(:team AS text) IS NULL OR post.team = :team)
             AND (CAST(:grade AS text) IS NULL OR post.grade = :grade)))
      AND (CAST(:updated_since AS timestamptz) IS NULL OR worker.changed_at >= :updated_since)
      AND (CAST(:after AS text) IS NULL OR worker.employee_number > :after)
    ORDER BY worker.employee_number LIMIT :limit
""")
_PUT: Final = text("""
    INSERT INTO workers (authority_id, employee_number, subject, name, email, registration_number,
                         line_manager, facts, retention_class, legal_hold, version, changed_at)
    VALUES (:authority_id, :employee_number, :subject, :name, :email, :registration_number,
            :line_manager, CAST(:facts AS jsonb), :retention_class, :legal_hold, :version,
            :changed_at)
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
    SELECT :authority_id, :employee_number, post.*
    FROM jsonb_to_recordset(CAST(:posts AS jsonb)) AS post (
        post_number text, team text, grade text, point_position integer,
        hours_per_week numeric, starts_on date, ends_before date)
    ON CONFLICT (authority_id, employee_number, post_number) DO UPDATE SET
        team = excluded.team, grade = excluded.grade, point_position = excluded.point_position,
        hours_per_week = excluded.hours_per_week, starts_on = excluded.starts_on,
        ends_before = excluded.ends_before
""")
_KNOWN: Final = text("""
    SELECT employee_number FROM workers
    WHERE authority_id = :authority_id AND employee_number = ANY(:employee_numbers)
""")
_ENCODE: Final = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerFilter:
    """What a list of workers is narrowed to; `team` and `grade` are of one post, not ended."""

    team: str | None = None
    grade: str | None = None
    updated_since: datetime | None = None


async def lock_worker(session: Session, authority_id: UUID, employee_number: str) -> None:
    """Let nobody else change a worker, where there is one, until the transaction ends."""
    await session.execute(_LOCK, {"authority_id": authority_id, "employee_number": employee_number})


async def find_worker(session: Session, authority_id: UUID, employee_number: str) -> Worker | None:
    """A worker, whoever asks."""
    place = {"authority_id": authority_id, "employee_number": employee_number}
    row = (await session.execute(_FIND, place)).mappings().one_or_none()
    return None if row is None else _worker(row)


async def find_worker_seen(
    session: Session, authority_id: UUID, employee_number: str, sight: Sight, *, day: date
) -> Worker | None:
    """A worker, if the caller may see them on a day."""
    place = {"authority_id": authority_id, "employee_number": employee_number}
    result = await session.execute(_FIND_SEEN, {**place, **seen_by(sight, day)})
    row = result.mappings().one_or_none()
    return None if row is None else _worker(row)


async def list_workers(
    session: Session,
    authority_id: UUID,
    sight: Sight,
    wanted: WorkerFilter,
    *,
    day: date,
    after: str | None,
    limit: int,
) -> list[Worker]:
    """The workers whom a caller may see on a day, by employee number."""
    result = await session.execute(
        _LIST,
        {
            "authority_id": authority_id,
            **seen_by(sight, day),
            "team": wanted.team,
            "grade": wanted.grade,
            "updated_since": wanted.updated_since,
            "after": after,
            "limit": limit,
        },
    )
    return [_worker(row) for row in result.mappings()]


async def put_worker(session: Session, authority_id: UUID, worker: Worker) -> None:
    """Write a worker and the posts, new or changed.

    Raises:
        StaleVersionError: Somebody else wrote the worker since it was looked for.
        DuplicateError: `workers_subject`: another worker has this subject.
    """
    details = worker.details
    await write(
        session,
        _PUT,
        {
            "authority_id": authority_id,
            "employee_number": details.employee_number,
            "subject": details.subject,
            "name": details.name,
            "email": details.email,
            "registration_number": details.registration_number,
            "line_manager": details.line_manager,
            "facts": _ENCODE({**details.facts, **details.qualifications}).decode(),
            "retention_class": worker.retention_class,
            "legal_hold": worker.legal_hold,
            "version": worker.version,
            "changed_at": worker.changed_at,
        },
    )
    if details.posts:
        posts = {
            "authority_id": authority_id,
            "employee_number": details.employee_number,
            "posts": _ENCODE(details.posts).decode(),
        }
        await session.execute(_PUT_POSTS, posts)


async def missing_workers(
    session: Session, authority_id: UUID, employee_numbers: Collection[str]
) -> frozenset[str]:
    """Those of these workers who are not there."""
    place = {"authority_id": authority_id, "employee_numbers": list(employee_numbers)}
    return frozenset(employee_numbers) - frozenset((await session.execute(_KNOWN, place)).scalars())


def seen_by(sight: Sight, day: date) -> dict[str, object]:
    """The parameters of `SEEN`."""
    return {
        "me": sight.employee_number,
        "everybody": sight.everybody,
        "teams": list(sight.teams),
        "services": list(sight.services),
        "localities": list(sight.localities),
        "day": day,
    }


def _worker(row: Row) -> Worker:
    facts = row["facts"]
    return Worker(
        details=WorkerDetails(
            employee_number=row["employee_number"],
            subject=row["subject"],
            name=row["name"],
            email=row["email"],
            registration_number=row["registration_number"],
            line_manager=row["line_manager"],
            qualifications={name: facts[name] for name in QUALIFICATIONS if name in facts},
            facts={name: facts[name] for name in facts if name not in QUALIFICATIONS},
            posts=_posts(row["posts"]),
        ),
        retention_class=row["retention_class"],
        legal_hold=row["legal_hold"],
        version=row["version"],
        changed_at=row["changed_at"],
    )


def _posts(found: Sequence[object] | None) -> tuple[Post, ...]:
    posts = msgspec.convert(found or (), tuple[Post, ...])
    return tuple(sorted(posts, key=lambda post: post.post_number))
