"""Whom a caller may see in an operation on pay."""

from dataclasses import replace

from applications.people.domain.organisation import Person, Sight, sight_of
from applications.permissions import PERMISSIONS, PERSON


def sight_in(operation: str, person: Person | None) -> Sight:
    """Which workers' pay an operation shows or changes.

    Where only certain roles may use the operation, it reaches as far as those are held.
    """
    who = PERMISSIONS[operation].who
    if person is None or PERSON in who:
        return sight_of(person)
    holdings = tuple(held for held in person.holdings if held.role in who)
    return sight_of(replace(person, holdings=holdings))
