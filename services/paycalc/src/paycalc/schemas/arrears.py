"""The body of a request for arrears, and of its answer."""

from decimal import Decimal
from typing import Annotated, Final

from annotated_types import MaxLen

from paycalc.schemas.determinations import PointBody, SalaryStatusName
from plumbing.wire import (
    Answer,
    IsoDate,
    Money,
    PatternText,
    Question,
    Slug,
    WholeNumber,
    decimal_string,
)

_MOST_ENTRIES: Final = 500

HoursPerWeek = Annotated[
    Decimal, decimal_string(r"^(0|[1-9][0-9]?)(\.[0-9]{1,2})?$", example="37.00")
]
"""Hours a week."""

GradeLabel = Annotated[
    str,
    PatternText(
        "^[A-Za-z0-9]([A-Za-z0-9 ./-]{0,18}[A-Za-z0-9])?$",
        what_to_do="Give the label of a grade, such as one that the scheme names.",
        example="9",
    ),
]

Amount = Annotated[
    Decimal, decimal_string(r"^-?(0|[1-9][0-9]{0,9})\.[0-9]{2,6}$", example="3398.083333")
]
"""GBP, to as many places as the step before rounding is written with."""

Month = Annotated[
    str,
    PatternText(
        "^(19|20|21|22)[0-9]{2}-(0[1-9]|1[0-2])$",
        what_to_do="Give a month as YYYY-MM.",
        example="2026-01",
    ),
]
"""A calendar month, YYYY-MM."""


class HoursEntry(Question):
    """The hours a week from a day on."""

    starts_on: IsoDate
    hours_per_week: HoursPerWeek


class PayEntry(Question):
    """A worker on one point for a time."""

    starts_on: IsoDate
    ends_before: IsoDate | None = None
    """The first day that no longer counts; null while it goes on."""
    grade: GradeLabel
    position: Annotated[int, WholeNumber(1, 999)]


class PaidBody(PayEntry):
    """What was paid."""

    known_on: IsoDate | None = None
    """The day as known on which it was paid, so that an award settled since shows as owed; the
    request's own when left out."""


class ArrearsQuestionBody(Question):
    """What was paid, what is due, and up to which day."""

    scheme: Slug
    known_on: IsoDate | None = None
    """What was known by the end of which day (Europe/London); today when left out."""
    through: IsoDate
    """The last day that counts."""
    closed_through: IsoDate | None = None
    """The last day of the last payroll that is closed: what is owed up to then is paid after it."""
    hours: Annotated[list[HoursEntry], MaxLen(_MOST_ENTRIES)]
    """The hours a week, each entry from its day on."""
    paid: Annotated[list[PaidBody], MaxLen(_MOST_ENTRIES)]
    due: Annotated[list[PayEntry], MaxLen(_MOST_ENTRIES)]


class SegmentBody(Answer):
    """A part of a month at one rate, exact."""

    starts_on: IsoDate
    ends_before: IsoDate
    grade: str
    point: PointBody
    hours_per_week: HoursPerWeek
    annual_salary: Money | None
    """GBP a year, full time; null where the point is unpriced."""
    salary_status: SalaryStatusName
    days: int
    """The days that count by the method."""
    fraction: str | None
    """Those days against what they are counted against; null for a whole month, a twelfth."""
    rate: Amount | None
    """GBP for a whole month at these hours, before rounding, written to six places."""
    amount: Amount | None
    """GBP for this segment, before rounding, written to six places."""
    working: str | None
    """The sum as it would be written on paper."""


class SideBody(Answer):
    """What was paid, or what is due, for one month."""

    amount: Amount | None
    """GBP, rounded where the scheme says so."""
    segments: list[SegmentBody]


class PeriodBody(Answer):
    """One calendar month; the last may be cut off by `through`."""

    period: Month
    starts_on: IsoDate
    ends_before: IsoDate
    paid: SideBody
    due: SideBody
    difference: Amount | None
    """GBP owed for the month; negative for an overpayment, null where it is unpriced."""
    salary_status: SalaryStatusName
    pay_in: Month | None
    """The month in which to pay the difference; null where there is none."""


class UnsettledAward(Answer):
    """A pay year whose award was not agreed by `known_on`."""

    effective_from: IsoDate


class ArrearsAnswerBody(Answer):
    """What is owed, month by month."""

    scheme: str
    scheme_version: IsoDate
    known_on: IsoDate
    through: IsoDate
    closed_through: IsoDate | None
    part_month_method: str
    rounding: str
    """Where amounts are rounded, half up to the penny."""
    full_time_hours: HoursPerWeek
    periods: list[PeriodBody]
    total: Money | None
    """GBP owed in all; negative for an overpayment, null where a month is unpriced."""
    salary_status: SalaryStatusName
    awards_not_settled: list[UnsettledAward]
