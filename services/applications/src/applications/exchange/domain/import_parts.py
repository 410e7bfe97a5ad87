"""The parts of a file, as they are kept until they are worked through."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Final

import msgspec

from applications.exchange.domain.import_files import SentRow
from applications.exchange.domain.imports import ROWS_AT_ONCE


def _plain(value: object) -> Decimal:
    """A decimal of a type of its own, as one that the encoder knows."""
    if isinstance(value, Decimal):
        return Decimal(value)
    raise TypeError("This is nothing that JSON has.")


# A number with a fraction stays a number, which no member of ours is: it is refused as such.
_ENCODE: Final = msgspec.json.Encoder(decimal_format="number", enc_hook=_plain).encode
_DECODE: Final = msgspec.json.Decoder(list[SentRow]).decode
_QUICKLY: Final = 1


def packed(rows: Iterable[SentRow]) -> Iterator[tuple[int, bytes]]:
    """Rows in parts, each with how many there are in it."""
    rest = iter(rows)
    while part := list(islice(rest, ROWS_AT_ONCE)):
        yield len(part), zlib.compress(_ENCODE(part), _QUICKLY)


def unpacked(content: bytes) -> Sequence[SentRow]:
    """The rows of a part."""
    return _DECODE(zlib.decompress(content))
