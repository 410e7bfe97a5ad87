"""From when the new pay counts: submission dates and effective dates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from paycalc.domain.conditions import (
    Assessment,
    Facts,
    PartsInForce,
    compile_condition,
    facts_read,
)
from paycalc.domain.days import days_of_year, first_of_next_month, next_of
from paycalc.domain.decisions import Decision
from paycalc.domain.keeping import kept
from paycalc.domain.rules import Rule, RuleBuilder, Ruling, Status, standing
from paycalc.domain.words import NOT_GIVEN, day_in_words
from scheme_files.model.rules import EffectiveDate
from scheme_files.model.scheme import SubmissionDates

EVIDENCED_BY = ("submitted_on", "evidence_complete_on")
SUBMISSION_DATE = "submission_date"


class DateRuling(NamedTuple):
    """A date, or why there is none yet."""

    ruling: Ruling
    day: date | None = None
    decision: Decision | None = None
    is_fixed: bool = False
    """Whether the scheme itself gives the date, so that nobody may decide it."""


@dataclass(frozen=True, slots=True)
class SubmissionDateRule:
    """The fixed submission dates of a scheme and the rule for which one a case belongs to."""

    rule: Rule
    of: Callable[[date], DateRuling]
    """The submission date of a case that was complete on a day."""

    def rule_on(self, facts: Facts, met_on: list[date]) -> DateRuling:
        """Return the first submission date on or after everything was met and evidenced."""
        submitted, complete = map(facts.get, EVIDENCED_BY)
        if isinstance(submitted, date) and isinstance(complete, date):
            return self.of(max(submitted, complete, *met_on))
        missing = tuple(name for name in EVIDENCED_BY if name not in facts)
        return DateRuling(Ruling(self.rule, Status.UNKNOWN, None, NOT_GIVEN, missing))


def compile_submission_dates(
    dates: SubmissionDates | None, build: RuleBuilder
) -> SubmissionDateRule | None:
    """Return the rule for submission dates, or None where a scheme has none."""
    if dates is None:
        return None
    rule = build.build("submission-date", dates.belongs_to, EVIDENCED_BY)
    days = days_of_year(dates.each_year)

    @kept
    def of(complete_on: date) -> DateRuling:
        day = next_of(days, complete_on)
        found = f"in, complete and met on {day_in_words(complete_on)}: {day_in_words(day)}"
        return DateRuling(Ruling(rule, standing(rule), None, found), day)

    return SubmissionDateRule(rule, of)


DateFinder = Callable[[Facts, date | None], DateRuling]
DateChooser = Callable[[Facts, Assessment, date | None], DateRuling]


def compile_effective_dates(
    rules: tuple[EffectiveDate, ...], build: RuleBuilder, parts: PartsInForce
) -> DateChooser:
    """Return the function that finds the effective date from the first rule that counts."""
    *conditional, last = rules
    compiled = [
        (
            compile_condition(rule.when, parts),
            _compile_one(rule, build),
            build.build("effective-date", rule, facts_read(rule.when)),
        )
        for rule in conditional
        if rule.when is not None
    ]
    otherwise = _compile_one(last, build)

    def rule_on(facts: Facts, assessment: Assessment, submission_date: date | None) -> DateRuling:
        for counts, find, rule in compiled:
            finding = counts(facts, assessment)
            if finding.truth:
                return find(facts, submission_date)
            if finding.truth is None:
                return DateRuling(Ruling(rule, Status.UNKNOWN, None, NOT_GIVEN, finding.missing))
        return otherwise(facts, submission_date)

    return rule_on


def _compile_one(rule: EffectiveDate, build: RuleBuilder) -> DateFinder:
    if rule.day is None:
        return _decided(rule, build)
    return _given(rule, rule.day, build)


def _given(rule: EffectiveDate, base: str, build: RuleBuilder) -> DateFinder:
    read = (base,) if base != SUBMISSION_DATE else EVIDENCED_BY
    names = tuple(dict.fromkeys((*facts_read(rule.when), *read)))
    built = build.build("effective-date", rule, names)
    move = _move(rule)

    @kept
    def of(day: date) -> DateRuling:
        effective = move(day)
        found = day_in_words(effective)
        return DateRuling(Ruling(built, standing(built), None, found), effective, is_fixed=True)

    missing = () if base == SUBMISSION_DATE else (base,)
    unknown = DateRuling(Ruling(built, Status.UNKNOWN, None, NOT_GIVEN, missing), is_fixed=True)

    def after_submission(_: Facts, submission_date: date | None) -> DateRuling:
        return of(submission_date) if submission_date else unknown

    def after_fact(facts: Facts, _: date | None) -> DateRuling:
        day = facts.get(base)
        return of(day) if isinstance(day, date) else unknown

    return after_submission if base == SUBMISSION_DATE else after_fact


def _move(rule: EffectiveDate) -> Callable[[date], date]:
    if rule.then == "first_of_next_month":
        return first_of_next_month
    if rule.next_of is not None:
        days = days_of_year(rule.next_of)
        return lambda day: next_of(days, day)
    return lambda day: day


def _decided(rule: EffectiveDate, build: RuleBuilder) -> DateFinder:
    read = (*facts_read(rule.when), "authorised_effective_from")
    built = build.build("effective-date", rule, read)
    decision = Decision("effective_date", rule.decided_by, None, built.clause, built.assumption)

    def find(facts: Facts, _: date | None) -> DateRuling:
        day = facts.get("authorised_effective_from")
        if not isinstance(day, date):
            return DateRuling(
                Ruling(built, standing(built), None, "not decided yet"), None, decision
            )
        return DateRuling(Ruling(built, standing(built), None, day_in_words(day)), day)

    return find


def next_submission_dates(
    days: Mapping[date, tuple[tuple[int, int], ...]], start: date, count: int
) -> tuple[date, ...]:
    """Return the next submission dates from a day on, under the version in force on each.

    Args:
        days: The submission days of the year by the day on which their version comes into force.
        start: The first day that counts.
        count: How many to return at most; fewer where a later version has none.
    """
    starts = sorted(days)
    found: list[date] = []
    day = start
    while len(found) < count:
        in_force = [begin for begin in starts if begin <= day]
        ahead = [begin for begin in starts if begin > day]
        current = days[in_force[-1]] if in_force else ()
        candidate = next_of(current, day) if current else None
        if ahead and (candidate is None or candidate >= ahead[0]):
            day = ahead[0]
        elif candidate is None:
            break
        else:
            found.append(candidate)
            day = date.fromordinal(candidate.toordinal() + 1)
    return tuple(found)
