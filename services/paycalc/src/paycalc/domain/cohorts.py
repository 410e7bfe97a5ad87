"""Cohorts: whom a version of a scheme binds; others stay with the version before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from paycalc.domain.conditions import (
    Assessment,
    Check,
    Facts,
    compile_condition,
    facts_read,
)
from paycalc.domain.rules import Rule, RuleBuilder, Ruling, Status
from paycalc.domain.words import found_in_words
from scheme_files.facts import Fact
from scheme_files.model.scheme import Scheme

BINDS: Final = "binds"
"""The id of the rule that says whether a version binds somebody."""

_REQUIRED: Final = "Bound by this version of the scheme; others stay with the version before it"
_STATUS: Final = {True: Status.MET, False: Status.NOT_MET, None: Status.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Cohort:
    """Whom a version binds, ready to be ruled on.

    Attributes:
        rule: The rule; it stands on the ground of the day from which the version is in force.
        check: The condition.
        table: The facts of the scheme, for their words.
    """

    rule: Rule
    check: Check
    table: Mapping[str, Fact]

    def rule_on(self, facts: Facts, rules_on: date) -> Ruling:
        """Say whether the version binds somebody, as things stood on the day of the rules."""
        finding = self.check(facts, Assessment(rules_on))
        return Ruling(
            rule=self.rule,
            status=_STATUS[finding.truth],
            met_on=finding.day if finding.truth else None,
            found=found_in_words(self.rule.facts, facts, self.table),
            missing=tuple(dict.fromkeys(finding.missing)),
        )


def compile_cohort(scheme: Scheme, table: Mapping[str, Fact]) -> Cohort | None:
    """Return whom a version binds; None where it binds everybody."""
    if scheme.binds is None:
        return None
    ground = RuleBuilder(scheme.documents)
    rule = Rule(
        id=BINDS,
        required=_REQUIRED,
        blocking=True,
        facts=facts_read(scheme.binds),
        clause=ground.clause(scheme.in_force.clause),
        assumption=scheme.in_force.assumption,
    )
    return Cohort(rule, compile_condition(scheme.binds, {}), table)
