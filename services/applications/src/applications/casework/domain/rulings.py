"""Whether somebody may take an action of a case now, in which standing, or why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from applications.casework.domain.case import Case, FactValue, StepProgress
from applications.casework.domain.conflicts import conflict
from applications.casework.domain.refusals import people_in_words
from applications.casework.domain.steps import applies, unmet
from applications.casework.domain.workflow import Action, Actor
from applications.people.domain.organisation import Standing
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Step

GIVEN_TO_ANOTHER: Final = "The step was given to somebody else by name."


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an action is allowed to somebody: in which standing, or why not."""

    standing: Standing | None = None
    reason: str | None = None


def verdict(
    case: Case, pathway: Pathway, action: Action, actor: Actor, *, facts: Mapping[str, FactValue],
    today: date,
) -> Verdict:  # fmt: skip
    """Whether somebody may take an action now. `facts` are the worker's and the case's."""
    reason = _not_now(case, action, facts, today)
    if reason is None:
        reason = unmet(case, pathway, action.step, facts, today)
    mine = [each for each in actor.standings if each.role in action.step.by]
    if not mine:
        return Verdict(reason=_not_theirs(action.step))
    if reason is not None:
        return Verdict(reason=reason)
    return _first_free(case, action, actor, mine)


def _first_free(case: Case, action: Action, actor: Actor, standings: Sequence[Standing]) -> Verdict:
    progress = case.steps[action.step_id]
    refusal = "This part of the step is given already."
    given = {part.role for part in progress.parts}
    for standing in standings:
        if action.step.kind == "joint" and standing.role in given:
            continue
        if is_anothers(action.step, progress, actor.employee_number, standing.role):
            refusal = GIVEN_TO_ANOTHER
            continue
        found = conflict(
            case, action.step_id, action.step, action.outcome, actor.employee_number, standing
        )
        if found is None:
            return Verdict(standing=standing)
        refusal = found
    return Verdict(reason=refusal)


def is_anothers(step: Step, progress: StepProgress, employee_number: str, role: str) -> bool:
    """Whether a step, or of a joint step the part of a role, was given to somebody else by name."""
    if progress.assigned_to in {None, employee_number}:
        return False
    return step.kind != "joint" or role == progress.assigned_role


def _not_now(case: Case, action: Action, facts: Mapping[str, FactValue], today: date) -> str | None:
    if case.status == "withdrawn":
        return "The case was withdrawn."
    if applies(action.step, facts, today) == "false":
        return "This step does not apply to this worker."
    progress = case.steps.get(action.step_id)
    if progress is None:
        return "The case has not come to this step."
    return "This step is done." if progress.state == "done" else None


def _not_theirs(step: Step) -> str:
    return f"This is for {people_in_words(step.by)}."
