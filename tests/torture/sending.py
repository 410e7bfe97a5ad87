"""Requests that are sent until they are answered, and everything about them that is remembered."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from random import Random
from time import monotonic
from typing import Any, Final
from uuid import UUID

import httpx
from tests.torture.findings import Findings

Json = dict[str, Any]

REPLAYED: Final = "idempotency-replayed"
_PATIENCE_SECONDS: Final = 120.0
_SHORTEST_WAIT_SECONDS: Final = 0.02
_LONGEST_WAIT_SECONDS: Final = 1.0
_TIMEOUT: Final = httpx.Timeout(10, connect=2)
_AWAY: Final = 503
_REFUSALS: Final = frozenset({409, 412, 428})
"""What a good request can be refused with, because of what another did: the state forbids it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    status: int
    body: bytes
    etag: str
    replayed: bool

    @property
    def is_good(self) -> bool:
        """Whether it says that the request took effect."""
        return self.status // 100 == httpx.codes.OK // 100


@dataclass(slots=True)
class Sent:
    """A changing request: what was sent, how often, and what was answered.

    Each attempt has a request id of its own, which the events of its effect carry.
    """

    key: str
    authority: str
    who: str | None
    method: str
    path: str
    body: Mapping[str, Any]
    if_match: str | None
    attempts: int = 0
    unknown: int = 0
    answer: Answer | None = None

    @property
    def is_keyed(self) -> bool:
        """Whether its key makes it safe to send again; a PUT has its `If-Match` for that."""
        return self.method == "POST"

    def __str__(self) -> str:
        """Say which request it is, for whoever looks for it in the logs."""
        answered = "never answered" if self.answer is None else f"answered {self.answer.status}"
        return (
            f"{self.method} {self.path} by {self.who or 'hris'} of {self.authority}, key "
            f"{self.key}, {self.attempts} attempts, {self.unknown} of them cut, {answered}"
        )


Tokens = Mapping[tuple[str, str | None], str]
"""The token of each authority and person; None is the HRIS."""


@dataclass(slots=True)
class Ledger:
    """Every changing request that was ever sent, and how much was answered."""

    sent: list[Sent] = field(default_factory=list)
    answered: int = 0
    reads: int = 0


@dataclass(slots=True)
class Sender:
    """Sends until it is answered, and keeps the ledger of it."""

    client: httpx.AsyncClient
    tokens: Tokens
    random: Random
    findings: Findings
    ledger: Ledger

    async def change(
        self,
        *,
        authority: str,
        who: str | None,
        method: str,
        path: str,
        body: Mapping[str, Any],
        if_match: str | None = None,
    ) -> Answer:
        """Send a new request, with a key of its own, until it is answered."""
        key = UUID(int=self.random.getrandbits(128), version=4).hex
        sent = Sent(key, authority, who, method, path, body, if_match)
        self.ledger.sent.append(sent)
        sent.answer = await self.send(sent)
        self.ledger.answered += 1
        return sent.answer

    async def send(self, sent: Sent) -> Answer:
        """Send a request until it is answered: the same one, with the same key."""
        deadline = monotonic() + _PATIENCE_SECONDS
        for tries in count():
            if monotonic() > deadline:
                break
            sent.attempts += 1
            headers = {"Idempotency-Key": sent.key} if sent.is_keyed else {}
            if sent.if_match is not None:
                headers["If-Match"] = sent.if_match
            headers["X-Request-Id"] = f"{sent.key}.{sent.attempts}"
            answer = await self._ask(sent, headers)
            if answer is not None:
                if not answer.is_good and answer.status not in _REFUSALS:
                    self.findings.add(f"{sent}: {answer.status} {answer.body.decode()}")
                return answer
            sent.unknown += 1
            await self._wait(tries)
        self.findings.add(f"{sent}: no answer for {_PATIENCE_SECONDS:.0f} seconds")
        raise TimeoutError(str(sent))

    async def read(self, authority: str, who: str | None, path: str) -> tuple[Json, str]:
        """Read something until it is answered; give its ETag too."""
        question = Sent("read", authority, who, "GET", path, {}, None)
        deadline = monotonic() + _PATIENCE_SECONDS
        for tries in count():
            if monotonic() > deadline:
                break
            self.ledger.reads += 1
            answer = await self._ask(question, {})
            if answer is None:
                await self._wait(tries)
                continue
            if not answer.is_good:
                self.findings.add(f"{path} of {authority}: {answer.status} {answer.body.decode()}")
            found: Json = httpx.Response(answer.status, content=answer.body).json()
            return found, answer.etag
        self.findings.add(f"{path} of {authority}: no answer for {_PATIENCE_SECONDS:.0f} seconds")
        raise TimeoutError(path)

    async def _wait(self, tries: int) -> None:
        """At first hardly at all: what was cut may still run when it comes again."""
        longest = min(_LONGEST_WAIT_SECONDS, _SHORTEST_WAIT_SECONDS * 2**tries)
        await asyncio.sleep(self.random.uniform(0, longest))

    async def _ask(self, sent: Sent, headers: Mapping[str, str]) -> Answer | None:
        """The answer; None where nobody can know what came of the request."""
        token = self.tokens[sent.authority, sent.who]
        try:
            response = await self.client.request(
                sent.method,
                sent.path,
                json=None if sent.method == "GET" else dict(sent.body),
                headers={"Authorization": f"Bearer {token}", **headers},
                timeout=_TIMEOUT,
            )
        except httpx.TransportError:
            return None
        if response.status_code == _AWAY:
            self._check_away(sent, response)
            return None
        etag = response.headers.get("etag", "")
        replayed = response.headers.get(REPLAYED) == "true"
        return Answer(response.status_code, response.content, etag, replayed)

    def _check_away(self, sent: Sent, response: httpx.Response) -> None:
        media = response.headers.get("content-type", "")
        if media != "application/problem+json" or not response.headers.get("retry-after"):
            self.findings.add(f"{sent}: a 503 that is no problem, or does not say when to come")
