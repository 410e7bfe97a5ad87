"""Webhooks in their table. One that was deleted is not found any more."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.exchange.domain.webhooks import Webhook
from applications.platform.database import Session
from applications.platform.session import Row

_NAMES: Final = tuple(each.name for each in fields(Webhook))
_COLUMNS: Final = ", ".join(_NAMES)
_INSERT: Final = text(f"""
    INSERT INTO webhooks (authority_id, {_COLUMNS})
    VALUES (:authority_id, {", ".join(f":{name}" for name in _NAMES)})
""")  # noqa: S608 - our own columns
_UPDATE: Final = text(f"""
    UPDATE webhooks SET {", ".join(f"{name} = :{name}" for name in _NAMES if name != "webhook_id")}
    WHERE authority_id = :authority_id AND webhook_id = :webhook_id
""")  # noqa: S608 - as above
_SELECT: Final = f"""
    SELECT {_COLUMNS} FROM webhooks WHERE authority_id = :authority_id AND status <> 'deleted'
"""  # noqa: S608 - as above
_FIND: Final = text(f"{_SELECT} AND webhook_id = :webhook_id")
_LOCK: Final = text(f"{_SELECT} AND webhook_id = :webhook_id FOR UPDATE")
_LOCK_UNLESS_LOCKED: Final = text(f"{_SELECT} AND webhook_id = :webhook_id FOR UPDATE SKIP LOCKED")
_LIST: Final = text(f"""
    {_SELECT}
      AND (CAST(:after_at AS timestamptz) IS NULL
           OR (created_at, webhook_id) > (:after_at, :after_id))
    ORDER BY created_at, webhook_id LIMIT :limit
""")
_STANDING: Final = text("""
    SELECT webhook_id,
        status = 'enabled' AND read_through < coalesce((
            SELECT seq FROM event_heads WHERE event_heads.authority_id = :authority_id), 0)
            AS is_behind,
        EXISTS (
            SELECT FROM webhook_deliveries AS delivery
            WHERE delivery.authority_id = :authority_id
              AND delivery.webhook_id = webhooks.webhook_id
              AND delivery.status = 'pending' AND delivery.due_at <= :now
              AND (delivery.seq IS NULL OR webhooks.status = 'enabled'))
            AS has_due
    FROM webhooks WHERE authority_id = :authority_id AND status <> 'deleted'
    ORDER BY webhook_id
""")
_WELL: Final = text("""
    UPDATE webhooks SET failing_since = NULL
    WHERE authority_id = :authority_id AND webhook_id = :webhook_id AND failing_since IS NOT NULL
""")


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether there is something to do for a webhook: events to read, or messages to send."""

    webhook_id: UUID
    is_behind: bool
    has_due: bool


async def insert_webhook(session: Session, authority_id: UUID, webhook: Webhook) -> None:
    """Write a new webhook."""
    await session.execute(_INSERT, _values(authority_id, webhook))


async def update_webhook(session: Session, authority_id: UUID, webhook: Webhook) -> None:
    """Write a webhook that is locked."""
    await session.execute(_UPDATE, _values(authority_id, webhook))


async def find_webhook(session: Session, authority_id: UUID, webhook_id: UUID) -> Webhook | None:
    """A webhook."""
    place = {"authority_id": authority_id, "webhook_id": webhook_id}
    return _one((await session.execute(_FIND, place)).one_or_none())


async def lock_webhook(
    session: Session, authority_id: UUID, webhook_id: UUID, *, wait: bool = True
) -> Webhook | None:
    """A webhook, which nobody else changes until the transaction ends.

    Without `wait`, None where somebody else has it.
    """
    place = {"authority_id": authority_id, "webhook_id": webhook_id}
    statement = _LOCK if wait else _LOCK_UNLESS_LOCKED
    return _one((await session.execute(statement, place)).one_or_none())


async def list_webhooks(
    session: Session, authority_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[Webhook]:
    """Webhooks, the oldest first."""
    after_at, after_id = after or (None, None)
    place = {"authority_id": authority_id, "after_at": after_at, "after_id": after_id}
    rows = await session.execute(_LIST, {**place, "limit": limit})
    return [_webhook(row) for row in rows]


async def list_standing(
    session: Session, authority_id: UUID, *, now: datetime
) -> Sequence[Standing]:
    """Every webhook, and whether there is something to do for it."""
    rows = await session.execute(_STANDING, {"authority_id": authority_id, "now": now})
    return [Standing(*row) for row in rows]


async def note_well(session: Session, authority_id: UUID, webhook_id: UUID) -> None:
    """Note that something was delivered: what failed before counts no more."""
    await session.execute(_WELL, {"authority_id": authority_id, "webhook_id": webhook_id})


def _values(authority_id: UUID, webhook: Webhook) -> dict[str, object]:
    kinds = None if webhook.kinds is None else list(webhook.kinds)
    return {"authority_id": authority_id, **asdict(webhook), "kinds": kinds}


def _one(row: Row | None) -> Webhook | None:
    return None if row is None else _webhook(row)


def _webhook(row: Row) -> Webhook:
    members = {name: row[name] for name in _NAMES}
    kinds = members["kinds"]
    return Webhook(**{**members, "kinds": None if kinds is None else tuple(kinds)})
