"""What is kept of people and the organisation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team, in a service, in a locality."""

    team: str
    title: str
    team_type: str | None
    service_area: str | None
    service: str
    locality: str
    version: int
