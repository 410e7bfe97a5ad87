"""A case as the pay room asks for it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from applications.casework.domain.case import Case, FactValue
from applications.casework.domain.pay_case import PayCase
from applications.casework.domain.submission import SUBMISSION_DATE
from applications.casework.operations.desk import dated_case
from applications.casework.storage.cases import find_case, lock_case
from applications.people.storage.posts import find_team_on
from applications.platform.database import Session
from applications.schemes.domain.held import Schemes
from applications.schemes.operations.pinned import pinned_scheme
from plumbing.clock import Clock


async def read_for_pay(
    session: Session,
    schemes: Schemes,
    authority_id: UUID,
    application_id: UUID,
    clock: Clock,
    *,
    lock: bool = False,
) -> PayCase | None:
    """What paycalc is asked for a case whose pay is pending; None when it is not."""
    today = clock.today()
    read = lock_case if lock else find_case
    placed = await read(session, authority_id, application_id, day=today)
    if placed is None or placed.case.pay_status != "pending":
        return None
    place = placed.place
    held = await pinned_scheme(session, schemes, authority_id, placed.case.scheme_sha256)
    case, facts = dated_case(placed.case, held, place, today)
    dates = {
        "submitted_on": case.submitted_on,
        "evidence_complete_on": case.evidence_complete_on,
        "signed_off_on": case.signed_off_on,
    }
    facts = await _with_the_team(session, authority_id, case, facts, today)
    facts.update({name: day.isoformat() for name, day in dates.items() if day is not None})
    return PayCase(
        employee_number=case.employee_number,
        post_number=case.post_number,
        scheme=case.scheme,
        scheme_sha256=case.scheme_sha256,
        pathway=case.pathway,
        facts=facts,
        version=case.version,
        rules_on=case.submitted_on or today,
        known_on=today,
        grade_from=place.grade,
        point_from=place.point_position,
        hours_per_week=place.hours_per_week,
    )


async def _with_the_team(
    session: Session, authority_id: UUID, case: Case, facts: Mapping[str, FactValue], today: date
) -> dict[str, FactValue]:
    """All facts, of the team that the worker is in on the day to which pay goes back.

    Where that is not known, nothing is said of a team: today's tells nothing of that day.
    """
    written = case.facts.get(SUBMISSION_DATE)
    day = date.fromisoformat(written) if isinstance(written, str) else today
    team = await find_team_on(
        session, authority_id, case.employee_number, case.post_number, day=day
    )
    if team is None:
        return dict(facts)
    told = {"team_type": team.team_type, "service_area": team.service_area}
    known = {name: value for name, value in told.items() if value is not None}
    return {name: value for name, value in facts.items() if name not in told} | known
