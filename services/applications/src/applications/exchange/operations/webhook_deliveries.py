"""What is sent to webhooks: listed, asked for, and asked for again."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Final
from uuid import UUID, uuid4

from applications.exchange.domain import webhooks as domain
from applications.exchange.domain.webhooks import (
    PING,
    VERIFY,
    WEBHOOK,
    Attempt,
    Delivery,
    DeliveryStatus,
    Webhook,
)
from applications.exchange.operations.telling import Change, webhook_changed
from applications.exchange.operations.webhooks import there
from applications.exchange.storage import deliveries as storage
from applications.exchange.storage import webhooks
from applications.log.domain import Act
from applications.log.storage import append
from applications.people.operations.callers import acting, require_roles
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.jobs import wake
from applications.platform.once import Once, Rendered, rerun_when_raced
from applications.platform.versions import NothingHereError

_CHALLENGE_BYTES: Final = 24


@dataclass(frozen=True, slots=True)
class ShownDelivery:
    """A delivery, and each attempt at it."""

    delivery: Delivery
    attempts: list[Attempt]


async def list_webhook_deliveries(
    asked: Asked,
    webhook_id: UUID,
    *,
    status: DeliveryStatus | None,
    before: tuple[datetime, int, UUID] | None,
    limit: int,
) -> list[ShownDelivery]:
    """Deliveries to a webhook, the newest first.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is no webhook of this id.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "list_webhook_deliveries")
        there(await webhooks.find_webhook(session, authority_id, webhook_id))
        found = await storage.list_deliveries(
            session, authority_id, webhook_id, status=status, before=before, limit=limit
        )
        attempts = await storage.list_attempts(session, authority_id, webhook_id, found)
    return [ShownDelivery(each, attempts.get(each.delivery_id, [])) for each in found]


@rerun_when_raced
async def verify_webhook(asked: Asked, once: Once[ShownDelivery], webhook_id: UUID) -> Rendered:
    """Send an endpoint a challenge; its answer enables an unverified webhook.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is none of this id.
        KeyReusedError: The key was used for another request.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "verify_webhook")
        webhook = there(await webhooks.lock_webhook(session, authority_id, webhook_id))
        if (kept := await once.find(session)) is not None:
            return kept
        delivery = _of_its_own(asked, webhook, VERIFY, token_urlsafe(_CHALLENGE_BYTES))
        await storage.add_deliveries(session, authority_id, webhook_id, [delivery], now=asked.now)
        shown, act = ShownDelivery(delivery, []), acting(asked, person)
        return await _end(session, asked, once, webhook, shown, "verification-asked", act)


@rerun_when_raced
async def ping_webhook(asked: Asked, once: Once[ShownDelivery], webhook_id: UUID) -> Rendered:
    """Send an endpoint a ping, once.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is none of this id.
        WebhookStateError: It was never verified.
        KeyReusedError: The key was used for another request.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "ping_webhook")
        webhook = there(await webhooks.lock_webhook(session, authority_id, webhook_id))
        if (kept := await once.find(session)) is not None:
            return kept
        domain.check_verified(webhook)
        delivery = _of_its_own(asked, webhook, PING, None)
        await storage.add_deliveries(session, authority_id, webhook_id, [delivery], now=asked.now)
        shown, act = ShownDelivery(delivery, []), acting(asked, person)
        return await _end(session, asked, once, webhook, shown, "ping-asked", act)


@rerun_when_raced
async def redeliver_webhook(
    asked: Asked, once: Once[ShownDelivery], webhook_id: UUID, delivery_id: UUID
) -> Rendered:
    """Deliver an event to a webhook now, whatever became of it before.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is no such webhook, or no such delivery to it.
        WebhookStateError: The webhook is not enabled, or it is the delivery of no event.
        KeyReusedError: The key was used for another request.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "redeliver_webhook")
        webhook = there(await webhooks.lock_webhook(session, authority_id, webhook_id))
        found = await storage.lock_delivery(session, authority_id, webhook_id, delivery_id)
        if found is None:
            raise NothingHereError("There is no delivery of this id to this webhook.")
        if (kept := await once.find(session)) is not None:
            return kept
        delivery = domain.redelivered(webhook, found, now=asked.now)
        await storage.update_delivery(session, authority_id, delivery)
        attempts = await storage.list_attempts(session, authority_id, webhook_id, [delivery])
        shown = ShownDelivery(delivery, attempts.get(delivery_id, []))
        act = acting(asked, person)
        return await _end(session, asked, once, webhook, shown, "redelivery-asked", act)


def _of_its_own(asked: Asked, webhook: Webhook, type_: str, challenge: str | None) -> Delivery:
    return Delivery(
        delivery_id=uuid4(),
        webhook_id=webhook.webhook_id,
        type=type_,
        seq=None,
        subject_kind=WEBHOOK,
        subject=str(webhook.webhook_id),
        challenge=challenge,
        status="pending",
        tries=0,
        attempts=0,
        due_at=asked.now,
        created_at=asked.now,
        ended_at=None,
    )


async def _end(
    session: Session,
    asked: Asked,
    once: Once[ShownDelivery],
    webhook: Webhook,
    shown: ShownDelivery,
    change: Change,
    act: Act,
) -> Rendered:
    authority_id = asked.caller.authority_id
    answer = await once.keep(session, shown)
    await wake(session, authority_id)
    await append(session, authority_id, [webhook_changed(webhook, change, act)], now=asked.now)
    return answer
