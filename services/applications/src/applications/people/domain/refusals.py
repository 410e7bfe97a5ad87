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


class InvalidRecordError(Exception):
    """Each member is well formed, and they do not fit together."""

    def __init__(self, errors: Sequence[Refused]) -> None:
        first = f"{errors[0].pointer}: {errors[0].detail}"
        super().__init__(first if len(errors) == 1 else "Some members do not fit: see errors.")
        self.errors = errors


class SubjectTakenError(Exception):
    """Another worker has this token subject."""

    def __init__(self, message: str, errors: Sequence[Refused] = ()) -> None:
        super().__init__(message)
        self.errors = errors


class PostLeftOutError(Exception):
    """A post that is known is not among those sent."""

    def __init__(self, message: str, errors: Sequence[Refused] = ()) -> None:
        super().__init__(message)
        self.errors = errors


class DelegationRefusedError(Exception):
    """A delegation that the rules do not allow. The message says which."""
