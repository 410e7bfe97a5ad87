"""Conditions and facts of a scheme in words, for people who would not read the file."""

import calendar
from collections.abc import Mapping
from datetime import date

from scheme_files.facts import FACTS_OF_A_CASE, FIXED_FACTS, Fact, FactType
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
from scheme_files.model.scheme import FactDeclaration, Scheme
from scheme_files.roles import ROLES

_Leaf = MonthsSince | Since | FactIs | FactOneOf | AtLeast | AtMost | Before | OnOrAfter


def condition_in_words(condition: Condition, scheme: Scheme) -> str:
    """A condition as it would be read out."""
    match condition:
        case AllOf(all_=inner):
            return "; and ".join(_inner(each, scheme) for each in inner)
        case AnyOf(any_=inner):
            return "; or ".join(_inner(each, scheme) for each in inner)
        case Not(not_=each):
            return f"not: {_inner(each, scheme)}"
        case PartInForce(part_in_force=part):
            return f"in force: {scheme.parts[part].required}"
        case _:
            return _leaf(condition, scheme)


def _inner(condition: Condition, scheme: Scheme) -> str:
    words = condition_in_words(condition, scheme)
    return f"({words})" if isinstance(condition, (AllOf, AnyOf)) else words


def _leaf(condition: _Leaf, scheme: Scheme) -> str:
    match condition:
        case FactIs(fact=fact, is_=value):
            return fact_in_words(fact, value, scheme)
        case FactOneOf(fact=fact, one_of=values):
            named = " or ".join(value_in_words(fact, value, scheme) for value in values)
            return f"{label_of(fact, scheme)}: {named}"
        case MonthsSince(months_since=fact, at_least=months):
            return f"{label_of(fact, scheme)}: at least {months} months ago"
        case Since(since=fact):
            return f"{label_of(fact, scheme)}: that day has come"
        case _:
            return f"{label_of(condition.fact, scheme)}: {_compared(condition, scheme)}"


def _compared(condition: AtLeast | AtMost | Before | OnOrAfter, scheme: Scheme) -> str:
    match condition:
        case AtLeast(at_least=least):
            return f"{least} or more"
        case AtMost(at_most=most):
            return f"{most} or less"
        case Before(before=other):
            return f"before {_day(other, scheme)}"
        case OnOrAfter(on_or_after=other):
            return f"{_day(other, scheme)} or later"


def _day(other: str, scheme: Scheme) -> str:
    if other[0].isdigit():
        return day_in_words(date.fromisoformat(other))
    return f"the day of '{label_of(other, scheme)}'"


def day_in_words(day: date) -> str:
    """A day as it is read out: 2 September 2024."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def facts_in_words(wanted: Mapping[str, str | bool], scheme: Scheme) -> str | None:
    """Facts and the values that they must have; None where there are none."""
    return "; and ".join(fact_in_words(*each, scheme) for each in wanted.items()) or None


def fact_in_words(fact: str, value: str | bool, scheme: Scheme) -> str:  # noqa: FBT001 - a fact's value
    """A fact and its value: `grade: Grade 9`."""
    return f"{label_of(fact, scheme)}: {value_in_words(fact, value, scheme)}"


def label_of(fact: str, scheme: Scheme) -> str:
    """What a fact is called."""
    return _fact(fact, scheme).label


def _fact(fact: str, scheme: Scheme) -> Fact | FactDeclaration:
    return FIXED_FACTS.get(fact) or FACTS_OF_A_CASE.get(fact) or scheme.facts[fact]


def value_in_words(fact: str, value: str | bool, scheme: Scheme) -> str:  # noqa: FBT001 - as above
    """A fact's value as it is read out."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    found = _fact(fact, scheme)
    words = scheme.team_types if found.type is FactType.TEAM_TYPE else found.choices
    return words.get(value, value)


def role_title(role: str, scheme: Scheme) -> str:
    """What the council calls a role."""
    return scheme.roles[role].title if role in scheme.roles else ROLES[role].title
