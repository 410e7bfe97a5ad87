"""What a decision gives, and why: paycalc's own answer, as it is kept with the case."""

from uuid import UUID

from applications.casework.domain.refusals import ApplicationNotFoundError
from applications.casework.operations.desk import Desk, find
from applications.pay.storage.determinations import LatestDetermination, find_latest


async def get_determination(desk: Desk, application_id: UUID) -> LatestDetermination:
    """What paycalc said of a case when it was asked last.

    Raises:
        ApplicationNotFoundError: There is no such case, or none that the caller may know of, or its
            pay was not worked out yet.
    """
    asked = desk.asked
    async with asked.database.begin(asked.caller.authority_id) as session:
        found = await find(session, desk, application_id)
        latest = None
        if not found.concealed:
            latest = await find_latest(session, asked.caller.authority_id, application_id)
    if latest is None:
        raise ApplicationNotFoundError(
            "The pay of the application was not worked out yet: that follows its decision."
        )
    return latest
