"""Many pay points, written straight into the tables: a council of any size."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
from tests.support.house import House

# No key is checked while they are written: that takes longer than all that is done with them.
_STATEMENTS = (
    "SET session_replication_role = replica",
    """
    INSERT INTO teams (authority_id, team, title, service, locality, version)
    VALUES ('{authority_id}', 'many', 'Many', 'many', 'many', 1)
    """,
    """
    INSERT INTO event_heads (authority_id, seq, recorded_at, hash)
    VALUES ('{authority_id}', 1, '{recorded_at}', '\\x00')
    """,
    """
    INSERT INTO workers (authority_id, employee_number, name, facts, retention_class, legal_hold,
                         version, changed_at)
    SELECT '{authority_id}', 'M' || lpad(n::text, 7, '0'), 'A worker', '{{}}', 'personnel', false,
           1, '{recorded_at}'
    FROM generate_series(1, {count}) AS n
    """,
    """
    INSERT INTO posts (authority_id, employee_number, post_number, team, grade, hours_per_week,
                       starts_on)
    SELECT '{authority_id}', 'M' || lpad(n::text, 7, '0'), '1', 'many', '9', 37, '2020-01-01'
    FROM generate_series(1, {count}) AS n
    """,
    """
    INSERT INTO pay_points (authority_id, employee_number, post_number, starts_on, recorded_at,
                            grade, point, hours_per_week, annual_salary, salary_status)
    SELECT '{authority_id}', 'M' || lpad(n::text, 7, '0'), '1', '2026-01-01', '{recorded_at}', '11',
           '{{"position": 1, "scp": 30, "spine": "njc-2019"}}', 37, 40777, 'settled'
    FROM generate_series(1, {count}) AS n
    """,
    "ANALYZE posts",
    "ANALYZE pay_points",
)


def add_many_pay_points(house: House, authority_id: UUID, count: int, known_at: datetime) -> None:
    """Give an authority that has nothing yet so many workers, each on grade 11 from 1 January."""
    said = {
        "authority_id": authority_id,
        "count": count,
        "recorded_at": known_at.isoformat(),
    }
    asyncio.run(_write(house, [statement.format_map(said) for statement in _STATEMENTS]))


async def _write(house: House, statements: Sequence[str]) -> None:
    connection = await asyncpg.connect(house.postgres.superuser_dsn)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
