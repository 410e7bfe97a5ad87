"""What waits for the caller, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.casework.operations import tasks
from applications.casework.routes.desk import desk
from applications.casework.schemas.actions import TaskList
from applications.casework.schemas.rendering import encoded, task_document
from applications.problem_sets import LISTING
from applications.routing import BEARER, CallerRoute, page, resume
from plumbing.paging import QueryPage

router = APIRouter(
    prefix="/v1", tags=["me"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get("/tasks", response_model=TaskList, responses=LISTING)
async def list_tasks(request: Request, query: Annotated[QueryPage, Query()]) -> Response:
    """List every step that waits for the caller, the most urgent first.

    `kind` says what for: to take an action, to arrange a meeting or to sit in it and, for who could
    appoint somebody, that nobody is left who may act. Steps that a conflict of interest keeps them
    from are not among them. A page may hold fewer than `limit` and yet have a next one: follow the
    cursor.
    """
    place = resume(request, query.cursor, {}, (str, str, str, str, str))
    after = None
    if place is not None:
        due, case, step, role, seat = map(str, place)
        after = (due, UUID(case), step, role, seat)
    found, position = await tasks.list_tasks(desk(request), after=after, limit=query.limit)
    items = [task_document(task) for task in found]
    ended = None if position is None else [str(each) for each in position]
    return page(request, items, ended, {}, encoded)
