"""Conditions turned into functions of the facts, once, when a scheme is loaded."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from paycalc.domain.days import add_months
from scheme_files.model.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Before,
    Condition,
    FactIs,
    FactOneOf,
    MonthsSince,
    Not,
    OnOrAfter,
    PartInForce,
    Since,
)

FactValue = str | bool | int | Decimal | date
Facts = Mapping[str, FactValue]


class Assessment(NamedTuple):
    """The days against which dated conditions are held.

    Attributes:
        by: The day by which something must have become true; None while nobody knows it.
        missing: The facts that would give `by` while it is None.
        effective_from: The effective date, once it is known; parts of a scheme look at it.
    """

    by: date | None
    missing: tuple[str, ...] = ()
    effective_from: date | None = None


class Finding(NamedTuple):
    """What a condition came to.

    Attributes:
        truth: True, False, or None while facts are missing.
        day: The day on which it became or becomes true, where facts give one.
        missing: The facts that could settle it, where `truth` is None.
    """

    truth: bool | None
    day: date | None = None
    missing: tuple[str, ...] = ()


Check = Callable[[Facts, Assessment], Finding]
PartsInForce = Mapping[str, tuple[date, date | None]]

HOLDS = Finding(truth=True)
FAILS = Finding(truth=False)


def compile_condition(condition: Condition, parts: PartsInForce) -> Check:
    """Return the function that decides a condition."""
    match condition:
        case AllOf(all_=inner):
            return _all([compile_condition(part, parts) for part in inner])
        case AnyOf(any_=inner):
            return _any([compile_condition(part, parts) for part in inner])
        case Not(not_=part):
            return _not(compile_condition(part, parts))
        case PartInForce(part_in_force=name):
            return _part(*parts[name])
        case _:
            return _compile_leaf(condition)


def _compile_leaf(
    leaf: MonthsSince | Since | FactIs | FactOneOf | AtLeast | AtMost | Before | OnOrAfter,
) -> Check:
    match leaf:
        case MonthsSince(months_since=fact, at_least=months):
            return _months_since(fact, months)
        case Since(since=fact):
            return _months_since(fact, 0)
        case FactIs():
            return _is(leaf)
        case _:
            return _comparison(leaf)


def _all(checks: list[Check]) -> Check:
    def check(facts: Facts, assessment: Assessment) -> Finding:
        findings = [part(facts, assessment) for part in checks]
        if any(finding.truth is False for finding in findings):
            dates = [finding.day for finding in findings if finding.truth is False]
            return Finding(False, _latest(dates) if None not in dates else None)
        if all(finding.truth for finding in findings):
            return Finding(True, _latest([finding.day for finding in findings]))
        return Finding(None, None, _missing(findings))

    return check


def _any(checks: list[Check]) -> Check:
    def check(facts: Facts, assessment: Assessment) -> Finding:
        findings = [part(facts, assessment) for part in checks]
        met = [finding.day for finding in findings if finding.truth]
        if met:
            # A way that is met without a date was met before any question of dates arises.
            return Finding(True, None if None in met else min(day for day in met if day))
        if all(finding.truth is False for finding in findings):
            ahead = [finding.day for finding in findings if finding.day]
            return Finding(False, min(ahead) if ahead else None)
        return Finding(None, None, _missing(findings))

    return check


def _not(inner: Check) -> Check:
    def check(facts: Facts, assessment: Assessment) -> Finding:
        finding = inner(facts, assessment)
        if finding.truth is None:
            return finding
        return FAILS if finding.truth else HOLDS

    return check


def _part(starts_on: date, last_day: date | None) -> Check:
    def check(_: Facts, assessment: Assessment) -> Finding:
        day = assessment.effective_from
        if day is None:
            return Finding(None)
        in_force = starts_on <= day and (last_day is None or day <= last_day)
        return HOLDS if in_force else FAILS

    return check


def _months_since(fact: str, months: int) -> Check:
    missing = Finding(None, None, (fact,))

    def check(facts: Facts, assessment: Assessment) -> Finding:
        since = facts.get(fact)
        if not isinstance(since, date):
            return missing
        return _dated(add_months(since, months) if months else since, assessment)

    return check


def _dated(day: date, assessment: Assessment) -> Finding:
    if assessment.by is None:
        return Finding(None, None, assessment.missing)
    return Finding(day <= assessment.by, day)


def _is(condition: FactIs) -> Check:
    fact, wanted = condition.fact, condition.is_
    dated_by = condition.met_on or condition.met_on_if_given
    date_needed = condition.met_on is not None

    def check(facts: Facts, assessment: Assessment) -> Finding:
        value = facts.get(fact)
        if value is None:
            needed = (fact, dated_by) if date_needed and dated_by not in facts else (fact,)
            return Finding(None, None, tuple(name for name in needed if name))
        if value != wanted:
            return FAILS
        if dated_by is None:
            return HOLDS
        day = facts.get(dated_by)
        if isinstance(day, date):
            return _dated(day, assessment)
        return Finding(None, None, (dated_by,)) if date_needed else HOLDS

    return check


def _comparison(condition: FactOneOf | AtLeast | AtMost | Before | OnOrAfter) -> Check:
    match condition:
        case FactOneOf(fact=fact, one_of=values):
            return _value(fact, frozenset(values).__contains__)
        case AtLeast(fact=fact, at_least=least):
            return _value(fact, lambda value: _number(value) >= least)
        case AtMost(fact=fact, at_most=most):
            return _value(fact, lambda value: _number(value) <= most)
        case Before(fact=fact, before=other):
            return _days(fact, other, date.__lt__)
        case OnOrAfter(fact=fact, on_or_after=other):
            return _days(fact, other, date.__ge__)


def _number(value: FactValue) -> Decimal:
    return Decimal(str(value))


def _value(fact: str, holds: Callable[[FactValue], bool]) -> Check:
    missing = Finding(None, None, (fact,))

    def check(facts: Facts, _: Assessment) -> Finding:
        value = facts.get(fact)
        if value is None:
            return missing
        return HOLDS if holds(value) else FAILS

    return check


def _days(fact: str, other: str, holds: Callable[[date, date], bool]) -> Check:
    fixed = date.fromisoformat(other) if other[0].isdigit() else None

    def check(facts: Facts, _: Assessment) -> Finding:
        day, bound = facts.get(fact), fixed or facts.get(other)
        if isinstance(day, date) and isinstance(bound, date):
            return HOLDS if holds(day, bound) else FAILS
        names = (fact,) if fixed else (fact, other)
        return Finding(None, None, tuple(name for name in names if name not in facts))

    return check


def _missing(findings: list[Finding]) -> tuple[str, ...]:
    return tuple(name for finding in findings if finding.truth is None for name in finding.missing)


def _latest(days: list[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def facts_read(condition: Condition | None) -> tuple[str, ...]:
    """Name the facts that a condition reads, once each, in its own order."""
    names = [name for leaf in leaves(condition) for name in _facts_of_leaf(leaf)]
    return tuple(dict.fromkeys(names))


def _facts_of_leaf(leaf: Condition) -> tuple[str, ...]:
    match leaf:
        case MonthsSince(months_since=fact) | Since(since=fact):
            return (fact,)
        case FactIs(fact=fact, met_on=day, met_on_if_given=known_day):
            return tuple(name for name in (fact, day, known_day) if name)
        case Before(fact=fact, before=other) | OnOrAfter(fact=fact, on_or_after=other):
            return (fact,) if other[0].isdigit() else (fact, other)
        case FactOneOf(fact=fact) | AtLeast(fact=fact) | AtMost(fact=fact):
            return (fact,)
        case _:
            return ()


def leaves(condition: Condition | None) -> tuple[Condition, ...]:
    """Return the conditions within a condition that ask a fact themselves."""
    match condition:
        case None:
            return ()
        case AllOf(all_=inner) | AnyOf(any_=inner):
            return tuple(leaf for part in inner for leaf in leaves(part))
        case Not(not_=part):
            return leaves(part)
        case _:
            return (condition,)
