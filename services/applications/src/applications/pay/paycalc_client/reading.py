"""Reads what paycalc answers, and believes nothing of it that it has not looked at."""

import re
from dataclasses import dataclass
from typing import Final

import msgspec

from applications.pay.domain.determinations import (
    Answer,
    Determination,
    FactError,
    PaycalcProblem,
    Question,
    is_coherent,
)
from plumbing.strict_json import MalformedJsonError, parse

MOST_BYTES: Final = 1024 * 1024
"""The longest that the answer to one question may be."""
_SLUG: Final = re.compile(r"/problems/([a-z0-9-]+)", re.ASCII)


class PaycalcError(Exception):
    """paycalc gave no answer. One of the three below says why."""


class PaycalcRefusedError(PaycalcError):
    """paycalc refused the question: `problem` says why."""

    def __init__(self, problem: PaycalcProblem) -> None:
        super().__init__(f"paycalc refused the question: {problem.slug}.")
        self.problem = problem


class PaycalcUnavailableError(PaycalcError):
    """paycalc is away, stopping, too slow or too busy. Ask again later."""


class PaycalcBrokenError(PaycalcError):
    """What answered did not answer as paycalc's contract has it."""


class _Problem(msgspec.Struct, frozen=True):
    type: str
    status: int
    detail: str
    errors: tuple[FactError, ...]


class _RefusedLine(msgspec.Struct, frozen=True):
    problem: _Problem
    client_reference: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """Why a line of a batch was refused, and the caller's own reference of it."""

    problem: PaycalcProblem
    client_reference: str | None


def parsed(content: bytes) -> object:
    """The body of an answer as JSON.

    Raises:
        PaycalcBrokenError: It is none.
    """
    try:
        return parse(content)
    except MalformedJsonError:
        raise PaycalcBrokenError("The answer cannot be read as JSON.") from None


def read_determination(content: bytes, question: Question) -> Determination:
    """The answer to a question.

    Raises:
        PaycalcBrokenError: It is none.
    """
    return _checked(parsed(content), content, question)


def lines_of(content: bytes, count: int) -> list[bytes]:
    """The lines of the answer to a batch of so many.

    Raises:
        PaycalcBrokenError: They are not as many, or one is too long.
    """
    lines = content.removesuffix(b"\n").split(b"\n")
    if len(lines) != count:
        raise PaycalcBrokenError("The answer has not a line for each question.")
    if any(len(line) > MOST_BYTES for line in lines):
        raise PaycalcBrokenError("The answer is too large.")
    return lines


def read_line(content: bytes, question: Question) -> Determination | PaycalcProblem:
    """The answer to a question of a batch, or why there is none.

    Raises:
        PaycalcBrokenError: It is neither.
    """
    document = parsed(content)
    refused = refusal_in(document)
    if refused is None:
        return _checked(document, content, question)
    _check_echo(refused.client_reference, question.client_reference)
    return refused.problem


def refusal_in(document: object) -> RefusedLine | None:
    """What a line of a batch says that was refused; None for an answer.

    Raises:
        PaycalcBrokenError: It is not as the contract has it.
    """
    if not isinstance(document, dict) or "problem" not in document:
        return None
    try:
        refused = msgspec.convert(document, _RefusedLine)
    except msgspec.ValidationError:
        raise PaycalcBrokenError("A line of the answer is not as the contract has it.") from None
    problem = problem_of(document["problem"], refused.problem.status)
    return RefusedLine(problem, refused.client_reference)


def _checked(document: object, content: bytes, question: Question) -> Determination:
    try:
        answer = msgspec.convert(document, Answer)
    except msgspec.ValidationError:
        raise PaycalcBrokenError("The answer is not as the contract has it.") from None
    asked = (question.scheme, question.pathway)
    if (answer.scheme, answer.pathway) != asked:
        raise PaycalcBrokenError("The answer is to another question.")
    _check_echo(answer.client_reference, question.client_reference)
    _check_echo(answer.receipt.scheme_sha256, question.scheme_sha256)
    _check_echo(answer.rules_on, question.rules_on)
    _check_echo(answer.known_on, question.known_on)
    if not is_coherent(answer):
        raise PaycalcBrokenError("The parts of the answer do not go together.")
    return Determination(answer=answer, text=content.decode())


def _check_echo(given: object, asked: object) -> None:
    if asked is not None and given != asked:
        raise PaycalcBrokenError("The answer is to another question.")


def problem_of(document: object, status: int) -> PaycalcProblem:
    """The problem that an answer of a status holds.

    Raises:
        PaycalcBrokenError: It holds none.
    """
    try:
        problem = msgspec.convert(document, _Problem)
    except msgspec.ValidationError:
        raise PaycalcBrokenError("The problem is not as the contract has it.") from None
    slug = _SLUG.fullmatch(problem.type)
    if slug is None or problem.status != status:
        raise PaycalcBrokenError("The problem is not as the contract has it.")
    return PaycalcProblem(slug=slug[1], status=status, detail=problem.detail, errors=problem.errors)
