"""Posts as the HRIS has them, beside what was decided here."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.pay.domain.reconciliation import Compared, PostPay
from applications.people.domain.organisation import Sight
from applications.people.storage.workers import SEEN, seen_by
from applications.platform.database import Session
from applications.platform.session import Row

_BEFORE_ALL: Final = ("", "")
# What is the same on both sides is left out here, and what is left is named by the domain.
_LIST: Final = text(f"""
    WITH here AS (
        SELECT employee_number, post_number, starts_on, grade, hours_per_week, variation_id,
               CAST(point ->> 'position' AS integer) AS position,
               lead(starts_on) OVER (
                   PARTITION BY employee_number, post_number ORDER BY starts_on) AS ends_before
        FROM pay_points
        WHERE authority_id = :authority_id AND superseded_at IS NULL
          AND (employee_number, post_number) > (:after_worker, :after_post)
    ), in_effect AS (
        SELECT * FROM here
        WHERE grade IS NOT NULL AND starts_on <= :effective_on
          AND (ends_before IS NULL OR ends_before > :effective_on)
    ), held AS (
        SELECT employee_number, post_number, grade, point_position, hours_per_week
        FROM posts
        WHERE authority_id = :authority_id AND starts_on <= :effective_on
          AND (ends_before IS NULL OR ends_before > :effective_on)
          AND (employee_number, post_number) > (:after_worker, :after_post)
    ), paired AS (
        SELECT employee_number, post_number, held.grade AS there_grade,
               held.point_position AS there_position, held.hours_per_week AS there_hours,
               in_effect.grade AS here_grade, in_effect.position AS here_position,
               in_effect.hours_per_week AS here_hours, in_effect.starts_on, in_effect.variation_id
        FROM held FULL JOIN in_effect USING (employee_number, post_number)
    )
    SELECT paired.*, variation.status AS variation_status, variation.hris_reference
    FROM paired
    LEFT JOIN variations AS variation
      ON variation.authority_id = :authority_id AND variation.variation_id = paired.variation_id
    WHERE (:everybody OR paired.employee_number IN (
            SELECT worker.employee_number FROM workers AS worker
            WHERE worker.authority_id = :authority_id AND {SEEN}))
      AND (CAST(:known_here AS boolean) IS NULL OR (here_grade IS NOT NULL) = :known_here)
      AND (there_grade IS NULL OR here_grade IS NULL OR there_grade <> here_grade
           OR there_position <> here_position OR there_hours <> here_hours
           OR variation.status IN ('approved', 'sent', 'rejected'))
    ORDER BY paired.employee_number, paired.post_number LIMIT :limit
""")  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class DifferenceFilter:
    """Which differences: of which day, and of posts whose pay is known here, or is not, or both."""

    effective_on: date
    known_here: bool | None = None


async def list_compared(
    session: Session,
    authority_id: UUID,
    sight: Sight,
    *,
    wanted: DifferenceFilter,
    day: date,
    after: tuple[str, str] | None,
    limit: int,
) -> list[Compared]:
    """The posts that differ on a day, of workers whom the caller may see on `day`."""
    after_worker, after_post = after or _BEFORE_ALL
    result = await session.execute(
        _LIST,
        {
            "authority_id": authority_id,
            **seen_by(sight, day),
            "effective_on": wanted.effective_on,
            "known_here": wanted.known_here,
            "after_worker": after_worker,
            "after_post": after_post,
            "limit": limit,
        },
    )
    return [_compared(row) for row in result]


def _compared(row: Row) -> Compared:
    return Compared(
        employee_number=row["employee_number"],
        post_number=row["post_number"],
        there=_side(row, "there"),
        here=_side(row, "here"),
        starts_on=row["starts_on"],
        variation_id=row["variation_id"],
        variation_status=row["variation_status"],
        hris_reference=row["hris_reference"],
    )


def _side(row: Row, side: str) -> PostPay | None:
    grade = row[f"{side}_grade"]
    if grade is None:
        return None
    return PostPay(
        grade=grade, position=row[f"{side}_position"], hours_per_week=row[f"{side}_hours"]
    )
