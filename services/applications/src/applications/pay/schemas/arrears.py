"""What travels about arrears."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Annotated, Final, Self

from applications.pay.domain.arrears import Line, OpenBecause, Told, Totals
from applications.pay.schemas.points import KnownQuery, SalaryStatus, members
from applications.pay.schemas.tables import table
from applications.people.schemas import EmployeeNumber, PostNumber
from plumbing.paging import Cursor
from plumbing.wire import (
    Answer,
    Instant,
    IsoDate,
    PatternText,
    QueryCount,
    decimal_string,
)

Amount = Annotated[
    Decimal, decimal_string(r"^-?(0|[1-9][0-9]{0,11})\.[0-9]{2,6}$", example="74.26")
]
"""GBP: pounds and pence, and more places only where the scheme rounds later than each month."""
Month = Annotated[
    str,
    PatternText(
        "^(19|20|21|22)[0-9]{2}-(0[1-9]|1[0-2])$",
        what_to_do="Give a month as YYYY-MM.",
        example="2026-01",
    ),
]
"""A calendar month, YYYY-MM."""
_COLUMNS: Final = tuple(each.name for each in fields(Line))
_TEXT: Final = frozenset({"employee_number", "post_number"})
_AMOUNTS: Final = ("paid", "due", "difference")
_PENNY: Final = Decimal("0.01")


def written(amount: Decimal) -> Decimal:
    """An amount with its pence, and with no more places than it needs."""
    in_pence = amount.quantize(_PENNY)
    return in_pence if in_pence == amount else amount.normalize()


class LineAnswer(Answer):
    """What is owed to a worker for a post and a month."""

    employee_number: EmployeeNumber
    post_number: PostNumber
    period: Month | None
    """The month; null where nobody can say what is owed for any."""
    paid: Amount | None
    """What payroll pays of itself for the month, as it was last told."""
    due: Amount | None
    """What is due for the month, by what is known now."""
    difference: Amount | None
    """What is owed: negative for an overpayment, null where nobody can say."""
    salary_status: SalaryStatus
    pay_in: Month | None
    """The month in which to pay it: the first after the payroll that is closed, or its own."""
    open_because: OpenBecause | None
    """Why there is no amount: a point is `unpriced`; where in the grade somebody was or is paid is
    not on record (`point_unknown`); the hours on record are not the same for what was paid and
    what is due (`hours_differ`); no case and no scheme says how to reckon (`scheme_unknown`); or
    paycalc `refused` what is on record."""

    @classmethod
    def of(cls, line: Line) -> Self:
        """A line as it is sent."""
        amounts = {name: getattr(line, name) for name in _AMOUNTS}
        shown = {name: None if each is None else written(each) for name, each in amounts.items()}
        return cls.model_validate({**members(line), **shown})


class TotalsAnswer(Answer):
    """What lines come to."""

    lines: int
    """How many there are."""
    open_lines: int
    """How many of them have no amount; the sum leaves them out."""
    difference: Amount
    """The sum of their differences."""

    @classmethod
    def of(cls, totals: Totals) -> Self:
        """Totals as they are sent."""
        return cls(
            lines=totals.lines,
            open_lines=totals.open_lines,
            difference=written(totals.difference),
        )


class ArrearsPage(Answer):
    """A page of what is owed, and what all pages up to this one come to."""

    items: list[LineAnswer]
    next_cursor: str | None
    totals: TotalsAnswer
    """Of this page and those before it: on the last page, of everything."""
    through: IsoDate
    """The last day that counts."""
    closed_through: IsoDate | None
    """The last day of the last payroll that is closed."""
    told_by_run: int | None
    """The number of the payroll run that this is reckoned from; null before the first."""
    known_on: IsoDate
    """The day of knowledge that was asked for."""
    known_at: Instant
    """The last instant that counts: ask for it again, and the answer is the same."""


class ArrearsQuery(KnownQuery):
    """Which arrears are asked for."""

    through: IsoDate | None = None
    """The last day that counts; the last of this month when left out."""
    closed_through: IsoDate | None = None
    """The last day of the last payroll that is closed: what is owed up to then is paid after it.
    The last day that payroll was told of when left out."""
    limit: Annotated[int, QueryCount(1, 100)] = 50
    """The most posts to work out at once: each has a line for every month that differs."""
    cursor: Cursor | None = None
    """Where the page before ended: take it from the `next` link, with the filters unchanged."""


def told_by(told: Told | None) -> int | None:
    """The number of the run that payroll was last told by."""
    return None if told is None else told.number


def as_csv(lines: Sequence[Line]) -> bytes:
    """Lines as a CSV file."""
    rows = (LineAnswer.of(line).model_dump(mode="json") for line in lines)
    return table(_COLUMNS, _TEXT, rows)
