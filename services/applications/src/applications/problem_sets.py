"""The problems that whole families of operations document, and their headers."""

from typing import Any, Final

from applications.problems import (
    FORBIDDEN,
    KEY_REUSED,
    MISSING_IF_MATCH,
    STALE_VERSION,
    UNAUTHENTICATED,
    UNKNOWN_PERSON,
    UNKNOWN_REFERENCE,
)
from plumbing.openapi_document import ETAG_HEADER
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


def documented(*kinds: ProblemType) -> dict[int | str, dict[str, Any]]:
    """Describe these problems, and those that every operation with a token has."""
    return responses(*_EVERYWHERE, *kinds)


READING: Final = documented(NOT_FOUND)
READING_VERSIONS: Final[dict[int | str, dict[str, object]]] = {
    200: {"headers": ETAG_HEADER},
    **READING,
}
"""Of what can be changed: its answers have an `ETag`."""
LISTING: Final = documented(INVALID_CURSOR)
CHANGING: Final = documented(
    NOT_FOUND, MALFORMED_REQUEST, MISSING_IF_MATCH, STALE_VERSION, UNKNOWN_REFERENCE
)
CREATING: Final = documented(NOT_FOUND, MALFORMED_REQUEST, KEY_REUSED, UNKNOWN_REFERENCE)
