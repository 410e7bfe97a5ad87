"""What was provided for a case: each version of each thing, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

Screening = Literal["not_needed", "waiting", "clear", "found", "unreadable"]
"""`waiting`: its content has not come in yet; `unreadable`: no text could be taken from it."""
QuarantineCause = Literal["reported", "unsafe"]
RemovalCause = Literal["replaced", "withdrawn"]
Withheld = Literal["quarantined", "withdrawn"]

UNSETTLED: Final[frozenset[Screening]] = frozenset({"waiting", "found", "unreadable"})
"""What a screen says as long as somebody has to do something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that may identify a person: what kind of thing, and where. Never what it is.

    `pointer` is a JSON Pointer to the text: an answer, or `/content`. Characters count from 0.
    """

    kind: str
    pointer: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One version of one thing that was provided.

    `received_at` is when it came in: a form at once, a file once its content was accepted.
    `attempts` are the submissions that it was part of; `frozen_at` is when it became part of the
    first, and `counts_from` that day in London. `answers` are None where they are not at hand.
    """

    evidence_id: UUID
    application_id: UUID
    item: str
    kind: Literal["form", "file"]
    form: str | None = None
    answers: Mapping[str, Any] | None = None
    name: str | None = None
    media_type: str | None = None
    statement: str | None = None
    provided_by: str
    on_behalf_of: tuple[str, ...] = ()
    role: str
    provided_at: datetime
    received_at: datetime | None = None
    content_size: int | None = None
    content_sha256: str | None = None
    screening: Screening = "not_needed"
    findings: tuple[Finding, ...] = ()
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    acknowledged_because: str | None = None
    quarantined_at: datetime | None = None
    quarantined_because: QuarantineCause | None = None
    removed_at: datetime | None = None
    removed_because: RemovalCause | None = None
    replaces: UUID | None = None
    version: int = 1
    attempts: tuple[int, ...] = ()
    frozen_at: datetime | None = None
    counts_from: date | None = None

    @property
    def is_current(self) -> bool:
        """Whether it was neither replaced nor withdrawn."""
        return self.removed_at is None

    @property
    def is_unsettled(self) -> bool:
        """Whether a screen for identifiers still asks something of somebody."""
        return self.screening in UNSETTLED and self.acknowledged_at is None

    @property
    def is_troubled(self) -> bool:
        """Whether it has come in and somebody has to put it right: nobody submits it like that."""
        return self.received_at is not None and (
            self.is_unsettled or self.quarantined_at is not None
        )

    @property
    def is_in(self) -> bool:
        """Whether it counts: it has come in, nobody has taken it away, and no screen is open."""
        has_come = self.received_at is not None and self.quarantined_at is None
        return self.is_current and has_come and not self.is_unsettled

    def withheld_from(self, employee_number: str | None) -> Withheld | None:
        """Why somebody may not read what is in it; None when they may. Its provider always may."""
        if employee_number == self.provided_by:
            return None
        if self.quarantined_at is not None:
            return "quarantined"
        withdrawn = self.removed_at is not None and not self.attempts
        return "withdrawn" if withdrawn else None


def as_it_was(evidence: Evidence, instant: datetime) -> Evidence | None:
    """What was known of it at an instant; None where it was not there, or not there any more.

    That it is in quarantine now is left as it is: what must not be read must not be read.
    """
    if evidence.provided_at > instant or not _later(evidence.removed_at, instant):
        return None
    found = replace(evidence, removed_at=None, removed_because=None)
    if _later(found.received_at, instant):
        screening = "waiting" if found.screening != "not_needed" else found.screening
        found = replace(found, received_at=None, screening=screening, findings=())
    if _later(found.acknowledged_at, instant):
        found = replace(
            found, acknowledged_at=None, acknowledged_by=None, acknowledged_because=None
        )
    if _later(found.frozen_at, instant):
        found = replace(found, frozen_at=None, counts_from=None, attempts=())
    return found


def _later(moment: datetime | None, instant: datetime) -> bool:
    return moment is None or moment > instant
