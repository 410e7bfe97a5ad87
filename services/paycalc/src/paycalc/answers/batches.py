"""Lines of a batch: read, answered, or refused in their place."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from paycalc.answers.arrears import render_arrears
from paycalc.answers.arrears_reading import read_arrears
from paycalc.answers.determinations import render_determination
from paycalc.answers.reading import read_question
from paycalc.operations.arrears import ArrearsQuestion
from paycalc.operations.batches import Refuse, create_arrears_batch, create_determinations
from paycalc.operations.determinations import Question
from paycalc.rulebook.loading import Rulebook
from paycalc.schemas.determinations import LONGEST_REFERENCE
from plumbing.logs import logger
from plumbing.problem_answers import ProblemAnswers
from plumbing.problems import PAYLOAD_TOO_LARGE, ProblemError
from plumbing.strict_json import MalformedJsonError, parse

LONGEST_LINE: Final = 64 * 1024
"""Bytes: as many as a request that comes alone may have."""

_PLAIN: Final = msgspec.json.Encoder()
_LOG: Final = logger()


def answer_lines(
    rulebook: Rulebook,
    lines: Iterable[bytes],
    *,
    today: Callable[[], date],
    problems: ProblemAnswers,
    request_id: str,
) -> Iterator[bytes]:
    """Yield one line of JSON for each line, in order, without its line end.

    What nobody expected is logged in full and answered with `internal-error`: one line that finds
    a mistake of ours must not cost the caller all the others.
    """
    return create_determinations(
        rulebook,
        lines,
        today=today,
        read=_read,
        render=render_determination,
        refuse=_refusing(problems, request_id, create_determinations.__name__),
    )


def answer_arrears_lines(
    rulebook: Rulebook,
    lines: Iterable[bytes],
    *,
    today: Callable[[], date],
    problems: ProblemAnswers,
    request_id: str,
) -> Iterator[bytes]:
    """The same of lines that ask what is owed."""
    return create_arrears_batch(
        rulebook,
        lines,
        today=today,
        read=_read_arrears,
        render=render_arrears,
        refuse=_refusing(problems, request_id, create_arrears_batch.__name__),
    )


def _refusing(problems: ProblemAnswers, request_id: str, operation_id: str) -> Refuse:
    def refuse(line: bytes, error: Exception) -> bytes:
        problem = problems.document(error, request_id)
        if problem is None:
            _LOG.error(
                "unexpected_error",
                operation_id=operation_id,
                request_id=request_id,
                exc_info=error,
            )
            problem = problems.internal_document(request_id)
        return _PLAIN.encode({**_reference(line), "problem": problem})

    return refuse


def _read(line: bytes) -> Question:
    return read_question(_not_too_long(line))


def _read_arrears(line: bytes) -> ArrearsQuestion:
    return read_arrears(_not_too_long(line))


def _not_too_long(line: bytes) -> bytes:
    if len(line) > LONGEST_LINE:
        raise ProblemError(PAYLOAD_TOO_LARGE, f"A line may have at most {LONGEST_LINE:,} bytes.")
    return line


def _reference(line: bytes) -> dict[str, str]:
    """Return the caller's own reference of a line that was refused, where it can be read."""
    try:
        document = parse(line[: LONGEST_LINE + 1])
    except MalformedJsonError:
        return {}
    reference = document.get("client_reference") if isinstance(document, dict) else None
    if isinstance(reference, str) and 0 < len(reference) <= LONGEST_REFERENCE:
        return {"client_reference": reference}
    return {}


def split_lines(body: bytes) -> list[bytes]:
    """Return the lines of a batch; the last may or may not end with a line end."""
    lines = body.split(b"\n")
    return lines[:-1] if not lines[-1] else lines
