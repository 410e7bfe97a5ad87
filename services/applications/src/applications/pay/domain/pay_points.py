"""Effective pay points: who is on which grade and point on a day, as known at an instant.

A row holds from its first day until the next one of the same post begins; it is known from when it
was recorded until it was superseded. Rows are superseded, never changed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from applications.pay.domain.determinations import Point, SalaryStatus

_LONDON: Final = ZoneInfo("Europe/London")
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPoint:
    """A grade and point of a post from a day on; without a grade, that pay here has ended.

    `annual_salary` is GBP a year, full time, as it was known when this was decided; None where the
    point has no price. `source_known_on` is when another system knew it, by its own word, of what
    was known before anybody decided here.
    """

    employee_number: str
    post_number: str
    starts_on: date
    grade: str | None
    point: Point | None = None
    hours_per_week: Decimal | None = None
    annual_salary: Decimal | None = None
    salary_status: SalaryStatus | None = None
    application_id: UUID | None = None
    variation_id: UUID | None = None
    source_known_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectivePayPoint:
    """A pay point as it was known: until when it holds, and since when and until when it is known.

    `ends_before` is the first day of what follows, as known then; None while nothing follows.
    """

    pay_point: PayPoint
    ends_before: date | None
    recorded_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known when: the day that was asked about, and the last instant that counts."""

    known_on: date
    known_at: datetime


def end_of_day(day: date) -> datetime:
    """The last instant of a day in Europe/London, in UTC, as finely as instants are kept."""
    midnight = datetime.combine(day + timedelta(days=1), time(), _LONDON)
    return midnight.astimezone(UTC) - _MICROSECOND


def asked_at(known_on: date | None, known_at: datetime | None, *, now: datetime) -> datetime:
    """The last instant that a question wants to count: that of a day, or an instant, or now."""
    return known_at or (now if known_on is None else end_of_day(known_on))


def resolve_known(
    known_on: date | None, known_at: datetime | None, *, head: datetime | None, now: datetime
) -> Known:
    """What counts as known: until the end of a day, or an instant, or now.

    It is never later than the last thing that was recorded (`head`), so that the same question is
    answered the same when more is.
    """
    asked = asked_at(known_on, known_at, now=now)
    day = known_on or asked.astimezone(_LONDON).date()
    return Known(known_on=day, known_at=min(asked, now if head is None else head))
