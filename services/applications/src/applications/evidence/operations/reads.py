"""The access log of evidence, for those who audit."""

from datetime import datetime
from uuid import UUID

from applications.evidence.domain.reads import Read
from applications.evidence.storage.reads import ReadFilter, list_reads
from applications.people.operations.callers import require_roles
from applications.platform.asked import Asked


async def list_evidence_reads(
    asked: Asked, wanted: ReadFilter, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[Read]:
    """Who read which evidence, in the order in which they did.

    Raises:
        ForbiddenError: The caller holds none of the roles that this needs.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "list_evidence_reads")
        return await list_reads(session, authority_id, wanted, after=after, limit=limit)
