"""What travels about cases."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from applications.casework.schemas.steps import StepAnswer, VacancyAnswer
from applications.casework.schemas.submission import SubmissionAnswer
from applications.casework.schemas.values import FactValue, Given
from applications.examples import example
from applications.people.schemas import EmployeeNumber
from plumbing.paging import QueryPage
from plumbing.wire import Answer, Instant, IsoDate, PatternText, Question, Slug

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
    submission: SubmissionAnswer | None
    """The submission date that the case belongs to; null where the scheme has no such dates."""
    facts: dict[str, FactValue]
    """What the case recorded, and its `submission_date` once it is submitted and complete."""
    steps: list[StepAnswer]
    vacancies: list[VacancyAnswer] | None
    """What keeps open steps from going on: nobody is left for a role, or a seat is empty. It is
    looked at when one case is read; null in lists and in the answer to an action."""
    names: dict[str, str] | None
    """What the people of this answer are called, by employee number; null where `vacancies` is."""
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
