"""The final decision: given on a day, or still to come."""

from collections.abc import Callable
from datetime import date

from paycalc.domain.conditions import Facts
from paycalc.domain.keeping import kept
from paycalc.domain.rules import Rule, Ruling, Status
from paycalc.domain.words import NOT_GIVEN, day_in_words

SIGNED_OFF = "signed_off_on"

RuleOnSignOff = Callable[[Facts], tuple[Ruling, ...]]


def compile_sign_off(rule: Rule | None) -> RuleOnSignOff:
    """Return the function that rules on the final decision, where a pathway has one."""
    if rule is None:
        return lambda _: ()
    unknown = (Ruling(rule, Status.UNKNOWN, None, NOT_GIVEN, (SIGNED_OFF,)),)

    @kept
    def of(day: date) -> tuple[Ruling, ...]:
        return (Ruling(rule, Status.MET, day, day_in_words(day)),)

    def rule_on(facts: Facts) -> tuple[Ruling, ...]:
        day = facts.get(SIGNED_OFF)
        return of(day) if isinstance(day, date) else unknown

    return rule_on
