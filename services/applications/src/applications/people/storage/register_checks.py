"""What the register said of registration numbers, in its table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.people.domain.register import RegisterCheck
from applications.platform.database import Session

_FIND: Final = text("""
    SELECT found.*
    FROM unnest(CAST(:numbers AS text[]), CAST(:days AS date[])) AS wanted (number, day)
    CROSS JOIN LATERAL (
        SELECT registration_number, checked_on, name, status, conditions, registered_from,
               registered_until, import_id
        FROM register_checks
        WHERE authority_id = :authority_id AND registration_number = wanted.number
          AND checked_on = wanted.day OFFSET 0) AS found
""")
_PUT: Final = text("""
    INSERT INTO register_checks (authority_id, registration_number, checked_on, name, status,
                                 conditions, registered_from, registered_until, import_id,
                                 recorded_at)
    SELECT :authority_id, said.*, :recorded_at
    FROM jsonb_to_recordset(CAST(:checks AS jsonb)) AS said (
        registration_number text, checked_on date, name text, status text, conditions text,
        registered_from date, registered_until date, import_id uuid)
    ON CONFLICT (authority_id, registration_number, checked_on) DO UPDATE SET
        name = excluded.name, status = excluded.status, conditions = excluded.conditions,
        registered_from = excluded.registered_from, registered_until = excluded.registered_until,
        import_id = excluded.import_id, recorded_at = excluded.recorded_at
""")
_ENCODE: Final = msgspec.json.Encoder().encode

Place = tuple[str, date]
"""A registration number and the day of a check."""


async def find_register_checks(
    session: Session, authority_id: UUID, places: Sequence[Place]
) -> dict[Place, RegisterCheck]:
    """What is known already of these numbers on these days."""
    wanted = {"numbers": [number for number, _ in places], "days": [day for _, day in places]}
    rows = await session.execute(_FIND, {"authority_id": authority_id, **wanted})
    found = {}
    for row in rows:
        said = {name: row[name] for name in RegisterCheck.__slots__}
        found[row["registration_number"], row["checked_on"]] = RegisterCheck(**said)
    return found


async def put_register_checks(
    session: Session, authority_id: UUID, checks: Mapping[Place, RegisterCheck], *, now: datetime
) -> None:
    """Write what the register said; of one number on one day the last word counts."""
    said = [
        {
            "registration_number": number,
            **{name: getattr(check, name) for name in RegisterCheck.__slots__},
        }
        for (number, _), check in checks.items()
    ]
    if said:
        values = {"authority_id": authority_id, "checks": _ENCODE(said).decode()}
        await session.execute(_PUT, {**values, "recorded_at": now})
