"""What would change the answer: the single changes of a fact that turn a no into a yes."""

from collections.abc import Iterator, Sequence
from datetime import date

from paycalc.domain.cases import Case, case_after
from paycalc.domain.conditions import Assessment, FactValue
from paycalc.domain.contradictions import ContradictoryFactsError
from paycalc.domain.days import FIRST_DAY, LAST_DAY
from paycalc.domain.determination import Determination, outcome_after
from paycalc.domain.endings import NO_CHANGES, Change, Changes
from paycalc.domain.outcomes import Outcome
from paycalc.domain.point_rules import AUTHORISED
from paycalc.domain.rules import Ruling
from paycalc.domain.sign_offs import SIGNED_OFF


def changes(case: Case, answer: Determination) -> Changes:
    """Return the smallest single changes that would flip a rule that is not met.

    Changes that flip the whole answer stand alone; where several rules stop it, each is given
    what would flip it, with the outcome that would still follow. For somebody who progresses
    without accelerated pay, they are the changes that would make them eligible, unless somebody has
    authorised a point already.
    """
    ending = answer.ending
    if ending.outcome is Outcome.NOT_MET:
        find = _for_criteria
    elif ending.accelerated_pay is not None and not ending.accelerated_pay.eligible:
        find = _for_accelerated_pay
    else:
        return NO_CHANGES
    known = case.plan.changes
    found = known.get(ending)
    if found is None:
        found = Changes(find(case, answer))
        if _turn_no_day(case, answer):
            known[ending] = found
    return found


def _turn_no_day(case: Case, answer: Determination) -> bool:
    """Say whether the changes that are worth trying turn no day, and rest on none.

    Then they are the same for all who have the same ending: a neighbouring kind of cases comes to
    its own from the same days.
    """
    plan, kind = case.plan, case.kind
    asking = ["accelerated-pay"]
    if answer.ending.outcome is Outcome.NOT_MET:
        asking = [ruling.rule.id for ruling in _criteria(case, answer) if ruling.stops]
    dated = {at for at, _ in kind.anew}
    for asked in map(plan.asked.__getitem__, asking):
        if not (kind.given | plan.dated_by).isdisjoint(asked.read):
            return False
        if any(not plan.rests_on(fact).isdisjoint(dated) for fact in asked.read):
            return False
    return True


def _criteria(case: Case, answer: Determination) -> Sequence[Ruling]:
    return answer.rulings[: len(case.plan.turning)]


def _for_criteria(case: Case, answer: Determination) -> tuple[Change, ...]:
    before = _criteria(case, answer)
    found: list[Change] = []
    for place, ruling in enumerate(before):
        if ruling.stops:
            for change in _flips(case, before, place):
                if change not in found:
                    found.append(change)
    whole = [change for change in found if change.outcome is not Outcome.NOT_MET]
    return tuple(whole or found)


def _flips(case: Case, before: Sequence[Ruling], place: int) -> Iterator[Change]:
    plan, by = case.plan, case.assessment.by
    asked = plan.asked[before[place].rule.id]
    eligible_on = None
    for day in asked.days_ahead(case.facts, by):
        signed_off = _assessed_by(case)
        outcome = _flip(case, before, signed_off, day, place)
        if outcome is not None:
            eligible_on = day
            yield Change(signed_off, day, day, outcome)
            break
    for fact, day in asked.dates(case.facts, by):
        outcome = _flip(case, before, fact, day, place)
        if outcome is not None:
            yield Change(fact, day, eligible_on, outcome)
    for fact, value in plan.turning[place](case.facts, case.assessment):
        outcome = _outcome(case, before, fact, value)
        if outcome is not None:
            yield Change(fact, value, None, outcome)


def _flip(case: Case, before: Sequence[Ruling], fact: str, day: date, place: int) -> Outcome | None:
    """Return what comes of another date if it could be asked about, and flips a rule.

    None where it does not, or contradicts another fact.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        return None
    # A later sign-off is known when it comes.
    known_on = max(case.known_on, day) if fact == SIGNED_OFF else case.known_on
    try:
        return outcome_after(case_after(case, fact, day, known_on), fact, before, place)
    except ContradictoryFactsError:
        return None


def _outcome(case: Case, before: Sequence[Ruling], fact: str, value: FactValue) -> Outcome | None:
    """Return what a case comes to after a change; None where facts contradict each other then."""
    try:
        return outcome_after(case_after(case, fact, value, case.known_on), fact, before)
    except ContradictoryFactsError:
        return None


def _assessed_by(case: Case) -> str:
    given = (name for name in case.plan.assessed_on if name in case.facts)
    return next(given, case.plan.assessed_on[-1])


def _for_accelerated_pay(case: Case, answer: Determination) -> tuple[Change, ...]:
    accelerated, making_eligible = case.plan.accelerated_pay, case.plan.making_eligible
    # A point that somebody has authorised would contradict the point that accelerated pay fixes.
    if accelerated is None or making_eligible is None or AUTHORISED in case.facts:
        return ()
    assessment = Assessment(case.assessment.by, (), answer.effective_from)
    if not accelerated.in_force(case.facts, assessment).truth:
        return ()
    candidates = making_eligible(case.facts, assessment)
    outcomes = ((*each, _outcome(case, answer.rulings, *each)) for each in candidates)
    return tuple(Change(fact, value, None, outcome) for fact, value, outcome in outcomes if outcome)
