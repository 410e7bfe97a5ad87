"""Many pay points, written straight into the tables: a council of any size."""

from datetime import datetime
from uuid import UUID

from tests.support.house import House

_STATEMENTS = (
    """
    INSERT INTO teams (authority_id, team, title, service, locality, version)
    VALUES ($1, 'many', 'Many', 'many', 'many', 1)
    """,
    """
    INSERT INTO event_heads (authority_id, seq, recorded_at, hash)
    VALUES ($1, 1, '{recorded_at}', '\\x00')
    """,
    """
    INSERT INTO workers (authority_id, employee_number, name, facts, retention_class, legal_hold,
                         version, changed_at)
    SELECT $1, 'M' || lpad(n::text, 7, '0'), 'A worker', '{{}}', 'personnel', false, 1,
           '{recorded_at}'
    FROM generate_series(1, {count}) AS n
    """,
    """
    INSERT INTO posts (authority_id, employee_number, post_number, team, grade, hours_per_week,
                       starts_on)
    SELECT $1, 'M' || lpad(n::text, 7, '0'), '1', 'many', '9', 37, '2020-01-01'
    FROM generate_series(1, {count}) AS n
    """,
    """
    INSERT INTO pay_points (authority_id, employee_number, post_number, starts_on, recorded_at,
                            grade, point, hours_per_week, annual_salary, salary_status)
    SELECT $1, 'M' || lpad(n::text, 7, '0'), '1', '2026-01-01', '{recorded_at}', '11',
           '{{"position": 1, "scp": 30, "spine": "njc-2019"}}', 37, 40777, 'settled'
    FROM generate_series(1, {count}) AS n
    """,
    "ANALYZE posts",
    "ANALYZE pay_points",
)


def add_many_pay_points(house: House, authority_id: UUID, count: int, known_at: datetime) -> None:
    """Give an authority that has nothing yet so many workers, each on grade 11 from 1 January."""
    for statement in _STATEMENTS:
        written = statement.format(count=count, recorded_at=known_at.isoformat())
        house.sql(written, authority_id if "$1" in written else None)
