"""What the log is told of webhooks."""

from typing import Final, Literal

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
    return Event(
        kind="webhook-changed",
        subject_kind=WEBHOOK,
        subject=str(webhook.webhook_id),
        act=act,
        audience="managers",
        body={"change": change, "status": webhook.status, "version": webhook.version},
        text=told if with_address else None,
    )


def webhook_disabled(webhook: Webhook) -> Event:
    """A webhook was disabled by what its endpoint did."""
    return Event(
        kind="webhook-disabled",
        subject_kind=WEBHOOK,
        subject=str(webhook.webhook_id),
        act=BY_THE_WORKER,
        audience="managers",
        body={"because": webhook.disabled_because, "version": webhook.version},
    )


def webhook_gave_up(delivery: Delivery) -> Event:
    """A webhook was not told of an event, and will not be."""
    return Event(
        kind="webhook-gave-up",
        subject_kind=WEBHOOK,
        subject=str(delivery.webhook_id),
        act=BY_THE_WORKER,
        audience="managers",
        body={"delivery_id": str(delivery.delivery_id), "seq": delivery.seq},
    )
