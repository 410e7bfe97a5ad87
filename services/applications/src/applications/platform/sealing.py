"""Secrets at rest: sealed with a key that is not in the database (Fernet: AES-128-CBC, HMAC)."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr


class UnsealableError(Exception):
    """A secret was sealed with a key that is not given any more, or for something else."""


class Seal:
    """Seals secrets with the first key, and opens what any of them sealed."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = MultiFernet([Fernet(key) for key in keys])

    def seal(self, secret: str, *, of: str) -> str:
        """Seal a secret, which opens for the thing that it is `of` only."""
        return self._keys.encrypt(f"{of}\n{secret}".encode()).decode("ascii")

    def open(self, sealed: str, *, of: str) -> str:
        """The secret.

        Raises:
            UnsealableError: No key given opens it, or it is of something else.
        """
        try:
            thing, _, secret = self._keys.decrypt(sealed).decode().partition("\n")
        except InvalidToken:
            raise UnsealableError("No key that is given opens this secret.") from None
        if thing != of:
            raise UnsealableError("This is the secret of something else.")
        return secret


def make_seal(keys: Sequence[SecretStr]) -> Seal | None:
    """What seals with the operator's keys; None where there are none."""
    return Seal([key.get_secret_value() for key in keys]) if keys else None
