"""Payroll runs over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from fastapi.openapi.models import Example

from applications.pay.domain.arrears import Line
from applications.pay.domain.payroll_runs import PayrollRun
from applications.pay.operations import payroll_runs
from applications.pay.operations.arrears import AskedArrears
from applications.pay.routes.arrears import reckoning_of
from applications.pay.routes.files import attached, documented_files, wanted_form
from applications.pay.schemas.arrears import LineAnswer, as_csv
from applications.pay.schemas.payroll_runs import (
    PayrollLinePage,
    PayrollLinesQuery,
    PayrollRunAnswer,
    PayrollRunBody,
    PayrollRunId,
    PayrollRunPage,
    PayrollRunsQuery,
)
from applications.platform.once import Rendered
from applications.problem_sets import LISTING, READING, documented
from applications.problems import KEY_REUSED, NOT_ACCEPTABLE, PAYROLL_RUN_ORDER
from applications.routing import (
    BEARER,
    CallerRoute,
    IdempotencyKey,
    asked,
    once,
    page,
    respond,
    resume,
)
from plumbing.openapi_document import LOCATION_HEADER
from plumbing.problem_registry import NoQuery
from plumbing.problems import INVALID_CURSOR, MALFORMED_REQUEST, NOT_FOUND

router = APIRouter(
    prefix="/v1/payroll-runs", tags=["pay"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)

_EXAMPLE: Final[dict[str, Example]] = {
    "april": {"value": {"through": "2026-04-30", "closed_through": "2026-03-31"}}
}
_LINES_AT_ONCE: Final = 5000
_LINKS: Final = {
    name: {
        "operationId": name,
        "parameters": {"payroll_run_id": "$response.body#/payroll_run_id"},
    }
    for name in ("get_payroll_run", "list_payroll_run_lines")
}


def _created(run: PayrollRun) -> Rendered:
    body = PayrollRunAnswer.of(run).model_dump_json().encode()
    return Rendered(201, {"Location": f"/v1/payroll-runs/{run.payroll_run_id}"}, body)


@router.post(
    "",
    status_code=201,
    response_model=PayrollRunAnswer,
    responses={
        **documented(MALFORMED_REQUEST, KEY_REUSED, PAYROLL_RUN_ORDER),
        201: {"headers": LOCATION_HEADER, "links": _LINKS},
    },
)
async def create_payroll_run(
    request: Request,
    body: Annotated[PayrollRunBody, Body(openapi_examples=_EXAMPLE)],
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
) -> Response:
    """Tell payroll what to pay: work out what is owed since it was last told, and freeze it.

    From then on payroll has been told everything that was known at `known_at` of days up to
    `through`: the next run, and arrears, are reckoned from there. A run is never changed; a mistake
    in it is put right by the next.
    """
    only_once = await once(request, idempotency_key, _created)
    wanted = AskedArrears(
        through=body.through, closed_through=body.closed_through, known_at=body.known_at
    )
    answer = await payroll_runs.create_payroll_run(
        asked(request), reckoning_of(request), only_once, wanted, as_csv
    )
    return respond(answer)


@router.get("", response_model=PayrollRunPage, responses=LISTING)
async def list_payroll_runs(
    request: Request, query: Annotated[PayrollRunsQuery, Query()]
) -> Response:
    """List what payroll was told, the last first."""
    place = resume(request, query.cursor, {}, (int,))
    before = None if place is None else int(place[0])
    found = await payroll_runs.list_payroll_runs(
        asked(request), before=before, limit=query.limit + 1
    )
    now = found[: query.limit]
    position = [now[-1].number] if len(found) > query.limit else None
    return page(request, [PayrollRunAnswer.of(each) for each in now], position, {}, _runs)


@router.get("/{payroll_run_id}", response_model=PayrollRunAnswer, responses=READING)
async def get_payroll_run(
    request: Request, payroll_run_id: PayrollRunId, _: Annotated[NoQuery, Query()]
) -> Response:
    """Give a payroll run: what it was of, and what it came to."""
    run = await payroll_runs.get_payroll_run(asked(request), UUID(payroll_run_id))
    return Response(PayrollRunAnswer.of(run).model_dump_json(), media_type="application/json")


@router.get(
    "/{payroll_run_id}/lines",
    response_model=PayrollLinePage,
    responses={
        **documented(NOT_FOUND, INVALID_CURSOR, NOT_ACCEPTABLE),
        200: {"content": documented_files("csv")},
    },
)
async def list_payroll_run_lines(
    request: Request, payroll_run_id: PayrollRunId, query: Annotated[PayrollLinesQuery, Query()]
) -> Response:
    """List the lines of a payroll run: what payroll was told to pay, by worker, post and month.

    `Accept: text/csv` gives them as one file, whose SHA-256 digest the run has as `sha256`: where
    that is another, the file is not whole, or not what payroll was told. Whoever sees a part of the
    authority gets the lines of that part.
    """
    run_id = UUID(payroll_run_id)
    if wanted_form(request, "csv") is not None:
        content = as_csv(await _every_line(request, run_id))
        headers = attached(f"payroll-run-{payroll_run_id}", "csv")
        return Response(content, headers=headers, media_type="text/csv")
    filters = {"payroll_run_id": payroll_run_id}
    place = resume(request, query.cursor, filters, (int,))
    after = 0 if place is None else int(place[0])
    found = await payroll_runs.list_payroll_run_lines(
        asked(request), run_id, after=after, limit=query.limit + 1
    )
    now = found[: query.limit]
    position = [now[-1][0]] if len(found) > query.limit else None

    def encode(document: object) -> bytes:
        members = dict(document) if isinstance(document, dict) else {}
        return PayrollLinePage(**members, payroll_run_id=payroll_run_id).model_dump_json().encode()

    return page(request, [LineAnswer.of(line) for _, line in now], position, filters, encode)


async def _every_line(request: Request, run_id: UUID) -> list[Line]:
    lines: list[Line] = []
    after = 0
    while True:
        found = await payroll_runs.list_payroll_run_lines(
            asked(request), run_id, after=after, limit=_LINES_AT_ONCE
        )
        lines += [line for _, line in found]
        if len(found) < _LINES_AT_ONCE:
            return lines
        after = found[-1][0]


def _runs(document: object) -> bytes:
    return PayrollRunPage.model_validate(document).model_dump_json().encode()
