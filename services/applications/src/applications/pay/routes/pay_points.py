"""Effective pay points over HTTP."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from applications.pay.domain.exports import Form
from applications.pay.operations import exports, pay_points
from applications.pay.operations.exports import PayPointFile
from applications.pay.operations.pay_points import AskedPoints, FoundPoints
from applications.pay.routes.files import (
    KNOWN_HEADERS,
    MEDIA_TYPES,
    attached,
    documented_files,
    refuse_pages,
    said_of,
    wanted_form,
)
from applications.pay.schemas.points import (
    ClosingLine,
    DigestQuery,
    FileDigest,
    PayPointAnswer,
    PayPointPage,
    PayPointsQuery,
    PayPointTimeline,
    TimelineQuery,
)
from applications.people.schemas import EmployeeNumber
from applications.problem_sets import READING, documented
from applications.problems import NOT_ACCEPTABLE
from applications.routing import BEARER, CallerRoute, RawCallerRoute, asked, page, resume
from plumbing.problems import INVALID_CURSOR
from plumbing.raw_parameters import RawParameter, RawQuery

router = APIRouter(
    prefix="/v1", tags=["pay"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)
hot = APIRouter(prefix="/v1", tags=["pay"], route_class=RawCallerRoute)

_SHAPE = (str, str, str, str, str)
_QUERY = RawQuery(PayPointsQuery)
_TIMELINE_QUERY = RawQuery(TimelineQuery)
_EMPLOYEE_NUMBER = RawParameter("employee_number", "path", EmployeeNumber)


@hot.get(
    "/pay-points",
    response_model=PayPointPage,
    openapi_extra={"parameters": _QUERY.documents()},
    responses={
        **documented(INVALID_CURSOR, NOT_ACCEPTABLE),
        200: {"headers": KNOWN_HEADERS, "content": documented_files("csv", "jsonl")},
    },
)
async def list_pay_points(request: Request) -> Response:
    """List who is on which grade and point on a day, as known on a day or at an instant.

    By worker and post. Every page is as known at the same instant, whatever is recorded meanwhile:
    `known_at` says which. `Accept` may ask for the whole list as one file instead, without pages:
    `text/csv` (RFC 4180, with a header) or `application/jsonl` (a line of JSON a pay point).

    A file has what a page has, but `superseded_at`: the same question gives the same bytes for
    ever. The last line of JSON lines is `{"closing": {"count", "sha256"}}`: how many lines are
    before it, and the SHA-256 digest of those lines. A CSV file has no such line, which its readers
    would take for a worker: `digest_pay_points` tells its count and digest. In CSV, text that a
    spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage
    return) has an apostrophe before it; numbers and days are never touched.
    """
    query = _QUERY.read(request)
    form = wanted_form(request, "csv", "jsonl")
    if form is not None:
        return await _file(request, query, form)
    filters = query.model_dump(exclude={"limit", "cursor"})
    place = resume(request, query.cursor, filters, _SHAPE)
    wanted, after = _first(query) if place is None else _next(query, [str(part) for part in place])
    found = await pay_points.list_pay_points(
        asked(request), wanted, after=after, limit=query.limit + 1
    )
    items = [PayPointAnswer.of(each) for each in found.points[: query.limit]]
    position = _position(found, items[-1]) if len(found.points) > query.limit else None

    def encode(document: object) -> bytes:
        members = dict(document) if isinstance(document, dict) else {}
        answer = PayPointPage(
            **members,
            effective_on=found.effective_on,
            known_on=found.known.known_on,
            known_at=found.known.known_at,
        )
        return answer.model_dump_json().encode()

    answer = page(request, items, position, filters, encode)
    answer.headers.update(said_of(found.effective_on, found.known.known_on, found.known.known_at))
    return answer


async def _file(request: Request, query: PayPointsQuery, form: Form) -> Response:
    refuse_pages(query)
    file = await exports.export_pay_points(asked(request), _wanted(query), form)
    headers = said_of(file.effective_on, file.known.known_on, file.known.known_at)
    name = f"pay-points-{file.effective_on.isoformat()}"
    content = file.content if form == "csv" else _closed(file)
    return StreamingResponse(
        content, headers=headers | attached(name, form), media_type=MEDIA_TYPES[form]
    )


async def _closed(file: PayPointFile) -> AsyncIterator[bytes]:
    async for part in file.content:
        yield part
    yield ClosingLine.of(file.tally).model_dump_json().encode() + b"\n"


@router.get("/pay-points/digest", response_model=FileDigest, responses=documented())
async def digest_pay_points(request: Request, query: Annotated[DigestQuery, Query()]) -> Response:
    """Tell what a file of pay points comes to: how many there are in it, and its digest.

    Ask with the `known_at` that came with the file (its header `Known-At`), the same day and the
    same `form`. The digest is that of the whole CSV file, its header included, or of the lines
    before the closing one of JSON lines. A file that was cut off, or changed, has another.
    """
    file = await exports.digest_pay_points(asked(request), _wanted(query), query.form)
    answer = FileDigest(
        form=query.form,
        count=file.tally.count,
        sha256=file.tally.sha256,
        effective_on=file.effective_on,
        known_on=file.known.known_on,
        known_at=file.known.known_at,
    )
    return Response(answer.model_dump_json(), media_type="application/json")


def _wanted(query: PayPointsQuery | DigestQuery) -> AskedPoints:
    return AskedPoints(
        effective_on=query.effective_on,
        known_on=query.known_on,
        known_at=query.known_at,
        employee_number=query.employee_number,
    )


def _first(query: PayPointsQuery) -> tuple[AskedPoints, None]:
    return _wanted(query), None


def _next(query: PayPointsQuery, place: list[str]) -> tuple[AskedPoints, tuple[str, str]]:
    effective_on, known_on, known_at, worker, post = place
    wanted = AskedPoints(
        effective_on=date.fromisoformat(effective_on),
        known_on=date.fromisoformat(known_on),
        known_at=datetime.fromisoformat(known_at),
        employee_number=query.employee_number,
    )
    return wanted, (worker, post)


def _position(found: FoundPoints, last: PayPointAnswer) -> list[str]:
    return [
        found.effective_on.isoformat(),
        found.known.known_on.isoformat(),
        found.known.known_at.isoformat(),
        last.employee_number,
        last.post_number,
    ]


@hot.get(
    "/workers/{employee_number}/pay-points",  # noqa: FAST003 - a raw route reads it itself
    response_model=PayPointTimeline,
    responses=READING,
    openapi_extra={"parameters": [_EMPLOYEE_NUMBER.document(), *_TIMELINE_QUERY.documents()]},
)
async def list_worker_pay_points(request: Request) -> Response:
    """List a worker's pay points, as known on a day or at an instant: the whole timeline.

    A post that has ended shows it by `ends_before` of its last pay point.
    """
    employee_number, query = _EMPLOYEE_NUMBER.read(request), _TIMELINE_QUERY.read(request)
    known, points = await pay_points.list_worker_pay_points(
        asked(request), employee_number, known_on=query.known_on, known_at=query.known_at
    )
    answer = PayPointTimeline(
        items=[PayPointAnswer.of(each) for each in points],
        next_cursor=None,
        known_on=known.known_on,
        known_at=known.known_at,
    )
    return Response(answer.model_dump_json(), media_type="application/json")
