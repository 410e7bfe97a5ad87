"""What is refused in this room, and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from applications.people.domain.organisation import WORKER
from scheme_files.roles import ROLES


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing that is wrong, and its place: a JSON Pointer into the body."""

    pointer: str
    detail: str


class ApplicationNotFoundError(Exception):
    """There is no such case, or none that the caller may know of."""


class CannotOpenError(Exception):
    """The case cannot be opened for this worker now."""


class UnknownActionError(Exception):
    """The pathway has no action of this name."""


class ActionNotAllowedError(Exception):
    """The action is not allowed to this caller now. The message says why not."""


class InvalidActionError(Exception):
    """What came with the action does not match what it asks."""

    def __init__(self, message: str, errors: Sequence[Refused]) -> None:
        super().__init__(message)
        self.errors = errors


_OF_NO_WORKER: Final[Mapping[str, str]] = {
    "administrator": "an administrator",
    "auditor": "an auditor",
    "hr_adviser": "an HR adviser",
    "hr_services": "HR Services",
    "learning_and_development": "Learning and Development",
    "payroll": "Payroll",
    "workforce_development": "Workforce development",
}
"""Roles that serve the whole authority, as they are named in a message to people."""


def people_in_words(roles: Collection[str]) -> str:
    """Who is meant by roles, in a message to people."""
    theirs = [role for role in roles if role != WORKER and role not in _OF_NO_WORKER]
    named = ["the worker"] if WORKER in roles else []
    if theirs:
        named.append(f"the {' or '.join(map(role_in_words, theirs))} of this worker")
    return " or ".join([*named, *(_OF_NO_WORKER[each] for each in roles if each in _OF_NO_WORKER)])


def role_in_words(role: str) -> str:
    """A role in the middle of a sentence: `team manager`, but `Head of Service`."""
    title = ROLES[role].title
    is_name = title[1:] != title[1:].lower()
    return title if is_name else title.lower()
