"""Checks that a scheme file, once read, says something that can be run."""

import calendar
import difflib
import re
from collections.abc import Iterable, Iterator

from scheme_files.checking_conditions import FactNames, condition_mistakes, facts_of_scheme
from scheme_files.mistakes import Mistake
from scheme_files.model.base import Grounded, Located
from scheme_files.model.conditions import Condition
from scheme_files.model.rules import AcceleratedPay, EffectiveDate, Pathway, PointRule
from scheme_files.model.scheme import Grade, Scheme
from scheme_files.walking import located

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", re.ASCII)
_A_COMMON_YEAR = 2023
SUBMISSION_DATE = "submission_date"


def check(scheme: Scheme) -> list[Mistake]:
    """Return every mistake in the meaning of a scheme, in the order of its lines."""
    facts = facts_of_scheme(scheme)
    mistakes = [
        *_names(scheme),
        *_facts(scheme),
        *_clauses(scheme),
        *_grades(scheme),
        *_days(scheme),
        *_reserved(scheme),
    ]
    for name, pathway in scheme.pathways.items():
        mistakes += _pathway(scheme, name, pathway, facts)
    return sorted(set(mistakes))


def _at(item: Located, message: str) -> Mistake:
    return Mistake(line=item.line, message=message)


def _names(scheme: Scheme) -> Iterator[Mistake]:
    kebab = [scheme.scheme, *scheme.team_types, *scheme.parts, *scheme.pathways, *scheme.documents]
    for pathway in scheme.pathways.values():
        kebab += pathway.criteria
    for name in kebab:
        if not _KEBAB.fullmatch(name):
            yield _at(scheme, f"'{name}' must be in small letters with hyphens, such as 'team-b'")
    for name in scheme.facts:
        if not _SNAKE.fullmatch(name):
            yield _at(
                scheme.facts[name],
                f"fact '{name}' must be in small letters with underscores, such as 'passed_on'",
            )


def _facts(scheme: Scheme) -> Iterator[Mistake]:
    for name, fact in scheme.facts.items():
        if FactNames.is_fixed(name):
            yield _at(fact, f"'{name}' is a fact of every scheme already: remove it here")
        if (fact.type == "choice") != bool(fact.choices):
            yield _at(fact, "give 'choices' for a fact of type 'choice', and for no other")


def _clauses(scheme: Scheme) -> Iterator[Mistake]:
    for item in located(scheme):
        clause = item.clause if isinstance(item, Grounded) else None
        if clause is not None and clause.document not in scheme.documents:
            hint = near(clause.document, scheme.documents)
            yield _at(clause, f"'{clause.document}' is no document of this file{hint}")


def _grades(scheme: Scheme) -> Iterator[Mistake]:
    for label, grade in scheme.grades.items():
        if grade.points is not None and grade.points < 1:
            yield _at(grade, f"grade '{label}' needs at least one point")
        if grade.scp is not None and list(grade.scp) != sorted(set(grade.scp)):
            yield _at(
                grade, f"list the points of grade '{label}' from lowest to highest, once each"
            )


def _days(scheme: Scheme) -> Iterator[Mistake]:
    if scheme.submission_dates is not None:
        yield from _days_of_year(scheme.submission_dates, scheme.submission_dates.each_year)
    for name, part in scheme.parts.items():
        if part.in_force_until is not None and part.in_force_until < part.in_force_from:
            yield _at(part, f"part '{name}' ends before it starts: exchange its two dates")


def _days_of_year(item: Located, days: Iterable[str]) -> Iterator[Mistake]:
    days = tuple(days)
    for day in days:
        if not _is_day_of_year(day):
            yield _at(
                item, f"'{day}' is no day of every year: write month and day, such as '01-15'"
            )
    if list(days) != sorted(set(days)):
        yield _at(item, "list the days of the year in order, once each")


def _is_day_of_year(day: str) -> bool:
    if not _DAY_OF_YEAR.fullmatch(day):
        return False
    month, day_of_month = int(day[:2]), int(day[3:])
    return day_of_month <= calendar.monthrange(_A_COMMON_YEAR, month)[1]


def _reserved(scheme: Scheme) -> Iterator[Mistake]:
    for name, value in (("roles", scheme.roles), ("deadlines", scheme.deadlines)):
        if value:
            yield _at(scheme, f"'{name}' is reserved and not run yet: leave it out")
    for pathway in scheme.pathways.values():
        for name, value in (("evidence", pathway.evidence), ("steps", pathway.steps)):
            if value:
                yield _at(pathway, f"'{name}' is reserved and not run yet: leave it out")


def _pathway(scheme: Scheme, name: str, pathway: Pathway, facts: FactNames) -> Iterator[Mistake]:
    targets = _targets(pathway)
    named = [pathway.from_.grade] if pathway.from_ else []
    for label in (*named, *targets):
        if label not in scheme.grades:
            yield _at(
                pathway, f"pathway '{name}': '{label}' is no grade{near(label, scheme.grades)}"
            )
    if pathway.from_ is not None and pathway.sign_off is None:
        yield _at(pathway, f"pathway '{name}': add 'sign_off': only appointments go without")
    for fact in pathway.assessed_on:
        yield from facts.date_mistakes(pathway, fact)
    for condition in _conditions(pathway):
        yield from condition_mistakes(condition, scheme, facts)
    grades = [scheme.grades[label] for label in targets if label in scheme.grades]
    yield from _effective_dates(scheme, pathway, facts)
    yield from _points(pathway, grades)
    if pathway.accelerated_pay is not None:
        yield from _accelerated(scheme, pathway.accelerated_pay, grades)


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
            yield _at(rule, f"nothing after this '{key}' can be reached: give it a 'when'")
    if rules[-1].when is not None:
        yield _at(
            rules[-1], f"somebody may fall through: the last '{key}' must stand without a 'when'"
        )


def _effective_dates(scheme: Scheme, pathway: Pathway, facts: FactNames) -> Iterator[Mistake]:
    yield from _total(pathway.effective_date, "effective_date")
    for rule in pathway.effective_date:
        if rule.day == SUBMISSION_DATE and scheme.submission_dates is None:
            yield _at(rule, "the scheme has no 'submission_dates': add them or name another day")
        elif rule.day not in {None, SUBMISSION_DATE}:
            yield from facts.date_mistakes(rule, str(rule.day))
        if rule.then is not None and rule.next_of is not None:
            yield _at(rule, "give 'then' or 'next_of', not both")
        if rule.day is None and (rule.then or rule.next_of):
            yield _at(rule, "'then' and 'next_of' move on from a 'day': add the day")
        yield from _days_of_year(rule, rule.next_of or ())


def _points(pathway: Pathway, grades: list[Grade]) -> Iterator[Mistake]:
    yield from _total(pathway.point, "point")
    for rule in pathway.point:
        if rule.choices is not None and rule.decided_by is None and rule.undetermined is None:
            yield _at(rule, "'choices' belong to a decision: add 'decided_by'")
        for position in (*(rule.choices or ()), *([rule.nth] if rule.nth is not None else [])):
            yield from _position(rule, position, grades)


def _accelerated(
    scheme: Scheme, accelerated: AcceleratedPay, grades: list[Grade]
) -> Iterator[Mistake]:
    if accelerated.part not in scheme.parts:
        yield _at(
            accelerated,
            f"'{accelerated.part}' is no part of this scheme{near(accelerated.part, scheme.parts)}",
        )
    yield from _position(accelerated, accelerated.nth, grades)


def _position(item: Located, position: int, grades: list[Grade]) -> Iterator[Mistake]:
    fewest = min((number_of_points(grade) for grade in grades), default=0)
    if grades and not 1 <= position <= fewest:
        yield _at(item, f"there is no point {position}: the grade has points 1 to {fewest}")


def number_of_points(grade: Grade) -> int:
    """Return how many points a grade has."""
    return len(grade.scp) if grade.scp is not None else grade.points or 0


def near(name: str, names: Iterable[str]) -> str:
    """Say what was probably meant, or what there is to choose from."""
    names = list(names)
    if close := difflib.get_close_matches(name, names, n=1):
        return f": did you mean '{close[0]}'?"
    return f". There is {', '.join(names)}" if names else ""
