"""Changes of pay over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.pay.operations import changes
from applications.pay.operations.changes import AskedChanges
from applications.pay.schemas.changes import PayChangeAnswer, PayChangesAnswer, QueryPayChanges
from applications.problem_sets import LISTING
from applications.routing import BEARER, CallerRoute, asked, say_where_to_go_on

router = APIRouter(
    prefix="/v1", tags=["pay"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get("/pay-changes", responses=LISTING)
async def list_pay_changes(
    request: Request, response: Response, query: Annotated[QueryPayChanges, Query()]
) -> PayChangesAnswer:
    """List every change of pay in the order in which they became known, from a position on.

    Each has both dates: `starts_on`, from which it is valid, and `recorded_at`, since when it is
    known. Nothing is left out: what was corrected later stands here too, and the correction names
    it in `supersedes`. Ask again with `next_cursor` as `after`; with `wait` the answer comes as
    soon as there is something. Nothing is ever added before a position that was given.

    All that changed between two instants and affects days from a day on is one question:
    `known_after`, `known_at` and `affecting_from`.
    """
    found = await changes.list_pay_changes(
        asked(request),
        AskedChanges(
            after=int(query.after),
            known_after=query.known_after,
            known_at=query.known_at,
            affecting_from=query.affecting_from,
        ),
        limit=query.limit,
        wait_seconds=query.wait,
        stopping=lambda: bool(request.app.state.draining),
    )
    return PayChangesAnswer(
        items=[PayChangeAnswer.of(each) for each in found.changes],
        next_cursor=say_where_to_go_on(request, response, str(found.reached)),
        known_at=found.known_at,
    )
