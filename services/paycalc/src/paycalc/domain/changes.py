"""What would change the answer: the single changes of a fact that turn a no into a yes."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from paycalc.domain.accelerated_pay import AcceleratedRule
from paycalc.domain.asking import Asked, Candidate
from paycalc.domain.conditions import Assessment, Facts, FactValue
from paycalc.domain.contradictions import ContradictoryFactsError
from paycalc.domain.days import FIRST_DAY, LAST_DAY
from paycalc.domain.determination import Determination, outcome_after
from paycalc.domain.outcomes import Outcome
from paycalc.domain.plans import SIGNED_OFF, PathwayPlan
from paycalc.domain.point_rules import AUTHORISED
from paycalc.domain.remembering import MOST_REMEMBERED, RuleOn
from paycalc.domain.rules import Status


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
    if answer.outcome is Outcome.NOT_MET:
        find = _for_criteria
    elif answer.accelerated_pay is not None and not answer.accelerated_pay.eligible:
        find = _for_accelerated_pay
    else:
        return ()
    return find(_Case(plan, facts, known_on, answer, plan.assessment(facts, known_on)))


def _for_criteria(case: _Case) -> tuple[Change, ...]:
    found: list[Change] = []
    for rule_on, ruling in zip(case.plan.criteria, case.answer.rulings, strict=False):
        if ruling.status is Status.NOT_MET and ruling.rule.blocking:
            found += _flips(case, case.plan.asked[ruling.rule.id], rule_on)
    whole = [change for change in found if change.outcome is not Outcome.NOT_MET]
    return tuple(dict.fromkeys(whole or found))


def _flips(case: _Case, asked: Asked, rule_on: RuleOn) -> Iterator[Change]:
    by = case.assessment.by
    eligible_on = None
    for day in asked.days_ahead(case.facts, by):
        waited = _flip(case, _assessed_by(case), day, rule_on)
        if waited is not None:
            eligible_on = day
            yield waited._replace(eligible_on=day)
            break
    for fact, value in _candidates(case, asked, by):
        change = _flip(case, fact, value, rule_on)
        if change is not None:
            yield change._replace(eligible_on=eligible_on if isinstance(value, date) else None)


def _flip(case: _Case, fact: str, value: FactValue, rule_on: RuleOn) -> Change | None:
    """Return a change if it could be asked about, flips a rule and contradicts nothing."""
    if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
        return None
    facts, known_on = _changed(case, fact, value)
    is_moved = fact in case.plan.assessed_on
    assessment = case.plan.assessment(facts, known_on) if is_moved else case.assessment
    if rule_on(facts, assessment).status is Status.NOT_MET:
        return None
    outcome = _outcome(case, facts, known_on, fact)
    return None if outcome is None else Change(fact, value, None, outcome)


def _changed(case: _Case, fact: str, value: FactValue) -> tuple[Facts, date]:
    """Return the facts with one changed; a later sign-off is known when it comes."""
    known_on = case.known_on
    if fact == SIGNED_OFF and isinstance(value, date):
        known_on = max(known_on, value)
    return {**case.facts, fact: value}, known_on


def _outcome(case: _Case, facts: Facts, known_on: date, changed: str) -> Outcome | None:
    """Return what facts come to after a change of one; None where they contradict each other."""
    try:
        return outcome_after(case.plan, facts, known_on, changed, case.answer.rulings)
    except ContradictoryFactsError:
        return None


def _candidates(case: _Case, asked: Asked, by: date | None) -> Iterator[Candidate]:
    """Yield changes worth trying, each once: other dates, then other values."""
    tried: set[Candidate] = set()
    for candidate in (*asked.dates(case.facts, by), *asked.values):
        fact, value = candidate
        if candidate not in tried and case.facts.get(fact) != value:
            tried.add(candidate)
            yield candidate


def _assessed_by(case: _Case) -> str:
    given = (name for name in case.plan.assessed_on if name in case.facts)
    return next(given, case.plan.assessed_on[-1])


def _for_accelerated_pay(case: _Case) -> tuple[Change, ...]:
    accelerated = case.plan.accelerated_pay
    # A point that somebody has authorised would contradict the point that accelerated pay fixes.
    if accelerated is None or AUTHORISED in case.facts:
        return ()
    assessment = Assessment(case.assessment.by, (), case.answer.effective_from)
    if not accelerated.in_force(case.facts, assessment).truth:
        return ()
    if case.plan.accelerated_pay_is_apart:
        values = tuple([case.facts.get(fact) for fact in accelerated.rule.facts])
        return _apart(case.plan, accelerated, values)
    return tuple(_makes_eligible(case, accelerated, assessment))


@lru_cache(maxsize=MOST_REMEMBERED)
def _apart(
    plan: PathwayPlan, accelerated: AcceleratedRule, values: tuple[FactValue | None, ...]
) -> tuple[Change, ...]:
    """Return what makes eligible where nothing else reads the facts of accelerated pay."""
    pairs = zip(accelerated.rule.facts, values, strict=True)
    facts = {name: value for name, value in pairs if value is not None}
    return tuple(
        Change(fact, value, None, Outcome.DETERMINED)
        for fact, value in plan.asked["accelerated-pay"].values
        if accelerated.eligible({**facts, fact: value}, Assessment(None)).truth
    )


def _makes_eligible(
    case: _Case, accelerated: AcceleratedRule, assessment: Assessment
) -> Iterator[Change]:
    asked = case.plan.asked["accelerated-pay"]
    for fact, value in _candidates(case, asked, assessment.by):
        facts = {**case.facts, fact: value}
        if accelerated.eligible(facts, assessment).truth:
            outcome = _outcome_when_eligible(case, facts, fact, assessment)
            if outcome is not None:
                yield Change(fact, value, None, outcome)


def _outcome_when_eligible(
    case: _Case, facts: Facts, fact: str, assessment: Assessment
) -> Outcome | None:
    """Return the outcome for somebody made eligible by a change.

    Where no criterion comes to anything else by it, only the point is another one: it is fixed.
    """
    plan, rulings = case.plan, case.answer.rulings
    if fact in plan.dated_by:
        return _outcome(case, facts, case.known_on, fact)
    for place in plan.readers.get(fact, ()):
        now, before = plan.criteria[place](facts, assessment), rulings[place]
        if (now.status, now.met_on) != (before.status, before.met_on):
            return _outcome(case, facts, case.known_on, fact)
    return Outcome.DETERMINED
