"""The pay timeline ahead: increments by the scheme's rule, what is settled, and the next way up."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from paycalc.domain.conditions import Assessment, Facts
from paycalc.domain.days import add_months, days_of_year, next_of, pay_year
from paycalc.domain.grades import Point
from paycalc.domain.pay_tables import Price
from paycalc.domain.plans import PathwayPlan, SchemePlan
from paycalc.domain.rules import Ruling, Status
from scheme_files.facts import FactType

_A_YEAR = 12
_SIX_MONTHS = 6
_FIRST_OF_APRIL = ((4, 1),)


class Because(StrEnum):
    """Why a line of the timeline starts where it does."""

    START = "start"
    INCREMENT = "increment"
    AWARD = "award"
    PAY_YEAR = "pay_year"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker stands now.

    Attributes:
        grade: The grade.
        position: The position of the point in it.
        on_point_since: The day of the last move to that point.
        in_grade_since: The day of starting in the grade.
    """

    grade: str
    position: int
    on_point_since: date
    in_grade_since: date


@dataclass(frozen=True, slots=True)
class Line:
    """The worker on one point at one salary for a time."""

    starts_on: date
    ends_before: date
    point: Point
    price: Price
    because: Because


@dataclass(frozen=True, slots=True)
class NextPathway:
    """A way up from the grade, and when it could be taken at the earliest.

    Attributes:
        pathway: The pathway's id.
        title: Its name for people.
        to_grades: Where it leads.
        earliest_on: The first day on which every dated criterion is met; None where facts are
            missing for that, or a criterion is not met whatever the day.
        earliest_submission_date: The submission date that belongs to it, where there are such.
        not_met: The rules that no day will meet as the facts stand.
        missing_facts: The facts still to be known, judgements included, in the order to ask.
    """

    pathway: str
    title: str
    to_grades: tuple[str, ...]
    earliest_on: date | None
    earliest_submission_date: date | None
    not_met: tuple[str, ...]
    missing_facts: tuple[str, ...]


def timeline(
    scheme: SchemePlan, place: Place, starts_on: date, through: date, known_on: date
) -> tuple[Line, ...]:
    """Return the lines of pay from a day through another, as known on a day."""
    end = through + timedelta(days=1)
    points = scheme.grades.points[place.grade]
    moves = _moves(scheme, place, end)
    cuts = {starts_on: Because.START}
    for day, why in _changes(scheme, place, moves, known_on, end):
        if starts_on < day < end:
            cuts.setdefault(day, why)
    lines: list[Line] = []
    for begin, stop in pairwise([*sorted(cuts), end]):
        steps = sum(1 for move in moves if move <= begin)
        point = points[min(place.position + steps, len(points)) - 1]
        price = scheme.grades.price(place.grade, point, begin, known_on)
        line = Line(begin, stop, point, price, cuts[begin])
        lines = _joined(lines, line)
    return tuple(lines)


def _joined(lines: list[Line], line: Line) -> list[Line]:
    """Add a line, or carry the last one on where nothing has changed but the pay year."""
    if lines and (lines[-1].point, lines[-1].price) == (line.point, line.price):
        last = lines[-1]
        carried = Line(last.starts_on, line.ends_before, last.point, last.price, last.because)
        return [*lines[:-1], carried]
    return [*lines, line]


def _moves(scheme: SchemePlan, place: Place, end: date) -> list[date]:
    """Return the days of the increments that are left until the top of the grade."""
    left = len(scheme.grades.points[place.grade]) - place.position
    days: list[date] = []
    for day in INCREMENTS[scheme.scheme.pay.increments.rule](place):
        if day >= end or len(days) == left:
            break
        days.append(day)
    return days


def _changes(
    scheme: SchemePlan, place: Place, moves: list[date], known_on: date, end: date
) -> Iterator[tuple[date, Because]]:
    yield from ((day, Because.INCREMENT) for day in moves)
    table = scheme.grades.table
    if table is None:
        return
    for point in scheme.grades.points[place.grade]:
        for day in table.changes(scheme.grades.key(place.grade, point), known_on):
            yield day, Because.AWARD
    year = pay_year(place.on_point_since)
    while year < end:
        yield year, Because.PAY_YEAR
        year = add_months(year, _A_YEAR)


def _first_of_april(place: Place) -> Iterator[date]:
    """Yield 1 April of each year; first, six months in the grade for who has not served them."""
    day = next_of(_FIRST_OF_APRIL, place.on_point_since + timedelta(days=1))
    day = max(day, add_months(place.in_grade_since, _SIX_MONTHS))
    while True:
        yield day
        day = next_of(_FIRST_OF_APRIL, day + timedelta(days=1))


def _anniversary(place: Place) -> Iterator[date]:
    """Yield every twelve months after the last move."""
    years = 1
    while True:
        yield add_months(place.on_point_since, years * _A_YEAR)
        years += 1


def _never(_: Place) -> Iterator[date]:
    """Yield nothing."""
    return iter(())


INCREMENTS: Mapping[str, Callable[[Place], Iterator[date]]] = MappingProxyType(
    {"first_of_april": _first_of_april, "anniversary": _anniversary, "none": _never}
)

_OF_THE_CASE = frozenset({"submitted_on", "evidence_complete_on", "signed_off_on"})


def next_pathways(
    scheme: SchemePlan, grade: str, facts: Facts, starts_on: date, binds: Ruling | None
) -> tuple[NextPathway, ...]:
    """Return every way up from a grade, as far as the facts say.

    `binds` is the ruling that this version binds the worker; what it misses is missing for all.
    """
    known = {name: value for name, value in facts.items() if name not in _OF_THE_CASE}
    known["grade"] = grade
    found = []
    for name, pathway in scheme.scheme.pathways.items():
        if pathway.from_ is not None and pathway.from_.grade == grade:
            plan = scheme.pathways[name]
            way_up = _next(scheme, plan, pathway.title, known, starts_on)
            found.append(_once_bound(way_up, binds.missing, plan) if binds else way_up)
    return tuple(found)


def _next(
    scheme: SchemePlan, plan: PathwayPlan, title: str, facts: Facts, starts_on: date
) -> NextPathway:
    any_day = Assessment(date.max)
    ruled = plan.kinds.of(facts).rule_on(facts, any_day)
    blocking = [ruling for ruling in ruled.rulings if ruling.rule.blocking]
    not_met = tuple(ruling.rule.id for ruling in blocking if ruling.status is Status.NOT_MET)
    missing = {name for ruling in blocking for name in ruling.missing if name not in _OF_THE_CASE}
    earliest_on = None
    if not not_met and all(scheme.facts[name].type is FactType.TRUE_FALSE for name in missing):
        earliest_on = max([starts_on, *(item.met_on for item in blocking if item.met_on)])
    return NextPathway(
        pathway=plan.id,
        title=title,
        to_grades=plan.targets,
        earliest_on=earliest_on,
        earliest_submission_date=_submission_date(scheme, earliest_on),
        not_met=not_met,
        missing_facts=tuple(sorted(missing, key=plan.order.__getitem__)),
    )


def _once_bound(way_up: NextPathway, missing: tuple[str, ...], plan: PathwayPlan) -> NextPathway:
    """Leave the day open while nobody knows whether these rules are the worker's."""
    if not missing:
        return way_up
    names = sorted({*way_up.missing_facts, *missing}, key=plan.order.__getitem__)
    return replace(
        way_up, earliest_on=None, earliest_submission_date=None, missing_facts=tuple(names)
    )


def _submission_date(scheme: SchemePlan, earliest_on: date | None) -> date | None:
    dates = scheme.scheme.submission_dates
    if dates is None or earliest_on is None:
        return None
    return next_of(days_of_year(dates.each_year), earliest_on)
