"""Criteria: the conditions of a pathway, each ruled on with the day on which it was met."""

from collections.abc import Callable, Mapping
from datetime import date

from paycalc.domain.conditions import (
    HOLDS,
    Assessment,
    Check,
    Facts,
    Finding,
    PartsInForce,
    compile_condition,
    facts_read,
)
from paycalc.domain.remembering import (
    CriterionRule,
    Fails,
    RuleOn,
    is_dated,
    is_steady,
    remembered,
)
from paycalc.domain.rules import Rule, RuleBuilder, Ruling, Status
from paycalc.domain.words import NOT_GIVEN, day_in_words, found_in_words
from scheme_files.facts import Fact, FactType
from scheme_files.model.conditions import Condition, FactIs, MonthsSince, Since
from scheme_files.model.rules import Criterion, FromGrade

Words = Callable[[Facts, Finding], str]

_STATUS = {True: Status.MET, False: Status.NOT_MET}


def compile_criterion(
    name: str,
    criterion: Criterion,
    build: RuleBuilder,
    parts: PartsInForce,
    table: Mapping[str, Fact],
) -> CriterionRule:
    """Return the rule of one criterion."""
    read = tuple(dict.fromkeys((*facts_read(criterion.applies_when), *facts_read(criterion.when))))
    rule = build.build(name, criterion, read, blocking=criterion.blocking)
    check = compile_condition(criterion.when, parts)
    words = _words(criterion.when, read, table)
    unknown = Status.UNKNOWN if criterion.if_missing == "unknown" else Status.NOT_APPLICABLE
    applies = compile_condition(criterion.applies_when, parts) if criterion.applies_when else None
    if applies is None:
        rule_on = _for_everybody(rule, check, words, unknown)
    else:
        rule_on = _for_some(rule, applies, check, words)
    fails = _fails(applies, check)
    # 3.5 and 3.50 are equal, and yet each is found as it was given.
    exact = all(table[fact].type is not FactType.DECIMAL_NUMBER for fact in read)
    dates = tuple(fact for fact in read if table[fact].type is FactType.DATE)
    if exact and _depends_on_its_facts_alone(criterion):
        rule_on = remembered(read, dates, rule_on)
    return CriterionRule(read, dates, rule_on, fails)


def _depends_on_its_facts_alone(criterion: Criterion) -> bool:
    """Say whether a met ruling depends on nothing but its facts and being met by a later day."""
    scope = criterion.applies_when
    if scope is not None and is_dated(scope):
        return False
    if criterion.if_missing == "not_applicable" and is_dated(criterion.when):
        return False
    return is_steady(criterion.when)


def _for_everybody(rule: Rule, check: Check, words: Words, unknown: Status) -> RuleOn:
    def rule_on(facts: Facts, assessment: Assessment) -> Ruling:
        finding = check(facts, assessment)
        found = words(facts, finding)
        if finding.truth is None:
            missing = finding.missing if unknown is Status.UNKNOWN else ()
            return Ruling(rule, unknown, None, found, missing)
        return Ruling(rule, _STATUS[finding.truth], _met_on(finding), found)

    return rule_on


def _for_some(rule: Rule, applies: Check, check: Check, words: Words) -> RuleOn:
    def rule_on(facts: Facts, assessment: Assessment) -> Ruling:
        scope = applies(facts, assessment)
        if scope.truth is False:
            return Ruling(rule, Status.NOT_APPLICABLE, None, words(facts, HOLDS))
        finding = check(facts, assessment)
        found = words(facts, finding)
        if finding.truth is None or (scope.truth is None and not finding.truth):
            missing = (*scope.missing, *finding.missing)
            return Ruling(rule, Status.UNKNOWN, None, found, missing)
        return Ruling(rule, _STATUS[finding.truth], _met_on(finding), found)

    return rule_on


def _fails(applies: Check | None, check: Check) -> Fails:
    """Return the function that says whether a rule is not met, and nothing more of it."""
    if applies is None:
        return lambda facts, assessment: check(facts, assessment).truth is False

    def fails(facts: Facts, assessment: Assessment) -> bool:
        in_scope = applies(facts, assessment).truth
        return in_scope is True and check(facts, assessment).truth is False

    return fails


def _met_on(finding: Finding) -> date | None:
    return finding.day if finding.truth else None


def _words(condition: Condition, read: tuple[str, ...], table: Mapping[str, Fact]) -> Words:
    """Choose how to say what was found: since a day, a value on a day, or the facts one by one."""
    match condition:
        case MonthsSince(months_since=fact) | Since(since=fact) if read == (fact,):
            return _since_words(fact)
        case FactIs(fact=fact, met_on=day, met_on_if_given=known_day) if (day or known_day) in read:
            dated_by = day or known_day or fact
            if set(read) == {fact, dated_by}:
                return _value_on_words(fact, dated_by, table)
    return lambda facts, _: found_in_words(read, facts, table)


def _since_words(fact: str) -> Words:
    def words(facts: Facts, finding: Finding) -> str:
        since = facts.get(fact)
        if not isinstance(since, date):
            return NOT_GIVEN
        if finding.truth is False and finding.day is not None:
            return f"since {day_in_words(since)}: not before {day_in_words(finding.day)}"
        return f"since {day_in_words(since)}"

    return words


def _value_on_words(fact: str, dated_by: str, table: Mapping[str, Fact]) -> Words:
    def words(facts: Facts, _: Finding) -> str:
        value = found_in_words((fact,), facts, table)
        day = facts.get(dated_by)
        return f"{value}, {day_in_words(day)}" if isinstance(day, date) else value

    return words


def compile_current_grade(start: FromGrade, build: RuleBuilder) -> CriterionRule:
    """Return the rule of the grade that the pathway starts from."""
    condition = FactIs(fact="grade", is_=start.grade)
    rule = build.build("current-grade", start, ("grade",))
    check = compile_condition(condition, {})

    def rule_on(facts: Facts, assessment: Assessment) -> Ruling:
        finding = check(facts, assessment)
        if finding.truth is None:
            return Ruling(rule, Status.UNKNOWN, None, NOT_GIVEN, finding.missing)
        return Ruling(rule, _STATUS[finding.truth], None, str(facts["grade"]))

    of_grade = remembered(("grade",), (), rule_on)
    return CriterionRule(("grade",), (), of_grade, _fails(None, check))
