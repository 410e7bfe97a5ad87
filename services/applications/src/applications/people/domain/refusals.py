"""What is refused in this room, and why."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing that is wrong, and its place: a JSON Pointer into the body."""

    pointer: str
    detail: str


class UnknownPersonError(Exception):
    """No worker of the authority has the subject of this token."""


class UnknownReferenceError(Exception):
    """The request names things that are not there."""

    def __init__(self, message: str, errors: Sequence[Refused] = ()) -> None:
        super().__init__(message)
        self.errors = errors


class DelegationRefusedError(Exception):
    """A delegation that the rules do not allow. The message says which."""
