"""The one middleware: around every request, inside CORS where a service has that.

It gives each request its id, counts and logs it, puts the default headers on the answer, and turns
whatever is raised below into a problem. A catch-all further out would answer without the headers
that CORS adds, and a browser would show the wrong error.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from random import getrandbits
from time import perf_counter_ns
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plumbing.logs import REQUEST_ID, logger, shared_fields, write_request_line
from plumbing.metrics import RequestMetrics
from plumbing.problem_answers import ProblemAnswers
from plumbing.problems import METHOD_NOT_ALLOWED
from plumbing.route_index import RouteIndex

Headers = Iterable[tuple[bytes, bytes]]
_Kind = tuple[Callable[[float], None], str]
"""What counts requests of one operation, method and status, and what their log lines share."""

_DEFAULTS: Final = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)
_DEFAULT_NAMES: Final = frozenset(name for name, _ in _DEFAULTS)
_REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_TRACEPARENT: Final = re.compile(rb"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_METHODS: Final = frozenset(
    {"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"}
)
_OTHER_METHOD: Final = "OTHER"  # anybody may invent methods; a label may not grow without end
_NANOSECOND: Final = 1e-9
_CLIENT_GONE: Final = 499  # nginx's number: nobody was there to answer
_LOG: Final = logger()


class _Exchange:
    """One request and its answer, as they pass."""

    __slots__ = ("_send", "bytes_out", "ended", "request_id", "started", "status")

    def __init__(self, request_id: str, send: Send) -> None:
        self.started = perf_counter_ns()
        self.ended = 0
        self.status = 0
        self.bytes_out = 0
        self.request_id = request_id
        self._send = send

    def send(self, message: Message) -> Awaitable[None]:
        kind = message["type"]
        if kind == "http.response.body":
            self.bytes_out += len(message.get("body", b""))
            if not message.get("more_body", False):
                self.ended = perf_counter_ns()
        elif kind == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": self._headers(message.get("headers", ()))}
        return self._send(message)

    def _headers(self, given: Headers) -> list[tuple[bytes, bytes]]:
        # A new list, because a response may be sent twice.
        headers = [*given, (b"x-request-id", self.request_id.encode())]
        names = [name for name, _ in headers]
        if _DEFAULT_NAMES.isdisjoint(names):
            headers += _DEFAULTS
        else:
            headers += (default for default in _DEFAULTS if default[0] not in names)
        return headers


class Observation:
    """Watches over `app`: see the module."""

    def __init__(
        self, app: ASGIApp, *, index: RouteIndex, answers: ProblemAnswers, metrics: RequestMetrics
    ) -> None:
        self._app = app
        self._index = index
        self._answers = answers
        self._metrics = metrics
        self._kinds: dict[tuple[object, str, int], _Kind] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; anything else passes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(_identify(scope), send)
        token = REQUEST_ID.set(exchange.request_id)
        try:
            await self._app(scope, receive, exchange.send)
        except ClientDisconnect:
            exchange.status = exchange.status or _CLIENT_GONE
        except Exception as error:  # noqa: BLE001 - the catch-all: it answers, logs or raises again
            await self._recover(error, exchange, scope, receive)
        finally:
            self._record(scope, exchange)
            REQUEST_ID.reset(token)

    async def _recover(
        self, error: Exception, exchange: _Exchange, scope: Scope, receive: Receive
    ) -> None:
        response = self._answers.of(error, exchange.request_id)
        if response is None or exchange.status:
            operation_id = self._index.operation(scope).operation_id
            _LOG.error("unexpected_error", operation_id=operation_id, exc_info=error)
        if exchange.status:
            # Half an answer is out. Raised again, the server cuts the connection: the caller sees
            # that the answer is not whole.
            raise error
        response = response or self._answers.internal(exchange.request_id)
        if response.status_code == METHOD_NOT_ALLOWED.status:
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            response.headers["allow"] = self._index.allowed(path)
        await response(scope, receive, exchange.send)

    def _record(self, scope: Scope, exchange: _Exchange) -> None:
        status = exchange.status or _CLIENT_GONE
        nanoseconds = (exchange.ended or perf_counter_ns()) - exchange.started
        kind = self._kinds.get((scope.get("endpoint"), scope["method"], status))
        observe, shared = kind or self._of_kind(scope, status)
        observe(nanoseconds * _NANOSECOND)
        write_request_line(shared, nanoseconds, exchange.bytes_out, exchange.request_id)

    def _of_kind(self, scope: Scope, status: int) -> _Kind:
        """Make once what requests with the same endpoint, method and status share."""
        operation = self._index.operation(scope)
        known = scope["method"] in _METHODS
        method = scope["method"] if known else _OTHER_METHOD
        shared = {
            "level": "info",
            "event": "request",
            "operation_id": operation.operation_id,
            "method": method,
            "route": operation.route,
            "status": status,
        }
        observe = self._metrics.observer(operation.operation_id, method, status)
        found = observe, shared_fields(shared)
        if known:  # anybody may invent methods, and what is kept may not grow without end either
            self._kinds[scope.get("endpoint"), method, status] = found
        return found


def _identify(scope: Scope) -> str:
    """Keep the caller's request id or make one, and its trace context, on the request's state."""
    request_id = ""
    state = scope.setdefault("state", {})
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            if _REQUEST_ID.fullmatch(value):
                request_id = value.decode()
        elif name == b"traceparent" and _TRACEPARENT.fullmatch(value):
            state["traceparent"] = value.decode()
    state["request_id"] = request_id = request_id or getrandbits(128).to_bytes(16).hex()
    return request_id
