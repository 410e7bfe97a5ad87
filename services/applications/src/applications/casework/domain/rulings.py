"""Whether somebody may take an action of a case now, in which standing, or why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from applications.casework.domain.case import Case, Known, StepProgress
from applications.casework.domain.conflicts import conflict
from applications.casework.domain.meetings import (
    NO_SEAT,
    Meeting,
    in_force,
    lost_since,
    may_record,
    not_yet,
)
from applications.casework.domain.refusals import people_in_words
from applications.casework.domain.steps import applies, unmet
from applications.casework.domain.workflow import Action, Actor
from applications.people.domain.organisation import (
    HEAD_OF_SERVICE,
    INDEPENDENT_HEAD_OF_SERVICE,
    Standing,
)
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Step

GIVEN_TO_ANOTHER: Final = "The step was given to somebody else by name."


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an action is allowed to somebody: in which standing, or why not."""

    standing: Standing | None = None
    reason: str | None = None


def verdict(case: Case, pathway: Pathway, action: Action, actor: Actor, known: Known) -> Verdict:
    """Whether somebody may take an action now."""
    reason = blocked(case, pathway, action.step_id, known)
    mine = [each for each in actor.standings if each.role in action.step.by]
    if not mine:
        return Verdict(reason=_not_theirs(action.step, actor))
    if reason is not None:
        return Verdict(reason=reason)
    return _first_free(case, action, actor, mine)


def blocked(case: Case, pathway: Pathway, step_id: str, known: Known) -> str | None:
    """Why nobody may take any action of a step now; None when somebody may."""
    step = pathway.steps[step_id]
    reason = _not_now(case, step_id, step, known)
    if reason is None:
        reason = unmet(case, pathway, step, known.facts, known.today)
    if reason is None and step.meeting is not None:
        reason = _meeting_blocks(case, case.steps[step_id].meeting, step, known)
    return reason


def _meeting_blocks(case: Case, planned: Meeting | None, step: Step, known: Known) -> str | None:
    reason = not_yet(step, planned, known.now)
    meeting = in_force(planned)
    if reason is None and meeting is not None and lost_since(meeting, known.place, case.recused):
        return "A seat in the meeting is empty: it has to be arranged again."
    return reason


def _first_free(case: Case, action: Action, actor: Actor, standings: Sequence[Standing]) -> Verdict:
    progress = case.steps[action.step_id]
    refusal = "This part of the step is given already."
    for standing in standings:
        if is_given(action.step, progress, standing.role):
            continue
        if action.step.meeting is not None and not may_record(
            progress.meeting, actor.employee_number, standing
        ):
            refusal = NO_SEAT
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


def is_given(step: Step, progress: StepProgress, role: str) -> bool:
    """Whether the part of a role in a joint step is given, as often as it is asked for."""
    if step.kind != "joint":
        return False
    return any(
        progress.given(action, role) >= outcome.times for action, outcome in step.outcomes.items()
    )


def _not_now(case: Case, step_id: str, step: Step, known: Known) -> str | None:
    if case.status == "withdrawn":
        return "The case was withdrawn."
    if applies(step, known.facts, known.today) == "false":
        return "This step does not apply to this worker."
    progress = case.steps.get(step_id)
    if progress is None:
        return "The case has not come to this step."
    return "This step is done." if progress.state == "done" else None


def _not_theirs(step: Step, actor: Actor) -> str:
    wanted = f"This is for {people_in_words(step.by)}."
    held = {standing.role for standing in actor.standings}
    if INDEPENDENT_HEAD_OF_SERVICE in step.by and HEAD_OF_SERVICE in held:
        return (
            f"{wanted} Whoever is responsible for the worker, or stands in for such a one, is not "
            "independent."
        )
    return wanted
