"""By when a step is due: days counted from the day on which it opens, which does not count."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Final, Literal

import holidays

from scheme_files.model.work import Deadline

Nation = Literal["england-and-wales", "scotland", "northern-ireland"]

# England and Wales have the same bank holidays.
_SUBDIVISIONS: Final = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_RELEASE: Final = version("holidays")


def due_on(
    opened_on: date, deadline: Deadline, *, nation: Nation, closure_days: Collection[date]
) -> tuple[date, str]:
    """The last day on which a step is in time, and the version of the calendar that says so.

    Working days are without Saturdays, Sundays, the nation's bank holidays (with the days that
    stand in for those on a weekend) and the days on which the authority is closed. With calendar
    days every day counts. A deadline by a fact is not counted: see `fact_due_on`.

    Raises:
        ValueError: The deadline is by a fact.
    """
    if deadline.calendar_days is not None:
        return opened_on + timedelta(days=deadline.calendar_days), "calendar days"
    if deadline.working_days is None:
        raise ValueError("A deadline by a fact is not counted from the day a step opens.")
    day, left = opened_on, deadline.working_days
    while left:
        day += _DAY
        left -= is_working_day(day, nation=nation, closure_days=closure_days)
    return day, calendar_version(nation, closure_days)


def fact_due_on(deadline: Deadline, facts: Mapping[str, object]) -> date | None:
    """The last day by a fact; None while the fact is not known, and for days that are counted."""
    value = None if deadline.by_fact is None else facts.get(deadline.by_fact)
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if isinstance(value, str) else None


def is_working_day(day: date, *, nation: Nation, closure_days: Collection[date]) -> bool:
    """Whether the authority works on a day."""
    is_weekend = day.weekday() >= _SATURDAY
    return not is_weekend and day not in closure_days and not _is_bank_holiday(day, nation)


def calendar_version(nation: Nation, closure_days: Collection[date]) -> str:
    """What working days were counted by: the same words, the same days."""
    bank_holidays = f"holidays {_RELEASE} {nation}"
    if not closure_days:
        return bank_holidays
    days = sorted(set(closure_days))
    digest = hashlib.sha256(",".join(map(str, days)).encode("ascii")).hexdigest()[:12]
    noun = "closure day" if len(days) == 1 else "closure days"
    return f"{bank_holidays} + {len(days)} {noun} {digest}"


@lru_cache(maxsize=4096)
def _is_bank_holiday(day: date, nation: Nation) -> bool:
    return day in _bank_holidays(nation)


@cache
def _bank_holidays(nation: Nation) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation])
