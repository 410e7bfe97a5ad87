"""Replays: whether an answer given once would be given again."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from paycalc.domain.replays import Difference, first_difference
from paycalc.operations.determinations import Answer, Question, create_determination
from paycalc.rulebook.loading import Rulebook

Json = Mapping[str, Any]


class Proof(NamedTuple):
    """What a receipt says, and what it is compared with again."""

    request_sha256: str
    answer_sha256: str


class ReplayQuestion(NamedTuple):
    """A receipt with its request.

    Attributes:
        proof: The hashes of the receipt.
        question: The request, pinned to the rules of the receipt.
        answer: The whole answer as it was given, where the caller has kept it.
    """

    proof: Proof
    question: Question
    answer: Json | None


class Rendering(NamedTuple):
    """An answer given again: its hashes, and the document without its receipt."""

    proof: Proof
    document: Json


class Replay(NamedTuple):
    """What came of a replay; no difference means identical."""

    difference: Difference | None
    answer: Answer


def create_replay(
    rulebook: Rulebook,
    replay: ReplayQuestion,
    *,
    today: date,
    render: Callable[[Answer], Rendering],
    sha256: Callable[[object], str],
) -> Replay:
    """Give an answer again, and find the first thing in it that differs.

    Every member that the earlier answer had must have the same value; a later release may add
    members. Without the earlier answer only the hashes can be compared.

    Raises:
        RulesNotHeldError: when the rules of the receipt are no longer held.
        Exception: whatever `create_determination` raises.
    """
    answer = create_determination(rulebook, replay.question, today=today)
    rendering = render(answer)
    return Replay(_difference(replay, rendering, sha256), answer)


def _difference(
    replay: ReplayQuestion, now: Rendering, sha256: Callable[[object], str]
) -> Difference | None:
    then = replay.proof
    if then.request_sha256 != now.proof.request_sha256:
        return Difference("/receipt/request_sha256", then.request_sha256, now.proof.request_sha256)
    kept = replay.answer
    given = (
        None if kept is None else {name: value for name, value in kept.items() if name != "receipt"}
    )
    if given is not None and sha256(given) != then.answer_sha256:
        return Difference("/answer", then.answer_sha256, sha256(given))
    if then.answer_sha256 == now.proof.answer_sha256:
        return None
    if given is None:
        return Difference("/receipt/answer_sha256", then.answer_sha256, now.proof.answer_sha256)
    return first_difference(given, now.document, "/answer")
