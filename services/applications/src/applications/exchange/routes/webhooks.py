"""Webhooks over HTTP: what they are, and how they stand."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.exchange.operations import webhook_states, webhooks
from applications.exchange.operations.webhooks import (
    ShownWebhook,
    WebhookContents,
    WebhookRules,
)
from applications.exchange.schemas.webhooks import (
    WebhookAnswer,
    WebhookBody,
    WebhookId,
    WebhookPage,
    WebhookWithSecret,
)
from applications.platform.once import Rendered
from applications.platform.versions import etag
from applications.problem_sets import LISTING, READING, documented
from applications.problems import (
    KEY_REUSED,
    MISSING_IF_MATCH,
    STALE_VERSION,
    WEBHOOK_STATE,
    WEBHOOKS_NOT_SET_UP,
)
from applications.routing import (
    BEARER,
    CallerRoute,
    IdempotencyKey,
    IfMatch,
    Nothing,
    asked,
    once,
    page,
    respond,
    resume,
)
from plumbing.openapi_document import ETAG_HEADER, LOCATION_HEADER
from plumbing.paging import QueryPage
from plumbing.problem_registry import NoQuery
from plumbing.problems import MALFORMED_REQUEST, NOT_FOUND

router = APIRouter(
    prefix="/v1", tags=["integration"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)

_OF_A_VERSION = (NOT_FOUND, MALFORMED_REQUEST, MISSING_IF_MATCH, STALE_VERSION)
_MOVING = documented(*_OF_A_VERSION, KEY_REUSED, WEBHOOK_STATE)
_LINKS = {
    name: {
        "operationId": name,
        "parameters": {
            "webhook_id": "$response.body#/webhook_id",
            "If-Match": "$response.header.ETag",
        },
    }
    for name in ("rotate_webhook_secret", "delete_webhook")
}
_FURTHER_LINKS = {
    name: {"operationId": name, "parameters": {"webhook_id": "$response.body#/webhook_id"}}
    for name in ("get_webhook", "verify_webhook", "list_webhook_deliveries")
}


def _rules(request: Request) -> WebhookRules:
    rules: WebhookRules = request.app.state.webhook_rules
    return rules


def _contents(body: WebhookBody) -> WebhookContents:
    return WebhookContents(url=body.url, kinds=body.kinds, description=body.description)


def _shown(found: ShownWebhook) -> Rendered:
    body = WebhookAnswer.of(found.webhook).model_dump_json().encode()
    return Rendered(200, {"ETag": etag(found.webhook.version)}, body)


def _rotated(found: ShownWebhook) -> Rendered:
    body = WebhookWithSecret.with_secret(found.webhook, found.secret).model_dump_json().encode()
    return Rendered(200, {"ETag": etag(found.webhook.version)}, body)


def _created(found: ShownWebhook) -> Rendered:
    location = {"Location": f"/v1/webhooks/{found.webhook.webhook_id}"}
    rotated = _rotated(found)
    return Rendered(201, {**rotated.headers, **location}, rotated.body)


@router.post(
    "/webhooks",
    status_code=201,
    response_model=WebhookWithSecret,
    responses={
        201: {
            "headers": {**LOCATION_HEADER, **ETAG_HEADER},
            "links": {**_LINKS, **_FURTHER_LINKS},
        },
        **documented(MALFORMED_REQUEST, KEY_REUSED, WEBHOOKS_NOT_SET_UP),
    },
)
async def create_webhook(
    request: Request,
    body: WebhookBody,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
) -> Response:
    """Add a webhook: an endpoint that is told what `GET /v1/events` tells, by Standard Webhooks.

    Keep the secret of the answer, have the endpoint use it, then send `POST .../verify`. From then
    on it is told of all that happened since the webhook was added. Every message is signed at every
    attempt (`webhook-id`, `webhook-timestamp`, `webhook-signature`) and says only which event it
    was, of what, and where to read it:
    `{"type", "timestamp", "data": {"id", "seq", "subject": {"kind", "id", "href"}, "href"}}`, where
    `data.href` leads to the variation for whatever happens to one. A message may come more than
    once: the `webhook-id` is then the same. For one subject, such as a case, nothing is sent before
    what came before it was delivered or given up. Only a 2xx within 20 seconds is a delivery; all
    else is tried again over three days, 410 disables the webhook, and `Retry-After` of a 429 or 503
    is heeded. Redirects are not followed. The client needs the scope `events.read` too.
    """
    only_once = await once(request, idempotency_key, _created)
    answer = await webhooks.create_webhook(
        asked(request), only_once, _rules(request), _contents(body)
    )
    return respond(answer)


@router.get("/webhooks", response_model=WebhookPage, responses=LISTING)
async def list_webhooks(request: Request, query: Annotated[QueryPage, Query()]) -> Response:
    """List webhooks, the oldest first."""
    place = resume(request, query.cursor, {}, (str, str))
    after = None if place is None else (datetime.fromisoformat(str(place[0])), UUID(str(place[1])))
    found = await webhooks.list_webhooks(asked(request), after=after, limit=query.limit + 1)
    now = found[: query.limit]
    last = now[-1] if len(found) > query.limit else None
    position = None if last is None else [last.created_at.isoformat(), str(last.webhook_id)]
    return page(request, [WebhookAnswer.of(each) for each in now], position, {}, _encoded)


def _encoded(document: object) -> bytes:
    return WebhookPage.model_validate(document).model_dump_json().encode()


@router.get(
    "/webhooks/{webhook_id}",
    response_model=WebhookAnswer,
    responses={200: {"headers": ETAG_HEADER, "links": _LINKS}, **READING},
)
async def get_webhook(
    request: Request, webhook_id: WebhookId, _: Annotated[NoQuery, Query()]
) -> Response:
    """Give a webhook; its `ETag` is what changing it needs as `If-Match`."""
    found = await webhooks.get_webhook(asked(request), UUID(webhook_id))
    return respond(_shown(ShownWebhook(found)))


@router.put(
    "/webhooks/{webhook_id}",
    response_model=WebhookAnswer,
    responses={200: {"headers": ETAG_HEADER}, **documented(*_OF_A_VERSION)},
)
async def put_webhook(
    request: Request,
    webhook_id: WebhookId,
    body: WebhookBody,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Change a webhook's address, kinds of event or description.

    Another address makes it unverified: nothing is lost, and nothing is sent until it is verified.
    The client needs the scope `events.read` too.
    """
    written = await webhooks.put_webhook(
        asked(request), _rules(request), UUID(webhook_id), _contents(body), if_match=if_match
    )
    return respond(_shown(ShownWebhook(written)))


@router.delete("/webhooks/{webhook_id}", status_code=204, responses=documented(*_OF_A_VERSION))
async def delete_webhook(
    request: Request,
    webhook_id: WebhookId,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Delete a webhook and its secrets: nothing is sent to it any more, and nobody reads it here.

    To keep its deliveries readable, disable it instead. The log keeps that there was one.
    """
    await webhooks.delete_webhook(asked(request), UUID(webhook_id), if_match=if_match)
    return Response(status_code=204)


@router.post("/webhooks/{webhook_id}/enable", response_model=WebhookAnswer, responses=_MOVING)
async def enable_webhook(
    request: Request,
    webhook_id: WebhookId,
    _body: Nothing,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Enable a webhook that was disabled: it is told of all that it missed. Send `{}`."""
    only_once = await once(request, idempotency_key, _shown)
    answer = await webhook_states.enable_webhook(
        asked(request), only_once, UUID(webhook_id), if_match=if_match
    )
    return respond(answer)


@router.post("/webhooks/{webhook_id}/disable", response_model=WebhookAnswer, responses=_MOVING)
async def disable_webhook(
    request: Request,
    webhook_id: WebhookId,
    _body: Nothing,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Disable a webhook: it is told nothing until it is enabled, and misses nothing. Send `{}`."""
    only_once = await once(request, idempotency_key, _shown)
    answer = await webhook_states.disable_webhook(
        asked(request), only_once, UUID(webhook_id), if_match=if_match
    )
    return respond(answer)


@router.post(
    "/webhooks/{webhook_id}/rotate-secret",
    response_model=WebhookWithSecret,
    responses=documented(*_OF_A_VERSION, KEY_REUSED, WEBHOOKS_NOT_SET_UP),
)
async def rotate_webhook_secret(
    request: Request,
    webhook_id: WebhookId,
    _body: Nothing,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Give a webhook a new secret. For 24 hours the one before signs every message too.

    Rotated again within that time, the oldest of the three signs no more. Send `{}`.
    """
    only_once = await once(request, idempotency_key, _rotated)
    answer = await webhook_states.rotate_webhook_secret(
        asked(request), only_once, _rules(request), UUID(webhook_id), if_match=if_match
    )
    return respond(answer)
