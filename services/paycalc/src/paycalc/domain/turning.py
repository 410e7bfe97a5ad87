"""Which changes of one fact would turn a rule that is not met, or make somebody eligible."""

from collections.abc import Callable

from paycalc.domain.asking import Asked, Candidate, Shape
from paycalc.domain.conditions import Assessment, Check, Facts, FactValue
from paycalc.domain.keeping import Remembered
from paycalc.domain.remembering import Fails

Turning = Callable[[Facts, Assessment], list[Candidate]]


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


def compile_making_eligible(asked: Asked, eligible: Check) -> Turning:
    """Return the function that names the other values by which somebody would be eligible.

    Args:
        asked: What the rule for accelerated pay asks.
        eligible: The function that decides it.
    """
    known: Remembered[tuple[FactValue | None, ...], list[Candidate]] = Remembered()

    def try_out(facts: Facts, assessment: Assessment) -> list[Candidate]:
        candidates = (*asked.dates(facts, assessment.by), *asked.other_values(facts))
        return [
            (fact, value)
            for fact, value in candidates
            if eligible({**facts, fact: value}, assessment).truth
        ]

    def making_eligible(facts: Facts, assessment: Assessment) -> list[Candidate]:
        values = tuple(map(facts.get, asked.read))
        found = known.get(values)
        if found is None:
            found = known[values] = try_out(facts, assessment)
        return found

    return try_out if asked.dated or not asked.is_timeless else making_eligible
