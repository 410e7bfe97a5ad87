"""Payroll runs and their lines in their tables, which are only ever added to."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import text

from applications.pay.domain.arrears import Line, Term, Totals
from applications.pay.domain.pay_points import Known
from applications.pay.domain.payroll_runs import PayrollRun
from applications.people.domain.organisation import Sight
from applications.people.storage.workers import SEEN, seen_by
from applications.platform.database import Session
from applications.platform.session import Row, Rows

_LINES_AT_ONCE: Final = 1000
_COLUMNS: Final = (
    "payroll_run_id, number, through, closed_through, known_on, known_at, made_by, made_at, lines,"
    " open_lines, difference, sha256"
)
_INSERT: Final = text(f"""
    INSERT INTO payroll_runs (authority_id, {_COLUMNS})
    VALUES (:authority_id, :payroll_run_id, :number, :through, :closed_through, :known_on,
            :known_at, :made_by, :made_at, :lines, :open_lines, :difference, :sha256)
""")  # noqa: S608 - our own columns
_INSERT_LINES: Final = text("""
    INSERT INTO payroll_lines (authority_id, payroll_run_id, line, employee_number, post_number,
                               period, paid, due, difference, salary_status, pay_in, open_because)
    SELECT :authority_id, :payroll_run_id, :before + line.ordinality, line.employee_number,
           line.post_number, line.period, line.paid, line.due, line.difference,
           line.salary_status, line.pay_in, line.open_because
    FROM ROWS FROM (jsonb_to_recordset(CAST(:lines AS jsonb)) AS (
        employee_number text, post_number text, period text, paid numeric, due numeric,
        difference numeric, salary_status text, pay_in text, open_because text))
        WITH ORDINALITY AS line
""")
_SELECT: Final = f"SELECT {_COLUMNS} FROM payroll_runs WHERE authority_id = :authority_id"  # noqa: S608 - as above
_LAST: Final = text(
    f"{_SELECT} AND (CAST(:known_at AS timestamptz) IS NULL OR known_at <= :known_at)"
    " ORDER BY number DESC LIMIT 1"
)
_FIND: Final = text(f"{_SELECT} AND payroll_run_id = :payroll_run_id")
_NUMBERED: Final = text(f"{_SELECT} AND number = :number")
_LIST: Final = text(f"{_SELECT} AND number < :before ORDER BY number DESC LIMIT :limit")
_LINES: Final = text(f"""
    SELECT line, employee_number, post_number, period, paid, due, difference, salary_status,
           pay_in, open_because
    FROM payroll_lines
    WHERE authority_id = :authority_id AND payroll_run_id = :payroll_run_id AND line > :after
      AND (:everybody OR employee_number IN (
           SELECT worker.employee_number FROM workers AS worker
           WHERE worker.authority_id = :authority_id AND {SEEN}))
    ORDER BY line LIMIT :limit
""")  # noqa: S608 - our own words
_AFTER_ALL: Final = 2**31 - 1
_MEMBERS: Final = tuple(each.name for each in fields(Line))
_ENCODE: Final = msgspec.json.Encoder().encode


async def insert_run(
    session: Session, authority_id: UUID, run: PayrollRun, lines: Sequence[Line]
) -> None:
    """Write a new run with its lines.

    Raises:
        DuplicateError: There is a run of this number.
    """
    term, totals = run.term, run.totals
    place = {"authority_id": authority_id, "payroll_run_id": run.payroll_run_id}
    await session.execute(
        _INSERT,
        {
            **place,
            "number": run.number,
            "through": term.through,
            "closed_through": term.closed_through,
            "known_on": term.known.known_on,
            "known_at": term.known.known_at,
            "made_by": run.made_by,
            "made_at": run.made_at,
            "lines": totals.lines,
            "open_lines": totals.open_lines,
            "difference": totals.difference,
            "sha256": run.sha256,
        },
    )
    for before in range(0, len(lines), _LINES_AT_ONCE):
        some = _ENCODE(lines[before : before + _LINES_AT_ONCE]).decode()
        await session.execute(_INSERT_LINES, {**place, "before": before, "lines": some})


async def last_run(
    session: Session, authority_id: UUID, known_at: datetime | None = None
) -> PayrollRun | None:
    """The last run; of those that told nothing which became known after an instant."""
    place = {"authority_id": authority_id, "known_at": known_at}
    return _one(await session.execute(_LAST, place))


async def find_run(session: Session, authority_id: UUID, payroll_run_id: UUID) -> PayrollRun | None:
    """A run."""
    place = {"authority_id": authority_id, "payroll_run_id": payroll_run_id}
    return _one(await session.execute(_FIND, place))


async def find_run_by_number(
    session: Session, authority_id: UUID, number: int
) -> PayrollRun | None:
    """The run of a number."""
    place = {"authority_id": authority_id, "number": number}
    return _one(await session.execute(_NUMBERED, place))


async def list_runs(
    session: Session, authority_id: UUID, *, before: int | None, limit: int
) -> list[PayrollRun]:
    """Runs before the one of a number, the newest first."""
    place = {"authority_id": authority_id, "before": before or _AFTER_ALL, "limit": limit}
    return [_run(row) for row in await session.execute(_LIST, place)]


async def list_lines(
    session: Session,
    authority_id: UUID,
    payroll_run_id: UUID,
    sight: Sight,
    *,
    day: date,
    after: int,
    limit: int,
) -> list[tuple[int, Line]]:
    """Lines of a run behind a place, of whom the caller may see on a day, with their places."""
    result = await session.execute(
        _LINES,
        {
            "authority_id": authority_id,
            **seen_by(sight, day),
            "payroll_run_id": payroll_run_id,
            "after": after,
            "limit": limit,
        },
    )
    return [(row["line"], Line(**{name: row[name] for name in _MEMBERS})) for row in result]


def _one(result: Rows) -> PayrollRun | None:
    row = result.one_or_none()
    return None if row is None else _run(row)


def _run(row: Row) -> PayrollRun:
    return PayrollRun(
        payroll_run_id=row["payroll_run_id"],
        number=row["number"],
        term=Term(
            through=row["through"],
            closed_through=row["closed_through"],
            known=Known(known_on=row["known_on"], known_at=row["known_at"]),
        ),
        made_by=row["made_by"],
        made_at=row["made_at"],
        totals=Totals(
            lines=row["lines"], open_lines=row["open_lines"], difference=row["difference"]
        ),
        sha256=row["sha256"],
    )
