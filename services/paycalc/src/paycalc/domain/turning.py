"""Which changes of one fact would turn a rule that is not met."""

from collections.abc import Callable

from paycalc.domain.asking import Asked, Candidate, Shape
from paycalc.domain.conditions import Assessment, Facts
from paycalc.domain.remembering import MOST_REMEMBERED, Fails

Turning = Callable[[Facts, Assessment], list[Candidate]]


def compile_turning(asked: Asked, fails: Fails) -> Turning:
    """Return the function that names the other values by which a rule would no longer fail.

    Dates are not among them: they are worked out from the day to assess by. Which values turn a
    rule is the same for everybody with the same shape of facts, and is tried out once for each.
    """
    known: dict[Shape, list[Candidate]] = {}

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
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            found = known[shape] = try_out(facts, assessment)
        return found

    return turning
