"""What is refused in this room, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from applications.people.domain.organisation import WORKER


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


def people_in_words(roles: Collection[str]) -> str:
    """Who is meant by roles, in a message to people."""
    others = [role.replace("_", " ") for role in roles if role != WORKER]
    named = [f"the {' or '.join(others)} of this worker"] if others else []
    return " or ".join([*(["the worker"] if WORKER in roles else []), *named])
