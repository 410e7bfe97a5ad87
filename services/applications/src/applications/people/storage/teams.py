"""Teams in their table."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.people.domain.records import Team
from applications.people.storage.rows import write
from applications.platform.database import Session

_LOCK: Final = text("""
    SELECT version FROM teams WHERE authority_id = :authority_id AND team = :team FOR UPDATE
""")
_FIND: Final = text("""
    SELECT team, title, team_type, service_area, service, locality, version FROM teams
    WHERE authority_id = :authority_id AND team = :team
""")
_PUT: Final = text("""
    INSERT INTO teams (authority_id, team, title, team_type, service_area, service, locality,
                       version)
    VALUES (:authority_id, :team, :title, :team_type, :service_area, :service, :locality, :version)
    ON CONFLICT (authority_id, team) DO UPDATE SET
        title = excluded.title, team_type = excluded.team_type,
        service_area = excluded.service_area, service = excluded.service,
        locality = excluded.locality, version = excluded.version
    WHERE teams.version = excluded.version - 1
    RETURNING version
""")
_KNOWN: Final = text("""
    SELECT team FROM teams WHERE authority_id = :authority_id AND team = ANY(:teams)
""")


async def lock_team(session: Session, authority_id: UUID, team: str) -> int | None:
    """The version of a team, held until the transaction ends; None where there is none."""
    result = await session.execute(_LOCK, {"authority_id": authority_id, "team": team})
    version: int | None = result.scalar_one_or_none()
    return version


async def find_team(session: Session, authority_id: UUID, team: str) -> Team | None:
    """A team."""
    result = await session.execute(_FIND, {"authority_id": authority_id, "team": team})
    row = result.mappings().one_or_none()
    return None if row is None else Team(**row)


async def put_team(session: Session, authority_id: UUID, team: Team) -> None:
    """Write a team, new or changed.

    Raises:
        StaleVersionError: Somebody else wrote it since it was looked for.
    """
    await write(
        session,
        _PUT,
        {
            "authority_id": authority_id,
            "team": team.team,
            "title": team.title,
            "team_type": team.team_type,
            "service_area": team.service_area,
            "service": team.service,
            "locality": team.locality,
            "version": team.version,
        },
    )


async def missing_teams(
    session: Session, authority_id: UUID, teams: Collection[str]
) -> frozenset[str]:
    """Those of these teams that are not there."""
    if not teams:
        return frozenset()
    result = await session.execute(_KNOWN, {"authority_id": authority_id, "teams": list(teams)})
    return frozenset(teams) - frozenset(result.scalars())
