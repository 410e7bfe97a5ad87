"""What the answer of paycalc makes of a case: its pay is determined, or goes back to people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from applications.casework.domain.case import Case
from applications.casework.domain.steering import with_resolve_pay
from applications.casework.operations.desk import known_facts
from applications.casework.operations.waiting import waiting_of
from applications.casework.storage.cases import PlacedCase, lock_case, update_case
from applications.people.domain.organisation import Place
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
    placed = await _locked(session, authority_id, application_id, today)
    case = placed.case
    determined = replace(case, pay_status="determined", version=case.version + 1, changed_at=now)
    await _write(session, schemes, authority_id, determined, placed.place, today)


async def open_resolve_pay(
    session: Session,
    schemes: Schemes,
    authority_id: UUID,
    application_id: UUID,
    *,
    by: Sequence[str] = (),
    now: datetime,
    today: date,
) -> None:
    """Send a case to those to whom its pay is left, as step `resolve-pay`; nobody is paid yet.

    Those are the roles `by` as far as the scheme declares them, or else those who decided last.
    """
    placed = await _locked(session, authority_id, application_id, today)
    held = await pinned_scheme(session, schemes, authority_id, placed.case.scheme_sha256)
    declared = tuple(role for role in by if role in held.scheme.roles)
    case = with_resolve_pay(placed.case, declared, now, today)
    await _write(session, schemes, authority_id, case, placed.place, today)


async def _locked(
    session: Session, authority_id: UUID, application_id: UUID, today: date
) -> PlacedCase:
    placed = await lock_case(session, authority_id, application_id, day=today)
    if placed is None:
        raise LookupError("The application is gone.")
    return placed


async def _write(
    session: Session, schemes: Schemes, authority_id: UUID, case: Case, place: Place, today: date
) -> None:
    held = await pinned_scheme(session, schemes, authority_id, case.scheme_sha256)
    facts = known_facts(place, case.facts)
    pathway = held.scheme.pathways[case.pathway]
    await update_case(session, authority_id, case, waiting_of(case, pathway, facts, today))
