"""The feed: which events somebody may see, and where what they are about is found."""

from collections.abc import Mapping
from typing import Final

from applications.log.domain import Sight
from applications.people.domain.organisation import Person

_ADDRESSES: Final[Mapping[str, str]] = {
    "team": "/v1/teams",
    "worker": "/v1/workers",
    "role-assignment": "/v1/role-assignments",
    "delegation": "/v1/delegations",
    "application": "/v1/applications",
    "development-plan": "/v1/development-plans",
    "variation": "/v1/variations",
}


class BeyondTheEndError(Exception):
    """The position that a reader has come to is none that the log has reached."""


def visible_events(person: Person | None) -> Sight:
    """Which events a reader sees: a machine every one, a person those of their own record.

    Sight of cases is added here: `concerned` for one's own, `whole` for those in one's charge.
    """
    if person is None:
        return Sight(everything=True)
    return Sight(concerned=(("worker", person.employee_number),))


def href_of(subject_kind: str, subject: str) -> str | None:
    """The address of what an event is about; None where it has none of its own."""
    collection = _ADDRESSES.get(subject_kind)
    return None if collection is None else f"{collection}/{subject}"
