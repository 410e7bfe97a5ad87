"""Cases to which something comes without anybody's doing: a day, or a reminder of one."""

from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.casework.domain.case import Case
from applications.platform.database import Session

_UNSUBMITTED: Final = text("""
    SELECT application_id, scheme_sha256 FROM applications
    WHERE authority_id = :authority_id AND status = 'draft' AND submitted_on IS NULL
    ORDER BY application_id
""")

_REMINDED: Final = text("""
    UPDATE applications
    SET progress = jsonb_set(progress, '{reminded}', CAST(:reminded AS jsonb))
    WHERE authority_id = :authority_id AND application_id = :application_id
""")
_WAITS: Final = text("""
    SELECT DISTINCT application_id FROM waiting_steps
    WHERE authority_id = :authority_id AND role = '' ORDER BY application_id
""")
_ENCODE: Final = msgspec.json.Encoder().encode


async def list_unsubmitted(session: Session, authority_id: UUID) -> list[tuple[UUID, str]]:
    """The open cases that were never submitted, each with the scheme that it is worked by."""
    found = await session.execute(_UNSUBMITTED, {"authority_id": authority_id})
    return [(row["application_id"], row["scheme_sha256"]) for row in found.mappings()]


async def note_reminded(session: Session, authority_id: UUID, case: Case) -> None:
    """Keep of which submission dates a case that is locked was reminded; nobody sees it change."""
    await session.execute(
        _REMINDED,
        {
            "authority_id": authority_id,
            "application_id": case.application_id,
            "reminded": _ENCODE(case.reminded).decode(),
        },
    )


async def list_waits(session: Session, authority_id: UUID) -> list[UUID]:
    """The cases that wait for a day or a fact, and for nobody."""
    found = await session.execute(_WAITS, {"authority_id": authority_id})
    return list(found.scalars())
