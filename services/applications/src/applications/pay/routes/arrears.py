"""Arrears over HTTP."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.pay.domain.arrears import Term, Totals
from applications.pay.domain.pay_points import Known
from applications.pay.operations import arrears
from applications.pay.operations.arrears import AskedArrears, OpenedArrears, Reckoning
from applications.pay.paycalc_client import Trace
from applications.pay.routes.files import attached, documented_files, said_of, wanted_form
from applications.pay.schemas.arrears import (
    ArrearsPage,
    ArrearsQuery,
    LineAnswer,
    TotalsAnswer,
    as_csv,
    told_by,
)
from applications.problem_sets import documented
from applications.problems import NOT_ACCEPTABLE
from applications.routing import BEARER, CallerRoute, asked, page, resume
from plumbing.problems import INVALID_CURSOR

router = APIRouter(
    prefix="/v1", tags=["pay"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)

_SHAPE: Final = (str, str, str, str, int, str, str, int, int, str)
_PAGED: Final = frozenset({"limit", "cursor"})
_NEVER_TOLD: Final = 0


@router.get(
    "/arrears",
    response_model=ArrearsPage,
    responses={
        **documented(INVALID_CURSOR, NOT_ACCEPTABLE),
        200: {"content": documented_files("csv")},
    },
)
async def list_arrears(request: Request, query: Annotated[ArrearsQuery, Query()]) -> Response:
    """List what is owed since payroll was last told, by worker, post and month.

    Payroll was last told by the last payroll run; before the first one it pays what the HR system
    had when a case was opened. It goes on so until it is told otherwise, and what differs from
    what is known now is owed. paycalc reckons it; what has no price has no amount. `totals` adds up
    the lines of all pages so far.

    `Accept: text/csv` gives everything as one file, as lines of a payroll run are given.
    """
    reckoning = reckoning_of(request)
    if wanted_form(request, "csv") is not None:
        return await _file(request, query, reckoning)
    filters = query.model_dump(exclude=set(_PAGED))
    place = resume(request, query.cursor, filters, _SHAPE)
    opened, after, before = await _begin(request, query, place)
    found = await arrears.list_arrears(
        asked(request), reckoning, opened, after=after, limit=query.limit
    )
    totals = before.plus(found.lines)
    position = None if found.reached is None else _position(opened, found.reached, totals)
    items = [LineAnswer.of(line) for line in found.lines]
    term = opened.term

    def encode(document: object) -> bytes:
        members: dict[str, Any] = dict(document) if isinstance(document, dict) else {}
        answer = ArrearsPage(
            **members,
            totals=TotalsAnswer.of(totals),
            through=term.through,
            closed_through=term.closed_through,
            told_by_run=told_by(opened.told),
            known_on=term.known.known_on,
            known_at=term.known.known_at,
        )
        return answer.model_dump_json().encode()

    return page(request, items, position, filters, encode)


def reckoning_of(request: Request) -> Reckoning:
    """What working out arrears needs."""
    trace = Trace(
        request_id=request.state.request_id,
        traceparent=getattr(request.state, "traceparent", None),
    )
    return Reckoning(request.app.state.paycalc, trace)


async def _file(request: Request, query: ArrearsQuery, reckoning: Reckoning) -> Response:
    about = asked(request)
    opened = await arrears.open_arrears(about, _wanted(query), "list_arrears")
    lines = await arrears.list_all_arrears(about, reckoning, opened)
    known = opened.term.known
    through = opened.term.through
    headers = said_of(through, known.known_on, known.known_at)
    name = f"arrears-{through.isoformat()}"
    return Response(as_csv(lines), headers=headers | attached(name, "csv"), media_type="text/csv")


async def _begin(
    request: Request, query: ArrearsQuery, place: tuple[str | int, ...] | None
) -> tuple[OpenedArrears, tuple[str, str] | None, Totals]:
    about = asked(request)
    if place is None:
        opened = await arrears.open_arrears(about, _wanted(query), "list_arrears")
        return opened, None, Totals()
    through, closed, known_on, known_at, told, worker, post, lines, no_amount, sum_ = place
    term = Term(
        through=date.fromisoformat(str(through)),
        closed_through=date.fromisoformat(str(closed)) if closed else None,
        known=Known(
            known_on=date.fromisoformat(str(known_on)),
            known_at=datetime.fromisoformat(str(known_at)),
        ),
    )
    number = int(told)
    opened = await arrears.reopen_arrears(about, term, None if number == _NEVER_TOLD else number)
    so_far = Totals(lines=int(lines), open_lines=int(no_amount), difference=Decimal(sum_))
    return opened, (str(worker), str(post)), so_far


def _wanted(query: ArrearsQuery) -> AskedArrears:
    return AskedArrears(
        through=query.through,
        closed_through=query.closed_through,
        known_on=query.known_on,
        known_at=query.known_at,
    )


def _position(opened: OpenedArrears, reached: tuple[str, str], totals: Totals) -> list[str | int]:
    term = opened.term
    return [
        term.through.isoformat(),
        "" if term.closed_through is None else term.closed_through.isoformat(),
        term.known.known_on.isoformat(),
        term.known.known_at.isoformat(),
        told_by(opened.told) or _NEVER_TOLD,
        *reached,
        totals.lines,
        totals.open_lines,
        str(totals.difference),
    ]
