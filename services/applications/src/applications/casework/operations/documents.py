"""The forms of a case that were filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from applications.casework.domain.refusals import ApplicationNotFoundError
from applications.casework.operations.desk import Desk, Found, find
from applications.log.domain import Recorded
from applications.log.storage import list_events
from applications.people.storage.names import find_names
from applications.platform.database import Session
from applications.schemes.domain.standards import Statements, statements_on
from plumbing.clock import london_day
from scheme_files.model.work import Form

_MOST_EVENTS_OF_A_CASE = 5000
_NO_DOCUMENT = "The application has no document of this kind that you may see."
_NOT_SO_MANY = "The form has not been filled in so often."


@dataclass(frozen=True, slots=True)
class Document:
    """A form of a case as it was filled in: by whom, for whom, when, with which answers.

    It is the `number`th of `count` of its kind, the first being 1. `attempt` is how often its step
    had been opened by then. `names` are those of the worker and of who completed it, by number.
    """

    found: Found
    kind: str
    form: Form
    statements: Statements
    number: int
    count: int
    attempt: int
    completed_by: str
    on_behalf_of: tuple[str, ...]
    completed_at: datetime
    answers: dict[str, object]
    names: Mapping[str, str]


async def get_document(
    desk: Desk, application_id: UUID, kind: str, *, number: int | None
) -> Document:
    """A form of a case as it was filled in the `number`th time, by default the last.

    Raises:
        ApplicationNotFoundError: There is no such case or no such document, or none that the caller
            may know of.
    """
    asked = desk.asked
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        found = await find(session, desk, application_id)
        form = found.held.scheme.forms.get(kind)
        if form is None or found.concealed:
            raise ApplicationNotFoundError(_NO_DOCUMENT)
        completed = await _completed(session, desk, application_id, kind)
        number = len(completed) if number is None else number
        if not completed:
            raise ApplicationNotFoundError(_NO_DOCUMENT)
        if number > len(completed):
            raise ApplicationNotFoundError(_NOT_SO_MANY)
        event = completed[number - 1]
        people = {found.case.employee_number, event.actor, *event.on_behalf_of}
        names = await find_names(session, authority_id, people)
    return Document(
        found=found,
        kind=kind,
        form=form,
        statements=statements_on(found.held.scheme, london_day(found.case.opened_at)),
        number=number,
        count=len(completed),
        attempt=event.body["visit"],
        completed_by=event.actor,
        on_behalf_of=event.on_behalf_of,
        completed_at=event.recorded_at,
        answers=_answers(event),
        names=names,
    )


async def _completed(
    session: Session, desk: Desk, application_id: UUID, kind: str
) -> list[Recorded]:
    """Each time that the form was filled in and its answers are still kept, the first one first."""
    events = await list_events(
        session,
        desk.asked.caller.authority_id,
        subject=("application", str(application_id)),
        limit=_MOST_EVENTS_OF_A_CASE,
    )
    return [event for event in events if event.body.get("form") == kind and event.text is not None]


def _answers(event: Recorded) -> dict[str, object]:
    return {} if event.text is None else dict(event.text["answers"])
