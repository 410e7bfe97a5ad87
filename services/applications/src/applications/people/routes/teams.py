"""Teams over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.people.domain.records import Team
from applications.people.operations import teams
from applications.people.schemas.names import TeamId
from applications.people.schemas.teams import TeamAnswer, TeamBody
from applications.platform.versions import etag
from applications.problem_sets import CHANGING, READING_VERSIONS
from applications.routing import BEARER, CallerRoute, IfMatch, asked
from plumbing.problem_registry import NoQuery

router = APIRouter(
    prefix="/v1", tags=["people"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.put("/teams/{team}", responses={201: {"model": TeamAnswer}, **CHANGING})
async def put_team(
    request: Request,
    response: Response,
    team: TeamId,
    body: TeamBody,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> TeamAnswer:
    """Add a team, or change its place in the organisation.

    Who is responsible for whom follows from it at once. A team that is there needs its `ETag` as
    `If-Match`.
    """
    sent = Team(team=team, version=0, **body.model_dump())
    written, is_new = await teams.put_team(asked(request), sent, if_match=if_match)
    response.status_code = 201 if is_new else 200
    return _answer(response, written)


@router.get("/teams/{team}", responses=READING_VERSIONS)
async def get_team(
    request: Request, response: Response, team: TeamId, _: Annotated[NoQuery, Query()]
) -> TeamAnswer:
    """Give a team and its place in the organisation."""
    return _answer(response, await teams.get_team(asked(request), team))


def _answer(response: Response, team: Team) -> TeamAnswer:
    response.headers["ETag"] = etag(team.version)
    return TeamAnswer(
        team=team.team,
        title=team.title,
        team_type=team.team_type,
        service_area=team.service_area,
        service=team.service,
        locality=team.locality,
    )
