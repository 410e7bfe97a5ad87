"""What a rule asks: its conditions, and the values that its facts could have instead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from paycalc.domain.conditions import Facts, FactValue, leaves
from paycalc.domain.days import add_months, latest_start
from scheme_files.checking_conditions import choices_of
from scheme_files.facts import Fact, FactType
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
from scheme_files.model.scheme import Scheme

Candidate = tuple[str, FactValue]
"""A fact and a value that it could have."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The conditions of a rule that ask facts themselves, and values worth trying.

    Attributes:
        leaves: The conditions.
        values: Every value of each choice that they ask, and both sides of each bound.
    """

    leaves: tuple[Condition, ...]
    values: tuple[Candidate, ...]

    def days_ahead(self, facts: Facts, by: date | None) -> date | None:
        """Return the first day after `by` on which a dated condition comes true by itself."""
        if by is None:
            return None
        days = (_met_on(leaf, facts) for leaf in self.leaves)
        return min((day for day in days if day and day > by), default=None)

    def dates(self, by: date | None) -> Iterator[Candidate]:
        """Yield the other dates that would have been early enough."""
        for leaf in self.leaves:
            yield from _other_dates(leaf, by)


def compile_asked(
    conditions: tuple[Condition | None, ...], scheme: Scheme, facts: Mapping[str, Fact]
) -> Asked:
    """Return what conditions ask."""
    asking = tuple(leaf for condition in conditions for leaf in leaves(condition))
    values = (pair for leaf in asking for pair in _other_values(leaf, scheme, facts))
    return Asked(asking, tuple(dict.fromkeys(values)))


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


def _other_dates(leaf: Condition, by: date | None) -> Iterator[Candidate]:
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


def _other_values(
    leaf: Condition, scheme: Scheme, facts: Mapping[str, Fact]
) -> Iterator[Candidate]:
    match leaf:
        case FactIs(fact=fact) | FactOneOf(fact=fact):
            if facts[fact].type is FactType.TRUE_FALSE:
                yield from ((fact, True), (fact, False))
            for choice in choices_of(facts[fact], scheme):
                yield fact, choice
        case AtLeast(fact=fact, at_least=bound):
            yield from ((fact, bound), (fact, bound - 1))
        case AtMost(fact=fact, at_most=bound):
            yield from ((fact, bound), (fact, bound + 1))
        case _:
            return
