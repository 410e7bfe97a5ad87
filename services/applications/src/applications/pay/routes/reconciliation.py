"""Reconciliation with the HRIS over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.pay.operations import reconciliation
from applications.pay.operations.reconciliation import AskedDifferences
from applications.pay.routes.files import attached, documented_files, refuse_pages, wanted_form
from applications.pay.schemas.reconciliation import (
    DifferenceAnswer,
    DifferencesAnswer,
    DifferencesQuery,
    as_csv,
)
from applications.problem_sets import documented
from applications.problems import NOT_ACCEPTABLE
from applications.routing import BEARER, CallerRoute, asked, page, resume
from plumbing.problems import INVALID_CURSOR

router = APIRouter(
    prefix="/v1", tags=["pay"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get(
    "/reconciliation",
    response_model=DifferencesAnswer,
    responses={
        **documented(INVALID_CURSOR, NOT_ACCEPTABLE),
        200: {"content": documented_files("csv")},
    },
)
async def list_differences(
    request: Request, query: Annotated[DifferencesQuery, Query()]
) -> Response:
    """List the posts on which the HRIS and what was decided here differ on a day.

    By worker and post. The HRIS's side is what it sends as `posts` of a worker, or as an import of
    `post-grades`; ours is the pay points as known now. Neither overwrites the other.

    `Accept: text/csv` gives all of them as one file; what a post differs in is parted by spaces.
    """
    if wanted_form(request, "csv") is not None:
        return await _file(request, query)
    filters = query.model_dump(exclude={"limit", "cursor"})
    place = resume(request, query.cursor, filters, (str, str, str))
    after = None if place is None else (str(place[1]), str(place[2]))
    day = query.effective_on if place is None else date.fromisoformat(str(place[0]))
    effective_on, found = await reconciliation.list_differences(
        asked(request), _wanted(query, day), after=after, limit=query.limit + 1
    )
    shown = found[: query.limit]
    position = None
    if len(found) > query.limit:
        position = [effective_on.isoformat(), shown[-1].employee_number, shown[-1].post_number]

    def encode(document: object) -> bytes:
        members = dict(document) if isinstance(document, dict) else {}
        return DifferencesAnswer(**members, effective_on=effective_on).model_dump_json().encode()

    return page(request, [DifferenceAnswer.of(each) for each in shown], position, filters, encode)


def _wanted(query: DifferencesQuery, day: date | None) -> AskedDifferences:
    return AskedDifferences(day, None if query.known_here is None else query.known_here == "true")


async def _file(request: Request, query: DifferencesQuery) -> Response:
    refuse_pages(query)
    day, found = await reconciliation.list_all_differences(
        asked(request), _wanted(query, query.effective_on)
    )
    headers = attached(f"reconciliation-{day.isoformat()}", "csv")
    return Response(as_csv(found), headers=headers, media_type="text/csv")
