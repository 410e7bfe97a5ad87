"""What the log is told of webhooks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal
from uuid import UUID

from applications.exchange.domain.webhooks import WEBHOOK, Delivery, Webhook
from applications.log.domain import Act, Event

Change = Literal[
    "created", "changed", "verification-asked", "verified", "enabled", "disabled", "deleted",
    "secret-rotated", "ping-asked", "redelivery-asked",
]  # fmt: skip

BY_THE_WORKER: Final = Act(actor="system", client_id="worker", request_id="deliver-webhooks")
"""How the log names what nobody asked for."""


def webhook_changed(
    webhook: Webhook, change: Change, act: Act, *, with_address: bool = False
) -> Event:
    """Somebody changed a webhook, or had something sent to it."""
    told = {"url": webhook.url, "description": webhook.description}
    body = {"change": change, "status": webhook.status, "version": webhook.version}
    event = _event("webhook-changed", webhook.webhook_id, act, body)
    return replace(event, text=told) if with_address else event


def webhook_disabled(webhook: Webhook) -> Event:
    """A webhook was disabled by what its endpoint did."""
    body = {"because": webhook.disabled_because, "version": webhook.version}
    return _event("webhook-disabled", webhook.webhook_id, BY_THE_WORKER, body)


def webhook_gave_up(delivery: Delivery) -> Event:
    """A webhook was not told of an event, and will not be."""
    body = {"delivery_id": str(delivery.delivery_id), "seq": delivery.seq}
    return _event("webhook-gave-up", delivery.webhook_id, BY_THE_WORKER, body)


def _event(kind: str, webhook_id: UUID, act: Act, body: Mapping[str, object]) -> Event:
    return Event(
        kind=kind,
        subject_kind=WEBHOOK,
        subject=str(webhook_id),
        act=act,
        audience="managers",
        body=body,
    )
