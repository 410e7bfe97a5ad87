"""What travels about pay in a file: the pay that another system knew before."""

from typing import Annotated, Self

from pydantic import model_validator

from applications.pay.domain.determinations import Point
from applications.pay.domain.pay_points import PayPoint
from applications.pay.schemas.points import SalaryStatus
from applications.people.schemas import EmployeeNumber, GradeLabel, PostNumber
from applications.people.schemas.names import HoursPerWeek
from plumbing.wire import IsoDate, Money, Question, Text, WholeNumber, refusal


class PointRow(Question):
    """A pay point."""

    position: Annotated[int, WholeNumber(1, 99)]
    """Its place in the grade; 1 is the lowest."""
    scp: Annotated[int, WholeNumber(1, 999)] | None = None
    spine: Annotated[str, Text(1, 64)] | None = None


class PayHistoryRow(Question):
    """A post's grade and point from a day on, as another system knew it; no grade: pay ended."""

    employee_number: EmployeeNumber
    post_number: PostNumber
    starts_on: IsoDate
    grade: GradeLabel | None = None
    point: PointRow | None = None
    hours_per_week: HoursPerWeek | None = None
    annual_salary: Money | None = None
    salary_status: SalaryStatus | None = None
    source_known_on: IsoDate
    """The day on which that system knew it: its word, and not when it was recorded here."""

    @model_validator(mode="after")
    def _ended_or_whole(self) -> Self:
        if self.grade is not None and (self.point is None or self.hours_per_week is None):
            raise refusal("With a grade, give its point and the hours; without one, pay ended.")
        if self.grade is None and (self.point or self.hours_per_week or self.annual_salary):
            raise refusal("Without a grade pay ended: leave out point, hours and salary.")
        return self

    def sent(self) -> PayPoint:
        """The pay point that this describes."""
        priced: SalaryStatus = "unpriced" if self.annual_salary is None else "settled"
        return PayPoint(
            employee_number=self.employee_number,
            post_number=self.post_number,
            starts_on=self.starts_on,
            grade=self.grade,
            point=None if self.point is None else Point(**dict(self.point)),
            hours_per_week=self.hours_per_week,
            annual_salary=self.annual_salary,
            salary_status=None if self.grade is None else self.salary_status or priced,
            source_known_on=self.source_known_on,
        )
