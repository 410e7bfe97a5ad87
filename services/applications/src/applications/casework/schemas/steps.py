"""How the steps of a case stand, as it travels."""

from typing import Literal

from plumbing.wire import Answer, Instant, IsoDate


class PartAnswer(Answer):
    """What one role gave to a step."""

    role: str
    outcome: str
    actor: str
    on_behalf_of: list[str]
    at: Instant


class CountAnswer(Answer):
    """How often an outcome was given that has to be given several times."""

    action: str
    given: int
    of: int


class SeatAnswer(Answer):
    """Who sits in a meeting, in which role, and for whom where they stand in."""

    employee_number: str
    role: str
    on_behalf_of: list[str]


class MeetingAnswer(Answer):
    """The meeting of a step."""

    status: Literal["arranged", "cancelled"]
    sequence: int
    """Counts up each time that it is arranged anew or cancelled."""
    starts_at: Instant
    ends_at: Instant
    place: str
    members: list[SeatAnswer]
    advisers: list[str]
    arranged_by: str


class VacancyAnswer(Answer):
    """Something without which a step does not go on."""

    step: str
    role: str
    """The role of which nobody is left, or in which a seat is empty."""
    employee_number: str | None
    """Whose seat has become empty, or to whom the step was given by name."""
    detail: str
    """What is missing, and how it is mended."""
    mended_by: list[str]
    """The roles that can mend it."""
    people: list[str]
    """Who holds one of them, by employee number."""


class StepAnswer(Answer):
    """A step as it stands."""

    step: str
    title: str
    kind: Literal["record", "decide", "joint", "panel", "hold", "wait"]
    state: Literal["open", "done", "not_applicable"]
    visit: int
    """How often it was opened: sent back, it opens anew."""
    opened_on: IsoDate
    due_on: IsoDate | None
    """The last day for it."""
    calendar: str | None
    """What that day was found by: working days of a calendar, calendar days, or a day agreed."""
    roles: list[str]
    assigned_to: str | None
    outcome: str | None
    parts: list[PartAnswer]
    counts: list[CountAnswer]
    """How far each outcome has come that is given several times."""
    meeting: MeetingAnswer | None
