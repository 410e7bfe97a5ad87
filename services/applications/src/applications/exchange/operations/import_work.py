"""Working through the files that came in: one after the other, as they came.

Each is worked through part by part, each part in a transaction of its own.
"""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel, ValidationError

from applications.exchange.domain.import_files import SentRow
from applications.exchange.domain.import_kinds import ImportKind
from applications.exchange.domain.import_parts import unpacked
from applications.exchange.domain.imports import Import, RowOutcome, gone_on
from applications.exchange.operations.import_pay import import_pay_history
from applications.exchange.operations.import_people import (
    import_post_grades,
    import_register_checks,
    import_role_assignments,
    import_teams,
    import_workers,
)
from applications.exchange.operations.import_rows import (
    AfterLog,
    Applied,
    Chunk,
    Refusal,
    of_result,
    of_unreadable,
)
from applications.exchange.storage import imports as storage
from applications.log.domain import Act, Event
from applications.log.storage import append_now
from applications.pay.schemas.rows import PayHistoryRow
from applications.people.schemas.rows import (
    PostGradesRow,
    RegisterCheckRow,
    RoleAssignmentRow,
    TeamRow,
    WorkerRow,
)
from applications.platform.authorities import Authority
from applications.platform.canonical import canonical, sha256
from applications.platform.database import Database, Session
from applications.platform.jobs import add_job
from plumbing.clock import Clock, london_day
from plumbing.problems import Catalogue

WORK_ON_IMPORTS: Final = "work-on-import"
"""The kind of job that works through an authority's imports."""
_ALL: Final = "all"
"""Its subject: the one there is, so that no file is worked on before those that came before it."""
_SECONDS_AT_A_TIME: Final = 10.0

Applying = Callable[[Chunk, Sequence[Any]], Awaitable[Applied]]

_BY_KIND: Final[Mapping[ImportKind, tuple[type[BaseModel], Applying]]] = {
    "workers": (WorkerRow, import_workers),
    "teams": (TeamRow, import_teams),
    "role-assignments": (RoleAssignmentRow, import_role_assignments),
    "post-grades": (PostGradesRow, import_post_grades),
    "register-checks": (RegisterCheckRow, import_register_checks),
    "pay-history": (PayHistoryRow, import_pay_history),
}


@dataclass(frozen=True, slots=True)
class Importing:
    """What working through a file needs: the database, what refusals are called, and the time."""

    database: Database
    catalogue: Catalogue
    clock: Clock


async def have_imports_worked_on(session: Session, authority_id: UUID, *, due_at: datetime) -> None:
    """Have an authority's imports worked through once this transaction is committed."""
    await add_job(session, authority_id, kind=WORK_ON_IMPORTS, subject=_ALL, due_at=due_at)


async def work_on_imports(means: Importing, authority: Authority, _: str) -> None:
    """Work through an authority's imports from where they stand; nothing is done twice.

    What a later file says goes by what an earlier one did: the teams are there before the workers
    that are in them. After a while it has itself called again, so that others have their turn.
    """
    authority_id = authority.authority_id
    until = time.monotonic() + _SECONDS_AT_A_TIME
    while await _work_on_part(means, authority_id):
        if time.monotonic() > until:
            async with means.database.begin(authority_id) as session:
                await have_imports_worked_on(session, authority_id, due_at=means.clock.now())
            return


async def _work_on_part(means: Importing, authority_id: UUID) -> bool:
    """Work through the next part of the first import, and say whether there was one."""
    async with means.database.begin(authority_id) as session:
        about = await storage.lock_next_import(session, authority_id)
        if about is None:
            return False
        place = (authority_id, about.import_id)
        rows = unpacked(await storage.take_part(session, *place, about.parts_done))
        outcomes, after_log = await _apply(means, session, authority_id, about, rows)
        further = gone_on(about, outcomes, now=means.clock.now())
        await storage.add_rows(session, *place, outcomes)
        await storage.update_import(session, authority_id, further)
        if not about.validate_only:
            event = _event(further, rows, outcomes)
            position = await append_now(session, authority_id, [event], now=means.clock.now())
            await after_log(position.recorded_at)
        return True


async def _apply(
    means: Importing,
    session: Session,
    authority_id: UUID,
    about: Import,
    rows: Sequence[SentRow],
) -> tuple[list[RowOutcome], AfterLog]:
    now = means.clock.now()
    model, apply = _BY_KIND[about.kind]
    outcomes: dict[int, RowOutcome] = {}
    good: list[tuple[SentRow, BaseModel]] = []
    for row in rows:
        read = _read(model, row)
        if isinstance(read, BaseModel):
            good.append((row, read))
        elif read is None:
            outcomes[row.line] = of_unreadable(row)
        else:
            outcomes[row.line] = of_result(row, read, means.catalogue)
    chunk = Chunk(
        session=session,
        authority_id=authority_id,
        import_id=about.import_id,
        now=now,
        today=london_day(now),
        only_check=about.validate_only,
    )
    applied = await apply(chunk, [read for _, read in good]) if good else Applied(())
    for (row, _), result in zip(good, applied.results, strict=True):
        outcomes[row.line] = of_result(row, result, means.catalogue)
    return [outcomes[row.line] for row in rows], applied.after_log


def _read(model: type[BaseModel], row: SentRow) -> BaseModel | Refusal | None:
    if row.document is None or row.detail is not None:
        return None
    try:
        return model.model_validate(row.document)
    except ValidationError as error:
        return Refusal(error=error, subject="")


def _event(about: Import, rows: Sequence[SentRow], outcomes: Sequence[RowOutcome]) -> Event:
    """One event for all of a part, with the digest of what each row said and came to."""
    said = [
        [row.line, each.outcome, each.subject, sha256(canonical(row.document)).hex()]
        for row, each in zip(rows, outcomes, strict=True)
    ]
    counts = {
        name: sum(each.outcome == name for each in outcomes)
        for name in ("created", "changed", "unchanged", "refused")
    }
    return Event(
        kind="rows-imported",
        subject_kind="import",
        subject=str(about.import_id),
        act=Act(actor=about.actor, client_id=about.client_id, request_id=about.request_id),
        audience="managers",
        body={
            "kind": about.kind,
            "first_line": rows[0].line,
            "last_line": rows[-1].last_line,
            **counts,
            "rows_sha256": sha256(canonical(said)).hex(),
            "is_last": about.status == "done",
        },
    )
