"""Opening cases and reading them, over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.casework.domain.views import view
from applications.casework.operations import opening, reading
from applications.casework.operations.desk import Found
from applications.casework.operations.opening import Opening
from applications.casework.routes.desk import APPLICATION_ID, desk
from applications.casework.routes.links import CASE_LINKS
from applications.casework.schemas.cases import (
    CaseAnswer,
    CaseList,
    ListApplicationsQuery,
    OpenApplication,
)
from applications.casework.schemas.rendering import (
    case_document,
    encoded,
    render_case,
)
from applications.casework.storage.listing import CaseFilter
from applications.people.schemas import EmployeeNumber
from applications.platform.once import Rendered
from applications.problem_sets import CREATING, LISTING, READING, documented
from applications.problems import CANNOT_OPEN, KEY_REUSED, UNKNOWN_REFERENCE
from applications.routing import (
    BEARER,
    CallerRoute,
    IdempotencyKey,
    RawCallerRoute,
    once,
    page,
    respond,
    resume,
)
from plumbing.openapi_document import ETAG_HEADER, LOCATION_HEADER
from plumbing.problem_registry import NoQuery
from plumbing.problems import MALFORMED_REQUEST, NOT_FOUND

router = APIRouter(
    prefix="/v1", tags=["casework"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)

hot = APIRouter(prefix="/v1", tags=["casework"], route_class=RawCallerRoute)


def shown(found: Found, *, status: int = 200) -> Rendered:
    """A case as its caller may see it."""
    return render_case(
        view(
            found.case,
            found.pathway,
            found.held.scheme.in_force.from_,
            concealed=found.concealed,
            submission=found.belonging,
            vacancies=found.vacancies,
            names=found.names,
        ),
        status=status,
    )


def _created(found: Found) -> Rendered:
    return shown(found, status=201)


@router.post(
    "/applications",
    status_code=201,
    response_model=CaseAnswer,
    responses={
        201: {"headers": {**LOCATION_HEADER, **ETAG_HEADER}, "links": CASE_LINKS},
        **CREATING,
        **documented(NOT_FOUND, MALFORMED_REQUEST, KEY_REUSED, UNKNOWN_REFERENCE, CANNOT_OPEN),
    },
)
async def open_application(
    request: Request,
    body: OpenApplication,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
) -> Response:
    """Open a case for a worker on a pathway of a scheme.

    Who may is said by the scheme (`opened_by`). The text of the scheme that is in force today is
    bound to the case: it is worked by that to its end.
    """
    sent = Opening(
        employee_number=body.employee_number,
        post_number=body.post_number,
        scheme=body.scheme,
        pathway=body.pathway,
        facts=body.facts,
    )
    only_once = await once(request, idempotency_key, _created)
    return respond(await opening.open_application(desk(request), only_once, sent))


@router.get("/applications", response_model=CaseList, responses=LISTING)
async def list_applications(
    request: Request, query: Annotated[ListApplicationsQuery, Query()]
) -> Response:
    """List the cases that the caller may see, oldest first.

    A person sees their own, and those of the workers over whose place they hold a role; a machine
    sees all. A worker's own case under embargo is in progress, whatever happens in it.
    """
    return await _list(request, query, employee_number=None)


@router.get(
    "/workers/{employee_number}/applications",
    response_model=CaseList,
    responses=LISTING,
)
async def list_worker_applications(
    request: Request,
    employee_number: EmployeeNumber,
    query: Annotated[ListApplicationsQuery, Query()],
) -> Response:
    """List one worker's cases, as far as the caller may see them."""
    return await _list(request, query, employee_number=employee_number)


async def _list(
    request: Request, query: ListApplicationsQuery, *, employee_number: str | None
) -> Response:
    wanted = CaseFilter(
        employee_number=employee_number,
        statuses=None if query.status is None else [query.status],
        pathway=query.pathway,
        step=query.step,
        team=query.team,
        locality=query.locality,
        updated_since=query.updated_since,
        waiting_on_me=query.waiting_on is not None,
    )
    filters = {**query.model_dump(exclude={"limit", "cursor"}), "employee_number": employee_number}
    place = resume(request, query.cursor, filters, (str, str))
    after = None if place is None else (datetime.fromisoformat(str(place[0])), UUID(str(place[1])))
    views, ended = await reading.list_applications(
        desk(request), wanted, after=after, limit=query.limit
    )
    position = None if ended is None else [ended[0].isoformat(), str(ended[1])]
    items = [case_document(each) for each in views]
    return page(request, items, position, filters, encoded)


@hot.get(
    "/applications/{application_id}",  # noqa: FAST003 - a raw route reads it itself
    response_model=CaseAnswer,
    responses={200: {"headers": ETAG_HEADER, "links": CASE_LINKS}, **READING},
    openapi_extra={"parameters": [APPLICATION_ID.document()]},
)
async def get_application(request: Request) -> Response:
    """Give a case as the caller may see it; its `ETag` is what an action needs as `If-Match`."""
    application_id = UUID(APPLICATION_ID.read(request))
    return respond(shown(await reading.get_application(desk(request), application_id)))
