"""Projections over HTTP."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from paycalc.answers.projections import projection_document, projection_svg
from paycalc.operations import projections
from paycalc.problems import INVALID_TIMELINE, NOT_IN_FORCE, UNKNOWN_FACT, UNKNOWN_SCHEME
from paycalc.routes.state import held
from paycalc.schemas.projections import ProjectionAnswer, ProjectionQuestionBody
from plumbing.problems import INVALID_REQUEST, responses
from plumbing.strict_route import StrictRoute

SVG = "image/svg+xml"

router = APIRouter(prefix="/v1", tags=["projections"], route_class=StrictRoute)


@router.post(
    "/projections",
    response_model=ProjectionAnswer,
    responses={
        200: {"content": {SVG: {"schema": {"type": "string"}}}},
        **responses(INVALID_REQUEST, UNKNOWN_SCHEME, UNKNOWN_FACT, INVALID_TIMELINE, NOT_IN_FORCE),
    },
)
async def create_projection(
    request: Request, body: ProjectionQuestionBody
) -> dict[str, Any] | Response:
    """Project somebody's pay: increments, awards settled and provisional, and the next ways up.

    With `Accept: image/svg+xml` the timeline comes as a picture.
    """
    state = held(request)
    question = projections.ProjectionQuestion(**dict(body))
    projection = projections.create_projection(state.rulebook, question, today=state.clock.today())
    if SVG in request.headers.get("accept", ""):
        return Response(projection_svg(projection), media_type=SVG)
    return projection_document(projection)
