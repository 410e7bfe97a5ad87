"""Who could act for a worker: everybody who holds a role over their place, or stands in for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.people.domain.organisation import Place, Standing
from applications.platform.database import Session

_IN_FORCE: Final = "starts_on <= :day AND (ends_before IS NULL OR ends_before > :day)"
_HOLDERS: Final = text(f"""
    WITH held AS (
        SELECT employee_number, role FROM role_assignments
        WHERE authority_id = :authority_id AND role = ANY(:roles) AND {_IN_FORCE}
          AND (over_kind = 'authority'
               OR (over_kind = 'team' AND over = :team)
               OR (over_kind = 'service' AND over = :service)
               OR (over_kind = 'locality' AND over = :locality))
    ), lent AS (
        SELECT delegated_by, delegated_to, role FROM delegations
        WHERE authority_id = :authority_id AND role = ANY(:roles) AND {_IN_FORCE}
    )
    SELECT employee_number, role, ARRAY[]::text[] AS chain FROM held
    UNION
    SELECT first.delegated_to, role, ARRAY[held.employee_number]
    FROM held JOIN lent AS first USING (role) WHERE first.delegated_by = held.employee_number
    UNION
    SELECT second.delegated_to, role, ARRAY[held.employee_number, first.delegated_to]
    FROM held JOIN lent AS first USING (role) JOIN lent AS second USING (role)
    WHERE first.delegated_by = held.employee_number
      AND second.delegated_by = first.delegated_to
      AND second.delegated_to <> held.employee_number
    ORDER BY 1, 2, 3
""")  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who stands in a role towards a worker."""

    employee_number: str
    standing: Standing


async def find_holders(
    session: Session, authority_id: UUID, place: Place, roles: Sequence[str], *, day: date
) -> list[Holder]:
    """Everybody who stands in one of these roles towards a worker on a day."""
    result = await session.execute(
        _HOLDERS,
        {
            "authority_id": authority_id,
            "roles": list(roles),
            "team": place.team,
            "service": place.service,
            "locality": place.locality,
            "day": day,
        },
    )
    return [
        Holder(number, Standing(role=role, chain=tuple(chain))) for number, role, chain in result
    ]
