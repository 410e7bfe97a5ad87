"""Placing somebody whom no criterion stops: from when, on which point, and what comes of it."""

from datetime import date
from typing import NamedTuple

from paycalc.domain.accelerated_pay import AcceleratedRuling
from paycalc.domain.conditions import Assessment, Facts
from paycalc.domain.contradictions import (
    AUTHORISED_DATE,
    ContradictoryFactsError,
    FactError,
    fact_error,
    refuse_point_outside,
)
from paycalc.domain.decisions import Decision
from paycalc.domain.effective_dates import DateRuling
from paycalc.domain.grades import Comparison, Point
from paycalc.domain.keeping import kept
from paycalc.domain.outcomes import Outcome
from paycalc.domain.plans import SIGNED_OFF, PathwayPlan
from paycalc.domain.point_rules import AUTHORISED, unknown_point
from paycalc.domain.rules import Rule, Ruled, Ruling, Status, ruled
from paycalc.domain.words import NOT_GIVEN, day_in_words


class Placing(NamedTuple):
    """Where somebody goes whom no criterion stops, and what comes of it.

    Attributes:
        outcome: What comes of it.
        rulings: The rulings on the criteria, and every ruling on the way, in order.
        missing: The facts that could change the outcome, in the order a form would ask.
        submission: The submission date, where the scheme has such dates.
        dated: The effective date.
        accelerated: Whether accelerated pay applies, where the pathway has it.
        grade: The grade; None while it is not known.
        point: The point; None while it is not known.
        decisions: What a person still has to decide.
    """

    outcome: Outcome
    rulings: list[Ruling]
    missing: tuple[str, ...]
    submission: DateRuling | None
    dated: DateRuling
    accelerated: AcceleratedRuling | None
    grade: str | None
    point: Point | None
    decisions: tuple[Decision, ...]


def place(
    plan: PathwayPlan,
    facts: Facts,
    known_on: date,
    assessment: Assessment,
    criteria: Ruled,
) -> Placing:
    """Find date and point of somebody whom no criterion stops.

    Raises:
        ContradictoryFactsError: when facts decide what the scheme leaves to nobody.
    """
    submission = None
    if plan.submission_date is not None:
        submission = plan.submission_date.rule_on(facts, criteria.met_on)
    dated = plan.effective_date(facts, assessment, submission.day if submission else None)
    assessment = Assessment(assessment.by, assessment.missing, dated.day)
    accelerated = plan.accelerated_pay.rule_on(facts, assessment) if plan.accelerated_pay else None
    grade = plan.target(facts)
    placed = _point(plan, facts, grade, assessment, accelerated, known_on)
    rest = [*sign_off(plan, facts)]
    rest += (submission.ruling, dated.ruling) if submission else (dated.ruling,)
    rest += accelerated.rulings if accelerated else ()
    rest += placed.rulings
    missing = _missing(plan, criteria.open + [each for each in rest if each.is_open], dated)
    decisions: tuple[Decision, ...] = ()
    if missing or grade is None:
        outcome = Outcome.INSUFFICIENT_FACTS
    else:
        _refuse_decided_by_nobody(facts, dated, placed)
        if placed.decision or dated.decision:
            decisions = tuple([each for each in (placed.decision, dated.decision) if each])
        outcome = Outcome.NEEDS_DECISION if decisions else Outcome.DETERMINED
    rulings = criteria.rulings + rest
    return Placing(
        outcome, rulings, missing, submission, dated, accelerated, grade, placed.point, decisions
    )


def sign_off(plan: PathwayPlan, facts: Facts) -> tuple[Ruling, ...]:
    """Return the ruling on the final decision, where a pathway has one."""
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


def _missing(plan: PathwayPlan, unknown: list[Ruling], dated: DateRuling) -> tuple[str, ...]:
    """Name the facts without which a blocking rule stays unknown.

    While a person still has to decide the date, what depends on it alone is not missing a fact.
    """
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
