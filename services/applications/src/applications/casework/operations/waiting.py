"""Who a case waits for."""

from collections.abc import Iterator, Mapping
from datetime import date

from applications.casework.domain.case import RESOLVE_PAY, Case, FactValue, StepProgress
from applications.casework.domain.steps import applies
from applications.casework.storage.cases import Waiting
from scheme_files.model.rules import Pathway


def waiting_of(
    case: Case, pathway: Pathway, facts: Mapping[str, FactValue], today: date
) -> list[Waiting]:
    """The steps that wait, each with the roles of which somebody has to act."""
    if case.status == "withdrawn":
        return []
    return [
        Waiting(
            step=step_id,
            role=role,
            assigned_to=_assigned_to(progress, role),
            opened_on=progress.opened_on,
            due_on=progress.due_on,
            calendar=progress.calendar,
        )
        for step_id, progress in case.steps.items()
        if progress.state == "open"
        for role in roles_waited_for(case, pathway, step_id, facts, today)
    ]


def _assigned_to(progress: StepProgress, role: str) -> str | None:
    return progress.assigned_to if progress.assigned_role in {None, role} else None


def roles_waited_for(
    case: Case, pathway: Pathway, step_id: str, facts: Mapping[str, FactValue], today: date
) -> Iterator[str]:
    """The roles that an open step still needs: any one of them, or in a joint step each."""
    if step_id == RESOLVE_PAY:
        yield from resolvers(case, pathway)
        return
    step = pathway.steps[step_id]
    if applies(step, facts, today) == "false":
        return
    given = {part.role for part in case.steps[step_id].parts}
    for role in step.by:
        if step.kind != "joint" or role not in given:
            yield role


def resolvers(case: Case, pathway: Pathway) -> tuple[str, ...]:
    """The roles that resolve what a decision leaves open about pay: those that decided last."""
    return () if case.last_decision is None else pathway.steps[case.last_decision].by
