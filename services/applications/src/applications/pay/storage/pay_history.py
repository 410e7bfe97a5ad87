"""Pay points that another system knew before, in the table of pay points, several at once."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.pay.domain.determinations import Point
from applications.pay.domain.pay_points import PayPoint
from applications.platform.database import Session

_PLACES: Final = """
    jsonb_to_recordset(CAST(:points AS jsonb)) AS sent (
        employee_number text, post_number text, starts_on date, grade text, point jsonb,
        hours_per_week numeric, annual_salary numeric, salary_status text, source_known_on date)
"""
# One by one: a plan for many at once guesses at how many there are, and may read them all.
_CURRENT: Final = text("""
    SELECT found.* FROM unnest(CAST(:employee_numbers AS text[])) AS wanted (number)
    CROSS JOIN LATERAL (
        SELECT employee_number, post_number, starts_on, grade, point, hours_per_week,
               annual_salary, salary_status, application_id, variation_id, source_known_on
        FROM pay_points
        WHERE authority_id = :authority_id AND employee_number = wanted.number
          AND superseded_at IS NULL
        OFFSET 0) AS found
    ORDER BY employee_number, post_number, starts_on
""")
_SUPERSEDE: Final = text(f"""
    UPDATE pay_points SET superseded_at = :recorded_at
    FROM {_PLACES}
    WHERE pay_points.authority_id = :authority_id
      AND pay_points.employee_number = sent.employee_number
      AND pay_points.post_number = sent.post_number AND pay_points.starts_on = sent.starts_on
      AND pay_points.superseded_at IS NULL
""")  # noqa: S608 - our own words
_INSERT: Final = text(f"""
    INSERT INTO pay_points (authority_id, recorded_at, import_id, employee_number, post_number,
                            starts_on, grade, point, hours_per_week, annual_salary, salary_status,
                            source_known_on)
    SELECT :authority_id, :recorded_at, :import_id, sent.employee_number, sent.post_number,
           sent.starts_on, sent.grade, nullif(sent.point, 'null'), sent.hours_per_week,
           sent.annual_salary, sent.salary_status, sent.source_known_on
    FROM {_PLACES}
""")  # noqa: S608 - as above
_SENT: Final = (
    "employee_number", "post_number", "starts_on", "grade", "point", "hours_per_week",
    "annual_salary", "salary_status", "source_known_on",
)  # fmt: skip
_ENCODE: Final = msgspec.json.Encoder().encode

PostKey = tuple[str, str]
"""An employee number and a post number."""


async def find_current(
    session: Session, authority_id: UUID, employee_numbers: Sequence[str]
) -> dict[PostKey, list[PayPoint]]:
    """What is known now of these workers' pay, by post and first day."""
    place = {"authority_id": authority_id, "employee_numbers": list(employee_numbers)}
    found: dict[PostKey, list[PayPoint]] = {}
    for row in await session.execute(_CURRENT, place):
        point = PayPoint(**{**row, "point": msgspec.convert(row["point"], Point | None)})
        found.setdefault((point.employee_number, point.post_number), []).append(point)
    return found


async def record_history(
    session: Session,
    authority_id: UUID,
    points: Sequence[PayPoint],
    *,
    import_id: UUID,
    recorded_at: datetime,
) -> None:
    """Record what another system knew, known here from an instant on; each of another day or post.

    `recorded_at` is the instant that the log gave to the same transaction.
    """
    sent = [
        {name: value for name, value in asdict(each).items() if name in _SENT} for each in points
    ]
    values = {
        "authority_id": authority_id,
        "points": _ENCODE(sent).decode(),
        "recorded_at": recorded_at,
    }
    await session.execute(_SUPERSEDE, values)
    await session.execute(_INSERT, {**values, "import_id": import_id})
