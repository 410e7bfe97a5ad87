"""Payroll runs: what payroll was told, when, and by whom. None is ever changed."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from applications.pay.domain.arrears import Term, Told, Totals
from applications.pay.domain.pay_points import Known
from applications.pay.domain.refusals import RunOutOfOrderError


@dataclass(frozen=True, slots=True, kw_only=True)
class PayrollRun:
    """One cut-off: what was owed up to `through`, since what the run before told, and its sum.

    `sha256` is the digest of its lines as a CSV file.
    """

    payroll_run_id: UUID
    number: int
    term: Term
    made_by: str
    made_at: datetime
    totals: Totals
    sha256: str

    @property
    def told(self) -> Told:
        """What payroll has been told with it."""
        return Told(number=self.number, through=self.term.through, known=self.term.known)


MONTHS_AHEAD: Final = 2


def latest_through(today: date) -> date:
    """The last day that a run may be for: the end of the month after next.

    A run is never taken back, and none after it may go behind it: a slip of the pen in the year
    would leave payroll without another until then.
    """
    year, month = divmod(today.year * 12 + today.month - 1 + MONTHS_AHEAD, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def next_term(
    last: PayrollRun | None, *, through: date, closed_through: date | None, known: Known
) -> Term:
    """What the next run is of; the last payroll is closed that the run before was for.

    Raises:
        RunOutOfOrderError: The run before told more than this one would.
    """
    if last is not None:
        before = last.term
        if through < before.through or known.known_at < before.known.known_at:
            raise RunOutOfOrderError(
                f"Run {last.number} has told payroll everything up to "
                f"{before.through.isoformat()} as known then: this one must not go back behind it."
            )
        closed_through = closed_through or before.through
    return Term(through=through, closed_through=closed_through, known=known)
