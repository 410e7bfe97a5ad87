"""What happened in a case, and its documents, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.casework.operations import history
from applications.casework.routes.desk import ApplicationId, desk
from applications.casework.schemas.cases import DocumentAnswer, History
from applications.casework.schemas.rendering import document_document, encoded, event_document
from applications.problem_sets import LISTING, READING, documented
from applications.routing import BEARER, CallerRoute, page, resume
from plumbing.paging import QueryPage
from plumbing.problem_registry import NoQuery
from plumbing.problems import INVALID_CURSOR, NOT_FOUND
from plumbing.wire import Slug

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


@router.get(
    "/applications/{application_id}/documents/{kind}",
    response_model=DocumentAnswer,
    responses=READING,
)
async def get_document(
    request: Request, application_id: ApplicationId, kind: Slug, _: Annotated[NoQuery, Query()]
) -> Response:
    """Give a form of the case as it was last filled in. Its kind is the form's id."""
    found = await history.get_document(desk(request), UUID(application_id), kind)
    return Response(encoded(document_document(found)), media_type="application/json")
