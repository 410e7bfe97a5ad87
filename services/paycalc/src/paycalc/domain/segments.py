"""Parts of a month at one rate each, worked out exactly: nothing is rounded here."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from paycalc.domain.grades import Grades, Point
from paycalc.domain.part_months import METHODS, Method, Share
from paycalc.domain.pay_tables import Price
from scheme_files.model.scheme import Pay


@dataclass(frozen=True, slots=True)
class Stretch:
    """A worker on one point for a time, half-open; priced as known on a day."""

    starts_on: date
    ends_before: date | None
    grade: str
    position: int
    known_on: date


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours a week from a day on."""

    starts_on: date
    hours_per_week: Decimal


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a month at one rate; `amount` is exact, and None where the point is unpriced."""

    starts_on: date
    ends_before: date
    grade: str
    point: Point
    hours_per_week: Decimal
    price: Price
    share: Share
    amount: Fraction | None


@dataclass(frozen=True, slots=True)
class Payroll:
    """What all sums of a request share; the hours in the order of their days."""

    pay: Pay
    grades: Grades
    hours: tuple[Hours, ...]
    through: date
    closed_through: date | None

    @property
    def method(self) -> Method:
        """How part of a month is paid."""
        return METHODS[self.pay.part_months.method]

    @property
    def full_time(self) -> Fraction:
        """The hours a week of a full-time salary."""
        return Fraction(self.pay.full_time_hours.hours)


class _Rate(NamedTuple):
    """What a worker is paid by, apart from the days."""

    grade: str
    point: Point
    hours_per_week: Decimal
    price: Price


class _Piece(NamedTuple):
    """Days of a month at one rate."""

    starts_on: date
    ends_before: date
    rate: _Rate


def segments_of(
    payroll: Payroll, stretches: Sequence[Stretch], starts_on: date, ends_before: date
) -> Iterator[Segment]:
    """Return the parts of a month, each at one rate, in order."""
    pieces: list[_Piece] = []
    for piece in _pieces(payroll, stretches, starts_on, ends_before):
        last = pieces[-1] if pieces else None
        if last and (last.ends_before, last.rate) == (piece.starts_on, piece.rate):
            # An entry that changes nothing must not make a whole month into two parts of one.
            pieces[-1] = last._replace(ends_before=piece.ends_before)
        else:
            pieces.append(piece)
    return (_segment(payroll, piece) for piece in pieces)


def _pieces(
    payroll: Payroll, stretches: Sequence[Stretch], starts_on: date, ends_before: date
) -> Iterator[_Piece]:
    for stretch in sorted(stretches, key=lambda stretch: stretch.starts_on):
        first = max(starts_on, stretch.starts_on)
        end = min(ends_before, stretch.ends_before or ends_before)
        if first < end:
            for begin, stop in pairwise(_cuts(payroll, stretch, first, end)):
                yield _Piece(begin, stop, _rate(payroll, stretch, begin))


def _cuts(payroll: Payroll, stretch: Stretch, first: date, end: date) -> list[date]:
    """Return the days on which the rate may change within a stretch, both ends included."""
    table = payroll.grades.table
    after, upto = (bisect_right(payroll.hours, day, key=_starts_on) for day in (first, end))
    changes = [hours.starts_on for hours in payroll.hours[after:upto]]
    if table is not None:
        point = _point(payroll, stretch)
        changes += table.changes(payroll.grades.key(stretch.grade, point), stretch.known_on)
    return sorted({first, end, *(day for day in changes if first < day < end)})


def _starts_on(hours: Hours) -> date:
    return hours.starts_on


def _rate(payroll: Payroll, stretch: Stretch, day: date) -> _Rate:
    point = _point(payroll, stretch)
    hours = payroll.hours[bisect_right(payroll.hours, day, key=_starts_on) - 1].hours_per_week
    price = payroll.grades.price(stretch.grade, point, day, stretch.known_on)
    return _Rate(stretch.grade, point, hours, price)


def _segment(payroll: Payroll, piece: _Piece) -> Segment:
    rate, share = piece.rate, payroll.method(piece.starts_on, piece.ends_before)
    salary, amount = rate.price.annual_salary, None
    if salary is not None:
        hours = Fraction(rate.hours_per_week) / payroll.full_time
        amount = Fraction(salary) * hours * share.of_year
    return Segment(piece.starts_on, piece.ends_before, *rate, share, amount)


def _point(payroll: Payroll, stretch: Stretch) -> Point:
    return payroll.grades.points[stretch.grade][stretch.position - 1]
