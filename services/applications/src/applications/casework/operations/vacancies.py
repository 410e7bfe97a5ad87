"""What keeps a case from going on, and who is left to act: asked of the organisation today."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from applications.casework.domain.case import RESOLVE_PAY, Case, Known
from applications.casework.domain.conflicts import conflict
from applications.casework.domain.meetings import may_record
from applications.casework.domain.rulings import blocked, is_anothers, is_given
from applications.casework.domain.seats import Seats, seats_to_fill
from applications.casework.domain.vacancies import (
    Vacancy,
    free_to_resolve,
    roles_asked,
    vacancies,
)
from applications.casework.operations.desk import Desk
from applications.casework.operations.waiting import roles_waited_for
from applications.people.domain.organisation import Holder
from applications.people.storage.holders import find_holders
from applications.platform.database import Session
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Step

People = Callable[[str, str], list[str]]


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who may take which action of a case now, and what keeps its steps from going on.

    `seats` are those of the meetings of its open steps, with who may sit there. `names` are those
    that were learnt on the way, by employee number.
    """

    people: People
    vacancies: Sequence[Vacancy]
    seats: Sequence[Seats] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def lacks(self, step_id: str) -> Vacancy | None:
        """What keeps a step from going on."""
        return next((each for each in self.vacancies if each.step == step_id), None)


async def staffing_of(
    session: Session, desk: Desk, case: Case, pathway: Pathway, known: Known
) -> Staffing:
    """Who is left for the open steps of a case. A case of which none is open asks nobody."""

    def waits(step_id: str) -> list[str]:
        return list(roles_waited_for(case, pathway, step_id, known.facts, known.today))

    if case.status == "withdrawn" or not any(waits(step_id) for step_id in case.open_steps):
        return Staffing(lambda _step_id, _action: [], ())
    holders = await find_holders(
        session,
        desk.asked.caller.authority_id,
        known.place,
        roles_asked(case, pathway, waits),
        day=known.today,
    )
    return Staffing(
        _people(case, pathway, known, holders),
        tuple(vacancies(case, pathway, holders, waits, known)),
        tuple(seats_to_fill(case, pathway, holders)),
        {each.employee_number: each.name for each in holders if each.name is not None},
    )


def _people(case: Case, pathway: Pathway, known: Known, holders: Sequence[Holder]) -> People:
    """Who may take an action of an open step now, by step and action: conflicts taken out."""
    free = {
        step_id: [] if blocked(case, pathway, step_id, known) else holders
        for step_id in case.open_steps
        if step_id in pathway.steps
    }

    def people(step_id: str, action: str) -> list[str]:
        if step_id == RESOLVE_PAY:
            found = free_to_resolve(case, pathway, holders)
        else:
            found = [
                each
                for each in free.get(step_id, ())
                if _may_take(case, pathway.steps[step_id], step_id, action, each)
            ]
        return sorted({each.employee_number for each in found})

    return people


def _may_take(case: Case, step: Step, step_id: str, action: str, holder: Holder) -> bool:
    progress = case.steps.get(step_id)
    number, standing = holder.employee_number, holder.standing
    if progress is None or standing.role not in step.by:
        return False
    if is_given(step, progress, standing.role):
        return False
    if is_anothers(step, progress, number, standing.role):
        return False
    if step.meeting is not None and not may_record(progress.meeting, number, standing):
        return False
    return conflict(case, step_id, step, step.outcomes[action], number, standing) is None
