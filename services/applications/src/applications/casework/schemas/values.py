"""Values that cases are made of, as they travel."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from applications.casework.domain.bodies import LONGEST_COMMENTS, WORDS
from plumbing.wire import PatternText, refusal
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
