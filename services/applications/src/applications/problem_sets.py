"""The problems that whole families of operations document."""

from typing import Final

from applications.problems import (
    FORBIDDEN,
    KEY_REUSED,
    MISSING_IF_MATCH,
    STALE_VERSION,
    UNAUTHENTICATED,
    UNKNOWN_PERSON,
    UNKNOWN_REFERENCE,
)
from plumbing.problems import (
    INVALID_CURSOR,
    INVALID_REQUEST,
    MALFORMED_REQUEST,
    NOT_FOUND,
    UNAVAILABLE,
    ProblemType,
    responses,
)

_EVERYWHERE: Final = (UNAUTHENTICATED, FORBIDDEN, UNKNOWN_PERSON, UNAVAILABLE, INVALID_REQUEST)


def documented(*kinds: ProblemType) -> dict[int | str, dict[str, object]]:
    """Describe these problems, and those that every operation with a token has."""
    return responses(*_EVERYWHERE, *kinds)


READING: Final = documented(NOT_FOUND)
LISTING: Final = documented(INVALID_CURSOR)
CHANGING: Final = documented(
    NOT_FOUND, MALFORMED_REQUEST, MISSING_IF_MATCH, STALE_VERSION, UNKNOWN_REFERENCE
)
CREATING: Final = documented(NOT_FOUND, MALFORMED_REQUEST, KEY_REUSED, UNKNOWN_REFERENCE)
