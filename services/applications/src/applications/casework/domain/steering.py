"""Actions that every case has, whatever its pathway: withdraw, recuse, reassign, correct.

And `resolve-pay`, which opens where the pay of a decision leaves something to a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from applications.casework.domain.case import RESOLVE_PAY, Case, FactValue, StepProgress
from applications.casework.domain.conflicts import is_too_close
from applications.casework.domain.meetings import Meeting, arrangers, in_force
from applications.casework.domain.refusals import people_in_words
from applications.casework.domain.rulings import GIVEN_TO_ANOTHER, Verdict
from applications.casework.domain.workflow import Actor, actions_of
from applications.people.domain.organisation import ADMINISTRATOR, WORKER
from scheme_files.model.rules import Pathway

WITHDRAW: Final = "withdraw"
RECUSE: Final = "recuse"
REASSIGN: Final = "reassign"
CORRECT: Final = "correct"
LIFT_CONFLICT: Final = "lift-conflict"
ARRANGE_MEETING: Final = "arrange-meeting"
CANCEL_MEETING: Final = "cancel-meeting"

TITLES: Final[Mapping[str, str]] = {
    WITHDRAW: "Withdraw the application",
    RECUSE: "Step back from this case",
    REASSIGN: "Give a step to somebody by name",
    CORRECT: "Correct something recorded",
    LIFT_CONFLICT: "Lift a conflict that somebody declared",
    ARRANGE_MEETING: "Arrange a meeting, or arrange it anew",
    CANCEL_MEETING: "Cancel a meeting",
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
    if action in {ARRANGE_MEETING, CANCEL_MEETING}:
        return _may_arrange(case, pathway, action, actor)
    if action == RESOLVE_PAY:
        return _may_resolve_pay(case, pathway, actor)
    if action == LIFT_CONFLICT:
        return _may_lift(case, actor)
    return _may_steer(case, pathway, action, actor)


def _may_steer(case: Case, pathway: Pathway, action: str, actor: Actor) -> Verdict:
    if not case.is_open and action != REASSIGN:
        return Verdict(reason="The case is decided.")
    return _first_free(case, actor, sorted(set(_roles(pathway, action))))


def _roles(pathway: Pathway, action: str) -> Iterator[str]:
    if action == WITHDRAW:
        yield from pathway.opened_by
        return
    yield ADMINISTRATOR
    for each in actions_of(pathway):
        # Workers submit in their own case: they correct nothing in it, and choose nobody for it.
        yield from (role for role in each.step.by if role != WORKER)


def _may_recuse(case: Case, actor: Actor) -> Verdict:
    if actor.employee_number in case.recused:
        return Verdict(reason="They have stepped back already.")
    if actor.employee_number == case.employee_number:
        return Verdict(reason="It is their own case: withdraw it instead, where that is possible.")
    return Verdict(standing=actor.standings[0]) if actor.standings else Verdict(reason=_NOBODY)


def _may_lift(case: Case, actor: Actor) -> Verdict:
    ruling = _first_free(case, actor, [ADMINISTRATOR])
    if ruling.standing is not None and not case.recused:
        return Verdict(reason="Nobody has declared a conflict.")
    return ruling


def _may_arrange(case: Case, pathway: Pathway, action: str, actor: Actor) -> Verdict:
    steps = [
        step_id
        for step_id in case.open_steps
        if step_id in pathway.steps and pathway.steps[step_id].meeting is not None
        if action == ARRANGE_MEETING or in_force(case.steps[step_id].meeting) is not None
    ]
    if not steps:
        none = "No meeting is arranged." if action == CANCEL_MEETING else _NO_MEETING
        return Verdict(reason=none)
    rulings = [may_arrange_step(case, pathway, step_id, actor) for step_id in steps]
    return next((each for each in rulings if each.standing is not None), rulings[0])


def may_arrange_step(case: Case, pathway: Pathway, step_id: str, actor: Actor) -> Verdict:
    """Whether somebody may arrange the meeting of this step, and in which standing."""
    return _first_free(case, actor, [*arrangers(pathway.steps[step_id]), ADMINISTRATOR])


_NO_MEETING: Final = "No open step of this case is a meeting."
_NOBODY: Final = "They have no role towards this worker."


def _may_resolve_pay(case: Case, pathway: Pathway, actor: Actor) -> Verdict:
    progress = case.steps.get(RESOLVE_PAY)
    if progress is None or progress.state == "done" or case.last_decision is None:
        return Verdict(reason="The pay of this case needs nothing from a person.")
    if progress.assigned_to not in {None, actor.employee_number}:
        return Verdict(reason=GIVEN_TO_ANOTHER)
    return _first_free(case, actor, pay_resolvers(case, pathway))


def pay_resolvers(case: Case, pathway: Pathway) -> tuple[str, ...]:
    """The roles that resolve what a decision leaves open about pay.

    Those that the scheme names for it; where it names none, those that decided last.
    """
    if case.pay_deciders or case.last_decision is None:
        return case.pay_deciders
    return pathway.steps[case.last_decision].by


def _first_free(case: Case, actor: Actor, roles: Sequence[str]) -> Verdict:
    refusal = f"This is for {people_in_words(roles)}."
    for standing in actor.standings:
        if standing.role not in roles:
            continue
        if not is_too_close(case, actor.employee_number, standing):
            return Verdict(standing=standing)
        refusal = "It is their own case or they have stepped back, or they stand in for such a one."
    return Verdict(reason=refusal)


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


def conflict_lifted(case: Case, employee_number: str, now: datetime) -> Case:
    """The case, with a declared conflict lifted: who declared it may act again."""
    return replace(
        case,
        recused=case.recused - {employee_number},
        version=case.version + 1,
        changed_at=now,
    )


def with_meeting(case: Case, step: str, meeting: Meeting, now: datetime) -> Case:
    """The case, with the meeting of an open step arranged, arranged anew, or cancelled."""
    progress = replace(case.steps[step], meeting=meeting)
    return replace(
        case, steps={**case.steps, step: progress}, version=case.version + 1, changed_at=now
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


def corrected(
    case: Case,
    pathway: Pathway,
    correction: Correction,
    people: frozenset[str],
    now: datetime,
) -> Case:
    """The case, with a fact corrected by these people. The value before stays in the log.

    Who has given a part to a joint step that is still open gave it on what was recorded before: it
    is asked of them again. Those who correct make what is decided on: others decide.
    """
    steps = {
        step: replace(progress, parts=()) if _is_asked_again(step, progress, pathway) else progress
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


def _is_asked_again(step_id: str, progress: StepProgress, pathway: Pathway) -> bool:
    step = pathway.steps.get(step_id)
    return progress.state == "open" and step is not None and step.kind == "joint"


def with_resolve_pay(case: Case, by: tuple[str, ...], now: datetime, today: date) -> Case:
    """The case, sent to these roles, or else to those who decided last.

    Its pay leaves something to a person.
    """
    before = case.steps.get(RESOLVE_PAY)
    progress = StepProgress(
        state="open", visit=1 if before is None else before.visit + 1, opened_on=today
    )
    return replace(
        case,
        pay_status="needs_decision",
        pay_deciders=by or case.pay_deciders,
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
