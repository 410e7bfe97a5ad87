"""A case as the room of evidence asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from applications.casework.domain.attempts import is_frozen
from applications.casework.domain.conflicts import is_too_close
from applications.casework.domain.refusals import ApplicationNotFoundError
from applications.casework.operations.consequences import Consequences
from applications.casework.operations.desk import Desk, Found, dated_case, find
from applications.casework.operations.submission_dates import date_events
from applications.casework.operations.waiting import waiting_of
from applications.casework.storage.cases import update_case
from applications.evidence.domain.readers import readers
from applications.evidence.domain.refusals import EvidenceNotFoundError
from applications.evidence.operations.cases import CaseSeen
from applications.log.domain import Event
from applications.people.domain.organisation import Standing
from applications.people.operations.callers import acting
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.schemes.domain.held import Schemes
from plumbing.clock import london_day


@dataclass(frozen=True, slots=True)
class CaseworkDoor:
    """Cases for the room of evidence, as they are seen and worked here."""

    schemes: Schemes
    consequences: Consequences

    async def see(
        self, session: Session, asked: Asked, application_id: UUID, *, lock: bool = False
    ) -> CaseSeen:
        """A case as the caller may see it; with `lock` nobody else changes it meanwhile."""
        desk = Desk(asked, self.schemes, self.consequences)
        try:
            found = await find(session, desk, application_id, lock=lock)
        except ApplicationNotFoundError as error:
            raise EvidenceNotFoundError(str(error)) from None
        if found.concealed:
            raise EvidenceNotFoundError("The application shows no evidence until it is decided.")
        if found.actor is not None and not _roles(found) & readers(found.pathway):
            raise EvidenceNotFoundError("The application shows evidence to those who take part.")
        return _seen(found)

    async def set_evidence_complete(
        self, session: Session, asked: Asked, application_id: UUID, day: date | None
    ) -> list[Event]:
        """Note on a case that is locked the day on which its evidence was complete; None: not.

        What follows for its submission date is told with it.
        """
        found = await find(
            session, Desk(asked, self.schemes, self.consequences), application_id, lock=True
        )
        complete = replace(
            found.as_written,  # that a wait is over is noted by whoever tells of it
            evidence_complete_on=day,
            version=found.case.version + 1,
            changed_at=asked.now,
        )
        case, facts = dated_case(complete, found.held, found.place, asked.today)
        waiting = waiting_of(case, found.pathway, facts, asked.today)
        await update_case(session, asked.caller.authority_id, case, waiting)
        return date_events(found.as_written, case, acting(asked, found.person))


def _roles(found: Found) -> frozenset[str]:
    standings = () if found.actor is None else found.actor.standings
    return frozenset(standing.role for standing in standings)


def _seen(found: Found) -> CaseSeen:
    case, actor = found.case, found.actor
    standings = () if actor is None else actor.standings
    return CaseSeen(
        application_id=case.application_id,
        employee_number=case.employee_number,
        held=found.held,
        pathway=found.pathway,
        person=found.person,
        may_act_as=tuple(_without_conflict(found)),
        reads_for=standings[0].chain if standings else (),
        facts=found.facts,
        opened_on=london_day(case.opened_at),
        is_open=case.is_open,
        is_frozen=is_frozen(case, found.pathway),
        is_embargoed=case.embargoed,
        evidence_complete_on=case.evidence_complete_on,
    )


def _without_conflict(found: Found) -> Iterator[Standing]:
    if found.actor is None:
        return
    for standing in found.actor.standings:
        if not is_too_close(found.case, found.actor.employee_number, standing):
            yield standing
