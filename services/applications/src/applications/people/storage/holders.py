"""Who could act for a worker: everybody who stands in a role towards them, or for who does."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.people.domain.organisation import (
    HEAD_OF_SERVICE,
    INDEPENDENT_HEAD_OF_SERVICE,
    Holder,
    Holding,
    Person,
    Place,
    standings,
)
from applications.platform.database import Session

_IN_FORCE: Final = "starts_on <= :day AND (ends_before IS NULL OR ends_before > :day)"
# Whoever is responsible for no service of the worker's may be independent: then every one is asked.
_HOLDINGS: Final = text(f"""
    WITH held AS (
        SELECT employee_number, role, over_kind, over FROM role_assignments
        WHERE authority_id = :authority_id AND role = ANY(:roles) AND {_IN_FORCE}
          AND (over_kind = 'authority'
               OR (over_kind = 'team' AND over = :team)
               OR (over_kind = 'service' AND over = :service)
               OR (over_kind = 'locality' AND over = :locality)
               OR (role = '{HEAD_OF_SERVICE}' AND :independent))
    ), lent AS (
        SELECT delegated_by, delegated_to, role FROM delegations
        WHERE authority_id = :authority_id AND role = ANY(:roles) AND {_IN_FORCE}
    ), standing AS (
        SELECT employee_number, role, over_kind, over, ARRAY[]::text[] AS chain FROM held
        UNION
        SELECT first.delegated_to, role, over_kind, over, ARRAY[held.employee_number]
        FROM held JOIN lent AS first USING (role) WHERE first.delegated_by = held.employee_number
        UNION
        SELECT second.delegated_to, role, over_kind, over,
               ARRAY[held.employee_number, first.delegated_to]
        FROM held JOIN lent AS first USING (role) JOIN lent AS second USING (role)
        WHERE first.delegated_by = held.employee_number
          AND second.delegated_by = first.delegated_to
          AND second.delegated_to <> held.employee_number
    )
    SELECT employee_number, role, over_kind, over, chain, (
        SELECT name FROM workers
        WHERE authority_id = :authority_id AND workers.employee_number = standing.employee_number)
    FROM standing
    ORDER BY 1, 2, 5
""")  # noqa: S608 - our own words


async def find_holders(
    session: Session, authority_id: UUID, place: Place, roles: Sequence[str], *, day: date
) -> list[Holder]:
    """Everybody who stands in one of these roles, held or derived, towards a worker on a day."""
    independent = INDEPENDENT_HEAD_OF_SERVICE in roles
    result = await session.execute(
        _HOLDINGS,
        {
            "authority_id": authority_id,
            "roles": [*roles, HEAD_OF_SERVICE] if independent else list(roles),
            "independent": independent,
            "team": place.team,
            "service": place.service,
            "locality": place.locality,
            "day": day,
        },
    )
    related = {place.employee_number, *place.line_managers, *place.higher_managers}
    holdings: dict[str, list[Holding]] = {number: [] for number in sorted(related)}
    names: dict[str, str] = {}
    for number, role, over_kind, over, chain, name in result:
        names[number] = name
        holding = Holding(role=role, over_kind=over_kind, over=over, chain=tuple(chain))
        holdings.setdefault(number, []).append(holding)
    found = {
        Holder(number, standing, names.get(number)): None
        for number, held in holdings.items()
        for standing in standings(_somebody(number, held), place)
        if standing.role in roles
    }
    return list(found)


def _somebody(employee_number: str, held: Sequence[Holding]) -> Person:
    return Person(employee_number=employee_number, name="", holdings=tuple(held))
