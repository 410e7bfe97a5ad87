"""What waits for the caller: a step to do, a meeting to arrange or to sit in, a role to fill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

from applications.casework.domain.case import RESOLVE_PAY
from applications.casework.domain.meetings import Meeting, arrangers, in_force
from applications.casework.domain.steering import TITLES, may_arrange_step
from applications.casework.domain.vacancies import Vacancy
from applications.casework.domain.workflow import Actor
from applications.casework.operations.desk import Desk, actor_of
from applications.casework.operations.naming import names_of, people_of_meeting
from applications.casework.operations.reading import known_of, may_act
from applications.casework.operations.vacancies import staffing_of
from applications.casework.storage.cases import PlacedCase
from applications.casework.storage.listing import Task, list_waiting
from applications.people.domain.organisation import ADMINISTRATOR, Person
from applications.people.operations.callers import find_caller
from applications.permissions import ForbiddenError
from applications.platform.database import Session
from applications.schemes.domain.held import HeldScheme
from applications.schemes.operations.pinned import pinned_scheme
from scheme_files.model.work import Step

TaskPosition = tuple[str, UUID, str, str, str]
"""Where a page of tasks ended: due day or `infinity`, case, step, role, seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A task of the caller's: what is to be done, and what keeps the step from going on.

    `title` is the pathway's and `step_title` the step's; `names` are those of the people in it.
    """

    task: Task
    kind: Literal["act", "arrange", "attend", "appoint"]
    title: str = ""
    step_title: str = ""
    vacancies: Sequence[Vacancy] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def people(self) -> frozenset[str]:
        """Everybody whose employee number is in it."""
        meeting = () if self.meeting is None else people_of_meeting(self.meeting)
        lacking = (number for each in self.vacancies for number in each.people)
        return frozenset((self.task.case.employee_number, *meeting, *lacking))

    @property
    def meeting(self) -> Meeting | None:
        """The meeting of the step, where one is arranged."""
        return in_force(self.task.case.steps[self.task.step].meeting)


async def list_tasks(
    desk: Desk, *, after: TaskPosition | None, limit: int
) -> tuple[list[Waiting], TaskPosition | None]:
    """What waits for the caller, the most urgent first, and where to go on.

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
            found = await _theirs(session, desk, held, person, task)
            if found is not None:
                tasks.append(_titled(held, found))
        numbers = frozenset[str]().union(*(each.people for each in tasks))
        names = await names_of(session, authority_id, numbers)
    named = [replace(each, names=_of_them(names, each.people)) for each in tasks]
    return named, position_of(page[-1]) if len(waiting) > limit else None


def _titled(held: HeldScheme, waiting: Waiting) -> Waiting:
    pathway = held.scheme.pathways[waiting.task.case.pathway]
    step = pathway.steps.get(waiting.task.step)
    title = TITLES[RESOLVE_PAY] if step is None else step.title
    return replace(waiting, title=pathway.title, step_title=title)


def _of_them(names: Mapping[str, str], people: frozenset[str]) -> dict[str, str]:
    return {number: name for number, name in names.items() if number in people}


def position_of(task: Task) -> TaskPosition:
    """Where a task stands in the list."""
    due_on = task.case.steps[task.step].due_on
    due = "infinity" if due_on is None else due_on.isoformat()
    return (due, task.case.application_id, task.step, task.role, task.seat)


async def _theirs(
    session: Session, desk: Desk, held: HeldScheme, person: Person, task: Task
) -> Waiting | None:
    """What somebody has to do about a step; None when it is nothing of theirs after all."""
    actor = actor_of(person, task.place)
    if any(standing.role == task.role for standing in actor.standings):
        own = _own(desk, held, person, task)
        if own is not None:
            return own
    arranges = _arranges(held, actor, task)
    if not arranges and not any(each.role == ADMINISTRATOR for each in actor.standings):
        return None
    pathway = held.scheme.pathways[task.case.pathway]
    placed = PlacedCase(task.case, task.place)
    staffing = await staffing_of(session, desk, task.case, pathway, known_of(desk, placed))
    step = pathway.steps.get(task.step)
    lacking = [each for each in staffing.vacancies if _is_of(each, step, task)]
    kind: Literal["arrange", "appoint"] = "arrange" if arranges else "appoint"
    return Waiting(task=task, kind=kind, vacancies=lacking) if lacking else None


def _own(desk: Desk, held: HeldScheme, person: Person, task: Task) -> Waiting | None:
    """What somebody has to do in the role that a step waits for."""
    step = held.scheme.pathways[task.case.pathway].steps.get(task.step)
    is_meeting = step is not None and step.meeting is not None
    placed = PlacedCase(task.case, task.place)
    if (task.seat or not is_meeting) and may_act(desk, held, person, placed, task.step):
        return Waiting(task=task, kind="act")
    meeting = in_force(task.case.steps[task.step].meeting)
    if task.seat and meeting is not None and desk.asked.now < meeting.ends_at:
        is_free = person.employee_number not in task.case.recused
        return Waiting(task=task, kind="attend") if is_free else None
    if _arranges(held, actor_of(person, task.place), task) and meeting is None:
        return Waiting(task=task, kind="arrange")
    return None


def _arranges(held: HeldScheme, actor: Actor, task: Task) -> bool:
    """Whether a task is to arrange a meeting, and theirs."""
    pathway = held.scheme.pathways[task.case.pathway]
    step = pathway.steps.get(task.step)
    if step is None or step.meeting is None or task.seat:
        return False
    is_role = any(each.role == task.role for each in actor.standings)
    return is_role and may_arrange_step(task.case, pathway, task.step, actor).standing is not None


def _is_of(vacancy: Vacancy, step: Step | None, task: Task) -> bool:
    """Whether a task stands for what keeps a step: of a meeting, the task of its first arranger."""
    if vacancy.step != task.step or task.seat:
        return False
    if step is not None and step.meeting is not None:
        return task.role == arrangers(step)[0]
    return task.role == vacancy.role
