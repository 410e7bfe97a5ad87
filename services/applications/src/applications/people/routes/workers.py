"""Workers over HTTP."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.people.domain.records import Worker
from applications.people.operations import workers
from applications.people.operations.post_ends import FollowingPosts
from applications.people.schemas.names import EmployeeNumber
from applications.people.schemas.workers import QueryWorkers, WorkerAnswer, WorkerBody, Workers
from applications.people.storage.workers import WorkerFilter
from applications.platform.versions import etag
from applications.problem_sets import CHANGING, LISTING, READING_VERSIONS
from applications.problems import POST_LEFT_OUT, SUBJECT_TAKEN
from applications.routing import BEARER, CallerRoute, IfMatch, asked, page, resume
from plumbing.problem_registry import NoQuery
from plumbing.problems import responses

router = APIRouter(
    prefix="/v1", tags=["people"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.put(
    "/workers/{employee_number}",
    responses={
        201: {"model": WorkerAnswer}, **CHANGING, **responses(POST_LEFT_OUT, SUBJECT_TAKEN)
    },
)  # fmt: skip
async def put_worker(
    request: Request,
    response: Response,
    employee_number: EmployeeNumber,
    body: WorkerBody,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> WorkerAnswer:
    """Add a worker, or change everything that is known of them.

    What is left out is not known any more; a post only ends, by its `ends_before`, and its pay
    here ends with it. Who moves has another `team` on the same post: pay that goes back to a day
    goes by the team of that day, so say with `team_since` when the move was. A worker who is
    there needs their `ETag` as `If-Match`, or `*` from an HRIS that need not read first. What
    changes nothing keeps its `ETag`.
    """
    sent = body.details(employee_number)
    about = asked(request)
    written, is_new = await workers.put_worker(about, _posts(request), sent, if_match=if_match)
    response.status_code = 201 if is_new else 200
    return _answer(response, written, about.today)


@router.get("/workers/{employee_number}", responses=READING_VERSIONS)
async def get_worker(
    request: Request,
    response: Response,
    employee_number: EmployeeNumber,
    _: Annotated[NoQuery, Query()],
) -> WorkerAnswer:
    """Give what is known of a worker.

    A person sees themselves, those in a part of the organisation over which they hold a role, those
    whom they manage and those whose manager they manage; a machine and an administrator, everybody.
    """
    about = asked(request)
    found = await workers.get_worker(about, employee_number)
    return _answer(response, found, about.today)


@router.get("/workers", response_model=Workers, responses=LISTING)
async def list_workers(request: Request, query: Annotated[QueryWorkers, Query()]) -> Response:
    """List the workers whom the caller may see, by employee number.

    To keep up, ask for `updated_since` with a time before the last asking, as a change may take a
    moment to show.
    """
    wanted = WorkerFilter(team=query.team, grade=query.grade, updated_since=query.updated_since)
    filters = asdict(wanted)
    place = resume(request, query.cursor, filters, (str,))
    after = None if place is None else str(place[0])
    about = asked(request)
    found = await workers.list_workers(about, wanted, after=after, limit=query.limit + 1)
    items = [WorkerAnswer.of(worker, about.today) for worker in found[: query.limit]]
    position = [items[-1].employee_number] if len(found) > query.limit else None
    return page(request, items, position, filters, _encoded)


def _posts(request: Request) -> FollowingPosts:
    following: FollowingPosts = request.app.state.posts
    return following


def _encoded(document: object) -> bytes:
    return Workers.model_validate(document).model_dump_json().encode()


def _answer(response: Response, worker: Worker, today: date) -> WorkerAnswer:
    response.headers["ETag"] = etag(worker.version)
    return WorkerAnswer.of(worker, today)
