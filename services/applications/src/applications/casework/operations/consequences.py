"""What an act has for pay: said here, done by the room that pays."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from applications.log.domain import Act, Event
from applications.platform.database import Session


class Consequences(Protocol):
    """What follows for pay when a case approves its variation, in the same transaction."""

    async def refuse(
        self, session: Session, authority_id: UUID, application_id: UUID
    ) -> str | None:
        """Why the variation cannot be approved now, in words; None when it can."""

    async def open_questions(
        self, session: Session, authority_id: UUID, application_id: UUID
    ) -> Mapping[str, Sequence[int]]:
        """The facts that its pay waits for, each with the choices where it has some."""

    async def before_log(
        self, session: Session, authority_id: UUID, application_id: UUID, *, act: Act, now: datetime
    ) -> Sequence[Event]:
        """Approve the draft variation, and say what happened."""

    async def after_log(
        self, session: Session, authority_id: UUID, application_id: UUID, *, recorded_at: datetime
    ) -> None:
        """Record the pay point, known from the instant that the log gave."""
