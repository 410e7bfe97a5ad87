"""Completed forms as they travel."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import WithJsonSchema

from plumbing.wire import Answer, Instant, QueryCount, Question

AnswerValue = Annotated[Any, WithJsonSchema({"type": ["string", "integer", "boolean", "object"]})]
"""Text, a whole number, true or false; where statements are asked about, a text for each by id."""


class DocumentQuery(Question):
    """Which of several completed forms of one kind."""

    number: Annotated[int, QueryCount(1, 999)] | None = None
    """The first is 1; the last when it is left out."""


class DocumentField(Answer):
    """One question of a form, and what was answered."""

    field: str
    label: str
    value: AnswerValue | None


class DocumentAnswer(Answer):
    """A form as it was filled in."""

    application_id: UUID
    kind: str
    title: str
    number: int
    """Which of the completed forms of this kind it is: the first is 1."""
    count: int
    """How many of this kind there are."""
    attempt: int
    """How often its step had been opened by then: sent back, it is filled in anew."""
    employee_number: str
    completed_by: str
    on_behalf_of: list[str]
    completed_at: Instant
    fields: list[DocumentField]
