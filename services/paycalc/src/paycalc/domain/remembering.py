"""Rulings remembered by the values of the facts that they rest on.

The same values come again and again: "On grade 9: 9", a date that a whole cohort shares. What came
of them is worked out once. Nothing else may enter into it but the day to assess by, and that only
in one way: something met on a day is met by every later day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from paycalc.domain.conditions import Assessment, Facts, FactValue
from paycalc.domain.keeping import Remembered
from paycalc.domain.rules import Ruled, Ruling, Status, sum_up
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


@dataclass(frozen=True, slots=True, eq=False)
class CriterionRule:
    """A rule that is asked of everybody on a pathway.

    Attributes:
        read: The facts that it reads.
        dates: Those of them that are dates.
        rule_on: The function that rules on it.
        fails: The function that says whether it is not met, at less cost than a ruling.
        is_exact: Whether the same values are always found in the same words.
    """

    read: tuple[str, ...]
    dates: tuple[str, ...]
    rule_on: RuleOn
    fails: Fails
    is_exact: bool


RuleOnAll = Callable[[Facts, Assessment], Ruled]


class _Alike(NamedTuple):
    """What is the same for all who have the same values, and gave the same dates.

    Attributes:
        ruled: What came of the rules, where no date was given that they read.
        anew: The places and functions of the others, which rest on days.
    """

    ruled: Ruled
    anew: tuple[tuple[int, RuleOn], ...]


def ruled_together(rules: Sequence[CriterionRule]) -> RuleOnAll:
    """Return the function that rules on all of these, in order.

    Those of whose dates none is given rest on no day. They are worked out together, but once for
    the same values: among them are nearly all answers of yes and no, and whole teams give the same.
    """
    exact = [rule for rule in rules if rule.is_exact]
    dates = tuple(dict.fromkeys(name for rule in exact for name in rule.dates))
    others = tuple(dict.fromkeys(name for rule in exact for name in rule.read if name not in dates))
    known: Remembered[tuple[FactValue | None, ...], _Alike] = Remembered()

    def rule_on_all(facts: Facts, assessment: Assessment) -> Ruled:
        values = tuple(map(facts.get, others)) + tuple(map(facts.__contains__, dates))
        alike = known.get(values)
        if alike is None:
            alike = known[values] = _work_out(rules, facts, assessment)
        return _complete(alike, facts, assessment) if alike.anew else alike.ruled

    return rule_on_all


def _work_out(rules: Sequence[CriterionRule], facts: Facts, assessment: Assessment) -> _Alike:
    anew = {
        at: rule.rule_on
        for at, rule in enumerate(rules)
        if not rule.is_exact or any(name in facts for name in rule.dates)
    }
    rulings = [rule.rule_on(facts, assessment) for rule in rules]
    resting = [ruling for at, ruling in enumerate(rulings) if at not in anew]
    return _Alike(sum_up(resting)._replace(rulings=rulings), tuple(anew.items()))


def _complete(alike: _Alike, facts: Facts, assessment: Assessment) -> Ruled:
    """Rule on what rests on days, and put it in its place among the others."""
    (kept_rulings, stops, is_open, _), anew = alike
    rulings, met_on = kept_rulings.copy(), []
    for at, rule_on in anew:
        ruling = rulings[at] = rule_on(facts, assessment)
        if ruling.counts_from:
            met_on.append(ruling.counts_from)
        elif ruling.stops:
            stops = True
        elif ruling.is_open:
            is_open = [*is_open, ruling]
    return Ruled(rulings, stops, is_open, met_on)


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
