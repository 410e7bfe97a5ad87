"""Payroll runs: what payroll is told, frozen."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

from applications.log.domain import Event
from applications.log.storage import append
from applications.pay.domain.arrears import Line, Totals
from applications.pay.domain.payroll_runs import PayrollRun, latest_through, next_term
from applications.pay.domain.refusals import NotOfEverybodyError
from applications.pay.operations.arrears import (
    AskedArrears,
    OpenedArrears,
    Reckoning,
    list_all_arrears,
    open_arrears,
)
from applications.pay.operations.sight import sight_in
from applications.pay.storage import payroll_runs as storage
from applications.people.domain.organisation import Person
from applications.people.domain.refusals import InvalidRecordError, Refused
from applications.people.operations.callers import acting, require_roles
from applications.platform.asked import Asked
from applications.platform.once import Once, Rendered, rerun_when_raced
from applications.platform.versions import NothingHereError

Write = Callable[[Sequence[Line]], bytes]
"""Writes lines as the file whose digest a run has."""


@rerun_when_raced
async def create_payroll_run(
    asked: Asked,
    reckoning: Reckoning,
    once: Once[PayrollRun],
    wanted: AskedArrears,
    write: Write,
) -> Rendered:
    """Work out what is owed since payroll was last told, and freeze it: payroll is told with it.

    Raises:
        ForbiddenError: The caller may not.
        NotOfEverybodyError: The caller sees a part of the authority only.
        InvalidRecordError: It would be for a day too far ahead.
        RunOutOfOrderError: The run before told more than this one would.
        PaycalcUnavailableError: paycalc is away: nothing was told.
        PaycalcBrokenError: Its answer is no answer: as above.
        KeyReusedError: The key was used for another request.
    """
    authority_id = asked.caller.authority_id
    opened = await open_arrears(asked, wanted, "create_payroll_run")
    _check_through(asked, opened)
    if not opened.sight.everybody:
        raise NotOfEverybodyError(
            "A payroll run is of the whole authority: this needs a role over all of it."
        )
    async with asked.database.begin(authority_id) as session:
        if (kept := await once.find(session)) is not None:
            return kept
        last = await storage.last_run(session, authority_id)
    term = next_term(
        last,
        through=opened.term.through,
        closed_through=wanted.closed_through,
        known=opened.term.known,
    )
    opened = OpenedArrears(term=term, told=None if last is None else last.told, sight=opened.sight)
    lines = await list_all_arrears(asked, reckoning, opened)
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "create_payroll_run")
        if (kept := await once.find(session)) is not None:
            return kept
        run = PayrollRun(
            payroll_run_id=uuid4(),
            number=1 if last is None else last.number + 1,
            term=term,
            made_by=acting(asked, person).actor,
            made_at=asked.now,
            totals=Totals().plus(lines),
            sha256=sha256(write(lines)).hexdigest(),
        )
        await storage.insert_run(session, authority_id, run, lines)
        answer = await once.keep(session, run)
        await append(session, authority_id, [_event(asked, person, run)], now=asked.now)
    return answer


def _check_through(asked: Asked, opened: OpenedArrears) -> None:
    latest = latest_through(asked.today)
    if opened.term.through > latest:
        said = f"Give a day up to {latest.isoformat()}: no later run may go behind this one."
        raise InvalidRecordError([Refused("/through", said)])


async def get_payroll_run(asked: Asked, payroll_run_id: UUID) -> PayrollRun:
    """A run.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is none of this id.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "get_payroll_run")
        run = await storage.find_run(session, authority_id, payroll_run_id)
    if run is None:
        raise NothingHereError("There is no payroll run of this id.")
    return run


async def list_payroll_runs(asked: Asked, *, before: int | None, limit: int) -> list[PayrollRun]:
    """Runs, the newest first.

    Raises:
        ForbiddenError: The caller may not.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        await require_roles(session, asked, "list_payroll_runs")
        return await storage.list_runs(session, authority_id, before=before, limit=limit)


async def list_payroll_run_lines(
    asked: Asked, payroll_run_id: UUID, *, after: int, limit: int
) -> list[tuple[int, Line]]:
    """Lines of a run, with their places.

    Raises:
        ForbiddenError: The caller may not.
        NothingHereError: There is none of this id.
    """
    authority_id = asked.caller.authority_id
    async with asked.database.begin(authority_id) as session:
        person = await require_roles(session, asked, "list_payroll_run_lines")
        if await storage.find_run(session, authority_id, payroll_run_id) is None:
            raise NothingHereError("There is no payroll run of this id.")
        return await storage.list_lines(
            session,
            authority_id,
            payroll_run_id,
            sight_in("list_payroll_run_lines", person),
            day=asked.today,
            after=after,
            limit=limit,
        )


def _event(asked: Asked, person: Person | None, run: PayrollRun) -> Event:
    term, totals = run.term, run.totals
    return Event(
        kind="payroll-told",
        subject_kind="payroll-run",
        subject=str(run.payroll_run_id),
        act=acting(asked, person),
        audience="managers",
        body={
            "number": run.number,
            "through": term.through.isoformat(),
            "closed_through": _text(term.closed_through),
            "known_on": term.known.known_on.isoformat(),
            "known_at": _text(term.known.known_at),
            "lines": totals.lines,
            "open_lines": totals.open_lines,
            "difference": str(totals.difference),
            "sha256": run.sha256,
        },
    )


def _text(day: date | datetime | None) -> str | None:
    return None if day is None else day.isoformat()
