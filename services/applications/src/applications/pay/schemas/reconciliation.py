"""What travels about the differences between the HRIS and what was decided here."""

from collections.abc import Sequence
from typing import Annotated, Final, Self

from applications.pay.domain.reconciliation import Compared, Difference, PostPay
from applications.pay.schemas.points import members
from applications.pay.schemas.tables import table
from applications.pay.schemas.variations import VariationStatus
from applications.people.schemas import EmployeeNumber, GradeLabel, PostNumber
from applications.people.schemas.names import HoursPerWeek, OneOf
from plumbing.paging import QueryPage
from plumbing.wire import Answer, IsoDate

_SIDES: Final = ("there", "here")
_OF_A_SIDE: Final = ("grade", "position", "hours_per_week")
_ABOUT: Final = ("starts_on", "variation_id", "variation_status", "hris_reference")
_COLUMNS: Final = (
    "employee_number",
    "post_number",
    "differences",
    *(f"{side}_{name}" for side in _SIDES for name in _OF_A_SIDE),
    *_ABOUT,
)
_TEXT: Final = frozenset(
    {"employee_number", "post_number", "there_grade", "here_grade", "hris_reference"}
)


class PostPayAnswer(Answer):
    """The grade, point and hours of a post."""

    grade: GradeLabel
    position: int | None
    """Where in the grade; null where nobody said, which differs from nothing."""
    hours_per_week: HoursPerWeek | None

    @classmethod
    def of(cls, found: PostPay | None) -> Self | None:
        """One side as it is sent."""
        return None if found is None else cls.model_validate(members(found))


class DifferenceAnswer(Answer):
    """A post on which the two differ."""

    employee_number: EmployeeNumber
    post_number: PostNumber
    differences: list[Difference]
    """In what. `acknowledged_not_applied`: the HRIS acknowledged the variation and has not the
    grade or point; `applied_not_acknowledged`: it has them and never acknowledged."""
    there: PostPayAnswer | None
    """As the HRIS has it; null where it has no such post on this day."""
    here: PostPayAnswer | None
    """As it was decided here; null where nothing was."""
    starts_on: IsoDate | None
    """Since when that holds here."""
    variation_id: str | None
    """The variation that told the HRIS."""
    variation_status: VariationStatus | None
    hris_reference: str | None

    @classmethod
    def of(cls, found: Compared) -> Self:
        """A difference as it is sent."""
        return cls(
            employee_number=found.employee_number,
            post_number=found.post_number,
            differences=list(found.differences),
            there=PostPayAnswer.of(found.there),
            here=PostPayAnswer.of(found.here),
            starts_on=found.starts_on,
            variation_id=None if found.variation_id is None else str(found.variation_id),
            variation_status=found.variation_status,
            hris_reference=found.hris_reference,
        )


class DifferencesAnswer(Answer):
    """A page of differences, by worker and post."""

    items: list[DifferenceAnswer]
    next_cursor: str | None
    effective_on: IsoDate
    """The day that was asked about."""


class DifferencesQuery(QueryPage):
    """Which day is asked about."""

    effective_on: IsoDate | None = None
    """The day asked about; today when left out."""
    known_here: Annotated[str, OneOf(("true", "false"))] | None = None
    """`true`: only posts whose pay was decided here, or loaded as history; `false`: only the others
    (`missing_here`). Both when left out."""


def as_csv(found: Sequence[Compared]) -> bytes:
    """Differences as a CSV file."""
    return table(_COLUMNS, _TEXT, (_row(DifferenceAnswer.of(each)) for each in found))


def _row(answer: DifferenceAnswer) -> dict[str, object]:
    row = answer.model_dump(mode="json")
    for side in _SIDES:
        held = row.pop(side) or dict.fromkeys(_OF_A_SIDE)
        row |= {f"{side}_{name}": held[name] for name in _OF_A_SIDE}
    return row | {"differences": " ".join(row["differences"])}
