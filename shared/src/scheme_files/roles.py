"""The roles that a scheme's steps may name: one id and one meaning in every authority.

A scheme file says which of them it uses, what the council calls them, and for whom they act. It
cannot add one: who holds a role is kept by id, and an id must mean the same everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class RoleMeaning:
    """What a role is.

    Attributes:
        title: What it is usually called.
        meaning: Who is meant.
        kind: `held` where people are given it for a unit; `derived` where it follows from who the
            worker is and who holds what.
    """

    title: str
    meaning: str
    kind: Literal["held", "derived"]


ROLES: Final[Mapping[str, RoleMeaning]] = MappingProxyType(
    {
        "worker": RoleMeaning("Worker", "The social worker whom the case is about.", "derived"),
        "line_manager": RoleMeaning(
            "Line manager", "Whoever manages the worker, as the HR system has it.", "derived"
        ),
        "higher_manager": RoleMeaning(
            "Higher manager", "Whoever manages the worker's line manager, or above.", "derived"
        ),
        "team_manager": RoleMeaning(
            "Team manager", "Whoever manages the team that the worker is in.", "held"
        ),
        "practice_consultant": RoleMeaning(
            "Practice consultant", "The experienced practitioner assigned to a team.", "held"
        ),
        "academy_practice_lead": RoleMeaning(
            "Academy practice lead",
            "Whoever supports newly qualified social workers for the council's academy.",
            "held",
        ),
        "service_manager": RoleMeaning(
            "Service manager", "Whoever manages the service that the worker's team is in.", "held"
        ),
        "locality_manager": RoleMeaning(
            "Locality manager", "Whoever manages the locality that the worker's team is in.", "held"
        ),
        "strategic_manager": RoleMeaning(
            "Strategic manager", "Whoever manages the service managers of several services.", "held"
        ),
        "head_of_service": RoleMeaning(
            "Head of Service", "The Head of Service who is responsible for the worker.", "held"
        ),
        "independent_head_of_service": RoleMeaning(
            "Independent Head of Service",
            "A Head of Service who is not the one responsible for the worker.",
            "derived",
        ),
        "assistant_director": RoleMeaning(
            "Assistant Director", "Whoever directs the Heads of Service.", "held"
        ),
        "workforce_development": RoleMeaning(
            "Workforce development", "The team that keeps lists and completed forms.", "held"
        ),
        "learning_and_development": RoleMeaning(
            "Learning and Development",
            "The team that takes in portfolios and samples them.",
            "held",
        ),
        "hr_adviser": RoleMeaning("HR adviser", "Whoever advises a panel on employment.", "held"),
        "hr_services": RoleMeaning(
            "HR Services", "The team that acts on an approved change of grade.", "held"
        ),
        "payroll": RoleMeaning("Payroll", "The team that pays.", "held"),
        "administrator": RoleMeaning(
            "Administrator", "Whoever keeps people, units and roles in order.", "held"
        ),
        "auditor": RoleMeaning("Auditor", "Whoever may look at everything and do nothing.", "held"),
    }
)
