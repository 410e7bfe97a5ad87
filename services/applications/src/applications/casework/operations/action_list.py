"""Every action of a case for one caller: what front ends live on."""

from collections.abc import Callable, Iterator
from uuid import UUID

from applications.casework.domain import bodies, steering
from applications.casework.domain.case import RESOLVE_PAY
from applications.casework.domain.refusals import ActionNotAllowedError
from applications.casework.domain.rulings import verdict
from applications.casework.domain.views import ActionView
from applications.casework.domain.workflow import Action, Actor, actions_of
from applications.casework.operations.desk import Desk, Found, find
from applications.casework.operations.evidence import evidence_of
from applications.casework.operations.reading import people_left
from applications.people.domain.organisation import Standing

People = Callable[[str, str], list[str]]
NOBODY_LEFT = (
    "Nobody is left who may do this. An administrator can give somebody the role with "
    "PUT /v1/role-assignments."
)


async def list_actions(desk: Desk, application_id: UUID) -> list[ActionView]:
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
            return []
        people = await people_left(session, desk, found, found.case.open_steps)
        refusal = None
        if any(_approves(found, step) for step in found.case.open_steps):
            refusal = await desk.consequences.refuse(session, authority_id, application_id)
        evidence = await evidence_of(session, desk, found, found.facts)

    def hindered(action: Action) -> str | None:
        return refusal if action.outcome.approves_variation else evidence.refusal_of(action)

    return [
        *_of_the_pathway(desk, found, found.actor, people, hindered),
        *_of_every_case(found, found.actor),
    ]


def _approves(found: Found, step_id: str) -> bool:
    step = found.pathway.steps.get(step_id)
    return step is not None and any(each.approves_variation for each in step.outcomes.values())


def _of_the_pathway(
    desk: Desk,
    found: Found,
    actor: Actor,
    people: People,
    hindered: Callable[[Action], str | None],
) -> Iterator[ActionView]:
    for action in actions_of(found.pathway):
        ruling = verdict(
            found.case, found.pathway, action, actor, facts=found.facts, today=desk.asked.today
        )
        reason = ruling.reason or hindered(action)
        is_open = action.step_id in found.case.open_steps
        others = people(action.step_id, action.action) if is_open else []
        if is_open and not others and reason is not None and found.case.status != "withdrawn":
            reason = f"{reason} {NOBODY_LEFT}"
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
        due_on=None if progress is None else progress.due_on,
        body_schema=bodies.schema_of(found.held.scheme, action.outcome),
    )


def _of_every_case(found: Found, actor: Actor) -> Iterator[ActionView]:
    for action, title in steering.TITLES.items():
        ruling = steering.allowed(found.case, found.pathway, action, actor)
        progress = found.case.steps.get(action)
        yield ActionView(
            action=action,
            title=title,
            step=RESOLVE_PAY if action == RESOLVE_PAY and progress else None,
            step_title=title if action == RESOLVE_PAY and progress else None,
            allowed=ruling.standing is not None,
            reason=ruling.reason,
            as_role=None if ruling.standing is None else ruling.standing.role,
            on_behalf_of=() if ruling.standing is None else ruling.standing.chain,
            roles=(),
            people=(),
            due_on=None,
            body_schema=bodies.schema_of_steering(action),
        )
