"""The determination: target grade and point, accelerated pay, effective date, and why."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from paycalc.domain.accelerated_pay import Acceleration
from paycalc.domain.conditions import Facts
from paycalc.domain.contradictions import CONTRADICTABLE, refuse_contradictions
from paycalc.domain.decisions import Decision
from paycalc.domain.grades import Point
from paycalc.domain.outcomes import Outcome
from paycalc.domain.pay_tables import UNPRICED, Price
from paycalc.domain.placing import Placing, place, sign_off
from paycalc.domain.plans import SIGNED_OFF, PathwayPlan
from paycalc.domain.rules import Ruling, sum_up


class Target(NamedTuple):
    """Where the worker goes: the grade, the point once it is known, and what it is worth."""

    grade: str
    point: Point | None
    price: Price


class Determination(NamedTuple):
    """An answer, with the reason for each part of it.

    Attributes:
        outcome: What came of it.
        submission_date: The date that the case belongs to, where the scheme has such dates.
        effective_from: From when the new pay counts.
        backdated: Whether that is before the final sign-off.
        target: The grade and point; None unless determined or only a decision is open.
        accelerated_pay: None where the pathway has none, or it was not reached.
        decisions_needed: What a person still has to decide.
        missing_facts: The facts that could change the outcome, in the order a form would ask.
        rulings: Every rule that was asked, in order.
    """

    outcome: Outcome
    rulings: tuple[Ruling, ...]
    missing_facts: tuple[str, ...] = ()
    submission_date: date | None = None
    effective_from: date | None = None
    backdated: bool = False
    target: Target | None = None
    accelerated_pay: Acceleration | None = None
    decisions_needed: tuple[Decision, ...] = ()


def determine(plan: PathwayPlan, facts: Facts, known_on: date) -> Determination:
    """Determine a pathway from facts, as known on a day.

    Raises:
        ContradictoryFactsError: when facts cannot be true together, or decide what the scheme
            leaves to nobody.
    """
    refuse_contradictions(plan, facts, known_on)
    assessment = plan.assessment(facts, known_on)
    ruled = plan.rule_on_all(facts, assessment)
    if ruled.stops:
        return Determination(Outcome.NOT_MET, (*ruled.rulings, *sign_off(plan, facts)))
    return _determination(plan, facts, known_on, place(plan, facts, known_on, assessment, ruled))


def outcome_after(
    plan: PathwayPlan, facts: Facts, known_on: date, changed: str, before: Sequence[Ruling]
) -> Outcome:
    """Return the outcome to which `determine` would come after a change of one fact.

    Args:
        plan: The pathway.
        facts: The facts as they are now.
        known_on: The day of knowledge.
        changed: The one fact that was another, or was not there; nothing contradicted another then.
        before: What the criteria came to then; those that do not read the fact come to it again.

    Raises:
        ContradictoryFactsError: when facts cannot be true together, or decide what the scheme
            leaves to nobody.
    """
    if changed in CONTRADICTABLE:
        refuse_contradictions(plan, facts, known_on)
    assessment = plan.assessment(facts, known_on)
    rulings = list(before[: len(plan.criteria)])
    for at in plan.rests_on(changed):
        rulings[at] = plan.criteria[at](facts, assessment)
    ruled = sum_up(rulings)
    if ruled.stops:
        return Outcome.NOT_MET
    return place(plan, facts, known_on, assessment, ruled).outcome


def _determination(
    plan: PathwayPlan, facts: Facts, known_on: date, placing: Placing
) -> Determination:
    outcome, rulings, missing, submission, dated, accelerated, grade, point, decisions = placing
    if grade is not None:
        rulings += plan.grounds[grade]
    if grade is None or outcome is Outcome.INSUFFICIENT_FACTS:
        return Determination(outcome, tuple(rulings), missing)
    return Determination(
        outcome=outcome,
        rulings=tuple(rulings),
        submission_date=submission.day if submission else None,
        effective_from=dated.day,
        backdated=_is_before(dated.day, facts.get(SIGNED_OFF)),
        target=_target(plan, grade, point, dated.day, known_on),
        accelerated_pay=accelerated.pay if accelerated else None,
        decisions_needed=decisions,
    )


def _target(
    plan: PathwayPlan, grade: str, point: Point | None, effective_from: date | None, known_on: date
) -> Target:
    if point is None:
        return Target(grade, None, UNPRICED)
    return Target(grade, point, plan.grades.price(grade, point, effective_from, known_on))


def _is_before(day: date | None, sign_off: object) -> bool:
    return day is not None and isinstance(sign_off, date) and day < sign_off
