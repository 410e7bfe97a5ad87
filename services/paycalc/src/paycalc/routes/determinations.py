"""Determinations over HTTP."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from paycalc.answers.determinations import render_determination
from paycalc.answers.reading import read_question
from paycalc.operations import determinations
from paycalc.problems import OF_A_DETERMINATION
from paycalc.routes.state import held
from paycalc.schemas.determinations import DeterminationAnswer, DeterminationQuestion
from paycalc.schemas.examples import example
from plumbing.problems import (
    INVALID_REQUEST,
    MALFORMED_REQUEST,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    responses,
)
from plumbing.raw_route import JsonBytes, RawRoute, request_body
from plumbing.strict_json import read_body

BODY_LIMIT = 64 * 1024

router = APIRouter(prefix="/v1", tags=["determinations"], route_class=RawRoute)


@router.post(
    "/determinations",
    response_model=DeterminationAnswer,
    responses=responses(
        MALFORMED_REQUEST,
        PAYLOAD_TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE,
        INVALID_REQUEST,
        *OF_A_DETERMINATION,
    ),
    openapi_extra=request_body(DeterminationQuestion, example=example("determination.json")),
)
async def create_determination(request: Request) -> Response:
    """Determine a progression: grade, point, accelerated pay, effective date, and why.

    Nothing is stored: facts in, answer out. A fact that is missing is no error; it makes the rules
    that need it `unknown`, and `missing_facts` names it. The same question under the same rules
    gets the same answer for ever, the receipt aside.
    """
    question = read_question(await read_body(request, limit=BODY_LIMIT))
    state = held(request)
    today = question.known_on or state.clock.today()
    answer = determinations.create_determination(state.rulebook, question, today=today)
    return JsonBytes(render_determination(answer))
