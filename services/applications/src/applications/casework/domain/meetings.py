"""Meetings that steps arrange: who sits in them, in which role, and whose seat has become empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from applications.casework.domain.refusals import role_in_words
from applications.people.domain.organisation import (
    INDEPENDENT_HEAD_OF_SERVICE,
    Place,
    Standing,
    people_of,
    responsible_heads,
)
from scheme_files.model.work import Meeting as MeetingRule
from scheme_files.model.work import Step

LONGEST: Final = timedelta(hours=24)
NOT_ARRANGED: Final = "First the meeting has to be arranged."
NOT_BEGUN: Final = "The meeting has not begun."
NO_SEAT: Final = "Only who sits in the meeting records its result."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody who sits in a meeting: in which role, and for whom where they stand in."""

    employee_number: str
    role: str
    on_behalf_of: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """The standing in which they sit."""
        return Standing(role=self.role, chain=self.on_behalf_of)

    @property
    def people(self) -> frozenset[str]:
        """Who sits there, and those they stand in for."""
        return people_of(self.employee_number, self.on_behalf_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of a step. `sequence` counts how often it was arranged anew or cancelled."""

    status: Literal["arranged", "cancelled"]
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: str
    members: tuple[Seat, ...]
    advisers: tuple[str, ...]
    arranged_by: str

    def seats_of(self, employee_number: str) -> list[Seat]:
        """The seat of somebody, if they sit in it."""
        return [seat for seat in self.members if seat.employee_number == employee_number]


def in_force(meeting: Meeting | None) -> Meeting | None:
    """A meeting that is to be or was; None where none is arranged, or it was cancelled."""
    return None if meeting is None or meeting.status == "cancelled" else meeting


def not_yet(step: Step, meeting: Meeting | None, now: datetime) -> str | None:
    """Why the result of a step's meeting cannot be recorded yet; None when it can, or has none."""
    if step.meeting is None:
        return None
    arranged = in_force(meeting)
    if arranged is None:
        return NOT_ARRANGED
    return NOT_BEGUN if now < arranged.starts_at else None


def may_record(meeting: Meeting | None, employee_number: str, standing: Standing) -> bool:
    """Whether somebody sits in a meeting in the standing in which they would record its result."""
    arranged = in_force(meeting)
    if arranged is None:
        return False
    return any(seat.standing == standing for seat in arranged.seats_of(employee_number))


def arrangers(step: Step) -> tuple[str, ...]:
    """The roles that arrange a step's meeting."""
    return (step.meeting.arranged_by if step.meeting is not None else ()) or step.by


def seats_needed(rule: MeetingRule) -> Mapping[str, int]:
    """The fewest people of each role that sit in a meeting."""
    return {role: seats.at_least for role, seats in rule.members.items() if seats.at_least}


def too_few_or_many(rule: MeetingRule, roles: Sequence[str]) -> str | None:
    """What is wrong with the roles in which people would sit, in words; None when nothing is."""
    for role in roles:
        if role not in rule.members:
            return "Nobody sits in this meeting in that role."
    for role, seats in rule.members.items():
        count = sum(each == role for each in roles)
        if not seats.at_least <= count <= seats.at_most:
            return f"{_so_many(seats.at_least, seats.at_most)} as {role_in_words(role)}."
    return None


def _so_many(at_least: int, at_most: int) -> str:
    if at_least == at_most:
        return f"Exactly {at_least} must sit in this meeting"
    return f"From {at_least} to {at_most} may sit in this meeting"


def lost_since(meeting: Meeting, place: Place, recused: frozenset[str]) -> Seat | None:
    """A seat whose member is no longer free to sit there, however the meeting went.

    Who has stepped back, and who sits as independent of a worker for whom they are responsible by
    now. That somebody has moved on since the meeting began empties no seat.
    """
    for seat in meeting.members:
        if seat.people & (recused | {place.employee_number}):
            return seat
        bound = seat.role == INDEPENDENT_HEAD_OF_SERVICE and seat.people & responsible_heads(place)
        if bound:
            return seat
    return None


def independent_of(
    meeting: Meeting | None, employee_number: str | None = None, standing: Standing | None = None
) -> frozenset[str]:
    """Who counts as independent of the worker: in a meeting, and of those who act themselves.

    Those whom they stand in for count too.
    """
    arranged = in_force(meeting)
    seats = [] if arranged is None else list(arranged.members)
    if employee_number is not None and standing is not None:
        acting = Seat(
            employee_number=employee_number, role=standing.role, on_behalf_of=standing.chain
        )
        seats.append(acting)
    independent = [seat.people for seat in seats if seat.role == INDEPENDENT_HEAD_OF_SERVICE]
    return frozenset[str]().union(*independent)
