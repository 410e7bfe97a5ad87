"""Delegations in their table."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.people.domain.records import Delegation
from applications.people.storage.rows import write
from applications.platform.database import Session

_COLUMNS: Final = "delegation_id, delegated_by, delegated_to, role, starts_on, ends_before, version"
# A circle may close between rows that two transactions write: a row lock would not see it.
_LOCK: Final = text("""
    SELECT pg_advisory_xact_lock(hashtextextended('delegations ' || :authority_id || :role, 0))
""")
_ONE: Final = f"""
    SELECT {_COLUMNS} FROM delegations
    WHERE authority_id = :authority_id AND delegation_id = :delegation_id
"""  # noqa: S608 - our own columns
_FIND: Final = text(_ONE)
_FIND_LOCKED: Final = text(f"{_ONE} FOR UPDATE")
_OVERLAPPING: Final = text(f"""
    SELECT {_COLUMNS} FROM delegations
    WHERE authority_id = :authority_id AND role = :role AND delegation_id <> :delegation_id
      AND starts_on < :ends_before AND ends_before > :starts_on
""")  # noqa: S608 - as above
_OF_A_PERSON: Final = text(f"""
    SELECT {_COLUMNS} FROM delegations
    WHERE authority_id = :authority_id AND starts_on <= :day AND ends_before > :day
      AND (delegated_by = :employee_number OR delegated_to = :employee_number)
    ORDER BY starts_on, delegation_id
""")  # noqa: S608 - as above
_PUT: Final = text("""
    INSERT INTO delegations (authority_id, delegation_id, delegated_by, delegated_to, role,
                             starts_on, ends_before, version)
    VALUES (:authority_id, :delegation_id, :delegated_by, :delegated_to, :role, :starts_on,
            :ends_before, :version)
    ON CONFLICT (authority_id, delegation_id) DO UPDATE SET
        starts_on = excluded.starts_on, ends_before = excluded.ends_before,
        version = excluded.version
    WHERE delegations.version = excluded.version - 1
    RETURNING version
""")


async def lock_delegations_of_role(session: Session, authority_id: UUID, role: str) -> None:
    """Let nobody else write a delegation of a role until the transaction ends."""
    await session.execute(_LOCK, {"authority_id": str(authority_id), "role": role})


async def find_delegation(
    session: Session, authority_id: UUID, delegation_id: str
) -> Delegation | None:
    """A delegation."""
    place = {"authority_id": authority_id, "delegation_id": delegation_id}
    row = (await session.execute(_FIND, place)).mappings().one_or_none()
    return None if row is None else Delegation(**row)


async def lock_delegation(
    session: Session, authority_id: UUID, delegation_id: str
) -> Delegation | None:
    """A delegation, which nobody else changes until the transaction ends."""
    place = {"authority_id": authority_id, "delegation_id": delegation_id}
    row = (await session.execute(_FIND_LOCKED, place)).mappings().one_or_none()
    return None if row is None else Delegation(**row)


async def list_overlapping(
    session: Session, authority_id: UUID, delegation: Delegation
) -> Sequence[Delegation]:
    """The other delegations of the same role that share days with one."""
    result = await session.execute(
        _OVERLAPPING,
        {
            "authority_id": authority_id,
            "delegation_id": delegation.delegation_id,
            "role": delegation.role,
            "starts_on": delegation.starts_on,
            "ends_before": delegation.ends_before,
        },
    )
    return [Delegation(**row) for row in result.mappings()]


async def list_in_force(
    session: Session, authority_id: UUID, employee_number: str, *, day: date
) -> Sequence[Delegation]:
    """The delegations by or to somebody that are in force on a day."""
    result = await session.execute(
        _OF_A_PERSON,
        {"authority_id": authority_id, "employee_number": employee_number, "day": day},
    )
    return [Delegation(**row) for row in result.mappings()]


async def put_delegation(session: Session, authority_id: UUID, delegation: Delegation) -> None:
    """Write a delegation, new or with other days.

    Raises:
        StaleVersionError: Somebody else wrote it since it was looked for.
    """
    await write(session, _PUT, {"authority_id": authority_id, **asdict(delegation)})
