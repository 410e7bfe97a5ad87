"""The determination: target grade and point, accelerated pay, effective date, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paycalc.domain.cases import Case
from paycalc.domain.endings import Ending
from paycalc.domain.kinds import Kind
from paycalc.domain.outcomes import Outcome
from paycalc.domain.placing import place, stop
from paycalc.domain.rules import Ruling


@dataclass(slots=True, eq=False)
class Determination:
    """An answer, with the reason for each part of it. It is never changed.

    Attributes:
        kind: The kind of the case; None where its rules were not asked.
        ending: What came of it.
        rulings: Every rule that was asked, in order, up to those of the ending.
        submission_date: The date that the case belongs to, where the scheme has such dates.
        effective_from: From when the new pay counts.
        binds: The ruling that the version binds this worker; None where it binds everybody.
    """

    kind: Kind | None
    ending: Ending
    rulings: tuple[Ruling, ...]
    submission_date: date | None = None
    effective_from: date | None = None
    binds: Ruling | None = None


def determine(case: Case) -> Determination:
    """Determine a pathway for a case.

    Raises:
        ContradictoryFactsError: when facts decide what the scheme leaves to nobody.
    """
    plan, kind, facts = case.plan, case.kind, case.facts
    ruled = kind.rule_on(facts, case.assessment)
    if ruled.stops:
        return Determination(kind, stop(case, ruled), (*ruled.rulings, *plan.sign_off(facts)))
    ending, submission, dated = place(case, ruled)
    dates = (submission.ruling, dated.ruling) if submission else (dated.ruling,)
    rulings = (*ruled.rulings, *plan.sign_off(facts), *dates)
    if ending.outcome is Outcome.INSUFFICIENT_FACTS:
        return Determination(kind, ending, rulings)
    submission_date = submission.day if submission else None
    return Determination(kind, ending, rulings, submission_date, dated.day)


def outcome_after(
    case: Case, fact: str, before: Sequence[Ruling], flipped: int | None = None
) -> Outcome | None:
    """Return the outcome to which `determine` would come after a change of one fact.

    Args:
        case: The case after the change.
        fact: The fact that changed.
        before: What the criteria came to before; those that do not read the fact come to it again.
        flipped: The place of the criterion that the change is to flip, where it may not.

    Returns:
        None where that criterion still stops the case.

    Raises:
        ContradictoryFactsError: when facts decide what the scheme leaves to nobody.
    """
    touched = case.plan.rests_on(fact)
    ruled = case.kind.rule_on(case.facts, case.assessment, before, touched)
    if not ruled.stops:
        return place(case, ruled)[0].outcome
    if flipped is not None and ruled.rulings[flipped].stops:
        return None
    return Outcome.NOT_MET
