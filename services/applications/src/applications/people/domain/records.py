"""What is kept of people and the organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from applications.people.domain.register import RegisterCheck

ServiceArea = Literal["children", "adults"]
FactValue = str | int | bool
"""What a fact about a person may be: a choice or a day as text, a whole number, true or false."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team, in a service, in a locality."""

    team: str
    title: str
    team_type: str | None
    service_area: ServiceArea | None
    service: str
    locality: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post that somebody holds from a day on, and up to one where it ends.

    `team_since` is the first day that it is in its team: none in what is sent stands for the day
    that follows from what is known.
    """

    post_number: str
    team: str
    grade: str
    point_position: int | None
    hours_per_week: Decimal
    starts_on: date
    ends_before: date | None
    team_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerDetails:
    """What the HRIS says of a worker.

    `subject` is what the worker's tokens say for them. `qualifications` (the day of registration
    among them) and further `facts` are by the names that schemes ask for; a day stands there as
    YYYY-MM-DD.
    """

    employee_number: str
    subject: str | None
    name: str
    email: str | None
    registration_number: str | None
    line_manager: str | None
    qualifications: Mapping[str, FactValue]
    facts: Mapping[str, FactValue]
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A worker as kept here: what the HRIS says, and how long it is kept.

    `register_check` is what the regulator's register said last of the registration number.
    """

    details: WorkerDetails
    retention_class: str
    legal_hold: bool
    version: int
    changed_at: datetime
    register_check: RegisterCheck | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAssignment:
    """A role that somebody is given over a part of the organisation.

    `over` is the id of a team, service or locality; empty where the role is over the authority.
    """

    role_assignment_id: str
    employee_number: str
    role: str
    over_kind: str
    over: str
    starts_on: date
    ends_before: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """Somebody stands in for somebody else in a role, for a time."""

    delegation_id: str
    delegated_by: str
    delegated_to: str
    role: str
    starts_on: date
    ends_before: date
    version: int

    def is_in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.starts_on <= day < self.ends_before
