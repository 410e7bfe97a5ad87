"""What the people of a case are called: an answer names who the employee numbers in it are."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from applications.casework.domain.case import Case, StepProgress
from applications.casework.domain.meetings import Meeting
from applications.casework.domain.vacancies import Vacancy
from applications.people.storage.names import find_names
from applications.platform.database import Session


async def names_of(
    session: Session,
    authority_id: UUID,
    numbers: Collection[str],
    *,
    known: Mapping[str, str] = MappingProxyType({}),
) -> Mapping[str, str]:
    """The names of these people, by number; who is no person here has none.

    Only those that are not `known` already are looked up.
    """
    names = {number: known[number] for number in numbers if number in known}
    unknown = [number for number in numbers if number not in known]
    if unknown:
        found = await find_names(session, authority_id, unknown)
        names |= {number: each.name for number, each in found.items()}
    return dict(sorted(names.items()))


def people_in(case: Case, vacancies: Iterable[Vacancy]) -> frozenset[str]:
    """Everybody whose employee number is in a case as it is shown."""
    steps = (each for progress in case.steps.values() for each in _of_a_step(progress))
    lacking = (each for vacancy in vacancies for each in _of_a_vacancy(vacancy))
    return frozenset((case.employee_number, case.opened_by, *steps, *lacking))


def _of_a_step(progress: StepProgress) -> Iterator[str]:
    for part in progress.parts:
        yield from part.people
    if progress.assigned_to is not None:
        yield progress.assigned_to
    if progress.meeting is not None:
        yield from people_of_meeting(progress.meeting)


def people_of_meeting(meeting: Meeting) -> Iterator[str]:
    """Who sits in a meeting or advises it, for whom, and who arranged it."""
    for seat in meeting.members:
        yield from seat.people
    yield from meeting.advisers
    yield meeting.arranged_by


def _of_a_vacancy(vacancy: Vacancy) -> Sequence[str]:
    seated = () if vacancy.employee_number is None else (vacancy.employee_number,)
    return (*vacancy.people, *seated)
