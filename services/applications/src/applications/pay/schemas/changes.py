"""What travels about changes of pay."""

from typing import Annotated, Self

from applications.pay.domain.changes import PayChange
from applications.pay.schemas.points import PointAnswer, SalaryStatus, members
from applications.people.schemas import EmployeeNumber, GradeLabel, PostNumber
from applications.people.schemas.names import HoursPerWeek
from plumbing.wire import (
    Answer,
    Flag,
    Instant,
    IsoDate,
    Money,
    PatternText,
    QueryCount,
    Question,
)

Position = Annotated[
    str,
    PatternText(
        "^(0|[1-9][0-9]{0,23})$",
        what_to_do="Give a position as `next_cursor` or a `position` has it: digits only.",
        example="0",
        longest=24,
    ),
]
"""A place among the changes: compare two as numbers."""


class PayChangeAnswer(Answer):
    """What became known of a post's pay: from a day on, since an instant."""

    position: Position
    """Its place: they increase strictly in the order in which changes became known."""
    employee_number: EmployeeNumber
    post_number: PostNumber
    grade: GradeLabel | None
    """Null where pay here ends on `starts_on`."""
    point: PointAnswer | None
    hours_per_week: HoursPerWeek | None
    starts_on: IsoDate
    """The day from which it is valid."""
    ends_before: IsoDate | None
    """The first day of what followed, as known then: the change says nothing of days from then on;
    null while nothing followed."""
    recorded_at: Instant
    """Since when it is known."""
    superseded_at: Instant | None
    """From when on something else is known of `starts_on`; null while this is what is known."""
    supersedes: Position | None
    """The change that said something else of `starts_on` before; null where this is the first."""
    back_dated: Flag
    """Whether it became known after the day from which it is valid."""
    future_dated: Flag
    """Whether it became known before that day."""
    annual_salary: Money | None
    """GBP a year, full time, as it was known when it was decided; null where it has no price."""
    salary_status: SalaryStatus | None
    application_id: str | None
    """The case that led to it."""
    variation_id: str | None

    @classmethod
    def of(cls, change: PayChange) -> Self:
        """A change as it is sent."""
        found, point = change.found, change.found.pay_point
        ids = {name: getattr(point, name) for name in ("application_id", "variation_id")}
        return cls.model_validate(
            {
                **members(point),
                **{name: None if value is None else str(value) for name, value in ids.items()},
                "point": PointAnswer.of(point.point),
                "ends_before": found.ends_before,
                "recorded_at": found.recorded_at,
                "superseded_at": found.superseded_at,
                "position": str(change.moment.position),
                "supersedes": None
                if change.supersedes is None
                else str(change.supersedes.position),
                "back_dated": change.days_late > 0,
                "future_dated": change.days_late < 0,
            }
        )


class PayChangesAnswer(Answer):
    """Changes of pay in the order in which they became known."""

    items: list[PayChangeAnswer]
    next_cursor: Position
    """Where to go on from, as `after`: always there, for there will be more."""
    known_at: Instant
    """The last instant that was looked at."""


class QueryPayChanges(Question):
    """Which changes are asked for, how many, and how long to wait for one."""

    after: Position = "0"
    """Give what comes behind this position: the `next_cursor` of the answer before, or the
    `position` of the last item that was dealt with; 0 for everything."""
    limit: Annotated[int, QueryCount(1, 1000)] = 100
    """The most items to give at once."""
    wait: Annotated[int, QueryCount(0, 25)] = 0
    """How long to wait for something new where there is nothing, in seconds."""
    known_after: Instant | None = None
    """Only what became known after this instant."""
    known_at: Instant | None = None
    """Only what was known by this instant."""
    affecting_from: IsoDate | None = None
    """Only what says something of this day or later ones."""
