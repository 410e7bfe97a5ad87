"""Whether a condition of a scheme file holds: yes, no, or not known yet.

The logic is Kleene's: what is not known stays so unless the rest settles it either way.
"""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from scheme_files.facts import FIXED_FACTS
from scheme_files.model.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Before,
    Condition,
    FactIs,
    FactOneOf,
    MonthsSince,
    Not,
    OnOrAfter,
    PartInForce,
    Since,
)
from scheme_files.model.scheme import Scheme

Truth = Literal["true", "false", "unknown"]
Facts = Mapping[str, object]
_Dated = MonthsSince | Since
_Compared = AtLeast | AtMost | Before | OnOrAfter

_NOT: Final[Mapping[Truth, Truth]] = {"true": "false", "false": "true", "unknown": "unknown"}


def holds(condition: Condition, facts: Facts, *, on: date, scheme: Scheme | None = None) -> Truth:
    """Say whether a condition holds on a day.

    Args:
        condition: What is asked.
        facts: What is known, by fact; days as `date` or ISO 8601 text. A fact that is missing,
            null, or not of the kind that the condition compares is not known, unless every scheme
            takes it to be something: `service_area` is `children`.
        on: The day by which a day must have come, or months have passed.
        scheme: The scheme, for conditions on its parts; without it they are not known.
    """
    match condition:
        case AllOf(all_=inner):
            return _all(holds(each, facts, on=on, scheme=scheme) for each in inner)
        case AnyOf(any_=inner):
            negated = (_NOT[holds(each, facts, on=on, scheme=scheme)] for each in inner)
            return _NOT[_all(negated)]
        case Not(not_=inner_one):
            return _NOT[holds(inner_one, facts, on=on, scheme=scheme)]
        case PartInForce(part_in_force=part):
            return _part(scheme, part, on)
        case _:
            return _leaf(condition, facts, on)


def _leaf(condition: FactIs | FactOneOf | _Dated | _Compared, facts: Facts, on: date) -> Truth:
    match condition:
        case FactIs():
            return _is(condition, facts, on)
        case FactOneOf(fact=fact, one_of=values):
            value = _value(facts, fact)
            return _truth(value in values) if isinstance(value, str) else "unknown"
        case MonthsSince(months_since=fact, at_least=months):
            return _come(facts.get(fact), on, months=months)
        case Since(since=fact):
            return _come(facts.get(fact), on)
        case _:
            return _compared(condition, facts)


def _all(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    if "false" in found:
        return "false"
    return "unknown" if "unknown" in found else "true"


def _truth(value: bool) -> Truth:  # noqa: FBT001 - what is turned into a word
    return "true" if value else "false"


def _value(facts: Facts, fact: str) -> object:
    """What a fact is; where it is not known, what every scheme takes it to be, if anything."""
    value, fixed = facts.get(fact), FIXED_FACTS.get(fact)
    return fixed.default if value is None and fixed is not None else value


def _is(condition: FactIs, facts: Facts, on: date) -> Truth:
    value, wanted = _value(facts, condition.fact), condition.is_
    if type(value) is not type(wanted):  # 1 is not true here
        return "unknown"
    if value != wanted:
        return "false"
    dated_by = condition.met_on or condition.met_on_if_given
    come = "true" if dated_by is None else _come(facts.get(dated_by), on)
    return "true" if come == "unknown" and condition.met_on is None else come


def _come(value: object, on: date, *, months: int = 0) -> Truth:
    day = _day(value)
    return "unknown" if day is None else _truth(add_months(day, months) <= on)


def _compared(condition: _Compared, facts: Facts) -> Truth:
    match condition:
        case AtLeast(fact=fact, at_least=least):
            number = _number(facts.get(fact))
            return "unknown" if number is None else _truth(number >= least)
        case AtMost(fact=fact, at_most=most):
            number = _number(facts.get(fact))
            return "unknown" if number is None else _truth(number <= most)
        case Before(fact=fact, before=other):
            return _earlier(_day(facts.get(fact)), _bound(other, facts))
        case OnOrAfter(fact=fact, on_or_after=other):
            return _NOT[_earlier(_day(facts.get(fact)), _bound(other, facts))]


def _earlier(day: date | None, bound: date | None) -> Truth:
    return "unknown" if day is None or bound is None else _truth(day < bound)


def _bound(other: str, facts: Facts) -> date | None:
    return date.fromisoformat(other) if other[0].isdigit() else _day(facts.get(other))


def _day(value: object) -> date | None:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _part(scheme: Scheme | None, name: str, on: date) -> Truth:
    if scheme is None:
        return "unknown"
    part = scheme.parts[name]
    last = part.in_force_until
    return _truth(part.in_force_from <= on and (last is None or on <= last))


def add_months(day: date, months: int) -> date:
    """The same day of a later month; its last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
