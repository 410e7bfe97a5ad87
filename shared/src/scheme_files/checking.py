"""Checks that a scheme file, once read, says something that can be run."""

import calendar
import re
from collections.abc import Iterable, Iterator

from scheme_files.checking_conditions import (
    FactNames,
    condition_mistakes,
    facts_of_scheme,
    facts_of_work,
    parts_too_early,
)
from scheme_files.checking_names import name_mistakes
from scheme_files.checking_standards import standards_mistakes
from scheme_files.checking_work import work_mistakes
from scheme_files.facts import SUBMISSION_DATE
from scheme_files.mending import at, near
from scheme_files.mistakes import Mistake
from scheme_files.model.base import Grounded, Located
from scheme_files.model.conditions import Condition
from scheme_files.model.rules import AcceleratedPay, EffectiveDate, Pathway, PointRule
from scheme_files.model.scheme import Grade, Scheme
from scheme_files.walking import located

_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", re.ASCII)
_HOURS = re.compile(r"[1-9][0-9]?(\.[0-9]{1,2})?", re.ASCII)
_A_COMMON_YEAR = 2023
_MOST_POINTS = 999
_MOST_DAYS_BEFORE = 120


def check(scheme: Scheme) -> list[Mistake]:
    """Return every mistake in the meaning of a scheme, in the order of its lines."""
    facts = facts_of_scheme(scheme)
    mistakes = [
        *name_mistakes(scheme),
        *_facts(scheme),
        *_clauses(scheme),
        *_grades(scheme),
        *_days(scheme),
        *_hours(scheme),
        *_binds(scheme, facts),
        *_reminders(scheme),
        *standards_mistakes(scheme),
        *work_mistakes(scheme, facts_of_work(scheme)),
    ]
    for name, pathway in scheme.pathways.items():
        mistakes += _pathway(scheme, name, pathway, facts)
    return sorted(set(mistakes))


def _facts(scheme: Scheme) -> Iterator[Mistake]:
    for name, fact in scheme.facts.items():
        if FactNames.is_fixed(name):
            yield at(fact, f"'{name}' is a fact of every scheme already: remove it here")
        if (fact.type == "choice") != bool(fact.choices):
            yield at(fact, "give 'choices' for a fact of type 'choice', and for no other")


def _clauses(scheme: Scheme) -> Iterator[Mistake]:
    for item in located(scheme):
        clause = item.clause if isinstance(item, Grounded) else None
        if clause is not None and clause.document not in scheme.documents:
            hint = near(clause.document, scheme.documents)
            yield at(clause, f"'{clause.document}' is no document of this file{hint}")


def _grades(scheme: Scheme) -> Iterator[Mistake]:
    for what, needed in (("grade", scheme.grades), ("pathway", scheme.pathways)):
        if not needed:
            yield at(scheme, f"add at least one {what}")
    for label, grade in scheme.grades.items():
        if not all(1 <= number <= _MOST_POINTS for number in (grade.points or 1, *scp_of(grade))):
            yield at(grade, f"grade '{label}': use points from 1 to {_MOST_POINTS}")
        if list(scp_of(grade)) != sorted(set(scp_of(grade))):
            yield at(grade, f"list the points of grade '{label}' from lowest to highest, once each")


def _days(scheme: Scheme) -> Iterator[Mistake]:
    if scheme.submission_dates is not None:
        yield from _days_of_year(scheme.submission_dates, scheme.submission_dates.each_year)
    for name, part in scheme.parts.items():
        if part.in_force_until is not None and part.in_force_until < part.in_force_from:
            yield at(part, f"part '{name}' ends before it starts: exchange its two dates")


def _days_of_year(item: Located, days: Iterable[str]) -> Iterator[Mistake]:
    days = tuple(days)
    for day in days:
        if not _is_day_of_year(day):
            yield at(item, f"'{day}' is no day of every year: write month and day, such as '01-15'")
    if list(days) != sorted(set(days)):
        yield at(item, "list the days of the year in order, once each")


def _is_day_of_year(day: str) -> bool:
    if not _DAY_OF_YEAR.fullmatch(day):
        return False
    month, day_of_month = int(day[:2]), int(day[3:])
    return day_of_month <= calendar.monthrange(_A_COMMON_YEAR, month)[1]


def _binds(scheme: Scheme, facts: FactNames) -> Iterator[Mistake]:
    if scheme.binds is not None:
        yield from condition_mistakes(scheme.binds, scheme, facts)
        yield from parts_too_early(scheme.binds)


def _hours(scheme: Scheme) -> Iterator[Mistake]:
    hours = scheme.pay.full_time_hours
    if not _HOURS.fullmatch(hours.hours):
        yield at(hours, 'write the full-time hours a week as a number in quotes, such as "37"')


def _reminders(scheme: Scheme) -> Iterator[Mistake]:
    reminders = scheme.reminders
    if reminders is None:
        return
    if scheme.submission_dates is None:
        yield at(reminders, "the scheme has no 'submission_dates': add them or leave this out")
    days = reminders.days_before
    if not all(1 <= each <= _MOST_DAYS_BEFORE for each in days):
        yield at(reminders, f"remind people 1 to {_MOST_DAYS_BEFORE} days before a date")
    if list(days) != sorted(set(days), reverse=True):
        yield at(reminders, "list 'days_before' from the most to the fewest days, once each")


def _pathway(scheme: Scheme, name: str, pathway: Pathway, facts: FactNames) -> Iterator[Mistake]:
    targets = _targets(pathway)
    if pathway.from_ is not None:
        yield from _grade_mistakes(scheme, pathway.from_, (pathway.from_.grade,))
    yield from _grade_mistakes(scheme, pathway.to, targets)
    if pathway.from_ is not None and pathway.sign_off is None:
        yield at(pathway, f"pathway '{name}': add 'sign_off': only appointments go without")
    for fact in pathway.assessed_on:
        yield from facts.date_mistakes(pathway, fact)
    for condition in _conditions(pathway):
        yield from condition_mistakes(condition, scheme, facts)
    yield from parts_too_early(*pathway.criteria.values(), *pathway.effective_date)
    yield from _not_looked_at(pathway)
    grades = [scheme.grades[label] for label in targets if label in scheme.grades]
    yield from _effective_dates(scheme, pathway, facts)
    yield from _points(pathway, grades)
    if pathway.accelerated_pay is not None:
        yield from _accelerated(scheme, pathway.accelerated_pay, grades)


def _grade_mistakes(scheme: Scheme, item: Located, labels: tuple[str, ...]) -> Iterator[Mistake]:
    for label in labels:
        if label not in scheme.grades:
            yield at(item, f"'{label}' is no grade{near(label, scheme.grades)}")
    if len(set(labels)) != len(labels):
        yield at(item, "name each grade once")


def _not_looked_at(pathway: Pathway) -> Iterator[Mistake]:
    for criterion in pathway.criteria.values():
        if criterion.applies_when is not None and criterion.if_missing == "not_applicable":
            yield at(
                criterion,
                "'if_missing' is not looked at beside 'applies_when': say all of it there",
            )


def _targets(pathway: Pathway) -> tuple[str, ...]:
    if pathway.to.grade is not None:
        return (pathway.to.grade,)
    return pathway.to.chosen_from or ()


def _conditions(pathway: Pathway) -> Iterator[Condition]:
    for criterion in pathway.criteria.values():
        yield criterion.when
        if criterion.applies_when is not None:
            yield criterion.applies_when
    choosing: tuple[EffectiveDate | PointRule, ...] = (*pathway.effective_date, *pathway.point)
    for rule in choosing:
        if rule.when is not None:
            yield rule.when
    if pathway.accelerated_pay is not None:
        yield pathway.accelerated_pay.eligible_when


def _total(rules: tuple[EffectiveDate, ...] | tuple[PointRule, ...], key: str) -> Iterator[Mistake]:
    for rule in rules[:-1]:
        if rule.when is None:
            yield at(rule, f"nothing after this '{key}' can be reached: give it a 'when'")
    if rules[-1].when is not None:
        yield at(
            rules[-1], f"somebody may fall through: the last '{key}' must stand without a 'when'"
        )


def _effective_dates(scheme: Scheme, pathway: Pathway, facts: FactNames) -> Iterator[Mistake]:
    yield from _total(pathway.effective_date, "effective_date")
    for rule in pathway.effective_date:
        if rule.day == SUBMISSION_DATE and scheme.submission_dates is None:
            yield at(rule, "the scheme has no 'submission_dates': add them or name another day")
        elif rule.day not in {None, SUBMISSION_DATE}:
            yield from facts.date_mistakes(rule, str(rule.day))
        if rule.then is not None and rule.next_of is not None:
            yield at(rule, "give 'then' or 'next_of', not both")
        if rule.day is None and (rule.then or rule.next_of):
            yield at(rule, "'then' and 'next_of' move on from a 'day': add the day")
        yield from _days_of_year(rule, rule.next_of or ())


def _points(pathway: Pathway, grades: list[Grade]) -> Iterator[Mistake]:
    yield from _total(pathway.point, "point")
    for rule in pathway.point:
        if rule.choices is not None and rule.decided_by is None and rule.undetermined is None:
            yield at(rule, "'choices' belong to a decision: add 'decided_by'")
        if list(rule.choices or ()) != sorted(set(rule.choices or ())):
            yield at(rule, "list the choices from lowest to highest, once each")
        for position in (*(rule.choices or ()), *([rule.nth] if rule.nth is not None else [])):
            yield from _position(rule, position, grades)


def _accelerated(
    scheme: Scheme, accelerated: AcceleratedPay, grades: list[Grade]
) -> Iterator[Mistake]:
    if accelerated.part not in scheme.parts:
        yield at(
            accelerated,
            f"'{accelerated.part}' is no part of this scheme{near(accelerated.part, scheme.parts)}",
        )
    yield from _position(accelerated, accelerated.nth, grades)


def _position(item: Located, position: int, grades: list[Grade]) -> Iterator[Mistake]:
    fewest = min((number_of_points(grade) for grade in grades), default=0)
    if grades and not 1 <= position <= fewest:
        yield at(item, f"there is no point {position}: the grade has points 1 to {fewest}")


def number_of_points(grade: Grade) -> int:
    """Return how many points a grade has."""
    return len(grade.scp) if grade.scp is not None else grade.points or 0


def scp_of(grade: Grade) -> tuple[int, ...]:
    """Return a grade's spinal column points; none where its points are local."""
    return grade.scp or ()
