"""What is owed since payroll was last told: paycalc is asked, with no transaction open."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from applications.pay.domain.arrears import (
    Line,
    OwedMonth,
    Owing,
    PostHistory,
    Term,
    Told,
    lines_of,
    open_line,
    owing,
)
from applications.pay.domain.determinations import PaycalcProblem
from applications.pay.domain.what_differs import (
    Rung,
    begins_on,
    price_question,
    repriced_from,
    rungs_of,
    worth_asking,
)
from applications.pay.operations.pay_points import know
from applications.pay.operations.sight import sight_in
from applications.pay.paycalc_client import Paycalc, Trace
from applications.pay.paycalc_client.arrears import ask_arrears
from applications.pay.storage import arrears as storage
from applications.pay.storage.payroll_runs import find_run_by_number, last_run
from applications.people.domain.organisation import Sight
from applications.people.operations.callers import require_roles
from applications.platform.asked import Asked

_BEFORE_ALL: Final = ("", "")
_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What working out arrears needs: paycalc, and how to follow a request through both logs."""

    paycalc: Paycalc
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedArrears:
    """Which arrears are asked for: up to which day, after which closed payroll, known when.

    What is left out is the end of this month, the last day that payroll was told of, and now.
    """

    through: date | None = None
    closed_through: date | None = None
    known_on: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedArrears:
    """A question about arrears as it was resolved, and whom the caller may see."""

    term: Term
    told: Told | None
    sight: Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArrears:
    """The lines of some posts, and the post behind which to go on; None at the end."""

    lines: list[Line]
    reached: tuple[str, str] | None


async def open_arrears(asked: Asked, wanted: AskedArrears, operation: str) -> OpenedArrears:
    """Resolve a question about arrears.

    Raises:
        ForbiddenError: The caller may not.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, operation)
        known = await know(session, asked, wanted.known_on, wanted.known_at)
        last = await last_run(session, authority_id, known.known_at)
    told = None if last is None else last.told
    closed_through = wanted.closed_through or (None if told is None else told.through)
    term = Term(
        through=wanted.through or _end_of_month(asked.today),
        closed_through=closed_through,
        known=known,
    )
    return OpenedArrears(term=term, told=told, sight=sight_in(operation, person))


async def reopen_arrears(asked: Asked, term: Term, told_by: int | None) -> OpenedArrears:
    """The same question again, for its next page: since the run of a number, or since ever.

    Raises:
        ForbiddenError: The caller may not.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "list_arrears")
        run = None if told_by is None else await find_run_by_number(session, authority_id, told_by)
    told = None if run is None else run.told
    return OpenedArrears(term=term, told=told, sight=sight_in("list_arrears", person))


async def list_arrears(
    asked: Asked,
    reckoning: Reckoning,
    opened: OpenedArrears,
    *,
    after: tuple[str, str] | None,
    limit: int,
) -> FoundArrears:
    """What is owed for the next posts, month by month.

    Raises:
        PaycalcUnavailableError: paycalc is away.
        PaycalcBrokenError: Its answer is no answer.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        histories = await storage.list_histories(
            session,
            authority_id,
            opened.sight,
            known_at=opened.term.known.known_at,
            day=asked.today,
            after=after or _BEFORE_ALL,
            limit=limit + 1,
        )
    chosen = histories[:limit]
    is_more = len(histories) > limit
    return FoundArrears(
        lines=await _lines(reckoning, opened, chosen),
        reached=(chosen[-1].employee_number, chosen[-1].post_number) if is_more else None,
    )


async def list_all_arrears(asked: Asked, reckoning: Reckoning, opened: OpenedArrears) -> list[Line]:
    """What is owed for every post: as `list_arrears`, to the end."""
    lines: list[Line] = []
    after: tuple[str, str] | None = None
    while True:
        found = await list_arrears(asked, reckoning, opened, after=after, limit=_AT_ONCE)
        lines += found.lines
        after = found.reached
        if after is None:
            return lines


async def _lines(
    reckoning: Reckoning, opened: OpenedArrears, histories: Sequence[PostHistory]
) -> list[Line]:
    questions = [owing(history, opened.told, opened.term) for history in histories]
    repriced = await _repriced(reckoning, [each for each in questions if isinstance(each, Owing)])
    chosen = [
        worth_asking(each, repriced) if isinstance(each, Owing) else each for each in questions
    ]
    asked = [each for each in chosen if isinstance(each, Owing)]
    answers = iter(await ask_arrears(reckoning.paycalc, asked, reckoning.trace))
    lines: list[Line] = []
    for history, question in zip(histories, chosen, strict=True):
        if isinstance(question, Owing):
            lines += _answered(history, next(answers))
        elif question is not None:
            lines.append(open_line(history, question))
    return lines


async def _repriced(reckoning: Reckoning, asked: Sequence[Owing]) -> dict[Rung, date | None]:
    """Since when each point has another price than it was told with, where it has.

    Most months nothing has, and few points are asked about in place of every post.
    """
    like = {rung: each for each in asked for rung in rungs_of(each)}
    begins = begins_on(asked)
    if begins is None:
        return {}
    rungs = list(like)
    probes = [price_question(rung, like[rung], begins) for rung in rungs]
    answers = await ask_arrears(reckoning.paycalc, probes, reckoning.trace)
    return {
        rung: begins if isinstance(answer, PaycalcProblem) else repriced_from(answer)
        for rung, answer in zip(rungs, answers, strict=True)
    }


def _answered(history: PostHistory, answer: list[OwedMonth] | PaycalcProblem) -> list[Line]:
    if isinstance(answer, PaycalcProblem):
        return [open_line(history, "refused")]
    return lines_of(history, answer)


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
