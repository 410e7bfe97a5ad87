"""The person behind a caller, and what they may do by their roles."""

from collections.abc import Sequence

from applications.log.domain import Act
from applications.people.domain.organisation import Person
from applications.people.domain.refusals import UnknownPersonError
from applications.people.storage.persons import find_person
from applications.permissions import require_role
from applications.platform.asked import Asked
from applications.platform.database import Session


async def find_caller(session: Session, asked: Asked) -> Person | None:
    """The person behind the caller, with the roles held today; None for a machine.

    Raises:
        UnknownPersonError: The token stands for a person whom nobody has sent here.
    """
    caller = asked.caller
    if caller.subject is None:
        return None
    return known(
        asked, await find_person(session, caller.authority_id, caller.subject, day=asked.today)
    )


def known(asked: Asked, person: Person | None) -> Person | None:
    """The person who was found for the caller's token; None for a machine.

    Raises:
        UnknownPersonError: The token stands for a person whom nobody has sent here.
    """
    if person is None and asked.caller.subject is not None:
        raise UnknownPersonError(
            "Nobody here has the subject of this token. The HRIS sends it as `subject` of a worker."
        )
    return person


async def require_roles(session: Session, asked: Asked, operation: str) -> Person | None:
    """The person behind the caller, once it is clear that they may do this.

    Raises:
        UnknownPersonError: The token stands for a person whom nobody has sent here.
        ForbiddenError: They hold none of the roles that the operation asks for.
    """
    person = await find_caller(session, asked)
    if person is not None:
        require_role(asked.caller, operation, person.roles)
    return person


def acting(asked: Asked, person: Person | None, on_behalf_of: Sequence[str] = ()) -> Act:
    """How the log names whoever does something."""
    return Act(
        actor=asked.caller.client_id if person is None else person.employee_number,
        on_behalf_of=tuple(on_behalf_of),
        client_id=asked.caller.client_id,
        request_id=asked.request_id,
    )
