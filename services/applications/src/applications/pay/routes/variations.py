"""Variations over HTTP."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from fastapi.openapi.models import Example

from applications.casework.routes.desk import desk
from applications.pay.domain.variations import ShownVariation
from applications.pay.operations import variations
from applications.pay.schemas.variations import (
    AcknowledgeBody,
    RejectBody,
    VariationAnswer,
    VariationId,
    VariationPage,
    VariationsQuery,
)
from applications.pay.storage.variations import VariationFilter
from applications.platform.once import Rendered
from applications.platform.versions import etag
from applications.problem_sets import LISTING, READING, documented
from applications.problems import (
    ACTION_NOT_ALLOWED,
    KEY_REUSED,
    MISSING_IF_MATCH,
    STALE_VERSION,
    VARIATION_STATE,
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
from plumbing.openapi_document import ETAG_HEADER
from plumbing.problem_registry import NoQuery
from plumbing.problems import MALFORMED_REQUEST, NOT_FOUND

router = APIRouter(
    prefix="/v1", tags=["pay"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)

_ACTING = (NOT_FOUND, MALFORMED_REQUEST, KEY_REUSED, MISSING_IF_MATCH, STALE_VERSION)
_MOVING = documented(*_ACTING, VARIATION_STATE)
_APPROVING = documented(*_ACTING, VARIATION_STATE, ACTION_NOT_ALLOWED)
_ACKNOWLEDGED: Final[dict[str, Example]] = {
    "acknowledged": {"value": {"hris_reference": "MV-2041"}}
}
_REJECTED: Final[dict[str, Example]] = {
    "rejected": {
        "value": {"reason_code": "post_not_found", "detail": "The post ended on 31 March 2026."}
    }
}

_LINKS = {
    name: {
        "operationId": name,
        "parameters": {
            "variation_id": "$response.body#/variation_id",
            "If-Match": "$response.header.ETag",
        },
    }
    for name in ("approve_variation", "send_variation", "acknowledge_variation", "reject_variation")
}


def shown(found: ShownVariation) -> Rendered:
    """A variation as it is answered."""
    body = VariationAnswer.of(found).model_dump_json().encode()
    return Rendered(200, {"ETag": etag(found.variation.version)}, body)


@router.get("/variations", response_model=VariationPage, responses=LISTING)
async def list_variations(request: Request, query: Annotated[VariationsQuery, Query()]) -> Response:
    """List variations, those first that did not change for longest.

    A machine sees all; a person sees those of the workers over whose place they hold a role, and
    their own once no embargo keeps it from them.
    """
    wanted = VariationFilter(
        status=query.status,
        employee_number=query.employee_number,
        updated_since=query.updated_since,
        sent_before=query.sent_before,
    )
    filters = query.model_dump(exclude={"limit", "cursor"})
    place = resume(request, query.cursor, filters, (str, str))
    after = None if place is None else (datetime.fromisoformat(str(place[0])), UUID(str(place[1])))
    found = await variations.list_variations(
        asked(request), wanted, after=after, limit=query.limit + 1
    )
    now = found[: query.limit]
    last = now[-1].variation if len(found) > query.limit else None
    position = None if last is None else [last.changed_at.isoformat(), str(last.variation_id)]
    return page(request, [VariationAnswer.of(each) for each in now], position, filters, _encoded)


def _encoded(document: object) -> bytes:
    return VariationPage.model_validate(document).model_dump_json().encode()


@router.get(
    "/variations/{variation_id}",
    response_model=VariationAnswer,
    responses={200: {"headers": ETAG_HEADER, "links": _LINKS}, **READING},
)
async def get_variation(
    request: Request, variation_id: VariationId, _: Annotated[NoQuery, Query()]
) -> Response:
    """Give a variation; its `ETag` is what its actions need as `If-Match`."""
    return respond(shown(await variations.get_variation(asked(request), UUID(variation_id))))


@router.post(
    "/variations/{variation_id}/actions/approve",
    response_model=VariationAnswer,
    responses=_APPROVING,
)
async def approve_variation(
    request: Request,
    variation_id: VariationId,
    _body: Nothing,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Approve a draft.

    It is the step of the case that the scheme gives it to, and open to whom the scheme says. The
    pay point is recorded with it. Send `{}`.
    """
    only_once = await once(request, idempotency_key, shown)
    answer = await variations.approve_variation(
        desk(request), only_once, UUID(variation_id), if_match=if_match
    )
    return respond(answer)


@router.post(
    "/variations/{variation_id}/actions/send", response_model=VariationAnswer, responses=_MOVING
)
async def send_variation(
    request: Request,
    variation_id: VariationId,
    _body: Nothing,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Note that an approved variation was sent to the HRIS, or a rejected one again. Send `{}`."""
    only_once = await once(request, idempotency_key, shown)
    answer = await variations.send_variation(
        asked(request), only_once, UUID(variation_id), if_match=if_match
    )
    return respond(answer)


@router.post(
    "/variations/{variation_id}/actions/acknowledge",
    response_model=VariationAnswer,
    responses=_MOVING,
)
async def acknowledge_variation(
    request: Request,
    variation_id: VariationId,
    body: Annotated[AcknowledgeBody, Body(openapi_examples=_ACKNOWLEDGED)],
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Note that the HRIS took a variation up. Nothing follows it."""
    only_once = await once(request, idempotency_key, shown)
    answer = await variations.acknowledge_variation(
        asked(request),
        only_once,
        UUID(variation_id),
        hris_reference=body.hris_reference,
        if_match=if_match,
    )
    return respond(answer)


@router.post(
    "/variations/{variation_id}/actions/reject", response_model=VariationAnswer, responses=_MOVING
)
async def reject_variation(
    request: Request,
    variation_id: VariationId,
    body: Annotated[RejectBody, Body(openapi_examples=_REJECTED)],
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Note that the HRIS turned a variation down, and why. It can be sent again.

    The pay point stands: what was decided is decided.
    """
    only_once = await once(request, idempotency_key, shown)
    answer = await variations.reject_variation(
        asked(request),
        only_once,
        UUID(variation_id),
        because=body.reason_code,
        detail=body.detail,
        if_match=if_match,
    )
    return respond(answer)
