"""Arrears over HTTP."""

from typing import Any, ClassVar

from fastapi import APIRouter, Request

from paycalc.answers.arrears import arrears_document
from paycalc.answers.arrears_reading import asked_by
from paycalc.operations import arrears
from paycalc.problems import INVALID_TIMELINE, NOT_IN_FORCE, UNKNOWN_SCHEME
from paycalc.routes.state import held
from paycalc.schemas.arrears import ArrearsAnswerBody, ArrearsQuestionBody
from paycalc.schemas.examples import json_example
from plumbing.problems import INVALID_REQUEST, responses
from plumbing.strict_route import StrictRoute


class _Route(StrictRoute):
    """A route for timelines of many entries."""

    body_limit: ClassVar[int] = 256 * 1024


router = APIRouter(prefix="/v1", tags=["arrears"], route_class=_Route)


@router.post(
    "/arrears",
    response_model=ArrearsAnswerBody,
    responses=responses(INVALID_REQUEST, UNKNOWN_SCHEME, INVALID_TIMELINE, NOT_IN_FORCE),
    openapi_extra=json_example("arrears.json"),
)
async def create_arrears(request: Request, body: ArrearsQuestionBody) -> dict[str, Any]:
    """Work out what is owed, month by month, between what was paid and what is due.

    Each month shows its segments exactly, so that it can be redone on paper; then amounts are
    rounded once where the scheme says. What is owed may be negative. A point without a published
    value gives null amounts and no error.
    """
    state = held(request)
    answer = arrears.create_arrears(state.rulebook, asked_by(body), today=state.clock.today())
    return arrears_document(answer)
