"""The roles that people are given, and delegations, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.people.operations import delegations, role_assignments
from applications.people.schemas.responsibilities import (
    DelegationAnswer,
    DelegationBody,
    RoleAssignmentAnswer,
    RoleAssignmentBody,
)
from applications.platform.versions import etag
from applications.problem_sets import CHANGING, READING_VERSIONS
from applications.problems import DELEGATION_REFUSED
from applications.routing import BEARER, CallerRoute, IfMatch, asked
from plumbing.problem_registry import NoQuery
from plumbing.problems import responses
from plumbing.wire import Slug

router = APIRouter(
    prefix="/v1", tags=["people"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.put(
    "/role-assignments/{role_assignment_id}",
    responses={201: {"model": RoleAssignmentAnswer}, **CHANGING},
)
async def put_role_assignment(
    request: Request,
    response: Response,
    role_assignment_id: Slug,
    body: RoleAssignmentBody,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> RoleAssignmentAnswer:
    """Give somebody a role over a part of the organisation, or change what was given.

    The id is the client's own. An assignment that is there needs its `ETag` as `If-Match`; to end
    it, give it `ends_before`.
    """
    sent = body.assignment(role_assignment_id)
    written, is_new = await role_assignments.put_role_assignment(
        asked(request), sent, if_match=if_match
    )
    response.status_code = 201 if is_new else 200
    response.headers["ETag"] = etag(written.version)
    return RoleAssignmentAnswer.of(written)


@router.get("/role-assignments/{role_assignment_id}", responses=READING_VERSIONS)
async def get_role_assignment(
    request: Request,
    response: Response,
    role_assignment_id: Slug,
    _: Annotated[NoQuery, Query()],
) -> RoleAssignmentAnswer:
    """Give a role that somebody holds over a part of the organisation."""
    found = await role_assignments.get_role_assignment(asked(request), role_assignment_id)
    response.headers["ETag"] = etag(found.version)
    return RoleAssignmentAnswer.of(found)


@router.put(
    "/delegations/{delegation_id}",
    responses={
        201: {"model": DelegationAnswer}, **CHANGING, **responses(DELEGATION_REFUSED)
    },
)  # fmt: skip
async def put_delegation(
    request: Request,
    response: Response,
    delegation_id: Slug,
    body: DelegationBody,
    _: Annotated[NoQuery, Query()],
    if_match: IfMatch = None,
) -> DelegationAnswer:
    """Let somebody act for somebody else in a role for a time, or change that time.

    For whoever delegates, or an administrator. They hold the role on the first day, or have it by
    one delegation; nobody delegates to themselves or in a circle. The id is the client's own; the
    two people and the role stay as they are. An earlier `ends_before` ends it.
    """
    sent = body.delegation(delegation_id)
    written, is_new = await delegations.put_delegation(asked(request), sent, if_match=if_match)
    response.status_code = 201 if is_new else 200
    response.headers["ETag"] = etag(written.version)
    return DelegationAnswer.of(written)


@router.get("/delegations/{delegation_id}", responses=READING_VERSIONS)
async def get_delegation(
    request: Request,
    response: Response,
    delegation_id: Slug,
    _: Annotated[NoQuery, Query()],
) -> DelegationAnswer:
    """Give a delegation, to the two whom it concerns, machines and administrators."""
    found = await delegations.get_delegation(asked(request), delegation_id)
    response.headers["ETag"] = etag(found.version)
    return DelegationAnswer.of(found)
