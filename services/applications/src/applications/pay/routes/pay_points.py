"""Effective pay points over HTTP."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.pay.operations import pay_points
from applications.pay.operations.pay_points import AskedPoints, FoundPoints
from applications.pay.schemas.points import (
    PayPointAnswer,
    PayPointPage,
    PayPointsQuery,
    PayPointTimeline,
    TimelineQuery,
)
from applications.people.schemas import EmployeeNumber
from applications.problem_sets import LISTING, READING
from applications.routing import BEARER, CallerRoute, asked, page, resume

router = APIRouter(
    prefix="/v1", tags=["pay"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)

_SHAPE = (str, str, str, str, str)


@router.get("/pay-points", response_model=PayPointPage, responses=LISTING)
async def list_pay_points(request: Request, query: Annotated[PayPointsQuery, Query()]) -> Response:
    """List who is on which grade and point on a day, as known on a day or at an instant.

    By worker and post. Every page is as known at the same instant, whatever is recorded meanwhile:
    `known_at` says which.
    """
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

    return page(request, items, position, filters, encode)


def _first(query: PayPointsQuery) -> tuple[AskedPoints, None]:
    wanted = AskedPoints(
        effective_on=query.effective_on,
        known_on=query.known_on,
        known_at=query.known_at,
        employee_number=query.employee_number,
    )
    return wanted, None


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


@router.get(
    "/workers/{employee_number}/pay-points", response_model=PayPointTimeline, responses=READING
)
async def list_worker_pay_points(
    request: Request, employee_number: EmployeeNumber, query: Annotated[TimelineQuery, Query()]
) -> Response:
    """List a worker's pay points, as known on a day or at an instant: the whole timeline.

    A post that has ended shows it by `ends_before` of its last pay point.
    """
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
