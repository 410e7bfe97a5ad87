"""Ordinary JSON read in one pass into a type; whatever is not plainly ordinary is left alone.

`strict_json` reads any document, and knows what to say of one that it refuses. Nearly every
document is plain, though: ASCII without escapes, nested no deeper than its type, each name once.
Those are read here at a fraction of the cost, with the very values that the strict reading gives.
Where there is any doubt nothing is read, and the strict reading has its turn.
"""

from collections.abc import Callable
from typing import Annotated, Final, Generic, TypeVar

import msgspec

T = TypeVar("T")

_MOST: Final = 10**15
_WHOLE_NUMBER = Annotated[int, msgspec.Meta(ge=-_MOST, le=_MOST)]
# No number is both, so that none with a fraction or an exponent is taken: how those are rounded is
# the strict reading's business. Left out, `3.0` would be taken for a whole number.
_NO_NUMBER = Annotated[float, msgspec.Meta(gt=1, lt=0)]

Scalar = str | bool | _WHOLE_NUMBER | _NO_NUMBER | None
"""What a member may hold, for the annotations of a type to read into."""


class FlatReader(Generic[T]):
    """Reads documents of one type.

    Args:
        kind: A `msgspec.Struct` that forbids unknown fields, of `Scalar`s and dictionaries of them.
        members: How many members a document of it had, in all its objects.
    """

    def __init__(self, kind: type[T], members: Callable[[T], int]) -> None:
        self._decode = msgspec.json.Decoder(kind).decode
        self._members = members

    def read(self, body: bytes) -> T | None:
        """Return a document that is plainly ordinary, or None."""
        # An escape may hide a colon, a NUL or half a surrogate pair.
        if b"\\" in body or not body.isascii():
            return None
        try:
            found = self._decode(body)
        except msgspec.MsgspecError:
            return None
        # A name that is given twice is read once, and a colon is in the text for each: there are
        # as many as members only where no name comes twice. Text may hold colons too: no harm.
        return found if body.count(b":") == self._members(found) else None
