"""The invitation to the meeting of a step over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.casework.operations import invitations
from applications.casework.routes.desk import ApplicationId, desk
from applications.casework.schemas.invitations import invitation, invitation_to
from applications.problem_sets import READING
from applications.routing import BEARER, CallerRoute
from plumbing.problem_registry import NoQuery
from plumbing.wire import Slug

CALENDAR: Final = "text/calendar"
_CALENDAR: Final = {
    "description": "The invitation; where the meeting was cancelled, its withdrawal.",
    "content": {CALENDAR: {"schema": {"type": "string"}}},
}

router = APIRouter(
    prefix="/v1", tags=["casework"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get(
    "/applications/{application_id}/meetings/{step}/invitation.ics",
    response_class=Response,
    responses={200: _CALENDAR, **READING},
)
async def get_invitation(
    request: Request, application_id: ApplicationId, step: Slug, _: Annotated[NoQuery, Query()]
) -> Response:
    """Give the invitation to the meeting of a step, for calendars (RFC 5545).

    It keeps its UID while the step is open, and its SEQUENCE rises each time that the meeting is
    arranged anew or cancelled, so that a calendar that has it already changes its entry. Whoever
    has no e-mail address on record is not in it.
    """
    found = await invitations.get_invitation(desk(request), UUID(application_id), step)
    headers = {"Content-Disposition": f'attachment; filename="{step}.ics"'}
    return Response(invitation(invitation_to(found)), headers=headers, media_type=CALENDAR)
