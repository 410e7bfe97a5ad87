"""The names of those around a worker."""

from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Session

# Whoever has or had a post in a team of theirs, manages them, or holds or held a role over the
# team, its service or its locality: a text of last year names those of last year.
_AROUND: Final = text("""
    WITH near AS (
        SELECT DISTINCT team.team, team.service, team.locality
        FROM posts JOIN teams AS team USING (authority_id, team)
        WHERE authority_id = :authority_id AND employee_number = :employee_number
    ), numbers AS (
        SELECT CAST(:employee_number AS text) AS employee_number
        UNION
        SELECT employee_number FROM posts JOIN near USING (team)
        WHERE authority_id = :authority_id
        UNION
        SELECT held.employee_number FROM role_assignments AS held JOIN near
          ON (held.over_kind, held.over) IN (
              ('team', near.team), ('service', near.service), ('locality', near.locality))
        WHERE held.authority_id = :authority_id
    )
    SELECT name FROM workers
    WHERE authority_id = :authority_id AND (
        employee_number IN (SELECT employee_number FROM numbers)
        OR employee_number IN (
            SELECT line_manager FROM workers
            WHERE authority_id = :authority_id
              AND employee_number IN (SELECT employee_number FROM numbers)))
    ORDER BY employee_number
""")


async def list_names_around(
    session: Session, authority_id: UUID, employee_number: str
) -> list[str]:
    """The names of a worker and of those they work with and under, now or before."""
    wanted = {"authority_id": authority_id, "employee_number": employee_number}
    return [str(name) for name in (await session.execute(_AROUND, wanted)).scalars()]
