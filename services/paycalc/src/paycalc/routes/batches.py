"""Batches over HTTP: of determinations, and of what is owed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import islice
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from paycalc.answers.batches import answer_arrears_lines, answer_lines, split_lines
from paycalc.routes.state import held
from paycalc.schemas.examples import example
from plumbing.problems import (
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    ProblemError,
    responses,
)
from plumbing.raw_route import RawRoute
from plumbing.strict_json import read_body

JSON_LINES: Final = "application/jsonl"
BODY_LIMIT: Final = 10 * 1024 * 1024
MOST_LINES: Final = 10_000
_SLICE: Final = 20
"""How many lines to answer before other requests get their turn."""

_LINES: Final[dict[str, Any]] = {"schema": {"type": "string"}}

_REFUSALS: Final = responses(PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE)

router = APIRouter(prefix="/v1", route_class=RawRoute)


def _answered(description: str) -> dict[int | str, dict[str, Any]]:
    answer = {"description": description, "content": {JSON_LINES: _LINES}}
    return {200: answer, **_REFUSALS}


def _taken(file: str) -> dict[str, Any]:
    content = {JSON_LINES: {**_LINES, "example": example(file)}}
    return {"requestBody": {"required": True, "content": content}}


@router.post(
    "/determinations/batch",
    tags=["determinations"],
    response_class=StreamingResponse,
    responses=_answered("One line of JSON for each line: a determination, or a problem."),
    openapi_extra=_taken("batch.jsonl"),
)
async def create_determinations(request: Request) -> Response:
    """Determine many progressions: one request a line in, one answer a line out, in order.

    At most 10,000 lines and 10 MB, read whole. A line is a body of `POST /v1/determinations`, its
    answer the same; a line that is refused, or on which the service itself fails
    (`internal-error`), answers `{"client_reference", "problem"}` in its place, and does not stop
    the rest. For more, send several, or use `paycalc batch FILE`.
    """
    return await _answer(request, answer_lines)


@router.post(
    "/arrears/batch",
    tags=["arrears"],
    response_class=StreamingResponse,
    responses=_answered("One line of JSON for each line: what is owed, or a problem."),
    openapi_extra=_taken("arrears_batch.jsonl"),
)
async def create_arrears_batch(request: Request) -> Response:
    """Work out what is owed to many: one request a line in, one answer a line out, in order.

    At most 10,000 lines and 10 MB, read whole. A line is a body of `POST /v1/arrears`, of at most
    64 KB, its answer the same; a line that is refused, or on which the service itself fails
    (`internal-error`), answers `{"problem"}` in its place, and does not stop the rest.
    """
    return await _answer(request, answer_arrears_lines)


async def _answer(request: Request, answering: Callable[..., Iterator[bytes]]) -> Response:
    body = await read_body(request, limit=BODY_LIMIT, media_types=(JSON_LINES,))
    lines = split_lines(body)
    if len(lines) > MOST_LINES:
        raise ProblemError(PAYLOAD_TOO_LARGE, f"A batch may have at most {MOST_LINES:,} lines.")
    state = held(request)
    answers = answering(
        state.rulebook,
        lines,
        today=state.clock.today,
        problems=request.scope["app"].answers,
        request_id=request.scope["state"]["request_id"],
    )
    return StreamingResponse(_in_turns(answers), media_type=JSON_LINES)


async def _in_turns(answers: Iterator[bytes]) -> AsyncIterator[bytes]:
    while lines := list(islice(answers, _SLICE)):
        yield b"".join(line + b"\n" for line in lines)
        await asyncio.sleep(0)
