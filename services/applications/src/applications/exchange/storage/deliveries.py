"""Deliveries of webhooks, and each attempt, in their tables."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from applications.exchange.domain.messages import Told
from applications.exchange.domain.webhooks import Attempt, Delivery, DeliveryStatus, Outcome
from applications.platform.database import Session

_NAMES: Final = tuple(each.name for each in fields(Delivery))
_COLUMNS: Final = ", ".join(_NAMES)
_TAKEN: Final = ", ".join(f"taken.{name}" for name in _NAMES)
_ADD: Final = text("""
    INSERT INTO webhook_deliveries (authority_id, webhook_id, delivery_id, type, seq, subject_kind,
                                    subject, challenge, status, tries, attempts, due_at, created_at)
    SELECT :authority_id, :webhook_id, delivery_id, type, seq, subject_kind, subject, challenge,
           'pending', 0, 0, :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:types AS text[]), CAST(:positions AS bigint[]),
                CAST(:subject_kinds AS text[]), CAST(:subjects AS text[]),
                CAST(:challenges AS text[]))
        AS added (delivery_id, type, seq, subject_kind, subject, challenge)
    ON CONFLICT DO NOTHING
""")
# Nothing of a subject is taken while something before it is pending, whoever holds that.
_TAKE: Final = text(f"""
    WITH due AS (
        SELECT delivery_id FROM webhook_deliveries AS delivery
        WHERE authority_id = :authority_id AND webhook_id = :webhook_id AND status = 'pending'
          AND due_at <= :now AND (held_until IS NULL OR held_until <= :now)
          AND (seq IS NULL OR :events_too)
          AND NOT EXISTS (
              SELECT FROM webhook_deliveries AS earlier
              WHERE earlier.authority_id = :authority_id AND earlier.webhook_id = :webhook_id
                AND earlier.subject_kind = delivery.subject_kind
                AND earlier.subject = delivery.subject
                AND earlier.status = 'pending' AND earlier.seq < delivery.seq)
        ORDER BY due_at, seq LIMIT :limit FOR UPDATE SKIP LOCKED
    ), taken AS (
        UPDATE webhook_deliveries AS delivery
        SET held_until = :held_until, tries = tries + 1, attempts = attempts + 1
        FROM due
        WHERE delivery.authority_id = :authority_id AND delivery.webhook_id = :webhook_id
          AND delivery.delivery_id = due.delivery_id
        RETURNING {", ".join(f"delivery.{name}" for name in _NAMES)}
    ), begun AS (
        INSERT INTO webhook_attempts (authority_id, webhook_id, delivery_id, attempt, began_at)
        SELECT :authority_id, webhook_id, delivery_id, attempts, :now FROM taken
    )
    SELECT {_TAKEN}, events.hash, events.recorded_at, events.body ->> 'variation_id' AS variation_id
    FROM taken LEFT JOIN events
      ON events.authority_id = :authority_id AND events.seq = taken.seq
    ORDER BY taken.seq
""")  # noqa: S608 - our own columns
_LOCK: Final = text(f"""
    SELECT {_COLUMNS} FROM webhook_deliveries
    WHERE authority_id = :authority_id AND webhook_id = :webhook_id AND delivery_id = :delivery_id
    FOR UPDATE
""")  # noqa: S608 - as above
_NOTE: Final = text("""
    UPDATE webhook_attempts SET took_ms = :took_ms, http_status = :http_status, failure = :failure
    WHERE authority_id = :authority_id AND webhook_id = :webhook_id
      AND delivery_id = :delivery_id AND attempt = :attempt
""")
_UPDATE: Final = text("""
    UPDATE webhook_deliveries SET status = :status, tries = :tries, due_at = :due_at,
        ended_at = :ended_at, held_until = CASE WHEN :let_go THEN NULL ELSE held_until END
    WHERE authority_id = :authority_id AND webhook_id = :webhook_id AND delivery_id = :delivery_id
""")
_BEGIN_AGAIN: Final = text("""
    UPDATE webhook_deliveries SET tries = 0, due_at = :now
    WHERE authority_id = :authority_id AND webhook_id = :webhook_id AND status = 'pending'
""")
_LIST: Final = text(f"""
    SELECT {_COLUMNS} FROM webhook_deliveries
    WHERE authority_id = :authority_id AND webhook_id = :webhook_id
      AND (CAST(:status AS text) IS NULL OR status = :status)
      AND (CAST(:before_at AS timestamptz) IS NULL
           OR (created_at, coalesce(seq, 0), delivery_id)
              < (:before_at, CAST(:before_seq AS bigint), :before_id))
    ORDER BY created_at DESC, coalesce(seq, 0) DESC, delivery_id DESC LIMIT :limit
""")  # noqa: S608 - as above
_ATTEMPTS: Final = text("""
    SELECT delivery_id, attempt, began_at, took_ms, http_status, failure FROM webhook_attempts
    WHERE authority_id = :authority_id AND webhook_id = :webhook_id AND delivery_id = ANY(:ids)
    ORDER BY attempt
""")
_GIVE_UP: Final = text("""
    UPDATE webhook_deliveries SET status = 'given_up', ended_at = :now, held_until = NULL
    WHERE authority_id = :authority_id AND webhook_id = :webhook_id AND status = 'pending'
""")
_SWEEP: Final = text("""
    WITH over AS (
        SELECT webhook_id, delivery_id FROM webhook_deliveries
        WHERE authority_id = :authority_id AND ended_at < :before
        ORDER BY ended_at LIMIT :limit FOR UPDATE SKIP LOCKED
    ), attempted AS (
        DELETE FROM webhook_attempts USING over
        WHERE webhook_attempts.authority_id = :authority_id
          AND webhook_attempts.webhook_id = over.webhook_id
          AND webhook_attempts.delivery_id = over.delivery_id
    )
    DELETE FROM webhook_deliveries USING over
    WHERE webhook_deliveries.authority_id = :authority_id
      AND webhook_deliveries.webhook_id = over.webhook_id
      AND webhook_deliveries.delivery_id = over.delivery_id
    RETURNING webhook_deliveries.delivery_id
""")


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that is to be attempted, and what its message tells of its event."""

    delivery: Delivery
    told: Told | None


async def add_deliveries(
    session: Session,
    authority_id: UUID,
    webhook_id: UUID,
    added: Sequence[Delivery],
    *,
    now: datetime,
) -> None:
    """Write new deliveries; one that is there already stays as it is."""
    await session.execute(
        _ADD,
        {
            "authority_id": authority_id,
            "webhook_id": webhook_id,
            "now": now,
            "ids": [each.delivery_id for each in added],
            "types": [each.type for each in added],
            "positions": [each.seq for each in added],
            "subject_kinds": [each.subject_kind for each in added],
            "subjects": [each.subject for each in added],
            "challenges": [each.challenge for each in added],
        },
    )


async def take_deliveries(
    session: Session,
    authority_id: UUID,
    webhook_id: UUID,
    *,
    events_too: bool,
    now: datetime,
    held_until: datetime,
    limit: int,
) -> list[Taken]:
    """Begin an attempt of what is due, the longest due first: nobody else does until then."""
    rows = await session.execute(
        _TAKE,
        {
            "authority_id": authority_id,
            "webhook_id": webhook_id,
            "events_too": events_too,
            "now": now,
            "held_until": held_until,
            "limit": limit,
        },
    )
    return [Taken(_delivery(row), _told(row)) for row in rows]


async def lock_delivery(
    session: Session, authority_id: UUID, webhook_id: UUID, delivery_id: UUID
) -> Delivery | None:
    """A delivery, which nobody else changes until the transaction ends."""
    place = _place(authority_id, webhook_id, delivery_id)
    row = (await session.execute(_LOCK, place)).one_or_none()
    return None if row is None else _delivery(row)


async def note_outcome(
    session: Session, authority_id: UUID, attempted: Delivery, outcome: Outcome
) -> None:
    """Write what came of the last attempt of a delivery."""
    await session.execute(
        _NOTE,
        {
            **_place(authority_id, attempted.webhook_id, attempted.delivery_id),
            "attempt": attempted.attempts,
            "took_ms": outcome.took_ms,
            "http_status": outcome.http_status,
            "failure": outcome.failure,
        },
    )


async def update_delivery(
    session: Session, authority_id: UUID, delivery: Delivery, *, let_go: bool = False
) -> None:
    """Write how a locked delivery stands; whoever attempts it lets go of it."""
    await session.execute(
        _UPDATE,
        {
            **_place(authority_id, delivery.webhook_id, delivery.delivery_id),
            "status": delivery.status,
            "tries": delivery.tries,
            "due_at": delivery.due_at,
            "ended_at": delivery.ended_at,
            "let_go": let_go,
        },
    )


async def begin_again(
    session: Session, authority_id: UUID, webhook_id: UUID, *, now: datetime
) -> None:
    """Have all that is pending for a webhook tried from the beginning."""
    place = {"authority_id": authority_id, "webhook_id": webhook_id}
    await session.execute(_BEGIN_AGAIN, {**place, "now": now})


async def give_up_pending(
    session: Session, authority_id: UUID, webhook_id: UUID, *, now: datetime
) -> None:
    """Give up all that is pending for a webhook."""
    place = {"authority_id": authority_id, "webhook_id": webhook_id}
    await session.execute(_GIVE_UP, {**place, "now": now})


async def sweep_deliveries(
    session: Session, authority_id: UUID, *, ended_before: datetime, limit: int
) -> int:
    """Forget deliveries that ended before an instant, with their attempts; how many they were."""
    place = {"authority_id": authority_id, "before": ended_before, "limit": limit}
    return len(list(await session.execute(_SWEEP, place)))


async def list_deliveries(
    session: Session,
    authority_id: UUID,
    webhook_id: UUID,
    *,
    status: DeliveryStatus | None,
    before: tuple[datetime, int, UUID] | None,
    limit: int,
) -> list[Delivery]:
    """Deliveries to a webhook, the newest first."""
    before_at, before_seq, before_id = before or (None, None, None)
    rows = await session.execute(
        _LIST,
        {
            "authority_id": authority_id,
            "webhook_id": webhook_id,
            "status": status,
            "before_at": before_at,
            "before_seq": before_seq,
            "before_id": before_id,
            "limit": limit,
        },
    )
    return [_delivery(row) for row in rows]


async def list_attempts(
    session: Session, authority_id: UUID, webhook_id: UUID, deliveries: Sequence[Delivery]
) -> dict[UUID, list[Attempt]]:
    """Every attempt of some deliveries to a webhook, by delivery, in order."""
    place = {"authority_id": authority_id, "webhook_id": webhook_id}
    ids = [each.delivery_id for each in deliveries]
    found: dict[UUID, list[Attempt]] = defaultdict(list)
    for row in await session.execute(_ATTEMPTS, {**place, "ids": ids}):
        members = {each.name: row[each.name] for each in fields(Attempt)}
        found[row["delivery_id"]].append(Attempt(**members))
    return found


def _place(authority_id: UUID, webhook_id: UUID, delivery_id: UUID) -> dict[str, object]:
    return {"authority_id": authority_id, "webhook_id": webhook_id, "delivery_id": delivery_id}


def _delivery(row: Any) -> Delivery:  # noqa: ANN401 - a row of any columns
    return Delivery(**{name: row[name] for name in _NAMES})


def _told(row: Any) -> Told | None:  # noqa: ANN401 - as above
    if row["hash"] is None:
        return None
    return Told(
        event_id=row["hash"].hex(),
        recorded_at=row["recorded_at"],
        variation_id=row["variation_id"],
    )
