r"""Checkpoints: where a log was at a moment, signed, so that it cannot be rewritten unnoticed.

The signature (Ed25519) is of "spinepoint checkpoint 1\n" and the canonical JSON (RFC 8785) of
{"authority", "hash", "made_at", "recorded_at", "seq"}, with the hash in hexadecimal and the
instants as the API gives them. A key's id is the SHA-256 of its 32 bytes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from applications.log.domain import Position
from applications.platform.canonical import canonical, sha256

PREFIX: Final = b"spinepoint checkpoint 1\n"


class UnusableKeyError(Exception):
    """The file holds no key that checkpoints can be signed with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Where an authority's log was, and who vouches for it."""

    seq: int
    recorded_at: datetime
    hash: bytes
    made_at: datetime
    public_key: bytes
    signature: bytes

    @property
    def key_id(self) -> str:
        """The id of the key that signed it."""
        return sha256(self.public_key).hex()


def read_key(pem: bytes) -> Ed25519PrivateKey:
    """The private key of a PEM file.

    Raises:
        UnusableKeyError: It holds none, or none of Ed25519.
    """
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableKeyError(
            "The checkpoint key is no Ed25519 private key in PEM without a passphrase: make one "
            "with `openssl genpkey -algorithm ed25519`."
        )
    return key


def sign(
    key: Ed25519PrivateKey, authority: str, position: Position, *, made_at: datetime
) -> Checkpoint:
    """The checkpoint of a position."""
    content = _content(authority, position.seq, position.recorded_at, position.hash, made_at)
    return Checkpoint(
        seq=position.seq,
        recorded_at=position.recorded_at,
        hash=position.hash,
        made_at=made_at,
        public_key=key.public_key().public_bytes_raw(),
        signature=key.sign(content),
    )


def is_signed(checkpoint: Checkpoint, authority: str) -> bool:
    """Whether the key that a checkpoint names did sign it, for this authority."""
    content = _content(
        authority,
        checkpoint.seq,
        checkpoint.recorded_at,
        checkpoint.hash,
        checkpoint.made_at,
    )
    try:
        Ed25519PublicKey.from_public_bytes(checkpoint.public_key).verify(
            checkpoint.signature, content
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _content(
    authority: str, seq: int, recorded_at: datetime, hash_: bytes, made_at: datetime
) -> bytes:
    return PREFIX + canonical(
        {
            "authority": authority,
            "hash": hash_.hex(),
            "made_at": _instant(made_at),
            "recorded_at": _instant(recorded_at),
            "seq": seq,
        }
    )


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
