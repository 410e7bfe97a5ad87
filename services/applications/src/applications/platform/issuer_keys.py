"""The keys of issuers, fetched when they are first needed and kept through an outage."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Final

import httpx
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

_MOST_BYTES: Final = 256 * 1024
_LONGEST_KEPT_SECONDS: Final = 24 * 3600.0


class IssuerAwayError(Exception):
    """An issuer's keys cannot be had just now, so that its tokens cannot be verified."""


@dataclass(slots=True)
class _Kept:
    keys: dict[str, PyJWK] = field(default_factory=dict)
    asked_at: float = float("-inf")
    fetched_at: float = float("-inf")
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class IssuerKeys:
    """The signing keys of every issuer, by where it publishes them.

    An unknown key id makes us ask again, at most once in `seconds_between_fetches`: a rotated key
    is found, and a stream of made-up key ids asks the issuer nothing. What was fetched is good for
    a day while the issuer is away.
    """

    def __init__(self, client: httpx.AsyncClient, *, seconds_between_fetches: float) -> None:
        self._client = client
        self._seconds = seconds_between_fetches
        self._kept: dict[str, _Kept] = {}

    async def find(self, jwks_uri: str, key_id: str) -> PyJWK | None:
        """The key of this id, or None when the issuer has no such key.

        Raises:
            IssuerAwayError: The keys were never fetched, or too long ago, and the issuer is away.
        """
        kept = self._kept.setdefault(jwks_uri, _Kept())
        key = self._fresh(kept, key_id)
        if key is not None:
            return key
        async with kept.lock:
            key = self._fresh(kept, key_id)
            if key is None and time.monotonic() - kept.asked_at >= self._seconds:
                await self._fetch(jwks_uri, kept)
                key = self._fresh(kept, key_id)
        if key is None and not self._usable(kept):
            raise IssuerAwayError("The issuer's keys cannot be fetched just now. Try again soon.")
        return key

    def _fresh(self, kept: _Kept, key_id: str) -> PyJWK | None:
        return kept.keys.get(key_id) if self._usable(kept) else None

    def _usable(self, kept: _Kept) -> bool:
        return time.monotonic() - kept.fetched_at < _LONGEST_KEPT_SECONDS

    async def _fetch(self, jwks_uri: str, kept: _Kept) -> None:
        kept.asked_at = time.monotonic()
        try:
            response = await self._client.get(jwks_uri, follow_redirects=False)
            response.raise_for_status()
            keys = _key_set(response.content)
        except (httpx.HTTPError, ValueError, PyJWTError):
            return  # what was fetched before stays; what was never fetched is answered above
        kept.keys = {key.key_id: key for key in keys.keys if key.key_id}
        kept.fetched_at = time.monotonic()


def _key_set(content: bytes) -> PyJWKSet:
    document = json.loads(content) if len(content) <= _MOST_BYTES else None
    if not isinstance(document, dict):
        raise ValueError("This is no key set.")  # noqa: TRY004 - whatever it is, it came from outside
    return PyJWKSet.from_dict(document)
