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


Shape = tuple[bool, tuple[FactValue | None, ...], tuple[bool | None, ...]]
"""Whether the day to assess by is unknown, the values that are no dates, and each date's answer."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A condition that comes true by itself as time passes.

    Attributes:
        since: The date that it counts from.
        months: How many months must have passed.
        fact: The fact that must have a value besides; None where there is none.
        value: That value.
    """

    since: str
    months: int
    fact: str | None = None
    value: FactValue | None = None

    def is_open_to_dates(self, facts: Facts) -> bool:
        """Say whether it has the value that it must have besides."""
        return self.fact is None or facts.get(self.fact) == self.value

    def met_on(self, facts: Facts) -> date | None:
        """Return the day on which it comes true."""
        return self._passed_on(facts) if self.is_open_to_dates(facts) else None

    def is_early_enough(self, facts: Facts, by: date | None) -> bool | None:
        """Say whether the months have passed by a day; None where the date is not given."""
        day = self._passed_on(facts)
        return None if day is None else by is not None and day <= by

    def _passed_on(self, facts: Facts) -> date | None:
        day = facts.get(self.since)
        if not isinstance(day, date):
            return None
        return add_months(day, self.months) if self.months else day


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What the conditions of a rule ask of facts, and values worth trying.

    Attributes:
        dated: The conditions that look at dates.
        waiting: Those of them that come true by themselves.
        values: Every value of each choice that they ask, and both sides of each bound.
        read: The facts that they read.
        undated: Those of them that are no dates.
        is_timeless: Whether no day to assess by matters to any of them.
    """

    dated: tuple[Waiting | Before | OnOrAfter, ...]
    waiting: tuple[Waiting, ...]
    values: tuple[Candidate, ...]
    read: tuple[str, ...]
    undated: tuple[str, ...]
    is_timeless: bool

    def days_ahead(self, facts: Facts, by: date | None) -> list[date]:
        """Return the days after `by` on which a dated condition comes true by itself, in order."""
        if by is None or not self.waiting:
            return []
        days = {leaf.met_on(facts) for leaf in self.waiting}
        return sorted([day for day in days if day and day > by])

    def dates(self, facts: Facts, by: date | None) -> list[tuple[str, date]]:
        """Return the other dates that would have been early enough, each once.

        No date helps where a value besides is another than the one asked for.
        """
        found: list[tuple[str, date]] = []
        for leaf in self.dated:
            if not isinstance(leaf, Waiting):
                found += _around_bound(leaf, facts)
            elif by is not None and leaf.is_open_to_dates(facts):
                found.append((leaf.since, latest_start(by, leaf.months)))
        if len(found) > 1:
            found = list(dict.fromkeys(found))
        return [each for each in found if facts.get(each[0]) != each[1]]

    def other_values(self, facts: Facts) -> list[Candidate]:
        """Return the other values worth trying of what is no date."""
        return [each for each in self.values if facts.get(each[0]) != each[1]]

    def shape(self, facts: Facts, by: date | None) -> Shape | None:
        """Return all of the facts that tells whether the rule holds, whichever days they are.

        For each date it is enough to know whether it is early enough. None where dates are held
        against each other, so that there is no saying without the days themselves.
        """
        early: list[bool | None] = []
        for leaf in self.dated:
            if not isinstance(leaf, Waiting):
                return None
            early.append(leaf.is_early_enough(facts, by))
        return (by is None, tuple([facts.get(name) for name in self.undated]), tuple(early))


def compile_asked(
    conditions: tuple[Condition | None, ...], scheme: Scheme, facts: Mapping[str, Fact]
) -> Asked:
    """Return what conditions ask."""
    asking = tuple(leaf for condition in conditions for leaf in leaves(condition))
    values = (pair for leaf in asking for pair in _other_values(leaf, scheme, facts))
    read = tuple(dict.fromkeys(name for leaf in asking for name in facts_read(leaf)))
    dated = tuple(each for leaf in asking for each in _dated(leaf))
    return Asked(
        dated=dated,
        waiting=tuple(each for each in dated if isinstance(each, Waiting)),
        values=tuple(dict.fromkeys(values)),
        read=read,
        undated=tuple(name for name in read if facts[name].type is not FactType.DATE),
        is_timeless=not any(is_dated(leaf) for leaf in asking),
    )


def _dated(leaf: Condition) -> Iterator[Waiting | Before | OnOrAfter]:
    match leaf:
        case MonthsSince(months_since=since, at_least=months):
            yield Waiting(since, months)
        case Since(since=since):
            yield Waiting(since, 0)
        case FactIs(met_on=first, met_on_if_given=second) if first or second:
            yield Waiting(first or second or "", 0, leaf.fact, leaf.is_)
        case Before() | OnOrAfter():
            yield leaf
        case _:
            return


def _around_bound(leaf: Before | OnOrAfter, facts: Facts) -> Iterator[tuple[str, date]]:
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
