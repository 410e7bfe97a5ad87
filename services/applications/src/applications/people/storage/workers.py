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
from applications.people.domain.register import RegisterCheck
from applications.platform.database import Session
from applications.platform.session import Row

_SELECT: Final = """
    SELECT worker.employee_number, worker.subject, worker.name, worker.email,
           worker.registration_number, worker.line_manager, worker.facts, worker.retention_class,
           worker.legal_hold, worker.version, worker.changed_at,
           (SELECT json_agg(json_build_object(
                'post_number', post.post_number, 'team', post.team, 'grade', post.grade,
                'point_position', post.point_position,
                'hours_per_week', CAST(post.hours_per_week AS text),
                'starts_on', post.starts_on, 'ends_before', post.ends_before, 'team_since', (
                    SELECT told.since FROM post_teams AS told
                    WHERE told.authority_id = post.authority_id
                      AND told.employee_number = post.employee_number
                      AND told.post_number = post.post_number
                    ORDER BY told.since DESC LIMIT 1)))
            FROM posts AS post
            WHERE post.authority_id = worker.authority_id
              AND post.employee_number = worker.employee_number) AS posts,
           (SELECT json_build_object(
                'checked_on', said.checked_on, 'name', said.name, 'status', said.status,
                'conditions', said.conditions, 'registered_from', said.registered_from,
                'registered_until', said.registered_until, 'import_id', said.import_id)
            FROM register_checks AS said
            WHERE said.authority_id = worker.authority_id
              AND said.registration_number = worker.registration_number
            ORDER BY said.checked_on DESC LIMIT 1) AS register_check
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
# One by one: a plan for many at once guesses at how many there are, and may read them all.
_FIND_SEVERAL: Final = text(f"""
    SELECT found.* FROM unnest(CAST(:employee_numbers AS text[])) AS wanted (number)
    CROSS JOIN LATERAL ({_SELECT} AND worker.employee_number = wanted.number OFFSET 0) AS found
""")  # noqa: S608 - our own words
_FIND_REGISTERED: Final = text(f"""
    SELECT found.* FROM unnest(CAST(:registration_numbers AS text[])) AS wanted (number)
    CROSS JOIN LATERAL ({_SELECT} AND worker.registration_number = wanted.number OFFSET 0) AS found
""")  # noqa: S608 - as above
_FIND_SEEN: Final = text(f"{_ONE} AND {SEEN}")
_IS_THERE: Final = """
    SELECT EXISTS (
        SELECT FROM workers AS worker
        WHERE worker.authority_id = :authority_id AND worker.employee_number = :employee_number
          AND {whom})
"""
# By whether everybody is seen: what a statement might look up costs even where it is passed over.
_IS_SEEN: Final = {
    True: text(_IS_THERE.format(whom="true")),
    False: text(_IS_THERE.format(whom=SEEN)),
}
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
_KNOWN: Final = text("""
    SELECT employee_number FROM workers
    WHERE authority_id = :authority_id AND employee_number = ANY(:employee_numbers)
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerFilter:
    """What a list of workers is narrowed to; `team` and `grade` are of one post, not ended."""

    team: str | None = None
    grade: str | None = None
    updated_since: datetime | None = None


async def find_workers(
    session: Session, authority_id: UUID, employee_numbers: Sequence[str]
) -> dict[str, Worker]:
    """Those of these workers who are there, by number, whoever asks."""
    place = {"authority_id": authority_id, "employee_numbers": list(employee_numbers)}
    found = [_worker(row) for row in await session.execute(_FIND_SEVERAL, place)]
    return {each.details.employee_number: each for each in found}


async def find_registered(
    session: Session, authority_id: UUID, registration_numbers: Sequence[str]
) -> dict[str, list[Worker]]:
    """The workers of these registration numbers, by theirs, whoever asks."""
    place = {"authority_id": authority_id, "registration_numbers": list(registration_numbers)}
    found: dict[str, list[Worker]] = {}
    for row in await session.execute(_FIND_REGISTERED, place):
        found.setdefault(row["registration_number"], []).append(_worker(row))
    return found


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


async def is_worker_seen(
    session: Session, authority_id: UUID, employee_number: str, sight: Sight, *, day: date
) -> bool:
    """Whether there is such a worker, and the caller may see them on a day."""
    place = {"authority_id": authority_id, "employee_number": employee_number}
    result = await session.execute(_IS_SEEN[sight.everybody], {**place, **seen_by(sight, day)})
    return bool(result.scalar_one())


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
        register_check=msgspec.convert(row["register_check"], RegisterCheck | None),
    )


def _posts(found: Sequence[object] | None) -> tuple[Post, ...]:
    posts = msgspec.convert(found or (), tuple[Post, ...])
    return tuple(sorted(posts, key=lambda post: post.post_number))
