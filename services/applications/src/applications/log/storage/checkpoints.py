"""Checkpoints in their table."""

from dataclasses import asdict
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.log.domain.signing import Checkpoint
from applications.platform.database import Session

_COLUMNS: Final = "seq, recorded_at, hash, made_at, public_key, signature"
_ADD: Final = text("""
    INSERT INTO checkpoints (authority_id, seq, recorded_at, hash, made_at, public_key, signature)
    VALUES (:authority_id, :seq, :recorded_at, :hash, :made_at, :public_key, :signature)
    ON CONFLICT DO NOTHING
""")
_LIST: Final = text(f"""
    SELECT {_COLUMNS} FROM checkpoints WHERE authority_id = :authority_id AND seq > :after
    ORDER BY seq LIMIT :limit
""")  # noqa: S608 - our own columns
_LAST: Final = text(f"""
    SELECT {_COLUMNS} FROM checkpoints WHERE authority_id = :authority_id
    ORDER BY seq DESC LIMIT 1
""")  # noqa: S608 - as above


async def add_checkpoint(session: Session, authority_id: UUID, checkpoint: Checkpoint) -> None:
    """Keep a checkpoint; one of the same position stays as it is."""
    await session.execute(_ADD, {"authority_id": authority_id, **asdict(checkpoint)})


async def list_checkpoints(
    session: Session, authority_id: UUID, *, after: int, limit: int
) -> list[Checkpoint]:
    """Checkpoints behind a position, in order."""
    parameters = {"authority_id": authority_id, "after": after, "limit": limit}
    rows = (await session.execute(_LIST, parameters)).mappings()
    return [Checkpoint(**row) for row in rows]


async def last_checkpoint(session: Session, authority_id: UUID) -> Checkpoint | None:
    """The newest checkpoint."""
    result = await session.execute(_LAST, {"authority_id": authority_id})
    row = result.mappings().one_or_none()
    return None if row is None else Checkpoint(**row)
