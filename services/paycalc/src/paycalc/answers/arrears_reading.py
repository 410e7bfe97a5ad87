"""Reads a question about arrears: its body, or a line of a batch."""

from pydantic import ValidationError

from paycalc.operations.arrears import ArrearsQuestion, PaidEntry
from paycalc.operations.timelines import Entry
from paycalc.schemas.arrears import ArrearsQuestionBody
from plumbing.strict_json import parse
from plumbing.validation_words import refused_request


def read_arrears(line: bytes) -> ArrearsQuestion:
    """Return the question that a JSON document asks.

    Raises:
        MalformedJsonError: when it is not JSON as it is read here.
        ProblemError: when it does not match the contract.
    """
    document = parse(line)
    try:
        body = ArrearsQuestionBody.model_validate(document)
    except ValidationError as error:
        raise refused_request(error, document) from None
    return asked_by(body)


def asked_by(body: ArrearsQuestionBody) -> ArrearsQuestion:
    """Return the question that a body asks."""
    return ArrearsQuestion(
        scheme=body.scheme,
        known_on=body.known_on,
        through=body.through,
        closed_through=body.closed_through,
        hours=tuple((entry.starts_on, entry.hours_per_week) for entry in body.hours),
        paid=tuple(PaidEntry(**dict(entry)) for entry in body.paid),
        due=tuple(Entry(**dict(entry)) for entry in body.due),
    )
