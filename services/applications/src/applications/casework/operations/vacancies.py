"""What keeps a case from going on, and who is left to act: asked of the organisation today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from applications.casework.domain.case import Case, Known
from applications.casework.domain.conflicts import conflict
from applications.casework.domain.meetings import may_record
from applications.casework.domain.rulings import blocked, is_anothers, is_given
from applications.casework.domain.vacancies import Vacancy, roles_asked, vacancies
from applications.casework.operations.desk import Desk
from applications.casework.operations.waiting import roles_waited_for
from applications.people.domain.organisation import Holder
from applications.people.storage.holders import find_holders
from applications.platform.database import Session
from scheme_files.model.rules import Pathway

People = Callable[[str, str], list[str]]


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who may take which action of a case now, and what keeps its steps from going on."""

    people: People
    vacancies: Sequence[Vacancy]

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
    )


def _people(case: Case, pathway: Pathway, known: Known, holders: Sequence[Holder]) -> People:
    """Who may take an action of an open step now, by step and action: conflicts taken out."""
    free = {
        step_id: [] if blocked(case, pathway, step_id, known) else holders
        for step_id in case.open_steps
        if step_id in pathway.steps
    }

    def people(step_id: str, action: str) -> list[str]:
        step, progress = pathway.steps[step_id], case.steps.get(step_id)
        found = set()
        for holder in free.get(step_id, ()):
            number, standing = holder.employee_number, holder.standing
            if progress is None or standing.role not in step.by:
                continue
            if is_given(step, progress, standing.role):
                continue
            if is_anothers(step, progress, number, standing.role):
                continue
            if step.meeting is not None and not may_record(progress.meeting, number, standing):
                continue
            outcome = step.outcomes[action]
            if conflict(case, step_id, step, outcome, number, standing) is None:
                found.add(number)
        return sorted(found)

    return people
