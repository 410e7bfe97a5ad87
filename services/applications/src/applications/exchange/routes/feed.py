"""The feed over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from applications.exchange.domain.feed import href_of
from applications.exchange.operations import feed
from applications.exchange.schemas import EventItem, EventsAnswer, EventSubject, QueryFeed
from applications.log.domain import Recorded
from applications.problem_sets import LISTING
from applications.routing import BEARER, CallerRoute, asked, say_where_to_go_on

router = APIRouter(
    prefix="/v1", tags=["integration"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get("/events", responses=LISTING)
async def list_events(
    request: Request, response: Response, query: Annotated[QueryFeed, Query()]
) -> EventsAnswer:
    """List what happened, in order, from a position on.

    A machine sees every event of its authority, a person those that concern them. Ask again with
    `next_cursor` as `after`: it stays where it is when there is nothing new for the caller. Nothing
    is ever added before a position that was given. With `wait` the answer comes as soon as there is
    something, or after so many seconds without.
    """
    events, reached = await feed.list_events(
        asked(request),
        after=int(query.after),
        limit=query.limit,
        wait_seconds=query.wait,
        stopping=lambda: bool(request.app.state.draining),
    )
    cursor = say_where_to_go_on(request, response, str(reached))
    return EventsAnswer(items=[_item(event) for event in events], next_cursor=cursor)


def _item(event: Recorded) -> EventItem:
    return EventItem.model_validate(
        {
            "seq": event.seq,
            "id": event.hash.hex(),
            "kind": event.kind,
            "subject": EventSubject(
                kind=event.subject_kind,
                id=event.subject,
                href=href_of(event.subject_kind, event.subject),
            ),
            "actor": event.actor,
            "on_behalf_of": list(event.on_behalf_of),
            "recorded_at": event.recorded_at,
            "audience": event.audience,
            "body": event.body,
        }
    )
