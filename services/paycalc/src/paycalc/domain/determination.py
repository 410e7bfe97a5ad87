"""The determination: target grade and point, accelerated pay, effective date, and why."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from paycalc.domain.accelerated_pay import AcceleratedRuling, Acceleration
from paycalc.domain.conditions import Assessment, Facts
from paycalc.domain.contradictions import (
    AUTHORISED_DATE,
    ContradictoryFactsError,
    FactError,
    fact_error,
    refuse_contradictions,
    refuse_point_outside,
)
from paycalc.domain.decisions import Decision
from paycalc.domain.effective_dates import DateRuling
from paycalc.domain.grades import Comparison, Point
from paycalc.domain.pay_tables import UNPRICED, Price
from paycalc.domain.plans import SIGNED_OFF, PathwayPlan
from paycalc.domain.point_rules import AUTHORISED, unknown_point
from paycalc.domain.remembering import kept
from paycalc.domain.rules import Rule, Ruling, Status, ruled
from paycalc.domain.words import NOT_GIVEN, day_in_words


class Outcome(StrEnum):
    """What came of a determination."""

    DETERMINED = "determined"
    NEEDS_DECISION = "needs_decision"
    INSUFFICIENT_FACTS = "insufficient_facts"
    NOT_MET = "not_met"


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
    rulings = [rule_on(facts, assessment) for rule_on in plan.criteria]
    return _determine(plan, facts, known_on, assessment, rulings)


def determine_again(
    plan: PathwayPlan, facts: Facts, known_on: date, changed: str, before: Sequence[Ruling]
) -> Determination:
    """Determine as `determine` does, after a change of one fact.

    Args:
        plan: The pathway.
        facts: The facts as they are now.
        known_on: The day of knowledge.
        changed: The one fact that was another, or was not there.
        before: What the criteria came to then; those that do not read the fact come to it again.

    Raises:
        ContradictoryFactsError: when facts cannot be true together, or decide what the scheme
            leaves to nobody.
    """
    if changed in plan.assessed_on:
        return determine(plan, facts, known_on)
    refuse_contradictions(plan, facts, known_on)
    assessment = plan.assessment(facts, known_on)
    rulings = list(before[: len(plan.criteria)])
    for place in plan.readers.get(changed, ()):
        rulings[place] = plan.criteria[place](facts, assessment)
    return _determine(plan, facts, known_on, assessment, rulings)


def _determine(
    plan: PathwayPlan,
    facts: Facts,
    known_on: date,
    assessment: Assessment,
    rulings: list[Ruling],
) -> Determination:
    if True in [ruling.stops for ruling in rulings]:
        return Determination(Outcome.NOT_MET, (*rulings, *_sign_off(plan, facts)))
    return _place(plan, facts, known_on, assessment, rulings)


def _sign_off(plan: PathwayPlan, facts: Facts) -> tuple[Ruling, ...]:
    if plan.sign_off is None:
        return ()
    day = facts.get(SIGNED_OFF)
    if not isinstance(day, date):
        return (ruled(plan.sign_off, Status.UNKNOWN, None, NOT_GIVEN, (SIGNED_OFF,)),)
    return (_signed_off((plan.sign_off, day)),)


@kept
def _signed_off(decision: tuple[Rule, date]) -> Ruling:
    rule, day = decision
    return Ruling(rule, Status.MET, day, day_in_words(day))


def _place(
    plan: PathwayPlan,
    facts: Facts,
    known_on: date,
    assessment: Assessment,
    rulings: list[Ruling],
) -> Determination:
    """Find date and point of somebody whom no criterion stops."""
    submission = _submission_date(plan, facts, rulings)
    dated = plan.effective_date(facts, assessment, submission.day if submission else None)
    assessment = Assessment(assessment.by, assessment.missing, dated.day)
    accelerated = plan.accelerated_pay.rule_on(facts, assessment) if plan.accelerated_pay else None
    grade = plan.target(facts)
    rulings += _sign_off(plan, facts)
    rulings += (submission.ruling, dated.ruling) if submission else (dated.ruling,)
    rulings += accelerated.rulings if accelerated else ()
    placed = _point(plan, facts, grade, assessment, accelerated, known_on)
    rulings += placed.rulings
    rulings += plan.grounds[grade] if grade else ()
    missing = _missing(plan, rulings, dated)
    if missing or grade is None:
        return Determination(Outcome.INSUFFICIENT_FACTS, tuple(rulings), missing)
    _refuse_decided_by_nobody(facts, dated, placed)
    decisions = tuple([decision for decision in (placed.decision, dated.decision) if decision])
    return Determination(
        outcome=Outcome.NEEDS_DECISION if decisions else Outcome.DETERMINED,
        rulings=tuple(rulings),
        submission_date=submission.day if submission else None,
        effective_from=dated.day,
        backdated=_is_before(dated.day, facts.get(SIGNED_OFF)),
        target=_target(plan, grade, placed.point, dated.day, known_on),
        accelerated_pay=accelerated.pay if accelerated else None,
        decisions_needed=decisions,
    )


def _submission_date(plan: PathwayPlan, facts: Facts, rulings: list[Ruling]) -> DateRuling | None:
    if plan.submission_date is None:
        return None
    met_on = [ruling.met_on for ruling in rulings if ruling.met_on and ruling.rule.blocking]
    return plan.submission_date.rule_on(facts, met_on)


def _missing(plan: PathwayPlan, rulings: list[Ruling], dated: DateRuling) -> tuple[str, ...]:
    """Name the facts without which a blocking rule stays unknown.

    While a person still has to decide the date, what depends on it alone is not missing a fact.
    """
    unknown = [ruling for ruling in rulings if ruling.is_open]
    if not unknown:
        return ()
    names = {name for ruling in unknown for name in ruling.missing}
    if not names and dated.decision is None:
        raise AssertionError("a rule is unknown and no fact would settle it")
    return tuple(sorted(names, key=plan.order.__getitem__))


class _Placed(NamedTuple):
    """The point, or why there is none, with every ruling on the way."""

    rulings: tuple[Ruling, ...]
    point: Point | None = None
    decision: Decision | None = None
    open_to: tuple[int, ...] = ()


def _point(
    plan: PathwayPlan,
    facts: Facts,
    grade: str | None,
    assessment: Assessment,
    accelerated: AcceleratedRuling | None,
    known_on: date,
) -> _Placed:
    if grade is None:
        return _Placed((unknown_point(plan.unknown_point, ("target_grade",)),))
    if accelerated is not None and accelerated.eligible is None:
        return _Placed((unknown_point(plan.unknown_point, accelerated.missing),))
    if accelerated is not None and accelerated.eligible:
        return _Placed((), plan.grades.points[grade][accelerated.position - 1])
    comparison = Comparison(plan.grades, grade, facts, assessment.effective_from, known_on)
    found = plan.point(facts, assessment, comparison)
    if found.point is None or plan.guard is None:
        return _Placed((found.ruling,), found.point, found.decision, found.open_to)
    guarded, point = plan.guard(facts, comparison, found.point)
    return _Placed((found.ruling, guarded), point, None, found.open_to)


def _target(
    plan: PathwayPlan, grade: str, point: Point | None, effective_from: date | None, known_on: date
) -> Target:
    if point is None:
        return Target(grade, None, UNPRICED)
    return Target(grade, point, plan.grades.price(grade, point, effective_from, known_on))


def _refuse_decided_by_nobody(facts: Facts, dated: DateRuling, placed: _Placed) -> None:
    errors: list[FactError] = []
    if AUTHORISED in facts and placed.open_to:
        errors += refuse_point_outside(facts, placed.open_to)
    elif AUTHORISED in facts:
        detail = "the scheme gives this worker's point and leaves it to nobody"
        errors.append(fact_error(AUTHORISED, detail))
    if AUTHORISED_DATE in facts and dated.is_fixed:
        detail = "the scheme gives this worker's date and leaves it to nobody"
        errors.append(fact_error(AUTHORISED_DATE, detail))
    if errors:
        raise ContradictoryFactsError(errors)


def _is_before(day: date | None, sign_off: object) -> bool:
    return day is not None and isinstance(sign_off, date) and day < sign_off
