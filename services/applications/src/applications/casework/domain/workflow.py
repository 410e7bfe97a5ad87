"""What may be done in a case, by whom, and what follows: read from the pathway, decided here alone.

The list of actions, the refusals and the transition itself all come from these functions.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from applications.casework.domain.case import Case, FactValue, Known, Part, StepProgress
from applications.casework.domain.steps import refreshed, refreshed_steps, unmet
from applications.people.domain.organisation import Standing
from scheme_files.model.rules import Pathway
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Forward, Next, Outcome, Step

Due = Callable[[str, Mapping[str, FactValue]], tuple[date | None, str | None]]
"""The last day that a deadline gives from today on by what is known, and what it was found by."""


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
    for step_id, step in pathway.steps.items():
        if action in step.outcomes:
            outcome = step.outcomes[action]
            return Action(action=action, step_id=step_id, step=step, outcome=outcome)
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
    progress = replace(progress, parts=(*progress.parts, part))
    completed = _is_complete(action, progress)
    progress = _done(action, progress) if completed else _begun(action, progress, part)
    taken = replace(
        case,
        **_noted(case, action, part, today),
        facts={**case.facts, **recorded},
        steps={**case.steps, action.step_id: progress},
        version=case.version + 1,
        changed_at=now,
    )
    facts = {**facts, **recorded}
    if not completed:
        return Change(case=refreshed(taken, pathway, facts, today), completed=False)
    return _follow(taken, pathway, action, facts, today, due)


def _noted(case: Case, action: Action, part: Part, today: date) -> dict[str, Any]:
    """What an act changes about the case as a whole."""
    if action.outcome.submits:
        return {
            "status": "submitted",
            "submitted_on": case.submitted_on or today,  # sent back, it came in all the same
            "evidence_complete_on": today,
            "submitters": part.people,
        }
    return {
        "status": "in_progress" if case.status == "submitted" else case.status,
        "drafters": case.drafters | (part.people if action.outcome.drafts_variation else set()),
    }


def _done(action: Action, progress: StepProgress) -> StepProgress:
    return replace(progress, state="done", outcome=action.action)


def _is_complete(action: Action, progress: StepProgress) -> bool:
    """Whether a step is done: the outcome was given as often as it must be, by whom it must be."""
    times = action.outcome.times
    if action.outcome.needs == "one":
        return progress.given(action.action) >= times
    return all(progress.given(action.action, role) >= times for role in action.step.by)


def _begun(action: Action, progress: StepProgress, part: Part) -> StepProgress:
    """A step that goes on: who began what one person does several times goes on with it."""
    if action.step.kind == "joint":
        return progress
    return replace(progress, assigned_to=part.actor)


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
        case=replace(opened, embargoed=False) if released else opened,
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
    return replace(case, facts=facts) if branch.records else case


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
        due_on, calendar = (None, None) if step.deadline is None else due(step.deadline, facts)
        progress[step_id] = StepProgress(
            state="open",
            visit=1 if before is None else before.visit + 1,
            opened_on=today,
            due_on=due_on,
            calendar=calendar,
        )
    return replace(case, steps=refreshed_steps(progress, pathway, facts, today))


def with_waits_ended(
    case: Case, pathway: Pathway, known: Known, due: Due
) -> tuple[Case, tuple[str, ...]]:
    """The case by what has come since it was written, and the steps whose wait is over.

    What follows a wait and now has nothing before it opens today: its days count from today.
    """
    if not any(
        progress.state == "open" and step_id in pathway.steps
        and pathway.steps[step_id].kind == "wait"
        for step_id, progress in case.steps.items()
    ):  # fmt: skip
        return case, ()
    settled = refreshed(case, pathway, known.facts, known.today)
    ended = tuple(
        step_id
        for step_id, progress in settled.steps.items()
        if progress.state == "done" and case.steps[step_id].state == "open"
    )
    following = [
        step_id
        for step_id in settled.open_steps
        if step_id in pathway.steps
        and set(pathway.steps[step_id].after) & set(ended)
        and unmet(settled, pathway, pathway.steps[step_id], known.facts, known.today) is None
    ]
    steps = dict(settled.steps)
    for step_id in following:
        deadline = pathway.steps[step_id].deadline
        due_on, calendar = (None, None) if deadline is None else due(deadline, known.facts)
        steps[step_id] = replace(
            steps[step_id], opened_on=known.today, due_on=due_on, calendar=calendar
        )
    return replace(settled, steps=steps), ended


def dated_by_fact(
    case: Case,
    scheme: Scheme,
    pathway: Pathway,
    fact: str,
    facts: Mapping[str, FactValue],
    due: Due,
) -> Case:
    """The case with the last days of its open steps that are this fact, now that it is another."""
    steps = dict(case.steps)
    for step_id in case.open_steps:
        deadline = pathway.steps[step_id].deadline if step_id in pathway.steps else None
        if deadline is not None and scheme.deadlines[deadline].by_fact == fact:
            due_on, calendar = due(deadline, facts)
            steps[step_id] = replace(steps[step_id], due_on=due_on, calendar=calendar)
    return replace(case, steps=steps)
