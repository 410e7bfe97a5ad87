"""Asks paycalc over HTTP, and believes nothing of its answer that it has not looked at.

A calculation is pure, so that asking again is safe. A peer that is away, slow or wrong costs a
bounded time and a bounded number of bytes, and ends in one of three errors.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import httpx
import msgspec
import stamina

from applications.pay.domain.determinations import (
    Answer,
    Determination,
    FactError,
    PaycalcProblem,
    Question,
    is_coherent,
)
from plumbing.strict_json import MalformedJsonError, parse

_JSON: Final = "application/json"
_LINES: Final = "application/jsonl"
_PROBLEM: Final = "application/problem+json"
_MOST_BYTES: Final = 1024 * 1024
_MOST_AT_ONCE: Final = 16
_MOST_QUESTIONS: Final = 200
_TRIES: Final = 3
_SECONDS: Final = 10.0
_AWAY: Final = frozenset({502, 503, 504})
_TOO_MANY: Final = 429
_SERVER_ERRORS: Final = 500
_DOCUMENTED: Final = frozenset({400, 409, 413, 415, 422})
_SLUG: Final = re.compile(r"/problems/([a-z0-9-]+)", re.ASCII)


class PaycalcError(Exception):
    """paycalc gave no answer. One of the three below says why."""


class PaycalcRefusedError(PaycalcError):
    """paycalc refused the question: `problem` says why."""

    def __init__(self, problem: PaycalcProblem) -> None:
        super().__init__(f"paycalc refused the question: {problem.slug}.")
        self.problem = problem


class PaycalcUnavailableError(PaycalcError):
    """paycalc is away, stopping, too slow or too busy. Ask again later."""


class PaycalcBrokenError(PaycalcError):
    """What answered did not answer as paycalc's contract has it."""


class _TryAgainError(PaycalcUnavailableError):
    """No answer came, or one that says that paycalc is not there just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What lets one request be followed through both services' logs."""

    request_id: str
    traceparent: str | None = None


class _Problem(msgspec.Struct, frozen=True):
    type: str
    status: int
    detail: str
    errors: tuple[FactError, ...]


class _RefusedLine(msgspec.Struct, frozen=True):
    problem: _Problem
    client_reference: str | None = None


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
        return _determination(content, question)

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
        lines = content.removesuffix(b"\n").split(b"\n")
        if len(lines) != len(questions):
            raise PaycalcBrokenError("The answer has not a line for each question.")
        return [_line(*pair) for pair in zip(lines, questions, strict=True)]

    async def ask(self, call: Call, body: bytes, trace: Trace, *, times: int = 1) -> bytes:
        """The body of the answer to a call that holds so many questions.

        Raises:
            PaycalcRefusedError: It was refused, and why.
        """
        most = _MOST_BYTES * times

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
        raise PaycalcRefusedError(_problem(parsed(await _body(response, most)), status))
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


def parsed(content: bytes) -> object:
    """The body of an answer as JSON.

    Raises:
        PaycalcBrokenError: It is none.
    """
    try:
        return parse(content)
    except MalformedJsonError:
        raise PaycalcBrokenError("The answer cannot be read as JSON.") from None


def _determination(content: bytes, question: Question) -> Determination:
    return _checked(parsed(content), content, question)


def _line(content: bytes, question: Question) -> Determination | PaycalcProblem:
    if len(content) > _MOST_BYTES:
        raise PaycalcBrokenError("The answer is too large.")
    document = parsed(content)
    if not isinstance(document, dict) or "problem" not in document:
        return _checked(document, content, question)
    try:
        refused = msgspec.convert(document, _RefusedLine)
    except msgspec.ValidationError:
        raise PaycalcBrokenError("A line of the answer is not as the contract has it.") from None
    _check_echo(refused.client_reference, question.client_reference)
    return _problem(document["problem"], refused.problem.status)


def _checked(document: object, content: bytes, question: Question) -> Determination:
    try:
        answer = msgspec.convert(document, Answer)
    except msgspec.ValidationError:
        raise PaycalcBrokenError("The answer is not as the contract has it.") from None
    asked = (question.scheme, question.pathway)
    if (answer.scheme, answer.pathway) != asked:
        raise PaycalcBrokenError("The answer is to another question.")
    _check_echo(answer.client_reference, question.client_reference)
    _check_echo(answer.receipt.scheme_sha256, question.scheme_sha256)
    _check_echo(answer.rules_on, question.rules_on)
    _check_echo(answer.known_on, question.known_on)
    if not is_coherent(answer):
        raise PaycalcBrokenError("The parts of the answer do not go together.")
    return Determination(answer=answer, text=content.decode())


def _check_echo(given: object, asked: object) -> None:
    if asked is not None and given != asked:
        raise PaycalcBrokenError("The answer is to another question.")


def _problem(document: object, status: int) -> PaycalcProblem:
    try:
        problem = msgspec.convert(document, _Problem)
    except msgspec.ValidationError:
        raise PaycalcBrokenError("The problem is not as the contract has it.") from None
    slug = _SLUG.fullmatch(problem.type)
    if slug is None or problem.status != status:
        raise PaycalcBrokenError("The problem is not as the contract has it.")
    return PaycalcProblem(slug=slug[1], status=status, detail=problem.detail, errors=problem.errors)


def _encoded(question: Question) -> bytes:
    members = {name: getattr(question, name) for name in Question.__slots__}
    return msgspec.json.encode(
        {name: value for name, value in members.items() if value is not None}
    )
