"""Delegations: somebody lets somebody else act for them in a role, for a time."""

from dataclasses import replace

from applications.log.domain import Event
from applications.log.storage import append
from applications.people.domain.delegations import (
    check_delegation,
    check_held,
    check_no_circle,
    only_ends_earlier,
)
from applications.people.domain.organisation import ADMINISTRATOR, Person
from applications.people.domain.records import Delegation
from applications.people.domain.refusals import Refused, UnknownReferenceError
from applications.people.operations.callers import acting, require_roles
from applications.people.storage import delegations as storage
from applications.people.storage.persons import find_holder
from applications.people.storage.workers import missing_workers
from applications.permissions import ForbiddenError
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.versions import NothingHereError, check_version


async def put_delegation(
    asked: Asked, sent: Delegation, *, if_match: str | None
) -> tuple[Delegation, bool]:
    """Delegate a role, or change the days of a delegation; say whether it is new.

    Raises:
        ForbiddenError: The caller is neither who delegates nor an administrator.
        MissingIfMatchError: The delegation is there and no version was given.
        StaleVersionError: It is at another version.
        InvalidRecordError: It ends before it begins.
        UnknownReferenceError: A worker is not there.
        DelegationRefusedError: The rules do not allow it.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        actor = await require_roles(session, asked, "put_delegation")
        await storage.lock_delegations_of_role(session, authority_id, sent.role)
        known = await storage.lock_delegation(session, authority_id, sent.delegation_id)
        for each in (sent, known or sent):
            _require_own(actor, each)
        check_version(None if known is None else known.version, if_match)
        check_delegation(known, sent)
        if not only_ends_earlier(known, sent):
            await _check_possible(session, asked, sent)
        written = replace(sent, version=1 if known is None else known.version + 1)
        await storage.put_delegation(session, authority_id, written)
        event = Event(
            kind="delegation-changed",
            subject_kind="delegation",
            subject=sent.delegation_id,
            act=acting(asked, actor),
            body=_body(written),
        )
        await append(session, authority_id, [event], now=asked.now)
    return written, known is None


def _require_own(actor: Person | None, delegation: Delegation) -> None:
    if actor is None or (
        actor.employee_number != delegation.delegated_by and ADMINISTRATOR not in actor.roles
    ):
        raise ForbiddenError(
            "Only who delegates may do this, or somebody with the role administrator."
        )


async def _check_possible(session: Session, asked: Asked, sent: Delegation) -> None:
    authority_id = asked.caller.authority_id
    names = {"/delegated_by": sent.delegated_by, "/delegated_to": sent.delegated_to}
    missing = await missing_workers(session, authority_id, names.values())
    if missing:
        raise UnknownReferenceError(
            "Send the worker first.",
            [
                Refused(pointer, "There is no worker of this number.")
                for pointer, name in names.items()
                if name in missing
            ],
        )
    holder = await find_holder(session, authority_id, sent.delegated_by, day=sent.starts_on)
    check_held(sent, () if holder is None else holder.holdings)
    check_no_circle(sent, await storage.list_overlapping(session, authority_id, sent))


def _body(written: Delegation) -> dict[str, object]:
    return {
        "version": written.version,
        "delegated_by": written.delegated_by,
        "delegated_to": written.delegated_to,
        "role": written.role,
        "starts_on": written.starts_on.isoformat(),
        "ends_before": written.ends_before.isoformat(),
    }


async def get_delegation(asked: Asked, delegation_id: str) -> Delegation:
    """A delegation, for the two people whom it concerns, machines and administrators.

    Raises:
        NothingHereError: There is none of this id, or none that the caller may see.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "get_delegation")
        found = await storage.find_delegation(session, authority_id, delegation_id)
    if found is None or not _concerns(person, found):
        raise NothingHereError("There is no delegation of this id, or none that you may see.")
    return found


def _concerns(person: Person | None, delegation: Delegation) -> bool:
    if person is None or ADMINISTRATOR in person.roles:
        return True
    return person.employee_number in {delegation.delegated_by, delegation.delegated_to}
