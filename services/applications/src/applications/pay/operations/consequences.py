"""What the approving step of a case has for pay, in its transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from applications.log.domain import Act, Event
from applications.pay.domain.determinations import open_questions
from applications.pay.domain.variations import approved, pay_point
from applications.pay.operations.telling import pay_point_recorded, variation_changed
from applications.pay.storage.cases import find_pay_status
from applications.pay.storage.determinations import find_latest
from applications.pay.storage.pay_points import record_pay_point
from applications.pay.storage.variations import lock_approved, lock_draft, update_variation
from applications.platform.database import Session

_WORKED_OUT: Final = "determined"
"""The pay status of a case whose variation can be approved."""
_WHY_NOT: Final = {
    "pending": "The pay point is still being worked out. Try again in a minute.",
    "needs_decision": "The pay point needs a decision first: see the step resolve-pay.",
    "recorded": "The variation of this case is approved already.",
}
_NOTHING: Final = "There is no variation to approve yet: the case is not decided."


class PayConsequences:
    """Approves a case's draft variation, and records the pay point that follows."""

    async def refuse(
        self, session: Session, authority_id: UUID, application_id: UUID
    ) -> str | None:
        """Why the variation cannot be approved now, in words; None when it can."""
        status = await find_pay_status(session, authority_id, application_id)
        if status == _WORKED_OUT:
            return None
        return _WHY_NOT.get(status or "", _NOTHING)

    async def open_questions(
        self, session: Session, authority_id: UUID, application_id: UUID
    ) -> Mapping[str, Sequence[int]]:
        """The facts that its pay waits for, each with the choices where it has some."""
        latest = await find_latest(session, authority_id, application_id)
        return {} if latest is None else open_questions(latest.answer)

    async def before_log(
        self, session: Session, authority_id: UUID, application_id: UUID, *, act: Act, now: datetime
    ) -> Sequence[Event]:
        """Approve the draft variation, and say what happened.

        Raises:
            LookupError: There is no draft; `refuse` says so beforehand.
        """
        draft = await lock_draft(session, authority_id, application_id)
        if draft is None:
            raise LookupError("The case has no draft variation.")
        variation = approved(draft, by=act.actor, now=now)
        await update_variation(session, authority_id, variation)
        return [variation_changed(variation, act), pay_point_recorded(variation, act)]

    async def after_log(
        self, session: Session, authority_id: UUID, application_id: UUID, *, recorded_at: datetime
    ) -> None:
        """Record the pay point, known from the instant that the log gave.

        Raises:
            LookupError: Nothing was approved in this transaction.
        """
        variation = await lock_approved(session, authority_id, application_id)
        if variation is None:
            raise LookupError("The case has no approved variation.")
        await record_pay_point(session, authority_id, pay_point(variation), recorded_at)
