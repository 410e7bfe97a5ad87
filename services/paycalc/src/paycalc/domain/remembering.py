"""Rulings remembered by the values of the facts that they rest on.

The same values come again and again: "On grade 9: 9", a date that a whole cohort shares. What came
of them is worked out once. Nothing else may enter into it but the day to assess by, and that only
in one way: something met on a day is met by every later day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

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

_THE_END_OF_TIME = Assessment(date.max)


@dataclass(frozen=True, slots=True, eq=False)
class CriterionRule:
    """A rule that is asked of everybody on a pathway.

    Attributes:
        read: The facts that it reads.
        dates: Those of them that are dates.
        rule_on: The function that rules on it.
        fails: The function that says whether it is not met, at less cost than a ruling.
    """

    read: tuple[str, ...]
    dates: tuple[str, ...]
    rule_on: RuleOn
    fails: Fails


def remembered(read: tuple[str, ...], dates: tuple[str, ...], rule_on: RuleOn) -> RuleOn:
    """Return a function that works out a rule but once for the same values of its facts.

    Without any of its dates no day matters to it. With one, it is remembered from which day on it
    is met, and what came of it before, where all of its facts are given.

    Args:
        read: The facts that the rule reads; nothing else but the day to assess by may matter.
        dates: Those of them that are dates.
        rule_on: The rule, whose conditions must all be `is_steady`.
    """
    known: Remembered[Values, tuple[Ruling, date | None]] = Remembered()
    not_yet: Remembered[Values, Ruling] = Remembered()
    values_of = values_reader(read)

    def work_out(values: Values, facts: Facts) -> tuple[Ruling, date | None]:
        ruling = rule_on(facts, _THE_END_OF_TIME)
        rests_on_day = ruling.status is Status.UNKNOWN or ruling.met_on is not None
        is_dated = rests_on_day and any(name in facts for name in dates)
        found = known[values] = (ruling, (ruling.met_on or date.max) if is_dated else None)
        return found

    def rule_before(values: Values, facts: Facts, assessment: Assessment) -> Ruling:
        ruling = rule_on(facts, assessment)
        # Where every fact is given, it is not met, and by no other day before would it be.
        if ruling.status is Status.NOT_MET and all(name in facts for name in read):
            not_yet[values] = ruling
        return ruling

    def rule_on_values(facts: Facts, assessment: Assessment) -> Ruling:
        values = values_of(facts)
        ruling, from_ = known.get(values) or work_out(values, facts)
        by = assessment.by
        if from_ is None or (by is not None and from_ <= by):
            return ruling
        return (by and not_yet.get(values)) or rule_before(values, facts, assessment)

    return rule_on_values


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
