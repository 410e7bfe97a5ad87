"""Lists in pages: the parameters, the cursor, and the link to the next page.

A cursor says where a page ended, for the same filters only. It is opaque to the caller, and sealed
by the digest at its head: with a key, nobody else can make one.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl, urlencode

import msgspec
from starlette.datastructures import URL

from plumbing.problems import INVALID_CURSOR, FieldError, ProblemError
from plumbing.wire import PatternText, QueryCount, Question

Position = Sequence[str | int]
"""Where a page ended: the values of the columns that the list is ordered by."""

LONGEST_CURSOR: Final = 512
_DIGEST_BYTES: Final = 12
_WORDS: Final = "Give a cursor as a next link has it, unchanged."

# No example: a cursor that nobody was given is refused.
Cursor = Annotated[str, PatternText("^[A-Za-z0-9_-]+$", what_to_do=_WORDS, longest=LONGEST_CURSOR)]


class QueryPage(Question):
    """The parameters of every list; one with filters adds them in a subclass."""

    limit: Annotated[int, QueryCount(1, 200)] = 50
    """The most items to give at once."""
    cursor: Cursor | None = None
    """Where the page before ended: take it from the `next` link, with the filters unchanged."""


def encode_cursor(position: Position, filters: Mapping[str, object], *, key: bytes = b"") -> str:
    """Make the cursor that continues a list behind `position`.

    Without a key the digest finds mistakes, not malice: enough where a position reveals and
    reaches nothing that the caller may not have.

    Raises:
        ValueError: The position is too long for a cursor.
    """
    payload = msgspec.json.encode(list(position))
    cursor = urlsafe_b64encode(_digest(payload, filters, key) + payload).rstrip(b"=").decode()
    if len(cursor) > LONGEST_CURSOR:
        raise ValueError("The position is too long for a cursor.")
    return cursor


def decode_cursor(
    cursor: str,
    filters: Mapping[str, object],
    shape: Sequence[type[str | int]],
    *,
    key: bytes = b"",
) -> tuple[str | int, ...]:
    """The position that a cursor of ours holds.

    Args:
        cursor: The cursor, as a caller gave it.
        filters: The filters of this list.
        shape: The types of the columns that this list is ordered by.
        key: The key that our cursors are sealed with.

    Raises:
        ProblemError: `invalid-cursor`: it is not ours, or of another list, or was given with other
            filters.
    """
    try:
        sealed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        raise _invalid() from None
    digest, payload = sealed[:_DIGEST_BYTES], sealed[_DIGEST_BYTES:]
    if not hmac.compare_digest(digest, _digest(payload, filters, key)):
        raise _invalid()
    position = tuple(msgspec.json.decode(payload, type=list[str | int]))
    if [type(column) for column in position] != list(shape):
        raise _invalid()
    return position


def link_next(request_url: URL, cursor: str) -> str:
    """The `Link` header that leads to the next page.

    It is relative to the request, and so right behind any proxy.
    """
    kept = [
        (name, value)
        for name, value in parse_qsl(request_url.query, keep_blank_values=True)
        if name != "cursor"
    ]
    return f'<?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'


def _digest(payload: bytes, filters: Mapping[str, Any], key: bytes) -> bytes:
    sealed = msgspec.json.encode(sorted(filters.items()), enc_hook=str)
    return hmac.digest(key, len(sealed).to_bytes(4) + sealed + payload, "sha256")[:_DIGEST_BYTES]


def _invalid() -> ProblemError:
    return ProblemError(
        INVALID_CURSOR,
        "The cursor does not continue this list with these filters.",
        [FieldError("/query/cursor", _WORDS)],
    )
