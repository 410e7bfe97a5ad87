"""Replays over HTTP."""

from typing import Any

from fastapi import APIRouter, Request

from paycalc.answers.determinations import receipt_of, rendering_of, sha256
from paycalc.operations import determinations, replays
from paycalc.problems import OF_A_DETERMINATION
from paycalc.routes.state import held
from paycalc.schemas.examples import json_example
from paycalc.schemas.replays import ReplayAnswer, ReplayQuestionBody
from plumbing.problems import INVALID_REQUEST, responses
from plumbing.strict_route import StrictRoute

router = APIRouter(prefix="/v1", tags=["determinations"], route_class=StrictRoute)


@router.post(
    "/replays",
    response_model=ReplayAnswer,
    responses=responses(
        INVALID_REQUEST,
        *OF_A_DETERMINATION,
    ),
    openapi_extra=json_example("replay.json"),
)
async def create_replay(request: Request, body: ReplayQuestionBody) -> dict[str, Any]:
    """Prove later that an answer was right: give a receipt and its request.

    The answer is `identical`, or the first difference. Every member that the earlier answer had
    must have the same value; a later release may add members.
    """
    state = held(request)
    question = determinations.Question(
        **{**dict(body.request), "scheme_sha256": body.receipt.scheme_sha256}
    )
    proof = replays.Proof(body.receipt.request_sha256, body.receipt.answer_sha256)
    replay = replays.create_replay(
        state.rulebook,
        replays.ReplayQuestion(proof, question, body.answer),
        today=question.known_on or state.clock.today(),
        render=rendering_of,
        sha256=sha256,
    )
    difference = replay.difference
    return {
        "result": "identical" if difference is None else "different",
        "difference": None if difference is None else difference._asdict(),
        "receipt": receipt_of(replay.answer),
    }
