"""Sends one message to one endpoint, whatever that is: guarded, bounded, and told in one word.

A name is resolved here, every address that it leads to is judged, and the connection is made to
the very address that was judged; the certificate is checked against the name. No redirect is
followed, no proxy asked, and nothing of an answer is read but its status, and a few bytes where a
challenge must be answered.
"""

import asyncio
import json
import socket
import ssl
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import httpx

from applications.exchange.domain.addresses import (
    Address,
    Endpoint,
    EndpointRefusedError,
    Networks,
    check_address,
    endpoint_of,
)
from applications.exchange.domain.back_off import rest_asked_for
from applications.exchange.domain.webhooks import Outcome, failure_of

_MOST_SECONDS_TO_CONNECT: Final = 5.0
_MOST_NAMES_AT_ONCE: Final = 32
_MOST_BYTES: Final = 4096
_HEADERS: Final = {
    "Content-Type": "application/json",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "User-Agent": "Spinepoint-Webhooks/1",
}
# A name with a part that is too long is a UnicodeError.
_WRONG: Final = (
    httpx.HTTPError, httpx.InvalidURL, EndpointRefusedError, OSError, UnicodeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent where; `challenge` is what the answer must hold."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    challenge: str | None = None


class Courier:
    """Sends messages.

    Args:
        allowed: Networks that may be sent to though they are not public, over plain http too.
        ca_file: Certificate authorities (PEM) that are trusted besides the public ones.
        seconds: The longest that one attempt takes, however its time is spent.
    """

    def __init__(self, allowed: Networks, ca_file: Path | None, *, seconds: float) -> None:
        self._allowed = allowed
        self._seconds = seconds
        # Of its own, so that names that nobody answers for keep nothing else waiting.
        self._names = ThreadPoolExecutor(_MOST_NAMES_AT_ONCE, thread_name_prefix="names")
        self._timeout = httpx.Timeout(seconds, connect=min(_MOST_SECONDS_TO_CONNECT, seconds))
        self._tls = httpx.create_ssl_context()
        if ca_file is not None:
            self._tls.load_verify_locations(ca_file)

    async def send(self, message: Message, *, now: datetime) -> Outcome:
        """Send a message, and say what came of it: whatever an endpoint does is an outcome."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds):
                status, retry_after, body = await self._post(message)
        except _WRONG as error:
            return Outcome(took_ms=_since(began), failure=_failure(error))
        failure = failure_of(status)
        if failure is None and not _answers(message.challenge, body):
            failure = "not-answered"
        rest = rest_asked_for(retry_after, now)
        return Outcome(took_ms=_since(began), http_status=status, failure=failure, rest=rest)

    async def _post(self, message: Message) -> tuple[int, str | None, bytes]:
        endpoint = endpoint_of(message.url)
        addresses = await self._resolve(endpoint)
        for address in addresses:
            check_address(endpoint, address, self._allowed)
        *others, last = addresses
        for address in others:
            try:
                return await self._post_to(address, endpoint, message)
            except httpx.ConnectError:
                continue  # nothing was sent yet
        return await self._post_to(last, endpoint, message)

    async def _resolve(self, endpoint: Endpoint) -> list[Address]:
        asking = partial(socket.getaddrinfo, endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._names, asking)
        return list(dict.fromkeys(ip_address(each[4][0]) for each in found))

    async def _post_to(
        self, address: Address, endpoint: Endpoint, message: Message
    ) -> tuple[int, str | None, bytes]:
        url = httpx.URL(message.url)
        # A client for each attempt: no connection is ever shared by two names at one address.
        transport = httpx.AsyncHTTPTransport(verify=self._tls, trust_env=False)
        async with (
            httpx.AsyncClient(
                transport=transport, timeout=self._timeout, trust_env=False
            ) as client,
            client.stream(
                "POST",
                url.copy_with(host=str(address)),
                headers={**_HEADERS, **message.headers, "Host": url.netloc.decode("ascii")},
                content=message.body,
                extensions={"sni_hostname": endpoint.host},
                follow_redirects=False,
            ) as response,
        ):
            body = b"" if message.challenge is None else await _beginning(response)
            return response.status_code, response.headers.get("Retry-After"), body


async def _beginning(response: httpx.Response) -> bytes:
    """The first bytes of an answer's body, as they came."""
    read = b""
    async for chunk in response.aiter_raw():
        read += chunk
        if len(read) >= _MOST_BYTES:
            break
    return read[:_MOST_BYTES]


def _answers(challenge: str | None, body: bytes) -> bool:
    """Whether a body holds the challenge: as text, or as the member of that name of an object."""
    if challenge is None or body.strip() == challenge.encode():
        return True
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("challenge") == challenge


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _failure(error: Exception) -> str:
    """One word for what went wrong: never the words of the error."""
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (EndpointRefusedError, "address-refused"),
        (ssl.SSLCertVerificationError, "not-trusted"),
        ((socket.gaierror, UnicodeError), "unknown-name"),
        ((TimeoutError, httpx.TimeoutException), "timed-out"),
        ((httpx.ConnectError, httpx.InvalidURL), "unreachable"),
    )
    causes = list(_causes(error))
    for kind, code in kinds:
        if any(isinstance(each, kind) for each in causes):
            return code
    return "broken"


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
