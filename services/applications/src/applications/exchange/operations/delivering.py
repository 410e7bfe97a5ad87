"""Telling endpoints of events: read from the log, written down, sent, and noted.

Whatever is to be sent is in the database before it is sent, and until its end is known: a worker
that is killed leaves it to the next, which sends it once more under the same id.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import randbelow
from typing import Final
from uuid import UUID

import msgspec
from standardwebhooks.webhooks import Webhook as Signer

from applications.exchange.domain import webhooks as domain
from applications.exchange.domain.back_off import JITTER
from applications.exchange.domain.messages import message_of
from applications.exchange.domain.webhooks import VERIFY, Delivery, Outcome, Webhook
from applications.exchange.operations.telling import (
    BY_THE_WORKER,
    webhook_changed,
    webhook_disabled,
    webhook_gave_up,
)
from applications.exchange.storage import deliveries, webhooks
from applications.exchange.storage.deliveries import Taken
from applications.exchange.webhook_client import Courier, Message
from applications.log.domain import Event, Recorded, Sight
from applications.log.storage import append, head_of, list_feed
from applications.platform.database import Database, Session
from applications.platform.sealing import Seal, UnsealableError
from plumbing.clock import Clock

_AT_ONCE: Final = 500
_HELD: Final = timedelta(seconds=60)  # longer than any attempt takes
_ENCODE: Final = msgspec.json.Encoder().encode
_EVERYTHING: Final = Sight(everything=True)
"""What a machine sees in the feed, and so what a webhook is told of."""


@dataclass(frozen=True, slots=True)
class Delivering:
    """What telling endpoints needs: the database, who carries, what opens secrets, the time."""

    database: Database
    courier: Courier
    seal: Seal | None
    clock: Clock


@dataclass(frozen=True, slots=True)
class Sendable:
    """A message that this worker holds, and the webhook that it is for."""

    webhook: Webhook
    taken: Taken


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at an authority found.

    Attributes:
        sendable: What is to be sent now.
        has_webhooks: Whether it is worth looking often.
        has_more: Whether it is worth looking again at once.
    """

    sendable: Sequence[Sendable]
    has_webhooks: bool
    has_more: bool


async def look(delivering: Delivering, authority_id: UUID, room: dict[UUID, int]) -> Found:
    """Write down what the log has new for each webhook, and take what is due.

    Args:
        delivering: What it needs.
        authority_id: Whose webhooks.
        room: How many messages more this worker can send to a webhook now; `_PER_WEBHOOK` to one
            that is not named.
    """
    now = delivering.clock.now()
    async with delivering.database.begin(authority_id) as session:
        standing = await webhooks.list_standing(session, authority_id, now=now)
    sendable: list[Sendable] = []
    has_more = False
    for each in standing:
        if not each.is_behind and not (each.has_due and room.get(each.webhook_id, 1)):
            continue
        async with delivering.database.begin(authority_id) as session:
            webhook = await webhooks.lock_webhook(
                session, authority_id, each.webhook_id, wait=False
            )
            if webhook is None:
                continue  # somebody else is at it
            has_more |= await _read_on(session, authority_id, webhook, now)
            limit = room.get(each.webhook_id, PER_WEBHOOK)
            taken = await _take(session, authority_id, webhook, now, limit)
        sendable.extend(Sendable(webhook, one) for one in taken)
    return Found(sendable, bool(standing), has_more)


PER_WEBHOOK: Final = 4
"""The most messages that a worker sends to an endpoint at once."""


async def _read_on(session: Session, authority_id: UUID, webhook: Webhook, now: datetime) -> bool:
    """Write down the deliveries of what came behind where a webhook stands; whether more is there.

    The position and the deliveries are one transaction: no event is lost or told of twice.
    """
    if webhook.status != "enabled":
        return False
    head = await head_of(session, authority_id)
    if head is None or head.seq <= webhook.read_through:
        return False
    events = await list_feed(
        session,
        authority_id,
        _EVERYTHING,
        after=webhook.read_through,
        through=head.seq,
        limit=_AT_ONCE,
    )
    has_more = len(events) == _AT_ONCE
    reached = events[-1].seq if has_more else head.seq
    added = [_delivery(webhook, each, now) for each in events if _is_told(webhook, each)]
    if added:
        await deliveries.add_deliveries(session, authority_id, webhook.webhook_id, added, now=now)
    await webhooks.update_webhook(session, authority_id, replace(webhook, read_through=reached))
    return has_more


def _is_told(webhook: Webhook, event: Recorded) -> bool:
    return domain.is_told(
        webhook, kind=event.kind, subject_kind=event.subject_kind, subject=event.subject
    )


def _delivery(webhook: Webhook, event: Recorded, now: datetime) -> Delivery:
    return Delivery(
        delivery_id=domain.message_id(webhook.webhook_id, event.hash),
        webhook_id=webhook.webhook_id,
        type=event.kind,
        seq=event.seq,
        subject_kind=event.subject_kind,
        subject=event.subject,
        challenge=None,
        status="pending",
        tries=0,
        attempts=0,
        due_at=now,
        created_at=now,
        ended_at=None,
    )


async def _take(
    session: Session, authority_id: UUID, webhook: Webhook, now: datetime, limit: int
) -> Sequence[Taken]:
    is_resting = webhook.resting_until is not None and webhook.resting_until > now
    if limit < 1:
        return ()
    return await deliveries.take_deliveries(
        session,
        authority_id,
        webhook.webhook_id,
        events_too=webhook.status == "enabled" and not is_resting,
        now=now,
        held_until=now + _HELD,
        limit=limit,
    )


async def deliver(delivering: Delivering, authority_id: UUID, sendable: Sendable) -> None:
    """Send a message that this worker holds, and note what came of it."""
    now = delivering.clock.now()
    try:
        message = signed(sendable, delivering.seal, now)
    except UnsealableError:
        outcome = Outcome(took_ms=0, failure="not-sealed")
    else:
        outcome = await delivering.courier.send(message, now=now)
    await _settle(delivering, authority_id, sendable, outcome)


def signed(sendable: Sendable, seal: Seal | None, now: datetime) -> Message:
    """A message as Standard Webhooks has it, signed for this attempt.

    Raises:
        UnsealableError: No key opens the webhook's secret.
    """
    webhook, delivery = sendable.webhook, sendable.taken.delivery
    body = _ENCODE(message_of(delivery, sendable.taken.told))
    identity = f"msg_{delivery.delivery_id.hex}"
    signatures = [
        Signer(secret).sign(identity, now, body.decode()) for secret in _secrets(webhook, seal, now)
    ]
    return Message(
        url=webhook.url,
        headers={
            "webhook-id": identity,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signatures),
        },
        body=body,
        challenge=delivery.challenge,
    )


def _secrets(webhook: Webhook, seal: Seal | None, now: datetime) -> list[str]:
    if seal is None or webhook.secret is None:
        raise UnsealableError("There is no key, or no secret.")
    sealed = [webhook.secret]
    if webhook.previous_secret and webhook.previous_until and now < webhook.previous_until:
        sealed.append(webhook.previous_secret)
    return [seal.open(each, of=str(webhook.webhook_id)) for each in sealed]


async def _settle(
    delivering: Delivering, authority_id: UUID, sendable: Sendable, outcome: Outcome
) -> None:
    now, attempted = delivering.clock.now(), sendable.taken.delivery
    async with delivering.database.begin(authority_id) as session:
        webhook = await webhooks.lock_webhook(session, authority_id, attempted.webhook_id)
        delivery = await deliveries.lock_delivery(
            session, authority_id, attempted.webhook_id, attempted.delivery_id
        )
        await deliveries.note_outcome(session, authority_id, attempted, outcome)
        if webhook is None or delivery is None or delivery.status != "pending":
            return  # deleted meanwhile, or another worker knows of its end
        if outcome.failure is None:
            events = await _note_delivered(session, authority_id, sendable, webhook, now)
        elif delivery.attempts == attempted.attempts:
            events = await _note_failed(session, authority_id, webhook, delivery, outcome, now)
        else:
            return  # another worker is at it already
        if events:
            await append(session, authority_id, events, now=now)


async def _note_delivered(
    session: Session, authority_id: UUID, sendable: Sendable, webhook: Webhook, now: datetime
) -> Sequence[Event]:
    delivery = sendable.taken.delivery
    ended = replace(delivery, status="delivered", ended_at=now)
    await deliveries.update_delivery(session, authority_id, ended, let_go=True)
    if delivery.seq is not None:
        await webhooks.note_well(session, authority_id, webhook.webhook_id)
    is_same = webhook.url == sendable.webhook.url
    if delivery.type != VERIFY or webhook.status != "unverified" or not is_same:
        return ()
    written = domain.verified(webhook, now=now)
    await webhooks.update_webhook(session, authority_id, written)
    await deliveries.begin_again(session, authority_id, webhook.webhook_id, now=now)
    return [webhook_changed(written, "verified", BY_THE_WORKER)]


async def _note_failed(
    session: Session,
    authority_id: UUID,
    webhook: Webhook,
    delivery: Delivery,
    outcome: Outcome,
    now: datetime,
) -> Sequence[Event]:
    written, ended = domain.failed(
        webhook, delivery, outcome, now=now, jitter=randbelow(JITTER + 1)
    )
    await deliveries.update_delivery(session, authority_id, ended, let_go=True)
    if written != webhook:
        await webhooks.update_webhook(session, authority_id, written)
    has_given_up = ended.status == "given_up" and ended.seq is not None
    gave_up = [webhook_gave_up(ended)] if has_given_up else []
    was_disabled = written.status == "disabled" and webhook.status == "enabled"
    return [*gave_up, *([webhook_disabled(written)] if was_disabled else [])]
