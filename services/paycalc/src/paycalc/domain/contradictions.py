"""Facts that cannot all be true: named, never guessed around."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paycalc.domain.conditions import Facts
from paycalc.domain.contradictable import (
    AUTHORISED_DATE,
    COMPLETED_AS,
    COMPLETED_ON,
    is_completed_without_passing,
)
from paycalc.domain.kinds import Kind
from paycalc.domain.plans import PathwayPlan
from paycalc.domain.point_rules import AUTHORISED
from paycalc.domain.words import day_in_words


@dataclass(frozen=True, slots=True)
class FactError:
    """What is wrong with one fact, by its JSON Pointer in the request."""

    pointer: str
    detail: str


class ContradictoryFactsError(Exception):
    """Facts of a request contradict each other; `errors` says which."""

    def __init__(self, errors: Sequence[FactError]) -> None:
        super().__init__("Some of these facts cannot be true together. Please correct one of them.")
        self.errors = tuple(errors)


def fact_error(fact: str, detail: str) -> FactError:
    """Return what is wrong with a fact of the request."""
    return FactError(f"/facts/{fact}", detail)


def refuse_contradictions(plan: PathwayPlan, kind: Kind, facts: Facts, known_on: date) -> None:
    """Refuse facts that cannot be true together, whatever the rules say.

    Raises:
        ContradictoryFactsError: naming each fact.
    """
    errors = _out_of_order(kind, facts)
    if kind.is_doubtful:
        errors += _completed_without_passing(facts)
    signed_off_on = facts.get("signed_off_on")
    if isinstance(signed_off_on, date) and signed_off_on > known_on:
        known = day_in_words(known_on)
        errors.append(
            fact_error("signed_off_on", f"this is after {known}, the day of knowledge (known_on)")
        )
    if kind.is_doubtful:
        errors += _left_to_nobody(plan, facts)
    if errors:
        raise ContradictoryFactsError(errors)


def _out_of_order(kind: Kind, facts: Facts) -> list[FactError]:
    errors: list[FactError] = []
    for earlier, later in kind.in_order:
        first, second = facts[earlier], facts[later]
        if isinstance(first, date) and isinstance(second, date) and second < first:
            errors += [
                fact_error(later, f"this is before {earlier}"),
                fact_error(earlier, f"this is after {later}"),
            ]
    return errors


def _completed_without_passing(facts: Facts) -> list[FactError]:
    if is_completed_without_passing(facts):
        return [
            fact_error(COMPLETED_ON, "the ASYE outcome says that it was not completed"),
            fact_error(COMPLETED_AS, "a day of completion is given"),
        ]
    return []


def _left_to_nobody(plan: PathwayPlan, facts: Facts) -> list[FactError]:
    errors = []
    if AUTHORISED_DATE in facts and not plan.leaves_date:
        errors.append(
            fact_error(AUTHORISED_DATE, "the scheme gives the date and leaves it to nobody")
        )
    if AUTHORISED in facts and not plan.leaves_point:
        errors.append(fact_error(AUTHORISED, "the scheme gives the point and leaves it to nobody"))
    elif AUTHORISED in facts:
        positions = [len(plan.grades.points[grade]) for grade in plan.targets]
        target = plan.target(facts)
        most = len(plan.grades.points[target]) if target else max(positions)
        errors += refuse_point_outside(facts, tuple(range(1, most + 1)))
    return errors


def refuse_point_outside(facts: Facts, choices: tuple[int, ...]) -> list[FactError]:
    """Return what is wrong with an authorised point that is not among the choices."""
    if facts[AUTHORISED] in choices:
        return []
    listed = ", ".join(str(choice) for choice in choices)
    return [fact_error(AUTHORISED, f"there is no such point to choose: choose one of {listed}")]
