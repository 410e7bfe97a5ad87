"""Effective pay points in their table, by both times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import TextClause, text

from applications.log.storage import HEAD_RECORDED_AT
from applications.pay.domain.determinations import Point
from applications.pay.domain.pay_points import EffectivePayPoint, PayPoint
from applications.people.domain.organisation import Sight
from applications.people.storage.workers import SEEN, seen_by
from applications.platform.database import Session
from applications.platform.session import Row

_SUPERSEDE: Final = text("""
    UPDATE pay_points SET superseded_at = :recorded_at
    WHERE authority_id = :authority_id AND employee_number = :employee_number
      AND post_number = :post_number AND starts_on = :starts_on AND superseded_at IS NULL
""")
_INSERT: Final = text("""
    INSERT INTO pay_points (authority_id, employee_number, post_number, starts_on, recorded_at,
                            grade, point, hours_per_week, annual_salary, salary_status,
                            application_id, variation_id)
    VALUES (:authority_id, :employee_number, :post_number, :starts_on, :recorded_at, :grade,
            CAST(:point AS jsonb), :hours_per_week, :annual_salary, :salary_status,
            :application_id, :variation_id)
""")
# The rows that were known at an instant, each until the next one of its post begins.
_KNOWN: Final = """
    SELECT employee_number, post_number, starts_on, recorded_at, superseded_at, grade, point,
           hours_per_week, annual_salary, salary_status, application_id, variation_id,
           source_known_on,
           lead(starts_on) OVER (
               PARTITION BY employee_number, post_number ORDER BY starts_on) AS ends_before
    FROM pay_points
    WHERE authority_id = :authority_id AND recorded_at <= :known_at
      AND (superseded_at IS NULL OR superseded_at > :known_at)
"""
_TIMELINE: Final = text(f"""
    WITH known AS ({_KNOWN} AND employee_number = :employee_number)
    SELECT * FROM known WHERE grade IS NOT NULL ORDER BY post_number, starts_on
""")  # noqa: S608 - our own words
# In the order of the primary key and without alternatives, so that a page reads little more than it
# gives.
_PAGE: Final = f"""
    WITH known AS (
        {_KNOWN}
        AND (employee_number, post_number) > (:after_worker, :after_post)
        {{narrowed}})
    SELECT * FROM known
    WHERE grade IS NOT NULL AND starts_on <= :effective_on
      AND (ends_before IS NULL OR ends_before > :effective_on)
    ORDER BY employee_number, post_number LIMIT :limit
"""  # noqa: S608 - as above
# With the head of the log, also where there is nothing to list: one question in place of two.
_LIST: Final = f"""
    SELECT {HEAD_RECORDED_AT} AS head_recorded_at, page.*
    FROM (SELECT) AS always LEFT JOIN ({_PAGE}) AS page ON true
    ORDER BY employee_number, post_number
"""  # noqa: S608 - as above
_OF_ONE: Final = "AND employee_number = :employee_number"
# Not even to be passed over: PostgreSQL makes ready whatever a statement might look up, which costs
# more than one worker's rows.
_OF_THE_SEEN: Final = f"""
    AND (:everybody OR employee_number IN (
         SELECT worker.employee_number FROM workers AS worker
         WHERE worker.authority_id = :authority_id AND {SEEN}))
"""  # noqa: S608 - as above
_LISTS: Final[Mapping[tuple[bool, bool], TextClause]] = {
    (of_one, of_everybody): text(
        _LIST.format(narrowed=(_OF_ONE if of_one else "") + ("" if of_everybody else _OF_THE_SEEN))
    )
    for of_one in (True, False)
    for of_everybody in (True, False)
}
_BEFORE_ALL: Final = ("", "")
_ENCODE: Final = msgspec.json.Encoder().encode


async def record_pay_point(
    session: Session, authority_id: UUID, point: PayPoint, recorded_at: datetime
) -> None:
    """Record what is known of a post's pay from an instant on; what it replaces is superseded.

    `recorded_at` is the instant that the log gave to the same transaction.
    """
    place = {
        "authority_id": authority_id,
        "employee_number": point.employee_number,
        "post_number": point.post_number,
        "starts_on": point.starts_on,
        "recorded_at": recorded_at,
    }
    await session.execute(_SUPERSEDE, place)
    await session.execute(
        _INSERT,
        {
            **place,
            "grade": point.grade,
            "point": None if point.point is None else _ENCODE(point.point).decode(),
            "hours_per_week": point.hours_per_week,
            "annual_salary": point.annual_salary,
            "salary_status": point.salary_status,
            "application_id": point.application_id,
            "variation_id": point.variation_id,
        },
    )


async def list_timeline(
    session: Session, authority_id: UUID, employee_number: str, *, known_at: datetime
) -> list[EffectivePayPoint]:
    """Every pay point of a worker as known at an instant, by post and first day."""
    result = await session.execute(
        _TIMELINE,
        {
            "authority_id": authority_id,
            "employee_number": employee_number,
            "known_at": known_at,
        },
    )
    return [effective(row) for row in result]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPointFilter:
    """What a list of pay points is narrowed to, in both times."""

    effective_on: date
    known_at: datetime
    employee_number: str | None = None


async def list_pay_points(
    session: Session,
    authority_id: UUID,
    sight: Sight,
    wanted: PayPointFilter,
    *,
    day: date,
    after: tuple[str, str] | None,
    limit: int,
) -> tuple[datetime | None, list[EffectivePayPoint]]:
    """Who is on which point on `effective_on`, as known at an instant, by worker and post.

    Of the workers whom the caller may see on `day`. With it, when the log was last written to.
    """
    after_worker, after_post = after or _BEFORE_ALL
    result = await session.execute(
        _LISTS[wanted.employee_number is not None, sight.everybody],
        {
            "authority_id": authority_id,
            **seen_by(sight, day),
            "effective_on": wanted.effective_on,
            "known_at": wanted.known_at,
            "employee_number": wanted.employee_number,
            "after_worker": after_worker,
            "after_post": after_post,
            "limit": limit,
        },
    )
    rows = list(result)
    found = [effective(row) for row in rows if row["employee_number"] is not None]
    return rows[0]["head_recorded_at"], found


def effective(row: Row) -> EffectivePayPoint:
    """The pay point of a row, as it was known."""
    return EffectivePayPoint(
        pay_point=PayPoint(
            employee_number=row["employee_number"],
            post_number=row["post_number"],
            starts_on=row["starts_on"],
            grade=row["grade"],
            point=msgspec.convert(row["point"], Point | None),
            hours_per_week=row["hours_per_week"],
            annual_salary=row["annual_salary"],
            salary_status=row["salary_status"],
            application_id=row["application_id"],
            variation_id=row["variation_id"],
            source_known_on=row["source_known_on"],
        ),
        ends_before=row["ends_before"],
        recorded_at=row["recorded_at"],
        superseded_at=row["superseded_at"],
    )
