"""One case: what is asked of a pathway, about whom, as known on a day."""

from dataclasses import dataclass
from datetime import date

from paycalc.domain.conditions import Assessment, Facts, FactValue
from paycalc.domain.contradictable import CONTRADICTABLE
from paycalc.domain.contradictions import refuse_contradictions
from paycalc.domain.kinds import Kind, Undated
from paycalc.domain.plans import PathwayPlan


@dataclass(slots=True, eq=False)
class Case:
    """A case whose facts can be true together. It is never changed.

    Attributes:
        plan: The pathway.
        kind: What it has in common with others.
        facts: Its facts.
        known_on: The day of knowledge.
        assessment: The days against which its conditions are held.
    """

    plan: PathwayPlan
    kind: Kind
    facts: Facts
    known_on: date
    assessment: Assessment


def case_of(
    plan: PathwayPlan, facts: Facts, known_on: date, undated: Undated | None = None
) -> Case:
    """Return a case.

    Args:
        plan: The pathway.
        facts: Its facts.
        known_on: The day of knowledge.
        undated: The facts beside their dates, where that is known.

    Raises:
        ContradictoryFactsError: when facts cannot be true together.
    """
    kind = plan.kinds.of(facts, undated)
    refuse_contradictions(plan, kind, facts, known_on)
    return Case(plan, kind, facts, known_on, plan.assessment(facts, known_on))


def case_after(case: Case, fact: str, value: FactValue, known_on: date) -> Case:
    """Return a case after a change of one fact, as known on a day.

    Raises:
        ContradictoryFactsError: when facts could not be true together then.
    """
    plan, assessment = case.plan, case.assessment
    facts = {**case.facts, fact: value}
    kind = plan.kinds.after(case.kind, fact, value, facts)
    if fact in CONTRADICTABLE:
        refuse_contradictions(plan, kind, facts, known_on)
    if fact in plan.assessed_on:
        assessment = plan.assessment(facts, known_on)
    return Case(plan, kind, facts, known_on, assessment)
