"""A service with one of everything, made of plumbing alone."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from plumbing.paging import QueryPage, decode_cursor, encode_cursor, link_next
from plumbing.problems import INVALID_CURSOR, INVALID_REQUEST, FieldError, ProblemType, responses
from plumbing.raw_route import RawRoute, request_body
from plumbing.service import Service, make_service
from plumbing.strict_json import parse, read_body
from plumbing.strict_route import StrictRoute
from plumbing.wire import Answer, Flag, IsoDate, Question, Slug, Text, WholeNumber

LIMIT = 20_000
TOO_MUCH = ProblemType("too-much", 409, "The sum is too large", "Add less.")


class TooMuchError(Exception):
    """A refusal of the domain, which knows no HTTP."""

    def __init__(self, message: str, errors: Sequence[FieldError]) -> None:
        super().__init__(message)
        self.errors = errors


class MuchTooMuchError(TooMuchError):
    """A refusal that the catalogue knows by its base only."""


class Addends(Question):
    """What to add."""

    terms: list[Annotated[int, WholeNumber(0, 100)]]
    """At most a hundred each."""
    note: Annotated[str, Text(1, 40)] | None = None
    on: IsoDate | None = None
    sure: Flag = True
    mode: Literal["plain", "fancy"] = "plain"


class Sum(Answer):
    """What they add up to."""

    total: int


class ListedSums(QueryPage):
    """Which sums to list."""

    kind: Slug | None = None


class Sums(Answer):
    """A page of sums."""

    items: list[int]
    next_cursor: str | None


raw = APIRouter(prefix="/raw", route_class=RawRoute, tags=["sums"])
plain = APIRouter(prefix="/sums", route_class=StrictRoute, tags=["sums"])
others = APIRouter(prefix="/sums", tags=["sums"])


@raw.post(
    "", response_model=Sum, openapi_extra=request_body(Addends), responses=responses(TOO_MUCH)
)
async def add_raw(request: Request) -> Response:
    """Add without FastAPI's machinery."""
    document = parse(await read_body(request, limit=LIMIT))
    if document == {"terms": "too much"}:
        raise MuchTooMuchError("It is too much.", [FieldError("/terms", "Give fewer.")])
    return Response(msgspec.json.encode({"total": 1}), media_type="application/json")


@raw.get(
    "/{day}/{part}",  # noqa: FAST003 - a raw route reads them from the request
    response_model=Sum,
    openapi_extra={
        "parameters": [
            {"name": "day", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "part", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "q", "in": "query", "schema": {"type": "string"}},
        ]
    },
)
async def get_raw(request: Request) -> Response:
    """Answer at a path with parameters, through FastAPI's own router."""
    total = len(request.path_params["day"]) + len(request.query_params.get("q", ""))
    return Response(msgspec.json.encode({"total": total}), media_type="application/json")


@plain.post("")
async def add(addends: Addends) -> Sum:
    """Add."""
    return Sum(total=sum(addends.terms))


@others.get("", responses=responses(INVALID_REQUEST, INVALID_CURSOR))
async def list_sums(
    request: Request, response: Response, query: Annotated[ListedSums, Query()]
) -> Sums:
    """List the whole numbers, a page at a time."""
    filters = {"kind": query.kind}
    start = 0
    if query.cursor is not None:
        start = int(decode_cursor(query.cursor, filters, (int,))[0])
    end = start + query.limit
    cursor = encode_cursor((end,), filters) if end < 100 else None
    if cursor is not None:
        response.headers["Link"] = link_next(request.url, cursor)
    return Sums(items=list(range(start, min(end, 100))), next_cursor=cursor)


steps: list[str] = []


async def unit_of_work() -> AsyncIterator[str]:
    """A dependency with something to clear up."""
    steps.append("begun")
    try:
        yield "unit"
    except TooMuchError:
        steps.append("rolled back")
        raise
    finally:
        steps.append("ended")


@others.put("/{sum_id}")
async def put_sum(sum_id: Slug, unit: Annotated[str, Depends(unit_of_work)]) -> Sum:
    """Do something with a dependency."""
    if sum_id == "refused":
        raise TooMuchError(f"Refused by the {unit}.", [])
    return Sum(total=1)


@others.get("/explosions/{name}")
async def explode(name: str, request: Request) -> Sum:
    """Fail, unexpectedly."""
    request.state.name = name
    raise RuntimeError("the fuse is short")


@others.get("/halves/answer")
async def break_off() -> StreamingResponse:
    """Fail with half an answer out."""

    async def halves() -> AsyncIterator[bytes]:
        yield b"half"
        raise RuntimeError("only half")

    return StreamingResponse(halves())


@others.get("/wrong/answer", response_model=Sum)
async def answer_wrongly() -> dict[str, str]:
    """Give an answer that its model does not know."""
    return {"total": "canary-in-answer"}


def sample_service() -> Service:
    """The service, fresh."""
    return make_service(
        title="Sample",
        version="1.0.0",
        summary="Adds.",
        description="One of everything.",
        catalogue={TooMuchError: TOO_MUCH},
        routers=[_versioned(raw), _versioned(plain), _versioned(others)],
        servers=[{"url": "/"}],
        contact={"name": "Somebody", "url": "https://example.org/"},
        licence={"name": "MIT", "identifier": "MIT"},
        tags=[{"name": "sums", "description": "Sums."}],
    )


def _versioned(router: APIRouter) -> APIRouter:
    v1 = APIRouter(prefix="/v1")
    v1.include_router(router)
    return v1
