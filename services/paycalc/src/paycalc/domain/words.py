"""Facts and days in words, for the `found` of a rule. Rendered from the data, never the reverse."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from paycalc.domain.conditions import Facts, FactValue
from scheme_files.facts import Fact

NOT_GIVEN = "not given"


@lru_cache(maxsize=4096)
def day_in_words(day: date) -> str:
    """Return a day as it is read out: 2 September 2024."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def value_in_words(fact: Fact, value: FactValue) -> str:
    """Return a fact's value as it is read out."""
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return fact.choices.get(str(value)) or str(value)


def found_in_words(names: Sequence[str], facts: Facts, table: Mapping[str, Fact]) -> str:
    """Say what was found of the facts that a rule reads; those not given are left out."""
    if len(names) == 1:
        value = facts.get(names[0])
        return NOT_GIVEN if value is None else value_in_words(table[names[0]], value)
    given = [
        f"{table[name].label}: {value_in_words(table[name], facts[name])}"
        for name in names
        if name in facts
    ]
    return "; ".join(given) or NOT_GIVEN
