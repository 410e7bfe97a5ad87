"""What part of a month is worth, by the scheme's method. Exact: nothing is rounded here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from paycalc.domain.days import first_of_next_month

_MONTHS = 12
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a year's salary that a stretch of one month is worth.

    Attributes:
        days: The days that count by the method (calendar or working days).
        of_days: What they are counted against; None for a whole month, which is a twelfth.
        of_year: The share of the annual salary.
        in_words: The same, as it would be written on paper.
    """

    days: int
    of_days: int | None
    of_year: Fraction
    in_words: str


Method = Callable[[date, date], Share]


def _whole_month(starts_on: date, ends_before: date) -> bool:
    return starts_on.day == 1 and ends_before == first_of_next_month(starts_on)


def calendar_days(starts_on: date, ends_before: date) -> Share:
    """Days over the days of that month, of a twelfth of the year."""
    days = (ends_before - starts_on).days
    first = starts_on.replace(day=1)
    of_days = (first_of_next_month(first) - first).days
    if days == of_days:
        return _a_twelfth(days)
    return Share(days, of_days, Fraction(days, of_days * _MONTHS), f"/ 12 x {days}/{of_days}")


def days_of_365(starts_on: date, ends_before: date) -> Share:
    """A twelfth for a whole month; else one 365th of the year a calendar day."""
    days = (ends_before - starts_on).days
    if _whole_month(starts_on, ends_before):
        return _a_twelfth(days)
    return Share(days, 365, Fraction(days, 365), f"x {days}/365")


def working_days_of_260(starts_on: date, ends_before: date) -> Share:
    """A twelfth for a whole month; else one 260th of the year a working day, Monday to Friday."""
    days = _working_days(starts_on, ends_before)
    if _whole_month(starts_on, ends_before):
        return _a_twelfth(days)
    return Share(days, 260, Fraction(days, 260), f"x {days}/260")


def _a_twelfth(days: int) -> Share:
    return Share(days, None, Fraction(1, _MONTHS), "/ 12")


def _working_days(starts_on: date, ends_before: date) -> int:
    every_day = (starts_on + timedelta(days=n) for n in range((ends_before - starts_on).days))
    return sum(day.weekday() < _SATURDAY for day in every_day)


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "calendar_days": calendar_days,
        "days_of_365": days_of_365,
        "working_days_of_260": working_days_of_260,
    }
)
