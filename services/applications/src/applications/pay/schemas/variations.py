"""What travels about variations."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict

from applications.pay.domain.variations import ShownVariation
from applications.pay.schemas.points import PointAnswer, SalaryStatus, members
from applications.people.schemas import EmployeeNumber, GradeLabel, PostNumber
from applications.people.schemas.names import HoursPerWeek
from plumbing.paging import QueryPage
from plumbing.wire import Answer, Instant, IsoDate, Money, PatternText, Question, Text

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
                **members(variation),
                **members(shown.recording),
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


class VariationsQuery(QueryPage):
    """Which variations are asked for."""

    status: VariationStatus | None = None
    """Only those at this stage."""
    employee_number: EmployeeNumber | None = None
    """Only those of this worker."""
    updated_since: Instant | None = None
    """Only those that changed at this instant or later."""
    sent_before: Instant | None = None
    """Only those that were sent (last) before this instant, and that the HRIS has not answered."""


class AcknowledgeBody(Question):
    """What the HRIS says when it takes a variation up."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"hris_reference": "MV-2041"}]})

    hris_reference: Annotated[str, Text(1, 64)]
    """The HRIS's own reference of the change."""


class RejectBody(Question):
    """What the HRIS says when it turns a variation down."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"reason_code": "post_not_found", "detail": "There is no such post here."}]
        }
    )

    reason_code: ReasonCode
    detail: LongText
    """Why, in words."""
