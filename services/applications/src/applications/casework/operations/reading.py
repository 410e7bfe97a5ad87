"""Reading cases: one, a list, what waits for the caller."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from applications.casework.domain.case import RESOLVE_PAY
from applications.casework.domain.conflicts import conflict
from applications.casework.domain.rulings import is_anothers, verdict
from applications.casework.domain.steering import allowed
from applications.casework.domain.views import CaseView, view
from applications.casework.domain.workflow import actions_of
from applications.casework.operations.desk import Desk, Found, actor_of, find, known_facts
from applications.casework.storage.cases import PlacedCase
from applications.casework.storage.listing import CaseFilter, Task, list_cases, list_waiting
from applications.people.domain.organisation import Person
from applications.people.operations.callers import find_caller
from applications.people.storage.holders import find_holders
from applications.permissions import ForbiddenError
from applications.platform.database import Session
from applications.schemes.domain.held import HeldScheme
from applications.schemes.operations.pinned import pinned_scheme


async def get_application(desk: Desk, application_id: UUID) -> Found:
    """A case as the caller may see it.

    Raises:
        ApplicationNotFoundError: There is none of this id, or none that they may know of.
    """
    asked = desk.asked
    async with asked.database.begin(asked.caller.authority_id) as session:
        return await find(session, desk, application_id)


CasePosition = tuple[datetime, UUID]
"""Where a page of cases ended: when the last one was opened, and its id."""


async def list_applications(
    desk: Desk, wanted: CaseFilter, *, after: CasePosition | None, limit: int
) -> tuple[list[CaseView], CasePosition | None]:
    """Cases that the caller may see, oldest first, and where to go on.

    A case that waits for somebody whom a conflict keeps from it does not wait for them, so that a
    page of what waits may be shorter than `limit` and the list go on all the same.
    """
    asked = desk.asked
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await find_caller(session, asked)
        if wanted.waiting_on_me and person is None:
            raise ForbiddenError("Nothing waits for a machine: use a token of a person.")
        found = await list_cases(
            session, authority_id, person, wanted, day=asked.today, after=after, limit=limit + 1
        )
        page = found[:limit]
        views = []
        for placed in page:
            case = placed.case
            held = await pinned_scheme(session, desk.schemes, authority_id, case.scheme_sha256)
            if wanted.waiting_on_me and not _waits_for(desk, held, person, placed):
                continue
            mine = person is not None and person.employee_number == case.employee_number
            pathway, version = held.scheme.pathways[case.pathway], held.scheme.in_force.from_
            views.append(view(case, pathway, version, concealed=mine and case.embargoed))
    last = page[-1].case if len(found) > limit else None
    return views, None if last is None else (last.opened_at, last.application_id)


def _waits_for(desk: Desk, held: HeldScheme, person: Person | None, placed: PlacedCase) -> bool:
    if person is None:
        return False
    return any(_may_act(desk, held, person, placed, step_id) for step_id in placed.case.open_steps)


TaskPosition = tuple[str, UUID, str, str]
"""Where a page of tasks ended: due day or `infinity`, case, step, role."""


async def list_tasks(
    desk: Desk, *, after: TaskPosition | None, limit: int
) -> tuple[list[Task], TaskPosition | None]:
    """Steps that the caller may take now, the most urgent first, and where to go on.

    A step that a conflict keeps them from is none of theirs, so that a page may be shorter than
    `limit` and the list go on all the same.
    """
    asked = desk.asked
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await find_caller(session, asked)
        if person is None:
            raise ForbiddenError("Nothing waits for a machine: use a token of a person.")
        waiting = await list_waiting(
            session, authority_id, person, day=asked.today, after=after, limit=limit + 1
        )
        page = waiting[:limit]
        tasks = []
        for task in page:
            sha256 = task.case.scheme_sha256
            held = await pinned_scheme(session, desk.schemes, authority_id, sha256)
            if _may_act(desk, held, person, PlacedCase(task.case, task.place), task.step):
                tasks.append(task)
    return tasks, position_of(page[-1]) if len(waiting) > limit else None


def position_of(task: Task) -> TaskPosition:
    """Where a task stands in the list."""
    due_on = task.case.steps[task.step].due_on
    due = "infinity" if due_on is None else due_on.isoformat()
    return (due, task.case.application_id, task.step, task.role)


def _may_act(
    desk: Desk, held: HeldScheme, person: Person, placed: PlacedCase, step_id: str
) -> bool:
    case, pathway = placed.case, held.scheme.pathways[placed.case.pathway]
    actor = actor_of(person, placed.place)
    if step_id == RESOLVE_PAY:
        return allowed(case, pathway, RESOLVE_PAY, actor).standing is not None
    facts = known_facts(placed.place, case.facts)
    return any(
        verdict(case, pathway, action, actor, facts=facts, today=desk.asked.today).standing
        for action in actions_of(pathway)
        if action.step_id == step_id
    )


async def people_left(
    session: Session, desk: Desk, found: Found, step_ids: Sequence[str]
) -> Callable[[str, str], list[str]]:
    """Who may take an action of an open step, by step and action: conflicts taken out."""
    steps = {step: found.pathway.steps[step] for step in step_ids if step in found.pathway.steps}
    roles = sorted({role for step in steps.values() for role in step.by})
    holders = await find_holders(
        session,
        desk.asked.caller.authority_id,
        found.place,
        roles,
        day=desk.asked.today,
    )

    def people(step_id: str, action: str) -> list[str]:
        step = steps.get(step_id)
        if step is None:
            return []
        progress = found.case.steps[step_id]
        given = {part.role for part in progress.parts} if step.kind == "joint" else set()
        return sorted(
            {
                holder.employee_number
                for holder in holders
                if holder.standing.role in set(step.by) - given
                and not is_anothers(step, progress, holder.employee_number, holder.standing.role)
                and conflict(
                    found.case,
                    step_id,
                    step,
                    step.outcomes[action],
                    holder.employee_number,
                    holder.standing,
                )
                is None
            }
        )

    return people
