"""Where a token says what: one profile for each way in which issuers make them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_MOST_CHARACTERS: Final = 255


class TokenRefusedError(Exception):
    """The token is not accepted. The message says why and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a token says of its bearer."""

    client_id: str
    subject: str | None
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class TokenProfile:
    """How to read one issuer's tokens.

    `types` are the values that the header `typ` may have. A client acts for itself where its
    subject is itself, or, with Entra, where the token has application roles and no delegated
    scopes.
    """

    types: frozenset[str]
    client_claims: tuple[str, ...]
    subject_claims: tuple[str, ...]
    delegated_scopes: str
    own_scopes: str | None

    def read(self, claims: Mapping[str, Any]) -> Said:
        """Read verified claims.

        Raises:
            TokenRefusedError: A claim is missing or not of its type.
        """
        client_id = _first(claims, self.client_claims)
        subject = _first(claims, self.subject_claims)
        if self.own_scopes is not None and self.delegated_scopes not in claims:
            return Said(client_id, None, _scopes(claims.get(self.own_scopes)))
        scopes = _scopes(claims.get(self.delegated_scopes))
        return Said(client_id, None if subject == client_id else subject, scopes)


PROFILES: Final[Mapping[str, TokenProfile]] = {
    "rfc9068": TokenProfile(
        types=frozenset({"at+jwt", "application/at+jwt"}),
        client_claims=("client_id",),
        subject_claims=("sub",),
        delegated_scopes="scope",
        own_scopes=None,
    ),
    "entra": TokenProfile(
        types=frozenset({"jwt"}),
        client_claims=("azp", "appid"),
        subject_claims=("oid", "sub"),
        delegated_scopes="scp",
        own_scopes="roles",
    ),
}


def _first(claims: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = claims.get(name)
        if isinstance(value, str) and 0 < len(value) <= _MOST_CHARACTERS and value.isprintable():
            return value
    raise TokenRefusedError(f"The token has no usable claim {' or '.join(names)}.")


def _scopes(value: object) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset(value.split())
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return frozenset(value)
    return frozenset()
