"""What travels about effective pay points."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from pydantic import model_validator

from applications.pay.domain.determinations import Point
from applications.pay.domain.exports import Form, Tally
from applications.pay.domain.pay_points import EffectivePayPoint
from applications.people.schemas import EmployeeNumber, GradeLabel, PostNumber
from applications.people.schemas.names import HoursPerWeek
from plumbing.paging import QueryPage
from plumbing.wire import Answer, Instant, IsoDate, Money, Question, Sha256, refusal

SalaryStatus = Literal["settled", "provisional", "unpriced"]


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
        return None if point is None else cls.model_validate(members(point))


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
    source_known_on: IsoDate | None
    """Of what was imported: when the system that it comes from knew it, by its own word."""

    @classmethod
    def of(cls, found: EffectivePayPoint) -> Self:
        """A pay point as it is sent."""
        point = found.pay_point
        return cls.model_validate(
            {
                **members(point),
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


class Closing(Answer):
    """What the lines before this one come to."""

    count: int
    """How many there are."""
    sha256: Sha256
    """The SHA-256 digest of their bytes, line feeds included."""


class ClosingLine(Answer):
    """The last line of a whole file of JSON lines."""

    closing: Closing

    @classmethod
    def of(cls, tally: Tally) -> Self:
        """The last line of what was reckoned up."""
        return cls(closing=Closing(count=tally.count, sha256=tally.sha256))


class FileDigest(Answer):
    """What a file of pay points comes to."""

    form: Form
    count: int
    """How many pay points are in it: neither the header of CSV nor a closing line counts."""
    sha256: Sha256
    """The SHA-256 digest of the CSV file, or of the lines of JSON before the closing one."""
    effective_on: IsoDate
    """The day that it is of."""
    known_on: IsoDate
    """The day of knowledge that was asked for."""
    known_at: Instant
    """The last instant that counts: ask for it again, and the answer is the same."""


class KnownQuery(Question):
    """What counts as known to a question."""

    known_on: IsoDate | None = None
    """What was known by the end of this day (Europe/London); today when left out."""
    known_at: Instant | None = None
    """What was known at this instant, in place of `known_on`."""

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.known_on is not None and self.known_at is not None:
            raise refusal("Give known_on or known_at, not both.")
        return self


class TimelineQuery(KnownQuery):
    """Which knowledge of a worker's pay points is asked for."""


class _EffectiveQuery(KnownQuery):
    effective_on: IsoDate | None = None
    """The day asked about; today when left out."""
    employee_number: EmployeeNumber | None = None
    """Only those of this worker."""


class PayPointsQuery(_EffectiveQuery, QueryPage):
    """Which pay points are asked for."""


class DigestQuery(_EffectiveQuery):
    """Which file of pay points is asked about."""

    form: Form = "csv"
    """The form of the file: `csv`, or `jsonl` for JSON lines."""


def members(
    found: object,
) -> dict[str, date | datetime | Decimal | str | int | UUID | None]:
    """The members of a value, by name."""
    return {name: getattr(found, name) for name in found.__slots__}  # type: ignore[attr-defined]


def _text(found: UUID | None) -> str | None:
    return None if found is None else str(found)
