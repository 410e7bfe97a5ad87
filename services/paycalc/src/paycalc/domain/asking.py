"""What a rule asks: its conditions, and the values that its facts could have instead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from paycalc.domain.conditions import Facts, FactValue, facts_read, leaves
from paycalc.domain.days import add_months, latest_start
from paycalc.domain.remembering import is_dated
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

_A_DAY = timedelta(days=1)

Candidate = tuple[str, FactValue]
"""A fact and a value that it could have."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The conditions of a rule that ask facts themselves, and values worth trying.

    Attributes:
        leaves: The conditions.
        values: Every value of each choice that they ask, and both sides of each bound.
        read: The facts that they read.
        is_timeless: Whether no day to assess by matters to any of them.
    """

    leaves: tuple[Condition, ...]
    values: tuple[Candidate, ...]
    read: tuple[str, ...]
    is_timeless: bool

    def days_ahead(self, facts: Facts, by: date | None) -> list[date]:
        """Return the days after `by` on which a dated condition comes true by itself, in order."""
        if by is None:
            return []
        days = {_met_on(leaf, facts) for leaf in self.leaves}
        return sorted(day for day in days if day and day > by)

    def candidates(self, facts: Facts, by: date | None) -> Iterator[Candidate]:
        """Yield changes worth trying, each once: other dates, then other values."""
        tried: set[Candidate] = set()
        for candidate in (*self._dates(facts, by), *self.values):
            fact, value = candidate
            if candidate not in tried and facts.get(fact) != value:
                tried.add(candidate)
                yield candidate

    def _dates(self, facts: Facts, by: date | None) -> Iterator[Candidate]:
        """Yield the other dates that would have been early enough."""
        for leaf in self.leaves:
            if isinstance(leaf, Before | OnOrAfter):
                yield from _around_bound(leaf, facts)
            elif by is not None:
                yield from _early_enough(leaf, by)


def compile_asked(
    conditions: tuple[Condition | None, ...], scheme: Scheme, facts: Mapping[str, Fact]
) -> Asked:
    """Return what conditions ask."""
    asking = tuple(leaf for condition in conditions for leaf in leaves(condition))
    values = (pair for leaf in asking for pair in _other_values(leaf, scheme, facts))
    read = tuple(dict.fromkeys(name for leaf in asking for name in facts_read(leaf)))
    return Asked(
        leaves=asking,
        values=tuple(dict.fromkeys(values)),
        read=read,
        is_timeless=not any(is_dated(leaf) for leaf in asking),
    )


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


def _early_enough(leaf: Condition, by: date) -> Iterator[Candidate]:
    match leaf:
        case MonthsSince(months_since=fact, at_least=months):
            yield fact, latest_start(by, months)
        case Since(since=fact):
            yield fact, by
        case FactIs(met_on=first, met_on_if_given=second) if first or second:
            yield first or second or "", by
        case _:
            return


def _around_bound(leaf: Before | OnOrAfter, facts: Facts) -> Iterator[Candidate]:
    """Yield the days on both sides of what a date is compared with, for either date."""
    bound = leaf.before if isinstance(leaf, Before) else leaf.on_or_after
    fixed = date.fromisoformat(bound) if bound[0].isdigit() else facts.get(bound)
    if isinstance(fixed, date):
        yield leaf.fact, fixed - _A_DAY
        yield leaf.fact, fixed
    day = facts.get(leaf.fact)
    if not bound[0].isdigit() and isinstance(day, date):
        yield bound, day
        yield bound, day + _A_DAY


def _other_values(
    leaf: Condition, scheme: Scheme, facts: Mapping[str, Fact]
) -> Iterator[Candidate]:
    match leaf:
        case FactIs(fact=fact) | FactOneOf(fact=fact):
            if facts[fact].type is FactType.TRUE_FALSE:
                yield from ((fact, True), (fact, False))
            named = (leaf.is_,) if isinstance(leaf, FactIs) else leaf.one_of
            for choice in choices_of(facts[fact], scheme) or named:
                yield fact, choice
        case AtLeast(fact=fact, at_least=bound):
            yield from ((fact, _number(bound + step, facts[fact])) for step in (0, -1))
        case AtMost(fact=fact, at_most=bound):
            yield from ((fact, _number(bound + step, facts[fact])) for step in (0, 1))
        case _:
            return


def _number(number: int, fact: Fact) -> FactValue:
    return Decimal(number) if fact.type is FactType.DECIMAL_NUMBER else number
