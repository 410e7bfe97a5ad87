"""Actions of cases over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.casework.operations import action_list, actions
from applications.casework.routes.cases import shown
from applications.casework.routes.desk import ApplicationId, desk
from applications.casework.schemas.cases import ActionBody, ActionList, CaseAnswer
from applications.casework.schemas.rendering import action_document, encoded
from applications.problem_sets import READING, documented
from applications.problems import (
    ACTION_NOT_ALLOWED,
    INVALID_ACTION,
    KEY_REUSED,
    MISSING_IF_MATCH,
    STALE_VERSION,
    UNKNOWN_ACTION,
)
from applications.routing import BEARER, CallerRoute, IdempotencyKey, IfMatch, once, respond
from plumbing.problem_registry import NoQuery
from plumbing.problems import MALFORMED_REQUEST, NOT_FOUND
from plumbing.wire import Slug

router = APIRouter(
    prefix="/v1", tags=["casework"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get(
    "/applications/{application_id}/actions",
    response_model=ActionList,
    responses={**READING, **documented(NOT_FOUND, ACTION_NOT_ALLOWED)},
)
async def list_actions(
    request: Request, application_id: ApplicationId, _: Annotated[NoQuery, Query()]
) -> Response:
    """List every action of the case for this caller.

    Each is allowed or not, and if not it says why; each has the JSON Schema of its body, its
    deadline, the role that the caller would act in and whom they would stand in for, and who else
    could take it.
    """
    _found, items = await action_list.list_actions(desk(request), UUID(application_id))
    document = {
        "items": [action_document(each, UUID(application_id)) for each in items],
        "next_cursor": None,
    }
    return Response(encoded(document), media_type="application/json")


@router.post(
    "/applications/{application_id}/actions/{action}",
    response_model=CaseAnswer,
    responses=documented(
        NOT_FOUND,
        UNKNOWN_ACTION,
        MALFORMED_REQUEST,
        KEY_REUSED,
        MISSING_IF_MATCH,
        STALE_VERSION,
        ACTION_NOT_ALLOWED,
        INVALID_ACTION,
    ),
)
async def take_action(
    request: Request,
    application_id: ApplicationId,
    action: Slug,
    body: ActionBody,
    idempotency_key: IdempotencyKey,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """Take an action of the case, and answer the case after it.

    `GET /v1/applications/{application_id}/actions` says which there are and what each takes. Both
    `Idempotency-Key` and `If-Match` are needed: nothing happens twice, and nobody decides on what
    they have not seen.
    """
    only_once = await once(request, idempotency_key, shown)
    answer = await actions.take_action(
        desk(request),
        only_once,
        UUID(application_id),
        action,
        body.model_dump(exclude_unset=True),
        if_match=if_match,
    )
    return respond(answer)
