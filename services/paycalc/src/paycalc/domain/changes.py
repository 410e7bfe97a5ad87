"""What would change the answer: the single changes of a fact that turn a no into a yes."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from paycalc.domain.asking import Asked
from paycalc.domain.conditions import Assessment, Facts, FactValue
from paycalc.domain.contradictions import ContradictoryFactsError
from paycalc.domain.days import FIRST_DAY, LAST_DAY
from paycalc.domain.determination import Determination, outcome_of
from paycalc.domain.outcomes import Outcome
from paycalc.domain.plans import SIGNED_OFF, PathwayPlan
from paycalc.domain.point_rules import AUTHORISED
from paycalc.domain.remembering import Fails
from paycalc.domain.turning import Eligibility


class Change(NamedTuple):
    """One change of one fact.

    Attributes:
        fact: The fact.
        value: The value it would have to have.
        eligible_on: The day on which the rule is met as time passes, where time alone will do.
        outcome: What the determination would then come to.
    """

    fact: str
    value: FactValue
    eligible_on: date | None
    outcome: Outcome


class _Case(NamedTuple):
    plan: PathwayPlan
    facts: Facts
    known_on: date
    answer: Determination
    assessment: Assessment


def changes(
    plan: PathwayPlan, facts: Facts, known_on: date, answer: Determination
) -> tuple[Change, ...]:
    """Return the smallest single changes that would flip a rule that is not met.

    Changes that flip the whole answer stand alone; where several rules stop it, each is given
    what would flip it, with the outcome that would still follow. For somebody who progresses
    without accelerated pay, they are the changes that would make them eligible, unless somebody has
    authorised a point already.
    """
    if answer.ending.outcome is Outcome.NOT_MET:
        find = _for_criteria
    elif answer.ending.accelerated_pay is not None and not answer.ending.accelerated_pay.eligible:
        find = _for_accelerated_pay
    else:
        return ()
    return find(_Case(plan, facts, known_on, answer, plan.assessment(facts, known_on)))


def _for_criteria(case: _Case) -> tuple[Change, ...]:
    plan = case.plan
    found: list[Change] = []
    for place, ruling in enumerate(case.answer.rulings[: len(plan.criteria)]):
        if ruling.stops:
            found += _flips(case, plan.asked[ruling.rule.id], place)
    whole = [change for change in found if change.outcome is not Outcome.NOT_MET]
    return tuple(dict.fromkeys(whole or found))


def _flips(case: _Case, asked: Asked, place: int) -> Iterator[Change]:
    by = case.assessment.by
    fails = case.plan.fails[place]
    eligible_on = None
    for day in asked.days_ahead(case.facts, by):
        waited = _flip(case, _assessed_by(case), day, fails)
        if waited is not None:
            eligible_on = day
            yield waited._replace(eligible_on=day)
            break
    for fact, day in asked.dates(case.facts, by):
        change = _flip(case, fact, day, fails)
        if change is not None:
            yield change._replace(eligible_on=eligible_on)
    for fact, value in case.plan.turning[place](case.facts, case.assessment):
        facts = {**case.facts, fact: value}
        outcome = _outcome(case, facts, case.known_on)
        if outcome is not None:
            yield Change(fact, value, None, outcome)


def _flip(case: _Case, fact: str, day: date, fails: Fails) -> Change | None:
    """Return another date if it could be asked about, flips a rule and contradicts nothing."""
    if not FIRST_DAY <= day <= LAST_DAY:
        return None
    facts, known_on = _changed(case, fact, day)
    is_moved = fact in case.plan.assessed_on
    assessment = case.plan.assessment(facts, known_on) if is_moved else case.assessment
    if fails(facts, assessment):
        return None
    outcome = _outcome(case, facts, known_on)
    return None if outcome is None else Change(fact, day, None, outcome)


def _changed(case: _Case, fact: str, day: date) -> tuple[Facts, date]:
    """Return the facts with one date changed; a later sign-off is known when it comes."""
    known_on = max(case.known_on, day) if fact == SIGNED_OFF else case.known_on
    return {**case.facts, fact: day}, known_on


def _outcome(case: _Case, facts: Facts, known_on: date) -> Outcome | None:
    """Return what facts come to after a change of one; None where they contradict each other."""
    try:
        return outcome_of(case.plan, facts, known_on)
    except ContradictoryFactsError:
        return None


def _assessed_by(case: _Case) -> str:
    given = (name for name in case.plan.assessed_on if name in case.facts)
    return next(given, case.plan.assessed_on[-1])


def _for_accelerated_pay(case: _Case) -> tuple[Change, ...]:
    accelerated, making_eligible = case.plan.accelerated_pay, case.plan.making_eligible
    # A point that somebody has authorised would contradict the point that accelerated pay fixes.
    if accelerated is None or making_eligible is None or AUTHORISED in case.facts:
        return ()
    assessment = Assessment(case.assessment.by, (), case.answer.effective_from)
    if not accelerated.in_force(case.facts, assessment).truth:
        return ()
    return tuple(_makes_eligible(case, making_eligible(case.facts, assessment), assessment))


def _makes_eligible(
    case: _Case, eligible: Iterable[Eligibility], assessment: Assessment
) -> Iterator[Change]:
    for fact, value, is_alone in eligible:
        outcome: Outcome | None = Outcome.DETERMINED
        if not is_alone:
            outcome = _outcome_when_eligible(case, fact, value, assessment)
        if outcome is not None:
            yield Change(fact, value, None, outcome)


def _outcome_when_eligible(
    case: _Case, fact: str, value: FactValue, assessment: Assessment
) -> Outcome | None:
    """Return the outcome for somebody made eligible by a change.

    Where no criterion comes to anything else by it, only the point is another one: it is fixed.
    """
    plan, rulings = case.plan, case.answer.rulings
    readers = plan.readers.get(fact, ())
    if not readers and fact not in plan.dated_by:
        return Outcome.DETERMINED
    facts = {**case.facts, fact: value}
    if fact in plan.dated_by:
        return _outcome(case, facts, case.known_on)
    for place in readers:
        now, before = plan.criteria[place](facts, assessment), rulings[place]
        if (now.status, now.met_on) != (before.status, before.met_on):
            return _outcome(case, facts, case.known_on)
    return Outcome.DETERMINED
