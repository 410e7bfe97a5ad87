"""A case: one worker on one pathway, and how far each step has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from applications.casework.domain.meetings import Meeting
from applications.people.domain.organisation import Place

Status = Literal["draft", "submitted", "in_progress", "decided", "not_yet", "withdrawn"]
PayStatus = Literal["none", "pending", "needs_decision", "determined", "recorded"]
FactValue = str | int | bool

OPEN: Final[frozenset[str]] = frozenset({"draft", "submitted", "in_progress"})
"""The statuses of a case that is not decided yet."""
RESOLVE_PAY: Final = "resolve-pay"
"""The step that opens where a decision's pay leaves something to a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one role gave to a step: who, for whom, which outcome, when."""

    role: str
    outcome: str
    actor: str
    on_behalf_of: tuple[str, ...]
    at: datetime

    @property
    def people(self) -> frozenset[str]:
        """Who gave it, and those they stood in for."""
        return frozenset((self.actor, *self.on_behalf_of))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepProgress:
    """How far a step has come. `visit` counts how often it was opened.

    A step that does not apply to the worker is opened all the same, as `not_applicable`: should a
    fact be corrected, it is there.

    `due_on` is the last day for it, by the calendar that `calendar` names. `assigned_to` is who
    was given it by name, or has begun what one person does several times; in a joint step they were
    given the part of `assigned_role`, and nobody else's.
    """

    state: Literal["open", "done", "not_applicable"]
    visit: int
    opened_on: date
    due_on: date | None = None
    calendar: str | None = None
    parts: tuple[Part, ...] = ()
    outcome: str | None = None
    assigned_to: str | None = None
    assigned_role: str | None = None
    meeting: Meeting | None = None

    def given(self, outcome: str, role: str | None = None) -> int:
        """How often an outcome was given on this visit; by one role where that is named."""
        return sum(part.outcome == outcome and role in {None, part.role} for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known when a case is looked at: when that is, where the worker stands, and all facts.

    `facts` are the worker's, the post's and the case's.
    """

    now: datetime
    today: date
    place: Place
    facts: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One worker's application on one pathway.

    `submitters` made what the deciders decide on. `embargoed`: until it is lifted the worker sees
    that the case is in progress, and nothing more. `pay_deciders` are the roles to whom the scheme
    leaves what is open about the pay; without them it is for those who decided last. `reminded`
    says of which submission dates a reminder was written, and how many days before.
    """

    application_id: UUID
    employee_number: str
    post_number: str
    scheme: str
    pathway: str
    scheme_sha256: str
    status: Status
    embargoed: bool
    pay_status: PayStatus
    opened_by: str
    opened_at: datetime
    submitted_on: date | None = None
    evidence_complete_on: date | None = None
    signed_off_on: date | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    steps: Mapping[str, StepProgress] = field(default_factory=dict)
    submitters: frozenset[str] = frozenset()
    drafters: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()
    last_decision: str | None = None
    pay_deciders: tuple[str, ...] = ()
    reminded: tuple[str, ...] = ()
    version: int
    changed_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether the case is neither decided nor withdrawn."""
        return self.status in OPEN

    @property
    def open_steps(self) -> tuple[str, ...]:
        """The steps that wait for somebody."""
        return tuple(step for step, each in self.steps.items() if each.state == "open")
