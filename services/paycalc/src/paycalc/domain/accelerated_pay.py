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


class AcceleratedRuling(NamedTuple):
    """Whether accelerated pay applies, None while that is not known, and on which point."""

    rulings: tuple[Ruling, ...]
    eligible: bool | None
    position: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcceleratedRule:
    """The rule for accelerated pay of one pathway."""

    rule: Rule
    check: Check
    position: int
    rests_on: tuple[Rule, ...]
    words: WordsFound

    def rule_on(self, facts: Facts, assessment: Assessment) -> AcceleratedRuling:
        """Say whether the worker is eligible on the effective date."""
        finding = self.check(facts, assessment)
        found = self.words(self.rule.facts, facts)
        ruling = Ruling(self.rule, _STATUS[finding.truth], None, found, finding.missing)
        rests_on = [Ruling(rule, Status.ASSUMED, None, found) for rule in self.rests_on]
        rulings = (ruling, *rests_on) if finding.truth else (ruling,)
        return AcceleratedRuling(rulings, finding.truth, self.position, finding.missing)


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
    in_force = PartInForce(part_in_force=accelerated.part)
    return AcceleratedRule(
        rule=build.build("accelerated-pay", accelerated, read, blocking=False),
        check=compile_condition(AllOf(all_=(in_force, accelerated.eligible_when)), parts),
        position=accelerated.nth,
        rests_on=tuple(
            build.build(name, assumed, read, blocking=False)
            for name, assumed in accelerated.rests_on.items()
        ),
        words=words,
    )
