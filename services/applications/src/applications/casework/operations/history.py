"""What happened in a case, and the forms that were filled in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from applications.casework.domain.refusals import ApplicationNotFoundError
from applications.casework.operations.desk import Desk, Found, find
from applications.log.domain import Recorded
from applications.log.storage import list_events
from applications.platform.database import Session
from scheme_files.model.work import Form

_MOST_EVENTS_OF_A_CASE = 5000


@dataclass(frozen=True, slots=True)
class Document:
    """A form of a case as it was last filled in: by whom, for whom, when, with which answers."""

    found: Found
    kind: str
    form: Form
    completed_by: str
    on_behalf_of: tuple[str, ...]
    completed_at: datetime
    answers: dict[str, object]


async def get_history(
    desk: Desk, application_id: UUID, *, after: int, limit: int
) -> tuple[Found, list[Recorded]]:
    """What happened in a case, in order, as far as the caller may see it.

    The worker sees what concerns them: not what their managers say to each other, and under
    embargo not that anything happened at all.

    Raises:
        ApplicationNotFoundError: There is no such case, or none that the caller may know of.
    """
    asked = desk.asked
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        found = await find(session, desk, application_id)
        events = await list_events(
            session,
            authority_id,
            after=after,
            subject=("application", str(application_id)),
            audiences=_audiences(found),
            limit=limit,
        )
    return found, events


def _audiences(found: Found) -> tuple[str, ...]:
    is_worker = (
        found.person is not None and found.person.employee_number == found.case.employee_number
    )
    return ("concerned",) if is_worker else ("concerned", "managers")


async def get_document(desk: Desk, application_id: UUID, kind: str) -> Document:
    """A form of a case as it was last filled in.

    Raises:
        ApplicationNotFoundError: There is no such case or no such document, or none that the caller
            may know of.
    """
    asked = desk.asked
    async with asked.database.begin(asked.caller.authority_id) as session:
        found = await find(session, desk, application_id)
        form = found.held.scheme.forms.get(kind)
        if form is None or found.concealed:
            raise ApplicationNotFoundError(_NO_DOCUMENT)
        event = await _last_filled_in(session, desk, application_id, kind)
    if event is None or event.text is None:
        raise ApplicationNotFoundError(_NO_DOCUMENT)
    return Document(
        found=found,
        kind=kind,
        form=form,
        completed_by=event.actor,
        on_behalf_of=event.on_behalf_of,
        completed_at=event.recorded_at,
        answers=dict(event.text["answers"]),
    )


_NO_DOCUMENT = "The application has no document of this kind that you may see."


async def _last_filled_in(
    session: Session, desk: Desk, application_id: UUID, kind: str
) -> Recorded | None:
    events = await list_events(
        session,
        desk.asked.caller.authority_id,
        subject=("application", str(application_id)),
        limit=_MOST_EVENTS_OF_A_CASE,
    )
    filled_in = [event for event in events if event.body.get("form") == kind]
    return filled_in[-1] if filled_in else None
