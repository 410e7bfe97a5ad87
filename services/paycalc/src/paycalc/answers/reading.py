"""Reads the body of a determination's request, alone or as a line of a batch."""

from pydantic import ValidationError

from paycalc.operations.determinations import Question
from paycalc.schemas.determinations import DeterminationQuestion
from plumbing.strict_json import parse
from plumbing.validation_words import refused_request


def read_question(body: bytes) -> Question:
    """Return the question that a JSON document asks.

    Raises:
        MalformedJsonError: when it is not JSON as it is read here.
        ProblemError: when it does not match the contract.
    """
    document = parse(body)
    try:
        question = DeterminationQuestion.model_validate(document)
    except ValidationError as error:
        raise refused_request(error, document) from None
    return Question(
        question.scheme,
        question.pathway,
        question.facts,
        question.known_on,
        question.rules_on,
        question.scheme_sha256,
        question.client_reference,
    )
