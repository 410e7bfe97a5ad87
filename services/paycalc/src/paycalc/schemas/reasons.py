"""Where a rule comes from: a clause of the council's document, or an assumption in its place."""

from pydantic import BaseModel, ConfigDict, Field

from plumbing.wire import Answer


class ClauseBody(Answer):
    """A place in the council's own document."""

    document: str
    heading: str


class Reasoned(BaseModel):
    """Something that a clause says, or an assumption in its place; never both."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    clause: ClauseBody = Field(default=None)  # type: ignore[assignment] # left out, never null
    """Where the document says so; left out where there is an assumption."""
    assumption: str = Field(default=None)  # type: ignore[assignment] # left out, never null
    """What is assumed where the document is silent; left out where there is a clause."""
