"""What travels about cases."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, WithJsonSchema

from applications.casework.domain.bodies import LONGEST_COMMENTS, WORDS
from applications.examples import example
from applications.people.schemas import EmployeeNumber
from plumbing.paging import QueryPage
from plumbing.wire import Answer, Instant, IsoDate, PatternText, Question, Slug, refusal
from plumbing.wire_markers import WireType

FactName = Annotated[
    str,
    PatternText(
        "^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
        what_to_do="Give the name of a fact, in snake_case.",
        longest=64,
    ),
]
FactValue = Annotated[Any, WithJsonSchema({"type": ["string", "integer", "boolean"]})]
"""Text, a whole number, true or false: as the fact has it."""


class _GivenValue(WireType):
    def parse(self, value: object) -> object:
        if isinstance(value, str | int):
            return value
        raise refusal("Give text, a whole number, true or false; leave it out where there is none.")

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "integer", "boolean"]}


GivenValue = Annotated[Any, _GivenValue()]
"""As `FactValue`, from a caller; which of them and how long, the form or the fact says."""
Given = Annotated[
    dict[FactName, GivenValue], Field(json_schema_extra={"additionalProperties": False})
]
"""Values by their names, and nothing under what is no name."""
Comments = Annotated[
    str,
    PatternText(
        WORDS,
        what_to_do="Give text that can be read, at most 5000 characters, no control characters.",
        longest=LONGEST_COMMENTS,
    ),
]
Reference = Annotated[
    str,
    PatternText(
        "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        what_to_do="Give a number of letters, digits, dots, hyphens and underscores, at most 32.",
        example="1",
        longest=32,
    ),
]
Status = Literal["draft", "submitted", "in_progress", "decided", "not_yet", "withdrawn"]


class OpenApplication(Question):
    """Whose case, and on which pathway."""

    model_config = ConfigDict(json_schema_extra={"examples": [example("opening.json")]})

    employee_number: EmployeeNumber
    post_number: Reference
    scheme: Slug
    pathway: Slug
    facts: Given = Field(default_factory=dict)
    """Facts that are known when the case is opened, such as `target_grade` of an appointment."""


class ActionBody(Question):
    """What comes with an action. Which of these, its own JSON Schema says (`GET .../actions`)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"answers": {"mandatory_training_complete": True, "ready_to_progress": True}},
                {"comments": "The portfolio shows steady practice."},
                {"reason": "The worker moved to another council."},
            ]
        }
    )

    answers: Given | None = None
    """The answers to the form of the action."""
    comments: Comments | None = None
    reason: Comments | None = None
    step: Slug | None = None
    employee_number: EmployeeNumber | None = None
    fact: FactName | None = None
    value: GivenValue = None
    facts: Given | None = None


class PartAnswer(Answer):
    """What one role gave to a step."""

    role: str
    outcome: str
    actor: str
    on_behalf_of: list[str]
    at: Instant


class StepAnswer(Answer):
    """A step as it stands."""

    step: str
    title: str
    kind: Literal["record", "decide", "joint", "panel", "hold", "wait"]
    state: Literal["open", "done", "not_applicable"]
    visit: int
    """How often it was opened: sent back, it opens anew."""
    opened_on: IsoDate
    due_on: IsoDate | None
    """The last day for it."""
    calendar: str | None
    """The calendar of working days by which that day was found."""
    roles: list[str]
    assigned_to: str | None
    outcome: str | None
    parts: list[PartAnswer]


class CaseAnswer(Answer):
    """A case. Under embargo the worker sees its status, and the rest is null or empty."""

    application_id: UUID
    employee_number: str
    post_number: str
    scheme: str
    scheme_version: IsoDate
    scheme_sha256: str
    """The very text of the scheme that the case is worked by."""
    pathway: str
    title: str
    status: Status
    pay_status: Literal["none", "pending", "needs_decision", "determined", "recorded"] | None
    """`pending`: paycalc is being asked; `determined`: a variation waits for approval."""
    opened_at: Instant
    opened_by: str
    submitted_on: IsoDate | None
    evidence_complete_on: IsoDate | None
    signed_off_on: IsoDate | None
    facts: dict[str, FactValue]
    """What the case recorded."""
    steps: list[StepAnswer]
    changed_at: Instant | None


class CaseList(Answer):
    """A page of cases, oldest first."""

    items: list[CaseAnswer]
    next_cursor: str | None


class ListApplicationsQuery(QueryPage):
    """The filters of the list of cases; each narrows it."""

    status: Status | None = None
    """Cases that stand like this."""
    pathway: Slug | None = None
    """Cases on this pathway."""
    step: Slug | None = None
    """Cases in which this step is open."""
    team: Slug | None = None
    """Cases of workers whose post is in this team."""
    locality: Slug | None = None
    """Cases of workers whose team is in this locality."""
    waiting_on: Literal["me"] | None = None
    """`me`: cases in which some step waits for the caller."""
    updated_since: Instant | None = None
    """Cases changed at this instant or after it."""


class ActionAnswer(Answer):
    """An action of the case for the caller."""

    action: str
    title: str
    step: str | None
    step_title: str | None
    allowed: bool
    reason: str | None
    """Why it is not allowed."""
    as_role: str | None
    on_behalf_of: list[str]
    """Whom the caller would stand in for: the holder of the role first."""
    roles: list[str]
    people: list[str]
    """Who may take it now, by employee number."""
    due_on: IsoDate | None
    method: Literal["POST"]
    href: str
    body_schema: dict[str, Any]
    """The JSON Schema of the body."""


class ActionList(Answer):
    """Every action of a case for the caller."""

    items: list[ActionAnswer]
    next_cursor: None


class TaskAnswer(Answer):
    """A step that waits for the caller."""

    application_id: UUID
    employee_number: str
    scheme: str
    pathway: str
    step: str
    role: str
    opened_on: IsoDate
    due_on: IsoDate | None
    href: str
    """Where its actions are."""


class TaskList(Answer):
    """A page of tasks, the most urgent first."""

    items: list[TaskAnswer]
    next_cursor: str | None


class HistoryItem(Answer):
    """One thing that happened in a case."""

    seq: int
    recorded_at: Instant
    kind: str
    actor: str
    on_behalf_of: list[str]
    body: dict[str, Any]
    text: dict[str, Any] | None
    """Comments, answers to a form, both values of a correction; null where there are none."""


class History(Answer):
    """A page of a case's history, in order."""

    items: list[HistoryItem]
    next_cursor: str | None
