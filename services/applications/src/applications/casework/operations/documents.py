"""The forms of a case that were filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from applications.casework.domain.refusals import ApplicationNotFoundError
from applications.casework.operations.desk import Desk, Found, find
from applications.evidence.domain.reads import Reader
from applications.evidence.operations.documents import list_provided_forms, note_document_read
from applications.log.storage import list_events
from applications.people.storage.names import Named, find_names
from applications.platform.database import Session
from applications.schemes.domain.standards import Statements, statements_on
from plumbing.clock import london_day
from scheme_files.model.work import Form

_MOST_EVENTS_OF_A_CASE = 5000
_NO_DOCUMENT = "The application has no document of this kind that you may see."
_NOT_SO_MANY = "The form has not been filled in so often."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """A form as it was filled in, with an action or as evidence."""

    by: str
    on_behalf_of: tuple[str, ...]
    at: datetime
    attempt: int
    answers: Mapping[str, object]
    evidence_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A form of a case as it was filled in: by whom, for whom, when, with which answers.

    It is the `number`th of `count` of its kind, the first being 1. `attempt` is how often its step
    had been opened by then, or the submission that it was provided for. `names` are those of the
    worker and of who completed it, by number.
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
    names: Mapping[str, Named]


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
        completed = await _completed(session, desk, found, kind)
        number = len(completed) if number is None else number
        if not completed:
            raise ApplicationNotFoundError(_NO_DOCUMENT)
        if number > len(completed):
            raise ApplicationNotFoundError(_NOT_SO_MANY)
        filled = completed[number - 1]
        if filled.evidence_id is not None:
            await note_document_read(
                session, asked, application_id, filled.evidence_id, _reader(found)
            )
        people = {found.case.employee_number, filled.by, *filled.on_behalf_of}
        names = await find_names(session, authority_id, people)
    return Document(
        found=found,
        kind=kind,
        form=form,
        statements=statements_on(found.held.scheme, london_day(found.case.opened_at)),
        number=number,
        count=len(completed),
        attempt=filled.attempt,
        completed_by=filled.by,
        on_behalf_of=filled.on_behalf_of,
        completed_at=filled.at,
        answers=dict(filled.answers),
        names=names,
    )


async def _completed(session: Session, desk: Desk, found: Found, kind: str) -> list[_Filled]:
    """Each time that the form was filled in and its answers are still kept, the first one first."""
    asked, application_id = desk.asked, found.case.application_id
    events = await list_events(
        session,
        asked.caller.authority_id,
        subject=("application", str(application_id)),
        limit=_MOST_EVENTS_OF_A_CASE,
    )
    taken = [
        _Filled(
            by=event.actor,
            on_behalf_of=event.on_behalf_of,
            at=event.recorded_at,
            attempt=event.body["visit"],
            answers=event.text["answers"],
        )
        for event in events
        if event.body.get("form") == kind and event.text is not None
    ]
    given = await list_provided_forms(session, asked, application_id, kind, _reader(found))
    provided = [
        _Filled(
            by=each.provided_by,
            on_behalf_of=each.on_behalf_of,
            at=each.provided_at,
            attempt=each.attempt,
            answers=each.answers,
            evidence_id=each.evidence_id,
        )
        for each in given
    ]
    return sorted([*taken, *provided], key=lambda each: each.at)


def _reader(found: Found) -> Reader:
    standings = () if found.actor is None else found.actor.standings
    number = None if found.person is None else found.person.employee_number
    return Reader(number, standings[0].chain if standings else ())
