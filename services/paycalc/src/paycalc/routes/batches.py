"""Batches of determinations over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from paycalc.answers.batches import answer_lines, split_lines
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

router = APIRouter(prefix="/v1", tags=["determinations"], route_class=RawRoute)


@router.post(
    "/determinations/batch",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "One line of JSON for each line: a determination, or a problem.",
            "content": {JSON_LINES: _LINES},
        },
        **responses(PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {JSON_LINES: {**_LINES, "example": example("batch.jsonl")}},
        }
    },
)
async def create_determinations(request: Request) -> Response:
    """Determine many progressions: one request a line in, one answer a line out, in order.

    At most 10,000 lines and 10 MB, read whole. A line is a body of `POST /v1/determinations`, its
    answer the same; a line that is refused, or on which the service itself fails
    (`internal-error`), answers `{"client_reference", "problem"}` in its place, and does not stop
    the rest. For more, send several, or use `paycalc batch FILE`.
    """
    body = await read_body(request, limit=BODY_LIMIT, media_types=(JSON_LINES,))
    lines = split_lines(body)
    if len(lines) > MOST_LINES:
        raise ProblemError(PAYLOAD_TOO_LARGE, f"A batch may have at most {MOST_LINES:,} lines.")
    state = held(request)
    answers = answer_lines(
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
