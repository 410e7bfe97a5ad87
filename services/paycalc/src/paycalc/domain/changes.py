"""What would change the answer: the single changes of a fact that turn a no into a yes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from paycalc.domain.conditions import Assessment, Facts, FactValue
from paycalc.domain.contradictions import ContradictoryFactsError
from paycalc.domain.days import add_months, latest_start
from paycalc.domain.determination import Determination, Outcome, determine
from paycalc.domain.plans import SIGNED_OFF, PathwayPlan, SchemePlan
from paycalc.domain.point_rules import AUTHORISED
from paycalc.domain.remembering import RuleOn
from paycalc.domain.rules import Status
from scheme_files.checking_conditions import choices_of
from scheme_files.facts import FactType
from scheme_files.model.conditions import (
    AtLeast,
    AtMost,
    Before,
    Condition,
    FactIs,
    FactOneOf,
    MonthsSince,
    OnOrAfter,
    Since,
)

_RANK = (
    Outcome.DETERMINED,
    Outcome.NEEDS_DECISION,
    Outcome.INSUFFICIENT_FACTS,
    Outcome.NOT_MET,
)


@dataclass(frozen=True, slots=True)
class Change:
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


@dataclass(frozen=True, slots=True)
class _Case:
    scheme: SchemePlan
    plan: PathwayPlan
    facts: Facts
    known_on: date
    answer: Determination

    def changed(self, fact: str, value: FactValue) -> "_Case":
        """Return the case with one fact changed; a later sign-off is known when it comes."""
        known_on = self.known_on
        if fact == SIGNED_OFF and isinstance(value, date):
            known_on = max(known_on, value)
        return replace(self, facts={**self.facts, fact: value}, known_on=known_on)

    def outcome(self) -> Outcome | None:
        """Determine the case anew; None where its facts contradict each other."""
        try:
            return determine(self.plan, self.facts, self.known_on).outcome
        except ContradictoryFactsError:
            return None


def changes(
    scheme: SchemePlan, plan: PathwayPlan, facts: Facts, known_on: date, answer: Determination
) -> tuple[Change, ...]:
    """Return the smallest single changes that would flip a rule that is not met.

    Changes that flip the whole answer stand alone; where several rules stop it, each is given
    what would flip it, with the outcome that would still follow. For somebody who progresses
    without accelerated pay, they are the changes that would make them eligible.
    """
    if answer.outcome is Outcome.NOT_MET:
        return _for_criteria(_Case(scheme, plan, facts, known_on, answer))
    if answer.accelerated_pay is not None and not answer.accelerated_pay.eligible:
        open_facts = {name: value for name, value in facts.items() if name != AUTHORISED}
        return tuple(_for_accelerated_pay(_Case(scheme, plan, open_facts, known_on, answer)))
    return ()


def _for_criteria(case: _Case) -> tuple[Change, ...]:
    found: list[Change] = []
    for rule_on, ruling in zip(case.plan.criteria, case.answer.rulings, strict=False):
        if ruling.status is Status.NOT_MET and ruling.rule.blocking:
            found += _flips(case, ruling.rule.id, rule_on)
    whole = [change for change in found if change.outcome is not Outcome.NOT_MET]
    best = min((_RANK.index(change.outcome) for change in whole), default=None)
    return tuple(change for change in found if best is None or _RANK.index(change.outcome) == best)


def _flips(case: _Case, rule: str, rule_on: RuleOn) -> Iterator[Change]:
    conditions = case.plan.asked[rule]
    by = case.plan.assessment(case.facts, case.known_on).by
    ahead = [day for day in (_met_on(leaf, case.facts) for leaf in conditions) if day]
    eligible_on = min((day for day in ahead if by is not None and day > by), default=None)
    for fact, value in _untried(case, _candidates(case, conditions, by, eligible_on)):
        changed = case.changed(fact, value)
        assessment = case.plan.assessment(changed.facts, changed.known_on)
        if rule_on(changed.facts, assessment).status is Status.NOT_MET:
            continue
        outcome = changed.outcome()
        if outcome is not None:
            yield Change(fact, value, eligible_on if isinstance(value, date) else None, outcome)


def _for_accelerated_pay(case: _Case) -> Iterator[Change]:
    accelerated = case.plan.accelerated_pay
    if accelerated is None:
        return
    conditions = case.plan.asked["accelerated-pay"]
    by, effective_from = (
        case.plan.assessment(case.facts, case.known_on).by,
        case.answer.effective_from,
    )
    for fact, value in _untried(case, _candidates(case, conditions, by, None)):
        changed = case.changed(fact, value)
        assessment = Assessment(by, (), effective_from)
        if accelerated.rule_on(changed.facts, assessment).eligible:
            outcome = _outcome_when_eligible(case, changed, fact, assessment)
            if outcome is not None:
                yield Change(fact, value, None, outcome)


def _outcome_when_eligible(
    case: _Case, changed: _Case, fact: str, assessment: Assessment
) -> Outcome | None:
    """Return the outcome for somebody made eligible by a change.

    Where no criterion comes to anything else by it, only the point is another one: it is fixed.
    """
    for rule_on, ruling in zip(case.plan.criteria, case.answer.rulings, strict=False):
        if fact in ruling.rule.facts:
            now = rule_on(changed.facts, assessment)
            if (now.status, now.met_on) != (ruling.status, ruling.met_on):
                return changed.outcome()
    if fact in case.plan.dated_by or case.answer.effective_from is None:
        return changed.outcome()
    return Outcome.DETERMINED


def _untried(
    case: _Case, candidates: Iterator[tuple[str, FactValue]]
) -> Iterator[tuple[str, FactValue]]:
    """Yield each change once, and none that changes nothing."""
    tried: set[tuple[str, FactValue]] = set()
    for fact, value in candidates:
        if (fact, value) not in tried and case.facts.get(fact) != value:
            tried.add((fact, value))
            yield fact, value


def _met_on(leaf: Condition, facts: Facts) -> date | None:
    """Return the day on which a dated condition becomes true by itself."""
    match leaf:
        case MonthsSince(months_since=fact, at_least=months):
            since = facts.get(fact)
            return add_months(since, months) if isinstance(since, date) else None
        case Since(since=fact):
            since = facts.get(fact)
            return since if isinstance(since, date) else None
        case FactIs(fact=fact, is_=value) if facts.get(fact) == value:
            day = facts.get(leaf.met_on or leaf.met_on_if_given or "")
            return day if isinstance(day, date) else None
    return None


def _candidates(
    case: _Case, conditions: Sequence[Condition], by: date | None, eligible_on: date | None
) -> Iterator[tuple[str, FactValue]]:
    """Yield changes worth trying: waiting first, then other dates, then other values."""
    if eligible_on is not None:
        assessed_by = next((name for name in case.plan.assessed_on if name in case.facts), None)
        yield assessed_by or case.plan.assessed_on[-1], eligible_on
    for leaf in conditions:
        yield from _other_dates(leaf, by)
    for leaf in conditions:
        yield from _other_values(case, leaf)


def _other_dates(leaf: Condition, by: date | None) -> Iterator[tuple[str, FactValue]]:
    match leaf:
        case MonthsSince(months_since=fact, at_least=months) if by is not None:
            yield fact, latest_start(by, months)
        case Since(since=fact) if by is not None:
            yield fact, by
        case FactIs(met_on=first, met_on_if_given=second) if by is not None and (first or second):
            yield first or second or "", by
        case Before(fact=fact, before=bound) | OnOrAfter(fact=fact, on_or_after=bound):
            if bound[0].isdigit():
                day = date.fromisoformat(bound)
                yield fact, day - timedelta(days=1)
                yield fact, day
        case _:
            return


def _other_values(case: _Case, leaf: Condition) -> Iterator[tuple[str, FactValue]]:
    match leaf:
        case FactIs(fact=fact) | FactOneOf(fact=fact):
            declared = case.scheme.facts[fact]
            if declared.type is FactType.TRUE_FALSE:
                yield from ((fact, True), (fact, False))
            for choice in choices_of(declared, case.scheme.scheme):
                yield fact, choice
        case AtLeast(fact=fact, at_least=bound):
            yield from ((fact, bound), (fact, bound - 1))
        case AtMost(fact=fact, at_most=bound):
            yield from ((fact, bound), (fact, bound + 1))
        case _:
            return
