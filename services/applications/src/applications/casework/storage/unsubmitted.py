"""Cases that are being prepared."""

from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Session

_UNSUBMITTED: Final = text("""
    SELECT application_id, scheme_sha256 FROM applications
    WHERE authority_id = :authority_id AND status = 'draft' AND submitted_on IS NULL
    ORDER BY application_id
""")


async def list_unsubmitted(session: Session, authority_id: UUID) -> list[tuple[UUID, str]]:
    """The open cases that were never submitted, each with the scheme that it is worked by."""
    found = await session.execute(_UNSUBMITTED, {"authority_id": authority_id})
    return [(row["application_id"], row["scheme_sha256"]) for row in found.mappings()]
