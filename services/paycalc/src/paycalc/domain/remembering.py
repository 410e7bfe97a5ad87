"""Rulings remembered by the values of the facts that they rest on.

The same values come again and again: "On grade 9: 9", a date that a whole cohort shares. What came
of them is worked out once. Nothing else may enter into it but the day to assess by, and that only
in one way: something met on a day is met by every later day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from paycalc.domain.conditions import Assessment, Facts, FactValue
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

MOST_REMEMBERED = 4096
"""How many rulings to keep for one rule: dates, and labels of grades, have no end."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class _Known(dict[Key, Value]):
    """What a function came to, by its argument; all is forgotten when there is too much of it.

    An LRU cache would note each use, in entries that have long left the processor's own caches:
    for days, of which there are many, that costs more than to begin anew once in a long while.
    """

    def __init__(self, function: Callable[[Key], Value]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, key: Key) -> Value:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        value = self[key] = self._function(key)
        return value


def kept(function: Callable[[Key], Value]) -> Callable[[Key], Value]:
    """Keep what a function of a day came to: rulings are made once for each day."""
    return _Known(function).__getitem__


_THE_END_OF_TIME = Assessment(date.max)


def remembered(read: tuple[str, ...], rule_on: RuleOn, *, dated: bool) -> RuleOn:
    """Return a function that works out a rule but once for the same values of its facts.

    Args:
        read: The facts that the rule reads; nothing else but the day to assess by may matter.
        rule_on: The rule, whose conditions must all be `is_steady`.
        dated: Whether the day to assess by matters; then only what is met by it is remembered.
    """
    known: dict[Values, Ruling] = {}
    values_of = values_reader(read)

    def work_out(values: Values, facts: Facts) -> Ruling:
        if len(known) >= MOST_REMEMBERED:
            known.clear()
        ruling = known[values] = rule_on(facts, _THE_END_OF_TIME)
        return ruling

    def rule_on_values(facts: Facts, _: Assessment) -> Ruling:
        values = values_of(facts)
        return known.get(values) or work_out(values, facts)

    def rule_on_dated_values(facts: Facts, assessment: Assessment) -> Ruling:
        values = values_of(facts)
        ruling = known.get(values) or work_out(values, facts)
        by, met_on = assessment.by, ruling.met_on
        if by is not None and ruling.status is not Status.UNKNOWN and (not met_on or met_on <= by):
            return ruling
        return rule_on(facts, assessment)

    return rule_on_dated_values if dated else rule_on_values


@dataclass(frozen=True, slots=True, eq=False)
class CriterionRule:
    """A rule that is asked of everybody on a pathway.

    Attributes:
        read: The facts that it reads.
        rule_on: The function that rules on it.
        fails: The function that says whether it is not met, at less cost than a ruling.
        is_timeless: Whether it rests on the values of those facts alone, and on no day.
    """

    read: tuple[str, ...]
    rule_on: RuleOn
    fails: Fails
    is_timeless: bool


RuleOnAll = Callable[[Facts, Assessment], list[Ruling]]


def ruled_together(rules: Sequence[CriterionRule]) -> RuleOnAll:
    """Return the function that rules on all of these, in order.

    Those that rest on no day are worked out together, but once for the same values: among them are
    nearly all answers of yes and no, and whole teams give the same ones.
    """
    read = tuple(dict.fromkeys(name for rule in rules if rule.is_timeless for name in rule.read))
    anew = tuple((at, rule.rule_on) for at, rule in enumerate(rules) if not rule.is_timeless)
    known: dict[tuple[FactValue | None, ...], list[Ruling]] = {}

    def rule_on_all(facts: Facts, assessment: Assessment) -> list[Ruling]:
        values = tuple(map(facts.get, read))
        found = known.get(values)
        if found is None:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            found = known[values] = [rule.rule_on(facts, assessment) for rule in rules]
        rulings = found.copy()
        for at, rule_on in anew:
            rulings[at] = rule_on(facts, assessment)
        return rulings

    return rule_on_all


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
