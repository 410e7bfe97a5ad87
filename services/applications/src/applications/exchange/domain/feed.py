"""The feed: which events somebody may see, and where what they are about is found."""

from collections.abc import Mapping, Sequence
from typing import Final

from applications.log.domain import Sight
from applications.people.domain.organisation import Person

_ADDRESSES: Final[Mapping[str, str]] = {
    "team": "/v1/teams",
    "worker": "/v1/workers",
    "role-assignment": "/v1/role-assignments",
    "delegation": "/v1/delegations",
    "application": "/v1/applications",
    "variation": "/v1/variations",
    "webhook": "/v1/webhooks",
    "import": "/v1/imports",
    "payroll-run": "/v1/payroll-runs",
}


class BeyondTheEndError(Exception):
    """The position that a reader has come to is none that the log has reached."""


def visible_events(
    person: Person | None, own_cases: Sequence[str] = (), cases_in_charge: Sequence[str] = ()
) -> Sight:
    """Which events a reader sees.

    A machine sees every one. A person sees what concerns them, of their own record and their own
    cases, and everything of the cases in their charge.
    """
    if person is None:
        return Sight(everything=True)
    return Sight(
        whole=[("application", case) for case in cases_in_charge],
        concerned=[
            ("worker", person.employee_number),
            *(("application", case) for case in own_cases),
        ],
    )


def href_of(subject_kind: str, subject: str) -> str | None:
    """The address of what an event is about; None where it has none of its own."""
    collection = _ADDRESSES.get(subject_kind)
    return None if collection is None else f"{collection}/{subject}"
