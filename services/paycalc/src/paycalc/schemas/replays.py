"""The body of a replay, and of its answer."""

from typing import Any, Literal

from paycalc.schemas.determinations import DeterminationQuestion, ReceiptBody
from plumbing.wire import Answer, Question, Sha256


class ReceiptQuestion(Question):
    """A receipt, as an answer had it."""

    engine: str
    scheme_sha256: Sha256
    pay_table_sha256: Sha256 | None = None
    request_sha256: Sha256
    answer_sha256: Sha256


class ReplayQuestionBody(Question):
    """A receipt with the request that it is of."""

    receipt: ReceiptQuestion
    request: DeterminationQuestion
    """The request. Give `known_on` as the answer echoed it, and `rules_on` likewise."""
    answer: dict[str, Any] | None = None
    """The whole answer, if you have kept it: then a difference can be named to the member."""


class DifferenceBody(Answer):
    """Where the answer of once and the answer of now part."""

    pointer: str
    then: Any
    now: Any


class ReplayAnswer(Answer):
    """Whether the answer would be given again."""

    result: Literal["identical", "different"]
    difference: DifferenceBody | None
    """The first difference; null where there is none."""
    receipt: ReceiptBody
    """The receipt of the answer given now."""
