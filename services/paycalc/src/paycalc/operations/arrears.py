"""What is owed between what was paid and what is due."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paycalc.domain import arrears as domain
from paycalc.domain.days import add_months
from paycalc.domain.plans import SchemePlan
from paycalc.domain.segments import Hours, Payroll, Stretch
from paycalc.domain.versions import choose_version
from paycalc.operations.naming import UnknownSchemeError
from paycalc.operations.timelines import (
    Entry,
    InvalidTimelineError,
    TimelineMistake,
    entry_mistakes,
    hours_mistakes,
)
from paycalc.rulebook.loading import Rulebook

_MOST_MONTHS = 50 * 12


@dataclass(frozen=True, slots=True)
class PaidEntry(Entry):
    """What was paid; priced as it was known when it was paid."""

    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class ArrearsQuestion:
    """A request for arrears, as it was put.

    Attributes:
        scheme: The scheme's id.
        known_on: What was known by the end of which day; None for today.
        through: The last day that counts.
        closed_through: The last day of the last payroll that is closed already; None for none.
        hours: The hours a week from each day on.
        paid: What was paid.
        due: What is due.
    """

    scheme: str
    known_on: date | None
    through: date
    closed_through: date | None
    hours: tuple[tuple[date, Decimal], ...]
    paid: tuple[PaidEntry, ...]
    due: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ArrearsAnswer:
    """What is owed, with the question as it was resolved."""

    plan: SchemePlan
    question: ArrearsQuestion
    known_on: date
    arrears: domain.Arrears


def create_arrears(rulebook: Rulebook, question: ArrearsQuestion, *, today: date) -> ArrearsAnswer:
    """Work out what is owed.

    The part-month method and the rounding are those of the version in force on the last day.

    Raises:
        UnknownSchemeError: when the service holds no such scheme.
        NotInForceError: when no version of the scheme was in force on the last day.
        InvalidTimelineError: when entries overlap, or name what the scheme has not.
    """
    versions = rulebook.schemes.get(question.scheme)
    if versions is None:
        raise UnknownSchemeError(rulebook.schemes)
    known_on = question.known_on or today
    plan = choose_version(versions, question.through, known_on)
    _refuse_mistakes(question, plan)
    payroll = Payroll(
        pay=plan.scheme.pay,
        grades=plan.grades,
        hours=tuple(Hours(day, hours) for day, hours in sorted(question.hours)),
        through=question.through,
        closed_through=question.closed_through,
    )
    paid = [_stretch(entry, entry.known_on or known_on) for entry in question.paid]
    due = [_stretch(entry, known_on) for entry in question.due]
    return ArrearsAnswer(plan, question, known_on, domain.find_arrears(payroll, paid, due))


def _stretch(entry: Entry, known_on: date) -> Stretch:
    return Stretch(entry.starts_on, entry.ends_before, entry.grade, entry.position, known_on)


def _refuse_mistakes(question: ArrearsQuestion, plan: SchemePlan) -> None:
    points = plan.grades.points
    starts = [entry.starts_on for entry in (*question.paid, *question.due)]
    counting = [day for day in starts if day <= question.through]
    mistakes = [
        *entry_mistakes("paid", question.paid, points),
        *entry_mistakes("due", question.due, points),
        *hours_mistakes([day for day, _ in question.hours], min(counting, default=None)),
    ]
    if starts and question.through >= add_months(min(starts), _MOST_MONTHS):
        detail = "this is more than 50 years after the first entry: ask about fewer"
        mistakes.append(TimelineMistake("/through", detail))
    if mistakes:
        raise InvalidTimelineError(mistakes)
