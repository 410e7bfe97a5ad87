"""What travels about imports."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field

from applications.exchange.domain.import_kinds import KINDS_OF_IMPORT, ImportKind
from applications.exchange.domain.imports import (
    Import,
    ImportFormat,
    ImportStatus,
    Outcome,
    RowOutcome,
)
from applications.people.schemas.names import OneOf
from plumbing.paging import QueryPage
from plumbing.wire import Answer, Instant, PatternText, Sha256

ImportId = Annotated[
    str,
    PatternText(
        "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        what_to_do="Give an import's id as it was answered: a UUID in lower case.",
    ),
]
KindName = Annotated[str, OneOf(KINDS_OF_IMPORT)]
"""What a file holds."""
YesNo = Annotated[str, OneOf(("true", "false"))]
"""A flag in a query."""
Notice = Literal["check-again", "not-registered", "restricted", "name-differs", "several-workers"]

_NOTICES: Final = (
    "What somebody may want to look at: the register's entry is to be looked up again, is no "
    "registration or a restricted one, has another name than the worker, or its number is of "
    "several workers."
)


class ImportCounts(Answer):
    """How many rows the file has, and what came of those that were worked through."""

    found: int
    created: int
    changed: int
    unchanged: int
    refused: int


class ImportAnswer(Answer):
    """A file that came in, and how far it is worked through."""

    import_id: str
    kind: ImportKind
    format: ImportFormat
    validate_only: bool
    file_sha256: Sha256
    """Of the file as it came."""
    file_bytes: int
    status: ImportStatus
    rows: ImportCounts
    """The rows of one worker that stand together count as one."""
    received_at: Instant
    finished_at: Instant | None

    @classmethod
    def of(cls, about: Import) -> Self:
        """The answer that tells of an import."""
        return cls(
            import_id=str(about.import_id),
            kind=about.kind,
            format=about.format,
            validate_only=about.validate_only,
            file_sha256=about.file_sha256,
            file_bytes=about.file_bytes,
            status=about.status,
            rows=ImportCounts(
                found=about.rows_found,
                created=about.rows_created,
                changed=about.rows_changed,
                unchanged=about.rows_unchanged,
                refused=about.rows_refused,
            ),
            received_at=about.received_at,
            finished_at=about.finished_at,
        )


class RowError(Answer):
    """One mistake in a row, and its place."""

    pointer: str
    """A JSON Pointer into the body that the single write would have."""
    detail: str


class RowProblem(Answer):
    """Why a row was refused: the problem that the single write would be answered with."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[RowError]


class ImportRowAnswer(Answer):
    """What came of a row of a file."""

    line: int
    """The line of the file that it begins on; 1 is the first."""
    last_line: int
    """The line that it ends on: the rows of one worker that stand together are one."""
    outcome: Outcome
    subject: str
    """The id of what it is about; empty where it could not be read."""
    problem: RowProblem | None
    """Why it was refused."""
    notices: Annotated[list[Notice], Field(description=_NOTICES)]

    @classmethod
    def of(cls, row: RowOutcome) -> Self:
        """The answer that tells of a row."""
        members: dict[str, Any] = {name: getattr(row, name) for name in RowOutcome.__slots__}
        return cls.model_validate({**members, "notices": list(row.notices)})


class ImportsAnswer(Answer):
    """A page of imports, the last received first."""

    items: list[ImportAnswer]
    next_cursor: str | None


class ImportRowsAnswer(Answer):
    """A page of what came of rows, by line."""

    items: list[ImportRowAnswer]
    next_cursor: str | None


class ImportsQuery(QueryPage):
    """Which imports are asked for."""

    kind: KindName | None = None
    """Only those of this kind."""


class ImportRowsQuery(QueryPage):
    """Which rows are asked for."""

    outcome: Outcome | None = None
    """Only those with this outcome."""
