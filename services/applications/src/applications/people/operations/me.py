"""Who a token is."""

from collections.abc import Sequence
from dataclasses import dataclass

from applications.people.domain.organisation import Person
from applications.people.domain.records import Delegation
from applications.people.storage.delegations import list_in_force
from applications.people.storage.persons import find_person
from applications.platform.asked import Asked


@dataclass(frozen=True, slots=True)
class Me:
    """The person behind a token, and the delegations by or to them in force today.

    `person` is None for a machine, and for a token whose subject nobody has sent.
    """

    person: Person | None
    delegations: Sequence[Delegation] = ()


async def get_me(asked: Asked) -> Me:
    """Who the caller is today."""
    caller = asked.caller
    if caller.subject is None:
        return Me(None)
    async with asked.database.begin(caller.authority_id) as session:
        person = await find_person(session, caller.authority_id, caller.subject, day=asked.today)
        if person is None:
            return Me(None)
        delegations = await list_in_force(
            session, caller.authority_id, person.employee_number, day=asked.today
        )
        return Me(person, delegations)
