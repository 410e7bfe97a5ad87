"""What whoever runs a service asks it: is it alive, is it ready, what has it done."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Query, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Lifespan

from plumbing.logs import logger
from plumbing.metrics import CONTENT_TYPE, RequestMetrics
from plumbing.problem_registry import NoQuery
from plumbing.problems import INVALID_REQUEST, UNAVAILABLE, ProblemError, responses
from plumbing.wire import Answer

Readiness = Callable[[], Awaitable[None]]
"""Raises whatever it likes when the service cannot do its work."""

_LOG = logger()


class Liveness(Answer):
    """The process runs."""

    status: Literal["alive"]


class ReadinessAnswer(Answer):
    """The service can do its work."""

    status: Literal["ready"]


def operational_router(readiness: Readiness | None, metrics: RequestMetrics, tag: str) -> APIRouter:
    """The routes for whoever runs the service."""
    router = APIRouter(tags=[tag], responses=responses(INVALID_REQUEST))

    @router.get("/livez")
    async def get_liveness(_: Annotated[NoQuery, Query()]) -> Liveness:
        """Say that the process runs. Nothing that it depends on is asked."""
        return Liveness(status="alive")

    @router.get("/readyz", responses=responses(UNAVAILABLE))
    async def get_readiness(request: Request, _: Annotated[NoQuery, Query()]) -> ReadinessAnswer:
        """Say whether to send requests here: 503 when something is away, or on the way out."""
        if request.app.state.draining:
            raise ProblemError(UNAVAILABLE, "The service is about to stop.")
        await _check(readiness)
        return ReadinessAnswer(status="ready")

    @router.get("/metrics", response_class=PlainTextResponse)
    async def get_metrics(_: Annotated[NoQuery, Query()]) -> Response:
        """Give every metric of the service, in the text format of Prometheus."""
        return Response(metrics.exposition(), media_type=CONTENT_TYPE)

    return router


async def _check(readiness: Readiness | None) -> None:
    if readiness is None:
        return
    try:
        await readiness()
    except Exception as error:
        _LOG.warning("not_ready", exc_info=error)
        raise ProblemError(UNAVAILABLE, "Something that the service needs is away.") from error


def draining_lifespan(inner: Lifespan[Any] | None, seconds: float) -> Lifespan[Any]:
    """Let load balancers see a service that was told to stop, before it does.

    From SIGTERM on `app.state.draining` is true and readiness 503; after `seconds` the server's
    own handling of the signal goes on.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        with _draining_on_sigterm(app, seconds):
            if inner is None:
                yield None
                return
            async with inner(app) as state:
                yield state

    return lifespan


@contextmanager
def _draining_on_sigterm(app: FastAPI, seconds: float) -> Iterator[None]:
    stop = signal.getsignal(signal.SIGTERM)
    if not callable(stop) or threading.current_thread() is not threading.main_thread():
        yield
        return

    loop = asyncio.get_running_loop()

    def drain(number: int, frame: FrameType | None) -> None:
        app.state.draining = True
        loop.call_soon_threadsafe(loop.call_later, seconds, stop, number, frame)

    signal.signal(signal.SIGTERM, drain)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, stop)
