"""Webhooks: added, read, changed and deleted."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import Final
from uuid import UUID, uuid4

from applications.exchange.domain import webhooks as domain
from applications.exchange.domain.addresses import (
    EndpointRefusedError,
    Networks,
    check_endpoint,
    endpoint_of,
)
from applications.exchange.domain.webhooks import Webhook
from applications.exchange.operations.telling import webhook_changed
from applications.exchange.storage import deliveries
from applications.exchange.storage import webhooks as storage
from applications.log.storage import append, head_of
from applications.people.domain.refusals import InvalidRecordError, Refused
from applications.people.operations.callers import acting, require_roles
from applications.permissions import PERMISSIONS, ForbiddenError
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.once import Once, Rendered, rerun_when_raced
from applications.platform.sealing import Seal
from applications.platform.versions import NothingHereError, check_version

_SECRET_BYTES: Final = 32


class NotSetUpError(Exception):
    """The operator gave no key to seal the secrets of webhooks with."""


@dataclass(frozen=True, slots=True)
class WebhookRules:
    """What the operator set for webhooks: what seals their secrets, and where else they may go."""

    seal: Seal | None
    allowed: Networks


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookContents:
    """What a client says of a webhook: its address, and which kinds of event (None: all)."""

    url: str
    kinds: Sequence[str] | None
    description: str | None


@dataclass(frozen=True, slots=True)
class ShownWebhook:
    """A webhook, and its secret where it is new."""

    webhook: Webhook
    secret: str | None = None


@rerun_when_raced
async def create_webhook(
    asked: Asked, once: Once[ShownWebhook], rules: WebhookRules, sent: WebhookContents
) -> Rendered:
    """Add a webhook, which is told of what happens from now on once it is verified.

    Its secret is shown now and never again, not even to the same request.

    Raises:
        ForbiddenError: The caller may not, or may not read events.
        InvalidRecordError: Nothing may be sent to that address.
        NotSetUpError: Secrets cannot be sealed here.
        KeyReusedError: The key was used for another request.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "create_webhook")
        _require_events(asked)
        if (kept := await once.find(session)) is not None:
            return kept
        _check_address(sent, rules)
        secret, webhook_id = new_secret(), uuid4()
        head = await head_of(session, authority_id)
        webhook = Webhook(
            webhook_id=webhook_id,
            url=sent.url,
            kinds=None if sent.kinds is None else tuple(sent.kinds),
            description=sent.description,
            status="unverified",
            disabled_because=None,
            verified_at=None,
            secret=sealed(rules, secret, webhook_id),
            previous_secret=None,
            previous_until=None,
            read_through=0 if head is None else head.seq,
            failing_since=None,
            resting_until=None,
            version=1,
            created_at=asked.now,
            changed_at=asked.now,
        )
        await storage.insert_webhook(session, authority_id, webhook)
        await once.keep(session, ShownWebhook(webhook))
        event = webhook_changed(webhook, "created", acting(asked, person), with_address=True)
        await append(session, authority_id, [event], now=asked.now)
    return once.render(ShownWebhook(webhook, secret))


async def list_webhooks(
    asked: Asked, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[Webhook]:
    """Webhooks, the oldest first.

    Raises:
        ForbiddenError: The caller may not.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "list_webhooks")
        return await storage.list_webhooks(session, authority_id, after=after, limit=limit)


async def get_webhook(asked: Asked, webhook_id: UUID) -> Webhook:
    """A webhook.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is none of this id.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "get_webhook")
        return there(await storage.find_webhook(session, authority_id, webhook_id))


async def put_webhook(
    asked: Asked,
    rules: WebhookRules,
    webhook_id: UUID,
    sent: WebhookContents,
    *,
    if_match: str | None,
) -> Webhook:
    """Change a webhook. Another address has to be verified again.

    Raises:
        ForbiddenError: The caller may not, or may not read events.
        NothingHereError: There is none of this id.
        MissingIfMatchError: No version was given.
        StaleVersionError: It has changed since.
        InvalidRecordError: Nothing may be sent to that address.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "put_webhook")
        _require_events(asked)
        webhook = await lock(session, asked, webhook_id, if_match=if_match)
        _check_address(sent, rules)
        written = domain.changed(
            webhook,
            url=sent.url,
            kinds=sent.kinds,
            description=sent.description,
            now=asked.now,
        )
        await storage.update_webhook(session, authority_id, written)
        event = webhook_changed(written, "changed", acting(asked, person), with_address=True)
        await append(session, authority_id, [event], now=asked.now)
    return written


async def delete_webhook(asked: Asked, webhook_id: UUID, *, if_match: str | None) -> None:
    """Delete a webhook and its secrets: nothing is sent any more.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is none of this id.
        MissingIfMatchError: No version was given.
        StaleVersionError: It has changed since.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "delete_webhook")
        webhook = await lock(session, asked, webhook_id, if_match=if_match)
        written = domain.deleted(webhook, now=asked.now)
        await storage.update_webhook(session, authority_id, written)
        await deliveries.give_up_pending(session, authority_id, webhook_id, now=asked.now)
        event = webhook_changed(written, "deleted", acting(asked, person))
        await append(session, authority_id, [event], now=asked.now)


async def lock(
    session: Session, asked: Asked, webhook_id: UUID, *, if_match: str | None
) -> Webhook:
    """A webhook that is to be changed, at the version that its author saw.

    Raises:
        NothingHereError: There is none of this id.
        MissingIfMatchError: No version was given.
        StaleVersionError: It has changed since.
    """
    found = await storage.lock_webhook(session, asked.caller.authority_id, webhook_id)
    webhook = there(found)
    check_version(webhook.version, if_match)
    return webhook


def there(webhook: Webhook | None) -> Webhook:
    """A webhook, if there is one.

    Raises:
        NothingHereError: There is none.
    """
    if webhook is None:
        raise NothingHereError("There is no webhook of this id.")
    return webhook


def new_secret() -> str:
    """A secret as Standard Webhooks has it."""
    return f"whsec_{b64encode(token_bytes(_SECRET_BYTES)).decode('ascii')}"


def sealed(rules: WebhookRules, secret: str, webhook_id: UUID) -> str:
    """A secret as it is kept.

    Raises:
        NotSetUpError: The operator gave no key for that.
    """
    if rules.seal is None:
        raise NotSetUpError(
            "The operator has to set APPLICATIONS_WEBHOOK_KEYS first: secrets of webhooks are kept "
            "sealed."
        )
    return rules.seal.seal(secret, of=str(webhook_id))


def _require_events(asked: Asked) -> None:
    """A webhook is told of what `GET /v1/events` shows, so that its maker must be able to ask."""
    scope = PERMISSIONS["list_events"].scope
    if scope not in asked.caller.scopes:
        raise ForbiddenError(f"The token needs the scope {scope} too: a webhook tells of events.")


def _check_address(sent: WebhookContents, rules: WebhookRules) -> None:
    try:
        check_endpoint(endpoint_of(sent.url), rules.allowed)
    except EndpointRefusedError as error:
        raise InvalidRecordError([Refused("/url", str(error))]) from None
