"""Reading cases: one, and a list."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from applications.casework.domain.case import RESOLVE_PAY, Known
from applications.casework.domain.rulings import verdict
from applications.casework.domain.steering import allowed
from applications.casework.domain.submission import belonging
from applications.casework.domain.views import CaseView, view
from applications.casework.domain.workflow import actions_of
from applications.casework.operations.desk import (
    Desk,
    Found,
    actor_of,
    dated_case,
    find,
    known_facts,
    may_see,
)
from applications.casework.operations.naming import names_of, people_in
from applications.casework.operations.vacancies import staffing_of
from applications.casework.storage.cases import PlacedCase
from applications.casework.storage.listing import CaseFilter, list_cases
from applications.people.domain.organisation import Person
from applications.people.operations.callers import find_caller
from applications.permissions import ForbiddenError
from applications.schemes.domain.held import HeldScheme
from applications.schemes.operations.pinned import pinned_scheme


async def get_application(desk: Desk, application_id: UUID) -> Found:
    """A case as the caller may see it.

    Raises:
        ApplicationNotFoundError: There is none of this id, or none that they may know of.
    """
    asked = desk.asked
    async with asked.database.begin(asked.caller.authority_id) as session:
        found = await find(session, desk, application_id)
        if found.concealed:
            return found
        staffing = await staffing_of(session, desk, found.case, found.pathway, found.known)
        people = people_in(found.case, staffing.vacancies)
        authority_id = asked.caller.authority_id
        names = await names_of(session, authority_id, people, known=staffing.names)
    return replace(found, vacancies=staffing.vacancies, names=names)


CasePosition = tuple[datetime, UUID]
"""Where a page of cases ended: when the last one was opened, and its id."""


async def list_applications(
    desk: Desk, wanted: CaseFilter, *, after: CasePosition | None, limit: int
) -> tuple[list[CaseView], CasePosition | None]:
    """Cases that the caller may see, oldest first, and where to go on.

    A case that waits for somebody whom a conflict keeps from it does not wait for them, so that a
    page of what waits may be shorter than `limit` and the list go on all the same.
    """
    asked = desk.asked
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await find_caller(session, asked)
        if wanted.waiting_on_me and person is None:
            raise ForbiddenError("Nothing waits for a machine: use a token of a person.")
        found = await list_cases(
            session, authority_id, person, wanted, day=asked.today, after=after, limit=limit + 1
        )
        page = found[:limit]
        views = []
        for placed in page:
            case = placed.case
            held = await pinned_scheme(session, desk.schemes, authority_id, case.scheme_sha256)
            if person is not None and not _is_shown(desk, held, person, placed, wanted):
                continue
            mine = person is not None and person.employee_number == case.employee_number
            views.append(_view(desk, held, placed, concealed=mine and case.embargoed))
    last = page[-1].case if len(found) > limit else None
    return views, None if last is None else (last.opened_at, last.application_id)


def _view(desk: Desk, held: HeldScheme, placed: PlacedCase, *, concealed: bool) -> CaseView:
    scheme, pathway = held.scheme, held.scheme.pathways[placed.case.pathway]
    case, facts = dated_case(placed.case, held, placed.place, desk.asked.today)
    return view(
        case,
        pathway,
        scheme.in_force.from_,
        concealed=concealed,
        submission=belonging(case, scheme, pathway, facts, desk.asked.today),
    )


def _is_shown(
    desk: Desk, held: HeldScheme, person: Person, placed: PlacedCase, wanted: CaseFilter
) -> bool:
    """Whether somebody finds a case in a list: they may see it and, if so asked, take it on."""
    pathway = held.scheme.pathways[placed.case.pathway]
    if not may_see(actor_of(person, placed.place), pathway):
        return False
    return not wanted.waiting_on_me or any(
        may_act(desk, held, person, placed, step_id) for step_id in placed.case.open_steps
    )


def may_act(desk: Desk, held: HeldScheme, person: Person, placed: PlacedCase, step_id: str) -> bool:
    """Whether somebody may take any action of a step now."""
    case, pathway = placed.case, held.scheme.pathways[placed.case.pathway]
    actor = actor_of(person, placed.place)
    if step_id == RESOLVE_PAY:
        return allowed(case, pathway, RESOLVE_PAY, actor).standing is not None
    known = known_of(desk, placed)
    return any(
        verdict(case, pathway, action, actor, known).standing
        for action in actions_of(pathway)
        if action.step_id == step_id
    )


def known_of(desk: Desk, placed: PlacedCase) -> Known:
    """What is known of a case in a list."""
    facts = known_facts(placed.place, placed.case.facts)
    return Known(now=desk.asked.now, today=desk.asked.today, place=placed.place, facts=facts)
