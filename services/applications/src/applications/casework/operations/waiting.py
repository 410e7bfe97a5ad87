"""Who a case waits for."""

from collections.abc import Iterator, Mapping
from datetime import date

from applications.casework.domain.case import RESOLVE_PAY, Case, FactValue, StepProgress
from applications.casework.domain.meetings import arrangers, in_force, seats_needed
from applications.casework.domain.rulings import is_given
from applications.casework.domain.steering import pay_resolvers
from applications.casework.domain.steps import applies
from applications.casework.storage.cases import Waiting
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Step


def waiting_of(
    case: Case, pathway: Pathway, facts: Mapping[str, FactValue], today: date
) -> list[Waiting]:
    """The steps that wait, each with the roles of which somebody has to act.

    A meeting waits for those who arrange it, and once it is arranged for its members too; a step
    that waits for a day or a fact waits for nobody.
    """
    if case.status == "withdrawn":
        return []
    return [
        Waiting(
            step=step_id,
            role=role,
            seat=seat,
            assigned_to=seat or _assigned_to(progress, role),
            opened_on=progress.opened_on,
            due_on=progress.due_on,
            calendar=progress.calendar,
            people_needed=_people_needed(pathway.steps.get(step_id)),
        )
        for step_id, progress in case.steps.items()
        if progress.state == "open"
        for role, seat in _waited_for(case, pathway, step_id, facts, today)
    ]


def _waited_for(
    case: Case, pathway: Pathway, step_id: str, facts: Mapping[str, FactValue], today: date
) -> Iterator[tuple[str, str]]:
    step = pathway.steps.get(step_id)
    if step is not None and step.kind == "wait":
        yield "", ""
        return
    roles = roles_waited_for(case, pathway, step_id, facts, today)
    if step is None or step.meeting is None:
        yield from ((role, "") for role in roles)
        return
    if not list(roles):
        return
    yield from ((role, "") for role in arrangers(step))
    meeting = in_force(case.steps[step_id].meeting)
    if meeting is not None:
        yield from ((seat.role, seat.employee_number) for seat in meeting.members)


def _people_needed(step: Step | None) -> int:
    if step is None:
        return 1
    if step.meeting is not None:
        return max(2, sum(seats_needed(step.meeting).values()))
    return len(step.by) if step.kind == "joint" else 1


def _assigned_to(progress: StepProgress, role: str) -> str | None:
    return progress.assigned_to if progress.assigned_role in {None, role} else None


def roles_waited_for(
    case: Case, pathway: Pathway, step_id: str, facts: Mapping[str, FactValue], today: date
) -> Iterator[str]:
    """The roles that an open step still needs: any one of them, or in a joint step each."""
    if step_id == RESOLVE_PAY:
        yield from pay_resolvers(case, pathway)
        return
    step = pathway.steps[step_id]
    if applies(step, facts, today) == "false":
        return
    for role in step.by:
        if not is_given(step, case.steps[step_id], role):
            yield role
