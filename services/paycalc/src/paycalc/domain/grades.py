"""Grades and their points, what a point is worth, and how two points compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from paycalc.domain.conditions import Facts
from paycalc.domain.pay_tables import UNPRICED, PayTable, PointKey, Price
from scheme_files.model.scheme import Grade

CURRENT_POINT = ("grade", "point_position", "scp")
"""The facts that say which point a worker is on now."""


class Point(NamedTuple):
    """One pay point.

    Attributes:
        position: Its place in the grade; 1 is the lowest, 0 stands for outside the grade.
        scp: Its spinal column point; None for a local point.
        spine: The pay table it is on; None where the scheme declares no spine.
    """

    position: int
    scp: int | None
    spine: str | None


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades of a scheme with their points, lowest first, and what those are worth."""

    points: Mapping[str, tuple[Point, ...]]
    spine: str | None
    table: PayTable | None

    def price(self, grade: str, point: Point, effective_on: date | None, known_on: date) -> Price:
        """Return what a point is worth; unpriced without a table or a day."""
        if self.table is None or effective_on is None:
            return UNPRICED
        return self.table.price(self.key(grade, point), effective_on, known_on)

    @staticmethod
    def key(grade: str, point: Point) -> PointKey:
        """Return the name by which a pay table knows a point."""
        return point.scp if point.scp is not None else (grade, point.position)

    def current_point(self, facts: Facts) -> Point | None:
        """Return the point that the worker is on now, as far as the facts say."""
        position, scp = facts.get("point_position"), facts.get("scp")
        if position is None and scp is None:
            return None
        for point in self.points.get(str(facts.get("grade")), ()):
            if point.position == position or (scp is not None and point.scp == scp):
                return point
        return Point(0, scp, self.spine) if isinstance(scp, int) else None


class Comparison(NamedTuple):
    """Compares points of the new grade with the worker's point now, on the effective date."""

    grades: Grades
    grade: str
    facts: Facts
    effective_on: date | None
    known_on: date

    def pay_against_now(self, point: Point, current: Point) -> int | None:
        """Return -1, 0 or 1 as a point pays less, the same or more than now; None if unknown.

        Salaries are compared where both points are priced, else places on the same spine.
        """
        new = self._salary(self.grade, point)
        now = self._salary(str(self.facts.get("grade")), current)
        if new is not None and now is not None:
            return (new > now) - (new < now)
        if point.scp is not None and current.scp is not None:
            return (point.scp > current.scp) - (point.scp < current.scp)
        return None

    def _salary(self, grade: str, point: Point) -> Decimal | None:
        return self.grades.price(grade, point, self.effective_on, self.known_on).annual_salary

    def first_that_pays(self, least: int, current: Point, start: int = 1) -> Point | None:
        """Return the lowest point from a position on that compares with now as `least` or more."""
        for point in self.grades.points[self.grade]:
            against = self.pay_against_now(point, current)
            if point.position >= start and (against is None or against >= least):
                return point
        return None


def compile_grades(
    grades: Mapping[str, Grade], spine: str | None, table: PayTable | None
) -> Grades:
    """Return the points of every grade."""
    points = {label: _points(grade, spine) for label, grade in grades.items()}
    return Grades(points, spine, table)


def _points(grade: Grade, spine: str | None) -> tuple[Point, ...]:
    if grade.scp is not None:
        return tuple(Point(place, scp, spine) for place, scp in enumerate(grade.scp, start=1))
    return tuple(Point(place, None, spine) for place in range(1, (grade.points or 0) + 1))
