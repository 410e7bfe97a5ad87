"""What may be done in a case, by whom, and what follows: read from the pathway, decided here alone.

The list of actions, the refusals and the transition itself all come from these functions.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from applications.casework.domain.case import Case, FactValue, Part, StepProgress
from applications.casework.domain.conflicts import conflict
from applications.people.domain.organisation import Standing
from applications.schemes.domain.conditions import holds
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Forward, Next, Outcome, Step

GIVEN_TO_ANOTHER: Final = "The step was given to somebody else by name."
Due = Callable[[str], tuple[date, str]]
"""The last day that a deadline gives from today on, and the calendar that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One way in which one step can go on."""

    action: str
    step_id: str
    step: Step
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody, and the roles in which they stand towards the worker of the case."""

    employee_number: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an action is allowed to somebody: in which standing, or why not."""

    standing: Standing | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an action makes of a case."""

    case: Case
    completed: bool
    decides: str | None = None
    released: bool = False
    forwards: tuple[Forward, ...] = ()
    opened: tuple[str, ...] = ()


def actions_of(pathway: Pathway) -> Iterator[Action]:
    """Every action of a pathway, in the order of its file."""
    for step_id, step in pathway.steps.items():
        for action, outcome in step.outcomes.items():
            yield Action(action=action, step_id=step_id, step=step, outcome=outcome)


def find_action(pathway: Pathway, action: str) -> Action | None:
    """The action of this name."""
    return next((each for each in actions_of(pathway) if each.action == action), None)


def applies(step: Step, facts: Mapping[str, FactValue], on: date) -> str:
    """Whether a step applies to this worker: `true`, `false`, or `unknown` (it may be done)."""
    return "true" if step.when is None else holds(step.when, facts, on=on)


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
    return f"This is for somebody who is {' or '.join(step.by)} of this worker."


def unmet(
    case: Case, pathway: Pathway, step: Step, facts: Mapping[str, FactValue], today: date
) -> str | None:
    """What has to be done before this step, in words; None when nothing has."""
    for earlier in step.after:
        progress = case.steps.get(earlier)
        is_done = progress is not None and progress.state == "done"
        if not is_done and applies(pathway.steps[earlier], facts, today) == "true":
            return f"First: {pathway.steps[earlier].title}."
    return None


def take(  # noqa: PLR0913 - everything that an act is made of, by name
    case: Case,
    pathway: Pathway,
    action: Action,
    *,
    actor: str,
    standing: Standing,
    recorded: Mapping[str, FactValue],
    facts: Mapping[str, FactValue],
    now: datetime,
    today: date,
    due: Due,
) -> Change:
    """What an action that is allowed makes of a case. `recorded` are the facts of its form."""
    part = Part(
        role=standing.role,
        outcome=action.action,
        actor=actor,
        on_behalf_of=standing.chain,
        at=now,
    )
    progress = case.steps[action.step_id]
    parts = (*progress.parts, part)
    taken = replace(
        _noted(case, action, part, today),
        facts={**case.facts, **recorded},
        version=case.version + 1,
        changed_at=now,
    )
    facts = {**facts, **recorded}
    if not _is_complete(action, parts):
        steps = {**case.steps, action.step_id: replace(progress, parts=parts)}
        settled = refreshed(replace(taken, steps=steps), pathway, facts, today)
        return Change(case=settled, completed=False)
    done = replace(progress, parts=parts, state="done", outcome=action.action)
    taken = replace(taken, steps={**case.steps, action.step_id: done})
    return _follow(taken, pathway, action, facts, today, due)


def _noted(case: Case, action: Action, part: Part, today: date) -> Case:
    if action.outcome.submits:
        return replace(
            case,
            status="submitted",
            submitted_on=case.submitted_on or today,  # sent back, it came in all the same
            evidence_complete_on=today,
            submitters=part.people,
        )
    status = "in_progress" if case.status == "submitted" else case.status
    drafters = case.drafters | part.people if action.outcome.drafts_variation else case.drafters
    return replace(case, status=status, drafters=drafters)


def _is_complete(action: Action, parts: Sequence[Part]) -> bool:
    if action.outcome.needs == "one":
        return True
    given = {part.role for part in parts if part.outcome == action.action}
    return given >= set(action.step.by)


def _follow(
    case: Case,
    pathway: Pathway,
    action: Action,
    facts: Mapping[str, FactValue],
    today: date,
    due: Due,
) -> Change:
    branch = _branch(action.outcome, facts)
    decided = _decided(case, pathway, action.step_id, branch, today)
    facts = {**facts, **branch.records}
    opened = open_steps(decided, pathway, branch.steps, facts, today=today, due=due)
    lifts = pathway.embargo is not None and pathway.embargo.until == action.step_id
    released = lifts and case.embargoed and branch.decides is not None
    return Change(
        case=replace(opened, embargoed=case.embargoed and not released),
        completed=True,
        decides=branch.decides,
        released=released,
        forwards=branch.forwards,
        opened=branch.steps,
    )


def _branch(outcome: Outcome, facts: Mapping[str, FactValue]) -> Next:
    for branch in outcome.next:
        if all(facts.get(fact) == value for fact, value in branch.if_.items()):
            return branch
    return Next()


def _decided(case: Case, pathway: Pathway, step_id: str, branch: Next, today: date) -> Case:
    facts = {**case.facts, **branch.records}
    if branch.decides == "yes":
        signed_off_on = today if pathway.sign_off is not None else None
        return replace(
            case,
            facts=facts,
            status="decided",
            pay_status="pending",
            signed_off_on=signed_off_on,
            last_decision=step_id,
        )
    if branch.decides == "not_yet":
        return replace(case, facts=facts, status="not_yet", last_decision=step_id)
    return replace(case, facts=facts)


def open_steps(
    case: Case,
    pathway: Pathway,
    steps: Sequence[str],
    facts: Mapping[str, FactValue],
    *,
    today: date,
    due: Due,
) -> Case:
    """The case with these steps open. One that was done is opened anew."""
    progress = dict(case.steps)
    for step_id in steps:
        step = pathway.steps[step_id]
        before = progress.get(step_id)
        due_on, calendar = (None, None) if step.deadline is None else due(step.deadline)
        progress[step_id] = StepProgress(
            state="open",
            visit=1 if before is None else before.visit + 1,
            opened_on=today,
            due_on=due_on,
            calendar=calendar,
        )
    return refreshed(replace(case, steps=progress), pathway, facts, today)


def refreshed(case: Case, pathway: Pathway, facts: Mapping[str, FactValue], today: date) -> Case:
    """The case with its open steps set apart from those that do not apply, by what is known now."""
    steps = {
        step_id: progress
        if progress.state == "done" or step_id not in pathway.steps
        else replace(
            progress,
            state="not_applicable"
            if applies(pathway.steps[step_id], facts, today) == "false"
            else "open",
        )
        for step_id, progress in case.steps.items()
    }
    return replace(case, steps=steps)
