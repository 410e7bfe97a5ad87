"""What travels about teams."""

from typing import Annotated

from pydantic import ConfigDict

from applications.people.domain.records import ServiceArea
from plumbing.wire import Answer, Question, Slug, Text


class TeamBody(Question):
    """A team and its place: a team in a service in a locality."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "Children in Care East",
                    "team_type": "children-in-care",
                    "service_area": "children",
                    "service": "children-in-care",
                    "locality": "east",
                }
            ]
        }
    )

    title: Annotated[str, Text(1, 200)]
    team_type: Slug | None = None
    """What kind of team it is, where the scheme tells kinds apart."""
    service_area: ServiceArea | None = None
    service: Slug
    """The service that the team belongs to."""
    locality: Slug
    """The locality that the team belongs to."""


class TeamAnswer(Answer):
    """A team and its place."""

    team: str
    title: str
    team_type: str | None
    service_area: ServiceArea | None
    service: str
    locality: str
