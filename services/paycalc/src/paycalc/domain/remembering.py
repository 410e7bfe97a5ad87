"""Rulings remembered by the values of the facts that they rest on.

The same values come again and again: "On grade 9: 9", a date that a whole cohort shares. What came
of them is worked out once. Nothing else may enter into it but the day to assess by, and that only
in one way: something met on a day is met by every later day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from paycalc.domain.conditions import Assessment, Facts, FactValue
from paycalc.domain.keeping import Remembered
from paycalc.domain.rules import Ruling, Status
from scheme_files.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FactIs,
    MonthsSince,
    Not,
    PartInForce,
    Since,
)

RuleOn = Callable[[Facts, Assessment], Ruling]
Fails = Callable[[Facts, Assessment], bool]
Values = FactValue | tuple[FactValue | None, ...] | None
"""The values of the facts that a rule reads; of one fact, its value as it is."""

_MOST_OTHERS: Final = 64
_THE_END_OF_TIME = Assessment(date.max)


class OnDays(NamedTuple):
    """How to rule for those who gave the same dates, and have the same other values.

    Attributes:
        rule_on: The function that rules.
        fact: The one date that the rule reads of those given; empty where there is not one.
        known: By that date, the day from which the rule is met, for good, and the ruling.
    """

    rule_on: RuleOn
    fact: str
    known: Mapping[FactValue | None, tuple[date, Ruling]]


@dataclass(frozen=True, slots=True, eq=False)
class CriterionRule:
    """A rule that is asked of everybody on a pathway.

    Attributes:
        read: The facts that it reads.
        dates: Those of them that are dates.
        rule_on: The function that rules on it.
        fails: The function that says whether it is not met, at less cost than a ruling.
        on_days: The function that says how to rule on cases like one.
    """

    read: tuple[str, ...]
    dates: tuple[str, ...]
    rule_on: RuleOn
    fails: Fails
    on_days: Callable[[Facts], OnDays]


def remembered(read: tuple[str, ...], dates: tuple[str, ...], rule_on: RuleOn) -> RuleOn:
    """Return a function that works out a rule but once for the same values of its facts.

    Without any of its dates no day matters to it. With one, it is remembered that it is met from a
    day on, or that it will never be.

    Args:
        read: The facts that the rule reads; nothing else but the day to assess by may matter.
        dates: Those of them that are dates.
        rule_on: The rule, whose conditions must all be `is_steady`.
    """
    known: Remembered[Values, tuple[Ruling, bool]] = Remembered()
    values_of = values_reader(read)

    def work_out(values: Values, facts: Facts) -> tuple[Ruling, bool]:
        ruling = rule_on(facts, _THE_END_OF_TIME)
        rests_on_day = ruling.status is Status.UNKNOWN or ruling.met_on is not None
        is_dated = rests_on_day and any(name in facts for name in dates)
        found = known[values] = (ruling, is_dated)
        return found

    def rule_on_values(facts: Facts, assessment: Assessment) -> Ruling:
        values = values_of(facts)
        ruling, is_dated = known.get(values) or work_out(values, facts)
        if is_dated:
            by, met_on = assessment.by, ruling.met_on
            if by is None or met_on is None or met_on > by:
                return rule_on(facts, assessment)
        return ruling

    return rule_on_values


def always_anew(rule_on: RuleOn) -> Callable[[Facts], OnDays]:
    """Return what says of any case that a rule is to be ruled on anew."""
    on_days = OnDays(rule_on, "", {})
    return lambda _: on_days


def once_for_a_date(
    read: tuple[str, ...], dates: tuple[str, ...], rule_on: RuleOn
) -> Callable[[Facts], OnDays]:
    """Return what says how to rule on cases like one: but once for the same date, when it is met.

    Args:
        read: The facts that the rule reads.
        dates: Those of them that are dates.
        rule_on: The rule, as it is `remembered`.
    """
    alike: Remembered[tuple[str, Values], OnDays] = Remembered(_MOST_OTHERS)
    anew = always_anew(rule_on)

    def on_days(facts: Facts) -> OnDays:
        given = [name for name in dates if name in facts]
        if len(given) != 1:
            return anew(facts)
        (fact,) = given
        key = (fact, tuple([facts.get(name) for name in read if name != fact]))
        return alike.get(key) or alike.setdefault(key, _keeping(rule_on, fact))

    return on_days


def _keeping(rule_on: RuleOn, fact: str) -> OnDays:
    known: Remembered[FactValue | None, tuple[date, Ruling]] = Remembered()

    def rule_and_keep(facts: Facts, assessment: Assessment) -> Ruling:
        ruling = rule_on(facts, assessment)
        if ruling.met_on is not None:
            known[facts[fact]] = (ruling.met_on, ruling)
        return ruling

    return OnDays(rule_and_keep, fact, known)


def values_reader(read: tuple[str, ...]) -> Callable[[Facts], Values]:
    """Return the function that takes the values of some facts; most rules read one or two."""
    match read:
        case (fact,):
            return lambda facts: facts.get(fact)
        case (first, second):
            return lambda facts: (facts.get(first), facts.get(second))
        case _:
            return lambda facts: tuple(map(facts.get, read))


def is_steady(condition: Condition | None) -> bool:
    """Say whether a condition, once met on a day, stays met: no date is negated."""
    match condition:
        case AllOf(all_=inner) | AnyOf(any_=inner):
            return all(is_steady(part) for part in inner)
        case Not(not_=inner):
            return not is_dated(inner)
        case PartInForce():
            return False
        case _:
            return True


def is_dated(condition: Condition | None) -> bool:
    """Say whether it depends on a day whether a condition holds."""
    match condition:
        case AllOf(all_=inner) | AnyOf(any_=inner):
            return any(is_dated(part) for part in inner)
        case Not(not_=inner):
            return is_dated(inner)
        case MonthsSince() | Since() | PartInForce():
            return True
        case FactIs(met_on=day, met_on_if_given=known_day):
            return bool(day or known_day)
        case _:
            return False
