"""Projections over HTTP."""

import re
from decimal import Decimal
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from paycalc.answers.projections import projection_document, projection_svg
from paycalc.operations import projections
from paycalc.problems import INVALID_TIMELINE, NOT_IN_FORCE, UNKNOWN_FACT, UNKNOWN_SCHEME
from paycalc.routes.state import held
from paycalc.schemas.examples import json_example
from paycalc.schemas.projections import ProjectionAnswer, ProjectionQuestionBody
from plumbing.problems import INVALID_REQUEST, responses
from plumbing.strict_route import StrictRoute

SVG: Final = "image/svg+xml"
_JSON: Final = ("application/json", "application/*", "*/*")
_WEIGHT: Final = re.compile(r"q=(0(?:\.[0-9]{0,3})?)")

router = APIRouter(prefix="/v1", tags=["projections"], route_class=StrictRoute)


@router.post(
    "/projections",
    response_model=ProjectionAnswer,
    responses={
        200: {"content": {SVG: {"schema": {"type": "string"}}}},
        **responses(INVALID_REQUEST, UNKNOWN_SCHEME, UNKNOWN_FACT, INVALID_TIMELINE, NOT_IN_FORCE),
    },
    openapi_extra=json_example("projection.json"),
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
    if _prefers_svg(request.headers.get("accept", "")):
        return Response(projection_svg(projection), media_type=SVG)
    return projection_document(projection)


def _prefers_svg(accept: str) -> bool:
    """Say whether a client that names the picture likes it at least as well as JSON."""
    weights = dict(_accepted(part) for part in accept.lower().split(","))
    picture = weights.get(SVG, Decimal(0))
    document = next((weights[name] for name in _JSON if name in weights), Decimal(0))
    return picture > 0 and picture >= document


def _accepted(part: str) -> tuple[str, Decimal]:
    """Return a media type that is accepted and how gladly: 1, unless a weight says less."""
    media_type, *parameters = (piece.strip() for piece in part.split(";"))
    weights = (_WEIGHT.fullmatch(parameter) for parameter in parameters)
    return media_type, next((Decimal(found[1]) for found in weights if found), Decimal(1))
