"""The actions that every case has: withdraw, recuse, reassign, correct, resolve the pay."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from applications.casework.domain import bodies, steering
from applications.casework.domain.case import RESOLVE_PAY, Case, FactValue
from applications.casework.domain.conflicts import conflict, is_too_close
from applications.casework.domain.meetings import independent_of
from applications.casework.domain.refusals import (
    ActionNotAllowedError,
    InvalidActionError,
    Refused,
)
from applications.casework.domain.steering import (
    ARRANGE_MEETING,
    CANCEL_MEETING,
    CORRECT,
    LIFT_CONFLICT,
    REASSIGN,
    WITHDRAW,
)
from applications.casework.domain.steps import refreshed
from applications.casework.domain.workflow import dated_by_fact
from applications.casework.operations.desk import Desk, Found
from applications.casework.operations.meetings import arrange, cancel
from applications.casework.operations.waiting import roles_waited_for
from applications.log.domain import Act, Event
from applications.people.domain.organisation import Standing, people_of
from applications.people.operations.callers import acting
from applications.people.storage.holders import find_holders
from applications.platform.database import Session
from applications.schemes.domain.known_facts import fact_mistake


@dataclass(frozen=True, slots=True)
class Steered:
    """What such an action makes of a case, and what is told of it.

    `independent` are those who count in it as independent of the worker.
    """

    case: Case
    act: Act
    event: Event
    determines_pay: bool = False
    independent: frozenset[str] = frozenset()


async def steer(
    session: Session, desk: Desk, found: Found, action: str, body: Mapping[str, Any]
) -> Steered:
    """Take an action that every case has.

    Raises:
        ActionNotAllowedError: Not now, or not by this caller.
        InvalidActionError: The body does not match what the action asks.
    """
    if found.actor is None:
        raise ActionNotAllowedError("An action needs a person.")
    ruling = steering.allowed(found.case, found.pathway, action, found.actor)
    if ruling.standing is None:
        raise ActionNotAllowedError(ruling.reason or "This is not allowed now.")
    bodies.check_steering(action, body)
    act = acting(desk.asked, found.person, ruling.standing.chain)
    if action == REASSIGN:
        return await _reassign(session, desk, found, act, body)
    if action == CORRECT:
        return _correct(desk, found, act, body)
    if action == LIFT_CONFLICT:
        return _lift(desk, found, act, body)
    if action in {ARRANGE_MEETING, CANCEL_MEETING}:
        return await _meet(session, desk, found, act, action, body)
    if action == RESOLVE_PAY:
        return _resolve(desk, found, act, body)
    return _step_back(desk, found, act, action, body)


def _step_back(desk: Desk, found: Found, act: Act, action: str, body: Mapping[str, Any]) -> Steered:
    now, case = desk.asked.now, found.case
    if action == WITHDRAW:
        withdrawn = steering.withdrawn(case, now)
        event = _event(
            "application-withdrawn", withdrawn, act, {}, body, is_managers=case.embargoed
        )
        return Steered(withdrawn, act, event)
    recused = steering.recused(case, act.actor, now)
    event = _event("recused", recused, act, {}, body, is_managers=True)
    return Steered(recused, act, event)


def _lift(desk: Desk, found: Found, act: Act, body: Mapping[str, Any]) -> Steered:
    number = body["employee_number"]
    if number not in found.case.recused:
        raise _invalid("/employee_number", "Name somebody who has declared a conflict here.")
    case = steering.conflict_lifted(found.case, number, desk.asked.now)
    told, text = {"employee_number": number}, {"reason": body["reason"]}
    return Steered(case, act, _event("conflict-lifted", case, act, told, text, is_managers=True))


async def _meet(
    session: Session, desk: Desk, found: Found, act: Act, action: str, body: Mapping[str, Any]
) -> Steered:
    if action == ARRANGE_MEETING:
        planned, kind = await arrange(session, desk, found, act, body), "meeting-arranged"
    else:
        planned, kind = cancel(desk, found, body), "meeting-cancelled"
    is_managers = found.case.embargoed
    event = _event(kind, planned.case, act, planned.told, planned.text, is_managers=is_managers)
    meeting = planned.case.steps[body["step"]].meeting
    return Steered(planned.case, act, event, independent=independent_of(meeting))


async def _reassign(
    session: Session, desk: Desk, found: Found, act: Act, body: Mapping[str, Any]
) -> Steered:
    step_id, to = body["step"], body.get("employee_number")
    progress = found.case.steps.get(step_id)
    if progress is None or progress.state == "done":
        raise _invalid("/step", "Name a step of this case that is open.")
    role = None if to is None else await _role_of(session, desk, found, step_id, to)
    if to is not None and role is None:
        raise _invalid(
            "/employee_number",
            "Name somebody who holds a role that this step needs, and who has no conflict.",
        )
    is_part = role is not None and _is_joint(found, step_id)
    case = steering.reassigned(found.case, step_id, to, role if is_part else None, desk.asked.now)
    told = {"step": step_id, "assigned_to": to}
    event = _event("reassigned", case, act, told, body, is_managers=found.case.embargoed)
    given_to = None if role is None else Standing(role=role)
    return Steered(case, act, event, independent=independent_of(None, to, given_to))


def _is_joint(found: Found, step_id: str) -> bool:
    step = found.pathway.steps.get(step_id)
    return step is not None and step.kind == "joint"


async def _role_of(session: Session, desk: Desk, found: Found, step_id: str, to: str) -> str | None:
    """The role in which somebody may be given a step; None when there is none."""
    asked = desk.asked
    roles = list(roles_waited_for(found.case, found.pathway, step_id, found.facts, asked.today))
    holders = await find_holders(
        session, asked.caller.authority_id, found.place, roles, day=asked.today
    )
    standings = (holder.standing for holder in holders if holder.employee_number == to)
    free = (each.role for each in standings if not _has_conflict(found, step_id, to, each))
    return next(free, None)


def _has_conflict(found: Found, step_id: str, to: str, standing: Standing) -> bool:
    step = found.pathway.steps.get(step_id)
    if step is None:
        return is_too_close(found.case, to, standing)
    return all(
        conflict(found.case, step_id, step, outcome, to, standing) is not None
        for outcome in step.outcomes.values()
    )


def _correct(desk: Desk, found: Found, act: Act, body: Mapping[str, Any]) -> Steered:
    fact, value = body["fact"], body["value"]
    if fact not in found.case.facts:
        raise _invalid("/fact", "Name a fact that this case recorded. Others the HRIS corrects.")
    mistake = fact_mistake(found.held.scheme, fact, value)
    if mistake is not None:
        raise _invalid("/value", mistake)
    correction = steering.Correction(
        fact=fact, before=found.case.facts[fact], after=value, reason=body["reason"]
    )
    people = people_of(act.actor, act.on_behalf_of)
    corrected = steering.corrected(found.case, found.pathway, correction, people, desk.asked.now)
    facts = {**found.facts, fact: value}
    settled = refreshed(corrected, found.pathway, facts, desk.asked.today)
    case = dated_by_fact(
        settled, found.held.scheme, found.pathway, fact, facts, desk.due(found.held)
    )
    text = {"before": correction.before, "after": value, "reason": correction.reason}
    event = _event("corrected", case, act, {"fact": fact}, text, is_managers=found.case.embargoed)
    return Steered(case, act, event)


def _resolve(desk: Desk, found: Found, act: Act, body: Mapping[str, Any]) -> Steered:
    facts: Mapping[str, FactValue] = body.get("facts", {})
    mistakes = [
        Refused(f"/facts/{fact}", mistake)
        for fact, value in facts.items()
        if (mistake := fact_mistake(found.held.scheme, fact, value)) is not None
    ]
    if mistakes:
        raise InvalidActionError("A fact is not as the scheme has it.", mistakes)
    case = steering.pay_resolved(found.case, facts, desk.asked.now)
    told = {"action": RESOLVE_PAY, "step": RESOLVE_PAY, "facts": sorted(facts)}
    event = _event("action-taken", case, act, told, body, is_managers=True)
    return Steered(case, act, event, determines_pay=True)


def _event(
    kind: str,
    case: Case,
    act: Act,
    told: Mapping[str, Any],
    text: Mapping[str, Any],
    *,
    is_managers: bool = False,
) -> Event:
    return Event(
        kind=kind,
        subject_kind="application",
        subject=str(case.application_id),
        act=act,
        audience="managers" if is_managers else "concerned",
        body={**told, "version": case.version},
        text=dict(text),
    )


def _invalid(pointer: str, detail: str) -> InvalidActionError:
    return InvalidActionError(detail, [Refused(pointer, detail)])
