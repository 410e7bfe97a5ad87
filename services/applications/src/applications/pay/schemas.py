"""What travels about pay."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import model_validator

from applications.pay.domain.determinations import Point
from applications.pay.domain.pay_points import EffectivePayPoint
from applications.pay.domain.variations import ShownVariation
from applications.people.schemas import EmployeeNumber, GradeLabel, PostNumber
from applications.people.schemas.names import HoursPerWeek
from plumbing.paging import QueryPage
from plumbing.wire import Answer, Instant, IsoDate, Money, PatternText, Question, Text, refusal

SalaryStatus = Literal["settled", "provisional", "unpriced"]
VariationStatus = Literal["draft", "approved", "sent", "acknowledged", "rejected"]
VariationId = Annotated[
    str,
    PatternText(
        "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        what_to_do="Give a variation's id as it was answered: a UUID in lower case.",
    ),
]
ReasonCode = Annotated[
    str,
    PatternText(
        "^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
        what_to_do="Give a reason code of the HRIS in small letters with underscores.",
        example="post_not_found",
        longest=64,
    ),
]
LongText = Annotated[
    str,
    PatternText(
        r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+$",
        what_to_do="Give text of 1 to 5000 characters, without control characters.",
        longest=5000,
    ),
]


class PointAnswer(Answer):
    """A pay point."""

    position: int
    """Its place in the grade; 1 is the lowest."""
    scp: int | None
    """Its spinal column point; null for a local point."""
    spine: str | None
    """The pay table it is on; null where the scheme declares none."""

    @classmethod
    def of(cls, point: Point | None) -> Self | None:
        """A point as it is sent."""
        return None if point is None else cls.model_validate(_members(point))


class PayPointAnswer(Answer):
    """An effective pay point: a post's grade and point for a time, and when that was known."""

    employee_number: EmployeeNumber
    post_number: PostNumber
    grade: GradeLabel
    point: PointAnswer | None
    hours_per_week: HoursPerWeek | None
    starts_on: IsoDate
    ends_before: IsoDate | None
    """The first day of what follows, as known then; null while nothing follows."""
    recorded_at: Instant
    """From when on this was known."""
    superseded_at: Instant | None
    """From when on something else was known in its place; null while this is what is known."""
    annual_salary: Money | None
    """GBP a year, full time, as it was known when it was decided; null where it has no price."""
    salary_status: SalaryStatus | None
    application_id: str | None
    """The case that led to it."""
    variation_id: str | None

    @classmethod
    def of(cls, found: EffectivePayPoint) -> Self:
        """A pay point as it is sent."""
        point = found.pay_point
        return cls.model_validate(
            {
                **_members(point),
                "point": PointAnswer.of(point.point),
                "ends_before": found.ends_before,
                "recorded_at": found.recorded_at,
                "superseded_at": found.superseded_at,
                "application_id": _text(point.application_id),
                "variation_id": _text(point.variation_id),
            }
        )


class PayPointPage(Answer):
    """A page of pay points on one day, as known at one instant."""

    items: list[PayPointAnswer]
    next_cursor: str | None
    effective_on: IsoDate
    """The day that was asked about."""
    known_on: IsoDate
    """The day of knowledge that was asked for."""
    known_at: Instant
    """The last instant that counts: ask for it again, and the answer is the same."""


class PayPointTimeline(Answer):
    """A worker's pay points, as known at one instant, by post and first day."""

    items: list[PayPointAnswer]
    next_cursor: None
    known_on: IsoDate
    """The day of knowledge that was asked for."""
    known_at: Instant
    """The last instant that counts: ask for it again, and the answer is the same."""


class VariationAnswer(Answer):
    """A change of grade and point for the HRIS, and how far it has come."""

    variation_id: str
    application_id: str
    employee_number: EmployeeNumber
    post_number: PostNumber
    grade_from: GradeLabel
    point_from: int | None
    """Where in that grade the worker was paid; 1 is the lowest point; null where nobody said."""
    grade: GradeLabel
    point: PointAnswer
    hours_per_week: HoursPerWeek
    annual_salary: Money | None
    """GBP a year, full time; null where the point has no price."""
    salary_status: SalaryStatus
    effective_from: IsoDate
    starts_on: IsoDate
    """The same as `effective_from`: the first day of the pay point that it leads to."""
    ends_before: IsoDate | None
    """The first day of what follows that pay point, as known now."""
    recorded_at: Instant | None
    """When that pay point was recorded; null until the variation is approved."""
    superseded_at: Instant | None
    """When another one was recorded in its place."""
    reason_code: str
    """Why pay changes: `progression` or `appointment`."""
    status: VariationStatus
    approved_by: EmployeeNumber | None
    approved_at: Instant | None
    hris_reference: str | None
    """The HRIS's own reference, once it has acknowledged the variation."""
    rejected_because: str | None
    """The HRIS's reason code, while the variation stands rejected."""
    changed_at: Instant

    @classmethod
    def of(cls, shown: ShownVariation) -> Self:
        """A variation as it is sent."""
        variation = shown.variation
        return cls.model_validate(
            {
                **_members(variation),
                **_members(shown.recording),
                "starts_on": variation.effective_from,
                "point": PointAnswer.of(variation.point),
                "variation_id": str(variation.variation_id),
                "application_id": str(variation.application_id),
            }
        )


class VariationPage(Answer):
    """A page of variations, those first that did not change for longest."""

    items: list[VariationAnswer]
    next_cursor: str | None


class _KnownQuery(Question):
    known_on: IsoDate | None = None
    """What was known by the end of this day (Europe/London); today when left out."""
    known_at: Instant | None = None
    """What was known at this instant, in place of `known_on`."""

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.known_on is not None and self.known_at is not None:
            raise refusal("Give known_on or known_at, not both.")
        return self


class TimelineQuery(_KnownQuery):
    """Which knowledge of a worker's pay points is asked for."""


class PayPointsQuery(_KnownQuery, QueryPage):
    """Which pay points are asked for."""

    effective_on: IsoDate | None = None
    """The day asked about; today when left out."""
    employee_number: EmployeeNumber | None = None


class VariationsQuery(QueryPage):
    """Which variations are asked for."""

    status: VariationStatus | None = None
    employee_number: EmployeeNumber | None = None
    updated_since: Instant | None = None
    """Only those that changed at this instant or later."""


class NoMembers(Question):
    """Nothing: this action takes no members."""


class AcknowledgeBody(Question):
    """What the HRIS says when it takes a variation up."""

    hris_reference: Annotated[str, Text(1, 64)]
    """The HRIS's own reference of the change."""


class RejectBody(Question):
    """What the HRIS says when it turns a variation down."""

    reason_code: ReasonCode
    detail: LongText
    """Why, in words."""


def _members(found: object) -> dict[str, date | datetime | Decimal | str | int | UUID | None]:
    return {name: getattr(found, name) for name in found.__slots__}  # type: ignore[attr-defined]


def _text(found: UUID | None) -> str | None:
    return None if found is None else str(found)
