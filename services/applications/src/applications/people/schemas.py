"""What travels about people and the organisation."""

from typing import Annotated, Literal

from plumbing.wire import Answer, PatternText, Question, Slug, Text

TeamId = Slug
EmployeeNumber = Annotated[
    str,
    PatternText(
        "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        what_to_do="Give an employee number of letters, digits, dots, hyphens and underscores, at "
        "most 32 characters.",
        example="100234",
        longest=32,
    ),
]
"""The HRIS's number of a person."""


class TeamBody(Question):
    """A team and its place: a team in a service in a locality."""

    title: Annotated[str, Text(1, 200)]
    team_type: Slug | None = None
    """What kind of team it is, where the scheme tells kinds apart."""
    service_area: Literal["children", "adults"] | None = None
    service: Slug
    """The service that the team belongs to."""
    locality: Slug
    """The locality that the team belongs to."""


class TeamAnswer(Answer):
    """A team and its place."""

    team: str
    title: str
    team_type: str | None
    service_area: Literal["children", "adults"] | None
    service: str
    locality: str
