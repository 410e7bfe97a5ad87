"""Accelerated pay: placement above the lowest point by rule, while its part is in force."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from paycalc.domain.conditions import (
    Assessment,
    Check,
    Facts,
    PartsInForce,
    compile_condition,
    facts_read,
)
from paycalc.domain.rules import Rule, RuleBuilder, Ruling, Status
from scheme_files.model.conditions import AllOf, PartInForce
from scheme_files.model.rules import AcceleratedPay

WordsFound = Callable[[tuple[str, ...], Facts], str]

_STATUS = {True: Status.MET, False: Status.NOT_MET, None: Status.UNKNOWN}


class Acceleration(NamedTuple):
    """Whether the worker gets accelerated pay, and on which point."""

    eligible: bool
    position: int | None


class AcceleratedRuling(NamedTuple):
    """Whether accelerated pay applies, None while that is not known, and on which point."""

    rulings: tuple[Ruling, ...]
    eligible: bool | None
    position: int
    missing: tuple[str, ...]
    pay: Acceleration | None


@dataclass(frozen=True, slots=True, eq=False)
class AcceleratedRule:
    """The rule for accelerated pay of one pathway.

    Attributes:
        rule: The rule itself.
        eligible: Whether somebody is eligible while the part of the scheme is in force.
        in_force: Whether it is, on the effective date.
        rule_on: The function that rules on it.
    """

    rule: Rule
    eligible: Check
    in_force: Check
    rule_on: Callable[[Facts, Assessment], AcceleratedRuling]


def compile_accelerated_pay(
    accelerated: AcceleratedPay | None,
    build: RuleBuilder,
    parts: PartsInForce,
    words: WordsFound,
) -> AcceleratedRule | None:
    """Return the rule for accelerated pay, or None where a pathway has none."""
    if accelerated is None:
        return None
    read = facts_read(accelerated.eligible_when)
    part = PartInForce(part_in_force=accelerated.part)
    check = compile_condition(AllOf(all_=(part, accelerated.eligible_when)), parts)
    rule = build.build("accelerated-pay", accelerated, read, blocking=False)
    pays = {
        True: Acceleration(eligible=True, position=accelerated.nth),
        False: Acceleration(eligible=False, position=None),
        None: None,
    }
    rests_on = tuple(
        build.build(name, assumed, read, blocking=False)
        for name, assumed in accelerated.rests_on.items()
    )

    def rule_on(facts: Facts, assessment: Assessment) -> AcceleratedRuling:
        finding = check(facts, assessment)
        found = words(read, facts)
        rulings = [Ruling(rule, _STATUS[finding.truth], None, found, finding.missing)]
        if finding.truth:
            rulings += [Ruling(assumed, Status.ASSUMED, None, found) for assumed in rests_on]
        return AcceleratedRuling(
            rulings=tuple(rulings),
            eligible=finding.truth,
            position=accelerated.nth,
            missing=finding.missing,
            pay=pays[finding.truth],
        )

    eligible = compile_condition(accelerated.eligible_when, parts)
    in_force = compile_condition(part, parts)
    return AcceleratedRule(rule, eligible, in_force, rule_on)
