"""What keeps a case from going on: nobody is left for a role, or a seat in a meeting is empty."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from applications.casework.domain.case import RESOLVE_PAY, Case, Known, StepProgress
from applications.casework.domain.conflicts import conflict, is_too_close
from applications.casework.domain.meetings import (
    Meeting,
    Seat,
    arrangers,
    in_force,
    lost_since,
    seats_needed,
)
from applications.casework.domain.rulings import is_anothers
from applications.casework.domain.steering import pay_resolvers
from applications.people.domain.organisation import (
    ADMINISTRATOR,
    HIGHER_MANAGER,
    INDEPENDENT_HEAD_OF_SERVICE,
    LINE_MANAGER,
    Holder,
    people_of,
)
from scheme_files.model.rules import Pathway
from scheme_files.model.work import Step

NOBODY_LEFT: Final = "Nobody is left who may do this."
_HOW: Final[Mapping[str, str]] = {
    LINE_MANAGER: "The HRIS can name another line manager with PUT /v1/workers, or an "
    "administrator can give somebody team_manager with PUT /v1/role-assignments.",
    HIGHER_MANAGER: "The HRIS can name another line manager of the line manager with PUT "
    "/v1/workers.",
    INDEPENDENT_HEAD_OF_SERVICE: "An administrator can give somebody head_of_service over a "
    "service that is not the worker's with PUT /v1/role-assignments.",
}
_GIVE_THE_ROLE: Final = "An administrator can give somebody the role with PUT /v1/role-assignments."
_REASSIGN: Final = "It was given by name to somebody who may not do it: give it to another."
_SEAT_EMPTY: Final = "The seat is empty: who sat there may no longer. Arrange the meeting again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """Something without which a step does not go on.

    `employee_number` is whose seat has become empty, or to whom the step was given by name;
    `mended_by` are the roles that can mend it, and `people` who holds one of them.
    """

    step: str
    role: str
    detail: str
    mended_by: tuple[str, ...]
    people: tuple[str, ...]
    employee_number: str | None = None


Waits = Callable[[str], Sequence[str]]
"""The roles that an open step waits for."""


def vacancies(
    case: Case, pathway: Pathway, holders: Sequence[Holder], waits: Waits, known: Known
) -> Iterator[Vacancy]:
    """What keeps the open steps of a case from going on, whether or not their time has come.

    Args:
        case: The case.
        pathway: Its pathway.
        holders: Everybody who stands in one of `roles_asked` towards the worker today.
        waits: The roles that each open step waits for.
        known: When, and where the worker stands.
    """
    if case.status == "withdrawn":
        return
    for step_id in case.open_steps:
        roles = waits(step_id)
        if not roles:
            continue
        step = pathway.steps.get(step_id)
        if step is None:
            yield from _unresolved(case, pathway, roles, holders)
        elif step.meeting is not None:
            yield from _of_a_meeting(case, step_id, step, holders, known)
        else:
            yield from _of_a_step(case, step_id, step, roles, holders)


def roles_asked(case: Case, pathway: Pathway, waits: Waits) -> list[str]:
    """The roles of which it has to be known who holds them, to say what keeps a case."""
    roles: set[str] = {ADMINISTRATOR}
    for step_id in case.open_steps:
        step = pathway.steps.get(step_id)
        roles |= set(waits(step_id))
        if step is not None and step.meeting is not None:
            roles |= {*step.meeting.members, *step.meeting.arranged_by, *step.by}
            roles |= {*step.meeting.advised_by}
    return sorted(roles)


def free_for(case: Case, step_id: str, step: Step, holder: Holder) -> bool:
    """Whether no conflict keeps somebody from any outcome of a step, in this standing."""
    return all(
        conflict(case, step_id, step, outcome, holder.employee_number, holder.standing) is None
        for outcome in step.outcomes.values()
    )


def free_to_sit(case: Case, step_id: str, step: Step, holder: Holder) -> bool:
    """Whether somebody may sit in a step's meeting: who may record its result, free to decide."""
    if holder.standing.role in step.by:
        return free_for(case, step_id, step, holder)
    return not is_too_close(case, holder.employee_number, holder.standing)


def _of_a_step(
    case: Case, step_id: str, step: Step, roles: Sequence[str], holders: Sequence[Holder]
) -> Iterator[Vacancy]:
    progress = case.steps[step_id]
    free = [each for each in holders if free_for(case, step_id, step, each)]
    named = _by_name(step, progress, free)
    if step.kind != "joint":
        if not _can_be_seated([roles], named):
            yield _missing(step_id, roles[0], holders, _given_away(progress, free, roles))
        return
    if _can_be_seated([[role] for role in roles], named):
        return
    found = False
    for role in roles:
        if not _can_be_seated([[role]], named):
            found = True
            yield _missing(step_id, role, holders, _given_away(progress, free, [role]))
    if not found:  # each role has somebody, and they are one
        yield _missing(step_id, roles[-1], holders, None)


def _by_name(step: Step, progress: StepProgress, holders: Iterable[Holder]) -> list[Holder]:
    return [
        each
        for each in holders
        if not is_anothers(step, progress, each.employee_number, each.standing.role)
    ]


def _given_away(progress: StepProgress, free: Sequence[Holder], roles: Sequence[str]) -> str | None:
    """To whom a step was given by name, where others of these roles could do it."""
    others = any(each.standing.role in roles for each in free)
    return progress.assigned_to if others else None


def _missing(step_id: str, role: str, holders: Sequence[Holder], given_to: str | None) -> Vacancy:
    how = _REASSIGN if given_to is not None else _HOW.get(role, _GIVE_THE_ROLE)
    return Vacancy(
        step=step_id,
        role=role,
        detail=f"{NOBODY_LEFT} {how}",
        mended_by=(ADMINISTRATOR,),
        people=holding((ADMINISTRATOR,), holders),
        employee_number=given_to,
    )


def free_to_resolve(case: Case, pathway: Pathway, holders: Sequence[Holder]) -> list[Holder]:
    """Who may resolve what the pay of a decision leaves open; nobody where it leaves nothing."""
    progress = case.steps.get(RESOLVE_PAY)
    if progress is None or progress.state == "done":
        return []
    free = free_by_role(case, pay_resolvers(case, pathway), holders)
    return [each for each in free if progress.assigned_to in {None, each.employee_number}]


def free_by_role(case: Case, roles: Sequence[str], holders: Sequence[Holder]) -> list[Holder]:
    """Who holds one of these roles, and is not too close to the case."""
    return [
        each
        for each in holders
        if each.standing.role in roles
        and not is_too_close(case, each.employee_number, each.standing)
    ]


def _unresolved(
    case: Case, pathway: Pathway, roles: Sequence[str], holders: Sequence[Holder]
) -> Iterator[Vacancy]:
    if not free_to_resolve(case, pathway, holders):
        free = free_by_role(case, roles, holders)
        given_to = _given_away(case.steps[RESOLVE_PAY], free, roles)
        yield _missing(RESOLVE_PAY, roles[0], holders, given_to)


def _of_a_meeting(
    case: Case, step_id: str, step: Step, holders: Sequence[Holder], known: Known
) -> Iterator[Vacancy]:
    free = [each for each in holders if free_to_sit(case, step_id, step, each)]
    arranged = in_force(case.steps[step_id].meeting)
    needed = {} if step.meeting is None else seats_needed(step.meeting)
    if arranged is not None:
        left = _left(case, step, arranged, free, known)
        yield from _empty_seats(step_id, step, left, holders)
        if not left:
            return
    seats = [[role] for role, count in needed.items() for _ in range(count)]
    if not _can_be_seated(seats, free):
        lacking = [
            role for role, count in needed.items() if not _can_be_seated([[role]] * count, free)
        ]
        for role in lacking or list(needed)[-1:]:
            yield _missing(step_id, role, holders, None)
    if not any(_may_arrange(case, step, each) for each in holders):
        yield _missing(step_id, arrangers(step)[0], holders, None)


def _may_arrange(case: Case, step: Step, holder: Holder) -> bool:
    is_theirs = holder.standing.role in {*arrangers(step), ADMINISTRATOR}
    return is_theirs and not is_too_close(case, holder.employee_number, holder.standing)


def _left(
    case: Case, step: Step, meeting: Meeting, free: Sequence[Holder], known: Known
) -> list[Seat]:
    """The seats that are empty: before it begins those of all who may no longer sit there.

    Once it has begun it has its members, unless one must not have been there, or nobody of those
    who record its result can do so any more.
    """
    gone = [seat for seat in meeting.members if _holder(seat) not in free]
    if known.now < meeting.starts_at:
        return gone
    lost = lost_since(meeting, known.place, case.recused)
    if lost is not None:
        return [lost]
    recorders = [seat for seat in meeting.members if seat.role in step.by]
    return [] if set(recorders) - set(gone) else recorders


def _holder(seat: Seat) -> Holder:
    return Holder(seat.employee_number, seat.standing)


def _empty_seats(
    step_id: str, step: Step, seats: Sequence[Seat], holders: Sequence[Holder]
) -> Iterator[Vacancy]:
    mended_by = (*arrangers(step), ADMINISTRATOR)
    for seat in seats:
        yield Vacancy(
            step=step_id,
            role=seat.role,
            detail=_SEAT_EMPTY,
            mended_by=mended_by,
            people=holding(mended_by, holders),
            employee_number=seat.employee_number,
        )


def holding(roles: Sequence[str], holders: Iterable[Holder]) -> tuple[str, ...]:
    """The employee numbers of those who hold one of these roles."""
    return tuple(sorted({each.employee_number for each in holders if each.standing.role in roles}))


def _can_be_seated(
    seats: Sequence[Sequence[str]], holders: Sequence[Holder], taken: frozenset[str] = frozenset()
) -> bool:
    """Whether there is somebody for every seat, and no person counts for two of them.

    Those whom somebody stands in for count as they do.
    """
    if not seats:
        return True
    for holder in holders:
        people = people_of(holder.employee_number, holder.standing.chain)
        if holder.standing.role not in seats[0] or people & taken:
            continue
        if _can_be_seated(seats[1:], holders, taken | people):
            return True
    return False
