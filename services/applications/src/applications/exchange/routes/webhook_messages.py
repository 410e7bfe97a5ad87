"""What is sent to webhooks, over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.exchange.domain.webhooks import Delivery
from applications.exchange.operations import webhook_deliveries
from applications.exchange.operations.webhook_deliveries import ShownDelivery
from applications.exchange.schemas.webhooks import (
    DeliveriesQuery,
    DeliveryAnswer,
    DeliveryId,
    DeliveryPage,
    WebhookId,
)
from applications.platform.once import Rendered
from applications.problem_sets import LISTING, documented
from applications.problems import KEY_REUSED, WEBHOOK_STATE
from applications.routing import (
    BEARER,
    CallerRoute,
    IdempotencyKey,
    Nothing,
    asked,
    once,
    page,
    respond,
    resume,
)
from plumbing.problem_registry import NoQuery
from plumbing.problems import MALFORMED_REQUEST, NOT_FOUND, responses

router = APIRouter(
    prefix="/v1", tags=["integration"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)

_ASKING = (NOT_FOUND, MALFORMED_REQUEST, KEY_REUSED)


def _asked_for(shown: ShownDelivery) -> Rendered:
    """A delivery that is to be made, as it is answered."""
    body = DeliveryAnswer.of(shown.delivery, shown.attempts).model_dump_json().encode()
    return Rendered(202, {}, body)


@router.post(
    "/webhooks/{webhook_id}/verify",
    status_code=202,
    response_model=DeliveryAnswer,
    responses=documented(*_ASKING),
)
async def verify_webhook(
    request: Request,
    webhook_id: WebhookId,
    _body: Nothing,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
) -> Response:
    """Send the endpoint a challenge, once; answered, an unverified webhook is enabled.

    The message is `{"type": "webhook.verify", "timestamp", "data": {"webhook", "challenge"}}`,
    signed as every other. Answer it with 2xx and the challenge: as text, or as
    `{"challenge": ...}`. What came of it is among the deliveries a moment later. Send `{}`.
    """
    only_once = await once(request, idempotency_key, _asked_for)
    return respond(
        await webhook_deliveries.verify_webhook(asked(request), only_once, UUID(webhook_id))
    )


@router.post(
    "/webhooks/{webhook_id}/ping",
    status_code=202,
    response_model=DeliveryAnswer,
    responses=documented(*_ASKING, WEBHOOK_STATE),
)
async def ping_webhook(
    request: Request,
    webhook_id: WebhookId,
    _body: Nothing,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
) -> Response:
    """Send the endpoint a `webhook.ping`, once; what came of it is among the deliveries.

    Send `{}`.
    """
    only_once = await once(request, idempotency_key, _asked_for)
    return respond(
        await webhook_deliveries.ping_webhook(asked(request), only_once, UUID(webhook_id))
    )


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    response_model=DeliveryPage,
    responses={**LISTING, **responses(NOT_FOUND)},
)
async def list_webhook_deliveries(
    request: Request, webhook_id: WebhookId, query: Annotated[DeliveriesQuery, Query()]
) -> Response:
    """List what was sent to a webhook or is to be, the newest first, with every attempt.

    It says when, how long it took, and the status or why there was none. What the endpoint answered
    besides is not read, and kept nowhere. What was delivered or given up is kept for 400 days,
    unless the operator chose otherwise; the events stay.
    """
    filters = query.model_dump(exclude={"limit", "cursor"}) | {"webhook_id": webhook_id}
    place = resume(request, query.cursor, filters, (str, int, str))
    before = None if place is None else _place(place)
    found = await webhook_deliveries.list_webhook_deliveries(
        asked(request),
        UUID(webhook_id),
        status=query.status,
        before=before,
        limit=query.limit + 1,
    )
    now = found[: query.limit]
    last = now[-1].delivery if len(found) > query.limit else None
    position = None if last is None else _position(last)
    items = [DeliveryAnswer.of(each.delivery, each.attempts) for each in now]
    return page(request, items, position, filters, _encoded)


def _position(last: Delivery) -> list[str | int]:
    return [last.created_at.isoformat(), last.seq or 0, str(last.delivery_id)]


def _place(position: Sequence[str | int]) -> tuple[datetime, int, UUID]:
    created_at, seq, delivery_id = position
    return datetime.fromisoformat(str(created_at)), int(seq), UUID(str(delivery_id))


def _encoded(document: object) -> bytes:
    return DeliveryPage.model_validate(document).model_dump_json().encode()


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver",
    status_code=202,
    response_model=DeliveryAnswer,
    responses=documented(*_ASKING, WEBHOOK_STATE),
)
async def redeliver_webhook(
    request: Request,
    webhook_id: WebhookId,
    delivery_id: DeliveryId,
    _body: Nothing,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
) -> Response:
    """Deliver an event to a webhook now, whatever became of it before.

    The `webhook-id` is the same as before, the time and the signature are new. Send `{}`.
    """
    only_once = await once(request, idempotency_key, _asked_for)
    answer = await webhook_deliveries.redeliver_webhook(
        asked(request), only_once, UUID(webhook_id), UUID(delivery_id)
    )
    return respond(answer)
