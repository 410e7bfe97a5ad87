"""Variations: the instruction to the HRIS to change somebody's grade and point, and its stages.

draft -> approved -> sent -> acknowledged, or rejected and then sent again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from applications.pay.domain.determinations import Point, SalaryStatus, Settled
from applications.pay.domain.pay_points import PayPoint
from applications.pay.domain.refusals import VariationStateError

Status = Literal["draft", "approved", "sent", "acknowledged", "rejected"]

_NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    "draft": frozenset({"approved"}),
    "approved": frozenset({"sent"}),
    "sent": frozenset({"acknowledged", "rejected"}),
    "acknowledged": frozenset(),
    "rejected": frozenset({"sent"}),
}
_WORDS: Final[Mapping[Status, str]] = {
    "draft": "The variation is a draft: it can be approved next.",
    "approved": "The variation is approved: it can be sent next.",
    "sent": "The variation is sent: the HRIS's answer can be recorded next.",
    "acknowledged": "The variation is acknowledged, and finished.",
    "rejected": "The variation was rejected: it can be sent again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """A change of grade and point, from a day on, and how far it has come.

    `annual_salary` is GBP a year, full time; None where the point has no price. `rejected_because`
    is the HRIS's reason code, while it stands rejected.
    """

    variation_id: UUID
    application_id: UUID
    determination_id: UUID
    employee_number: str
    post_number: str
    grade_from: str
    point_from: int | None
    grade: str
    point: Point
    hours_per_week: Decimal
    annual_salary: Decimal | None
    salary_status: SalaryStatus
    effective_from: date
    reason_code: str
    status: Status = "draft"
    approved_by: str | None = None
    approved_at: datetime | None = None
    hris_reference: str | None = None
    rejected_because: str | None = None
    version: int = 1
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The pay point that a variation led to, in current knowledge; nothing until it is approved."""

    ends_before: date | None = None
    recorded_at: datetime | None = None
    superseded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVariation:
    """A variation, and what it led to."""

    variation: Variation
    recording: Recording


def approved(variation: Variation, *, by: str, now: datetime) -> Variation:
    """The variation, approved by somebody.

    Raises:
        VariationStateError: It is no draft.
    """
    moved = _moved(variation, "approved", now)
    return replace(moved, approved_by=by, approved_at=now)


def sent(variation: Variation, *, now: datetime) -> Variation:
    """The variation, sent to the HRIS, for the first time or again.

    Raises:
        VariationStateError: It is neither approved nor rejected.
    """
    return replace(_moved(variation, "sent", now), rejected_because=None)


def sent_again(variation: Variation, *, now: datetime) -> Variation:
    """The variation, sent once more because nobody answered.

    Raises:
        VariationStateError: It does not wait for an answer.
    """
    check_can_become(variation, "acknowledged")
    return replace(variation, version=variation.version + 1, changed_at=now)


def acknowledged(variation: Variation, *, hris_reference: str, now: datetime) -> Variation:
    """The variation, taken up by the HRIS under a reference of its own.

    Raises:
        VariationStateError: It was not sent.
    """
    return replace(_moved(variation, "acknowledged", now), hris_reference=hris_reference)


def rejected(variation: Variation, *, because: str, now: datetime) -> Variation:
    """The variation, turned down by the HRIS.

    Raises:
        VariationStateError: It was not sent.
    """
    return replace(_moved(variation, "rejected", now), rejected_because=because)


def check_can_become(variation: Variation, status: Status) -> None:
    """Make sure that a variation can come to a stage next.

    Raises:
        VariationStateError: It cannot.
    """
    if status not in _NEXT[variation.status]:
        raise VariationStateError(_WORDS[variation.status])


def _moved(variation: Variation, status: Status, now: datetime) -> Variation:
    check_can_become(variation, status)
    return replace(variation, status=status, version=variation.version + 1, changed_at=now)


def redrafted(
    draft: Variation, settled: Settled, *, determination_id: UUID, now: datetime
) -> Variation:
    """A draft that a later determination replaces."""
    return replace(
        draft,
        determination_id=determination_id,
        grade=settled.grade,
        point=settled.point,
        annual_salary=settled.annual_salary,
        salary_status=settled.salary_status,
        effective_from=settled.effective_from,
        version=draft.version + 1,
        changed_at=now,
    )


def pay_point(variation: Variation) -> PayPoint:
    """The pay point that an approved variation leads to."""
    return PayPoint(
        employee_number=variation.employee_number,
        post_number=variation.post_number,
        starts_on=variation.effective_from,
        grade=variation.grade,
        point=variation.point,
        hours_per_week=variation.hours_per_week,
        annual_salary=variation.annual_salary,
        salary_status=variation.salary_status,
        application_id=variation.application_id,
        variation_id=variation.variation_id,
    )
