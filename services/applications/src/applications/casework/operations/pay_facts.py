"""A case as the pay room asks for it."""

from uuid import UUID

from applications.casework.domain.pay_case import PayCase
from applications.casework.operations.desk import known_facts
from applications.casework.storage.cases import find_case, lock_case
from applications.platform.database import Session
from plumbing.clock import Clock


async def read_for_pay(
    session: Session, authority_id: UUID, application_id: UUID, clock: Clock, *, lock: bool = False
) -> PayCase | None:
    """What paycalc is asked for a case whose pay is pending; None when it is not."""
    today = clock.today()
    read = lock_case if lock else find_case
    placed = await read(session, authority_id, application_id, day=today)
    if placed is None or placed.case.pay_status != "pending":
        return None
    case, place = placed.case, placed.place
    dates = {
        "submitted_on": case.submitted_on,
        "evidence_complete_on": case.evidence_complete_on,
        "signed_off_on": case.signed_off_on,
    }
    facts = known_facts(place, case.facts)
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
