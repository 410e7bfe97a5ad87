"""Roles that people are given over a part of the organisation."""

from dataclasses import replace
from uuid import UUID

from applications.log.domain import Event
from applications.log.storage import append
from applications.people.domain.records import RoleAssignment
from applications.people.domain.refusals import InvalidRecordError, Refused, UnknownReferenceError
from applications.people.domain.workers import ENDS_AFTER_START
from applications.people.operations.callers import acting, require_roles
from applications.people.storage import role_assignments as storage
from applications.people.storage.teams import missing_teams
from applications.people.storage.workers import missing_workers
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.versions import NothingHereError, check_version


async def put_role_assignment(
    asked: Asked, sent: RoleAssignment, *, if_match: str | None
) -> tuple[RoleAssignment, bool]:
    """Give somebody a role, or change what was given; say whether it is new.

    Raises:
        ForbiddenError: The caller may not.
        MissingIfMatchError: The assignment is there and no version was given.
        StaleVersionError: It is at another version.
        InvalidRecordError: It ends before it begins.
        UnknownReferenceError: The worker or the team is not there.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        actor = await require_roles(session, asked, "put_role_assignment")
        version = await storage.lock_role_assignment(session, authority_id, sent.role_assignment_id)
        check_version(version, if_match)
        await check_role_assignment(session, authority_id, sent)
        written = await write_role_assignment(session, authority_id, sent, version)
        event = Event(
            kind="role-assignment-changed",
            subject_kind="role-assignment",
            subject=sent.role_assignment_id,
            act=acting(asked, actor),
            body=_body(written),
        )
        await append(session, authority_id, [event], now=asked.now)
    return written, version is None


async def check_role_assignment(session: Session, authority_id: UUID, sent: RoleAssignment) -> None:
    """Make sure that an assignment fits together, and that what it names is there.

    Raises:
        InvalidRecordError: It ends before it begins.
        UnknownReferenceError: The worker or the team is not there.
    """
    if sent.ends_before is not None and sent.ends_before <= sent.starts_on:
        raise InvalidRecordError([Refused("/ends_before", ENDS_AFTER_START)])
    teams = [sent.over] if sent.over_kind == "team" else []
    errors = [
        *(
            Refused("/employee_number", "There is no worker of this number.")
            for _ in await missing_workers(session, authority_id, [sent.employee_number])
        ),
        *(
            Refused("/over/id", "There is no team of this id.")
            for _ in await missing_teams(session, authority_id, teams)
        ),
    ]
    if errors:
        raise UnknownReferenceError("Send the worker and the team first.", errors)


async def write_role_assignment(
    session: Session, authority_id: UUID, sent: RoleAssignment, version: int | None
) -> RoleAssignment:
    """Write an assignment behind the version that is locked (None: it is new), and return it."""
    written = replace(sent, version=(version or 0) + 1)
    await storage.put_role_assignment(session, authority_id, written)
    return written


def _body(written: RoleAssignment) -> dict[str, object]:
    return {
        "version": written.version,
        "employee_number": written.employee_number,
        "role": written.role,
        "over": {"kind": written.over_kind, "id": written.over or None},
        "starts_on": written.starts_on.isoformat(),
        "ends_before": written.ends_before and written.ends_before.isoformat(),
    }


async def get_role_assignment(asked: Asked, role_assignment_id: str) -> RoleAssignment:
    """A role that somebody is given.

    Raises:
        NothingHereError: There is none of this id.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "get_role_assignment")
        found = await storage.find_role_assignment(session, authority_id, role_assignment_id)
    if found is None:
        raise NothingHereError("There is no role assignment of this id.")
    return found
