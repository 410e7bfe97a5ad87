"""Changes of pay, in the order in which they were recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.pay.domain.changes import Moment, PayChange
from applications.pay.storage.pay_points import effective
from applications.people.domain.organisation import Sight
from applications.people.storage.workers import SEEN, seen_by
from applications.platform.database import Session
from applications.platform.session import Row

# `ends_before` is the first day of what followed as it was known when the change was recorded; what
# a change says of the days behind it, it does not say.
_LIST: Final = text(f"""
    WITH placed AS (
        SELECT employee_number, post_number, starts_on, recorded_at, superseded_at, grade, point,
               hours_per_week, annual_salary, salary_status, application_id, variation_id,
               source_known_on,
               row_number() OVER (
                   PARTITION BY recorded_at
                   ORDER BY employee_number, post_number, starts_on) AS place
        FROM pay_points
        WHERE authority_id = :authority_id AND recorded_at >= :after_at
          AND recorded_at <= :known_at
    )
    SELECT change.*, later.starts_on AS ends_before, earlier.recorded_at AS superseded_recorded_at,
           (SELECT count(*) FROM pay_points AS beside
            WHERE beside.authority_id = :authority_id
              AND beside.recorded_at = earlier.recorded_at
              AND (beside.employee_number, beside.post_number, beside.starts_on)
                  <= (change.employee_number, change.post_number, change.starts_on)
           ) AS superseded_place
    FROM placed AS change
    LEFT JOIN LATERAL (
        SELECT min(next.starts_on) AS starts_on FROM pay_points AS next
        WHERE next.authority_id = :authority_id
          AND next.employee_number = change.employee_number
          AND next.post_number = change.post_number AND next.starts_on > change.starts_on
          AND next.recorded_at <= change.recorded_at
          AND (next.superseded_at IS NULL OR next.superseded_at > change.recorded_at)
    ) AS later ON true
    LEFT JOIN pay_points AS earlier
      ON earlier.authority_id = :authority_id
     AND earlier.employee_number = change.employee_number
     AND earlier.post_number = change.post_number AND earlier.starts_on = change.starts_on
     AND earlier.superseded_at = change.recorded_at
    WHERE (change.recorded_at, change.place) > (:after_at, :after_place)
      AND (CAST(:affecting_from AS date) IS NULL OR later.starts_on IS NULL
           OR later.starts_on > :affecting_from)
      AND (:everybody OR change.employee_number IN (
           SELECT worker.employee_number FROM workers AS worker
           WHERE worker.authority_id = :authority_id AND {SEEN}))
    ORDER BY change.recorded_at, change.place LIMIT :limit
""")  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilter:
    """Which changes: behind a moment and known by an instant.

    Of these only such as say something of days from `affecting_from` on, where that is given.
    """

    after: Moment
    known_at: datetime
    affecting_from: date | None = None


async def list_pay_changes(
    session: Session,
    authority_id: UUID,
    sight: Sight,
    wanted: ChangeFilter,
    *,
    day: date,
    limit: int,
) -> list[PayChange]:
    """Changes of the pay of whom the caller may see on a day, in the order of their moments."""
    result = await session.execute(
        _LIST,
        {
            "authority_id": authority_id,
            **seen_by(sight, day),
            "after_at": wanted.after.at,
            "after_place": wanted.after.place,
            "known_at": wanted.known_at,
            "affecting_from": wanted.affecting_from,
            "limit": limit,
        },
    )
    return [_change(row) for row in result]


def _change(row: Row) -> PayChange:
    superseded_at = row["superseded_recorded_at"]
    return PayChange(
        moment=Moment(row["recorded_at"], row["place"]),
        found=effective(row),
        supersedes=None
        if superseded_at is None
        else Moment(superseded_at, row["superseded_place"]),
    )
