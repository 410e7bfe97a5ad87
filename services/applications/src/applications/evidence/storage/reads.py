"""The access log of evidence, in its table: only ever added to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.evidence.domain.reads import Read
from applications.platform.database import Session
from applications.platform.session import Row

_INSERT: Final = text("""
    INSERT INTO evidence_reads
        (authority_id, read_id, read_at, application_id, evidence_id, what, reader, on_behalf_of,
         client_id, request_id)
    VALUES (:authority_id, :read_id, :read_at, :application_id, :evidence_id, :what, :reader,
            :on_behalf_of, :client_id, :request_id)
""")
_LIST: Final = text("""
    SELECT read_id, read_at, application_id, evidence_id, what, reader, on_behalf_of, client_id,
           request_id
    FROM evidence_reads
    WHERE authority_id = :authority_id
      AND (CAST(:application_id AS uuid) IS NULL OR application_id = :application_id)
      AND (CAST(:evidence_id AS uuid) IS NULL OR evidence_id = :evidence_id)
      AND (CAST(:reader AS text) IS NULL OR reader = :reader)
      AND (CAST(:read_since AS timestamptz) IS NULL OR read_at >= :read_since)
      AND (CAST(:after_at AS timestamptz) IS NULL
           OR (read_at, read_id) > (:after_at, CAST(:after_id AS uuid)))
    ORDER BY read_at, read_id LIMIT :limit
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFilter:
    """Which reads are asked for; each member narrows it."""

    application_id: UUID | None = None
    evidence_id: UUID | None = None
    reader: str | None = None
    read_since: datetime | None = None


async def insert_read(session: Session, authority_id: UUID, read: Read) -> None:
    """Note that somebody read something."""
    await session.execute(
        _INSERT,
        {
            "authority_id": authority_id,
            "read_id": read.read_id,
            "read_at": read.read_at,
            "application_id": read.application_id,
            "evidence_id": read.evidence_id,
            "what": read.what,
            "reader": read.reader,
            "on_behalf_of": list(read.on_behalf_of),
            "client_id": read.client_id,
            "request_id": read.request_id,
        },
    )


async def list_reads(
    session: Session,
    authority_id: UUID,
    wanted: ReadFilter,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Read]:
    """Who read what, the first first."""
    after_at, after_id = after or (None, None)
    result = await session.execute(
        _LIST,
        {
            "authority_id": authority_id,
            "application_id": wanted.application_id,
            "evidence_id": wanted.evidence_id,
            "reader": wanted.reader,
            "read_since": wanted.read_since,
            "after_at": after_at,
            "after_id": after_id,
            "limit": limit,
        },
    )
    return [_read(row) for row in result]


def _read(row: Row) -> Read:
    return Read(**{**dict(row), "on_behalf_of": tuple(row["on_behalf_of"])})
