"""Pay that follows the ends of posts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from applications.pay.domain.leaving import following
from applications.pay.storage.pay_history import find_current
from applications.pay.storage.pay_points import record_pay_point
from applications.people.operations.post_ends import PostEnd
from applications.platform.database import Session


class PayFollowsPosts:
    """Ends the pay of posts that end."""

    async def after_log(
        self,
        session: Session,
        authority_id: UUID,
        ends: Sequence[PostEnd],
        *,
        recorded_at: datetime,
    ) -> None:
        """Record what ends with each post, known from the instant that the log gave.

        The log's head is held: nobody else records pay meanwhile.
        """
        if not ends:
            return
        numbers = sorted({each.employee_number for each in ends})
        current = await find_current(session, authority_id, numbers)
        for each in ends:
            points = current.get((each.employee_number, each.post_number), ())
            for point in following(points, each.before, each.now):
                await record_pay_point(session, authority_id, point, recorded_at)
