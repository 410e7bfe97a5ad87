"""The determination: target grade and point, accelerated pay, effective date, and why."""

from datetime import date
from typing import NamedTuple

from paycalc.domain.conditions import Facts
from paycalc.domain.contradictions import refuse_contradictions
from paycalc.domain.endings import Ending
from paycalc.domain.outcomes import Outcome
from paycalc.domain.placing import place, sign_off
from paycalc.domain.plans import PathwayPlan
from paycalc.domain.rules import Ruling


class Determination(NamedTuple):
    """An answer, with the reason for each part of it.

    Attributes:
        ending: What came of it.
        rulings: Every rule that was asked, in order.
        submission_date: The date that the case belongs to, where the scheme has such dates.
        effective_from: From when the new pay counts.
    """

    ending: Ending
    rulings: tuple[Ruling, ...]
    submission_date: date | None = None
    effective_from: date | None = None


def determine(plan: PathwayPlan, facts: Facts, known_on: date) -> Determination:
    """Determine a pathway from facts, as known on a day.

    Raises:
        ContradictoryFactsError: when facts cannot be true together, or decide what the scheme
            leaves to nobody.
    """
    kind = plan.kind_of(facts)
    refuse_contradictions(plan, kind, facts, known_on)
    assessment = plan.assessment(facts, known_on)
    ruled = kind.rule_on(facts, assessment)
    if ruled.stops:
        return Determination(plan.stopped, (*ruled.rulings, *sign_off(plan, facts)))
    ending, submission, dated = place(plan, kind, facts, known_on, assessment, ruled)
    dates = (submission.ruling, dated.ruling) if submission else (dated.ruling,)
    rulings = (*ruled.rulings, *sign_off(plan, facts), *dates, *ending.rulings)
    if ending.outcome is Outcome.INSUFFICIENT_FACTS:
        return Determination(ending, rulings)
    return Determination(ending, rulings, submission.day if submission else None, dated.day)


def outcome_of(plan: PathwayPlan, facts: Facts, known_on: date) -> Outcome:
    """Return the outcome to which `determine` would come, without the reasons.

    Raises:
        ContradictoryFactsError: when facts cannot be true together, or decide what the scheme
            leaves to nobody.
    """
    kind = plan.kind_of(facts)
    refuse_contradictions(plan, kind, facts, known_on)
    assessment = plan.assessment(facts, known_on)
    ruled = kind.rule_on(facts, assessment)
    if ruled.stops:
        return Outcome.NOT_MET
    return place(plan, kind, facts, known_on, assessment, ruled).ending.outcome
