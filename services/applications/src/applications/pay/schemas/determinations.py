"""What travels about what a decision gives."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, WithJsonSchema

from applications.pay.storage.determinations import LatestDetermination
from plumbing.wire import Answer, Instant

Whole = Annotated[
    dict[str, Any],
    WithJsonSchema({"type": "object", "additionalProperties": True}),
]


class DeterminationAnswer(Answer):
    """What paycalc said of a case."""

    determination_id: UUID
    application_id: UUID
    determined_at: Instant
    outcome: Literal["determined", "needs_decision", "insufficient_facts", "not_met", "refused"]
    """As paycalc's answer has it; `refused`: the facts cannot all be right, see `problem`."""
    answer: Whole | None = Field(json_schema_extra={"title": "Answer"})
    """The whole answer of paycalc's `POST /v1/determinations`: grade and point, from when, whether
    accelerated, every rule with its clause, what is left to a person; null where it refused."""
    problem: Whole | None = Field(json_schema_extra={"title": "Problem"})
    """Why it refused: `slug`, `detail`, and the place of each mistake in `errors`."""

    @classmethod
    def of(cls, found: LatestDetermination) -> Self:
        """A determination as it is sent."""
        is_refused = found.outcome == "refused"
        return cls.model_validate(
            {
                "determination_id": found.determination_id,
                "application_id": found.application_id,
                "determined_at": found.determined_at,
                "outcome": found.outcome,
                "answer": None if is_refused else dict(found.answer),
                "problem": dict(found.answer) if is_refused else None,
            }
        )
