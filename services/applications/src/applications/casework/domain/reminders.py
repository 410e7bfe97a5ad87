"""Which reminder of a submission date is due for a case that is not submitted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from applications.casework.domain.case import Case
from applications.casework.domain.submission import first_on_or_after
from scheme_files.model.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder that is due: of which date, and so many days before it at the latest.

    `reminded` is what the case has to keep, so that nobody is reminded twice.
    """

    submission_date: date
    days_before: int
    reminded: tuple[str, ...]


def due_reminder(case: Case, scheme: Scheme, today: date) -> Reminder | None:
    """The reminder that is due today; None when none is.

    Where several have come due, as for a case that was opened late, the last of them is written.
    """
    if scheme.reminders is None or scheme.submission_dates is None:
        return None
    if not case.is_open or case.submitted_on is not None:
        return None
    day = first_on_or_after(scheme.submission_dates.each_year, today)
    passed = sorted(
        before for before in scheme.reminders.days_before if (day - today).days <= before
    )
    written = frozenset(_days_before(case, day))
    if not passed or passed[0] in written:
        return None
    return Reminder(
        submission_date=day,
        days_before=passed[0],
        reminded=tuple(f"{day.isoformat()}:{before}" for before in passed),
    )


def _days_before(case: Case, day: date) -> Iterator[int]:
    for each in case.reminded:
        of, _, before = each.partition(":")
        if of == day.isoformat():
            yield int(before)
