"""Roles that people are given, in their table."""

from dataclasses import asdict
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.people.domain.records import RoleAssignment
from applications.people.storage.rows import write
from applications.platform.database import Session

_LOCK: Final = text("""
    SELECT version FROM role_assignments
    WHERE authority_id = :authority_id AND role_assignment_id = :role_assignment_id FOR UPDATE
""")
_FIND: Final = text("""
    SELECT role_assignment_id, employee_number, role, over_kind, over, starts_on, ends_before,
           version
    FROM role_assignments
    WHERE authority_id = :authority_id AND role_assignment_id = :role_assignment_id
""")
_PUT: Final = text("""
    INSERT INTO role_assignments (authority_id, role_assignment_id, employee_number, role,
                                  over_kind, over, starts_on, ends_before, version)
    VALUES (:authority_id, :role_assignment_id, :employee_number, :role, :over_kind, :over,
            :starts_on, :ends_before, :version)
    ON CONFLICT (authority_id, role_assignment_id) DO UPDATE SET
        employee_number = excluded.employee_number, role = excluded.role,
        over_kind = excluded.over_kind, over = excluded.over, starts_on = excluded.starts_on,
        ends_before = excluded.ends_before, version = excluded.version
    WHERE role_assignments.version = excluded.version - 1
    RETURNING version
""")


async def lock_role_assignment(
    session: Session, authority_id: UUID, role_assignment_id: str
) -> int | None:
    """The version of an assignment, held until the transaction ends; None where there is none."""
    place = {"authority_id": authority_id, "role_assignment_id": role_assignment_id}
    version: int | None = (await session.execute(_LOCK, place)).scalar_one_or_none()
    return version


async def find_role_assignment(
    session: Session, authority_id: UUID, role_assignment_id: str
) -> RoleAssignment | None:
    """An assignment."""
    place = {"authority_id": authority_id, "role_assignment_id": role_assignment_id}
    row = (await session.execute(_FIND, place)).mappings().one_or_none()
    return None if row is None else RoleAssignment(**row)


async def put_role_assignment(
    session: Session, authority_id: UUID, assignment: RoleAssignment
) -> None:
    """Write an assignment, new or changed.

    Raises:
        StaleVersionError: Somebody else wrote it since it was looked for.
    """
    await write(session, _PUT, {"authority_id": authority_id, **asdict(assignment)})
