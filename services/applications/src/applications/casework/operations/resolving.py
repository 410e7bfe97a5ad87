"""What the answer of paycalc makes of a case: its pay is determined, or goes back to people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from applications.casework.domain.case import Case
from applications.casework.domain.steering import with_resolve_pay
from applications.casework.operations.desk import dated_case, known_facts
from applications.casework.operations.submission_dates import date_events
from applications.casework.operations.waiting import waiting_of
from applications.casework.storage.cases import PlacedCase, lock_case, update_case
from applications.log.domain import Act, Event
from applications.people.domain.organisation import Place
from applications.platform.database import Session
from applications.schemes.domain.held import HeldScheme, Schemes
from applications.schemes.operations.pinned import pinned_scheme
from plumbing.clock import london_day


async def set_pay_determined(
    session: Session,
    schemes: Schemes,
    authority_id: UUID,
    application_id: UUID,
    *,
    act: Act,
    now: datetime,
) -> list[Event]:
    """Note on a case that its pay is determined, so that its variation can be approved.

    From now on it belongs to the submission date that it was determined for: what that moves is
    given to be told.
    """
    today = london_day(now)
    placed, held = await _locked(session, schemes, authority_id, application_id, today)
    case, _ = dated_case(placed.case, held, placed.place, today)
    determined = replace(case, pay_status="determined", version=case.version + 1, changed_at=now)
    await _write(session, held, authority_id, determined, placed.place, today)
    return date_events(placed.case, determined, act)


async def open_resolve_pay(
    session: Session,
    schemes: Schemes,
    authority_id: UUID,
    application_id: UUID,
    *,
    by: Sequence[str] = (),
    act: Act,
    now: datetime,
) -> list[Event]:
    """Send a case to those to whom its pay is left, as step `resolve-pay`; nobody is paid yet.

    Those are the roles `by` as far as the scheme declares them, or else those who decided last.
    """
    today = london_day(now)
    placed, held = await _locked(session, schemes, authority_id, application_id, today)
    dated, _ = dated_case(placed.case, held, placed.place, today)
    declared = tuple(role for role in by if role in held.scheme.roles)
    case = with_resolve_pay(dated, declared, now, today)
    await _write(session, held, authority_id, case, placed.place, today)
    return date_events(placed.case, case, act)


async def _locked(
    session: Session, schemes: Schemes, authority_id: UUID, application_id: UUID, today: date
) -> tuple[PlacedCase, HeldScheme]:
    placed = await lock_case(session, authority_id, application_id, day=today)
    if placed is None:
        raise LookupError("The application is gone.")
    held = await pinned_scheme(session, schemes, authority_id, placed.case.scheme_sha256)
    return placed, held


async def _write(
    session: Session, held: HeldScheme, authority_id: UUID, case: Case, place: Place, today: date
) -> None:
    facts = known_facts(place, case.facts)
    pathway = held.scheme.pathways[case.pathway]
    await update_case(session, authority_id, case, waiting_of(case, pathway, facts, today))
