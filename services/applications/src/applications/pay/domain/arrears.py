"""What is owed since payroll was last told: what to ask paycalc, and what of its answer counts.

What was paid is what payroll was last told, and goes on until it is told otherwise. Before it was
told anything of a post, it paid what the HR system had when the post's first case was opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from applications.pay.domain.determinations import Point, SalaryStatus
from applications.pay.domain.pay_points import Known, PayPoint
from applications.pay.domain.spells import (
    Spell,
    changes_within,
    hours_differ,
    hours_of,
    spells_of,
)

OpenBecause = Literal["unpriced", "point_unknown", "hours_differ", "scheme_unknown", "refused"]
"""Why nobody can say what is owed: a point has no published value; where somebody was paid, or is,
in the grade is not on record; the hours on record contradict each other; no scheme says how to
reckon; paycalc refused what is on record."""

_NO_PENCE: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What payroll was last told: everything known at an instant, of days up to one."""

    number: int
    through: date
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Up to which day is asked, and as known when; of the last payroll that is closed, its end."""

    through: date
    closed_through: date | None
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A pay point as it was recorded, and where its worker was paid before its case."""

    pay_point: PayPoint
    recorded_at: datetime
    superseded_at: datetime | None
    scheme: str | None
    grade_from: str | None
    point_from: int | None

    def is_known(self, at: datetime) -> bool:
        """Whether it was what was known at an instant."""
        return self.recorded_at <= at and (self.superseded_at is None or self.superseded_at > at)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHistory:
    """Everything that was ever recorded of the pay of a post, and since when the post is held."""

    employee_number: str
    post_number: str
    held_from: date
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """A question to paycalc about one post."""

    scheme: str
    term: Term
    paid_known_on: date
    paid: Sequence[Spell]
    due: Sequence[Spell]
    hours: Mapping[date, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMonth:
    """What paycalc says of a calendar month; `is_the_same` where both sides are."""

    period: str
    paid: Decimal | None
    due: Decimal | None
    difference: Decimal | None
    salary_status: SalaryStatus
    pay_in: str | None
    is_the_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is owed to a worker for a post and a month (GBP); negative for an overpayment.

    Amounts are None where nobody can say, and `open_because` says why. `period` is None where that
    is of no month in particular.
    """

    employee_number: str
    post_number: str
    period: str | None
    paid: Decimal | None
    due: Decimal | None
    difference: Decimal | None
    salary_status: SalaryStatus
    pay_in: str | None
    open_because: OpenBecause | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What lines come to: how many, how many of them without an amount, and the sum of the rest."""

    lines: int = 0
    open_lines: int = 0
    difference: Decimal = _NO_PENCE

    def plus(self, lines: Sequence[Line]) -> "Totals":
        """With these lines too."""
        owed = [line.difference for line in lines if line.difference is not None]
        return Totals(
            lines=self.lines + len(lines),
            open_lines=self.open_lines + len(lines) - len(owed),
            difference=self.difference + sum(owed, _NO_PENCE),
        )


def owing(history: PostHistory, told: Told | None, term: Term) -> Owing | OpenBecause | None:
    """What to ask paycalc about a post; None where nothing can be owed, or why nobody can say."""
    known = _known(history, term.known.known_at)
    if not known or known[0].pay_point.starts_on > term.through:
        return None
    lead = _lead(history, known[0])
    due = spells_of([*lead, *(entry.pay_point for entry in known)])
    paid = spells_of([*lead, *_paid(history, known, told)])
    paid_known_on = term.known.known_on if told is None else told.known.known_on
    scheme = next((entry.scheme for entry in reversed(known) if entry.scheme), None)
    because = _why_nobody_can_say(scheme, paid, due)
    is_the_same = changes_within(paid, term.through) == changes_within(due, term.through)
    if is_the_same and (because or paid_known_on == term.known.known_on):
        return None
    if because or scheme is None:
        return because
    return Owing(
        scheme=scheme,
        term=term,
        paid_known_on=paid_known_on,
        paid=paid,
        due=due,
        hours=hours_of(paid, due),
    )


def _why_nobody_can_say(
    scheme: str | None, paid: Sequence[Spell], due: Sequence[Spell]
) -> OpenBecause | None:
    if scheme is None:
        return "scheme_unknown"
    if any(spell.position is None or spell.hours_per_week is None for spell in (*paid, *due)):
        return "point_unknown"
    return "hours_differ" if hours_differ(paid, due) else None


def lines_of(history: PostHistory, months: Sequence[OwedMonth]) -> list[Line]:
    """The months in which something is owed, or nobody can say."""
    return [
        Line(
            employee_number=history.employee_number,
            post_number=history.post_number,
            period=month.period,
            paid=month.paid,
            due=month.due,
            difference=month.difference,
            salary_status=month.salary_status,
            pay_in=month.pay_in,
            open_because="unpriced" if month.difference is None else None,
        )
        for month in months
        if month.difference != 0 and not month.is_the_same
    ]


def open_line(history: PostHistory, because: OpenBecause) -> Line:
    """That nobody can say what is owed for a post, and why."""
    return Line(
        employee_number=history.employee_number,
        post_number=history.post_number,
        period=None,
        paid=None,
        due=None,
        difference=None,
        salary_status="unpriced",
        pay_in=None,
        open_because=because,
    )


def _known(history: PostHistory, at: datetime) -> list[Entry]:
    known = [entry for entry in history.entries if entry.is_known(at)]
    return sorted(known, key=lambda entry: entry.pay_point.starts_on)


def _lead(history: PostHistory, first: Entry) -> list[PayPoint]:
    """What was paid in the month of the first pay point before that.

    It is the same on both sides, and there because a month is rounded whole, as a payslip is.
    """
    begins = first.pay_point.starts_on
    starts_on = max(begins.replace(day=1), history.held_from)
    if first.grade_from is None or starts_on >= begins:
        return []
    return [_before(first, starts_on)]


def _paid(history: PostHistory, known: Sequence[Entry], told: Told | None) -> list[PayPoint]:
    """What payroll pays of itself: as last told, before that as the HR system had it.

    What has no case came from the HR system itself, which needs not to be told its own.
    """
    first = known[0]
    rows = {first.pay_point.starts_on: _before(first, first.pay_point.starts_on)}
    if told is not None:
        rows |= {
            entry.pay_point.starts_on: entry.pay_point
            for entry in _known(history, told.known.known_at)
            if entry.pay_point.starts_on <= told.through
        }
    rows |= {
        entry.pay_point.starts_on: entry.pay_point
        for entry in known
        if entry.pay_point.grade is not None and entry.pay_point.variation_id is None
    }
    return [rows[day] for day in sorted(rows)]


def _before(entry: Entry, starts_on: date) -> PayPoint:
    """What was paid in a post, from a day on, when nothing was decided here yet."""
    point = entry.pay_point
    return PayPoint(
        employee_number=point.employee_number,
        post_number=point.post_number,
        starts_on=starts_on,
        grade=entry.grade_from,
        point=None
        if entry.point_from is None
        else Point(position=entry.point_from, scp=None, spine=None),
        hours_per_week=point.hours_per_week,
    )
