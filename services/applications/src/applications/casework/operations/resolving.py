"""What the answer of paycalc makes of a case: its pay is determined, or goes back to people."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from applications.casework.domain.case import Case
from applications.casework.domain.steering import with_resolve_pay
from applications.casework.operations.desk import known_facts
from applications.casework.operations.waiting import waiting_of
from applications.casework.storage.cases import lock_case, update_case
from applications.people.storage.persons import find_place
from applications.platform.database import Session
from applications.schemes.domain.held import Schemes
from applications.schemes.operations.pinned import pinned_scheme


async def set_pay_determined(
    session: Session,
    schemes: Schemes,
    authority_id: UUID,
    application_id: UUID,
    *,
    now: datetime,
    today: date,
) -> None:
    """Note on a case that its pay is determined, so that its variation can be approved."""
    case = await _locked(session, authority_id, application_id)
    determined = replace(case, pay_status="determined", version=case.version + 1, changed_at=now)
    await _write(session, schemes, authority_id, determined, today)


async def open_resolve_pay(
    session: Session,
    schemes: Schemes,
    authority_id: UUID,
    application_id: UUID,
    *,
    now: datetime,
    today: date,
) -> None:
    """Send a case back to those who decided last, as step `resolve-pay`; nobody is paid yet."""
    case = await _locked(session, authority_id, application_id)
    await _write(session, schemes, authority_id, with_resolve_pay(case, now, today), today)


async def _locked(session: Session, authority_id: UUID, application_id: UUID) -> Case:
    case = await lock_case(session, authority_id, application_id)
    if case is None:
        raise LookupError("The application is gone.")
    return case


async def _write(
    session: Session, schemes: Schemes, authority_id: UUID, case: Case, today: date
) -> None:
    held = await pinned_scheme(session, schemes, authority_id, case.scheme_sha256)
    place = await find_place(
        session, authority_id, case.employee_number, case.post_number, day=today
    )
    facts = case.facts if place is None else known_facts(place, case.facts)
    pathway = held.scheme.pathways[case.pathway]
    await update_case(session, authority_id, case, waiting_of(case, pathway, facts, today))
