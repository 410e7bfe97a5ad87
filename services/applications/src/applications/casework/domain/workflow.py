"""What may be done in a case, by whom, and what follows: read from the pathway, decided here alone.

The list of actions, the refusals and the transition itself all come from these functions.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from applications.casework.domain.case import Case, FactValue, Part, StepProgress
from applications.casework.domain.steps import refreshed
from applications.people.domain.organisation import Standing
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Forward, Next, Outcome, Step

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
