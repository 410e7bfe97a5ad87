"""Arrears: what is owed, month by month, between what was paid and what is due.

All sums are exact until the one step that the scheme names for rounding, half up to the penny.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from paycalc.domain.days import first_of_next_month, pay_year
from paycalc.domain.pay_tables import SalaryStatus
from paycalc.domain.segments import Payroll, Segment, Stretch, segments_of

PENNY: Final = Decimal("0.01")
_EXACT: Final = Decimal("0.000001")
_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Side:
    """What was paid, or what is due, for one month."""

    segments: tuple[Segment, ...]
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Period:
    """One calendar month.

    Attributes:
        pay_in: The first day of the month in which the difference is to be paid; None for none.
    """

    starts_on: date
    ends_before: date
    paid: Side
    due: Side
    difference: Decimal | None
    salary_status: SalaryStatus
    pay_in: date | None


@dataclass(frozen=True, slots=True)
class Arrears:
    """What is owed, negative for an overpayment.

    Attributes:
        total: None where a month is unpriced.
        awards_not_settled: The first days of the pay years whose award was not agreed yet.
    """

    periods: tuple[Period, ...]
    total: Decimal | None
    salary_status: SalaryStatus
    awards_not_settled: tuple[date, ...]


def find_arrears(payroll: Payroll, paid: Sequence[Stretch], due: Sequence[Stretch]) -> Arrears:
    """Return what is owed by the end of `payroll.through`, month by month."""
    months = _months([*paid, *due], payroll.through)
    exact = [
        _exact_month(payroll, starts_on, ends_before, paid, due)
        for starts_on, ends_before in months
    ]
    periods = tuple(_period(payroll, month) for month in exact)
    statuses = [period.salary_status for period in periods]
    not_settled = {
        pay_year(segment.starts_on)
        for period in periods
        for segment in (*period.paid.segments, *period.due.segments)
        if segment.price.salary_status is SalaryStatus.PROVISIONAL
    }
    return Arrears(
        periods, _total(payroll, exact, periods), _worst(statuses), tuple(sorted(not_settled))
    )


def round_half_up(amount: Fraction, unit: Decimal = PENNY) -> Decimal:
    """Return an exact amount rounded half up, away from nought, so that owing mirrors owed."""
    scaled = abs(amount) / Fraction(unit)
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(whole) * unit).copy_sign(-1 if amount < 0 and whole else 1)


def as_written(amount: Fraction) -> Decimal:
    """Return an exact amount to six places, to be read and not reckoned with."""
    return round_half_up(amount, _EXACT)


@dataclass(frozen=True, slots=True)
class _ExactMonth:
    starts_on: date
    ends_before: date
    paid: tuple[Segment, ...]
    due: tuple[Segment, ...]


def _months(stretches: Sequence[Stretch], through: date) -> Iterator[tuple[date, date]]:
    """Yield the calendar months from the first stretch on, the last one cut off at `through`."""
    end = through + timedelta(days=1)
    day = min((stretch.starts_on for stretch in stretches), default=end).replace(day=1)
    while day < end:
        following = first_of_next_month(day)
        yield day, min(following, end)
        day = following


def _exact_month(
    payroll: Payroll,
    starts_on: date,
    ends_before: date,
    paid: Sequence[Stretch],
    due: Sequence[Stretch],
) -> _ExactMonth:
    return _ExactMonth(
        starts_on,
        ends_before,
        tuple(segments_of(payroll, paid, starts_on, ends_before)),
        tuple(segments_of(payroll, due, starts_on, ends_before)),
    )


def _sum(segments: Sequence[Segment]) -> Fraction | None:
    amounts = [segment.amount for segment in segments]
    return None if None in amounts else sum((amount for amount in amounts if amount), _ZERO)


def _period(payroll: Payroll, month: _ExactMonth) -> Period:
    paid = _side(payroll, month.paid)
    due = _side(payroll, month.due)
    difference = _difference(payroll, month, paid, due)
    statuses = [segment.price.salary_status for segment in (*month.paid, *month.due)]
    return Period(
        starts_on=month.starts_on,
        ends_before=month.ends_before,
        paid=paid,
        due=due,
        difference=difference,
        salary_status=_worst(statuses),
        pay_in=_pay_in(payroll, month.starts_on) if difference else None,
    )


def _side(payroll: Payroll, segments: tuple[Segment, ...]) -> Side:
    exact = _sum(segments)
    if exact is None:
        return Side(segments, None)
    match payroll.pay.rounding.at:
        case "month":
            return Side(segments, round_half_up(exact))
        case "segment":
            rounded = [round_half_up(item.amount) for item in segments if item.amount is not None]
            return Side(segments, sum(rounded, Decimal("0.00")))
        case "difference" | "total":
            return Side(segments, as_written(exact))


def _difference(payroll: Payroll, month: _ExactMonth, paid: Side, due: Side) -> Decimal | None:
    if paid.amount is None or due.amount is None:
        return None
    exact = (_sum(month.due) or _ZERO) - (_sum(month.paid) or _ZERO)
    match payroll.pay.rounding.at:
        case "month" | "segment":
            return due.amount - paid.amount
        case "difference":
            return round_half_up(exact)
        case "total":
            return as_written(exact)


def _total(
    payroll: Payroll, months: Sequence[_ExactMonth], periods: Sequence[Period]
) -> Decimal | None:
    differences = [period.difference for period in periods]
    if None in differences:
        return None
    if payroll.pay.rounding.at == "total":
        exact = sum(
            ((_sum(item.due) or _ZERO) - (_sum(item.paid) or _ZERO) for item in months), _ZERO
        )
        return round_half_up(exact)
    return sum((item for item in differences if item), Decimal("0.00"))


def _pay_in(payroll: Payroll, month: date) -> date:
    closed = payroll.closed_through
    if closed is None or month > closed:
        return month
    return first_of_next_month(closed)


def _worst(statuses: Sequence[SalaryStatus]) -> SalaryStatus:
    for status in (SalaryStatus.UNPRICED, SalaryStatus.PROVISIONAL):
        if status in statuses:
            return status
    return SalaryStatus.SETTLED
