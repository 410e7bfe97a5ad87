"""Everything that was ever recorded of the pay of posts, a few posts at a time."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.pay.domain.arrears import Entry, PostHistory
from applications.pay.storage.pay_points import effective
from applications.people.domain.organisation import Sight
from applications.people.storage.workers import SEEN, seen_by
from applications.platform.database import Session
from applications.platform.session import Row, Rows

_HISTORIES: Final = text(f"""
    WITH page AS (
        SELECT DISTINCT employee_number, post_number FROM pay_points
        WHERE authority_id = :authority_id AND recorded_at <= :known_at
          AND (employee_number, post_number) > (:after_worker, :after_post)
          AND (:everybody OR employee_number IN (
               SELECT worker.employee_number FROM workers AS worker
               WHERE worker.authority_id = :authority_id AND {SEEN}))
        ORDER BY employee_number, post_number LIMIT :limit
    )
    SELECT recorded.employee_number, recorded.post_number, recorded.starts_on,
           recorded.recorded_at, recorded.superseded_at, recorded.grade, recorded.point,
           recorded.hours_per_week, recorded.annual_salary, recorded.salary_status,
           recorded.application_id, recorded.variation_id, recorded.source_known_on,
           NULL::date AS ends_before,
           application.scheme, variation.grade_from, variation.point_from,
           post.starts_on AS held_from
    FROM page JOIN pay_points AS recorded
      ON recorded.authority_id = :authority_id
     AND recorded.employee_number = page.employee_number
     AND recorded.post_number = page.post_number AND recorded.recorded_at <= :known_at
    JOIN posts AS post
      ON post.authority_id = :authority_id
     AND post.employee_number = page.employee_number AND post.post_number = page.post_number
    LEFT JOIN variations AS variation
      ON variation.authority_id = :authority_id
     AND variation.variation_id = recorded.variation_id
    LEFT JOIN applications AS application
      ON application.authority_id = :authority_id
     AND application.application_id = recorded.application_id
    ORDER BY recorded.employee_number, recorded.post_number, recorded.starts_on,
             recorded.recorded_at
""")  # noqa: S608 - our own words


async def list_histories(
    session: Session,
    authority_id: UUID,
    sight: Sight,
    *,
    known_at: datetime,
    day: date,
    after: tuple[str, str],
    limit: int,
) -> list[PostHistory]:
    """Posts of whom the caller may see on a day, with all that was recorded by an instant."""
    result = await session.execute(
        _HISTORIES,
        {
            "authority_id": authority_id,
            **seen_by(sight, day),
            "known_at": known_at,
            "after_worker": after[0],
            "after_post": after[1],
            "limit": limit,
        },
    )
    return list(_histories(result))


def _histories(rows: Rows) -> Iterator[PostHistory]:
    for (employee_number, post_number, held_from), of_post in groupby(
        rows, key=lambda row: (row["employee_number"], row["post_number"], row["held_from"])
    ):
        yield PostHistory(
            employee_number=employee_number,
            post_number=post_number,
            held_from=held_from,
            entries=[_entry(row) for row in of_post],
        )


def _entry(row: Row) -> Entry:
    found = effective(row)
    return Entry(
        pay_point=found.pay_point,
        recorded_at=found.recorded_at,
        superseded_at=found.superseded_at,
        scheme=row["scheme"],
        grade_from=row["grade_from"],
        point_from=row["point_from"],
    )
