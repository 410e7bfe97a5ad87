"""Pay tables: what a point is worth on a day, as it was known on another day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from paycalc.domain.days import pay_year

PointKey = int | tuple[str, int]
"""A spinal column point, or the grade and the position of a local point."""


class SalaryStatus(StrEnum):
    """How far a salary can be relied on."""

    SETTLED = "settled"
    PROVISIONAL = "provisional"
    UNPRICED = "unpriced"


@dataclass(frozen=True, slots=True)
class Award:
    """A pay award: the day from which it counts and the day on which it was agreed."""

    effective_from: date
    agreed_on: date
    name: str


@dataclass(frozen=True, slots=True)
class Value:
    """The annual full-time salary of a point (GBP) from a day on; None where the point ended."""

    effective_from: date
    agreed_on: date
    annual_salary: Decimal | None
    basis: str


class SalarySource(NamedTuple):
    """Where a salary is from."""

    table: str
    effective_from: date
    agreed_on: date
    basis: str


@dataclass(frozen=True, slots=True, eq=False)
class Price:
    """A salary, or the plain statement that none is known; made once, and equal to itself alone."""

    annual_salary: Decimal | None
    salary_status: SalaryStatus
    salary_source: SalarySource | None


UNPRICED = Price(None, SalaryStatus.UNPRICED, None)


@dataclass(frozen=True, slots=True)
class PayTable:
    """One spine or local scale.

    Attributes:
        id: Its id.
        sha256: The SHA-256 of its files.
        values: Its values by point, in the order of their effective days.
        settled_on: The day on which the first award of each pay year was agreed.
        prices: The prices made so far: no more than two for each value.
    """

    id: str
    sha256: str
    values: Mapping[PointKey, tuple[Value, ...]]
    settled_on: Mapping[date, date]
    prices: dict[tuple[PointKey, date, bool], Price] = field(default_factory=dict, repr=False)

    def price(self, point: PointKey, effective_on: date, known_on: date) -> Price:
        """Return the point's full-time salary in force on a day, as known on another.

        It is settled when an award for the pay year of `effective_on` had been agreed by
        `known_on`, else provisional with the latest value then known.
        """
        value = self._latest(point, effective_on, known_on)
        if value is None or value.annual_salary is None:
            return UNPRICED
        settled_on = self.settled_on.get(pay_year(effective_on))
        is_settled = settled_on is not None and settled_on <= known_on
        key = (point, value.effective_from, is_settled)
        return self.prices.get(key) or self._price_anew(key, value)

    def _price_anew(self, key: tuple[PointKey, date, bool], value: Value) -> Price:
        source = SalarySource(self.id, value.effective_from, value.agreed_on, value.basis)
        *_, is_settled = key
        status = SalaryStatus.SETTLED if is_settled else SalaryStatus.PROVISIONAL
        price = self.prices[key] = Price(value.annual_salary, status, source)
        return price

    def changes(self, point: PointKey, known_on: date) -> tuple[date, ...]:
        """Return the days from which the point has another value, as known on a day."""
        values = self.values.get(point, ())
        return tuple(value.effective_from for value in values if value.agreed_on <= known_on)

    def _latest(self, point: PointKey, effective_on: date, known_on: date) -> Value | None:
        for value in reversed(self.values.get(point, ())):
            if value.effective_from <= effective_on and value.agreed_on <= known_on:
                return value
        return None
