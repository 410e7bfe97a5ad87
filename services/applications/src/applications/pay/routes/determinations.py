"""What decisions give, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from applications.casework.routes.desk import ApplicationId, desk
from applications.pay.operations import determinations
from applications.pay.schemas.determinations import DeterminationAnswer
from applications.problem_sets import documented
from applications.routing import BEARER, CallerRoute
from plumbing.problem_registry import NoQuery
from plumbing.problems import NOT_FOUND

router = APIRouter(
    prefix="/v1", tags=["pay"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get(
    "/applications/{application_id}/determination",
    responses=documented(NOT_FOUND),
)
async def get_determination(
    request: Request, application_id: ApplicationId, _: Annotated[NoQuery, Query()]
) -> DeterminationAnswer:
    """Give what a decision comes to, and why: paycalc's whole answer, with its receipt.

    It is of the last time that paycalc was asked. Where something is left to a person it says what,
    to whom, and among which points; where a rule is not met, which, and what would change it.
    """
    found = await determinations.get_determination(desk(request), UUID(application_id))
    return DeterminationAnswer.of(found)
