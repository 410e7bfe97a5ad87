"""Webhooks: enabled, disabled, and given a new secret."""

from dataclasses import dataclass
from uuid import UUID

from applications.exchange.domain import webhooks as domain
from applications.exchange.domain.webhooks import Webhook
from applications.exchange.operations.telling import Change, webhook_changed
from applications.exchange.operations.webhooks import (
    ShownWebhook,
    WebhookRules,
    new_secret,
    sealed,
    there,
)
from applications.exchange.storage import deliveries
from applications.exchange.storage import webhooks as storage
from applications.log.domain import Act
from applications.log.storage import append
from applications.people.operations.callers import acting, require_roles
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.platform.jobs import wake
from applications.platform.once import Once, Rendered, rerun_when_raced
from applications.platform.versions import check_version


@dataclass(frozen=True, slots=True)
class _Begun:
    """A webhook that is locked, and who acts; or the answer that was kept."""

    webhook: Webhook
    act: Act
    kept: Rendered | None


async def _begin(
    session: Session,
    asked: Asked,
    once: Once[ShownWebhook],
    operation: str,
    webhook_id: UUID,
    if_match: str | None,
) -> _Begun:
    """Make sure that the caller may, and that the webhook is at the version that they saw.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is none of this id.
        MissingIfMatchError: No version was given.
        StaleVersionError: It has changed since.
        KeyReusedError: The key was used for another request.
    """
    person = await require_roles(session, asked, operation)
    found = await storage.lock_webhook(session, asked.caller.authority_id, webhook_id)
    webhook = there(found)
    kept = await once.find(session)
    if kept is None:
        check_version(webhook.version, if_match)
    return _Begun(webhook, acting(asked, person), kept)


@rerun_when_raced
async def enable_webhook(
    asked: Asked, once: Once[ShownWebhook], webhook_id: UUID, *, if_match: str | None
) -> Rendered:
    """Have a disabled webhook told again, from where it stood.

    Raises: as `_begin`, and
        WebhookStateError: It is not disabled.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        begun = await _begin(session, asked, once, "enable_webhook", webhook_id, if_match)
        if begun.kept is not None:
            return begun.kept
        written = domain.enabled(begun.webhook, now=asked.now)
        await storage.update_webhook(session, authority_id, written)
        await deliveries.begin_again(session, authority_id, webhook_id, now=asked.now)
        await wake(session, authority_id)
        return await _end(session, asked, once, ShownWebhook(written), "enabled", begun.act)


@rerun_when_raced
async def disable_webhook(
    asked: Asked, once: Once[ShownWebhook], webhook_id: UUID, *, if_match: str | None
) -> Rendered:
    """Have a webhook told nothing for the time being.

    Raises: as `_begin`, and
        WebhookStateError: It is not enabled.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        begun = await _begin(session, asked, once, "disable_webhook", webhook_id, if_match)
        if begun.kept is not None:
            return begun.kept
        written = domain.disabled(begun.webhook, "asked", now=asked.now)
        await storage.update_webhook(session, authority_id, written)
        return await _end(session, asked, once, ShownWebhook(written), "disabled", begun.act)


@rerun_when_raced
async def rotate_webhook_secret(
    asked: Asked,
    once: Once[ShownWebhook],
    rules: WebhookRules,
    webhook_id: UUID,
    *,
    if_match: str | None,
) -> Rendered:
    """Give a webhook a new secret; for a day the one before signs too.

    It is shown now and never again, not even to the same request.

    Raises: as `_begin`, and
        NotSetUpError: Secrets cannot be sealed here.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        begun = await _begin(session, asked, once, "rotate_webhook_secret", webhook_id, if_match)
        if begun.kept is not None:
            return begun.kept
        secret = new_secret()
        written = domain.rotated(begun.webhook, sealed(rules, secret, webhook_id), now=asked.now)
        await storage.update_webhook(session, authority_id, written)
        await _end(session, asked, once, ShownWebhook(written), "secret-rotated", begun.act)
    return once.render(ShownWebhook(written, secret))


async def _end(
    session: Session,
    asked: Asked,
    once: Once[ShownWebhook],
    shown: ShownWebhook,
    change: Change,
    act: Act,
) -> Rendered:
    answer = await once.keep(session, shown)
    event = webhook_changed(shown.webhook, change, act)
    await append(session, asked.caller.authority_id, [event], now=asked.now)
    return answer
