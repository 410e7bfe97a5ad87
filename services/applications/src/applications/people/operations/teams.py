"""Teams: who has the right sends them, and everybody may read them."""

from dataclasses import replace
from uuid import UUID

from applications.log.domain import Event
from applications.log.storage import append
from applications.people.domain.records import Team
from applications.people.operations.callers import acting, require_roles
from applications.people.storage import teams as storage
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.versions import NothingHereError, check_version


async def put_team(asked: Asked, team: Team, *, if_match: str | None) -> tuple[Team, bool]:
    """Add a team, or change it; say whether it is new.

    Raises:
        ForbiddenError: The caller may not.
        MissingIfMatchError: The team is there and no version was given.
        StaleVersionError: It is at another version.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        actor = await require_roles(session, asked, "put_team")
        version = await storage.lock_team(session, authority_id, team.team)
        check_version(version, if_match)
        written = await write_team(session, authority_id, team, version)
        event = Event(
            kind="team-changed",
            subject_kind="team",
            subject=team.team,
            act=acting(asked, actor),
            body={"version": written.version},
        )
        await append(session, authority_id, [event], now=asked.now)
    return written, version is None


async def write_team(session: Session, authority_id: UUID, team: Team, version: int | None) -> Team:
    """Write a team behind the version of it that is locked (None: it is new), and return it."""
    written = replace(team, version=(version or 0) + 1)
    await storage.put_team(session, authority_id, written)
    return written


async def get_team(asked: Asked, team: str) -> Team:
    """A team.

    Raises:
        NothingHereError: There is none of this name.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "get_team")
        found = await storage.find_team(session, authority_id, team)
    if found is None:
        raise NothingHereError("There is no team of this name.")
    return found
