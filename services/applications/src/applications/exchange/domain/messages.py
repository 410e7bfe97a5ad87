"""What is sent to an endpoint: which event, of what, and where to read it; never who or why."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from applications.exchange.domain.feed import href_of
from applications.exchange.domain.webhooks import WEBHOOK, Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What of an event an endpoint is told: its id, when it was recorded, and of which variation.

    The event itself has more: it is read at its address, by who may.
    """

    event_id: str
    recorded_at: datetime
    variation_id: str | None


def message_of(delivery: Delivery, told: Told | None) -> dict[str, Any]:
    """The message: the same at every attempt."""
    if told is None:
        return {
            "type": delivery.type,
            "timestamp": _instant(delivery.created_at),
            "data": _of_the_endpoint(delivery),
        }
    subject = {"kind": delivery.subject_kind, "id": delivery.subject}
    href = href_of(delivery.subject_kind, delivery.subject)
    variation = told.variation_id and href_of("variation", told.variation_id)
    return {
        "type": delivery.type,
        "timestamp": _instant(told.recorded_at),
        "data": {
            "id": told.event_id,
            "seq": delivery.seq,
            "subject": {**subject, "href": href},
            "href": variation or href,
        },
    }


def _of_the_endpoint(delivery: Delivery) -> dict[str, Any]:
    data: dict[str, Any] = {WEBHOOK: str(delivery.webhook_id)}
    if delivery.challenge is not None:
        data["challenge"] = delivery.challenge
    return data


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
