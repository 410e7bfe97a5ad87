"""The invitation to the meeting of a step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from applications.casework.domain.meetings import Meeting
from applications.casework.domain.refusals import ApplicationNotFoundError
from applications.casework.operations.desk import Desk, Found, find
from applications.people.storage.names import Named, find_names

_NO_MEETING = "No meeting that you may see was arranged for this step."


@dataclass(frozen=True, slots=True)
class Invited:
    """A meeting of a step, as it stands, and the people of it by employee number."""

    found: Found
    step: str
    visit: int
    meeting: Meeting
    people: Mapping[str, Named]
    at: datetime


async def get_invitation(desk: Desk, application_id: UUID, step: str) -> Invited:
    """The meeting of a step, as it was last arranged or cancelled, with its people.

    Raises:
        ApplicationNotFoundError: There is no such case, step or meeting, or none that the caller
            may know of.
    """
    asked = desk.asked
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        found = await find(session, desk, application_id)
        progress = found.case.steps.get(step)
        if found.concealed or progress is None or progress.meeting is None:
            raise ApplicationNotFoundError(_NO_MEETING)
        meeting = progress.meeting
        seated = {seat.employee_number for seat in meeting.members}
        numbers = {meeting.arranged_by, *seated, *meeting.advisers}
        people = await find_names(session, authority_id, numbers)
    return Invited(found, step, progress.visit, meeting, people, asked.now)
