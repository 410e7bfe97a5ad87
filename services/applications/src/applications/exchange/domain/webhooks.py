"""Webhooks: endpoints that are told of events, and what becomes of each message to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID, uuid5

from applications.exchange.domain.back_off import PATIENCE, pause_after

Status = Literal["unverified", "enabled", "disabled", "deleted"]
Because = Literal["asked", "gone", "failing"]
DeliveryStatus = Literal["pending", "delivered", "given_up"]

WEBHOOK: Final = "webhook"
"""The kind of subject that a webhook is."""
PING: Final = "webhook.ping"
VERIFY: Final = "webhook.verify"
BOTH_SIGN_FOR: Final = timedelta(hours=24)
"""How long the secret before a new one goes on signing too."""
GONE: Final = 410
_RESTING: Final = frozenset({429, 503})


class WebhookStateError(Exception):
    """A webhook is not in a state for this. The message says what can be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An endpoint, what it is told of (`kinds` None: everything), and how it stands.

    Secrets are sealed. `read_through` is the position of the log up to which its deliveries are
    written. `failing_since` is when the first of an unbroken row of failures began;
    `resting_until` is its own word.
    """

    webhook_id: UUID
    url: str
    kinds: tuple[str, ...] | None
    description: str | None
    status: Status
    disabled_because: Because | None
    verified_at: datetime | None
    secret: str | None
    previous_secret: str | None
    previous_until: datetime | None
    read_through: int
    failing_since: datetime | None
    resting_until: datetime | None
    version: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one endpoint.

    That of an event has its position in `seq`; `challenge` is what an endpoint must answer to be
    verified. `tries` counts from when it was last asked for, `attempts` all that were ever made.
    """

    delivery_id: UUID
    webhook_id: UUID
    type: str
    seq: int | None
    subject_kind: str
    subject: str
    challenge: str | None
    status: DeliveryStatus
    tries: int
    attempts: int
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One time that a message was sent; without an outcome where nobody lived to write it."""

    attempt: int
    began_at: datetime
    took_ms: int | None
    http_status: int | None
    failure: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of sending a message once: delivered where there is no `failure`."""

    took_ms: int
    http_status: int | None = None
    failure: str | None = None
    rest: timedelta | None = None


FAILURES: Final = {
    "refused-status": "The endpoint did not answer with 2xx.",
    "redirected": "The endpoint answered with a redirect, which is never followed: change the "
    "webhook's address.",
    "gone": "The endpoint answered 410: the webhook was disabled.",
    "asked-to-wait": "The endpoint asked to be left alone for a while (429 or 503).",
    "timed-out": "The endpoint did not answer in time.",
    "unreachable": "No connection to the endpoint could be made.",
    "unknown-name": "The host's name leads to no address.",
    "not-trusted": "The endpoint's certificate is not trusted, has expired or is another host's.",
    "broken": "The endpoint closed the connection, or what it sent is no HTTP.",
    "address-refused": "The host's name leads to an address that webhooks may not go to.",
    "not-answered": "The endpoint did not answer the challenge.",
    "not-sealed": "The webhook's secret cannot be opened: the operator changed the keys.",
}
"""Why a message was not delivered, by code: a closed list."""


def message_id(webhook_id: UUID, event_hash: bytes) -> UUID:
    """The id of the message that tells an endpoint of an event: always the same."""
    return uuid5(webhook_id, event_hash.hex())


def is_told(webhook: Webhook, *, kind: str, subject_kind: str, subject: str) -> bool:
    """Whether an endpoint is told of an event.

    Of its own webhook it is not: it would be told that it was told nothing.
    """
    is_own = (subject_kind, subject) == (WEBHOOK, str(webhook.webhook_id))
    return not is_own and (webhook.kinds is None or kind in webhook.kinds)


def changed(
    webhook: Webhook,
    *,
    url: str,
    kinds: Sequence[str] | None,
    description: str | None,
    now: datetime,
) -> Webhook:
    """A webhook with other contents. Another address has to be verified again."""
    written = replace(
        webhook,
        url=url,
        kinds=None if kinds is None else tuple(kinds),
        description=description,
        version=webhook.version + 1,
        changed_at=now,
    )
    if url == webhook.url:
        return written
    return replace(
        written,
        status="unverified",
        disabled_because=None,
        verified_at=None,
        failing_since=None,
        resting_until=None,
    )


def verified(webhook: Webhook, *, now: datetime) -> Webhook:
    """A webhook whose endpoint answered the challenge: it is told of events from now on."""
    return replace(
        _moved(webhook, "enabled", now), verified_at=now, failing_since=None, resting_until=None
    )


def enabled(webhook: Webhook, *, now: datetime) -> Webhook:
    """A webhook that is told of events again.

    Raises:
        WebhookStateError: It is not disabled.
    """
    if webhook.status != "disabled":
        raise WebhookStateError(
            f"The webhook is {webhook.status}: only a disabled one can be enabled, and an "
            "unverified one is enabled by being verified."
        )
    return replace(_moved(webhook, "enabled", now), failing_since=None, resting_until=None)


def disabled(webhook: Webhook, because: Because, *, now: datetime) -> Webhook:
    """A webhook that is told nothing until it is enabled.

    Raises:
        WebhookStateError: It is not enabled.
    """
    if webhook.status != "enabled":
        raise WebhookStateError(
            f"The webhook is {webhook.status}: only an enabled one can be disabled."
        )
    return replace(_moved(webhook, "disabled", now), disabled_because=because)


def deleted(webhook: Webhook, *, now: datetime) -> Webhook:
    """A webhook that is no more, with its secrets."""
    return replace(
        _moved(webhook, "deleted", now), secret=None, previous_secret=None, previous_until=None
    )


def rotated(webhook: Webhook, sealed: str, *, now: datetime) -> Webhook:
    """A webhook with a new secret; the one before signs too for a while."""
    return replace(
        webhook,
        secret=sealed,
        previous_secret=webhook.secret,
        previous_until=now + BOTH_SIGN_FOR,
        version=webhook.version + 1,
        changed_at=now,
    )


def _moved(webhook: Webhook, status: Status, now: datetime) -> Webhook:
    return replace(
        webhook,
        status=status,
        disabled_because=None,
        version=webhook.version + 1,
        changed_at=now,
    )


def check_verified(webhook: Webhook) -> None:
    """Make sure that something other than the challenge may be sent to an endpoint.

    Raises:
        WebhookStateError: It was never verified.
    """
    if webhook.verified_at is None:
        raise WebhookStateError("The webhook is unverified: verify it first.")


def redelivered(webhook: Webhook, delivery: Delivery, *, now: datetime) -> Delivery:
    """A delivery that is to be made now, whatever became of it before.

    Raises:
        WebhookStateError: The webhook is not enabled, or the delivery is of no event.
    """
    if webhook.status != "enabled":
        raise WebhookStateError(
            f"The webhook is {webhook.status}: events are delivered to an enabled one only."
        )
    if delivery.seq is None:
        raise WebhookStateError(
            "Only what tells of an event is delivered again: ask for another ping or verification."
        )
    return replace(delivery, status="pending", tries=0, due_at=now, ended_at=None)


def failed(
    webhook: Webhook, delivery: Delivery, outcome: Outcome, *, now: datetime, jitter: int
) -> tuple[Webhook, Delivery]:
    """How an endpoint and a delivery stand after a try that failed.

    The delivery is tried again, until its last try has failed too. The endpoint is disabled when it
    says that it is gone, or when nothing has been delivered to it for three days: then what is
    pending stays so, until somebody enables it. A ping or a challenge is tried once.
    """
    is_gone = outcome.http_status == GONE and webhook.status == "enabled"
    if delivery.seq is None:
        ended = _ended(delivery, "given_up", now)
        return (disabled(webhook, "gone", now=now) if is_gone else webhook), ended
    if webhook.status != "enabled":
        return webhook, replace(delivery, due_at=now)
    since = webhook.failing_since or now
    asked = now + outcome.rest if _is_resting(outcome) and outcome.rest else None
    resting = asked or webhook.resting_until
    webhook = replace(webhook, failing_since=since, resting_until=resting)
    if is_gone or since + PATIENCE <= now:
        because: Because = "gone" if is_gone else "failing"
        return disabled(webhook, because, now=now), replace(delivery, due_at=now)
    pause = pause_after(delivery.tries, jitter)
    if pause is None:
        return webhook, _ended(delivery, "given_up", now)
    return webhook, replace(delivery, due_at=max(now + pause, resting or now))


def _is_resting(outcome: Outcome) -> bool:
    return outcome.http_status in _RESTING


def _ended(delivery: Delivery, status: DeliveryStatus, now: datetime) -> Delivery:
    return replace(delivery, status=status, ended_at=now)


def failure_of(status: int) -> str | None:
    """Why an answer is no delivery, by its status; None for 2xx."""
    if 200 <= status < 300:  # noqa: PLR2004 - what success is
        return None
    if 300 <= status < 400:  # noqa: PLR2004 - and a redirect
        return "redirected"
    if status == GONE:
        return "gone"
    return "asked-to-wait" if status in _RESTING else "refused-status"
