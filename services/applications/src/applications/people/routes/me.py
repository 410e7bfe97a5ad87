"""Who the caller is, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from applications.people.operations import me
from applications.people.schemas.responsibilities import MeAnswer
from applications.problem_sets import documented
from applications.routing import BEARER, CallerRoute, asked, caller_of
from plumbing.problem_registry import NoQuery

router = APIRouter(
    prefix="/v1", tags=["me"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get("/me", responses=documented())
async def get_me(request: Request, _: Annotated[NoQuery, Query()]) -> MeAnswer:
    """Say who the token is: the authority, the client, and the person with the roles held today."""
    return MeAnswer.of(caller_of(request), await me.get_me(asked(request)))
