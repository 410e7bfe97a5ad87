"""What happened in a case."""

from uuid import UUID

from applications.casework.operations.desk import Desk, Found, find
from applications.log.domain import Recorded
from applications.log.storage import list_events


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
