"""Taking an action of a case: one transaction, from the lock to the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from applications.casework.domain import bodies
from applications.casework.domain.case import Case
from applications.casework.domain.meetings import independent_of
from applications.casework.domain.refusals import ActionNotAllowedError, UnknownActionError
from applications.casework.domain.rulings import verdict
from applications.casework.domain.steering import TITLES
from applications.casework.domain.steps import unmet
from applications.casework.domain.workflow import Action, Actor, Change, find_action, take
from applications.casework.operations.desk import Desk, Found, dated_case, find
from applications.casework.operations.evidence import fix_evidence, refusal_of_evidence
from applications.casework.operations.steering import Steered, steer
from applications.casework.operations.submission_dates import date_events
from applications.casework.operations.waiting import waiting_of
from applications.casework.operations.waits import wait_events
from applications.casework.storage.cases import case_write
from applications.log.domain import Act, Audience, Event
from applications.log.storage import append, append_now
from applications.people.domain.organisation import Standing, responsible_heads
from applications.people.operations.callers import acting
from applications.people.storage.persons import find_place
from applications.platform.database import DuplicateError, Session
from applications.platform.jobs import add_job
from applications.platform.once import Once, Rendered
from applications.platform.versions import check_version, etag

DETERMINE_PAY: Final = "determine-pay"
"""The job that follows a decision: what it gives is asked of paycalc."""
_IN_PROGRESS: Final = "The case is in progress, and nothing in it waits for you."


@dataclass(frozen=True, slots=True)
class Taken:
    """An action that was taken: the case after it, the events of it, and whether pay follows.

    `independent` are those who count in it as independent of the worker.
    """

    case: Case
    act: Act
    events: Sequence[Event]
    determines_pay: bool = False
    approves_variation: bool = False
    independent: frozenset[str] = frozenset()


async def take_action(
    desk: Desk,
    once: Once[Found],
    application_id: UUID,
    action: str,
    body: Mapping[str, Any],
    *,
    if_match: str | None,
) -> Rendered:
    """Take an action.

    Raises:
        ApplicationNotFoundError: There is no such case, or none that the caller may know of.
        UnknownActionError: The pathway has no action of this name.
        MissingIfMatchError: No version was given.
        StaleVersionError: The case has changed since.
        ActionNotAllowedError: Not now, or not by this caller; the message says why.
        InvalidActionError: The body does not match what the action asks.
        KeyReusedError: The key was used for another request.
    """
    wanted = _Wanted(application_id, action, body, if_match)
    try:
        return await _take_wanted(desk, once, wanted, key_first=False)
    except DuplicateError:
        return await _take_wanted(desk, once, wanted, key_first=True)


@dataclass(frozen=True, slots=True)
class _Wanted:
    application_id: UUID
    action: str
    body: Mapping[str, Any]
    if_match: str | None


async def _take_wanted(
    desk: Desk, once: Once[Found], wanted: _Wanted, *, key_first: bool
) -> Rendered:
    """Take an action, or give what was answered before.

    What was done before has changed the case: only where it is another than was asked for, or the
    key turned out to be taken, is the key looked up.
    """
    asked = desk.asked
    async with asked.database.begin(asked.caller.authority_id) as session:
        found = await find(session, desk, wanted.application_id, lock=True)
        is_as_asked = not found.concealed and wanted.if_match == etag(found.case.version)
        if (key_first or not is_as_asked) and (kept := await once.find(session)) is not None:
            return kept
        if found.concealed:
            raise ActionNotAllowedError(_IN_PROGRESS)
        check_version(found.case.version, wanted.if_match)
        taken = await _take(session, desk, found, wanted.action, wanted.body)
        return await _write(session, desk, once, found, taken)


async def _take(
    session: Session, desk: Desk, found: Found, action: str, body: Mapping[str, Any]
) -> Taken:
    if found.actor is None:
        raise ActionNotAllowedError("An action needs a person.")
    if action in TITLES:
        return _steered(await steer(session, desk, found, action, body))
    wanted = find_action(found.pathway, action)
    if wanted is None:
        raise UnknownActionError("The pathway of this case has no action of this name.")
    return await _step(session, desk, found, found.actor, wanted, body)


def _steered(steered: Steered) -> Taken:
    return Taken(
        steered.case,
        steered.act,
        [steered.event],
        determines_pay=steered.determines_pay,
        independent=steered.independent,
    )


async def _step(
    session: Session,
    desk: Desk,
    found: Found,
    actor: Actor,
    action: Action,
    body: Mapping[str, Any],
) -> Taken:
    asked, case = desk.asked, found.case
    standing = _allowed(found, actor, action)
    if action.outcome.approves_variation:
        authority_id = asked.caller.authority_id
        refusal = await desk.consequences.refuse(session, authority_id, case.application_id)
        if refusal is not None:
            raise ActionNotAllowedError(refusal)
    recorded = bodies.check(found.held.scheme, action.outcome, body)
    facts = {**found.facts, **recorded}
    blocked = unmet(case, found.pathway, action.step, facts, asked.today)
    blocked = blocked or await refusal_of_evidence(session, desk, found, action, facts)
    if blocked is not None:
        raise ActionNotAllowedError(blocked)
    change = take(
        case,
        found.pathway,
        action,
        actor=actor.employee_number,
        standing=standing,
        recorded=recorded,
        facts=found.facts,
        now=asked.now,
        today=asked.today,
        due=desk.due(found.held),
    )
    act = acting(asked, found.person, standing.chain)
    after, fixed = await fix_evidence(session, desk, found, action, change, act)
    return Taken(
        after,
        act,
        [*_events(found, action, standing, change, act, body), *fixed],
        determines_pay=change.decides == "yes",
        approves_variation=action.outcome.approves_variation,
        independent=independent_of(
            case.steps[action.step_id].meeting, actor.employee_number, standing
        ),
    )


def _allowed(found: Found, actor: Actor, action: Action) -> Standing:
    ruling = verdict(found.case, found.pathway, action, actor, found.known)
    if ruling.standing is None:
        raise ActionNotAllowedError(ruling.reason or _IN_PROGRESS)
    return ruling.standing


def _events(
    found: Found,
    action: Action,
    standing: Standing,
    change: Change,
    act: Act,
    body: Mapping[str, Any],
) -> list[Event]:
    case = change.case
    audience: Audience = "managers" if found.case.embargoed else "concerned"

    def event(kind: str, told: Mapping[str, Any], **options: Any) -> Event:  # noqa: ANN401 - an event's members
        options = {"audience": "concerned", **options}
        return Event(
            kind=kind,
            subject_kind="application",
            subject=str(case.application_id),
            act=act,
            body=told,
            **options,
        )

    told = {
        "action": action.action,
        "step": action.step_id,
        "visit": found.case.steps[action.step_id].visit,
        "role": standing.role,
        "form": action.outcome.form,
        "version": case.version,
    }
    events = [event("action-taken", told, audience=audience, text=dict(body) or None)]
    for forward in change.forwards:
        forwarded = {"document": forward.form, "to": forward.to}
        events.append(event("document-forwarded", forwarded, audience="managers"))
    if change.decides is not None:
        decided = {"decides": change.decides, "status": case.status}
        events.append(event("application-decided", decided, audience="concerned"))
    if change.released:
        events.append(event("application-released", {"status": case.status}))
    return events


async def _write(
    session: Session, desk: Desk, once: Once[Found], found: Found, taken: Taken
) -> Rendered:
    asked = desk.asked
    authority_id = asked.caller.authority_id
    case, facts = dated_case(taken.case, found.held, found.place, asked.today)
    moved = date_events(found.as_written, case, taken.act)
    events = [*wait_events(found, taken.act), *taken.events, *moved]
    if taken.approves_variation:
        case = replace(case, pay_status="recorded")
    waiting = waiting_of(case, found.pathway, facts, asked.today)
    if taken.determines_pay:
        await add_job(
            session,
            authority_id,
            kind=DETERMINE_PAY,
            subject=str(case.application_id),
            due_at=asked.now,
        )
    if taken.approves_variation:
        events += await desk.consequences.before_log(
            session, authority_id, case.application_id, act=taken.act, now=asked.now
        )
    answer, kept = await once.kept(session, replace(found, case=case, facts=facts))
    writes = [case_write(authority_id, case, waiting), *kept]
    if not (taken.independent or taken.approves_variation):
        await append(session, authority_id, events, now=asked.now, writes=writes)
        return answer
    position = await append_now(session, authority_id, events, now=asked.now, writes=writes)
    if taken.independent:
        await _check_still_independent(session, desk, found, taken.independent)
    if taken.approves_variation:
        await desk.consequences.after_log(
            session, authority_id, case.application_id, recorded_at=position.recorded_at
        )
    return answer


async def _check_still_independent(
    session: Session, desk: Desk, found: Found, people: frozenset[str]
) -> None:
    """Look again at who is responsible for the worker, once nothing can come between.

    Whatever changes the organisation is logged too. With the log's head locked, what was logged
    before is there to be seen, and what comes after comes after this act.
    """
    asked, place = desk.asked, found.place
    now = await find_place(
        session,
        asked.caller.authority_id,
        place.employee_number,
        place.post_number,
        day=asked.today,
    )
    if now is None or people & responsible_heads(now):
        raise ActionNotAllowedError(
            "The organisation has changed meanwhile: somebody who has to be independent of the "
            "worker is responsible for them now. Look at the case again."
        )
