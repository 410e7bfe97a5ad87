"""An import: a file that came in, how far it is worked through, and what came of each row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from applications.exchange.domain.import_kinds import ImportKind

ImportFormat = Literal["csv", "jsonl"]
ImportStatus = Literal["waiting", "running", "done"]
Outcome = Literal["created", "changed", "unchanged", "refused"]

ROWS_AT_ONCE: Final = 500
"""How many rows are worked through in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A file, whose it is, and how far it has come.

    `file_sha256` is of the file as it came. `actor`, `client_id` and `request_id` are of whoever
    sent it.
    """

    import_id: UUID
    kind: ImportKind
    format: ImportFormat
    validate_only: bool
    file_sha256: str
    file_bytes: int
    status: ImportStatus
    parts: int
    parts_done: int
    rows_found: int
    rows_created: int
    rows_changed: int
    rows_unchanged: int
    rows_refused: int
    actor: str
    client_id: str
    request_id: str
    received_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """What came of a row.

    `subject` is what it is about, by the id that its key gives; `problem` says why it was refused,
    `notices` what somebody may want to look at.
    """

    line: int
    last_line: int
    outcome: Outcome
    subject: str
    problem: Mapping[str, Any] | None = None
    notices: Sequence[str] = ()


def is_worth_no_other(done: Import, *, is_last: bool) -> bool:
    """Whether a file that comes again is the import that it was before.

    It is while that is under way; and then as long as no other file came in (`is_last`), unless
    rows of it were refused, whose cause may be mended by now. A check looks again each time.
    """
    if done.status != "done":
        return True
    return is_last and not done.validate_only and not done.rows_refused


def gone_on(about: Import, outcomes: Sequence[RowOutcome], *, now: datetime) -> Import:
    """The import, one part further."""
    counts = Counter(each.outcome for each in outcomes)
    done = about.parts_done + 1 == about.parts
    return replace(
        about,
        parts_done=about.parts_done + 1,
        rows_created=about.rows_created + counts["created"],
        rows_changed=about.rows_changed + counts["changed"],
        rows_unchanged=about.rows_unchanged + counts["unchanged"],
        rows_refused=about.rows_refused + counts["refused"],
        status="done" if done else "running",
        finished_at=now if done else None,
    )
