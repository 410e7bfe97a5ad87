"""The whole log for an auditor, and its checkpoints."""

from applications.log import storage
from applications.log.domain import Recorded
from applications.log.domain.signing import Checkpoint
from applications.log.storage import checkpoints
from applications.people.operations.callers import require_roles
from applications.platform.asked import Asked


async def list_audit(asked: Asked, *, after: int, limit: int) -> list[Recorded]:
    """Every event behind a position, whole.

    Raises:
        ForbiddenError: The caller holds none of the roles that this needs.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "list_audit")
        return await storage.list_events(session, authority_id, after=after, limit=limit)


async def list_checkpoints(asked: Asked, *, after: int, limit: int) -> list[Checkpoint]:
    """Every checkpoint behind a position.

    Raises:
        ForbiddenError: The caller holds none of the roles that this needs.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "list_checkpoints")
        return await checkpoints.list_checkpoints(session, authority_id, after=after, limit=limit)
