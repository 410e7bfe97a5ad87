"""Steps that wait for a day or a fact: over when it has come, without anybody's doing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from applications.casework.domain.case import Case, Known
from applications.casework.domain.workflow import with_waits_ended
from applications.casework.operations.desk import Found, dated_case, due_from
from applications.casework.operations.submission_dates import date_events
from applications.casework.operations.waiting import waiting_of
from applications.casework.storage.awaiting import list_waits
from applications.casework.storage.cases import lock_case, update_case
from applications.log.domain import Act, Event
from applications.log.storage import append
from applications.platform.authorities import Authority
from applications.platform.database import Database
from applications.schemes.domain.held import Schemes
from applications.schemes.operations.pinned import pinned_scheme
from plumbing.clock import Clock

END_WAITS: Final = "end-waits"
_SYSTEM: Final = "system"
_WORKER: Final = "worker"


async def end_waits(
    database: Database, schemes: Schemes, clock: Clock, authority: Authority
) -> None:
    """Note in every case of an authority that waits what has come, and which date it waits for."""
    async with database.begin(authority.authority_id) as session:
        waiting = await list_waits(session, authority.authority_id)
    for application_id in waiting:
        await _end(database, schemes, clock, authority, application_id)


async def _end(
    database: Database,
    schemes: Schemes,
    clock: Clock,
    authority: Authority,
    application_id: UUID,
) -> None:
    authority_id, now, today = authority.authority_id, clock.now(), clock.today()
    async with database.begin(authority_id) as session:
        placed = await lock_case(session, authority_id, application_id, day=today)
        if placed is None or placed.case.status == "withdrawn":
            return
        held = await pinned_scheme(session, schemes, authority_id, placed.case.scheme_sha256)
        pathway = held.scheme.pathways[placed.case.pathway]
        dated, facts = dated_case(placed.case, held, placed.place, today)
        known = Known(now=now, today=today, place=placed.place, facts=facts)
        due = due_from(today, held, authority)
        case, ended = with_waits_ended(dated, pathway, known, due)
        if case == placed.case:
            return
        written = replace(case, version=case.version + 1, changed_at=now)
        await update_case(
            session, authority_id, written, waiting_of(written, pathway, facts, today)
        )
        act = Act(actor=_SYSTEM, client_id=_WORKER, request_id=f"{END_WAITS}:{application_id}")
        events = [*date_events(placed.case, written, act), *_events(written, ended, act)]
        await append(session, authority_id, events, now=now)


def wait_events(found: Found, act: Act) -> list[Event]:
    """What is told where somebody's act comes before the worker has noted it."""
    return _events(found.case, found.waits_ended, act)


def _events(case: Case, ended: Sequence[str], act: Act) -> list[Event]:
    return [
        Event(
            kind="wait-ended",
            subject_kind="application",
            subject=str(case.application_id),
            act=act,
            audience="managers" if case.embargoed else "concerned",
            body={"step": step_id, "visit": case.steps[step_id].visit, "version": case.version},
        )
        for step_id in ended
    ]
