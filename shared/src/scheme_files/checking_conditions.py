"""Checks that conditions ask facts that exist for values that they can have."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from scheme_files.facts import FACTS_OF_A_CASE, FIXED_FACTS, Fact, FactType
from scheme_files.mending import at
from scheme_files.mistakes import Mistake
from scheme_files.model.base import Located
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
from scheme_files.model.scheme import Scheme
from scheme_files.walking import located

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOST_MONTHS = 1200


def facts_of_scheme(scheme: Scheme) -> "FactNames":
    """Return every fact that a scheme accepts: the fixed ones, then its own."""
    own = {
        name: Fact(name, fact.type, fact.label, fact.meaning, fact.choices)
        for name, fact in scheme.facts.items()
    }
    team_type = replace(FIXED_FACTS["team_type"], choices=scheme.team_types)
    return FactNames({**FIXED_FACTS, "team_type": team_type, **own})


def facts_of_work(scheme: Scheme) -> "FactNames":
    """Return every fact that steps may ask for: those of the scheme, then those of a case."""
    of_a_case = {} if scheme.submission_dates is None else FACTS_OF_A_CASE
    return FactNames({**facts_of_scheme(scheme).facts, **of_a_case})


class FactNames:
    """The facts by name, and what is wrong with a use of one."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.facts = facts

    @staticmethod
    def is_fixed(name: str) -> bool:
        """Say whether every scheme has a fact of this name."""
        return name in FIXED_FACTS or name in FACTS_OF_A_CASE

    def mistakes(self, item: Located, name: str, *types: FactType) -> Iterator[Mistake]:
        """Yield what is wrong with asking this fact as one of these types."""
        fact = self.facts.get(name)
        if fact is None:
            close = difflib.get_close_matches(name, self.facts, n=1)
            hint = f"did you mean '{close[0]}'?" if close else "declare it under 'facts'"
            yield at(item, f"'{name}' is no fact: {hint}")
        elif types and fact.type not in types:
            wanted = " or ".join(f"'{kind}'" for kind in types)
            yield at(
                item,
                f"fact '{name}' is of type '{fact.type}': this needs one of type {wanted}",
            )

    def date_mistakes(self, item: Located, name: str) -> Iterator[Mistake]:
        """Yield what is wrong with asking this fact as a date."""
        return self.mistakes(item, name, FactType.DATE)


def condition_mistakes(condition: Condition, scheme: Scheme, facts: FactNames) -> Iterator[Mistake]:
    """Yield every mistake in a condition and the conditions within it."""
    match condition:
        case AllOf(all_=inner) | AnyOf(any_=inner):
            for part in inner:
                yield from condition_mistakes(part, scheme, facts)
        case Not(not_=part):
            yield from condition_mistakes(part, scheme, facts)
        case PartInForce(part_in_force=name):
            if name not in scheme.parts:
                yield at(condition, f"'{name}' is no part under 'parts'")
        case _:
            yield from _fact_mistakes(condition, scheme, facts)


def _fact_mistakes(
    condition: MonthsSince | Since | FactIs | FactOneOf | AtLeast | AtMost | Before | OnOrAfter,
    scheme: Scheme,
    facts: FactNames,
) -> Iterator[Mistake]:
    match condition:
        case MonthsSince(months_since=name, at_least=months):
            yield from facts.date_mistakes(condition, name)
            yield from _months(condition, months)
        case Since(since=name):
            yield from facts.date_mistakes(condition, name)
        case AtLeast(fact=name) | AtMost(fact=name):
            numbers = (FactType.WHOLE_NUMBER, FactType.DECIMAL_NUMBER)
            yield from facts.mistakes(condition, name, *numbers)
        case Before(fact=name, before=other) | OnOrAfter(fact=name, on_or_after=other):
            yield from facts.date_mistakes(condition, name)
            yield from _day_or_fact(condition, other, facts)
        case FactIs():
            yield from _is_mistakes(condition, scheme, facts)
        case FactOneOf(fact=name, one_of=values):
            yield from facts.mistakes(condition, name)
            for value in values:
                yield from _value(condition, name, value, scheme, facts)


def _months(condition: Located, months: int) -> Iterator[Mistake]:
    if not 1 <= months <= _MOST_MONTHS:
        yield at(condition, f"count from 1 to {_MOST_MONTHS} months; for none use 'since'")


def _is_mistakes(condition: FactIs, scheme: Scheme, facts: FactNames) -> Iterator[Mistake]:
    yield from facts.mistakes(condition, condition.fact)
    yield from _value(condition, condition.fact, condition.is_, scheme, facts)
    if condition.met_on and condition.met_on_if_given:
        yield at(condition, "give 'met_on' or 'met_on_if_given', not both")
    for name in (condition.met_on, condition.met_on_if_given):
        if name is not None:
            yield from facts.date_mistakes(condition, name)


def _day_or_fact(condition: Located, value: str, facts: FactNames) -> Iterator[Mistake]:
    if not value[:1].isdigit():
        yield from facts.date_mistakes(condition, value)
    elif not _DATE.fullmatch(value):
        yield at(condition, f"'{value}' is no date: write it as YYYY-MM-DD")
    elif not _is_day(value):
        yield at(condition, f"'{value}' is no day of the calendar")


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _value(
    condition: FactIs | FactOneOf, name: str, value: object, scheme: Scheme, facts: FactNames
) -> Iterator[Mistake]:
    fact = facts.facts.get(name)
    if fact is None:
        return
    choices = ", ".join(choices_of(fact, scheme)) or "a value such as 'team-b'"
    if fact.type in {FactType.DATE, FactType.WHOLE_NUMBER, FactType.DECIMAL_NUMBER}:
        mend = "compare a date with 'before' or 'on_or_after', a number with 'at_least'"
        yield at(condition, mend)
    elif fact.type is FactType.TRUE_FALSE:
        if not isinstance(value, bool):
            yield at(condition, f"fact '{name}' is true or false: write 'is: true' or 'is: false'")
    elif isinstance(value, bool):
        yield at(condition, f"fact '{name}' is not true or false: use {choices}")
    elif choices_of(fact, scheme) and value not in choices_of(fact, scheme):
        yield at(condition, f"'{value}' is no value of '{name}': use {choices}")


def choices_of(fact: Fact, scheme: Scheme) -> tuple[str, ...]:
    """Return the values that a fact can have in a scheme; empty where they are open."""
    return tuple(scheme.grades if fact.type is FactType.GRADE else fact.choices)


def parts_too_early(*rules: object) -> Iterator[Mistake]:
    """Refuse to ask for a part before the date on which it would have to be in force is known."""
    for item in located(rules):
        if isinstance(item, PartInForce):
            yield at(
                item,
                "'part_in_force' looks at the effective date, which is not known here: "
                "use it under 'point' or 'accelerated_pay'",
            )
