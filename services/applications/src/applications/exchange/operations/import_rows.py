"""What works through rows is handed, and what it gives back."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ValidationError

from applications.exchange.domain.import_files import SentRow
from applications.exchange.domain.imports import RowOutcome
from applications.platform.database import Session
from plumbing.problems import INVALID_REQUEST, Catalogue, FieldError, ProblemError, ProblemType
from plumbing.validation_words import refused_request, summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The transaction that rows are worked through in. With `only_check` nothing is written."""

    session: Session
    authority_id: UUID
    import_id: UUID
    now: datetime
    today: date
    only_check: bool


Effect = Literal["created", "changed", "unchanged"]
"""What a row that is taken on does."""


def effect(*, is_known: bool, is_same: bool) -> Effect:
    """What a row does to what is there."""
    if not is_known:
        return "created"
    return "unchanged" if is_same else "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a row came to, what it is about, and what somebody may want to look at."""

    outcome: Effect
    subject: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a row was refused, and what it is about."""

    error: Exception
    subject: str


Result = Taken | Refusal
AfterLog = Callable[[datetime], Awaitable[None]]


async def nothing_more(_: datetime) -> None:
    """Nothing is left to do once the log has given its instant."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of rows, in their order, and what is written once the log gave its instant."""

    results: Sequence[Result]
    after_log: AfterLog = nothing_more


def of_result(row: SentRow, result: Result, catalogue: Catalogue) -> RowOutcome:
    """What came of a row, as it is kept."""
    if isinstance(result, Taken):
        return RowOutcome(
            line=row.line,
            last_line=row.last_line,
            outcome=result.outcome,
            subject=result.subject,
            notices=result.notices,
        )
    return _refused(row, _problem_of(result.error, row, catalogue), result.subject)


def of_unreadable(row: SentRow) -> RowOutcome:
    """What came of a row that cannot be read, or that is in the file twice."""
    errors = [FieldError(row.pointer, row.detail or "")]
    return _refused(row, _problem(INVALID_REQUEST, summary(errors), errors), "")


def _refused(row: SentRow, problem: Mapping[str, Any], subject: str) -> RowOutcome:
    return RowOutcome(
        line=row.line, last_line=row.last_line, outcome="refused", subject=subject, problem=problem
    )


def _problem_of(error: Exception, row: SentRow, catalogue: Catalogue) -> Mapping[str, Any]:
    if isinstance(error, ValidationError):
        error = refused_request(error, row.document)
    if isinstance(error, ProblemError):
        return _problem(error.kind, error.detail, error.errors)
    return _problem(catalogue[type(error)], str(error), getattr(error, "errors", ()))


def _problem(kind: ProblemType, detail: str, errors: Sequence[Any]) -> Mapping[str, Any]:
    return {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "errors": [{"pointer": each.pointer, "detail": each.detail} for each in errors],
    }
