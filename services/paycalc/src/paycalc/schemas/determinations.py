"""The body of a determination's request, and of its answer."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from paycalc.schemas.reasons import Reasoned
from plumbing.wire import (
    Answer,
    Flag,
    IsoDate,
    Money,
    Question,
    Sha256,
    Slug,
    Text,
    WholeNumber,
)

OutcomeName = Literal["determined", "needs_decision", "insufficient_facts", "not_met"]
StatusName = Literal["met", "not_met", "unknown", "not_applicable", "assumed"]
SalaryStatusName = Literal["settled", "provisional", "unpriced"]
Position = Annotated[int, WholeNumber(1, 999)]
LONGEST_REFERENCE: Final = 64
ClientReference = Annotated[str, Text(1, LONGEST_REFERENCE)]


class DeterminationQuestion(Question):
    """Facts about a worker and a case, and the pathway to determine."""

    scheme: Slug
    """The scheme's id."""
    pathway: Slug
    """The pathway's id."""
    facts: dict[str, Any]
    """The facts by name, as `GET /v1/schemes/{scheme}/facts` describes them. One that is left out,
    or null, is not known."""
    known_on: IsoDate | None = None
    """What was known by the end of which day (Europe/London); today when left out."""
    rules_on: IsoDate | None = None
    """Which version of the scheme: the one in force on this day. When left out it follows from the
    facts: `submitted_on`, else `commenced_on`, else `signed_off_on`, else `known_on`."""
    scheme_sha256: Sha256 | None = None
    """The exact rules to use, by the SHA-256 of the scheme file."""
    client_reference: ClientReference | None = None
    """Your own reference, given back in the answer. No personal data, please."""


class RuleBody(Reasoned):
    """One rule, and what came of it."""

    id: str
    status: StatusName
    met_on: IsoDate | None
    """The day on which it became true, where facts give one."""
    blocking: Flag
    """Whether it stops progression when it is not met."""
    facts: list[str]
    """The facts that it reads."""
    required: str
    """What it asks."""
    found: str
    """What was found."""


class PointBody(Answer):
    """One pay point."""

    position: Position
    """Its place in the grade; 1 is the lowest."""
    scp: Annotated[int, WholeNumber(1, 999)] | None
    """Its spinal column point; null for a local point."""
    spine: str | None
    """The pay table it is on; null where the scheme declares none."""


class SalarySourceBody(Answer):
    """Where a salary is from."""

    table: str
    effective_from: IsoDate
    agreed_on: IsoDate
    """The day on which the award was agreed."""
    basis: str
    """Whether the figure was published, and where, or derived."""


class SalaryBody(Answer):
    """The full-time salary of a point, or the plain statement that none is known."""

    annual_salary: Money | None
    """GBP a year, full time."""
    salary_status: SalaryStatusName
    salary_source: SalarySourceBody | None


class TargetBody(SalaryBody):
    """Where the worker goes."""

    grade: str
    point: PointBody | None
    """Null while the point still has to be decided."""


class AcceleratedPayBody(Answer):
    """Whether the worker gets accelerated pay."""

    eligible: Flag
    position: Position | None
    """The point it leads to; null for somebody who is not eligible."""


class DecisionBody(Reasoned):
    """Something that the scheme leaves to a person."""

    decision: Literal["pay_point", "effective_date"]
    by: str | None
    """The role whose decision it is; null where the scheme names nobody."""
    choices: list[Position] | None
    """The positions to choose from; null where any day is open."""


class ChangeBody(Answer):
    """One change of one fact that would turn a no."""

    fact: str
    value: str | Flag | int
    """The value it would have to have."""
    eligible_on: IsoDate | None
    """The day on which the rule is met as time passes, where time alone will do."""
    outcome: OutcomeName
    """What the determination would then come to."""


class ReceiptBody(Answer):
    """Proof of what was asked, by which rules, and what was answered."""

    engine: str
    scheme_sha256: Sha256
    pay_table_sha256: Sha256 | None
    """Null where no pay table was looked at."""
    request_sha256: Sha256
    """Of the resolved request, in canonical JSON (RFC 8785)."""
    answer_sha256: Sha256
    """Of this answer without its receipt, in canonical JSON (RFC 8785)."""


class DeterminationAnswer(BaseModel):
    """What the scheme gives: the outcome, the grade and point, from when, and why."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    outcome: OutcomeName
    scheme: str
    scheme_version: IsoDate
    """The day on which the version came into force."""
    pathway: str
    client_reference: ClientReference = Field(default=None)  # type: ignore[assignment] # as above
    """As it was given; left out where none was."""
    rules_on: IsoDate
    known_on: IsoDate
    submission_date: IsoDate | None
    """The date that the case belongs to; null where the scheme has no such dates."""
    effective_from: IsoDate | None
    """From when the new pay counts."""
    backdated: Flag
    """Whether that is before the final sign-off."""
    target: TargetBody | None
    """Null unless determined, or only a decision is open."""
    accelerated_pay: AcceleratedPayBody | None
    """Null where the pathway has none, or it was not reached."""
    decisions_needed: list[DecisionBody]
    missing_facts: list[str]
    """The facts that could change the outcome, in the order in which a form would ask."""
    rules: list[RuleBody]
    would_change: list[ChangeBody]
    receipt: ReceiptBody
