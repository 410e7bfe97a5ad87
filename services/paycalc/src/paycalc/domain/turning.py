"""Which changes of one fact would turn a rule that is not met, or make somebody eligible."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from paycalc.domain.asking import Asked, Candidate, Shape
from paycalc.domain.conditions import Assessment, Check, Facts, FactValue
from paycalc.domain.keeping import Remembered
from paycalc.domain.remembering import CriterionRule, Fails

Turning = Callable[[Facts, Assessment], list[Candidate]]


class Eligibility(NamedTuple):
    """A change that makes somebody eligible for accelerated pay.

    Attributes:
        fact: The fact.
        value: The value it would have to have.
        is_alone: Whether it is known that no criterion, and no date, comes to anything else by it.
    """

    fact: str
    value: FactValue
    is_alone: bool


MakingEligible = Callable[[Facts, Assessment], list[Eligibility]]


def compile_turning(asked: Asked, fails: Fails) -> Turning:
    """Return the function that names the other values by which a rule would no longer fail.

    Dates are not among them: they are worked out from the day to assess by. Which values turn a
    rule is the same for everybody with the same shape of facts, and is tried out once for each.
    """
    known: Remembered[Shape, list[Candidate]] = Remembered()

    def try_out(facts: Facts, assessment: Assessment) -> list[Candidate]:
        return [
            (fact, value)
            for fact, value in asked.other_values(facts)
            if not fails({**facts, fact: value}, assessment)
        ]

    def turning(facts: Facts, assessment: Assessment) -> list[Candidate]:
        shape = asked.shape(facts, assessment.by)
        if shape is None:
            return try_out(facts, assessment)
        found = known.get(shape)
        if found is None:
            found = known[shape] = try_out(facts, assessment)
        return found

    return turning


def compile_making_eligible(
    asked: Asked,
    eligible: Check,
    readers: Mapping[str, Sequence[CriterionRule]],
    dated_by: frozenset[str],
) -> MakingEligible:
    """Return the function that names the changes that make somebody eligible.

    Args:
        asked: What the rule for accelerated pay asks.
        eligible: The function that decides it.
        readers: The criteria that read each fact.
        dated_by: The facts from which the effective date follows.
    """
    touched = [rule for name in asked.read for rule in readers.get(name, ())]
    dates = tuple(dict.fromkeys(name for rule in touched for name in rule.dates))
    read = (*asked.read, *(name for rule in touched for name in rule.read if name not in dates))
    others = tuple(dict.fromkeys(read))
    known: Remembered[tuple[FactValue | None, ...], list[Eligibility]] = Remembered()

    def is_alone(fact: str, facts: Facts, changed: Facts) -> bool:
        rules = readers.get(fact, ())
        if fact in dated_by or any(name in facts for rule in rules for name in rule.dates):
            return False
        no_day = Assessment(None)
        pairs = [(rule.rule_on(facts, no_day), rule.rule_on(changed, no_day)) for rule in rules]
        return all(before.status is now.status for before, now in pairs)

    def try_out(facts: Facts, assessment: Assessment) -> list[Eligibility]:
        candidates = (*asked.dates(facts, assessment.by), *asked.other_values(facts))
        changed = [(fact, value, {**facts, fact: value}) for fact, value in candidates]
        return [
            Eligibility(fact, value, is_alone(fact, facts, then))
            for fact, value, then in changed
            if eligible(then, assessment).truth
        ]

    def making_eligible(facts: Facts, assessment: Assessment) -> list[Eligibility]:
        values = tuple(map(facts.get, others)) + tuple(map(facts.__contains__, dates))
        found = known.get(values)
        if found is None:
            found = known[values] = try_out(facts, assessment)
        return found

    return try_out if asked.dated or not asked.is_timeless else making_eligible
