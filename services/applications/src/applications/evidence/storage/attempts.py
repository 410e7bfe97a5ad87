"""What each submission consisted of, in its tables. Nothing in them ever changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.evidence.domain.attempts import Attempt
from applications.platform.database import Session

_LATEST: Final = text("""
    SELECT attempt, submitted_at FROM evidence_attempts
    WHERE authority_id = :authority_id AND application_id = :application_id
    ORDER BY attempt DESC LIMIT 1
""")
_FIND: Final = text("""
    SELECT attempt, submitted_at FROM evidence_attempts
    WHERE authority_id = :authority_id AND application_id = :application_id AND attempt = :attempt
""")
_INSERT: Final = text("""
    INSERT INTO evidence_attempts (authority_id, application_id, attempt, submitted_at)
    VALUES (:authority_id, :application_id, :attempt, :submitted_at)
""")
_FREEZE: Final = text("""
    INSERT INTO evidence_of_attempts
        (authority_id, application_id, attempt, evidence_id, frozen_at)
    SELECT :authority_id, :application_id, :attempt, unnest(CAST(:evidence_ids AS uuid[])),
           :frozen_at
""")


async def latest_attempt(
    session: Session, authority_id: UUID, application_id: UUID
) -> Attempt | None:
    """The last submission of a case; None before the first."""
    wanted = {"authority_id": authority_id, "application_id": application_id}
    row = (await session.execute(_LATEST, wanted)).one_or_none()
    return None if row is None else Attempt(*row)


async def find_attempt(
    session: Session, authority_id: UUID, application_id: UUID, attempt: int
) -> Attempt | None:
    """A submission of a case."""
    wanted = {"authority_id": authority_id, "application_id": application_id, "attempt": attempt}
    row = (await session.execute(_FIND, wanted)).one_or_none()
    return None if row is None else Attempt(*row)


async def add_attempt(
    session: Session, authority_id: UUID, application_id: UUID, attempt: Attempt
) -> None:
    """Write a new submission."""
    await session.execute(
        _INSERT,
        {
            "authority_id": authority_id,
            "application_id": application_id,
            "attempt": attempt.attempt,
            "submitted_at": attempt.submitted_at,
        },
    )


async def freeze(
    session: Session,
    authority_id: UUID,
    application_id: UUID,
    evidence_ids: Sequence[UUID],
    *,
    attempt: int,
    frozen_at: datetime,
) -> None:
    """Make things part of a submission."""
    await session.execute(
        _FREEZE,
        {
            "authority_id": authority_id,
            "application_id": application_id,
            "attempt": attempt,
            "evidence_ids": list(evidence_ids),
            "frozen_at": frozen_at,
        },
    )
