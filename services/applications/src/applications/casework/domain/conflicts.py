"""Who may not act, whatever role they hold: derived from the case, and final."""

from applications.casework.domain.case import Case
from applications.people.domain.organisation import WORKER, Standing, people_of
from scheme_files.model.work import Outcome, Step


def conflict(
    case: Case, step_id: str, step: Step, outcome: Outcome, employee_number: str, standing: Standing
) -> str | None:
    """Why somebody is too close to this to act; None when they are not.

    Those they stand in for count as they do.
    """
    people = people_of(employee_number, standing.chain)
    if case.employee_number in people and standing.role != WORKER:
        return "It is their own case: nobody acts on their own case, in any role, for anybody."
    if people & case.recused:
        return "They have stepped back from this case, or stand in for somebody who has."
    if _decides(step) and people & (case.submitters - {case.employee_number}):
        return "They made what is decided on here: somebody else has to decide."
    if outcome.approves_variation and people & case.drafters:
        return "They drafted the variation: somebody else has to approve it."
    return _two_parts(case, step_id, step, standing.role, people)


def is_too_close(case: Case, employee_number: str, standing: Standing) -> bool:
    """Whether it is somebody's own case, or one from which they have stepped back."""
    people = people_of(employee_number, standing.chain)
    is_own = case.employee_number in people and standing.role != WORKER
    return is_own or bool(people & case.recused)


def _decides(step: Step) -> bool:
    return any(branch.decides for outcome in step.outcomes.values() for branch in outcome.next)


def _two_parts(
    case: Case, step_id: str, step: Step, role: str, people: frozenset[str]
) -> str | None:
    if step.kind != "joint":
        return None
    parts = case.steps[step_id].parts
    if any(people & part.people for part in parts if part.role != role):
        return "They have given one part of this step: the other needs another person."
    return None
