"""On which point of the new grade, where accelerated pay does not say."""

from collections.abc import Callable
from typing import NamedTuple

from paycalc.domain.conditions import (
    Assessment,
    Facts,
    PartsInForce,
    compile_condition,
    facts_read,
)
from paycalc.domain.decisions import Decision
from paycalc.domain.grades import CURRENT_POINT, Comparison, Point
from paycalc.domain.rules import Rule, RuleBuilder, Ruling, Status, ruled, standing
from paycalc.domain.words import NOT_GIVEN
from scheme_files.model.rules import NeverBelowCurrentPay, PointRule

AUTHORISED = "authorised_point_position"

_ABOVE, _SAME = 1, 0


class PointRuling(NamedTuple):
    """A point, or why there is none yet.

    Attributes:
        ruling: What came of the rule.
        point: The point, once it is known.
        decision: What a person still has to decide.
        open_to: The positions that a person may choose from; empty where the scheme fixes it.
    """

    ruling: Ruling
    point: Point | None = None
    decision: Decision | None = None
    open_to: tuple[int, ...] = ()


PointFinder = Callable[[Facts, Comparison], PointRuling]
PointChooser = Callable[[Facts, Assessment, Comparison], PointRuling]


def compile_point_rules(
    rules: tuple[PointRule, ...], build: RuleBuilder, parts: PartsInForce
) -> PointChooser:
    """Return the function that finds the point by the first rule that counts."""
    *conditional, last = rules
    compiled = [
        (
            compile_condition(rule.when, parts),
            _compile_one(rule, build),
            build.build("pay-point", rule, facts_read(rule.when)),
        )
        for rule in conditional
        if rule.when is not None
    ]
    otherwise = _compile_one(last, build)

    def rule_on(facts: Facts, assessment: Assessment, comparison: Comparison) -> PointRuling:
        for counts, find, rule in compiled:
            finding = counts(facts, assessment)
            if finding.truth:
                return find(facts, comparison)
            if finding.truth is None:
                return PointRuling(unknown_point(rule, finding.missing))
        return otherwise(facts, comparison)

    return rule_on


def unknown_point(rule: Rule, missing: tuple[str, ...]) -> Ruling:
    """Return the ruling for a point that cannot be found while facts are missing."""
    return ruled(rule, Status.UNKNOWN, None, NOT_GIVEN, missing)


def describe(point: Point) -> str:
    """Say which point it is."""
    where = "" if point.scp is None else f", spinal column point {point.scp}"
    return f"point {point.position}{where}"


def _compile_one(rule: PointRule, build: RuleBuilder) -> PointFinder:
    read = facts_read(rule.when)
    if rule.decided_by is not None or rule.undetermined is not None:
        return _decided(rule, build.build("pay-point", rule, (*read, AUTHORISED)), build)
    if rule.next_above_current is not None:
        return _next_above(build.build("pay-point", rule, (*read, *CURRENT_POINT)))
    return _nth(build.build("pay-point", rule, read), rule.nth or 1)


def _nth(rule: Rule, position: int) -> PointFinder:
    known: dict[str, PointRuling] = {}

    def find(_: Facts, comparison: Comparison) -> PointRuling:
        return known.get(comparison.grade) or work_out(comparison)

    def work_out(comparison: Comparison) -> PointRuling:
        point = comparison.grades.points[comparison.grade][position - 1]
        ruling = Ruling(rule, standing(rule), None, describe(point))
        found = known[comparison.grade] = PointRuling(ruling, point)
        return found

    return find


def _next_above(rule: Rule) -> PointFinder:
    def find(facts: Facts, comparison: Comparison) -> PointRuling:
        current = comparison.grades.current_point(facts)
        if current is None:
            missing = tuple(name for name in ("grade", "point_position") if name not in facts)
            return PointRuling(unknown_point(rule, missing or ("scp",)))
        points = comparison.grades.points[comparison.grade]
        point = comparison.first_that_pays(_ABOVE, current) or points[-1]
        return PointRuling(ruled(rule, standing(rule), None, describe(point)), point)

    return find


def _decided(rule: PointRule, built: Rule, build: RuleBuilder) -> PointFinder:
    def find(facts: Facts, comparison: Comparison) -> PointRuling:
        points = comparison.grades.points[comparison.grade]
        choices = rule.choices or tuple(point.position for point in points)
        chosen = facts.get(AUTHORISED, choices[0] if len(choices) == 1 else None)
        if chosen not in choices:
            decision = Decision(
                "pay_point", rule.decided_by, choices, build.clause(rule.clause), rule.assumption
            )
            open_point = ruled(built, standing(built), None, "not decided yet")
            return PointRuling(open_point, None, decision, choices)
        point = points[int(str(chosen)) - 1]
        return PointRuling(
            ruled(built, standing(built), None, describe(point)), point, None, choices
        )

    return find


GuardFinder = Callable[[Facts, Comparison, Point], tuple[Ruling, Point]]


def compile_guard(guard: NeverBelowCurrentPay | None, build: RuleBuilder) -> GuardFinder | None:
    """Return the function that moves a point up until it pays no less than now."""
    if guard is None:
        return None
    rule = build.build("never-below-current-pay", guard, CURRENT_POINT, blocking=False)

    def rule_on(facts: Facts, comparison: Comparison, point: Point) -> tuple[Ruling, Point]:
        current = comparison.grades.current_point(facts)
        if current is None:
            return ruled(rule, Status.UNKNOWN, None, "the point now is not given"), point
        now = f"now on {describe(current)}" if current.position else f"now on SCP {current.scp}"
        if comparison.pay_against_now(point, current) is None:
            return ruled(rule, Status.UNKNOWN, None, f"{now}, without a price to compare"), point
        raised = comparison.first_that_pays(_SAME, current, point.position)
        if raised is None:
            top = comparison.grades.points[comparison.grade][-1]
            return ruled(rule, Status.NOT_MET, None, f"{now}, above the whole grade"), top
        return ruled(rule, Status.MET, None, f"{now}; then on {describe(raised)}"), raised

    return rule_on
