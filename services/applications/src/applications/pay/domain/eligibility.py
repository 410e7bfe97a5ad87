"""What stands between a worker and each way up: from what is on record, before any case."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from applications.pay.domain.determinations import Answer, Outcome, PaycalcProblem, Rule
from applications.people.domain.person_facts import OF_A_CASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A pathway that starts from the grade of a worker's post, held since a day."""

    post_number: str
    scheme: str
    scheme_version: date
    pathway: str
    title: str
    from_grade: str
    in_grade_since: date
    months_in_grade: int
    to_grades: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """How a worker stands towards a pathway.

    `missing_facts` would have to be put on record; `decided_in_case` is decided by people once
    there is a case. `earliest_on` is the first day that what is on record allows; None where
    something is missing, or is not met and time alone will not mend it. With a `problem`, the facts
    on record are none that the pathway can be worked out from.
    """

    way: Way
    outcome: Outcome | None
    rules: tuple[Rule, ...] = ()
    missing_facts: tuple[str, ...] = ()
    decided_in_case: tuple[str, ...] = ()
    earliest_on: date | None = None
    problem: PaycalcProblem | None = None


def prospect(way: Way, answer: Answer, given: AbstractSet[str]) -> Prospect:
    """What an answer says of a pathway, asked with the facts that are on record."""
    open_facts = tuple(dict.fromkeys(_open_facts(answer, given)))
    missing = tuple(name for name in open_facts if name not in OF_A_CASE)
    return Prospect(
        way=way,
        outcome=answer.outcome,
        rules=answer.rules,
        missing_facts=missing,
        decided_in_case=tuple(name for name in open_facts if name in OF_A_CASE),
        earliest_on=None if missing else _earliest(answer),
    )


def _open_facts(answer: Answer, given: AbstractSet[str]) -> Iterator[str]:
    # paycalc leaves them out where something is not met, as no fact would then change that.
    yield from answer.missing_facts
    if not answer.missing_facts:
        for rule in answer.rules:
            if rule.blocking and rule.status == "unknown":
                yield from (name for name in rule.facts if name not in given)


def _earliest(answer: Answer) -> date | None:
    by_time = {
        change.fact: change.eligible_on
        for change in answer.would_change
        if change.eligible_on is not None
    }
    days = []
    for rule in answer.rules:
        if rule.blocking and rule.status == "met" and rule.met_on is not None:
            days.append(rule.met_on)
        elif rule.blocking and rule.status == "not_met":
            ripe = [by_time[name] for name in rule.facts if name in by_time]
            if not ripe:
                return None
            days.append(min(ripe))
    return max(days, default=answer.rules_on)
