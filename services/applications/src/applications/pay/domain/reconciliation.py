"""What the HRIS has of a post on a day, against what was decided here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from applications.pay.domain.variations import Status

Difference = Literal[
    "missing_there",
    "missing_here",
    "different_grade",
    "different_point",
    "different_hours",
    "acknowledged_not_applied",
    "applied_not_acknowledged",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPay:
    """The grade, point and hours of a post; `position` is None where nobody says."""

    grade: str
    position: int | None
    hours_per_week: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A post as the HRIS has it (`there`) and as it was decided here, on one day.

    The variation is the one that led to what was decided here, where one did.
    """

    employee_number: str
    post_number: str
    there: PostPay | None
    here: PostPay | None
    starts_on: date | None
    variation_id: UUID | None
    variation_status: Status | None
    hris_reference: str | None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """In what the two differ; nothing where they agree."""
        return tuple(_differences(self))


_NOT_ANSWERED: Final = frozenset({"approved", "sent", "rejected"})


def _differences(found: Compared) -> Iterator[Difference]:
    there, here = found.there, found.here
    if there is None or here is None:
        yield "missing_there" if there is None else "missing_here"
        return
    differs = there.grade != here.grade
    if differs:
        yield "different_grade"
    elif None not in (there.position, here.position) and there.position != here.position:
        differs = True
        yield "different_point"
    if here.hours_per_week is not None and there.hours_per_week != here.hours_per_week:
        yield "different_hours"
    if differs and found.variation_status == "acknowledged":
        yield "acknowledged_not_applied"
    if not differs and found.variation_status in _NOT_ANSWERED:
        yield "applied_not_acknowledged"
