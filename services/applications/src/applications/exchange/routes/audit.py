"""The audit over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.exchange.operations import audit
from applications.exchange.schemas import (
    AuditAnswer,
    AuditItem,
    CheckpointItem,
    CheckpointsAnswer,
    QueryAfter,
)
from applications.log.domain import Recorded
from applications.log.domain.signing import Checkpoint
from applications.problem_sets import LISTING
from applications.routing import BEARER, CallerRoute, asked, say_where_to_go_on

router = APIRouter(
    prefix="/v1", tags=["audit"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get("/audit", responses=LISTING)
async def list_audit(
    request: Request, response: Response, query: Annotated[QueryAfter, Query()]
) -> AuditAnswer:
    """List the whole log, with all that is needed to verify it away from here.

    Each event's hash covers its content, its position, its instant and the hash before it, so
    that nothing can be changed, left out, put in or moved without being found. A text is covered
    by its salted digest: erasing it with its salt breaks nothing. `applications verify-log` takes
    these items, one a line.
    """
    events = await audit.list_audit(asked(request), after=int(query.after), limit=query.limit)
    cursor = say_where_to_go_on(request, response, str(events[-1].seq) if events else query.after)
    return AuditAnswer(items=[_item(event) for event in events], next_cursor=cursor)


@router.get("/audit/checkpoints", responses=LISTING)
async def list_checkpoints(
    request: Request, response: Response, query: Annotated[QueryAfter, Query()]
) -> CheckpointsAnswer:
    """List the signed checkpoints of the log.

    One is made every hour in which something happened. Whoever holds one can tell whether the log
    up to its position is still the one that was signed.
    """
    about = asked(request)
    made = await audit.list_checkpoints(about, after=int(query.after), limit=query.limit)
    cursor = say_where_to_go_on(request, response, str(made[-1].seq) if made else query.after)
    name = about.caller.authority.authority
    return CheckpointsAnswer(items=[_checkpoint(name, each) for each in made], next_cursor=cursor)


def _item(event: Recorded) -> AuditItem:
    return AuditItem.model_validate(
        {
            "seq": event.seq,
            "recorded_at": event.recorded_at,
            "kind": event.kind,
            "subject_kind": event.subject_kind,
            "subject": event.subject,
            "actor": event.actor,
            "on_behalf_of": list(event.on_behalf_of),
            "client_id": event.client_id,
            "request_id": event.request_id,
            "audience": event.audience,
            "body": event.body,
            "text_sha256": event.text_sha256,
            "text": event.text,
            "salt": None if event.salt is None else event.salt.hex(),
            "digest": event.digest.hex(),
            "hash": event.hash.hex(),
        }
    )


def _checkpoint(authority: str, made: Checkpoint) -> CheckpointItem:
    return CheckpointItem(
        authority=authority,
        seq=made.seq,
        recorded_at=made.recorded_at,
        hash=made.hash.hex(),
        made_at=made.made_at,
        key_id=made.key_id,
        public_key=made.public_key.hex(),
        signature=made.signature.hex(),
    )
