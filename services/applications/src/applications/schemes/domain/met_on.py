"""On which day a criterion of a pathway came to be met, as far as what is known dates it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from applications.schemes.domain.conditions import add_months, holds
from scheme_files.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FactIs,
    MonthsSince,
    Not,
    Since,
)
from scheme_files.model.rules import Criterion, Pathway

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A criterion that a day can date: the day it was met; None while it is not known to be."""

    criterion: str
    required: str
    met_on: date | None


def dated_criteria(pathway: Pathway, facts: Facts, *, by: date) -> Iterator[Dated]:
    """The blocking criteria that apply and that a day dates, or can date.

    Args:
        pathway: Whose criteria.
        facts: What is known; days as ISO 8601 text.
        by: The day by which something must have become true to count.
    """
    for name, criterion in pathway.criteria.items():
        if not criterion.blocking or _is_out(criterion, facts, by):
            continue
        is_met = holds(criterion.when, facts, on=by) == "true"
        day = met_on(criterion.when, facts, by=by) if is_met else None
        if day is not None or (not is_met and _can_be_dated(criterion.when)):
            yield Dated(criterion=name, required=criterion.required, met_on=day)


def _is_out(criterion: Criterion, facts: Facts, by: date) -> bool:
    """Whether a criterion is none for this worker."""
    scope = criterion.applies_when
    if scope is not None and holds(scope, facts, on=by) == "false":
        return True
    is_silent = criterion.if_missing == "not_applicable"
    return is_silent and holds(criterion.when, facts, on=by) == "unknown"


def met_on(condition: Condition, facts: Facts, *, by: date) -> date | None:
    """The day on which a condition that holds by a day came to hold; None where none is known."""
    match condition:
        case AllOf(all_=inner):
            days = [met_on(each, facts, by=by) for each in inner]
            return max((day for day in days if day is not None), default=None)
        case AnyOf(any_=inner):
            held = [each for each in inner if holds(each, facts, on=by) == "true"]
            days = [met_on(each, facts, by=by) for each in held]
            # A way that is met without a day was met before any question of days arises.
            return None if None in days else min((day for day in days if day), default=None)
        case MonthsSince(months_since=fact, at_least=months):
            since = _day(facts, fact)
            return None if since is None else add_months(since, months)
        case Since(since=fact):
            return _day(facts, fact)
        case FactIs():
            return _day(facts, condition.met_on or condition.met_on_if_given)
        case _:
            return None


def _day(facts: Facts, fact: str | None) -> date | None:
    value = None if fact is None else facts.get(fact)
    return date.fromisoformat(value) if isinstance(value, str) else None


def _can_be_dated(condition: Condition) -> bool:
    match condition:
        case AllOf(all_=inner) | AnyOf(any_=inner):
            return any(_can_be_dated(each) for each in inner)
        case Not(not_=inner_one):
            return _can_be_dated(inner_one)
        case MonthsSince() | Since():
            return True
        case FactIs():
            return (condition.met_on or condition.met_on_if_given) is not None
        case _:
            return False
