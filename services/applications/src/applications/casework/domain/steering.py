"""Actions that every case has, whatever its pathway: withdraw, recuse, reassign, correct.

And `resolve-pay`, which opens where the pay of a decision leaves something to a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from applications.casework.domain.case import RESOLVE_PAY, Case, FactValue, StepProgress
from applications.casework.domain.refusals import people_in_words
from applications.casework.domain.rulings import GIVEN_TO_ANOTHER, Verdict
from applications.casework.domain.workflow import Actor, actions_of
from applications.people.domain.organisation import WORKER, Standing, people_of
from scheme_files.model.rules import Pathway

WITHDRAW: Final = "withdraw"
RECUSE: Final = "recuse"
REASSIGN: Final = "reassign"
CORRECT: Final = "correct"
ADMINISTRATOR: Final = "administrator"

TITLES: Final[Mapping[str, str]] = {
    WITHDRAW: "Withdraw the application",
    RECUSE: "Step back from this case",
    REASSIGN: "Give a step to somebody by name",
    CORRECT: "Correct something recorded",
    RESOLVE_PAY: "Resolve what the pay still needs",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A fact, the value it had, the value it has, and why."""

    fact: str
    before: FactValue | None
    after: FactValue
    reason: str


def allowed(case: Case, pathway: Pathway, action: str, actor: Actor) -> Verdict:
    """Whether somebody may take one of these actions now, and in which standing."""
    if action == RECUSE:
        return _may_recuse(case, actor)
    if case.status == "withdrawn":
        return Verdict(reason="The case was withdrawn.")
    if action == RESOLVE_PAY:
        return _may_resolve_pay(case, pathway, actor)
    if not case.is_open and action != REASSIGN:
        return Verdict(reason="The case is decided.")
    roles = set(_roles(pathway, action))
    return _first_free(case, actor, sorted(roles))


def _roles(pathway: Pathway, action: str) -> Iterator[str]:
    if action == WITHDRAW:
        yield from pathway.opened_by
        return
    yield ADMINISTRATOR
    for each in actions_of(pathway):
        yield from each.step.by


def _may_recuse(case: Case, actor: Actor) -> Verdict:
    if actor.employee_number in case.recused:
        return Verdict(reason="They have stepped back already.")
    if actor.employee_number == case.employee_number:
        return Verdict(reason="It is their own case: withdraw it instead, where that is possible.")
    return Verdict(standing=actor.standings[0]) if actor.standings else Verdict(reason=_NOBODY)


_NOBODY: Final = "They have no role towards this worker."


def _may_resolve_pay(case: Case, pathway: Pathway, actor: Actor) -> Verdict:
    progress = case.steps.get(RESOLVE_PAY)
    if progress is None or progress.state == "done" or case.last_decision is None:
        return Verdict(reason="The pay of this case needs nothing from a person.")
    if progress.assigned_to not in {None, actor.employee_number}:
        return Verdict(reason=GIVEN_TO_ANOTHER)
    return _first_free(case, actor, pathway.steps[case.last_decision].by)


def _first_free(case: Case, actor: Actor, roles: Sequence[str]) -> Verdict:
    refusal = f"This is for {people_in_words(roles)}."
    for standing in actor.standings:
        if standing.role not in roles:
            continue
        if not is_too_close(case, actor.employee_number, standing):
            return Verdict(standing=standing)
        refusal = "It is their own case or they have stepped back, or they stand in for such a one."
    return Verdict(reason=refusal)


def is_too_close(case: Case, employee_number: str, standing: Standing) -> bool:
    """Whether it is somebody's own case, or one from which they have stepped back."""
    people = people_of(employee_number, standing.chain)
    is_own = case.employee_number in people and standing.role != WORKER
    return is_own or bool(people & case.recused)


def withdrawn(case: Case, now: datetime) -> Case:
    """The case, withdrawn: nothing waits any more. What was under embargo stays so."""
    return replace(case, status="withdrawn", version=case.version + 1, changed_at=now)


def recused(case: Case, employee_number: str, now: datetime) -> Case:
    """The case, with somebody who has stepped back; a step given to them by name is free again."""
    steps = {
        step: replace(progress, assigned_to=None, assigned_role=None)
        if progress.assigned_to == employee_number
        else progress
        for step, progress in case.steps.items()
    }
    return replace(
        case,
        steps=steps,
        recused=case.recused | {employee_number},
        version=case.version + 1,
        changed_at=now,
    )


def reassigned(
    case: Case, step: str, employee_number: str | None, role: str | None, now: datetime
) -> Case:
    """The case, with an open step given to somebody by name, or to nobody in particular.

    Of a joint step it is the part of `role` that is given.
    """
    progress = replace(case.steps[step], assigned_to=employee_number, assigned_role=role)
    return replace(
        case, steps={**case.steps, step: progress}, version=case.version + 1, changed_at=now
    )


def corrected(case: Case, correction: Correction, people: frozenset[str], now: datetime) -> Case:
    """The case, with a fact corrected by these people. The value before stays in the log.

    Who has given a part to a step that is still open gave it on what was recorded before: it is
    asked of them again. Those who correct make what is decided on: others decide.
    """
    steps = {
        step: replace(progress, parts=()) if progress.state == "open" else progress
        for step, progress in case.steps.items()
    }
    return replace(
        case,
        steps=steps,
        facts={**case.facts, correction.fact: correction.after},
        submitters=case.submitters | people,
        version=case.version + 1,
        changed_at=now,
    )


def with_resolve_pay(case: Case, now: datetime, today: date) -> Case:
    """The case, sent back to those who decided last: its pay leaves something to a person."""
    before = case.steps.get(RESOLVE_PAY)
    progress = StepProgress(
        state="open", visit=1 if before is None else before.visit + 1, opened_on=today
    )
    return replace(
        case,
        pay_status="needs_decision",
        steps={**case.steps, RESOLVE_PAY: progress},
        version=case.version + 1,
        changed_at=now,
    )


def pay_resolved(case: Case, facts: Mapping[str, FactValue], now: datetime) -> Case:
    """The case, with what a person decided about its pay: it is worked out again."""
    done = replace(case.steps[RESOLVE_PAY], state="done", outcome=RESOLVE_PAY)
    return replace(
        case,
        pay_status="pending",
        facts={**case.facts, **facts},
        steps={**case.steps, RESOLVE_PAY: done},
        version=case.version + 1,
        changed_at=now,
    )
