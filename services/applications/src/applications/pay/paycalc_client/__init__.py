"""Asks paycalc over HTTP, and believes nothing of its answer that it has not looked at.

A calculation is pure, so that asking again is safe. A peer that is away, slow or wrong costs a
bounded time and a bounded number of bytes, and ends in one of three errors.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import httpx
import msgspec
import stamina

from applications.pay.domain.determinations import Determination, PaycalcProblem, Question
from applications.pay.paycalc_client.reading import (
    MOST_BYTES,
    PaycalcBrokenError,
    PaycalcError,
    PaycalcRefusedError,
    PaycalcUnavailableError,
    lines_of,
    parsed,
    problem_of,
    read_determination,
    read_line,
)

__all__ = [
    "Paycalc",
    "PaycalcBrokenError",
    "PaycalcError",
    "PaycalcRefusedError",
    "PaycalcUnavailableError",
    "Trace",
    "open_client",
]

_JSON: Final = "application/json"
_LINES: Final = "application/jsonl"
_PROBLEM: Final = "application/problem+json"
_MOST_AT_ONCE: Final = 16
_MOST_QUESTIONS: Final = 200
_TRIES: Final = 3
_SECONDS: Final = 10.0
_AWAY: Final = frozenset({502, 503, 504})
_TOO_MANY: Final = 429
_SERVER_ERRORS: Final = 500
_DOCUMENTED: Final = frozenset({400, 409, 413, 415, 422})


class _TryAgainError(PaycalcUnavailableError):
    """No answer came, or one that says that paycalc is not there just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What lets one request be followed through both services' logs."""

    request_id: str
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One kind of call: where, and which media type it sends and gets."""

    path: str
    media_type: str


_ONE: Final = Call("/determinations", _JSON)
_MANY: Final = Call("/determinations/batch", _LINES)


def open_client() -> httpx.AsyncClient:
    """The one HTTP client of a process for asking paycalc.

    It follows no redirect and no proxy setting: the address in the settings is where we ask.
    """
    return httpx.AsyncClient(
        timeout=httpx.Timeout(3, connect=1, pool=1),
        # Shorter than the server keeps a connection, so that it is never closed under a request.
        limits=httpx.Limits(max_connections=_MOST_AT_ONCE, keepalive_expiry=2),
        follow_redirects=False,
        trust_env=False,
    )


class Paycalc:
    """paycalc at an address.

    Raises, from each of its methods:
        PaycalcUnavailableError: It is away, too slow or too busy.
        PaycalcBrokenError: Its answer is not what the contract has.
    """

    def __init__(
        self, client: httpx.AsyncClient, base_url: str, *, seconds: float = _SECONDS
    ) -> None:
        self._client = client
        self._url = base_url.rstrip("/") + "/v1"
        self._seconds = seconds
        self._places = asyncio.Semaphore(_MOST_AT_ONCE)
        self._retrying = stamina.AsyncRetryingCaller(
            attempts=_TRIES, timeout=seconds, wait_initial=0.05, wait_max=0.5, wait_jitter=0.1
        ).on(_TryAgainError)

    async def determine(self, question: Question, trace: Trace) -> Determination:
        """The answer to a question.

        Raises:
            PaycalcRefusedError: It was refused, and why.
        """
        content = await self.ask(_ONE, _encoded(question), trace)
        return read_determination(content, question)

    async def determine_many(
        self, questions: Sequence[Question], trace: Trace
    ) -> list[Determination | PaycalcProblem]:
        """The answers to several questions, in their order, each an answer or why there is none.

        Raises:
            ValueError: They are more than are asked at once.
            PaycalcRefusedError: They were refused as a whole, and why.
        """
        if len(questions) > _MOST_QUESTIONS:
            raise ValueError(f"Ask at most {_MOST_QUESTIONS} questions at once.")
        if not questions:
            return []
        body = b"".join(_encoded(question) + b"\n" for question in questions)
        content = await self.ask(_MANY, body, trace, times=len(questions))
        lines = lines_of(content, len(questions))
        return [read_line(*pair) for pair in zip(lines, questions, strict=True)]

    async def ask(self, call: Call, body: bytes, trace: Trace, *, times: int = 1) -> bytes:
        """The body of the answer to a call that holds so many questions.

        Raises:
            PaycalcRefusedError: It was refused, and why.
        """
        most = MOST_BYTES * times

        async def ask_once() -> bytes:
            return await self._ask_once(call, body, most, trace)

        try:
            async with asyncio.timeout(self._seconds), self._places:
                return await self._retrying(ask_once)
        except TimeoutError:
            raise PaycalcUnavailableError("paycalc took too long.") from None

    async def _ask_once(self, call: Call, body: bytes, most: int, trace: Trace) -> bytes:
        headers = {
            "Content-Type": call.media_type,
            "Accept": f"{call.media_type}, {_PROBLEM}",
            "Accept-Encoding": "identity",
            "X-Request-Id": trace.request_id,
        }
        if trace.traceparent is not None:
            headers["traceparent"] = trace.traceparent
        try:
            async with self._client.stream(
                "POST", self._url + call.path, content=body, headers=headers
            ) as response:
                return await _content(response, call.media_type, most)
        except (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout):
            raise PaycalcUnavailableError("paycalc took too long.") from None
        except httpx.TransportError:
            raise _TryAgainError("paycalc cannot be reached.") from None


async def _content(response: httpx.Response, media_type: str, most: int) -> bytes:
    """The body of an answer of success."""
    status = response.status_code
    if status in _AWAY:
        raise _TryAgainError("paycalc is away or stopping.")
    if status >= _SERVER_ERRORS or status == _TOO_MANY:
        raise PaycalcUnavailableError("paycalc cannot answer just now.")
    if status in _DOCUMENTED:
        _check_media_type(response, _PROBLEM)
        raise PaycalcRefusedError(problem_of(parsed(await _body(response, most)), status))
    if status != httpx.codes.OK:
        raise PaycalcBrokenError("The status of the answer is not in the contract.")
    _check_media_type(response, media_type)
    return await _body(response, most)


async def _body(response: httpx.Response, most: int) -> bytes:
    content = bytearray()
    try:
        async for chunk in response.aiter_raw():
            content += chunk
            if len(content) > most:
                raise PaycalcBrokenError("The answer is too large.")
    except (httpx.RemoteProtocolError, httpx.ReadError):
        raise PaycalcBrokenError("The answer ended before its end.") from None
    return bytes(content)


def _check_media_type(response: httpx.Response, wanted: str) -> None:
    found = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    coding = response.headers.get("content-encoding", "identity").lower()
    if found != wanted or coding != "identity":
        raise PaycalcBrokenError("The answer is of another media type than the contract has.")


def _encoded(question: Question) -> bytes:
    members = {name: getattr(question, name) for name in Question.__slots__}
    return msgspec.json.encode(
        {name: value for name, value in members.items() if value is not None}
    )
