"""Reminders of submission dates, as events, for cases that are not submitted yet."""

from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from applications.casework.domain.reminders import Reminder, due_reminder
from applications.casework.storage.awaiting import list_unsubmitted, note_reminded
from applications.casework.storage.cases import PlacedCase, lock_case
from applications.log.domain import Act, Event
from applications.log.storage import append
from applications.platform.authorities import Authority
from applications.platform.database import Database, Session
from applications.schemes.domain.held import Schemes
from applications.schemes.operations.pinned import pinned_scheme
from plumbing.clock import Clock

REMIND: Final = "remind-of-submission-dates"
_SYSTEM: Final = "system"
_WORKER: Final = "worker"


async def remind(database: Database, schemes: Schemes, clock: Clock, authority: Authority) -> None:
    """Write a reminder for every case that needs one today. Done again, it writes none."""
    authority_id, today = authority.authority_id, clock.today()
    async with database.begin(authority_id) as session:
        unsubmitted = await list_unsubmitted(session, authority_id)
        dated = [
            application_id
            for application_id, sha256 in unsubmitted
            if (await pinned_scheme(session, schemes, authority_id, sha256)).scheme.reminders
        ]
    for application_id in dated:
        async with database.begin(authority_id) as session:
            await _remind(session, schemes, clock, authority_id, application_id, today)


async def _remind(
    session: Session,
    schemes: Schemes,
    clock: Clock,
    authority_id: UUID,
    application_id: UUID,
    today: date,
) -> None:
    placed = await lock_case(session, authority_id, application_id, day=today)
    if placed is None:
        return
    held = await pinned_scheme(session, schemes, authority_id, placed.case.scheme_sha256)
    due = due_reminder(placed.case, held.scheme, today)
    if due is None:
        return
    reminded = replace(placed.case, reminded=due.reminded)
    await note_reminded(session, authority_id, reminded)
    await append(session, authority_id, [_event(placed, due)], now=clock.now())


def _event(placed: PlacedCase, due: Reminder) -> Event:
    application_id = placed.case.application_id
    return Event(
        kind="submission-date-near",
        subject_kind="application",
        subject=str(application_id),
        act=Act(actor=_SYSTEM, client_id=_WORKER, request_id=f"{REMIND}:{application_id}"),
        audience="concerned",
        body={
            "submission_date": due.submission_date.isoformat(),
            "days_before": due.days_before,
            "version": placed.case.version,
        },
    )
