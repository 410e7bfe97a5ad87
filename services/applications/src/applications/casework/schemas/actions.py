"""What travels about actions and tasks."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from applications.casework.domain.bodies import LONGEST_PLACE, MOST_MEMBERS, WORDS
from applications.casework.schemas.steps import MeetingAnswer, VacancyAnswer
from applications.casework.schemas.values import Comments, FactName, Given, GivenValue
from applications.people.schemas import EmployeeNumber
from plumbing.wire import Answer, Instant, IsoDate, PatternText, Question, Slug


class MemberBody(Question):
    """Somebody who sits in a meeting."""

    employee_number: EmployeeNumber
    role: FactName
    """The role in which they sit, which they hold towards the worker."""


Place = Annotated[
    str,
    PatternText(
        WORDS,
        what_to_do="Give text that can be read, at most 200 characters, no control characters.",
        longest=LONGEST_PLACE,
    ),
]


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
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    place: Place | None = None
    members: Annotated[list[MemberBody], Field(max_length=MOST_MEMBERS)] | None = None
    advisers: Annotated[list[EmployeeNumber], Field(max_length=MOST_MEMBERS)] | None = None


class OpenSeatsAnswer(Answer):
    """Who may sit in a meeting in a role, or advise it."""

    step: str
    role: str
    at_least: int
    at_most: int | None
    """How many sit there; null for advisers, of whom there may be any number."""
    advises: bool
    """Whether they advise the meeting and are no members of it."""
    people: list[str]
    """Who could, by employee number: they hold the role, and no conflict keeps them from it."""


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
    given: int
    """How often it was given since the step opened."""
    times: int
    """How often it has to be given before the step is done."""
    due_on: IsoDate | None
    method: Literal["POST"]
    href: str
    body_schema: dict[str, Any]
    """The JSON Schema of the body."""
    seats: list[OpenSeatsAnswer]
    """Of `arrange-meeting`: the seats of each meeting that can be arranged."""


class ActionList(Answer):
    """Every action of a case for the caller."""

    items: list[ActionAnswer]
    next_cursor: None
    names: dict[str, str]
    """What the people of this answer are called, by employee number."""


class TaskAnswer(Answer):
    """A step that waits for the caller."""

    kind: Literal["act", "arrange", "attend", "appoint"]
    """`act`: an action can be taken now. `arrange`: its meeting is to be arranged, or arranged
    again. `attend`: the caller sits in its meeting. `appoint`: nobody is left for a role."""
    application_id: UUID
    employee_number: str
    scheme: str
    pathway: str
    title: str
    """What the pathway is called."""
    step: str
    step_title: str
    role: str
    opened_on: IsoDate
    due_on: IsoDate | None
    meeting: MeetingAnswer | None
    vacancies: list[VacancyAnswer]
    """What keeps the step from going on, for whoever can mend it."""
    names: dict[str, str]
    """What the people of this task are called, by employee number."""
    href: str
    """Where its actions are."""


class TaskList(Answer):
    """A page of tasks, the most urgent first."""

    items: list[TaskAnswer]
    next_cursor: str | None
