"""Actions of cases over HTTP."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from applications.casework.operations import action_list, actions
from applications.casework.routes.cases import shown
from applications.casework.routes.desk import APPLICATION_ID, desk
from applications.casework.schemas.actions import ActionBody, ActionList
from applications.casework.schemas.cases import CaseAnswer
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
from applications.routing import (
    KEY,
    MATCH,
    RawCallerRoute,
    once_of,
    respond,
)
from plumbing.problems import MALFORMED_REQUEST, NOT_FOUND
from plumbing.raw_parameters import RawParameter
from plumbing.raw_route import JsonBytes, request_body
from plumbing.strict_json import parse, read_body
from plumbing.strict_route import StrictRoute
from plumbing.validation_words import refused_request
from plumbing.wire import Slug

hot = APIRouter(prefix="/v1", tags=["casework"], route_class=RawCallerRoute)

ACTION: Final = RawParameter("action", "path", Slug)


@hot.get(
    "/applications/{application_id}/actions",  # noqa: FAST003 - a raw route reads it itself
    response_model=ActionList,
    responses={**READING, **documented(NOT_FOUND, ACTION_NOT_ALLOWED)},
    openapi_extra={"parameters": [APPLICATION_ID.document()]},
)
async def list_actions(request: Request) -> Response:
    """List every action of the case for this caller.

    Each is allowed or not, and if not it says why; each has the JSON Schema of its body, its
    deadline, the role that the caller would act in and whom they would stand in for, and who else
    could take it.
    """
    application_id = UUID(APPLICATION_ID.read(request))
    found = await action_list.list_actions(desk(request), application_id)
    document = {
        "items": [action_document(each, application_id) for each in found.items],
        "next_cursor": None,
        "names": found.names,
    }
    return JsonBytes(encoded(document))


@hot.post(
    "/applications/{application_id}/actions/{action}",  # noqa: FAST003 - a raw route reads them itself
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
    openapi_extra={
        **request_body(ActionBody, example={"comments": "Ready, and a pleasure to work with."}),
        "parameters": [each.document() for each in (APPLICATION_ID, ACTION, KEY, MATCH)],
    },
)
async def take_action(request: Request) -> Response:
    """Take an action of the case, and answer the case after it.

    `GET /v1/applications/{application_id}/actions` says which there are and what each takes. Both
    `Idempotency-Key` and `If-Match` are needed: nothing happens twice, and nobody decides on what
    they have not seen.
    """
    application_id, action = UUID(APPLICATION_ID.read(request)), ACTION.read(request)
    key, if_match = KEY.read(request), MATCH.read_if_given(request)
    document = parse(await read_body(request, limit=StrictRoute.body_limit))
    answer = await actions.take_action(
        desk(request),
        once_of(request, key, document, shown),
        application_id,
        action,
        _members(document),
        if_match=if_match,
    )
    return respond(answer)


def _members(document: object) -> dict[str, Any]:
    try:
        return ActionBody.model_validate(document).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise refused_request(error, document) from None
