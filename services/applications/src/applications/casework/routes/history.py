"""What happened in a case, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.casework.operations import history
from applications.casework.routes.desk import ApplicationId, desk
from applications.casework.schemas.cases import History
from applications.casework.schemas.rendering import encoded, event_document
from applications.problem_sets import LISTING, documented
from applications.routing import BEARER, CallerRoute, page, resume
from plumbing.paging import QueryPage
from plumbing.problems import INVALID_CURSOR, NOT_FOUND

router = APIRouter(
    prefix="/v1", tags=["casework"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get(
    "/applications/{application_id}/history",
    response_model=History,
    responses={**LISTING, **documented(NOT_FOUND, INVALID_CURSOR)},
)
async def get_history(
    request: Request, application_id: ApplicationId, query: Annotated[QueryPage, Query()]
) -> Response:
    """Give what happened in the case, in order, as far as the caller may see it."""
    filters = {"application_id": application_id}
    place = resume(request, query.cursor, filters, (int,))
    after = 0 if place is None else int(place[0])
    _found, events = await history.get_history(
        desk(request), UUID(application_id), after=after, limit=query.limit + 1
    )
    items = [event_document(event) for event in events[: query.limit]]
    position = [items[-1]["seq"]] if len(events) > query.limit else None
    return page(request, items, position, filters, encoded)
