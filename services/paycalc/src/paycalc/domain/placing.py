"""Placing somebody whom no criterion stops: from when, on which point, and what comes of it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from paycalc.domain.accelerated_pay import AcceleratedRuling
from paycalc.domain.cases import Case
from paycalc.domain.conditions import Assessment, Facts
from paycalc.domain.contradictable import AUTHORISED_DATE, TARGET_GRADE
from paycalc.domain.contradictions import (
    ContradictoryFactsError,
    FactError,
    fact_error,
    refuse_point_outside,
)
from paycalc.domain.decisions import Decision
from paycalc.domain.effective_dates import DateRuling
from paycalc.domain.endings import Ending, Target
from paycalc.domain.grades import Comparison, Point
from paycalc.domain.outcomes import Outcome
from paycalc.domain.pay_tables import UNPRICED
from paycalc.domain.plans import EndingKey, PathwayPlan
from paycalc.domain.point_rules import AUTHORISED, unknown_point
from paycalc.domain.rules import Ruled, Ruling
from paycalc.domain.sign_offs import SIGNED_OFF

Placing = tuple[Ending, DateRuling | None, DateRuling]
"""What comes of a case, its submission date where the scheme has such dates, and from when."""

_Way = tuple[EndingKey, DateRuling | None, DateRuling, Sequence[Ruling]]
"""By what a case comes to its ending, with the rulings so far that may yet stop progression."""


def place(case: Case, criteria: Ruled) -> Placing:
    """Find date and point of somebody whom no criterion stops.

    From when is found for each case. All the rest is the same for everybody of a kind, from one
    day on which anything of it turns to the next, and is worked out once.

    Raises:
        ContradictoryFactsError: when facts decide what the scheme leaves to nobody.
    """
    key, submission, dated, unknown = _way(case, criteria)
    endings = case.plan.endings
    ending = endings.get(key)
    if ending is None:
        ending = endings[key] = _end(case, dated, unknown)
    return ending, submission, dated


def stop(case: Case, criteria: Ruled) -> Ending:
    """Return what comes of somebody whom a criterion stops.

    Where no day has to do with that, it is one ending for all whom the same days would lead to the
    same, were they not stopped.
    """
    plan = case.plan
    if any(criteria.rulings[at].stops for at, _ in case.kind.anew):
        return plan.stopped
    key, *_ = _way(case, criteria)
    ending = plan.endings.get(key)
    if ending is None:
        ending = plan.endings[key] = Ending(Outcome.NOT_MET)
    return ending


def _way(case: Case, criteria: Ruled) -> _Way:
    plan, facts, assessment = case.plan, case.facts, case.assessment
    submission, unknown = None, criteria.open
    if plan.submission_date is None:
        dated = plan.effective_date(facts, assessment, None)
    else:
        submission = plan.submission_date.rule_on(facts, criteria.met_on)
        dated = plan.effective_date(facts, assessment, submission.day)
        if submission.ruling.is_open:
            unknown = [*unknown, submission.ruling]
    if dated.ruling.is_open:
        unknown = [*unknown, dated.ruling]
    key = (
        case.kind,
        dated.ruling.rule,
        plan.turns.span(dated.day, case.known_on),
        _is_before(dated.day, facts.get(SIGNED_OFF)),
        tuple([ruling.missing for ruling in unknown]) if unknown else (),
        plan.days_of_point(facts, assessment) if plan.days_of_point else (),
    )
    return key, submission, dated, unknown


def _is_before(day: date | None, sign_off: object) -> bool:
    return day is not None and isinstance(sign_off, date) and day < sign_off


def _end(case: Case, dated: DateRuling, unknown: Sequence[Ruling]) -> Ending:
    """Work out what comes of a case whose dates are ruled on.

    Args:
        case: The case.
        dated: The effective date.
        unknown: The rulings so far that may yet stop progression.
    """
    plan, facts, known_on = case.plan, case.facts, case.known_on
    assessment = Assessment(case.assessment.by, case.assessment.missing, dated.day)
    accelerated = plan.accelerated_pay.rule_on(facts, assessment) if plan.accelerated_pay else None
    grade = plan.target(facts)
    placed = _point(plan, facts, grade, assessment, accelerated, known_on)
    rulings = (*(accelerated.rulings if accelerated else ()), *placed.rulings)
    still_unknown = [
        *unknown,
        *(each for each in (*plan.sign_off(facts), *rulings) if each.is_open),
    ]
    missing = _missing(plan, still_unknown, dated)
    if grade is not None:
        rulings += plan.grounds[grade]
    if missing or grade is None:
        return Ending(Outcome.INSUFFICIENT_FACTS, rulings, missing)
    _refuse_decided_by_nobody(facts, dated, placed)
    decisions = tuple([each for each in (placed.decision, dated.decision) if each])
    return Ending(
        outcome=Outcome.NEEDS_DECISION if decisions else Outcome.DETERMINED,
        rulings=rulings,
        backdated=_is_before(dated.day, facts.get(SIGNED_OFF)),
        target=_target(plan, grade, placed.point, dated.day, known_on),
        accelerated_pay=accelerated.pay if accelerated else None,
        decisions_needed=decisions,
    )


def _target(
    plan: PathwayPlan, grade: str, point: Point | None, effective_from: date | None, known_on: date
) -> Target:
    if point is None:
        return Target(grade, None, UNPRICED)
    return Target(grade, point, plan.grades.price(grade, point, effective_from, known_on))


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
        return _Placed((unknown_point(plan.unknown_point, (TARGET_GRADE,)),))
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
