"""From a bearer token to the caller: its issuer decides the authority."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from math import isfinite
from typing import Any, Final
from urllib.parse import urlsplit

import jwt
from jwt.exceptions import PyJWTError

from applications.platform.authorities import Authority, find_authority
from applications.platform.caller import Caller
from applications.platform.database import Database
from applications.platform.issuer_keys import IssuerKeys
from applications.platform.token_profiles import PROFILES, TokenRefusedError
from plumbing.clock import Clock

_ALGORITHMS: Final = frozenset({"RS256", "PS256", "ES256", "EdDSA"})
_LEEWAY_SECONDS: Final = 60
_LONGEST_TOKEN: Final = 16 * 1024
_MOST_CALLERS: Final = 4096
_AUTHORITY_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class _Verified:
    caller: Caller
    not_before: float
    expires: float
    checked_at: float


class Identity:
    """Verifies tokens.

    A verified token is remembered for half a minute, so that a client that sends many requests is
    verified once; whether it is in time is looked at each time. With a clock file only issuers on
    this machine are believed: nobody moves the clock of a real authority.
    """

    def __init__(
        self, database: Database, keys: IssuerKeys, clock: Clock, *, loopback_only: bool
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._loopback_only = loopback_only
        self._verified: OrderedDict[str, _Verified] = OrderedDict()
        self._authorities: dict[str, tuple[Authority, float]] = {}

    async def authenticate(self, authorization: str | None) -> Caller:
        """The caller that an `Authorization` header proves.

        Raises:
            TokenRefusedError: There is no token, or it proves nothing here.
            IssuerAwayError: The issuer's keys cannot be had just now.
            DatabaseAwayError: The list of authorities cannot be read.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not 0 < len(token) <= _LONGEST_TOKEN:
            raise TokenRefusedError("Send `Authorization: Bearer` with an access token.")
        known = self._verified.get(token)
        if known is None or time.monotonic() - known.checked_at > _AUTHORITY_SECONDS:
            known = await self._verify(token)
            self._remember(token, known)
        self._check_time(known, self._clock.now())
        return known.caller

    def _remember(self, token: str, verified: _Verified) -> None:
        self._verified[token] = verified
        self._verified.move_to_end(token)
        while len(self._verified) > _MOST_CALLERS:
            self._verified.popitem(last=False)

    async def _verify(self, token: str) -> _Verified:
        try:
            header = jwt.get_unverified_header(token)
            unproven = jwt.decode(token, options={"verify_signature": False})
        except (PyJWTError, ValueError):
            raise TokenRefusedError("The token cannot be read as a JWT.") from None
        authority = await self._authority(unproven.get("iss"))
        profile = PROFILES[authority.token_profile]
        if str(header.get("typ", "")).lower() not in profile.types:
            raise TokenRefusedError("The token is not an access token of its issuer's profile.")
        claims = await self._claims(token, header, authority)
        said = profile.read(claims)
        caller = Caller(authority, said.client_id, said.subject, said.scopes)
        not_before = max(_seconds(claims, "iat"), _seconds({"nbf": 0, **claims}, "nbf"))
        return _Verified(caller, not_before, _seconds(claims, "exp"), time.monotonic())

    async def _claims(self, token: str, header: dict[str, Any], authority: Authority) -> Any:  # noqa: ANN401 - claims are JSON
        algorithm, key_id = header.get("alg"), header.get("kid")
        if algorithm not in _ALGORITHMS or not isinstance(key_id, str):
            raise TokenRefusedError("The token is not signed in a way that is accepted here.")
        key = await self._keys.find(authority.jwks_uri, key_id)
        if key is None:
            raise TokenRefusedError("The token is signed with a key that its issuer has not got.")
        try:
            return jwt.decode(
                token,
                key=key,
                algorithms=[str(algorithm)],
                audience=authority.audience,
                issuer=authority.issuer,
                # In time or not is a question to our own clock, asked with every request.
                options={
                    "require": ["iss", "aud", "exp", "iat", "sub"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except (PyJWTError, ValueError):
            raise TokenRefusedError("The token's signature or claims are not accepted.") from None

    async def _authority(self, issuer: object) -> Authority:
        if not isinstance(issuer, str):
            raise TokenRefusedError("The token names no issuer.")
        kept = self._authorities.get(issuer)
        if kept is not None and time.monotonic() - kept[1] < _AUTHORITY_SECONDS:
            return kept[0]
        authority = await find_authority(self._database, issuer)
        if authority is None:
            raise TokenRefusedError("The token's issuer speaks for no authority here.")
        if self._loopback_only and not is_loopback(authority.issuer, authority.jwks_uri):
            raise TokenRefusedError("With a clock file, only issuers on this machine are accepted.")
        self._authorities[issuer] = (authority, time.monotonic())
        return authority

    @staticmethod
    def _check_time(verified: _Verified, now: datetime) -> None:
        second = now.timestamp()
        if second >= verified.expires + _LEEWAY_SECONDS:
            raise TokenRefusedError("The token has expired: get a new one.")
        if second < verified.not_before - _LEEWAY_SECONDS:
            raise TokenRefusedError("The token is not valid yet.")


def is_loopback(*urls: str) -> bool:
    """Whether every one of these addresses is this machine's own."""
    for url in urls:
        host = urlsplit(url).hostname or ""
        try:
            if not ip_address(host).is_loopback:
                return False
        except ValueError:
            if host != "localhost":
                return False
    return True


def _seconds(claims: dict[str, Any], name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise TokenRefusedError(f"The token's claim {name} is no time.")
    return float(value)
