"""The bytes that a digest is of: JSON with sorted names and no spaces (RFC 8785).

Our values are text, whole numbers, true, false, null, lists and objects with ASCII names; for
those the encoder's order and form are the standard's.
"""

import hashlib
from typing import Final

import msgspec

_ENCODE: Final = msgspec.json.Encoder(order="sorted").encode


def canonical(document: object) -> bytes:
    """The canonical bytes of a document."""
    return _ENCODE(document)


def sha256(*parts: bytes) -> bytes:
    """The SHA-256 of these parts, one behind another."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()
