"""Every action of a case for one caller: what front ends live on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from applications.casework.domain import bodies, steering
from applications.casework.domain.case import RESOLVE_PAY
from applications.casework.domain.refusals import ActionNotAllowedError
from applications.casework.domain.rulings import verdict
from applications.casework.domain.views import ActionView
from applications.casework.domain.workflow import Action, Actor, actions_of
from applications.casework.operations.desk import Desk, Found, find
from applications.casework.operations.evidence import EvidenceGate, evidence_of
from applications.casework.operations.naming import names_of
from applications.casework.operations.vacancies import Staffing, staffing_of
from applications.people.domain.organisation import Standing


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions of a case, and what the people in them are called, by number."""

    items: Sequence[ActionView]
    names: Mapping[str, str]


async def list_actions(desk: Desk, application_id: UUID) -> Actions:
    """Every action of a case, allowed to the caller or not and why not.

    A worker whose case is under embargo has none: each would say how far it has come.

    Raises:
        ApplicationNotFoundError: There is no such case, or none that the caller may know of.
        ActionNotAllowedError: The caller is no person.
    """
    asked = desk.asked
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        found = await find(session, desk, application_id)
        if found.actor is None:
            raise ActionNotAllowedError("Actions are for people: use a token of a person.")
        if found.concealed:
            return Actions((), {})
        staffing = await staffing_of(session, desk, found.case, found.pathway, found.known)
        refusal = None
        if any(_approves(found, step) for step in found.case.open_steps):
            refusal = await desk.consequences.refuse(session, authority_id, application_id)
        evidence = await evidence_of(session, desk, found, found.facts)
        asked_of_them: Mapping[str, Sequence[int]] = {}
        if RESOLVE_PAY in found.case.open_steps:
            asked_of_them = await desk.consequences.open_questions(
                session, authority_id, application_id
            )

        items = [
            *_of_the_pathway(found, found.actor, staffing, _hindrance(refusal, evidence)),
            *_of_every_case(found, found.actor, staffing, asked_of_them),
        ]
        names = await names_of(session, authority_id, _people(items), known=staffing.names)
    return Actions(items, names)


def _hindrance(refusal: str | None, evidence: EvidenceGate) -> Callable[[Action], str | None]:
    def hindered(action: Action) -> str | None:
        return refusal if action.outcome.approves_variation else evidence.refusal_of(action)

    return hindered


def _people(items: Sequence[ActionView]) -> frozenset[str]:
    seated = (number for each in items for seats in each.seats for number in seats.people)
    acting = (number for each in items for number in (*each.people, *each.on_behalf_of))
    return frozenset((*seated, *acting))


def _approves(found: Found, step_id: str) -> bool:
    step = found.pathway.steps.get(step_id)
    return step is not None and any(each.approves_variation for each in step.outcomes.values())


def _of_the_pathway(
    found: Found,
    actor: Actor,
    staffing: Staffing,
    hindered: Callable[[Action], str | None],
) -> Iterator[ActionView]:
    for action in actions_of(found.pathway):
        ruling = verdict(found.case, found.pathway, action, actor, found.known)
        hindrance = hindered(action)
        reason = ruling.reason or hindrance
        others = [] if hindrance else staffing.people(action.step_id, action.action)
        vacancy = staffing.lacks(action.step_id)
        if vacancy is not None and reason is not None:
            reason = f"{reason} {vacancy.detail}"
        yield _view(found, action, reason, ruling.standing, others)


def _view(
    found: Found,
    action: Action,
    reason: str | None,
    standing: Standing | None,
    people: list[str],
) -> ActionView:
    progress = found.case.steps.get(action.step_id)
    return ActionView(
        action=action.action,
        title=action.outcome.title,
        step=action.step_id,
        step_title=action.step.title,
        allowed=reason is None,
        reason=reason,
        as_role=None if standing is None or reason else standing.role,
        on_behalf_of=() if standing is None or reason else standing.chain,
        roles=action.step.by,
        people=people,
        given=0 if progress is None else progress.given(action.action),
        times=action.outcome.times,
        due_on=None if progress is None else progress.due_on,
        body_schema=bodies.schema_of(found.held.scheme, action.outcome),
    )


def _of_every_case(
    found: Found, actor: Actor, staffing: Staffing, asked_of_them: Mapping[str, Sequence[int]]
) -> Iterator[ActionView]:
    resolving = bodies.schema_of_resolving(found.held.scheme, asked_of_them)
    for action, title in steering.TITLES.items():
        ruling = steering.allowed(found.case, found.pathway, action, actor)
        is_step = action == RESOLVE_PAY and action in found.case.steps
        yield ActionView(
            action=action,
            title=title,
            step=RESOLVE_PAY if is_step else None,
            step_title=title if is_step else None,
            allowed=ruling.standing is not None,
            reason=ruling.reason,
            as_role=None if ruling.standing is None else ruling.standing.role,
            on_behalf_of=() if ruling.standing is None else ruling.standing.chain,
            roles=steering.pay_resolvers(found.case, found.pathway) if is_step else (),
            people=staffing.people(RESOLVE_PAY, action) if is_step else (),
            given=0,
            times=1,
            due_on=None,
            seats=staffing.seats if action == steering.ARRANGE_MEETING else (),
            body_schema=resolving
            if asked_of_them and is_step
            else bodies.schema_of_steering(action),
        )
