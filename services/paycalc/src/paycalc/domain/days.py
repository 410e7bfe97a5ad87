"""Days and months, as the schemes count them. Dates never shift for weekends."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
"""The days between which a request may ask; an answer may count on from them."""

_APRIL = 4
_DECEMBER = 12
_SHORTEST_MONTH = 28


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on, else that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if day.day <= _SHORTEST_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def latest_start(day: date, months: int) -> date:
    """Return the latest day from which so many months are over on `day`."""
    start = add_months(day, -months)
    if day.day < _SHORTEST_MONTH:
        return start
    while add_months(start + timedelta(days=1), months) <= day:
        start += timedelta(days=1)
    return start


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after this one."""
    if day.month == _DECEMBER:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)


def next_of(days_of_year: Sequence[tuple[int, int]], day: date) -> date:
    """Return the first of these (month, day) of the year that is on `day` or after it."""
    for month, day_of_month in days_of_year:
        if (month, day_of_month) >= (day.month, day.day):
            return date(day.year, month, day_of_month)
    month, day_of_month = days_of_year[0]
    return date(day.year + 1, month, day_of_month)


def pay_year(day: date) -> date:
    """Return the 1 April on which the pay year of a day began."""
    return date(day.year if day.month >= _APRIL else day.year - 1, _APRIL, 1)


def days_of_year(written: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Turn days written MM-DD into (month, day)."""
    return tuple((int(day[:2]), int(day[3:])) for day in written)
