"""What is held of a scheme: its versions, its facts, its pay table, its submission dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paycalc.domain.days import days_of_year
from paycalc.domain.effective_dates import next_submission_dates
from paycalc.domain.grades import Point
from paycalc.domain.pay_tables import Price
from paycalc.domain.plans import SchemePlan
from paycalc.domain.versions import choose_version, in_force_over_time
from paycalc.operations.naming import SchemeNotFoundError
from paycalc.rulebook.loading import Rulebook


def _versions(rulebook: Rulebook, scheme: str) -> tuple[SchemePlan, ...]:
    versions = rulebook.schemes.get(scheme)
    if versions is None:
        raise SchemeNotFoundError(rulebook.schemes)
    return versions


def list_schemes(
    rulebook: Rulebook, *, after: str | None, limit: int
) -> Sequence[tuple[SchemePlan, ...]]:
    """Return the versions of each scheme, in the order of ids, after one of them."""
    names = [name for name in sorted(rulebook.schemes) if after is None or name > after]
    return [rulebook.schemes[name] for name in names[:limit]]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a scheme, and the days by which it was chosen."""

    plan: SchemePlan
    rules_on: date
    known_on: date


def get_scheme(rulebook: Rulebook, scheme: str, *, rules_on: date | None, today: date) -> Version:
    """Return the version of a scheme in force on a day.

    Raises:
        SchemeNotFoundError: when the service holds no such scheme.
        NotInForceError: when no version was in force on that day.
    """
    day = rules_on or today
    return Version(choose_version(_versions(rulebook, scheme), day, today), day, today)


@dataclass(frozen=True, slots=True)
class PricedPoint:
    """A point of a grade and what it is worth."""

    grade: str
    point: Point
    price: Price


@dataclass(frozen=True, slots=True)
class PayTableOfScheme:
    """Every point of a scheme with its salary on a day, as known on another."""

    plan: SchemePlan
    effective_on: date
    known_on: date
    points: tuple[PricedPoint, ...]


def get_pay_table(
    rulebook: Rulebook,
    scheme: str,
    *,
    effective_on: date | None,
    known_on: date | None,
    today: date,
) -> PayTableOfScheme:
    """Return every grade and point of a scheme with its salary.

    Raises:
        SchemeNotFoundError: when the service holds no such scheme.
        NotInForceError: when no version was in force on that day.
    """
    effective, known = effective_on or today, known_on or today
    plan = choose_version(_versions(rulebook, scheme), effective, known)
    points = tuple(
        PricedPoint(grade, point, plan.grades.price(grade, point, effective, known))
        for grade, points in plan.grades.points.items()
        for point in points
    )
    return PayTableOfScheme(plan, effective, known, points)


@dataclass(frozen=True, slots=True)
class SubmissionDate:
    """A submission date and the version that gives it."""

    day: date
    plan: SchemePlan


def list_submission_dates(
    rulebook: Rulebook, scheme: str, *, from_: date | None, count: int, today: date
) -> tuple[SubmissionDate, ...]:
    """Return the next submission dates of a scheme; none where it has no such dates.

    Raises:
        SchemeNotFoundError: when the service holds no such scheme.
        NotInForceError: when no version was published yet.
    """
    timeline = in_force_over_time(_versions(rulebook, scheme), today)
    days = {
        start: days_of_year(dates.each_year) if (dates := plan.scheme.submission_dates) else ()
        for start, plan in timeline.items()
    }
    found = next_submission_dates(days, from_ or today, count)
    return tuple(
        SubmissionDate(day, timeline[max(start for start in timeline if start <= day)])
        for day in found
    )
