"""Who may sit in the meetings of a case, role by role."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from applications.casework.domain.case import Case
from applications.casework.domain.vacancies import free_by_role, free_to_sit, holding
from applications.people.domain.organisation import Holder
from scheme_files.model.rules import Pathway


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Who may sit in a step's meeting in a role, or advise it, and how many do."""

    step: str
    role: str
    at_least: int
    at_most: int | None
    advises: bool
    people: tuple[str, ...]


def seats_to_fill(case: Case, pathway: Pathway, holders: Sequence[Holder]) -> Iterator[Seats]:
    """Who may sit in the meetings of the open steps, role by role, and who may advise them."""
    for step_id in case.open_steps:
        step = pathway.steps.get(step_id)
        if step is None or step.meeting is None:
            continue
        for role, seats in step.meeting.members.items():
            free = (each for each in holders if free_to_sit(case, step_id, step, each))
            yield Seats(
                step=step_id,
                role=role,
                at_least=seats.at_least,
                at_most=seats.at_most,
                advises=False,
                people=holding((role,), free),
            )
        for role in step.meeting.advised_by:
            yield Seats(
                step=step_id,
                role=role,
                at_least=0,
                at_most=None,
                advises=True,
                people=holding((role,), free_by_role(case, (role,), holders)),
            )
